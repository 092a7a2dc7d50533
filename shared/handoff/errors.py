"""What can be wrong with a draft's code, and why a draft did not move; stable codes of which faces make sentences."""

from __future__ import annotations

from enum import StrEnum, unique
from typing import ClassVar, Final


class DraftCodeError(Exception):
    """Base of this package's errors."""

    code: ClassVar[str] = "draft_code_error"


class DraftCodeMalformedError(DraftCodeError):
    """A text is no draft's code, or one that was damaged on its way."""

    code: ClassVar[str] = "draft_code_malformed"


class TypedCodeMistypedError(DraftCodeError):
    """Digits don't make a slip's code: too few, too many, or the check digit does not fit. No try is lost by it."""

    code: ClassVar[str] = "typed_code_mistyped"


class FormTooLargeError(DraftCodeError):
    """The form does not fit into one code; sizes in characters."""

    code: ClassVar[str] = "form_too_large_for_code"

    def __init__(self, characters: int, limit: int) -> None:
        super().__init__(f"{characters} characters, {limit} at most")
        self.characters = characters
        self.limit = limit


class FormNotOpenedError(DraftCodeError):
    """The form in a code opens with none of the cards at hand, or it was altered."""

    code: ClassVar[str] = "form_not_opened"


@unique
class HandoffFault(StrEnum):
    """Why a draft did not move; stable codes."""

    CODE_EXPIRED = "code_expired"
    CODE_USED = "code_used"
    DRAFT_CODE_WRONG = "draft_code_wrong"
    TOO_MANY_TRIES = "too_many_tries"
    HOLDER_WRONG = "holder_wrong"
    HOLDER_NEEDED = "holder_needed"
    DRAFT_UNKNOWN = "draft_unknown"
    DRAFT_SEALED_ELSEWHERE = "draft_sealed_elsewhere"
    DRAFT_BEGUN_ELSEWHERE = "draft_begun_elsewhere"
    DRAFT_TOO_LARGE = "draft_too_large"
    REVISION_STALE = "revision_stale"
    HANDOFF_DAMAGED = "handoff_damaged"
    CATALOGUE_NOT_HERE = "catalogue_not_here"
    CHANNEL_CLOSED = "channel_closed"
    TERMINAL_REFUSED = "terminal_refused"
    NOT_FROM_HERE = "not_from_here"
    NO_FORM_IN_CODE = "no_form_in_code"
    ELSEWHERE_UNREACHABLE = "elsewhere_unreachable"
    OWNER_UNREACHABLE = "owner_unreachable"


_MEANINGS: Final = {
    HandoffFault.CODE_EXPIRED: "the code has run out",
    HandoffFault.CODE_USED: "the code was used at another terminal, or its offer was taken back",
    HandoffFault.DRAFT_CODE_WRONG: "the code or the digits don't fit",
    HandoffFault.TOO_MANY_TRIES: "too many wrong codes in a row: wait, as many minutes as told",
    HandoffFault.HOLDER_WRONG: "the card is of nobody whom the draft names",
    HandoffFault.HOLDER_NEEDED: "the card is needed beside the code",
    HandoffFault.DRAFT_UNKNOWN: "no such draft is there",
    HandoffFault.DRAFT_SEALED_ELSEWHERE: "the draft's case was sealed already",
    HandoffFault.DRAFT_BEGUN_ELSEWHERE: "work on the draft went on already: it can't be taken back, only offered anew",
    HandoffFault.DRAFT_TOO_LARGE: "the draft is too large to be handed over",
    HandoffFault.REVISION_STALE: "the platform has another state of the draft",
    HandoffFault.HANDOFF_DAMAGED: "what arrived is not what was sent; try again",
    HandoffFault.CATALOGUE_NOT_HERE: "the draft's catalogue version can't be had here",
    HandoffFault.CHANNEL_CLOSED: "this kind of terminal does not take what the draft applies for",
    HandoffFault.TERMINAL_REFUSED: "one of the two terminals is not trusted, or may not ask this",
    HandoffFault.NOT_FROM_HERE: "another terminal answers at the address of the code",
    HandoffFault.NO_FORM_IN_CODE: "the code carries no form",
    HandoffFault.ELSEWHERE_UNREACHABLE: "neither platform nor source answers",
    HandoffFault.OWNER_UNREACHABLE: "the terminal that has the draft can't be asked: try again, or offer it anew there",
}


class HandoffError(Exception):
    """A draft stays where it is; `fault` says why, `detail` names a version or a terminal and never a person."""

    code: ClassVar[str] = "handoff_error"

    def __init__(self, fault: HandoffFault, detail: str = "") -> None:
        super().__init__(fault.value + (f": {detail}" if detail else ""))
        self.fault = fault
        self.detail = detail

    @property
    def reason(self) -> str:
        """The stable code to decide by and to show."""
        return self.fault.value

    @property
    def says_erased(self) -> bool:
        """Whether a terminal that had a draft says that it is gone there; a question it can't place has a detail."""
        return self.fault is HandoffFault.DRAFT_UNKNOWN and not self.detail

    @property
    def says_who_took_it(self) -> bool:
        """Whether the code was right, and another terminal took the draft by it, as the detail names it."""
        return self.fault is HandoffFault.CODE_USED and bool(self.detail)

    @property
    def was_not_heard(self) -> bool:
        """Whether the platform was told nothing: it is away, or lets this terminal not in, which has a detail."""
        refused = self.fault is HandoffFault.TERMINAL_REFUSED and bool(self.detail)
        return refused or self.fault is HandoffFault.ELSEWHERE_UNREACHABLE

    @property
    def meaning(self) -> str:
        """What it means, for whoever works at a command line."""
        return _MEANINGS[self.fault] + (f" ({self.detail})" if self.detail else "")
