"""The specimen pages as choices."""

from __future__ import annotations

from demo.dock.state import BenchState
from demo.dock.window.choices import Choice
from demo.specimen_pages import page_labels


def page_choices() -> tuple[Choice, ...]:
    """Return a choice for each page, and one for taking it out."""
    return (*(Choice(key, label) for key, label in page_labels().items()), Choice("", "取出纸", "rest"))


def page_words(state: BenchState) -> str:
    """Say what lies in the scanner and under the camera."""
    return "没有纸" if state.page is None else f"放着：{page_labels()[state.page]}"
