"""After handing in: the number, the receipt's honest state, where the case is, what comes next; then goodbye."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Final, Protocol

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk_app.pictures import address
from kiosk_app.viewmodels.base import ViewModel, of, rows_of
from kiosk_app.words.printing import outcome_words, printing_words
from kiosk_app.words.say import QT_TRANSLATE_NOOP, listed, say
from kiosk_app.work.state import SessionState
from shared.catalogue.model import Catalogue
from shared.domain.clock import CHINA_TIME
from shared.domain.items import HandlingKind, Item
from shared.intake.sealing import SealedCase
from shared.store.overview import CaseDelivery, CaseDeliveryState

QML_IMPORT_NAME = "Kiosk.Models"
QML_IMPORT_MAJOR_VERSION = 1


@dataclass(frozen=True, slots=True)
class NextRow:
    """One thing that comes next."""

    key: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class ReceiptProps:
    """Attributes:
    number: grouped for reading.
    print_tone: brand while it prints, good, warn or bad.
    asks_for_slip: whether the slip came out only the person can see.
    qr: address of the QR picture for the image provider.
    """

    title: str = ""
    subject: str = ""
    number: str = ""
    time: str = ""
    qr: str = ""
    qr_note: str = ""
    delivery: str = ""
    delivery_tone: str = "warn"
    print_title: str = ""
    print_text: str = ""
    print_tone: str = "brand"
    print_code: str = ""
    printing: bool = False
    can_print_again: bool = False
    print_again_label: str = ""
    asks_for_slip: bool = False
    rule: str = ""
    next_steps: tuple[NextRow, ...] = ()


@dataclass(frozen=True, slots=True)
class GoodbyeProps:
    """The last screen; `card_left` while the card still lies on the reader."""

    title: str = ""
    text: str = ""
    card_left: bool = False
    seconds: int = 0


class ReceiptActs(Protocol):
    """What the receipt can ask for."""

    def print_again(self) -> None: ...
    def slip_came_out(self) -> None: ...
    def slip_not_whole(self) -> None: ...
    def finish(self) -> None: ...


@QmlElement
class ReceiptViewModel(ViewModel):
    """The receipt. Signals: one for each field."""

    ROWS: ClassVar = {"next_steps": NextRow}

    titleChanged = Signal()
    subjectChanged = Signal()
    numberChanged = Signal()
    timeChanged = Signal()
    qrChanged = Signal()
    qrNoteChanged = Signal()
    deliveryChanged = Signal()
    deliveryToneChanged = Signal()
    printTitleChanged = Signal()
    printTextChanged = Signal()
    printToneChanged = Signal()
    printCodeChanged = Signal()
    printingChanged = Signal()
    canPrintAgainChanged = Signal()
    printAgainLabelChanged = Signal()
    asksForSlipChanged = Signal()
    ruleChanged = Signal()

    title = Property(str, of("title"), notify=titleChanged)
    subject = Property(str, of("subject"), notify=subjectChanged)
    number = Property(str, of("number"), notify=numberChanged)
    time = Property(str, of("time"), notify=timeChanged)
    qr = Property(str, of("qr"), notify=qrChanged)
    qrNote = Property(str, of("qr_note"), notify=qrNoteChanged)
    delivery = Property(str, of("delivery"), notify=deliveryChanged)
    deliveryTone = Property(str, of("delivery_tone"), notify=deliveryToneChanged)
    printTitle = Property(str, of("print_title"), notify=printTitleChanged)
    printText = Property(str, of("print_text"), notify=printTextChanged)
    printTone = Property(str, of("print_tone"), notify=printToneChanged)
    printCode = Property(str, of("print_code"), notify=printCodeChanged)
    printing = Property(bool, of("printing"), notify=printingChanged)
    canPrintAgain = Property(bool, of("can_print_again"), notify=canPrintAgainChanged)
    printAgainLabel = Property(str, of("print_again_label"), notify=printAgainLabelChanged)
    asksForSlip = Property(bool, of("asks_for_slip"), notify=asksForSlipChanged)
    rule = Property(str, of("rule"), notify=ruleChanged)
    nextSteps = Property(QObject, rows_of("next_steps"), constant=True)

    def __init__(self, acts: ReceiptActs, props: ReceiptProps | None = None, parent: QObject | None = None) -> None:
        super().__init__(props or ReceiptProps(), parent)
        self._acts = acts

    @Slot()
    def printAgain(self) -> None:
        self._acts.print_again()

    @Slot()
    def slipCameOut(self) -> None:
        self._acts.slip_came_out()

    @Slot()
    def slipNotWhole(self) -> None:
        self._acts.slip_not_whole()

    @Slot()
    def finish(self) -> None:
        self._acts.finish()


@QmlElement
class GoodbyeViewModel(ViewModel):
    """Goodbye. Signals: one for each field."""

    titleChanged = Signal()
    textChanged = Signal()
    cardLeftChanged = Signal()
    secondsChanged = Signal()

    title = Property(str, of("title"), notify=titleChanged)
    text = Property(str, of("text"), notify=textChanged)
    cardLeft = Property(bool, of("card_left"), notify=cardLeftChanged)
    seconds = Property(int, of("seconds"), notify=secondsChanged)

    def __init__(self, props: GoodbyeProps | None = None, parent: QObject | None = None) -> None:
        super().__init__(props or GoodbyeProps(), parent)


_RULE: Final = "receipt_is_not_acceptance"


@dataclass(frozen=True, slots=True)
class ReceiptInputs:
    """What the receipt depends on."""

    state: SessionState
    sealed: SealedCase
    catalogue: Catalogue


def _moment(at: datetime, *, proven: bool) -> str:
    local = at.astimezone(CHINA_TIME)
    text = say(
        QT_TRANSLATE_NOOP("Kiosk", "{year}年{month}月{day}日 {time}"),
        year=local.year,
        month=local.month,
        day=local.day,
        time=f"{local:%H:%M}",
    )
    return text if proven else say(QT_TRANSLATE_NOOP("Kiosk", "{time}（时间待平台核定）"), time=text)


def derive_receipt_props(inputs: ReceiptInputs) -> ReceiptProps:
    """Return the receipt as it stands."""
    state, sealed, catalogue = inputs.state, inputs.sealed, inputs.catalogue
    outcome = state.report.outcome if state.report else None
    words = printing_words() if state.printing else outcome_words(outcome, seen=state.slip_seen)
    delivery, tone = _delivery(state.delivery)
    return ReceiptProps(
        title=say(QT_TRANSLATE_NOOP("Kiosk", "收到了，已收件")),
        subject=sealed.case.details.subject_name,
        number=sealed.number_display,
        time=_moment(sealed.case.sealed_at, proven=sealed.case.time_proven),
        qr=address(sealed.case.number),
        qr_note=say(QT_TRANSLATE_NOOP("Kiosk", "扫码能验真，不联网也能核对。拍下来，和凭证一样用。")),
        delivery=delivery,
        delivery_tone=tone,
        print_title=words.title,
        print_text=words.text,
        print_tone=words.tone,
        print_code="" if words.asks else _code(inputs),
        printing=state.printing,
        can_print_again=bool(words.again),
        print_again_label=words.again,
        asks_for_slip=words.asks,
        rule=catalogue.notice_titles.sentences[_RULE],
        next_steps=_next_steps(inputs),
    )


def derive_goodbye_props(state: SessionState) -> GoodbyeProps:
    """Return the last screen."""
    if state.card_lies:
        return GoodbyeProps(
            say(QT_TRANSLATE_NOOP("Kiosk", "身份证还在读卡区！")),
            say(QT_TRANSLATE_NOOP("Kiosk", "请先拿走身份证，再离开。")),
            True,
            state.goodbye_seconds,
        )
    return GoodbyeProps(
        say(QT_TRANSLATE_NOOP("Kiosk", "请拿好身份证和材料")),
        say(
            QT_TRANSLATE_NOOP("Kiosk", "屏幕上的内容已经清除，{seconds} 秒后回到首页。慢走。"),
            seconds=state.goodbye_seconds,
        ),
        False,
        state.goodbye_seconds,
    )


def _delivery(delivery: CaseDelivery | None) -> tuple[str, str]:
    state = delivery.state if delivery else CaseDeliveryState.WAITING_NETWORK
    if state is CaseDeliveryState.DELIVERED:
        return say(QT_TRANSLATE_NOOP("Kiosk", "已送达受理平台")), "good"
    if state is CaseDeliveryState.SENDING:
        return say(QT_TRANSLATE_NOOP("Kiosk", "已收件，正在上传")), "warn"
    if state is CaseDeliveryState.RETURNED:
        return say(QT_TRANSLATE_NOOP("Kiosk", "已收件，平台正在人工核对")), "warn"
    return say(QT_TRANSLATE_NOOP("Kiosk", "已收件（待上传），会自动送出，不用等")), "warn"


def _code(inputs: ReceiptInputs) -> str:
    state = inputs.state
    outcome = state.report.outcome if state.report and not state.printing and not state.slip_seen else None
    return outcome.cause.value if outcome and outcome.cause else ""


def _next_steps(inputs: ReceiptInputs) -> tuple[NextRow, ...]:
    items = [inputs.catalogue.item(item.code) for item in inputs.sealed.case.details.items]
    departments = listed(item.department for item in items)
    accept = QT_TRANSLATE_NOOP("Kiosk", "{departments}看过材料，告诉您是否受理。要补的，一次说清。")
    fetch = QT_TRANSLATE_NOOP("Kiosk", "照您选的方式领取。查进度：扫这个码，或打 12345 报编号。")
    return (
        NextRow("accept", say(QT_TRANSLATE_NOOP("Kiosk", "受理")), say(accept, departments=departments)),
        NextRow("decide", say(QT_TRANSLATE_NOOP("Kiosk", "办结")), _days(items)),
        NextRow("fetch", say(QT_TRANSLATE_NOOP("Kiosk", "领取")), say(fetch)),
    )


def _days(items: list[Item]) -> str:
    if all(item.handling is HandlingKind.IMMEDIATE for item in items):
        return say(QT_TRANSLATE_NOOP("Kiosk", "受理后当场办好。"))
    days = max(item.promised_days for item in items)
    return say(QT_TRANSLATE_NOOP("Kiosk", "受理后 {days} 个工作日内办好。"), days=days)
