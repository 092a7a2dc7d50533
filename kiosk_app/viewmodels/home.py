"""Home and attract: the greeting, the card, what can be done here, and search."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Protocol

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk_app.viewmodels.base import ViewModel, of, rows_of

QML_IMPORT_NAME = "Kiosk.Models"
QML_IMPORT_MAJOR_VERSION = 1


@dataclass(frozen=True, slots=True)
class MatterRow:
    """An item or one-matter service as a tile. `badge` tells where it is done when not here."""

    key: str
    name: str
    note: str
    emblem: str
    colour: str
    badge: str = ""


@dataclass(frozen=True, slots=True)
class HomeProps:
    """Attributes:
    card_state: ready, known (a card was read) or out.
    searching: the field holds text, so that results take the tiles' place.
    """

    greeting: str = ""
    card_state: str = "ready"
    card_title: str = ""
    card_note: str = ""
    notice: str = ""
    services: tuple[MatterRow, ...] = ()
    items: tuple[MatterRow, ...] = ()
    searching: bool = False
    results: tuple[MatterRow, ...] = ()
    results_title: str = ""


class HomeActs(Protocol):
    """What home can ask for."""

    def wake(self) -> None: ...
    def search(self, text: str) -> None: ...
    def choose_subject(self, code: str) -> None: ...
    def show_where_the_card_goes(self) -> None: ...


@QmlElement
@QmlUncreatable("made in Python")
class HomeViewModel(ViewModel):
    """Home. Signals: one for each field."""

    ROWS: ClassVar = {"services": MatterRow, "items": MatterRow, "results": MatterRow}

    greetingChanged = Signal()
    cardStateChanged = Signal()
    cardTitleChanged = Signal()
    cardNoteChanged = Signal()
    noticeChanged = Signal()
    searchingChanged = Signal()
    resultsTitleChanged = Signal()

    greeting = Property(str, of("greeting"), notify=greetingChanged)
    cardState = Property(str, of("card_state"), notify=cardStateChanged)
    cardTitle = Property(str, of("card_title"), notify=cardTitleChanged)
    cardNote = Property(str, of("card_note"), notify=cardNoteChanged)
    notice = Property(str, of("notice"), notify=noticeChanged)
    services = Property(QObject, rows_of("services"), constant=True)
    items = Property(QObject, rows_of("items"), constant=True)
    searching = Property(bool, of("searching"), notify=searchingChanged)
    results = Property(QObject, rows_of("results"), constant=True)
    resultsTitle = Property(str, of("results_title"), notify=resultsTitleChanged)

    def __init__(self, acts: HomeActs, props: HomeProps | None = None, parent: QObject | None = None) -> None:
        super().__init__(props or HomeProps(), parent)
        self._acts = acts

    @Slot()
    def wake(self) -> None:
        self._acts.wake()

    @Slot(str)
    def search(self, text: str) -> None:
        self._acts.search(text)

    @Slot(str)
    def choose(self, code: str) -> None:
        self._acts.choose_subject(code)

    @Slot()
    def showWhereTheCardGoes(self) -> None:
        self._acts.show_where_the_card_goes()
