"""Screens on which nothing can be chosen but leaving: sealing, a fault, a card that somebody left behind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Protocol

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk_app.viewmodels.base import ViewModel, of, rows_of
from kiosk_app.viewmodels.item import FactRow

QML_IMPORT_NAME = "Kiosk.Models"
QML_IMPORT_MAJOR_VERSION = 1


@dataclass(frozen=True, slots=True)
class PauseProps:
    """Attributes:
    kind: sealing, fault or left_behind.
    places: where to go meanwhile.
    act_label: empty when there is nothing to press.
    """

    kind: str = "sealing"
    title: str = ""
    text: str = ""
    kept: str = ""
    places: tuple[FactRow, ...] = ()
    code: str = ""
    act_label: str = ""
    other_label: str = ""


class PauseActs(Protocol):
    """What these screens can ask for."""

    def pause_act(self) -> None: ...
    def pause_other(self) -> None: ...


@QmlElement
@QmlUncreatable("made in Python")
class PauseViewModel(ViewModel):
    """A screen that waits. Signals: one for each field."""

    ROWS: ClassVar = {"places": FactRow}

    kindChanged = Signal()
    titleChanged = Signal()
    textChanged = Signal()
    keptChanged = Signal()
    codeChanged = Signal()
    actLabelChanged = Signal()
    otherLabelChanged = Signal()

    kind = Property(str, of("kind"), notify=kindChanged)
    title = Property(str, of("title"), notify=titleChanged)
    text = Property(str, of("text"), notify=textChanged)
    kept = Property(str, of("kept"), notify=keptChanged)
    places = Property(QObject, rows_of("places"), constant=True)
    code = Property(str, of("code"), notify=codeChanged)
    actLabel = Property(str, of("act_label"), notify=actLabelChanged)
    otherLabel = Property(str, of("other_label"), notify=otherLabelChanged)

    def __init__(self, acts: PauseActs, props: PauseProps | None = None, parent: QObject | None = None) -> None:
        super().__init__(props or PauseProps(), parent)
        self._acts = acts

    @Slot()
    def act(self) -> None:
        self._acts.pause_act()

    @Slot()
    def other(self) -> None:
        self._acts.pause_other()
