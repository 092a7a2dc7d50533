"""An item is taken only as its department confirmed it (A9); policies match by an enterprise's data and role (A14)."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.editions import EditionAct, EditionStep, edition_of
from shared.domain.errors import RuleBrokenError, RuleFault
from shared.domain.policy_matching import Demand, Facts, Fit, Relation, fit_of, match_policy

OWNER = "市住房城乡建设局"
BEGIN = date(2026, 11, 1)
WAY = (EditionAct.EDITED, EditionAct.CHECKED, EditionAct.CONFIRMED, EditionAct.PUBLISHED)


def _history(*acts: EditionAct, by: str = OWNER) -> list[EditionStep]:
    return [EditionStep(act, by, BEGIN + timedelta(days=place), f"clerk-{place}") for place, act in enumerate(acts)]


@pytest.mark.parametrize("steps", range(4))
def test_what_is_not_published_is_not_taken(steps: int) -> None:
    assert not edition_of(_history(*WAY[:steps]), OWNER).taken


def test_what_is_confirmed_and_published_is_taken_until_it_is_retired() -> None:
    edition = edition_of(_history(*WAY), OWNER)
    assert (edition.taken, edition.confirmed_on) == (True, date(2026, 11, 3))
    changing = (*WAY, EditionAct.CHANGED, EditionAct.CHECKED)
    assert edition_of(_history(*changing), OWNER).taken, "the edition in force goes on while its change is checked"
    for on_its_way in (
        (),
        (EditionAct.CHANGED,),
        (EditionAct.CHANGED, EditionAct.EDITED),
        (EditionAct.CHANGED, *WAY[:3]),
    ):
        retired = edition_of(_history(*WAY, *on_its_way, EditionAct.RETIRED), OWNER)
        assert (retired.taken, retired.last) == (False, EditionAct.RETIRED)
    with pytest.raises(RuleBrokenError, match=RuleFault.EDITION_STEP_OUT_OF_ORDER):
        edition_of(_history(*WAY[:3], EditionAct.RETIRED), OWNER)


@given(st.lists(st.sampled_from(EditionAct), max_size=9))
def test_no_order_of_steps_takes_what_its_department_did_not_confirm(acts: list[EditionAct]) -> None:
    with suppress(RuleBrokenError):
        edition = edition_of(_history(*acts), OWNER)
        assert not edition.taken or EditionAct.CONFIRMED in acts[: acts.index(EditionAct.PUBLISHED)]


def test_who_wrote_it_does_not_check_it_and_another_office_does_not_confirm_it() -> None:
    alone = [EditionStep(act, OWNER, BEGIN, "clerk-1") for act in WAY[:2]]
    with pytest.raises(RuleBrokenError, match=RuleFault.EDITION_SAME_PERSON):
        edition_of(alone, OWNER)
    both = [EditionStep(act, OWNER, BEGIN, who) for act, who in zip((WAY[0], *WAY[:2]), "aba", strict=True)]
    with pytest.raises(RuleBrokenError, match=RuleFault.EDITION_SAME_PERSON):
        edition_of(both, OWNER)
    with pytest.raises(RuleBrokenError, match=RuleFault.EDITION_NOT_THE_DEPARTMENT):
        edition_of(_history(*WAY[:3], by="市公安局"), OWNER)
    with pytest.raises(RuleBrokenError, match=RuleFault.EDITION_STEP_OUT_OF_ORDER):
        edition_of(reversed(_history(*WAY)), OWNER)


@pytest.mark.parametrize(
    ("relation", "value", "fact", "fit"),
    [
        (Relation.EQUAL, "high_tech", "high_tech", Fit.MET),
        (Relation.EQUAL, 3, "3", Fit.MET),
        (Relation.EQUAL, "high_tech", "other", Fit.NOT_MET),
        (Relation.ONE_OF, ("C", "I"), "I", Fit.MET),
        (Relation.ONE_OF, ("C", "I"), "CI", Fit.NOT_MET),
        (Relation.AT_LEAST, 10, 10, Fit.MET),
        (Relation.AT_LEAST, 10, "9", Fit.NOT_MET),
        (Relation.AT_LEAST, 10, "ten", Fit.UNKNOWN),
        (Relation.AT_LEAST, 10, "12.5", Fit.MET),
        (Relation.AT_MOST, 12, "12.01", Fit.NOT_MET),
        (Relation.AT_LEAST, 10, "NaN", Fit.UNKNOWN),
        (Relation.AT_MOST, 300, 301, Fit.NOT_MET),
        (Relation.AFTER, "2021-12-31", "2022-01-01", Fit.MET),
        (Relation.BEFORE, "2021-12-31", "2021-12-31", Fit.NOT_MET),
        (Relation.BEFORE, "2021-12-31", "soon", Fit.UNKNOWN),
        (Relation.BEGINS_WITH, "39", "3911", Fit.MET),
        (Relation.BEGINS_WITH, ("39", "40"), "4110", Fit.NOT_MET),
    ],
)
def test_a_demand_is_met_failed_or_not_known(
    relation: Relation, value: str | int | tuple[str, ...], fact: str | int, fit: Fit
) -> None:
    demand = Demand("fact", relation, value, "")
    assert fit_of(demand, {"fact": fact}) is fit
    assert fit_of(demand, {}) is Fit.UNKNOWN


STAFF = Demand("employees", Relation.AT_MOST, 300, "职工不超过300人")
INDUSTRY = Demand("industry", Relation.BEGINS_WITH, "C", "属于制造业")


@pytest.mark.parametrize(
    ("facts", "role", "today", "fit"),
    [
        ({"employees": 20, "industry": "C39"}, "finance", BEGIN, Fit.MET),
        ({"employees": 20}, "finance", BEGIN, Fit.UNKNOWN),
        ({"employees": 900}, "finance", BEGIN, Fit.NOT_MET),
        ({"employees": 20, "industry": "C39"}, "staff", BEGIN, Fit.NOT_SHOWN),
        ({"employees": 20, "industry": "C39"}, "finance", date(2027, 1, 1), Fit.CLOSED),
    ],
)
def test_a_policy_tells_what_is_met_and_shows_itself_to_its_roles(
    facts: Facts, role: str, today: date, fit: Fit
) -> None:
    found = match_policy(
        (STAFF, INDUSTRY), facts, role=role, seen_by=("finance",), until=date(2026, 12, 31), today=today
    )
    assert found.fit is fit
    assert found.unknown == ((INDUSTRY,) if fit in {Fit.UNKNOWN, Fit.NOT_MET} else ())
