"""What can be wrong with a draft's code, each with a stable code; faces make sentences of them."""

from __future__ import annotations

from typing import ClassVar


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
