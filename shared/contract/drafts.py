"""Drafts that go on elsewhere, as terminal and platform speak of them (ARCHITECTURE §3)."""

from __future__ import annotations

from enum import StrEnum, unique
from typing import Annotated, Final

from pydantic import Field, StringConstraints

from shared.contract.base import UUID, Base64Text, Code, HexDigest, Instant, KeyId, Truth, WholeNumber, WireModel
from shared.contract.submissions import PartDigest

FORM_POSITION: Final = 0
MAX_DRAFT_PARTS: Final = 400
MAX_DRAFT_PART_BYTES: Final = 16 * 1024 * 1024
MAX_DRAFT_BYTES: Final = 256 * 1024 * 1024
DRAFT_KEY_CONTEXT: Final = b"yimen-draft-key-v1\0"
"""What a terminal signs, with case id, its own id and the public key that it wants a draft's key wrapped for."""
DRAFT_RELEASE_CONTEXT: Final = b"yimen-draft-release-v1\0"
"""What a terminal signs, with case id, its own id, that of the taker and the offer, when it lets a draft go."""
MAX_RELEASES: Final = 20

PersonNumber = Annotated[str, StringConstraints(pattern=r"^[0-9A-Z]{1,40}$")]
CreditCode = Annotated[str, StringConstraints(pattern=r"^[0-9A-Z]{18}$")]
SlipDigitsText = Annotated[str, StringConstraints(pattern=r"^[0-9]{12}$")]


class DraftSubject(WireModel):
    """Whose draft it is: a person, or an enterprise with one who handles its matters. Leaves a terminal sealed only."""

    number: PersonNumber
    credit_code: CreditCode | None = None


class DraftClaim(WireModel):
    """What is sealed to the platform's key beside a draft or a question for one; the platform keeps none of it.

    Attributes:
        subjects: of a draft, everyone who may ask for it; of a question, who asks.
        digits: the second factor, twelve digits of the slip's key.
        clerk_id: the clerk who confirms in the place of the digits, at a counter.
    """

    subjects: tuple[DraftSubject, ...] = Field(default=(), max_length=40)
    digits: SlipDigitsText | None = None
    clerk_id: Code | None = None


class DraftEnvelope(WireModel):
    """A state of a draft: its parts' ciphertexts under a key that is wrapped for the platform.

    Position 0 is the form, 1… are the pages in the order that the form names them.
    """

    case_id: UUID
    revision: WholeNumber = Field(ge=1, le=2**31 - 1, description="the platform's last one plus one")
    terminal_id: UUID
    subject_code: Code
    catalogue_version: str = Field(min_length=1, max_length=40)
    expires_at: Instant
    suite: Code
    sealing_key_id: KeyId
    wrapped_key: Base64Text
    claim: Base64Text = Field(description="a DraftClaim, sealed to the same key")
    parts: tuple[PartDigest, ...] = Field(min_length=1, max_length=MAX_DRAFT_PARTS + 1)


@unique
class SharedDraftState(StrEnum):
    """Where a draft stands at the platform."""

    SHARED = "shared"
    SEALED = "sealed"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class DraftStatus(WireModel):
    """The answer to every act on a shared draft.

    `missing` are the positions that the newest announced state lacks; `revision` is the last whole one, 0 for none.
    """

    case_id: UUID
    state: SharedDraftState
    owner: UUID
    owner_name: str = Field(default="", max_length=60, description="of the terminal, as it was enrolled")
    revision: WholeNumber
    begun: Truth
    expires_at: Instant
    missing: tuple[WholeNumber, ...] = ()


class SharedDraft(WireModel):
    """A line of the list of somebody's drafts."""

    case_id: UUID
    subject_code: Code
    catalogue_version: str
    owner: UUID
    owner_name: str
    begun: Truth
    shared_at: Instant
    expires_at: Instant
    pages: WholeNumber
    size: WholeNumber


class DraftQuestion(WireModel):
    """Asks for somebody's drafts; the claim is sealed for the key that is named and bound to the asking terminal."""

    sealing_key_id: KeyId
    claim: Base64Text


class DraftTake(WireModel):
    """Asks for a draft. Repeating it, with another public key as well, gives the same draft to the same terminal.

    The signature is ES256 (r||s) over DRAFT_KEY_CONTEXT + case id + terminal id + public key.
    """

    sealing_key_id: KeyId
    claim: Base64Text
    public_key: Base64Text = Field(description="X25519, 32 bytes, made for this question")
    signature: Base64Text


class TakenEnvelope(WireModel):
    """A draft's last whole state, its key wrapped anew for the one who took it."""

    case_id: UUID
    revision: WholeNumber
    catalogue_version: str
    source: UUID
    suite: Code
    wrapped_key: Base64Text
    parts: tuple[PartDigest, ...]


class DraftMove(WireModel):
    """The owner tells to whom the draft went without the platform.

    `offer` names under which offer and when, by a digest of its key and of the moment when it was let go.
    """

    to_terminal: UUID
    offer: HexDigest


class DraftRelease(WireModel):
    """A terminal's word that it let a draft go without the platform.

    The signature is ES256 (r||s) over DRAFT_RELEASE_CONTEXT + case id + source + to_terminal + offer.
    """

    source: UUID
    to_terminal: UUID
    offer: HexDigest
    signature: Base64Text


class DraftArrival(WireModel):
    """The owner tells how it got a draft without the platform: its source's word, after those not told before it."""

    releases: tuple[DraftRelease, ...] = Field(min_length=1, max_length=MAX_RELEASES)
