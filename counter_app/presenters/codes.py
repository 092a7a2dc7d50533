"""Codes from a gun: a receipt's code or a case number leads to its case, a draft's code to its draft."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import QObject, Signal, Slot

from shared.handoff.code import is_draft_code
from shared.qt.jobs import Err, Lane, Result

_RECEIPT = "YM1:"
_NUMBER_DIGITS = 20


def is_ours(text: str) -> bool:
    """Tell whether a code is a receipt's, a draft's or a case number, and nothing for the field with the cursor."""
    digits = "".join(text.split())
    return (
        text.startswith(_RECEIPT)
        or is_draft_code(text)
        or (len(digits) == _NUMBER_DIGITS and digits.isascii() and digits.isdigit())
    )


class CodesPresenter(QObject):
    """Finds the case of a code.

    Args:
        find: returns the case's id, None where this terminal doesn't know it; blocks.

    Signals:
        found: the UUID of the case.
        unknown: a receipt of another terminal.
        draft: the text of a draft's code.
        failed: code of what went wrong.
    """

    draft = Signal(str)
    found = Signal(object)
    unknown = Signal()
    failed = Signal(str)

    def __init__(self, lane: Lane, find: Callable[[str], UUID | None]) -> None:
        super().__init__()
        self._lane = lane
        self._find = find

    @Slot(str)
    def scanned(self, text: str) -> None:
        """Look for the case of a code; one that is none of ours is passed over."""
        if is_draft_code(text):
            self.draft.emit(text)
        elif is_ours(text):
            self._lane.run(lambda: self._find(text), self._looked)

    def _looked(self, result: Result) -> None:
        if isinstance(result, Err):
            self.failed.emit(result.code)
        elif result.value is None:
            self.unknown.emit()
        else:
            self.found.emit(result.value)
