"""Home and attract: the greeting, the card, what can be done here, and search."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import ClassVar, Final, Protocol

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk_app.viewmodels.base import ViewModel, of, rows_of
from kiosk_app.words.card import card_remedy
from kiosk_app.words.say import QT_TRANSLATE_NOOP, say, together
from kiosk_app.work.identifying import reader_is_down
from kiosk_app.work.state import CardPhase, SessionState
from shared.catalogue.model import Catalogue, Hall, Subject
from shared.domain.items import Channel, ItemKind, ItemState

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
    searched: what is looked for; searching: it is something, so that results take the tiles' place.
    """

    greeting: str = ""
    card_state: str = "ready"
    card_title: str = ""
    card_note: str = ""
    notice: str = ""
    services: tuple[MatterRow, ...] = ()
    items: tuple[MatterRow, ...] = ()
    searched: str = ""
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
class HomeViewModel(ViewModel):
    """Home. Signals: one for each field."""

    ROWS: ClassVar = {"services": MatterRow, "items": MatterRow, "results": MatterRow}

    greetingChanged = Signal()
    cardStateChanged = Signal()
    cardTitleChanged = Signal()
    cardNoteChanged = Signal()
    noticeChanged = Signal()
    searchedChanged = Signal()
    searchingChanged = Signal()
    resultsTitleChanged = Signal()

    greeting = Property(str, of("greeting"), notify=greetingChanged)
    cardState = Property(str, of("card_state"), notify=cardStateChanged)
    cardTitle = Property(str, of("card_title"), notify=cardTitleChanged)
    cardNote = Property(str, of("card_note"), notify=cardNoteChanged)
    notice = Property(str, of("notice"), notify=noticeChanged)
    services = Property(QObject, rows_of("services"), constant=True)
    items = Property(QObject, rows_of("items"), constant=True)
    searched = Property(str, of("searched"), notify=searchedChanged)
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


_OVER: Final = QT_TRANSLATE_NOOP("Kiosk", "已截止")
_BADGES: Final = {
    ItemState.ELSEWHERE: QT_TRANSLATE_NOOP("Kiosk", "到窗口办"),
    ItemState.IN_PERSON_ONLY: QT_TRANSLATE_NOOP("Kiosk", "到窗口办"),
    ItemState.ONLINE_ONLY: QT_TRANSLATE_NOOP("Kiosk", "网上办"),
    ItemState.PAUSED: QT_TRANSLATE_NOOP("Kiosk", "暂停办理"),
}


@dataclass(frozen=True, slots=True)
class HomeInputs:
    """What home depends on."""

    state: SessionState
    catalogue: Catalogue


def derive_home_props(inputs: HomeInputs) -> HomeProps:
    """Return home, also for the attract screen."""
    state, subjects = inputs.state, inputs.catalogue.subjects
    by_code = {subject.code: subject for subject in subjects}
    card_state, title, note = _card(state)
    searching = bool(state.search_text)
    return HomeProps(
        greeting=_greeting(state),
        card_state=card_state,
        card_title=title,
        card_note=note,
        notice=_notice(state, inputs.catalogue.hall),
        services=_tiles(subject for subject in subjects if subject.is_service),
        items=_tiles(subject for subject in subjects if not subject.is_service and _stands_alone(subject)),
        searched=state.search_text,
        searching=searching,
        results=tuple(_result_row(by_code[hit.code]) for hit in state.hits) if searching else (),
        results_title=_results_title(state) if searching else "",
    )


def _stands_alone(subject: Subject) -> bool:
    """Tell whether people may look for a matter by itself: not for what departments check among themselves."""
    return subject.kind is not ItemKind.CHECKED


def matter_row(subject: Subject) -> MatterRow:
    """Return a matter as a tile."""
    badge = _OVER if subject.is_over else _BADGES.get(subject.state_at(Channel.KIOSK), "")
    return MatterRow(
        subject.code,
        subject.short_name,
        subject.subtitle,
        subject.emblem,
        subject.theme.colour,
        say(badge) if badge else "",
    )


def _tiles(subjects: Iterable[Subject]) -> tuple[MatterRow, ...]:
    """What can be done here stands before what can't; otherwise the catalogue's order holds."""
    return tuple(sorted((matter_row(subject) for subject in subjects), key=lambda row: row.badge != ""))


def _result_row(subject: Subject) -> MatterRow:
    return replace(matter_row(subject), name=subject.name, note=subject.department)


def _greeting(state: SessionState) -> str:
    if state.card is not None:
        return say(QT_TRANSLATE_NOOP("Kiosk", "{name}，今天办什么？"), name=state.card.name)
    return say(QT_TRANSLATE_NOOP("Kiosk", "您好，今天办什么？"))


def _card(state: SessionState) -> tuple[str, str, str]:
    if state.card is not None:
        return (
            "known",
            say(QT_TRANSLATE_NOOP("Kiosk", "身份证读好了")),
            say(QT_TRANSLATE_NOOP("Kiosk", "选一件事，直接开始；身份证可以先收好")),
        )
    if reader_is_down(state):
        return (
            "out",
            say(QT_TRANSLATE_NOOP("Kiosk", "读卡器暂时不能用")),
            say(QT_TRANSLATE_NOOP("Kiosk", "办事指南照样看；要办理，请用旁边的机器或者到窗口。")),
        )
    return (
        "ready",
        say(QT_TRANSLATE_NOOP("Kiosk", "刷身份证，直接开始")),
        say(QT_TRANSLATE_NOOP("Kiosk", "已知的信息不用再填")),
    )


def _notice(state: SessionState, hall: Hall) -> str:
    if state.card_phase is CardPhase.FAILED and not reader_is_down(state):
        remedy = card_remedy(state.card_code, place=hall.name, hours=hall.hours, phone=hall.phone, role="")
        return together(say(QT_TRANSLATE_NOOP("Kiosk", "{name}。"), name=remedy.title), remedy.text)
    if state.around.online is False:
        return say(QT_TRANSLATE_NOOP("Kiosk", "网络断了，办事照常：收下的件，网络恢复后自动送出。"))
    return ""


def _results_title(state: SessionState) -> str:
    if state.hits:
        return say(QT_TRANSLATE_NOOP("Kiosk", "找到 {count} 件"), count=len(state.hits))
    return say(QT_TRANSLATE_NOOP("Kiosk", "没找到“{words}”，换个说法试试，或者看看下面这些"), words=state.search_text)
