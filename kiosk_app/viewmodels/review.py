"""Everything at once before it is handed in: what stands there, and all that is missing, each with its way back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar, Protocol

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk_app.viewmodels.base import ViewModel, of, rows_of
from kiosk_app.words.fields import field_fault, read_value
from kiosk_app.words.given import seen_or_promised
from kiosk_app.words.say import QT_TRANSLATE_NOOP, listed, say, together
from kiosk_app.words.scan import page_finding
from kiosk_app.work.given import by_card, was_shown
from kiosk_app.work.state import SessionState
from shared.catalogue.model import Subject
from shared.forms.definition import Section
from shared.forms.joined import JoinedForm
from shared.intake.draft import Draft, FieldSource
from shared.intake.gaps import Gap, GapKind
from shared.notices.notice import Point

QML_IMPORT_NAME = "Kiosk.Models"
QML_IMPORT_MAJOR_VERSION = 1
_NAMED = 4
"""How many changes of the catalogue are named before the citizen."""


@dataclass(frozen=True, slots=True)
class EntryRow:
    """A line of a group; `edit` is where changing it leads, empty where nothing of it can be changed here."""

    key: str
    label: str
    value: str
    source: str = ""
    edit: str = ""


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A card of the review."""

    key: str
    title: str
    edit_label: str
    entries: tuple[EntryRow, ...]


@dataclass(frozen=True, slots=True)
class GapRow:
    """One thing that is missing or wrong, and the button that leads there."""

    key: str
    title: str
    text: str
    label: str


@dataclass(frozen=True, slots=True)
class ReviewProps:
    """Everything at once."""

    title: str = ""
    note: str = ""
    gaps: tuple[GapRow, ...] = ()
    gaps_title: str = ""
    groups: tuple[GroupRow, ...] = ()
    next_label: str = ""
    can_continue: bool = False


class ReviewActs(Protocol):
    """What the review can ask for."""

    def edit(self, target: str) -> None: ...
    def go_confirm(self) -> None: ...


@QmlElement
class ReviewViewModel(ViewModel):
    """The review. Signals: one for each field."""

    ROWS: ClassVar = {"gaps": GapRow, "groups": GroupRow}

    titleChanged = Signal()
    noteChanged = Signal()
    gapsTitleChanged = Signal()
    nextLabelChanged = Signal()
    canContinueChanged = Signal()

    title = Property(str, of("title"), notify=titleChanged)
    note = Property(str, of("note"), notify=noteChanged)
    gaps = Property(QObject, rows_of("gaps"), constant=True)
    gapsTitle = Property(str, of("gaps_title"), notify=gapsTitleChanged)
    groups = Property(QObject, rows_of("groups"), constant=True)
    nextLabel = Property(str, of("next_label"), notify=nextLabelChanged)
    canContinue = Property(bool, of("can_continue"), notify=canContinueChanged)

    def __init__(self, acts: ReviewActs, props: ReviewProps | None = None, parent: QObject | None = None) -> None:
        super().__init__(props or ReviewProps(), parent)
        self._acts = acts

    @Slot(str)
    def edit(self, target: str) -> None:
        self._acts.edit(target)

    @Slot()
    def next(self) -> None:
        self._acts.go_confirm()


@dataclass(frozen=True, slots=True)
class ReviewInputs:
    """What the review depends on."""

    draft: Draft
    subject: Subject
    form: JoinedForm
    gaps: tuple[Gap, ...] = ()
    busy: bool = False
    changed: tuple[str, ...] = ()


def derive_review_props(inputs: ReviewInputs) -> ReviewProps:
    """Return everything at once."""
    gaps = tuple(_gap_row(inputs, gap) for gap in inputs.gaps)
    sections = (_section_group(inputs, place, section) for place, section in enumerate(inputs.form.sections))
    return ReviewProps(
        title=say(QT_TRANSLATE_NOOP("Kiosk", "还差 {count} 处"), count=len(gaps))
        if gaps
        else say(QT_TRANSLATE_NOOP("Kiosk", "请再看一遍")),
        note=together(_next_words(has_gaps=bool(gaps)), _changed_words(inputs.changed)),
        gaps=gaps,
        gaps_title=say(QT_TRANSLATE_NOOP("Kiosk", "一次都告诉您")),
        groups=(*(group for group in sections if group.entries), _materials_group(inputs)),
        next_label=say(QT_TRANSLATE_NOOP("Kiosk", "都对，去确认")),
        can_continue=not gaps and not inputs.busy,
    )


def _next_words(*, has_gaps: bool) -> str:
    if has_gaps:
        return say(QT_TRANSLATE_NOOP("Kiosk", "补上就能交。填好的都还在。"))
    return say(QT_TRANSLATE_NOOP("Kiosk", "都齐了。要改的，点旁边的“改”。"))


def _changed_words(changed: tuple[str, ...]) -> str:
    """Say that the draft keeps the rules that it began with, and which of them are new meanwhile."""
    if not changed:
        return ""
    return say(
        QT_TRANSLATE_NOOP("Kiosk", "您存下以后办事要求有更新（{names}），这一件仍按您开始时的要求办。"),
        names=listed(changed[:_NAMED]),
    )


def _gap_row(inputs: ReviewInputs, gap: Gap) -> GapRow:
    if gap.kind is GapKind.APPLICANT:
        text = say(QT_TRANSLATE_NOOP("Kiosk", "还没刷身份证。"))
        return GapRow(f"role:{gap.where}", gap.label, text, say(QT_TRANSLATE_NOOP("Kiosk", "去刷")))
    if gap.kind is GapKind.FIELD:
        text = field_fault(inputs.form.fields[gap.where], gap.code, gap.params)
        return GapRow(f"field:{gap.where}", gap.label, text, say(QT_TRANSLATE_NOOP("Kiosk", "去填")))
    text = say(QT_TRANSLATE_NOOP("Kiosk", "还没拍。")) if gap.kind is GapKind.MATERIAL else page_finding(gap.code).title
    return GapRow(f"material:{gap.where}", gap.label, text, say(QT_TRANSLATE_NOOP("Kiosk", "去拍")))


def points_of(state: SessionState, gaps: tuple[Gap, ...]) -> tuple[Point, ...]:
    """Return what is missing as the points of a list on paper; what is not filled in yet is one point."""
    if state.draft is None or state.subject is None or state.form is None:
        return ()
    inputs = ReviewInputs(state.draft, state.subject, state.form, gaps)
    empty = [gap for gap in gaps if gap.kind is GapKind.FIELD and gap.code == "missing"]
    points = [
        Point(gap.label, _gap_row(inputs, gap).text, gap.basis, gap.params.get("mend", "") or gap.remedy)
        for gap in gaps
        if gap not in empty
    ]
    if empty:
        text = say(QT_TRANSLATE_NOOP("Kiosk", "没有填：{labels}"), labels=listed(gap.label for gap in empty))
        points.append(Point(say(QT_TRANSLATE_NOOP("Kiosk", "申请表")), text, "", ""))
    return tuple(points)


def _section_group(inputs: ReviewInputs, place: int, section: Section) -> GroupRow:
    shown = tuple(_answer(inputs, field) for field in section.fields if field in inputs.draft.fields)
    return GroupRow(f"section-{place}", section.title, _edit_label(), shown)


def _answer(inputs: ReviewInputs, field: str) -> EntryRow:
    definition, answer = inputs.form.fields[field], inputs.draft.fields[field]
    entry = EntryRow(field, definition.title, read_value(definition, answer.value))
    if answer.source is FieldSource.CARD:
        return replace(entry, source=say(QT_TRANSLATE_NOOP("Kiosk", "身份证")))
    return replace(entry, edit=f"field:{field}")


def _edit_label() -> str:
    return say(QT_TRANSLATE_NOOP("Kiosk", "改"))


def _materials_group(inputs: ReviewInputs) -> GroupRow:
    given = inputs.draft.materials
    entries = []
    for material in inputs.subject.materials:
        found = given.get(material.code)
        if by_card(found):
            value = say(QT_TRANSLATE_NOOP("Kiosk", "已从身份证读取"))
        elif found is not None and found.commitment is not None:
            value = say(QT_TRANSLATE_NOOP("Kiosk", "已用承诺代替：{said}"), said=found.commitment.text)
        elif words := seen_or_promised(found):
            value = words
        elif found is not None:
            value = say(QT_TRANSLATE_NOOP("Kiosk", "{count} 页"), count=len(found.pages))
        else:
            value = say(QT_TRANSLATE_NOOP("Kiosk", "还没拍"))
        edit = "" if was_shown(found) else f"material:{material.code}"
        entries.append(EntryRow(material.code, material.name, value, edit=edit))
    return GroupRow("materials", say(QT_TRANSLATE_NOOP("Kiosk", "材料")), _edit_label(), tuple(entries))
