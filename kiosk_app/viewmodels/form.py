"""One page of the form: what the card already said, and a calm few questions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Protocol

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk_app.viewmodels.base import ViewModel, of, rows_of
from kiosk_app.words.fields import field_fault, placeholder, read_value, shown_value
from kiosk_app.words.say import QT_TRANSLATE_NOOP, say
from kiosk_app.work.form_pages import BY_PAD, FormPage, said_otherwise, suggested
from kiosk_app.work.state import SessionState
from shared.forms.definition import FieldDefinition
from shared.forms.digit_counts import most_digits
from shared.forms.joined import JoinedForm
from shared.intake.draft import Draft

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
        most_digits: how many the pad takes; 0 where there is no pad.
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
    most_digits: int = 0
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
    def next_page(self) -> None: ...


@QmlElement
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
        self._acts.next_page()


@dataclass(frozen=True, slots=True)
class FormInputs:
    """What a page of the form depends on."""

    state: SessionState
    form: JoinedForm
    draft: Draft
    pages: tuple[FormPage, ...]
    today: date


def derive_form_props(inputs: FormInputs) -> FormProps:
    """Return the page in front."""
    state, pages = inputs.state, inputs.pages
    page = pages[min(state.form_page, len(pages) - 1)]
    progress = _progress(state, len(pages))
    if page.is_known:
        return _known_page(inputs, page, progress)
    rows = tuple(_row(inputs, inputs.form.fields[field]) for field in page.fields)
    alone = rows[0] if len(rows) == 1 else None
    return FormProps(
        page_key=page.key,
        title=alone.title if alone else page.title,
        note=alone.note if alone else "",
        progress=progress,
        fields=rows,
        next_label=_next_label(state, rows),
        can_continue=not state.busy,
    )


def _progress(state: SessionState, count: int) -> str:
    """Tell the page's place on the way; one that the review asked for leads straight back to it, not to the others."""
    if state.returning:
        return ""
    return say(QT_TRANSLATE_NOOP("Kiosk", "第 {place} 页，共 {count} 页"), place=state.form_page + 1, count=count)


def _known_page(inputs: FormInputs, page: FormPage, progress: str) -> FormProps:
    fields, values = inputs.form.fields, inputs.draft.values()
    source = say(QT_TRANSLATE_NOOP("Kiosk", "身份证"))
    return FormProps(
        page_key=page.key,
        title=say(QT_TRANSLATE_NOOP("Kiosk", "这些已经替您填好了")),
        note=say(QT_TRANSLATE_NOOP("Kiosk", "都是身份证里读到的。有不对的，请到窗口核对。")),
        progress=progress,
        known=tuple(
            KnownRow(field, fields[field].title, read_value(fields[field], values[field]), source)
            for field in page.fields
        ),
        known_title=say(
            QT_TRANSLATE_NOOP("Kiosk", "共 {asked} 项，已自动填 {known} 项"),
            asked=len(fields),
            known=len(page.fields),
        ),
        next_label=say(QT_TRANSLATE_NOOP("Kiosk", "都对，下一步")),
        can_continue=not inputs.state.busy,
    )


def _row(inputs: FormInputs, definition: FieldDefinition) -> FieldRow:
    state, field = inputs.state, definition.id
    value = state.typed.get(field, inputs.draft.values().get(field, ""))
    gap = state.faults.get(field)
    optional = field not in inputs.form.required
    title = (
        say(QT_TRANSLATE_NOOP("Kiosk", "{title}（可不填）"), title=definition.title) if optional else definition.title
    )
    given = said_otherwise(inputs.draft, field)
    told = tuple(
        (say(QT_TRANSLATE_NOOP("Kiosk", "填过：{value}"), value=shown_value(definition, one)), one) for one in given
    )
    offers = told or suggested(inputs.form, inputs.draft, field, inputs.today)
    return FieldRow(
        key=field,
        title=title,
        note=definition.plain_note,
        widget=definition.widget.value,
        value=value,
        shown=shown_value(definition, value),
        placeholder=placeholder(definition.widget),
        fault=field_fault(definition, gap.code, gap.params) if gap else "",
        optional=optional,
        most_digits=most_digits(definition) if definition.widget in BY_PAD else 0,
        options=tuple(OptionRow(option.code, option.label, option.code) for option in definition.options),
        suggestions=tuple(OptionRow(str(place), label, text) for place, (label, text) in enumerate(offers)),
    )


def _next_label(state: SessionState, rows: tuple[FieldRow, ...]) -> str:
    if state.returning:
        return say(QT_TRANSLATE_NOOP("Kiosk", "改好了"))
    if all(row.optional and not row.value for row in rows):
        return say(QT_TRANSLATE_NOOP("Kiosk", "不填，下一步"))
    return say(QT_TRANSLATE_NOOP("Kiosk", "下一步"))
