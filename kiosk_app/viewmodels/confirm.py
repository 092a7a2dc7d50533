"""The declaration and what happens to the data, agreed to with one touch; then handing in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Protocol

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk_app.viewmodels.base import ViewModel, of, rows_of

QML_IMPORT_NAME = "Kiosk.Models"
QML_IMPORT_MAJOR_VERSION = 1


@dataclass(frozen=True, slots=True)
class PromiseRow:
    """One sentence that is agreed to."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class ConfirmProps:
    """The last look before handing in."""

    title: str = ""
    summary: str = ""
    who: str = ""
    promises: tuple[PromiseRow, ...] = ()
    privacy: tuple[PromiseRow, ...] = ()
    agree_label: str = ""
    agreed: bool = False
    sealing: bool = False


class ConfirmActs(Protocol):
    """What the confirmation can ask for."""

    def toggle_agreed(self) -> None: ...
    def submit(self) -> None: ...


@QmlElement
@QmlUncreatable("made in Python")
class ConfirmViewModel(ViewModel):
    """The confirmation. Signals: one for each field."""

    ROWS: ClassVar = {"promises": PromiseRow, "privacy": PromiseRow}

    titleChanged = Signal()
    summaryChanged = Signal()
    whoChanged = Signal()
    agreeLabelChanged = Signal()
    agreedChanged = Signal()
    sealingChanged = Signal()

    title = Property(str, of("title"), notify=titleChanged)
    summary = Property(str, of("summary"), notify=summaryChanged)
    who = Property(str, of("who"), notify=whoChanged)
    promises = Property(QObject, rows_of("promises"), constant=True)
    privacy = Property(QObject, rows_of("privacy"), constant=True)
    agreeLabel = Property(str, of("agree_label"), notify=agreeLabelChanged)
    agreed = Property(bool, of("agreed"), notify=agreedChanged)
    sealing = Property(bool, of("sealing"), notify=sealingChanged)

    def __init__(self, acts: ConfirmActs, props: ConfirmProps | None = None, parent: QObject | None = None) -> None:
        super().__init__(props or ConfirmProps(), parent)
        self._acts = acts

    @Slot()
    def toggleAgreed(self) -> None:
        self._acts.toggle_agreed()

    @Slot()
    def submit(self) -> None:
        self._acts.submit()
