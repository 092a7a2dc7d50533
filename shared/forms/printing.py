"""Lays out a joined form on paper: for every situation, each part with its condition, or for one case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from shared.catalogue.conditions import ALWAYS, Condition
from shared.catalogue.extras import Question
from shared.catalogue.model import Catalogue, Subject
from shared.forms.definition import COUNT_PREFIX, Repeat, Section, at_place, place_of
from shared.forms.joined import JoinedForm
from shared.forms.printed_conditions import ConditionWords, repeats_of
from shared.forms.printed_form import Block, Filling, PrintedForm, PrintedSection, Row, Tick
from shared.forms.printed_rows import paired, row_of

_MOST_BLOCKS: Final = 3
_ASKING: Final = ("申请", "申领", "申报")
QUESTIONS_TITLE: Final = "您的情况"


@dataclass(frozen=True, slots=True)
class Layout:
    """What is laid out.

    Attributes:
        asked: the questions of the first section; conditions name any of `questions`.
        conditions: when each field is filled in, by its id without its place; none for a case that is known.
        for_everybody: a form for every situation has empty places for several people; one of a case those that it has.
    """

    subject: Subject
    form: JoinedForm
    questions: Mapping[str, Question]
    asked: tuple[Question, ...]
    conditions: Mapping[str, Condition]
    for_everybody: bool


class FormPrinter:
    """Lays out one form; without values and answers it stays blank.

    Args:
        values: of the form's fields, by id; answers: by question.
        language: the second language, empty for none.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        layout: Layout,
        language: str,
        values: Mapping[str, str],
        answers: Mapping[str, str],
    ) -> None:
        self._catalogue = catalogue
        self._layout = layout
        self._language = language
        self._values, self._answers = values, answers
        self._form, self._conditions = layout.form, layout.conditions
        self._words = ConditionWords(layout.questions, layout.form)
        self._repeats = dict(repeats_of(catalogue, layout.form))

    def form(self) -> PrintedForm:
        """Return the whole form."""
        subject, hall = self._layout.subject, self._catalogue.hall
        sections = (*self._question_section(), *(self._section(section) for section in self._form.sections))
        return PrintedForm(
            title=subject.name + ("表" if subject.name.endswith(_ASKING) else "申请表"),
            second=self._second(subject.name),
            departments="、".join(dict.fromkeys(item.department for item in subject.items)),
            codes="、".join(self._catalogue.guide(item.code).codes.implementation for item in subject.items),
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
        asked = [one for one in self._layout.asked if one.field not in self._form.fields]
        if asked:
            lines = tuple((self._question(one),) for one in asked)
            yield PrintedSection(QUESTIONS_TITLE, (Block(lines),))

    def _question(self, question: Question) -> Row:
        given = self._answers.get(question.id)
        ticks = tuple(Tick(answer.label, answer.code == given) for answer in question.answers)
        condition = self._words.say(question.when)
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
            blocks: tuple[Block, ...] = (Block(paired(self._row(section, one, common) for one in fields)),)
        else:
            blocks = tuple(self._blocks(section, fields, repeat, common))
        more = (
            f"{repeat.label}多于 {len(blocks)} 个的，另附一张同样的表。"
            if repeat and repeat.max > len(blocks) and self._layout.for_everybody
            else ""
        )
        return PrintedSection(section.title, blocks, condition=self._words.say(common), more=more)

    def _blocks(self, section: Section, fields: list[str], repeat: Repeat, common: Condition) -> Iterator[Block]:
        bases = list(dict.fromkeys(place_of(one)[0] for one in fields))
        for place in range(1, self._places(fields, repeat) + 1):
            rows = (self._row(section, at_place(base, place), common, pattern=at_place(base, 1)) for base in bases)
            yield Block(paired(rows), f"{repeat.label} {place}" if repeat.max > 1 else "")

    def _places(self, fields: list[str], repeat: Repeat) -> int:
        if self._layout.for_everybody:
            return min(max(repeat.max, 1), _MOST_BLOCKS)
        return max((place_of(field)[1] or 1 for field in fields), default=1)

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
        return row_of(
            field,
            label=label,
            second=self._second(field.short_title),
            condition="" if condition == common else self._words.say(condition),
            required=(pattern or field_id) in self._form.required,
            value=self._values.get(field_id, ""),
        )

    def _second(self, text: str) -> str:
        translated = self._catalogue.translated(text, self._language) if self._language else text
        return translated if translated != text else ""
