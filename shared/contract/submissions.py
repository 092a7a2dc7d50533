"""Manifest, sealed body and the answers about a submission (ARCHITECTURE §3)."""

from __future__ import annotations

from enum import StrEnum, unique
from typing import Annotated

from pydantic import Field, StringConstraints

from shared.contract.base import (
    UUID,
    Base64Text,
    CaseNumberText,
    Code,
    HexDigest,
    Instant,
    KeyId,
    Place,
    Truth,
    WholeNumber,
    WireModel,
)
from shared.domain.submissions import DecisionAct, SubmissionKind

MANIFEST_SCHEMA = 1
BODY_SCHEMA = 1
INTAKE_SCHEMA = 2
"""Of an intake's body: 2 tells each department's part. Both are read."""
BODY_POSITION = 0
MAX_PARTS = 2_000
MAX_PART_BYTES = 64 * 1024 * 1024
MAX_COUNT = 2**31 - 1
"""What a database's integer holds."""
DigitsMasked = Annotated[str, StringConstraints(max_length=40)]


class PartDigest(WireModel):
    """One ciphertext: position 0 is the sealed body, 1… are the pages in order."""

    position: WholeNumber = Field(ge=0, le=MAX_PARTS)
    sha256: HexDigest
    size: WholeNumber = Field(ge=1, le=MAX_PART_BYTES)


class Envelope(WireModel):
    """The clear half of a manifest. Its canonical JSON (RFC 8785) is hashed to the root digest."""

    schema_version: WholeNumber = Field(default=MANIFEST_SCHEMA, ge=1)
    submission_id: UUID
    kind: SubmissionKind
    case_id: UUID
    case_number: CaseNumberText
    based_on: HexDigest | None
    terminal_id: UUID
    sequence: WholeNumber = Field(ge=1, description="the terminal's running number of submissions, of every kind")
    item_codes: tuple[Code, ...] = Field(max_length=99)
    catalogue_version: str = Field(max_length=40)
    sealed_at: Instant
    time_proven: Truth
    suite: Code
    sealing_key_id: KeyId
    wrapped_key: Base64Text
    parts: tuple[PartDigest, ...] = Field(min_length=1, max_length=MAX_PARTS + 1)


class Manifest(WireModel):
    """An envelope signed by the terminal: ES256 (r||s) over MANIFEST_CONTEXT + root digest."""

    envelope: Envelope
    signing_key_id: KeyId
    signature: Base64Text


class SealedField(WireModel):
    """One answer of the form with where it came from."""

    field: str = Field(max_length=120)
    value: str = Field(max_length=4_000)
    source: str = Field(max_length=40)


class SealedApplicant(WireModel):
    role: Code
    name: str = Field(max_length=200)
    name_en: str | None = Field(default=None, max_length=200)
    number: str = Field(max_length=40)
    card_type: Code | None = None
    sex: str | None = Field(default=None, max_length=8)
    birth: str | None = Field(default=None, max_length=10)
    ethnicity: str | None = Field(default=None, max_length=40)
    address: str | None = Field(default=None, max_length=400)
    identified_by: Code
    identified_at: Instant


class SealedPage(WireModel):
    """Says which part is which page of which material."""

    position: WholeNumber = Field(ge=1, le=MAX_PARTS)
    material: Code
    page: WholeNumber = Field(ge=1, le=MAX_COUNT)
    name: str = Field(max_length=200)
    media_type: str = Field(max_length=60)
    sha256: HexDigest = Field(description="of the plaintext")
    size: WholeNumber = Field(ge=1)
    trust: Annotated[str, StringConstraints(pattern=r"^[ABCD]$")]
    taken_at: Instant
    findings: tuple[Code, ...] = ()
    override_reason: str = Field(default="", max_length=2_000, description="why a clerk took it despite its findings")
    overridden_by: Code | None = Field(default=None, description="that clerk, who need not be the one who sealed")
    overridden_at: Instant | None = None


class SealedMaterial(WireModel):
    """How a material was given: by pages, or by what needs none, such as the card that was read."""

    material: Code
    given_by: Code
    trust: Annotated[str, StringConstraints(pattern=r"^[ABCD]$")]
    originals: WholeNumber = Field(default=0, ge=0, le=MAX_COUNT)
    copies: WholeNumber = Field(default=0, ge=0, le=MAX_COUNT)
    promised_until: str | None = Field(default=None, max_length=10, description="YYYY-MM-DD, of what follows later")
    commitment: str = Field(default="", max_length=2_000, description="the declaration that stands in for it")
    check_within: WholeNumber | None = Field(default=None, ge=1, description="working days until that is checked")
    seen_by: Code | None = Field(default=None, description="the clerk who saw the original")
    seen_at: Instant | None = None


FieldId = Annotated[str, StringConstraints(max_length=120)]


class SealedPart(WireModel):
    """What one item's department gets of an intake: names of what is in the body, nothing twice (C2).

    Whoever opens the body cuts the part out by these names alone, without the catalogue that made the one form.
    """

    fields: tuple[FieldId, ...] = Field(description="of the one form")
    applications: tuple[dict[FieldId, FieldId], ...] = Field(
        description="the item's own form, once for each application: its own field id to that of the one form"
    )
    applicants: tuple[Code, ...] = Field(description="roles")
    materials: tuple[Code, ...] = Field(description="every paper that the item asks for, also one that comes later")


class SealedItem(WireModel):
    """An item that is applied for; bodies of schema 1 don't tell its department's part."""

    number: Annotated[str, StringConstraints(pattern=r"^[0-9]{20}-[0-9]{2}$")]
    item_code: Code
    part: SealedPart | None = None


class SealedAct(WireModel):
    """What a clerk decided about one item application."""

    item_number: Annotated[str, StringConstraints(pattern=r"^[0-9]{20}-[0-9]{2}$")]
    act: DecisionAct
    reason: str = Field(default="", max_length=2_000)
    notice_number: str | None = Field(default=None, max_length=40)
    due_date: str | None = Field(default=None, max_length=10)
    due_provisional: Truth = False


class Drawn(WireModel):
    """The applicant's signature as strokes; its place is kept, taking it comes later."""

    media_type: str
    data: Base64Text


class IntakeBody(WireModel):
    """The sealed half of an `intake`."""

    schema_version: WholeNumber = Field(default=INTAKE_SCHEMA, ge=1)
    subject_code: Code
    channel: Annotated[str, StringConstraints(pattern=r"^(kiosk|counter)$")]
    clerk_id: Code | None = None
    language: str = Field(default="zh-Hans", max_length=20)
    items: tuple[SealedItem, ...] = Field(min_length=1)
    applicants: tuple[SealedApplicant, ...] = Field(min_length=1)
    fields: tuple[SealedField, ...]
    materials: tuple[SealedMaterial, ...]
    pages: tuple[SealedPage, ...]
    confirmed_at: Instant
    signature: Drawn | None = None
    told_at_once: WholeNumber = Field(
        default=0, ge=0, le=999, description="how often everything missing was told on paper before (C6)"
    )


class DecisionBody(WireModel):
    """The sealed half of a `decision`."""

    schema_version: WholeNumber = Field(default=BODY_SCHEMA, ge=1)
    clerk_id: Code
    acts: tuple[SealedAct, ...] = Field(min_length=1)
    decided_at: Instant


ItemNumberText = Annotated[str, StringConstraints(pattern=r"^[0-9]{20}-[0-9]{2}$")]


class SupplementBody(WireModel):
    """The sealed half of a `supplement` or a `promise-kept`: what came later, never the earlier pages."""

    schema_version: WholeNumber = Field(default=BODY_SCHEMA, ge=1)
    clerk_id: Code | None = None
    items: tuple[ItemNumberText, ...] = Field(min_length=1)
    notice_number: str | None = Field(default=None, max_length=40, description="of the notice that asked for it")
    materials: tuple[SealedMaterial, ...] = Field(min_length=1)
    pages: tuple[SealedPage, ...]
    supplied_at: Instant
    signature: Drawn | None = None


class WithdrawalBody(WireModel):
    """The sealed half of a `withdrawal` (撤回): the applicant takes items back before they are decided."""

    schema_version: WholeNumber = Field(default=BODY_SCHEMA, ge=1)
    clerk_id: Code | None = None
    items: tuple[ItemNumberText, ...] = Field(min_length=1)
    reason: str = Field(default="", max_length=2_000)
    withdrawn_at: Instant
    signature: Drawn | None = None


class HandoverBody(WireModel):
    """The sealed half of a `handover` (出件): results in the hands of whoever may receive them."""

    schema_version: WholeNumber = Field(default=BODY_SCHEMA, ge=1)
    clerk_id: Code
    items: tuple[ItemNumberText, ...] = Field(min_length=1)
    receiver: SealedApplicant
    handed_at: Instant
    signature: Drawn | None = None


class RatingBody(WireModel):
    """The sealed half of a `rating` (好差评): one to five, with what the applicant wants to add."""

    schema_version: WholeNumber = Field(default=BODY_SCHEMA, ge=1)
    score: WholeNumber = Field(ge=1, le=5)
    remark: str = Field(default="", max_length=2_000)
    rated_at: Instant


class TransferBody(WireModel):
    """The sealed half of a `transfer` (物料流转): which papers go from whom to whom."""

    schema_version: WholeNumber = Field(default=BODY_SCHEMA, ge=1)
    clerk_id: Code
    items: tuple[ItemNumberText, ...] = Field(min_length=1)
    materials: tuple[Code, ...] = Field(min_length=1)
    sender: str = Field(min_length=1, max_length=200)
    receiver: str = Field(min_length=1, max_length=200)
    transferred_at: Instant


FollowUpBody = SupplementBody | WithdrawalBody | HandoverBody | RatingBody | TransferBody
Body = IntakeBody | DecisionBody | FollowUpBody


@unique
class SubmissionState(StrEnum):
    """Where a submission stands at the platform."""

    AWAITING_PARTS = "awaiting_parts"
    DELIVERED = "delivered"
    RETURNED = "returned"


@unique
class ReturnReason(StrEnum):
    """Why the platform quarantined a submission; a person resolves it there."""

    SIGNATURE_INVALID = "signature_invalid"
    BODY_UNREADABLE = "body_unreadable"
    BODY_INVALID = "body_invalid"
    PLAINTEXT_MISMATCH = "plaintext_mismatch"
    NUMBER_INVALID = "number_invalid"
    NUMBER_TAKEN = "number_taken"
    STALE_BASED_ON = "stale_based_on"
    DRAFT_SEALED_ELSEWHERE = "draft_sealed_elsewhere"
    UNKNOWN_ITEM = "unknown_item"
    CLERK_NOT_ALLOWED = "clerk_not_allowed"
    TRANSITION_REFUSED = "transition_refused"


class SubmissionStatus(WireModel):
    """The answer to PUT manifest, commit and read back."""

    submission_id: UUID
    case_id: UUID
    case_number: CaseNumberText
    kind: SubmissionKind
    state: SubmissionState
    root: HexDigest
    missing: tuple[WholeNumber, ...] = Field(default=(), description="positions the platform still lacks")
    received_at: Instant | None = None
    reason: ReturnReason | None = None
    reason_detail: str = Field(default="", max_length=400)
    platform_sequence: Place | None = None


class ItemStatus(WireModel):
    item_number: str
    item_code: Code
    state: Code
    due_date: str | None = None
    due_provisional: Truth = False


class CaseStatus(WireModel):
    """A case as the platform sees it; names are masked, this is read by terminals."""

    case_id: UUID
    case_number: CaseNumberText
    state: Code
    items: tuple[ItemStatus, ...]
    submissions: tuple[SubmissionStatus, ...]
    subject_code: Code | None = None
    catalogue_version: str | None = Field(default=None, max_length=40)
    latest_root: HexDigest | None = Field(default=None, description="what the next submission is based on")


MANIFEST_CONTEXT = b"yimen-manifest-v1\0"
