"""The guide of one matter in plain words, and where to go when it can't be taken here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Protocol

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk_app.viewmodels.base import ViewModel, of, rows_of

QML_IMPORT_NAME = "Kiosk.Models"
QML_IMPORT_MAJOR_VERSION = 1


@dataclass(frozen=True, slots=True)
class FactRow:
    """One fact: how long, what it costs, what comes of it."""

    key: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class PartRow:
    """One item of the matter with its department."""

    key: str
    name: str
    department: str


@dataclass(frozen=True, slots=True)
class BringRow:
    """One thing to bring; `by_card` when laying the card is all there is to it."""

    key: str
    name: str
    note: str
    tag: str
    by_card: bool = False


@dataclass(frozen=True, slots=True)
class ItemProps:
    """Attributes:
    takes: it can be taken at this kiosk; else place, address, hours, phone lead on.
    """

    name: str = ""
    purpose: str = ""
    emblem: str = ""
    colour: str = "teal"
    facts: tuple[FactRow, ...] = ()
    parts: tuple[PartRow, ...] = ()
    bring: tuple[BringRow, ...] = ()
    bring_title: str = ""
    who: str = ""
    takes: bool = True
    elsewhere_title: str = ""
    elsewhere_note: str = ""
    elsewhere: tuple[FactRow, ...] = ()
    start_label: str = ""
    starting: bool = False


class ItemActs(Protocol):
    """What the guide can ask for."""

    def start(self) -> None: ...


@QmlElement
@QmlUncreatable("made in Python")
class ItemViewModel(ViewModel):
    """The guide. Signals: one for each field."""

    ROWS: ClassVar = {"facts": FactRow, "parts": PartRow, "bring": BringRow, "elsewhere": FactRow}

    nameChanged = Signal()
    purposeChanged = Signal()
    emblemChanged = Signal()
    colourChanged = Signal()
    bringTitleChanged = Signal()
    whoChanged = Signal()
    takesChanged = Signal()
    elsewhereTitleChanged = Signal()
    elsewhereNoteChanged = Signal()
    startLabelChanged = Signal()
    startingChanged = Signal()

    name = Property(str, of("name"), notify=nameChanged)
    purpose = Property(str, of("purpose"), notify=purposeChanged)
    emblem = Property(str, of("emblem"), notify=emblemChanged)
    colour = Property(str, of("colour"), notify=colourChanged)
    facts = Property(QObject, rows_of("facts"), constant=True)
    parts = Property(QObject, rows_of("parts"), constant=True)
    bring = Property(QObject, rows_of("bring"), constant=True)
    bringTitle = Property(str, of("bring_title"), notify=bringTitleChanged)
    who = Property(str, of("who"), notify=whoChanged)
    takes = Property(bool, of("takes"), notify=takesChanged)
    elsewhereTitle = Property(str, of("elsewhere_title"), notify=elsewhereTitleChanged)
    elsewhereNote = Property(str, of("elsewhere_note"), notify=elsewhereNoteChanged)
    elsewhere = Property(QObject, rows_of("elsewhere"), constant=True)
    startLabel = Property(str, of("start_label"), notify=startLabelChanged)
    starting = Property(bool, of("starting"), notify=startingChanged)

    def __init__(self, acts: ItemActs, props: ItemProps | None = None, parent: QObject | None = None) -> None:
        super().__init__(props or ItemProps(), parent)
        self._acts = acts

    @Slot()
    def start(self) -> None:
        self._acts.start()
