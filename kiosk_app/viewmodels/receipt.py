"""After handing in: the number, the receipt's honest state, where the case is, what comes next; then goodbye."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Protocol

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk_app.viewmodels.base import ViewModel, of, rows_of

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
    def finish(self) -> None: ...


@QmlElement
@QmlUncreatable("made in Python")
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
    rule = Property(str, of("rule"), notify=ruleChanged)
    nextSteps = Property(QObject, rows_of("next_steps"), constant=True)

    def __init__(self, acts: ReceiptActs, props: ReceiptProps | None = None, parent: QObject | None = None) -> None:
        super().__init__(props or ReceiptProps(), parent)
        self._acts = acts

    @Slot()
    def printAgain(self) -> None:
        self._acts.print_again()

    @Slot()
    def finish(self) -> None:
        self._acts.finish()


@QmlElement
@QmlUncreatable("made in Python")
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
