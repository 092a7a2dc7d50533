"""Screens on which nothing can be chosen but leaving: sealing, a fault, a card that somebody left behind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Protocol

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk_app.viewmodels.base import ViewModel, of, rows_of
from kiosk_app.viewmodels.item import FactRow
from kiosk_app.words.say import QT_TRANSLATE_NOOP, say
from kiosk_app.words.trouble import out_of_order_words, trouble_words
from kiosk_app.work.state import Pause, SessionState
from shared.catalogue.model import Hall

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


def derive_pause_props(state: SessionState, hall: Hall) -> PauseProps:
    """Return what the screen says while it waits."""
    if state.pause is Pause.LEFT_BEHIND:
        return PauseProps(
            kind="left_behind",
            title=say(QT_TRANSLATE_NOOP("Kiosk", "读卡区有一张身份证")),
            text=say(
                QT_TRANSLATE_NOOP(
                    "Kiosk",
                    "是您落下的，请拿好。不是您的，请交给工作人员，或者打 {phone}。\n拿走以后，就可以办事了。",
                ),
                phone=hall.phone,
            ),
        )
    if state.pause is Pause.TROUBLE and state.trouble is not None:
        remedy = trouble_words(state.trouble.code)
        return PauseProps(
            kind="fault",
            title=remedy.title,
            text=remedy.text,
            kept=say(QT_TRANSLATE_NOOP("Kiosk", "填的、拍的都还在，没有丢。")),
            code=state.trouble.code,
            act_label=say(QT_TRANSLATE_NOOP("Kiosk", "再试一次")) if state.trouble.again else "",
            other_label=say(QT_TRANSLATE_NOOP("Kiosk", "回去看看")),
        )
    return PauseProps(
        kind="sealing",
        title=say(QT_TRANSLATE_NOOP("Kiosk", "正在收件…")),
        text=say(QT_TRANSLATE_NOOP("Kiosk", "给材料加密、编号，一会儿就好。")),
    )


def out_of_order_props(code: str) -> PauseProps:
    """Return what a terminal says that can't be opened; it knows no hall."""
    remedy = out_of_order_words()
    return PauseProps(
        kind="fault",
        title=remedy.title,
        text=remedy.text,
        places=(FactRow("phone", say(QT_TRANSLATE_NOOP("Kiosk", "咨询")), "12345"),),
        code=code,
    )
