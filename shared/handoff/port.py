"""What faces ask of a draft that goes on elsewhere. `HandoffDesk` answers it; every call blocks and belongs in a job.

A draft has one owner. `offer` keeps it here and lets others ask for it; `take` moves it, with its case id, its pages
and its frozen catalogue, and leaves the source read-only. Errors are `HandoffError`, whose `fault` is one of a closed
list, or the store's own (a full disk; `DraftHandedOverError` and `DraftLeavingError` for a draft that is read-only
here); after any of them the same call may be repeated.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum, unique
from typing import Final, Protocol
from uuid import UUID

from shared.handoff.code import DraftCode
from shared.intake.draft import Draft


@unique
class DraftStanding(StrEnum):
    """Where a draft stands that lies in this terminal's store."""

    HERE = "here"
    """Ours; nobody else was told of it."""
    OFFERED = "offered"
    """Ours, and whoever holds its code may take it. Editing goes on; what is taken is its newest state."""
    LEAVING = "leaving"
    """Another terminal fetches it just now: read-only until that confirms, or the offer is taken back."""
    HANDED_OVER = "handed_over"
    """Another terminal's: what lies here is read-only."""
    UNCONFIRMED = "unconfirmed"
    """Taken, whole, and may be worked on; that the source let go of it is not confirmed, the agent goes on asking."""
    CONTESTED = "contested"
    """Two terminals hold it and both began. Taking what the other one offers anew brings the work of both together;
    if both seal, the platform keeps the first and returns the second.
    """


AWAY: Final = frozenset({DraftStanding.HANDED_OVER, DraftStanding.LEAVING})
"""Where a draft stands that can only be looked at here."""


@unique
class Way(StrEnum):
    """How a draft came here."""

    PLATFORM = "platform"
    LAN = "lan"
    FORM = "form"
    """By the code alone: without pages, and its source does not know."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A draft that may be taken.

    Attributes:
        code: for `shared.handoff.code.encode`, with the addresses where this terminal listens; without a form, which
            the slip puts in where it has room (`form_part.seal_form`).
        shared: the platform holds a copy. Where it does not yet, the agent sees to it as soon as it can.
    """

    code: DraftCode
    shared: bool


@dataclass(frozen=True, slots=True)
class Holder:
    """Who asks for drafts: the card on the reader, and for an enterprise its credit code beside its handler's card.

    Attributes:
        number: of the card that was read. A typed number opens nothing; at a kiosk there has to be a card.
        credit_code: 统一社会信用代码 of the enterprise whose drafts are asked for, 18 characters; its handler's number
            must be among those whom the draft names.
    """

    number: str = field(repr=False)
    credit_code: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class SlipDigits:
    """The second factor: the twelve digits on the slip. Few tries (`too_many_tries`), also without a network."""

    digits: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ClerkConfirms:
    """The second factor: a clerk at this counter looked at person and card, and says so; on record at the platform."""

    clerk_id: str


SecondFactor = SlipDigits | ClerkConfirms


@dataclass(frozen=True, slots=True)
class FoundDraft:
    """A line of the list of somebody's drafts elsewhere; holds no name.

    Attributes:
        subject_code: what it applies for, by the catalogue version it froze.
        holder: name of the terminal that owns it now.
        here: it is this terminal's own.
        begun: it was worked on since it was last handed over.
        pages: how many come with it; size: bytes in all.
    """

    case_id: UUID
    subject_code: str
    catalogue_version: str
    holder: str
    here: bool
    begun: bool
    shared_at: datetime
    expires_at: datetime
    pages: int
    size: int


@dataclass(frozen=True, slots=True)
class TakenDraft:
    """A draft that is now this terminal's, stored under its own case id.

    Attributes:
        draft: at this terminal's channel, not confirmed: the applicant looks at it once more before it is sealed.
        confirmed: the source is known to have let go; else its standing is UNCONFIRMED.
        pages_left_behind: materials whose pages must be taken again (way FORM alone).
        kept: ids of fields, materials and roles that were changed at this terminal after it had shared the draft, and
            count; differing: those that the other terminal changed as well (`shared.handoff.merging`).
    """

    draft: Draft
    way: Way
    confirmed: bool
    pages_left_behind: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    differing: tuple[str, ...] = ()


class DraftHandoff(Protocol):
    """Hand-off as faces use it. No call waits for longer than about 20 s for a peer that does not answer."""

    def offer(self, draft: Draft) -> Offer:
        """Let the draft be taken elsewhere; the same offer again as long as it counts (seven days).

        Works without a network; what the platform's copy needs is brought later by the agent.

        Raises:
            DraftHandedOverError, DraftLeavingError: it is not ours to offer.
            DraftMissingError: it was sealed or discarded.
        """

    def keep_what_came(self, case_id: UUID) -> bool:
        """Offer a draft that came from elsewhere and was not offered since: the slip by which it came opens it here.

        False for any other, which stands as it stood.
        """

    def take_back(self, case_id: UUID) -> DraftStanding:
        """Undo: an offer ends; a draft on its way out stays; one handed over comes back unless its target has begun.

        One that went over the LAN is asked for at its owner where the platform is away or does not know it.
        At the target: hands back what came by the platform and was not begun.

        Raises:
            HandoffError: `draft_begun_elsewhere`, `draft_sealed_elsewhere`, `elsewhere_unreachable`, and
                `owner_unreachable` where neither platform nor owner can be asked: nothing changed.
        """

    def take(self, code: DraftCode, holder: Holder | None = None) -> TakenDraft:
        """Take a draft by its code: from the platform, or where that is away from the source over the LAN.

        Args:
            code: as `shared.handoff.code.decode` read it.
            holder: the card beside it. A kiosk needs one, a counter may go without: the clerk sees who stands there.

        Raises:
            HandoffError: `code_expired`, `code_used`, `draft_code_wrong`, `too_many_tries`, `holder_wrong`,
                `holder_needed`, `draft_unknown`, `draft_sealed_elsewhere`, `handoff_damaged`, `catalogue_not_here`
                (detail: version), `channel_closed`, `terminal_refused`, `not_from_here`,
                `elsewhere_unreachable` (take_form is left).
        """

    def take_form(self, code: DraftCode, holder: Holder) -> TakenDraft:
        """Take what the code itself carries: the form under the draft's case id. The source keeps its copy.

        Raises:
            HandoffError: `code_expired`, `no_form_in_code`, `catalogue_not_here`, `channel_closed`.
            FormNotOpenedError: it is for other cards.
        """

    def drafts_of(self, holder: Holder, factor: SecondFactor) -> tuple[FoundDraft, ...]:
        """Return somebody's drafts at the platform, the newest first.

        With digits, a person without drafts gets `draft_code_wrong` like one with the wrong digits, so that nobody
        learns who has any; with a clerk's word the answer is empty.

        Raises:
            HandoffError: `draft_code_wrong`, `too_many_tries`, `terminal_refused` (a clerk's word counts at
                counters alone), `elsewhere_unreachable`.
        """

    def take_found(self, case_id: UUID, holder: Holder, factor: SecondFactor) -> TakenDraft:
        """Take a draft of that list. Raises as `take`."""

    def standing(self, case_id: UUID) -> DraftStanding:
        """Return where a draft of this store stands. Raises DraftMissingError."""

    def hear(self, case_id: UUID) -> DraftStanding:
        """Ask the platform whether an offered draft was taken, and return where it stands; where the platform can't
        be asked, where it stood. Raises DraftMissingError.
        """

    def whereabouts(self, case_id: UUID) -> str:
        """Return the name of the terminal where a draft of this store went or goes, empty where nobody told it."""

    def later_entries(self, case_id: UUID) -> tuple[str, ...]:
        """Return ids of fields, materials and roles that were changed here after a draft was shared, and did not go
        with it: they count once it comes back. Raises DraftMissingError.
        """
