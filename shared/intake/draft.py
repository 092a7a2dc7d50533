"""A draft: everything of a case that is not yet sealed, as frozen data that is stored after every act."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum, unique
from typing import Final
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict

from shared.domain.applicants import IdentityMethod
from shared.domain.numbers import CaseNumber, NoticeKind, NoticeNumber
from shared.domain.trust import TrustLevel

DRAFT_SCHEMA = 1
MAX_RUNNING: Final = 999
QUESTION_PREFIX: Final = "question."
"""Answers to the questionnaire are kept among the fields, under question.<id>."""


@unique
class FieldSource(StrEnum):
    """Where a field's value came from; shown beside it. READ is text recognition, confirmed by a person."""

    CARD = "card"
    TYPED = "typed"
    DEFAULT = "default"
    CLERK = "clerk"
    READ = "read"
    EARLIER = "earlier"
    E_LICENCE = "e_licence"
    SHARED = "shared"


@unique
class GivenBy(StrEnum):
    """How a material was given, or what stands in for it: a promise that it follows, or a declaration."""

    SCAN = "scan"
    CARD_READ = "card_read"
    ORIGINAL_SEEN = "original_seen"
    PROMISE = "promise"
    COMMITMENT = "commitment"


class DraftPart(BaseModel):
    """Frozen, strict about unknown fields, and silent in logs: a repr shows no personal data."""

    # pydantic would keep the texts that it read, and with them somebody's name, for as long as the process lives.
    model_config = ConfigDict(frozen=True, extra="forbid", cache_strings="keys")

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"

    __str__ = __repr__


class OtherValue(DraftPart):
    """What another source says of a field; `later`: entered at another terminal after it had shared the draft."""

    value: str
    source: FieldSource
    later: bool = False


class FieldValue(DraftPart):
    """One answer of the form; `others` is what other sources say differently, until a person settles it."""

    value: str
    source: FieldSource
    others: tuple[OtherValue, ...] = ()

    def beside(self, earlier: FieldValue | None) -> FieldValue:
        """Return this value with what was there before it, where that came from elsewhere and says something else."""
        if earlier is None:
            return self
        known = (*earlier.others, OtherValue(value=earlier.value, source=earlier.source))
        kept = tuple(one for one in known if one.value != self.value and one.source is not self.source)
        return self.model_copy(update={"others": kept})


class DraftApplicant(DraftPart):
    """A person in a role, and how it is known who they are."""

    role: str
    name: str
    number: str
    sex: str
    birth: date
    name_en: str | None = None
    ethnicity: str | None = None
    address: str | None = None
    valid_to: str | None = None
    card_type: str | None = None
    identified_by: IdentityMethod
    identified_at: AwareDatetime


class OriginalSeen(DraftPart):
    """Who saw the original, when, and against what it was held."""

    by: str
    at: AwareDatetime
    against: str = "original"


class Promise(DraftPart):
    """That a minor material follows, and by when."""

    until: date
    provisional: bool = False
    promised_at: AwareDatetime


class CommitmentGiven(DraftPart):
    """The declaration that stands in for a material, and within how many working days it is checked."""

    text: str
    check_days: int
    given_at: AwareDatetime


class DraftPage(DraftPart):
    """One page image. Sizes in pixels and bytes; the bytes themselves are in the store under the draft's key.

    Attributes:
        side: the name of the side that it is, where that is known.
        is_doubtful: it bears no mark of what was asked for: a person should look.
    """

    page_id: UUID
    width: int
    height: int
    dpi: int
    size: int
    sha256: str
    trust: TrustLevel
    taken_at: AwareDatetime
    findings: tuple[str, ...] = ()
    override_reason: str = ""
    seen: OriginalSeen | None = None
    side: str = ""
    is_doubtful: bool = False


class Telling(DraftPart):
    """That all that is missing was told at once, on paper: under which number, and for the how-manieth time (C6)."""

    number: str
    count: int

    @property
    def notice_number(self) -> NoticeNumber:
        """Number of the list that was given last."""
        return CaseNumber.parse(self.number).notice(NoticeKind.ALL_AT_ONCE, min(self.count, MAX_RUNNING))


class DraftMaterial(DraftPart):
    """A material that was given, with its pages when there are any, or what stands in for it."""

    code: str
    given_by: GivenBy
    trust: TrustLevel
    pages: tuple[DraftPage, ...] = ()
    seen: OriginalSeen | None = None
    promise: Promise | None = None
    commitment: CommitmentGiven | None = None

    @property
    def is_original_seen(self) -> bool:
        """Whether a clerk held the original of all of it: pages that came from a kiosk were held by nobody here."""
        return self.seen is not None or (bool(self.pages) and all(page.seen is not None for page in self.pages))


class Draft(DraftPart):
    """A case before sealing. Changing it makes a new one; `IntakeDesk` is what changes and stores it."""

    schema_version: int = DRAFT_SCHEMA
    case_id: UUID
    subject_code: str
    catalogue_version: str
    channel: str
    language: str = "zh-Hans"
    clerk_id: str | None = None
    applicants: tuple[DraftApplicant, ...] = ()
    fields: Mapping[str, FieldValue] = {}
    materials: Mapping[str, DraftMaterial] = {}
    created_at: AwareDatetime
    updated_at: AwareDatetime
    confirmed_at: AwareDatetime | None = None
    told: Telling | None = None
    refused_readings: frozenset[str] = frozenset()
    """Keys of what was read from pages and a person said is wrong: not offered again, here or elsewhere."""

    def applicant(self, role: str) -> DraftApplicant | None:
        """Return who is in a role, or None."""
        return next((applicant for applicant in self.applicants if applicant.role == role), None)

    def pages(self) -> tuple[DraftPage, ...]:
        """Return every page, material by material."""
        return tuple(page for given in self.materials.values() for page in given.pages)

    def page_keys(self) -> frozenset[str]:
        """Return the ids of all pages as the store and the faces name them, in 32 hex digits."""
        return frozenset(page.page_id.hex for page in self.pages())

    def values(self) -> dict[str, str]:
        """Return the form's answers without their sources."""
        return {field: entry.value for field, entry in self.fields.items()}

    def with_applicant(self, applicant: DraftApplicant) -> Draft:
        """Put a person in their role, in place of whoever was there."""
        others = tuple(other for other in self.applicants if other.role != applicant.role)
        return self.model_copy(update={"applicants": (*others, applicant), "confirmed_at": None})

    def refusing_reading(self, key: str) -> Draft:
        """Remember that what was read of a field is wrong."""
        return self.model_copy(update={"refused_readings": self.refused_readings | {key}})

    def with_fields(self, fields: Mapping[str, FieldValue]) -> Draft:
        """Set answers; an empty value removes one."""
        merged = {**self.fields, **fields}
        kept = {field: entry for field, entry in merged.items() if entry.value}
        return self.model_copy(update={"fields": kept, "confirmed_at": None})

    def with_material(self, material: DraftMaterial) -> Draft:
        """Set a material; one given by scan without pages is taken out."""
        merged = {**self.materials, material.code: material}
        if material.given_by is GivenBy.SCAN and not material.pages:
            del merged[material.code]
        return self.model_copy(update={"materials": merged, "confirmed_at": None})

    def without_material(self, code: str) -> Draft:
        """Take a material out whole."""
        kept = {key: given for key, given in self.materials.items() if key != code}
        return self.model_copy(update={"materials": kept, "confirmed_at": None})

    def touched(self, at: datetime) -> Draft:
        """Note the time of the last change."""
        return self.model_copy(update={"updated_at": at})
