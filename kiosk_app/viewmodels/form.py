"""One page of the form: what the card already said, and a calm few questions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Protocol

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk_app.viewmodels.base import ViewModel, of, rows_of

QML_IMPORT_NAME = "Kiosk.Models"
QML_IMPORT_MAJOR_VERSION = 1


@dataclass(frozen=True, slots=True)
class KnownRow:
    """What is known already, with its source."""

    key: str
    label: str
    value: str
    source: str


@dataclass(frozen=True, slots=True)
class OptionRow:
    """One answer of a choice, or a value on offer."""

    key: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One question.

    Attributes:
        widget: text, digits, phone, date, address or choice.
        value: as stored; shown: as read by people.
        fault: a sentence when the value can't stay as it is.
    """

    key: str
    title: str
    note: str
    widget: str
    value: str = ""
    shown: str = ""
    placeholder: str = ""
    fault: str = ""
    optional: bool = False
    options: tuple[OptionRow, ...] = ()
    suggestions: tuple[OptionRow, ...] = ()


@dataclass(frozen=True, slots=True)
class FormProps:
    """Attributes:
    page_key: changes with the page, so that the screen starts at its top.
    """

    page_key: str = ""
    title: str = ""
    note: str = ""
    progress: str = ""
    known: tuple[KnownRow, ...] = ()
    known_title: str = ""
    fields: tuple[FieldRow, ...] = ()
    next_label: str = ""
    can_continue: bool = False


class FormActs(Protocol):
    """What the form can ask for."""

    def set_field(self, field_id: str, value: str) -> None: ...
    def next_form_page(self) -> None: ...


@QmlElement
@QmlUncreatable("made in Python")
class FormViewModel(ViewModel):
    """The form. Signals: one for each field."""

    ROWS: ClassVar = {"known": KnownRow, "fields": FieldRow}

    pageKeyChanged = Signal()
    titleChanged = Signal()
    noteChanged = Signal()
    progressChanged = Signal()
    knownTitleChanged = Signal()
    nextLabelChanged = Signal()
    canContinueChanged = Signal()

    pageKey = Property(str, of("page_key"), notify=pageKeyChanged)
    title = Property(str, of("title"), notify=titleChanged)
    note = Property(str, of("note"), notify=noteChanged)
    progress = Property(str, of("progress"), notify=progressChanged)
    known = Property(QObject, rows_of("known"), constant=True)
    knownTitle = Property(str, of("known_title"), notify=knownTitleChanged)
    fields = Property(QObject, rows_of("fields"), constant=True)
    nextLabel = Property(str, of("next_label"), notify=nextLabelChanged)
    canContinue = Property(bool, of("can_continue"), notify=canContinueChanged)

    def __init__(self, acts: FormActs, props: FormProps | None = None, parent: QObject | None = None) -> None:
        super().__init__(props or FormProps(), parent)
        self._acts = acts

    @Slot(str, str)
    def setField(self, field_id: str, value: str) -> None:
        self._acts.set_field(field_id, value)

    @Slot()
    def next(self) -> None:
        self._acts.next_form_page()
