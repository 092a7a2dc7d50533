"""What an intake refuses, each with a stable code; faces make sentences of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from shared.intake.gaps import Gap


class IntakeError(Exception):
    """Base of this package's errors."""

    code: ClassVar[str] = "intake_error"


class IdentifyError(IntakeError):
    """A person can't be taken as an applicant. `reason` is number_invalid, card_expired, same_person_twice,
    wrong_sex_for_role, unknown_role, not_allowed_here or details_differ."""

    code: ClassVar[str] = "identify_refused"

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class SubjectClosedError(IntakeError):
    """The item or service can't be taken; `state` says why: the channel's state, or year_over (已截止)."""

    code: ClassVar[str] = "subject_closed"

    def __init__(self, state: str) -> None:
        super().__init__(state)
        self.state = state


class MaterialRefusedError(IntakeError):
    """What the catalogue does not ask for is not taken (C10), nor more pages than it allows."""

    code: ClassVar[str] = "material_refused"

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class FieldRefusedError(IntakeError):
    """A field that the form does not have, or one that comes from the card and can't be typed over."""

    code: ClassVar[str] = "field_refused"

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class IncompleteError(IntakeError):
    """The draft can't be sealed: these are all its gaps, at once."""

    code: ClassVar[str] = "incomplete"

    def __init__(self, gaps: tuple[Gap, ...]) -> None:
        super().__init__(f"{len(gaps)} gaps")
        self.gaps = gaps


class NotConfirmedError(IntakeError):
    """The applicant has not confirmed what would be sealed."""

    code: ClassVar[str] = "not_confirmed"


class RightMissingError(IntakeError):
    """The clerk has no right to this act, or no clerk is signed in."""

    code: ClassVar[str] = "right_missing"


class OccasionRefusedError(IntakeError):
    """Something is missing that a notice must say, or wrong in it; `reason` says what, nothing was sealed."""

    code: ClassVar[str] = "occasion_refused"
    NO_POINTS: ClassVar[str] = "no_points"
    NO_DEADLINE: ClassVar[str] = "no_deadline"
    NO_REASON: ClassVar[str] = "no_reason"
    NO_BASIS: ClassVar[str] = "no_basis"
    NO_ITEMS: ClassVar[str] = "no_items"
    NO_RECEIVER: ClassVar[str] = "no_receiver"
    NUMBER_INVALID: ClassVar[str] = "number_invalid"
    NOT_AN_APPLICANT: ClassVar[str] = "not_an_applicant"
    TOO_LONG: ClassVar[str] = "too_long"

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class ClosedDraftError(IntakeError):
    """The draft is gone: sealed, discarded, or of another catalogue that is no longer here."""

    code: ClassVar[str] = "draft_closed"


class NoSpecimenSubjectError(IntakeError):
    """No item of the catalogue takes exactly so many scanned pages at this channel."""

    code: ClassVar[str] = "no_specimen_subject"
