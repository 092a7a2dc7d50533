"""Everything at once before it is handed in: what stands there, and all that is missing, each with its way back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Protocol

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk_app.viewmodels.base import ViewModel, of, rows_of

QML_IMPORT_NAME = "Kiosk.Models"
QML_IMPORT_MAJOR_VERSION = 1


@dataclass(frozen=True, slots=True)
class EntryRow:
    """A line of a group."""

    key: str
    label: str
    value: str
    source: str = ""
    wrong: bool = False


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A card of the review; `edit` is where changing leads, empty when it comes from the card."""

    key: str
    title: str
    edit: str
    edit_label: str
    entries: tuple[EntryRow, ...]


@dataclass(frozen=True, slots=True)
class GapRow:
    """One thing that is missing or wrong, and the button that leads there."""

    key: str
    title: str
    text: str
    label: str


@dataclass(frozen=True, slots=True)
class ReviewProps:
    """Everything at once."""

    title: str = ""
    note: str = ""
    gaps: tuple[GapRow, ...] = ()
    gaps_title: str = ""
    groups: tuple[GroupRow, ...] = ()
    next_label: str = ""
    can_continue: bool = False


class ReviewActs(Protocol):
    """What the review can ask for."""

    def edit(self, target: str) -> None: ...
    def go_confirm(self) -> None: ...


@QmlElement
@QmlUncreatable("made in Python")
class ReviewViewModel(ViewModel):
    """The review. Signals: one for each field."""

    ROWS: ClassVar = {"gaps": GapRow, "groups": GroupRow}

    titleChanged = Signal()
    noteChanged = Signal()
    gapsTitleChanged = Signal()
    nextLabelChanged = Signal()
    canContinueChanged = Signal()

    title = Property(str, of("title"), notify=titleChanged)
    note = Property(str, of("note"), notify=noteChanged)
    gaps = Property(QObject, rows_of("gaps"), constant=True)
    gapsTitle = Property(str, of("gaps_title"), notify=gapsTitleChanged)
    groups = Property(QObject, rows_of("groups"), constant=True)
    nextLabel = Property(str, of("next_label"), notify=nextLabelChanged)
    canContinue = Property(bool, of("can_continue"), notify=canContinueChanged)

    def __init__(self, acts: ReviewActs, props: ReviewProps | None = None, parent: QObject | None = None) -> None:
        super().__init__(props or ReviewProps(), parent)
        self._acts = acts

    @Slot(str)
    def edit(self, target: str) -> None:
        self._acts.edit(target)

    @Slot()
    def next(self) -> None:
        self._acts.go_confirm()
