"""Of everything that can be applied for: every situation has a finishable path, and one form is as good as many."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.catalogue.checker import read_source
from shared.catalogue.conditions import ALWAYS
from shared.catalogue.interview import Interview
from shared.catalogue.sources import default_source
from shared.domain.items import ItemKind
from shared.domain.materials import MaterialSource
from shared.forms.checking import check_form
from shared.forms.joined import cut_for_item, item_forms, join_forms
from tests.unit.shared.forms.walks import Walk, interviews, telling, walk

TODAY = date(2026, 11, 23)
LOCAL = {source for source in MaterialSource if source is not MaterialSource.E_LICENCE}
CATALOGUE = read_source(default_source())
APPLIED = [subject.code for subject in CATALOGUE.subjects if subject.kind is ItemKind.APPLIED]
SERVICES = [code for code in APPLIED if CATALOGUE.subject(code).is_service]
WRONG = ("", "x", "99", "20", "2026-13-40", "陈" * 5000)
A_FEW = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))


def first(choices: tuple[str, ...]) -> str:
    return choices[0]


@pytest.mark.parametrize("code", APPLIED)
def test_every_reachable_situation_has_a_finishable_path(code: str) -> None:
    whole = CATALOGUE.subject(code)
    reached: set[str] = set()
    for interview in ways_of(code):
        if interview.standing.stop is not None:
            assert interview.standing.stop.office or interview.standing.stop.subject, "a way that ends leads on"
            continue
        assert interview.finished
        way = walk(CATALOGUE, whole, interview, first)
        reached |= interview.standing.holds
        assert way.subject.items, interview.given
        assert check_form(way.form, way.values, today=TODAY) == (), interview.given
        for material in way.subject.materials:
            assert LOCAL & set(material.sources), f"{material.code} can only come over the network"
    promised = {outcome.code for outcome in interview.questionnaire.outcomes}
    assert reached == promised, "every situation, item and section is somewhere reached"


@cache
def ways_of(code: str) -> tuple[Interview, ...]:
    return tuple(telling(interviews(CATALOGUE, CATALOGUE.subject(code))))


@st.composite
def walks(draw: st.DrawFn, code: str) -> Walk:
    """Draw any way through a service with right values, and some of them spoilt."""
    ways = [interview for interview in ways_of(code) if interview.finished]
    whole, interview = CATALOGUE.subject(code), draw(st.sampled_from(ways))
    way = walk(CATALOGUE, whole, interview, lambda choices: draw(st.sampled_from(choices)))
    spoilt = draw(st.dictionaries(st.sampled_from(sorted(way.values)), st.sampled_from(WRONG), max_size=2))
    return Walk(way.subject, way.answers, way.form, {**way.values, **spoilt})


@pytest.mark.parametrize("code", SERVICES)
@A_FEW
@given(data=st.data())
def test_joining_and_cutting_is_loss_free(code: str, data: st.DataObject) -> None:
    way = data.draw(walks(code))
    together: dict[str, str] = {}
    for item in way.subject.items:
        part = cut_for_item(way.form, item.code, way.values)
        assert all(together.get(field, value) == value for field, value in part.items())
        together |= part
    assert together == way.values


def asked_by(item_code: str, answers: Mapping[str, str]) -> set[str]:
    """Return what an item's form asks by the plain meaning of its sections and conditions."""
    return {
        field
        for section in CATALOGUE.forms[item_code].sections
        if section.when.holds(answers)
        for field in section.fields
        if section.fields_when.get(field, ALWAYS).holds(answers)
    }


@pytest.mark.parametrize("code", SERVICES)
@A_FEW
@given(data=st.data())
def test_each_item_gets_the_very_form_that_it_would_have_asked_for_by_itself(code: str, data: st.DataObject) -> None:
    way = data.draw(walks(code))
    supplied = {field for supply in way.subject.plan.supplied for field in supply.fields}
    joined_right = not check_form(way.form, way.values, today=TODAY)
    singly_right = True
    for item in way.subject.items:
        filled = item_forms(way.form, item.code, way.values)
        assert filled or way.form.castings[item.code].chosen_by, "an item that is applied for gets its form"
        singly_right = singly_right and bool(filled)
        for own_values in filled:
            answers = {**way.answers, **own_values}
            own = join_forms(CATALOGUE, CATALOGUE.subject(item.code), answers)
            assert set(own_values) == set(own.fields) - supplied == asked_by(item.code, answers) - supplied
            faults = [fault for fault in check_form(own, own_values, today=TODAY) if fault.field not in supplied]
            singly_right = singly_right and not faults
    assert joined_right == singly_right
