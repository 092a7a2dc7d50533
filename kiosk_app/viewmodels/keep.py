"""Keeping a draft for later: what happens, then its code, its slip and how to go on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Protocol

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk_app.pictures import address
from kiosk_app.viewmodels.base import ViewModel, of, rows_of
from kiosk_app.viewmodels.confirm import PromiseRow
from kiosk_app.words.keeping import slip_words
from kiosk_app.words.say import QT_TRANSLATE_NOOP, say
from kiosk_app.work.draft_state import KeepPhase, KeepState
from kiosk_app.work.keeping import QR_KEY
from shared.notices.dates import official_time

QML_IMPORT_NAME = "Kiosk.Models"
QML_IMPORT_MAJOR_VERSION = 1


@dataclass(frozen=True, slots=True)
class KeepProps:
    """Attributes:
    phase: ask, saving or kept.
    points: what happens, or how to go on once it is kept.
    typed: the slip's code, grouped for reading.
    until: by when.
    can_keep: it can be kept now; waits: which page has to come first, in words, empty for none.
    print_tone: brand while it prints, good or warn.
    """

    phase: str = "ask"
    title: str = ""
    subject: str = ""
    points_title: str = ""
    points: tuple[PromiseRow, ...] = ()
    rule: str = ""
    typed: str = ""
    until: str = ""
    can_keep: bool = False
    waits: str = ""
    qr: str = ""
    print_title: str = ""
    print_text: str = ""
    print_tone: str = "brand"
    print_code: str = ""
    printing: bool = False
    again_label: str = ""
    network: str = ""


class KeepActs(Protocol):
    """What this screen can ask for."""

    def back(self) -> None: ...
    def keep(self) -> None: ...
    def print_again(self) -> None: ...
    def finish(self) -> None: ...


@QmlElement
class KeepViewModel(ViewModel):
    """Keeping a draft. Signals: one for each field."""

    ROWS: ClassVar = {"points": PromiseRow}

    phaseChanged = Signal()
    titleChanged = Signal()
    subjectChanged = Signal()
    pointsTitleChanged = Signal()
    ruleChanged = Signal()
    typedChanged = Signal()
    untilChanged = Signal()
    canKeepChanged = Signal()
    waitsChanged = Signal()
    qrChanged = Signal()
    printTitleChanged = Signal()
    printTextChanged = Signal()
    printToneChanged = Signal()
    printCodeChanged = Signal()
    printingChanged = Signal()
    againLabelChanged = Signal()
    networkChanged = Signal()

    phase = Property(str, of("phase"), notify=phaseChanged)
    title = Property(str, of("title"), notify=titleChanged)
    subject = Property(str, of("subject"), notify=subjectChanged)
    pointsTitle = Property(str, of("points_title"), notify=pointsTitleChanged)
    points = Property(QObject, rows_of("points"), constant=True)
    rule = Property(str, of("rule"), notify=ruleChanged)
    typed = Property(str, of("typed"), notify=typedChanged)
    until = Property(str, of("until"), notify=untilChanged)
    canKeep = Property(bool, of("can_keep"), notify=canKeepChanged)
    waits = Property(str, of("waits"), notify=waitsChanged)
    qr = Property(str, of("qr"), notify=qrChanged)
    printTitle = Property(str, of("print_title"), notify=printTitleChanged)
    printText = Property(str, of("print_text"), notify=printTextChanged)
    printTone = Property(str, of("print_tone"), notify=printToneChanged)
    printCode = Property(str, of("print_code"), notify=printCodeChanged)
    printing = Property(bool, of("printing"), notify=printingChanged)
    againLabel = Property(str, of("again_label"), notify=againLabelChanged)
    network = Property(str, of("network"), notify=networkChanged)

    def __init__(self, acts: KeepActs, props: KeepProps | None = None, parent: QObject | None = None) -> None:
        super().__init__(props or KeepProps(), parent)
        self._acts = acts

    @Slot()
    def back(self) -> None:
        self._acts.back()

    @Slot()
    def keep(self) -> None:
        self._acts.keep()

    @Slot()
    def printAgain(self) -> None:
        self._acts.print_again()

    @Slot()
    def finish(self) -> None:
        self._acts.finish()


@dataclass(frozen=True, slots=True)
class KeepInputs:
    """What this screen depends on."""

    keep: KeepState
    online: bool | None = None
    taking: bool = False
    busy: bool = False


def derive_keep_props(inputs: KeepInputs) -> KeepProps:
    """Return the screen as it stands."""
    keep = inputs.keep
    if keep.phase is not KeepPhase.KEPT:
        return KeepProps(
            phase=keep.phase.value,
            title=say(QT_TRANSLATE_NOOP("Kiosk", "先存着，稍后再办？")),
            subject=keep.subject,
            points_title=say(QT_TRANSLATE_NOOP("Kiosk", "点“存好”以后")),
            points=_before(),
            rule=_rule(),
            can_keep=keep.phase is KeepPhase.ASK and not inputs.taking and not inputs.busy,
            waits=say(QT_TRANSLATE_NOOP("Kiosk", "正在拍，请别动")) if inputs.taking else "",
        )
    words = slip_words(keep.end, keep.cause, printing=keep.printing)
    return KeepProps(
        phase=keep.phase.value,
        title=say(QT_TRANSLATE_NOOP("Kiosk", "存好了，随时接着办")),
        subject=keep.subject,
        points_title=say(QT_TRANSLATE_NOOP("Kiosk", "怎么接着办")),
        points=_after(),
        rule=_rule(),
        typed=keep.typed,
        until=official_time(keep.until) if keep.until else "",
        qr=address(QR_KEY),
        print_title=words.title,
        print_text=words.text,
        print_tone=words.tone,
        print_code="" if keep.printing else keep.cause,
        printing=keep.printing,
        again_label=words.again,
        network=_network(online=inputs.online),
    )


def _before() -> tuple[PromiseRow, ...]:
    return (
        PromiseRow("1", say(QT_TRANSLATE_NOOP("Kiosk", "填的、拍的都加密存好，没有您的身份证和条，谁也打不开。"))),
        PromiseRow(
            "2",
            say(QT_TRANSLATE_NOOP("Kiosk", "打一张条给您：凭它和身份证，任何一台自助机、任何一个综合窗口都能接着办。")),
        ),
        PromiseRow("3", say(QT_TRANSLATE_NOOP("Kiosk", "条上写着存到几点。到时没有接着办，自动清除，不留痕迹。"))),
        PromiseRow("4", say(QT_TRANSLATE_NOOP("Kiosk", "这块屏幕上的内容马上清除，别人看不到。"))),
    )


def _after() -> tuple[PromiseRow, ...]:
    return (
        PromiseRow("1", say(QT_TRANSLATE_NOOP("Kiosk", "带上身份证、这张条和材料原件。"))),
        PromiseRow("2", say(QT_TRANSLATE_NOOP("Kiosk", "任何一台自助机上点“继续办理”；或者把条给任何一个综合窗口。"))),
        PromiseRow("3", say(QT_TRANSLATE_NOOP("Kiosk", "刷身份证，再扫条上的码，或者输入提取码。"))),
    )


def _rule() -> str:
    return say(QT_TRANSLATE_NOOP("Kiosk", "这不是收件：还没有提交，部门还没有收到。"))


def _network(*, online: bool | None) -> str:
    if online is not False:
        return ""
    return say(
        QT_TRANSLATE_NOOP(
            "Kiosk", "现在网络断着：在这台机器上随时能接着办。到别处，网络恢复以前请扫条上的码，拍过的可能要重新拍。"
        )
    )
