"""A subject's questionnaire, made of its own questions and those of its items, and what its standing leaves of it."""

from __future__ import annotations

from collections.abc import Iterator

from shared.catalogue.conditions import ALWAYS, Condition
from shared.catalogue.model import Catalogue, Subject
from shared.catalogue.questionnaire import Outcome, Questionnaire, Standing
from shared.catalogue.subjects import Narrowing, situation_ids
from shared.domain.items import Item

_ITEM, _SECTION = "item", "section"


def questionnaire_of(catalogue: Catalogue, subject: Subject) -> Questionnaire:
    """Return the questionnaire of a subject as the catalogue has it, not narrowed; without questions an empty one."""
    codes = [subject.code, *(item.code for item in subject.items)]
    asked = dict.fromkeys(question for code in codes for question in catalogue.extras_of(code).questions)
    outcomes = tuple(_outcomes(catalogue, subject))
    keys = frozenset().union(*(outcome.asks for outcome in outcomes))
    return Questionnaire(
        questions={code: catalogue.extras.questions[code] for code in asked},
        outcomes=outcomes,
        fields={
            key: tuple(option.code for option in catalogue.fields[key].options)
            for key in sorted(keys)
            if key in catalogue.fields
        },
    )


def narrowing_of(questionnaire: Questionnaire, standing: Standing, subject: Subject) -> Narrowing:
    """Return what is left of a subject: what holds, and every item that no condition keeps out."""
    conditional = {outcome.code for outcome in questionnaire.outcomes}
    members = (*subject.items, *subject.checks)
    items = frozenset(
        item.code for item in members if _item_id(item.code) not in conditional or _item_id(item.code) in standing.holds
    )
    return Narrowing(items, standing.holds)


def _outcomes(catalogue: Catalogue, subject: Subject) -> Iterator[Outcome]:
    gates = _gates(catalogue, subject)
    members = (*subject.items, *subject.checks)
    names = {item.code: item.name for item in members}
    for code, gate in gates.items():
        yield Outcome(_item_id(code), names.get(code, ""), gate)
    for item in members:
        yield from _of_item(catalogue, item, gates.get(item.code, ALWAYS))
    if subject.is_service:
        service = catalogue.services[subject.code]
        conditions = catalogue.extras_of(subject.code).situations
        for situation in service.situations:
            (code,) = situation_ids(subject.code, [situation.code])
            yield Outcome(code, situation.name, conditions[situation.code])


def _gates(catalogue: Catalogue, subject: Subject) -> dict[str, Condition]:
    if not subject.is_service:
        return {}
    return dict(catalogue.plans[subject.code].conditions)


def _of_item(catalogue: Catalogue, item: Item, gate: Condition) -> Iterator[Outcome]:
    names = {situation.code: situation.name for situation in item.situations}
    names |= {f".{material.code}": material.name for material in item.materials}
    for code, condition in catalogue.extras_of(item.code).situations.items():
        (scoped,) = situation_ids(item.code, [code])
        yield Outcome(scoped, names[code], condition, gate)
    form = catalogue.forms.get(item.code)
    for place, section in enumerate(form.sections if form else ()):
        conditions = [(section.title, section.when), *((section.title, when) for when in section.fields_when.values())]
        for number, (label, condition) in enumerate(conditions):
            if condition.asks:
                yield Outcome(f"{_SECTION}:{item.code}:{place}:{number}", label, condition, gate)


def _item_id(code: str) -> str:
    return f"{_ITEM}:{code}"
