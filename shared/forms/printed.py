"""A form as it is printed: sections, rows and boxes, blank (空表) or filled as the sample (样表) (REQUIREMENTS A12)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum, unique
from typing import Any, Final

from shared.catalogue.conditions import ALWAYS, Condition, any_of
from shared.catalogue.extras import Question
from shared.catalogue.interview import Interview
from shared.catalogue.model import Catalogue, Subject
from shared.catalogue.narrowing import narrowing_of, questionnaire_of
from shared.domain.items import Item
from shared.forms.definition import (
    COUNT_PREFIX,
    FieldDefinition,
    Repeat,
    Schema,
    Section,
    Widget,
    at_place,
    place_of,
)
from shared.forms.gathering import cast_field
from shared.forms.joined import JoinedForm, join_forms
from shared.forms.specimen import specimen_of

_MOST_TICKS: Final = 14
"""A choice of more is written out: nobody ticks one of fifty-six."""
_SHORT_TICKS: Final = 10
"""Characters of all labels together that still fit half a line."""
_MOST_BLOCKS: Final = 3
_BOXES: Final = {"citizen-number": 18, "credit-code": 18, "mobile-phone": 11, "bank-card": 19}
_HALF_LENGTH: Final = 60
_LONG: Final = 200
_ASKING: Final = ("申请", "申领", "申报")
QUESTIONS_TITLE: Final = "您的情况"


@unique
class Filling(StrEnum):
    """How a field is filled on paper."""

    LINE = "line"
    LINES = "lines"
    BOXES = "boxes"
    DATE = "date"
    TICKS = "ticks"


@dataclass(frozen=True, slots=True)
class Tick:
    """One answer that can be ticked."""

    label: str
    is_set: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One thing to fill in.

    Attributes:
        second: the label in a second language; note: plain words beside it; condition: when it is to be filled.
        boxes: so many characters, one a box; value: what the sample says.
        wide: takes the whole width; stacked: its label, a whole question, stands above the answers.
    """

    label: str
    filling: Filling
    second: str = ""
    note: str = ""
    condition: str = ""
    required: bool = True
    boxes: int = 0
    ticks: tuple[Tick, ...] = ()
    value: str = ""
    wide: bool = True
    stacked: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """Rows under one heading, one for each person or thing that the section repeats; each line holds one or two."""

    lines: tuple[tuple[Row, ...], ...]
    label: str = ""


@dataclass(frozen=True, slots=True)
class PrintedSection:
    """A section; `condition` says when it is to be filled, `more` how to go on where the paper ends."""

    title: str
    blocks: tuple[Block, ...]
    second: str = ""
    condition: str = ""
    more: str = ""


@dataclass(frozen=True, slots=True)
class PrintedForm:
    """A form ready to be set.

    Attributes:
        departments: who gets it; codes: of the national list; signers: roles that sign.
        is_sample: filled and marked 样例; is_own: filled with what the applicant gave.
        illustrative: the catalogue's words are for demonstration.
    """

    title: str
    departments: str
    codes: str
    version: str
    hall: str
    phone: str
    sections: tuple[PrintedSection, ...]
    signers: tuple[str, ...]
    is_sample: bool
    illustrative: bool
    second: str = ""
    is_own: bool = False

    @property
    def mark(self) -> str:
        """What kind of copy it is, as it is called beside its title."""
        return "样表" if self.is_sample else "已填写" if self.is_own else "空表"


@dataclass(frozen=True, slots=True)
class Given:
    """What an applicant gave: answers, by question, and values of the form's fields, by id."""

    answers: Mapping[str, str]
    values: Mapping[str, str]


_NOTHING: Final = Given({}, {})


class FormlessError(LookupError):
    """There is nothing to fill in: what is checked behind the counter, or where a case is only referred to."""

    code = "no_form"


def blank_form(catalogue: Catalogue, code: str, language: str = "") -> PrintedForm:
    """Return the blank form of an item or a one-matter service.

    Raises:
        UnknownSubjectError: the catalogue has no such item or service; FormlessError: nobody fills in a form for it.
    """
    return _Printer(catalogue, catalogue.subject(code), language).form()


def sample_form(catalogue: Catalogue, code: str, language: str = "") -> PrintedForm:
    """Return the filled sample of the same form; what the sample's case does not call for stays empty.

    Raises:
        UnknownSubjectError: the catalogue has no such item or service; FormlessError: nobody fills in a form for it.
    """
    specimen = specimen_of(catalogue, code)
    given = Given(specimen.answers, specimen.values)
    return replace(_Printer(catalogue, catalogue.subject(code), language, given).form(), is_sample=True)


def own_form(catalogue: Catalogue, code: str, given: Given, language: str = "") -> PrintedForm:
    """Return an applicant's own form: what their situation asks for and nothing else, with what they gave.

    What is still open stays empty, to be filled by hand.

    Raises:
        UnknownSubjectError: the catalogue has no such item or service; FormlessError: nobody fills in a form for it.
    """
    whole = catalogue.subject(code)
    questionnaire = questionnaire_of(catalogue, whole)
    filled = {code: given.values.get(one.field or "", "") for code, one in questionnaire.questions.items()}
    answers = {**given.answers, **{code: value for code, value in filled.items() if value}}
    standing = Interview(questionnaire, answers, values=given.values).standing
    narrowing = narrowing_of(questionnaire, standing, whole) if questionnaire.outcomes else None
    counted = Given(standing.effective, given.values)
    printed = _OwnPrinter(catalogue, catalogue.subject(code, narrowing), language, counted).form()
    return replace(printed, is_own=True)


class _Printer:
    """Lays out one form for every situation, each part with its condition. Without what is given it stays blank."""

    _is_for_everybody = True

    def __init__(self, catalogue: Catalogue, subject: Subject, language: str, given: Given = _NOTHING) -> None:
        if not any(item.code in catalogue.forms for item in subject.items):
            raise FormlessError(subject.code)
        self._catalogue = catalogue
        self._subject = subject
        self._language = language
        self._answers, self._values = given.answers, given.values
        self._form = self._join()
        self._questions = questionnaire_of(catalogue, subject).questions
        self._conditions = self._conditions_of()
        self._repeats = dict(_repeats(catalogue, subject, self._form))

    def _join(self) -> JoinedForm:
        return join_forms(self._catalogue, self._subject)

    def _conditions_of(self) -> dict[str, Condition]:
        return dict(_conditions(self._catalogue, self._subject, self._form))

    def _asked(self) -> list[Question]:
        return list(self._questions.values())

    def _places(self, fields: list[str], repeat: Repeat) -> int:
        del fields
        return min(max(repeat.max, 1), _MOST_BLOCKS)

    def form(self) -> PrintedForm:
        """Return the whole form."""
        subject, hall = self._subject, self._catalogue.hall
        sections = (*self._question_section(), *(self._section(section) for section in self._form.sections))
        return PrintedForm(
            title=subject.name + ("表" if subject.name.endswith(_ASKING) else "申请表"),
            second=self._second(subject.name),
            departments="、".join(dict.fromkeys(item.department for item in subject.items)),
            codes="、".join(_codes(self._catalogue, subject.items)),
            version=self._catalogue.version,
            hall=hall.name,
            phone=hall.phone,
            sections=tuple(sections),
            signers=tuple(role.label for role in subject.roles if role.in_person) or ("申请人",),
            is_sample=False,
            illustrative=subject.illustrative or self._catalogue.illustrative,
        )

    def _question_section(self) -> Iterator[PrintedSection]:
        """Yield the questions that decide the case, as far as no field of the form asks the same."""
        asked = [one for one in self._asked() if one.field not in self._form.fields]
        if asked:
            lines = tuple((self._question(one),) for one in asked)
            yield PrintedSection(QUESTIONS_TITLE, (Block(lines),))

    def _question(self, question: Question) -> Row:
        given = self._answers.get(question.id)
        ticks = tuple(Tick(answer.label, answer.code == given) for answer in question.answers)
        condition = self._said(question.when)
        return Row(
            question.ask,
            Filling.TICKS,
            self._second(question.ask),
            question.note,
            condition,
            ticks=ticks,
            stacked=True,
        )

    def _section(self, section: Section) -> PrintedSection:
        fields = [one for one in section.fields if not one.startswith(COUNT_PREFIX)]
        common = self._common([self._conditions.get(place_of(one)[0], ALWAYS) for one in fields])
        repeat = next((self._repeats[base] for one in fields if (base := place_of(one)[0]) in self._repeats), None)
        if repeat is None:
            blocks: tuple[Block, ...] = (Block(_paired(self._row(section, one, common) for one in fields)),)
        else:
            blocks = tuple(self._blocks(section, fields, repeat, common))
        more = (
            f"{repeat.label}多于 {len(blocks)} 个的，另附一张同样的表。"
            if repeat and repeat.max > len(blocks) and self._is_for_everybody
            else ""
        )
        return PrintedSection(section.title, blocks, condition=self._said(common), more=more)

    def _blocks(self, section: Section, fields: list[str], repeat: Repeat, common: Condition) -> Iterator[Block]:
        bases = list(dict.fromkeys(place_of(one)[0] for one in fields))
        for place in range(1, self._places(fields, repeat) + 1):
            rows = (self._row(section, at_place(base, place), common, pattern=at_place(base, 1)) for base in bases)
            yield Block(_paired(rows), f"{repeat.label} {place}" if repeat.max > 1 else "")

    @staticmethod
    def _common(conditions: list[Condition]) -> Condition:
        """Return the condition of a section: that of its fields where all have the same."""
        return conditions[0] if conditions and all(one == conditions[0] for one in conditions) else ALWAYS

    def _row(self, section: Section, field_id: str, common: Condition, pattern: str = "") -> Row:
        field = self._form.fields[pattern or field_id]
        base, place = place_of(field_id)
        condition = self._conditions.get(base, ALWAYS)
        short = place is not None or (section.role is not None and section.role == field.role)
        label = field.short_title if short else field.title
        return _row_of(
            field,
            label=label,
            second=self._second(field.short_title),
            condition="" if condition == common else self._said(condition),
            required=(pattern or field_id) in self._form.required,
            value=self._values.get(field_id, ""),
        )

    def _said(self, condition: Condition) -> str:
        """Return a condition in words: 主体类型选“公司”的填."""
        said = ["，".join(self._one(key, codes) for key, codes in one.items()) for one in condition.alternatives if one]
        return f"{'；或者'.join(said)}的填" if said and len(said) == len(condition.alternatives) else ""

    def _one(self, key: str, codes: frozenset[str]) -> str:
        question = self._questions.get(key)
        if question is not None:
            asked, labels = question.ask, {answer.code: answer.label for answer in question.answers}
            if question.field is not None and question.field in self._form.fields:
                asked = self._form.fields[question.field].title
        else:
            field = self._form.fields.get(key)
            asked = field.title if field else key
            labels = {option.code: option.label for option in field.options} if field else {}
        chosen = "或".join(f"“{label}”" for code, label in labels.items() if code in codes)
        return f"“{asked.rstrip('？?')}”选{chosen}"

    def _second(self, text: str) -> str:
        translated = self._catalogue.translated(text, self._language) if self._language else text
        return translated if translated != text else ""


class _OwnPrinter(_Printer):
    """Lays out the form of one case: its situation is known, so nothing stands on it that doesn't concern it."""

    _is_for_everybody = False

    def _join(self) -> JoinedForm:
        return join_forms(self._catalogue, self._subject, {**self._values, **self._answers})

    def _conditions_of(self) -> dict[str, Condition]:
        return {}

    def _asked(self) -> list[Question]:
        return [question for question in super()._asked() if question.id in self._answers]

    def _said(self, condition: Condition) -> str:
        del condition
        return ""

    def _places(self, fields: list[str], repeat: Repeat) -> int:
        del repeat
        return max((place_of(field)[1] or 1 for field in fields), default=1)


def _row_of(field: FieldDefinition, *, label: str, second: str, condition: str, required: bool, value: str) -> Row:
    boxes = next((_BOXES[name] for name in _formats(field.schema) if name in _BOXES), 0)
    ticks: tuple[Tick, ...] = ()
    if field.options and len(field.options) <= _MOST_TICKS:
        filling = Filling.TICKS
        ticks = tuple(Tick(option.label, option.code == value) for option in field.options)
        wide = sum(len(option.label) + 1 for option in field.options) > _SHORT_TICKS
    elif field.options:
        filling, wide, value = Filling.LINE, False, field.label_of(value) if value else ""
    elif boxes:
        filling, wide = Filling.BOXES, boxes > _BOXES["mobile-phone"]
    elif field.widget is Widget.DATE:
        filling, wide = Filling.DATE, False
    else:
        longest = _longest(field.schema)
        filling = Filling.LINES if longest > _LONG else Filling.LINE
        wide = field.widget is Widget.ADDRESS or longest > _HALF_LENGTH
    return Row(label, filling, second, field.plain_note, condition, required, boxes, ticks, _shown(field, value), wide)


def _shown(field: FieldDefinition, value: str) -> str:
    if field.widget is Widget.DATE and value:
        day = date.fromisoformat(value)
        return f"{day.year} 年 {day.month} 月 {day.day} 日"
    return value


def _paired(rows: Iterator[Row]) -> tuple[tuple[Row, ...], ...]:
    """Put two narrow rows that follow each other on one line."""
    lines: list[tuple[Row, ...]] = []
    for row in rows:
        if not row.wide and lines and len(lines[-1]) == 1 and not lines[-1][0].wide:
            lines[-1] = (lines[-1][0], row)
        else:
            lines.append((row,))
    return tuple(lines)


def _conditions(catalogue: Catalogue, subject: Subject, form: JoinedForm) -> Iterator[tuple[str, Condition]]:
    """Yield for each field when it is asked for; one that several items ask for, when one of them does."""
    gates = catalogue.plans[subject.code].conditions if subject.is_service else {}
    found: dict[str, list[Condition]] = {}
    for code, casting in form.castings.items():
        own = catalogue.forms[code]
        for cast in casting.casts:
            for section in own.sections:
                for field_id in section.fields:
                    asked = section.when.and_also(section.fields_when.get(field_id, ALWAYS))
                    renamed = asked.renamed(lambda name, own=own, cast=cast: cast_field(name, own, cast))  # type: ignore[misc]
                    gated = renamed.and_also(gates.get(code, ALWAYS))
                    found.setdefault(cast_field(field_id, own, cast), []).append(gated)
    for field_id, conditions in found.items():
        different = [one for place, one in enumerate(conditions) if one not in conditions[:place]]
        yield field_id, any_of(different) if len(different) > 1 else different[0]


def _repeats(catalogue: Catalogue, subject: Subject, form: JoinedForm) -> Iterator[tuple[str, Repeat]]:
    for code, casting in form.castings.items():
        own = catalogue.forms[code]
        for cast in casting.casts:
            for section in own.sections:
                if section.repeat is not None:
                    yield from ((cast_field(one, own, cast), section.repeat) for one in section.fields)


def _codes(catalogue: Catalogue, items: tuple[Item, ...]) -> Iterator[str]:
    for item in items:
        codes = catalogue.guide(item.code).codes
        yield codes.implementation


def _formats(schema: Schema) -> Iterator[str]:
    if "format" in schema:
        yield str(schema["format"])
    for part in schema.get("allOf", ()):
        yield from _formats(part)


def _longest(schema: Mapping[str, Any]) -> int:
    """Return how long a value may be: the least of all demands."""
    lengths = [int(schema["maxLength"])] if "maxLength" in schema else []
    lengths += [_longest(part) for part in schema.get("allOf", ())]
    return min(lengths, default=_HALF_LENGTH)
