"""The form: its shape from the joined form, its answers from the draft, its notes in plain words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import lru_cache

from pypinyin import Style, lazy_pinyin
from PySide6.QtCore import QObject, Slot

from counter_app.ports.form import (
    CellKind,
    CellShape,
    CellState,
    ChoiceOption,
    FormViewPort,
    NoteState,
    SectionShape,
)
from counter_app.ports.tone import Tone
from counter_app.words.case import FieldWords
from counter_app.work.facts import CaseFacts
from counter_app.work.workbench import Workbench
from shared.forms.definition import Choice, FieldDefinition, Suggestion, Widget
from shared.intake.draft import Draft, FieldSource, FieldValue, OtherValue
from shared.intake.gaps import Gap, GapKind

_KINDS = {
    Widget.CHOICE: CellKind.CHOICE,
    Widget.DATE: CellKind.DATE,
    Widget.DIGITS: CellKind.DIGITS,
    Widget.PHONE: CellKind.DIGITS,
}
_ADDRESS_SPAN = 3
_LONG_LABEL = 8
_SHORT_LIST = 12
"""Options of a longer list, such as ethnicities, are mostly short; one long name does not widen the field."""
_LAST_SHARE = 3
"""When a third of the open fields is left, what is missing is marked as well as named; more marks would say nothing."""


def derive_shape(facts: CaseFacts) -> tuple[SectionShape, ...]:
    """Return the form's sections; under a heading that names the person, fields go without that name."""
    form = facts.form
    return tuple(
        SectionShape(
            section.title,
            tuple(_cell_shape(form.fields[field], short=section.role is not None) for field in section.fields),
        )
        for section in form.sections
    )


def _cell_shape(field: FieldDefinition, *, short: bool) -> CellShape:
    limit = field.schema.get("maxLength", 0)
    longest = max((len(choice.label) for choice in field.options), default=0)
    wide = longest > _LONG_LABEL and len(field.options) <= _SHORT_LIST
    return CellShape(
        field_id=field.id,
        label=field.short_title if short else field.title,
        kind=_KINDS.get(field.widget, CellKind.TEXT),
        options=tuple(_option(choice) for choice in field.options),
        span=_ADDRESS_SPAN if field.widget is Widget.ADDRESS else 2 if wide else 1,
        max_length=limit if isinstance(limit, int) else 0,
    )


def _option(choice: Choice) -> ChoiceOption:
    pinyin, initials = _spelt(choice.label)
    return ChoiceOption(value=choice.code, label=choice.label, pinyin=pinyin, initials=initials)


@lru_cache(maxsize=4096)
def _spelt(label: str) -> tuple[str, str]:
    """Return what is typed to find a label, whole and by initials; the same labels come with every case."""
    return "".join(lazy_pinyin(label)), "".join(lazy_pinyin(label, style=Style.FIRST_LETTER))


def awaited_fields(facts: CaseFacts) -> frozenset[str]:
    """Return the fields that a card will tell, of roles that nobody is in yet."""
    open_roles = {role.code for role in facts.subject.roles if facts.draft.applicant(role.code) is None}
    return frozenset(
        field.id
        for field in facts.form.fields.values()
        if field.card_source and field.role in open_roles and field.id not in facts.draft.fields
    )


def derive_cells(facts: CaseFacts, words: FieldWords) -> tuple[CellState, ...]:
    """Return what each field shows."""
    awaited = awaited_fields(facts)
    faults = {gap.where: gap for gap in facts.gaps if gap.kind is GapKind.FIELD}
    asked = sum(1 for field in facts.form.fields if field not in awaited and not _is_known(facts.draft, field))
    few = len(faults) * _LAST_SHARE <= asked
    return tuple(
        CellState(field, awaited=True)
        if field in awaited
        else _cell(facts.draft, field, faults.get(field), words, few=few)
        for field in facts.form.fields
    )


def _is_known(draft: Draft, field_id: str) -> bool:
    entry = draft.fields.get(field_id)
    return entry is not None and entry.source is FieldSource.CARD


def _cell(draft: Draft, field_id: str, fault: Gap | None, words: FieldWords, *, few: bool) -> CellState:
    entry = draft.fields.get(field_id)
    value = entry.value if entry else ""
    if fault is not None:
        faulty = few or fault.code != "missing"
        return CellState(field_id, value, words.fault_tag(fault.code), Tone.BAD, faulty=faulty)
    if entry is None:
        return CellState(field_id)
    known = entry.source is FieldSource.CARD
    return CellState(field_id, value, words.source(entry.source), Tone.ACTIVE if known else Tone.NEUTRAL, known=known)


def derive_summary(facts: CaseFacts, words: FieldWords) -> str:
    """Return how many fields there are, how many it would be singly, how many are filled already."""
    known = sum(1 for entry in facts.draft.fields.values() if entry.source is FieldSource.CARD)
    form = facts.form
    return words.summary(form.asked_count, form.single_count if form.saved_count else 0, known)


def derive_note(facts: CaseFacts, field_id: str, words: FieldWords) -> NoteState:
    """Return what is said of the field in focus."""
    field = facts.form.fields.get(field_id)
    if field is None:
        return NoteState()
    fault = next((gap for gap in facts.gaps if gap.kind is GapKind.FIELD and gap.where == field_id), None)
    problem = words.fault_sentence(field.title, fault.code, fault.params) if fault else ""
    open_for_offers = field_id not in facts.draft.fields or fault is not None
    entry = facts.draft.fields.get(field_id)
    others = tuple(
        words.other_value(one.source, field.label_of(one.value), later=one.later) for one in entry_values(entry)
    )
    offers = others or (tuple(offer.label for offer in field.suggestions) if open_for_offers else ())
    return NoteState(field_id, field.title, field.plain_note, field.legal_basis, problem, offers)


def entry_values(entry: FieldValue | None) -> tuple[OtherValue, ...]:
    """Return what the sources of a field say where they differ, the value that stands there first."""
    if entry is None or not entry.others:
        return ()
    return (OtherValue(value=entry.value, source=entry.source), *entry.others)


def suggested_value(offer: Suggestion, draft: Draft, today: date) -> str:
    """Return the value of an offer; empty where the field that it lends from has none yet."""
    if offer.today:
        return today.isoformat()
    if offer.field:
        lender = draft.fields.get(offer.field)
        return lender.value if lender else ""
    return offer.value


class FormPresenter(QObject):
    """Shows the open case's form and passes answers on."""

    def __init__(self, view: FormViewPort, bench: Workbench, words: FieldWords, today: Callable[[], date]) -> None:
        super().__init__()
        self._view = view
        self._bench = bench
        self._words = words
        self._today = today
        self._focus = ""
        self._shape: tuple[SectionShape, ...] = ()
        view.fieldEdited.connect(self._edited)
        view.fieldFocused.connect(self._focused)
        view.undoAsked.connect(self._undo)
        view.suggestionTaken.connect(self._take_suggestion)
        bench.aboutToLeave.connect(self.commit)
        bench.opened.connect(self._opened)
        bench.changed.connect(self._show)
        bench.undone.connect(self._undone)
        bench.closed.connect(self._closed)
        bench.busyChanged.connect(view.set_locked)

    def focus(self, field_id: str) -> None:
        """Lead to a field."""
        self._view.focus_field(field_id)

    @Slot()
    def commit(self) -> None:
        """Send what is typed and not yet sent."""
        self._view.commit()

    @Slot(object)
    def _opened(self, facts: CaseFacts) -> None:
        self._focus = ""
        self._shape = derive_shape(facts)
        self._view.set_shape(facts.subject.short_name, self._shape)
        self._show(facts)

    @Slot()
    def _closed(self) -> None:
        # Nothing of a case stays in a field that is out of sight.
        self._shape = ()
        self._view.set_shape("", ())
        self._view.set_note(NoteState())

    @Slot(object)
    def _show(self, facts: CaseFacts) -> None:
        shape = derive_shape(facts)
        if shape != self._shape:
            # An answer decides which items are applied for, and with them what is asked.
            self._shape = shape
            self._view.set_sections(shape)
        self._view.set_cells(derive_cells(facts, self._words))
        self._view.set_summary(derive_summary(facts, self._words))
        self._view.set_note(derive_note(facts, self._focus, self._words))
        self._view.set_can_undo(facts.can_undo)

    @Slot(str, str)
    def _edited(self, field_id: str, value: str) -> None:
        self._bench.set_field(field_id, value)

    @Slot(str)
    def _focused(self, field_id: str) -> None:
        self._focus = field_id
        if self._bench.facts is not None:
            self._view.set_note(derive_note(self._bench.facts, field_id, self._words))

    @Slot()
    def _undo(self) -> None:
        """Take the last answer back; what is still being typed is an answer, too, and the first to be taken back."""
        if not self._bench.busy:
            self.commit()
            self._bench.undo()

    @Slot(str)
    def _undone(self, field_id: str) -> None:
        self._view.focus_field(field_id)

    @Slot(str, int)
    def _take_suggestion(self, field_id: str, number: int) -> None:
        facts = self._bench.facts
        if facts is None or self._bench.busy:
            return
        differing = entry_values(facts.draft.fields.get(field_id))
        if differing:
            self._view.clear_typing(field_id)
            self._bench.settle(field_id, differing[number].value)
            return
        offers = facts.form.fields[field_id].suggestions
        value = suggested_value(offers[number], facts.draft, self._today())
        if value:
            self._view.clear_typing(field_id)
            self._bench.set_field(field_id, value)
