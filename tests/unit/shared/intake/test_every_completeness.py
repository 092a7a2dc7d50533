"""Whatever can be applied for: no order of answers, edits and undo is called complete while a rule is broken.

Without a store: the acts are the pure changes that the desk makes, so that every item and service is tried at each run.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from devices.id_card.specimens import SPECIMENS
from shared.catalogue.checker import read_source
from shared.catalogue.conditions import ALWAYS
from shared.catalogue.model import Subject
from shared.catalogue.sources import default_source
from shared.domain.items import ItemKind
from shared.domain.materials import Importance, Material
from shared.domain.trust import TrustLevel
from shared.forms.checking import check_form
from shared.forms.joined import JoinedForm, item_forms, join_forms
from shared.intake.answers import answered, offered, settled
from shared.intake.draft import QUESTION_PREFIX, Draft, DraftPage, FieldSource, GivenBy
from shared.intake.errors import IntakeError
from shared.intake.gaps import gaps_of
from shared.intake.identify import applicant_from_card
from shared.intake.material_acts import scanned_pages, stood_in, taken_back, with_page, without_page
from shared.intake.promises import committed, promised
from shared.intake.situation import Situations
from tests.unit.shared.forms.walks import SEXES, samples_of
from tests.unit.shared.intake.desks import NOW

TODAY = date(2026, 11, 23)
CATALOGUE = read_source(default_source())
APPLIED = [subject.code for subject in CATALOGUE.subjects if subject.kind is ItemKind.APPLIED]
SITUATIONS = Situations()
PAGE = DraftPage(
    page_id=UUID(int=1), width=1240, height=1754, dpi=150, size=9, sha256="0" * 64, trust=TrustLevel.C, taken_at=NOW
)
BAD_PAGE = PAGE.model_copy(update={"page_id": UUID(int=2), "findings": ("blurred",)})
SPOILT = ("", "x", "99", "2026-13-40", "陈" * 5000)
ACTS = (
    "spoil",
    "other",
    "question",
    "question",
    "offer",
    "settle",
    "promise",
    "commit",
    "take_back",
    "page",
    "bad_page",
    "unpage",
)


@dataclass(frozen=True)
class Case:
    """A draft with what it amounts to."""

    draft: Draft

    @property
    def subject(self) -> Subject:
        return SITUATIONS.subject(CATALOGUE, self.draft)

    @property
    def form(self) -> JoinedForm:
        return SITUATIONS.form(CATALOGUE, self.draft)

    @property
    def is_complete(self) -> bool:
        standing = SITUATIONS.interview(CATALOGUE, self.draft).standing
        return not gaps_of(self.draft, self.subject, self.form, standing, today=TODAY, catalogue=CATALOGUE)


@cache
def begun(code: str) -> Draft:
    draft = Draft(
        case_id=UUID(int=9),
        subject_code=code,
        catalogue_version=CATALOGUE.version,
        channel="counter",
        created_at=NOW,
        updated_at=NOW,
    )
    for role in CATALOGUE.subject(code).parties:
        draft = draft.with_applicant(applicant_from_card(SPECIMENS["chen"], replace(role, sex=None), NOW))
    return draft


def filled(data: st.DataObject, draft: Draft) -> Draft:
    """Answer what is asked, each answer drawn and none that ends the way, and give a page of each material."""
    for _ in range(400):
        case = Case(draft)
        form = case.form
        missing = next((field for field in form.fields if field not in draft.fields), None)
        if missing is None:
            for material in case.subject.materials:
                draft = with_page(draft, material.code, PAGE, None)
            return draft
        sexes = {f"{role.code}.sex": SEXES[role.sex] for role in form.roles if role.sex}
        choices = (sexes[missing],) if missing in sexes else samples_of(form.fields[missing])
        value = data.draw(st.sampled_from(choices))
        tried = answered(draft, form, missing, value, FieldSource.TYPED)
        for other in choices:
            if not SITUATIONS.interview(CATALOGUE, tried).standing.stop:
                break
            tried = answered(draft, form, missing, other, FieldSource.TYPED)
        draft = tried
    raise AssertionError(draft.subject_code)


def acted(data: st.DataObject, case: Case) -> Draft:
    draft, form, materials = case.draft, case.form, case.subject.materials
    act = data.draw(st.sampled_from(ACTS))
    if act in {"spoil", "other", "question", "offer", "settle"}:
        questions = SITUATIONS.interview(CATALOGUE, draft).questionnaire.questions
        asking = {QUESTION_PREFIX + code for code in questions} | {one.field for one in questions.values()}
        fields = sorted(asking & form.fields.keys()) if act == "question" else ()
        field = data.draw(st.sampled_from(fields or sorted(form.fields)))
        others = samples_of(form.fields[field]) or ("x",)
        value = data.draw(st.sampled_from(SPOILT if act == "spoil" else others))
        if act == "offer":
            return offered(draft, form, field, value, FieldSource.EARLIER)
        return (
            settled(draft, field, value) if act == "settle" else answered(draft, form, field, value, FieldSource.TYPED)
        )
    if not materials:
        return draft
    material = data.draw(st.sampled_from(materials))
    return on_material(draft, material, act)


def on_material(draft: Draft, material: Material, act: str) -> Draft:
    pages = scanned_pages(draft, material.code)
    match act:
        case "promise":
            given_later = promised(material, NOW, TODAY, CATALOGUE.work_calendar())
            return stood_in(without_pages(draft, material.code), given_later)
        case "commit":
            return stood_in(without_pages(draft, material.code), committed(material, NOW))
        case "take_back":
            return taken_back(draft, material.code)
        case "page" | "bad_page":
            return with_page(draft, material.code, PAGE if act == "page" else BAD_PAGE, 0 if pages else None)
        case _:
            return without_pages(draft, material.code)


def without_pages(draft: Draft, code: str) -> Draft:
    for page in scanned_pages(draft, code):
        draft = without_page(draft, code, page.page_id)
    return draft


@pytest.mark.parametrize("code", APPLIED)
@settings(max_examples=1, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_no_order_of_acts_is_called_complete_while_a_rule_is_broken(code: str, data: st.DataObject) -> None:
    history = [filled(data, begun(code))]
    assert not list(broken_rules(Case(history[0])))
    assert Case(history[0]).is_complete, "acts begin where nothing is lacking, so that each may break a rule"
    for _ in range(data.draw(st.integers(3, 8))):
        if len(history) > 1 and data.draw(st.booleans()):
            history.append(history[-2])
        else:
            try:
                history.append(acted(data, Case(history[-1])))
            except IntakeError:
                continue
        case = Case(history[-1])
        broken = list(broken_rules(case))
        assert not (case.is_complete and broken), broken


def broken_rules(case: Case) -> Iterator[Any]:
    """Yield what is wrong by the catalogue's own words, item by item, without the engine that joins and narrows."""
    draft, form, values = case.draft, case.form, case.draft.values()
    effective = SITUATIONS.interview(CATALOGUE, draft).standing.effective
    supplied = {field for supply in case.subject.plan.supplied for field in supply.fields}
    unneeded = {code for supply in case.subject.plan.supplied for code in supply.materials}
    yield from (("differs", field) for field in form.fields if field in draft.fields and draft.fields[field].others)
    for question in SITUATIONS.interview(CATALOGUE, draft).questionnaire.questions.values():
        chosen = question.answer(effective.get(question.id, ""))
        if chosen is not None and chosen.stop is not None:
            yield "stopped", question.id
    for item in case.subject.items:
        for own_values in item_forms(form, item.code, values):
            answers = {**effective, **own_values}
            own = join_forms(CATALOGUE, CATALOGUE.subject(item.code), answers)
            yield from (
                (item.code, fault) for fault in check_form(own, own_values, today=TODAY) if fault.field not in supplied
            )
            required = CATALOGUE.forms[item.code].required
            yield from (
                (item.code, field)
                for field in asked_by(item.code, answers) & required
                if not own_values.get(field) and field not in supplied
            )
            yield from (
                (item.code, material.code)
                for material in needed_by(item.code, answers)
                if material.code not in unneeded and not is_given(draft, material)
            )
    if not case.subject.items:
        yield "nothing is applied for"


def asked_by(item_code: str, answers: Mapping[str, str]) -> set[str]:
    return {
        field
        for section in CATALOGUE.forms[item_code].sections
        if section.when.holds(answers)
        for field in section.fields
        if section.fields_when.get(field, ALWAYS).holds(answers)
    }


def needed_by(item_code: str, answers: Mapping[str, str]) -> list[Material]:
    conditions = CATALOGUE.extras_of(item_code).situations
    return [
        material
        for material in CATALOGUE.items[item_code].materials
        if not material.situations or any(conditions[code].holds(answers) for code in material.situations)
    ]


def is_given(draft: Draft, material: Material) -> bool:
    """Tell whether a paper is there, of one person or of several, by good pages or by what may stand in for it."""
    found = [one for code, one in draft.materials.items() if code.partition(".")[0] == material.code]
    return any(
        (one.given_by is GivenBy.SCAN and one.pages and not any(page.findings for page in one.pages))
        or (one.given_by is GivenBy.PROMISE and material.importance is Importance.MINOR)
        or (one.given_by is GivenBy.COMMITMENT and material.commitment is not None)
        for one in found
    )
