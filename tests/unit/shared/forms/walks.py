"""Ways through a subject's questionnaire and its form: any answers, and values that its fields take."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from shared.catalogue.interview import Interview
from shared.catalogue.model import Catalogue, Subject
from shared.catalogue.narrowing import narrowing_of, questionnaire_of
from shared.forms.definition import FieldDefinition
from shared.forms.joined import JoinedForm, join_forms

Choose = Callable[[tuple[str, ...]], str]

BY_FORMAT = {
    "citizen-number": ("441900199003070016", "44190019900228352X", "810000199408230021"),
    "credit-code": ("92441900MA4Y00013A",),
    "mobile-phone": ("13800000000", "19912345678"),
    "date": ("2026-11-01", "2025-05-20"),
    "past-date": ("2026-03-10", "1990-03-07"),
    "bank-card": ("6222020000000000000", "4111111111111111"),
    "day-of-month": ("1", "31"),
}
BY_MEANING = {
    "person.household_number": ("440000123",),
    "marriage.certificate_number": ("J441900-2026-000001",),
    "project.code": ("2603-441900-04-01-123456",),
}
SEXES = {"男": "1", "女": "2"}
TEXTS = ("东莞市南城街道样例路1号3栋401", "陈样例", "1", "100", "12345678", "粤S12345", "LSGAA52M1ES000001")


@dataclass(frozen=True, slots=True)
class Walk:
    """Answers that lead somewhere: what they leave of the subject, its form, and a value for each field of it."""

    subject: Subject
    answers: Mapping[str, str]
    form: JoinedForm
    values: Mapping[str, str]


def samples_of(definition: FieldDefinition) -> tuple[str, ...]:
    """Return values that a field takes, the first the plainest."""
    if definition.options:
        return tuple(option.code for option in definition.options)
    if definition.shared_meaning in BY_MEANING:
        return BY_MEANING[definition.shared_meaning]
    rules = definition.schema.get("allOf", [definition.schema])
    for rule in rules:
        if "format" in rule:
            return BY_FORMAT[rule["format"]]
    if definition.widget.value == "date":
        return BY_FORMAT["date"]
    return tuple(text for text in TEXTS if all(_takes(rule, text) for rule in rules))


def _takes(rule: Mapping[str, Any], text: str) -> bool:
    return (
        rule.get("minLength", 0) <= len(text) <= rule.get("maxLength", 4000)
        and re.fullmatch(rule.get("pattern", "(?s:.*)"), text) is not None
    )


def interviews(catalogue: Catalogue, subject: Subject) -> Iterator[Interview]:
    """Yield every finished or stopped way through a subject's questions."""
    waiting = [Interview(questionnaire_of(catalogue, subject))]
    while waiting:
        interview = waiting.pop()
        asked = interview.next
        if asked is None:
            yield interview
            continue
        waiting += [interview.answer(asked.question.id, answer.code) for answer in asked.answers]


def telling(ways: Iterable[Interview]) -> Iterator[Interview]:
    """Yield ways that between them have every pair of outcomes that can hold together, and every pair that can't."""
    seen: set[tuple[bool, str, str]] = set()
    for interview in ways:
        holds = interview.standing.holds
        codes = [outcome.code for outcome in interview.questionnaire.outcomes]
        pairs = {(one in holds, one, other) for one in codes for other in codes if other in holds} | {(True, "", "")}
        if not pairs <= seen:
            seen |= pairs
            yield interview


def walk(catalogue: Catalogue, whole: Subject, interview: Interview, choose: Choose) -> Walk:
    """Fill the form that a way through the questions leaves; a field's value may bring further fields."""
    questions = interview.questionnaire.questions
    filled = {
        one.field: interview.given[code] for code, one in questions.items() if one.field and code in interview.given
    }
    values: dict[str, str] = {}
    for _ in range(12):
        now = Interview(interview.questionnaire, interview.given, values=values)
        narrowed = narrowing_of(now.questionnaire, now.standing, whole) if now.questionnaire.outcomes else None
        subject = catalogue.subject(whole.code, narrowed)
        form = join_forms(catalogue, subject, {**values, **now.standing.effective})
        missing = [field for field in form.fields if field not in values]
        if not missing:
            kept = {field: value for field, value in values.items() if field in form.fields}
            return Walk(subject, now.standing.effective, form, kept)
        sexes = {f"{role.code}.sex": SEXES[role.sex] for role in form.roles if role.sex}
        for field in missing:
            values[field] = filled.get(field) or sexes.get(field) or choose(samples_of(form.fields[field]))
    raise AssertionError(missing)
