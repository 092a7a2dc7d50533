"""The one form of a case: shape, answers, note and view."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum, unique
from typing import Protocol

from PySide6.QtCore import SignalInstance

from counter_app.ports.tone import Tone


@unique
class CellKind(StrEnum):
    """How a field is typed."""

    TEXT = "text"
    DIGITS = "digits"
    CHOICE = "choice"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class ChoiceOption:
    """One answer of a choice: its value, its words, and its pinyin and initials."""

    value: str
    label: str
    pinyin: str = ""
    initials: str = ""


@dataclass(frozen=True, slots=True)
class CellShape:
    """What a field is, whatever is answered in it.

    Attributes:
        span: columns that it takes.
        max_length: characters that it holds, 0 for no limit.
    """

    field_id: str
    label: str
    kind: CellKind = CellKind.TEXT
    options: tuple[ChoiceOption, ...] = ()
    span: int = 1
    max_length: int = 0


@dataclass(frozen=True, slots=True)
class SectionShape:
    """Some fields under one heading."""

    title: str
    cells: tuple[CellShape, ...]


@dataclass(frozen=True, slots=True)
class CellState:
    """What a field shows now.

    Attributes:
        tag: source of the value, or what is wrong, in a few characters.
        known: read from a card, so it can't be typed over.
        awaited: a card that was not read yet will tell it.
        faulty: missing or wrong.
    """

    field_id: str
    value: str = ""
    tag: str = ""
    tone: Tone = Tone.NEUTRAL
    known: bool = False
    awaited: bool = False
    faulty: bool = False


@dataclass(frozen=True, slots=True)
class NoteState:
    """What is said of the field that has the focus.

    Attributes:
        problem: what is wrong with its value, in a sentence; it is said first.
        suggestions: values on offer, in words.
    """

    field_id: str = ""
    label: str = ""
    note: str = ""
    basis: str = ""
    problem: str = ""
    suggestions: tuple[str, ...] = ()


class FormViewPort(Protocol):
    """The form."""

    @property
    def fieldEdited(self) -> SignalInstance:
        """Carries (field id, value) when a field was left or its typing rests."""

    @property
    def fieldFocused(self) -> SignalInstance:
        """Carries a field id."""

    @property
    def undoAsked(self) -> SignalInstance:
        """Take back the last change."""

    @property
    def suggestionTaken(self) -> SignalInstance:
        """Carries (field id, number of the suggestion)."""

    def set_shape(self, subject: str, sections: tuple[SectionShape, ...]) -> None:
        """Lay out another form, of a subject by its short name."""

    def set_sections(self, sections: tuple[SectionShape, ...]) -> None:
        """Let the form ask for other fields; what is typed into one that stays is kept. Their answers come next."""

    def set_summary(self, text: str) -> None:
        """Show the counts beside the title."""

    def set_cells(self, cells: tuple[CellState, ...]) -> None:
        """Show answers; a field that is being typed into keeps its text."""

    def set_locked(self, locked: bool) -> None:
        """Take no typing, as while the case is being sealed."""

    def set_note(self, note: NoteState) -> None:
        """Show the plain-language note of the field in focus."""

    def set_can_undo(self, possible: bool) -> None:
        """Say whether there is a change to take back."""

    def focus_field(self, field_id: str) -> None:
        """Put the cursor into a field and bring it into sight."""

    def commit(self) -> None:
        """Send what is typed and not yet sent."""

    def clear_typing(self, field_id: str) -> None:
        """Forget what is typed into a field and not yet sent."""
