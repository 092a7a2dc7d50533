"""Laying the ID card: where, what the reader does, and what to do when it fails."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Protocol

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk_app.viewmodels.base import ViewModel, of, rows_of

QML_IMPORT_NAME = "Kiosk.Models"
QML_IMPORT_MAJOR_VERSION = 1


@dataclass(frozen=True, slots=True)
class RoleRow:
    """One person the matter needs; phase is todo, now or done."""

    key: str
    order: str
    name: str
    note: str
    phase: str


@dataclass(frozen=True, slots=True)
class IdentifyProps:
    """Attributes:
    phase: waiting, reading, read, failed or out (the reader does not answer).
    person, number: whose card was read, the number masked.
    """

    title: str = ""
    note: str = ""
    phase: str = "waiting"
    chip: str = ""
    chip_tone: str = "brand"
    roles: tuple[RoleRow, ...] = ()
    person: str = ""
    number: str = ""
    error_title: str = ""
    error_text: str = ""
    error_code: str = ""
    next_label: str = ""
    can_continue: bool = False
    can_retry: bool = False


class IdentifyActs(Protocol):
    """What the card screen can ask for."""

    def accept_person(self) -> None: ...
    def ask_card_again(self) -> None: ...


@QmlElement
@QmlUncreatable("made in Python")
class IdentifyViewModel(ViewModel):
    """The card screen. Signals: one for each field."""

    ROWS: ClassVar = {"roles": RoleRow}

    titleChanged = Signal()
    noteChanged = Signal()
    phaseChanged = Signal()
    chipChanged = Signal()
    chipToneChanged = Signal()
    personChanged = Signal()
    numberChanged = Signal()
    errorTitleChanged = Signal()
    errorTextChanged = Signal()
    errorCodeChanged = Signal()
    nextLabelChanged = Signal()
    canContinueChanged = Signal()
    canRetryChanged = Signal()

    title = Property(str, of("title"), notify=titleChanged)
    note = Property(str, of("note"), notify=noteChanged)
    phase = Property(str, of("phase"), notify=phaseChanged)
    chip = Property(str, of("chip"), notify=chipChanged)
    chipTone = Property(str, of("chip_tone"), notify=chipToneChanged)
    roles = Property(QObject, rows_of("roles"), constant=True)
    person = Property(str, of("person"), notify=personChanged)
    number = Property(str, of("number"), notify=numberChanged)
    errorTitle = Property(str, of("error_title"), notify=errorTitleChanged)
    errorText = Property(str, of("error_text"), notify=errorTextChanged)
    errorCode = Property(str, of("error_code"), notify=errorCodeChanged)
    nextLabel = Property(str, of("next_label"), notify=nextLabelChanged)
    canContinue = Property(bool, of("can_continue"), notify=canContinueChanged)
    canRetry = Property(bool, of("can_retry"), notify=canRetryChanged)

    def __init__(self, acts: IdentifyActs, props: IdentifyProps | None = None, parent: QObject | None = None) -> None:
        super().__init__(props or IdentifyProps(), parent)
        self._acts = acts

    @Slot()
    def acceptPerson(self) -> None:
        self._acts.accept_person()

    @Slot()
    def askAgain(self) -> None:
        self._acts.ask_card_again()
