"""Fields asked only where their condition holds, things asked for each of several, rules across fields."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.catalogue.conditions import Condition
from shared.catalogue.model import Catalogue
from shared.forms.checking import check_form
from shared.forms.cross_checks import broken_places
from shared.forms.definition import CrossCheck, CrossRule, FormDefinition, Repeat, Section
from shared.forms.joined import JoinedForm, cut_for_item, item_forms, join_forms
from tests.unit.shared.forms.form_samples import with_form

TODAY = date(2026, 11, 23)
BANKED = Condition.of({"subsidy.first_time": "1"})


@pytest.fixture(scope="module")
def conditional(shipped: Catalogue) -> Catalogue:
    """The subsidy's form: bank fields only for a first subsidy, employees one by one."""
    own = shipped.forms["7.3"]
    sections = (
        Section("申请人", ("applicant.name", "applicant.phone"), "applicant"),
        Section("补贴", ("subsidy.first_time", "business.registered_on")),
        Section("账户", ("bank.name", "bank.account"), when=BANKED),
        Section("同住人", ("move.householder_name", "move.householder_number"), repeat=Repeat(0, 3, "同住人")),
    )
    required = frozenset(field for section in sections for field in section.fields) - {"move.householder_number"}
    return with_form(shipped, FormDefinition("7.3", sections, required, own.roles))


def form_of(catalogue: Catalogue, answers: Mapping[str, str] | None) -> JoinedForm:
    return join_forms(catalogue, catalogue.subject("7.3"), answers)


def test_a_field_comes_and_goes_with_the_answer_that_decides_it(conditional: Catalogue) -> None:
    assert "bank.account" not in form_of(conditional, {}).fields
    assert "bank.account" not in form_of(conditional, {"subsidy.first_time": "2"}).fields
    asked = form_of(conditional, {"subsidy.first_time": "1"})
    assert {"bank.name", "bank.account"} <= asked.required
    assert [section.title for section in asked.sections][2] == "账户"


def test_without_answers_everything_is_asked_once(conditional: Catalogue) -> None:
    largest = form_of(conditional, None)
    assert {"bank.account", "move.householder_name#1", "count.move"} <= set(largest.fields)
    assert "move.householder_name#2" not in largest.fields


def test_what_is_hidden_is_neither_checked_nor_cut_out(conditional: Catalogue) -> None:
    values = {"subsidy.first_time": "2", "bank.account": "1", "applicant.name": "陈样例"}
    form = form_of(conditional, values)
    assert "bank.account" not in {fault.field for fault in check_form(form, values, today=TODAY)}
    assert cut_for_item(form, "7.3", values) == {"subsidy.first_time": "2", "applicant.name": "陈样例"}


@pytest.mark.parametrize(("count", "places"), [("", 0), ("0", 0), ("1", 1), ("3", 3), ("99", 3), ("x", 0)])
def test_repeated_things_are_asked_as_often_as_there_are(conditional: Catalogue, count: str, places: int) -> None:
    form = form_of(conditional, {"count.move": count})
    names = [field for field in form.fields if field.startswith("move.householder_name")]
    assert names == [f"move.householder_name#{place}" for place in range(1, places + 1)]
    assert ("move.householder_number#1" in form.required) is False


def test_repeated_things_come_one_after_the_other_and_say_which(conditional: Catalogue) -> None:
    form = form_of(conditional, {"count.move": "2"})
    section = next(section for section in form.sections if "count.move" in section.fields)
    assert section.fields == (
        "count.move",
        "move.householder_name#1",
        "move.householder_number#1",
        "move.householder_name#2",
        "move.householder_number#2",
    )
    assert form.fields["move.householder_name#2"].title.startswith("同住人2 ")
    assert [option.code for option in form.fields["count.move"].options] == ["0", "1", "2", "3"]


@given(st.dictionaries(st.sampled_from(["1", "2", "3"]), st.text(min_size=1, max_size=9), max_size=3))
def test_cutting_gives_back_all_that_was_asked(conditional: Catalogue, names: dict[str, str]) -> None:
    values = {"count.move": "3", **{f"move.householder_name#{place}": name for place, name in names.items()}}
    form = form_of(conditional, values)
    assert item_forms(form, "7.3", values) == (values,)


DATES = ("2026-01-01", "2026-01-02")


@pytest.mark.parametrize(
    ("rule", "value", "given", "broken"),
    [
        (CrossRule.NOT_AFTER, "", DATES, False),
        (CrossRule.NOT_AFTER, "", DATES[::-1], True),
        (CrossRule.NOT_AFTER, "", (DATES[0], DATES[0]), False),
        (CrossRule.NOT_BEFORE, "", DATES, True),
        (CrossRule.NOT_AFTER, "", ("2026-01-01", ""), False),
        (CrossRule.NOT_AFTER, "", ("2026-13-01", "2026-01-01"), False),
        (CrossRule.AT_MOST, "10", ("9", "10"), False),
        (CrossRule.AT_MOST, "10", ("9", "10.5"), True),
        (CrossRule.AT_LEAST, "", ("10", "9"), False),
        (CrossRule.AT_LEAST, "", ("9", "10"), True),
        (CrossRule.EQUAL, "", ("a", "a"), False),
        (CrossRule.EQUAL, "", ("a", "b"), True),
        (CrossRule.DIFFERENT, "", ("a", "a"), True),
        (CrossRule.SUM_AT_MOST, "100", ("60", "41"), True),
        (CrossRule.SUM_AT_MOST, "100", ("60", "40"), False),
        (CrossRule.SUM_EQUAL, "", ("40", "40"), False),
        (CrossRule.SUM_EQUAL, "100", ("60", "39"), True),
        (CrossRule.SUM_EQUAL, "100", ("60", "NaN"), False),
        (CrossRule.ONE_OF_THEM, "", ("", ""), True),
        (CrossRule.ONE_OF_THEM, "", ("", "x"), False),
        (CrossRule.ALL_OR_NONE, "", ("", "x"), True),
        (CrossRule.ALL_OR_NONE, "", ("", ""), False),
    ],
)
def test_a_rule_across_fields_holds_or_not(rule: CrossRule, value: str, given: tuple[str, str], broken: bool) -> None:
    check = CrossCheck(rule, ("one", "two"), "不对", value)
    values = dict(zip(check.fields, given, strict=True))
    assert broken_places(check, values, ("one", "two")) == (("two",) if broken else ())


def test_a_rule_counts_at_every_place_and_a_sum_over_all() -> None:
    asked = ("start", "share#1", "share#2", "end#1", "end#2")
    values = {"start": "2026-02-01", "end#1": "2026-03-01", "end#2": "2026-01-01", "share#1": "50", "share#2": "60"}
    order = CrossCheck(CrossRule.NOT_AFTER, ("start", "end"), "早于开始")
    assert broken_places(order, values, asked) == ("end#2",)
    total = CrossCheck(CrossRule.SUM_EQUAL, ("share",), "合计不是 100", "100")
    assert broken_places(total, values, asked) == ("share#2",)
    assert broken_places(total, {**values, "share#2": "50"}, asked) == ()


def test_a_rule_about_what_is_not_asked_says_nothing() -> None:
    assert broken_places(CrossCheck(CrossRule.ONE_OF_THEM, ("one", "two"), "缺一项"), {}, ("one",)) == ()


@given(st.sampled_from(CrossRule), st.lists(st.text(max_size=12), min_size=2, max_size=2), st.text(max_size=8))
def test_no_value_breaks_a_rules_check_itself(rule: CrossRule, given_values: list[str], value: str) -> None:
    check = CrossCheck(rule, ("one", "two"), "", value)
    assert broken_places(check, dict(zip(check.fields, given_values, strict=True)), check.fields) in {(), ("two",)}


def test_a_broken_rule_is_told_in_its_own_words_unless_the_field_is_wrong_by_itself(conditional: Catalogue) -> None:
    own = conditional.forms["7.3"]
    check = CrossCheck(CrossRule.EQUAL, ("applicant.name", "applicant.phone"), "两处要一样", mend="改成一样")
    ruled = with_form(conditional, FormDefinition("7.3", own.sections, own.required, own.roles, own.rules, (check,)))
    form = form_of(ruled, {})
    values = {"applicant.name": "13800000001", "applicant.phone": "13800000000", "subsidy.first_time": "2"}
    faults = {fault.field: fault for fault in check_form(form, values, today=TODAY)}
    assert faults["applicant.phone"].code == "equal"
    assert faults["applicant.phone"].params["message"] == "两处要一样"
    wrong = check_form(form, {**values, "applicant.phone": "1"}, today=TODAY)
    assert {fault.code for fault in wrong if fault.field == "applicant.phone"} == {"format"}
