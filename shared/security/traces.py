"""Where an error came from, without what was being worked on: the only form in which one may be logged."""

from __future__ import annotations

import traceback

_PLACES = 12


def trace_of(error: BaseException) -> str:
    """Return an error's type and the places it passed, the innermost first, without its text.

    The text of an error may quote its input, and so a person's name or number.
    """
    places = [f"{frame.name}@{frame.filename}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)]
    return f"{type(error).__name__} {' < '.join(reversed(places[-_PLACES:]))}"
