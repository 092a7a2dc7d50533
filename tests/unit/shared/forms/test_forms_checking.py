"""What was filled in is told right from wrong, by field and code, never by value."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn

from shared.domain.errors import NumberFault
from shared.forms.checking import FieldFault, check_form, unknown_fields
from shared.forms.formats import FORMATS, format_fault, luhn_holds
from shared.forms.joined import JoinedForm

FormOf = Callable[[str], JoinedForm]
TODAY = date(2026, 11, 23)
SUBSIDY = {
    "applicant.name": "陈样例",
    "applicant.number": "441900199003070016",
    "applicant.sex": "1",
    "applicant.birth": "1990-03-07",
    "applicant.ethnicity": "01",
    "applicant.address": "东莞市南城街道样例路1号",
    "applicant.phone": "13800000000",
    "business.name": "东莞市样例小吃店",
    "business.credit_code": "92441900MA4Y00013A",
    "business.registered_on": "2025-05-20",
    "subsidy.category": "4",
    "subsidy.employees": "2",
    "subsidy.first_time": "1",
    "bank.name": "东莞农村商业银行南城支行",
    "bank.account": "6222020000000000000",
}


def test_what_is_right_has_no_fault(form_of: FormOf) -> None:
    assert check_form(form_of("7.3"), SUBSIDY, today=TODAY) == ()


def test_everything_missing_is_told_at_once_in_the_order_of_asking(form_of: FormOf) -> None:
    form = form_of("7.3")
    faults = check_form(form, {}, today=TODAY)
    assert [fault.field for fault in faults] == [field for field in form.fields if field in form.required]
    assert {fault.code for fault in faults} == {"missing"}


@pytest.mark.parametrize(
    ("field", "value", "code", "params"),
    [
        ("applicant.name", "", "missing", {}),
        ("applicant.name", "  ", "missing", {}),
        ("applicant.name", "陈" * 61, "too_long", {"max": 60}),
        ("applicant.address", "东莞", "too_short", {"min": 5}),
        ("applicant.number", "44190019900307001", "length", {}),
        ("applicant.number", "441900199003070010", "check_digit", {}),
        ("applicant.number", "001900199003070016", "region", {}),
        ("applicant.number", "441900199013070016", "birth_date", {}),
        ("applicant.number", "4419001990030700A6", "characters", {}),
        ("applicant.phone", "0769-12345", "format", {}),
        ("applicant.phone", "12800000000", "format", {}),
        ("applicant.birth", "1990-02-30", "no_such_date", {}),
        ("applicant.birth", "1990/3/7", "format", {}),
        ("applicant.sex", "男", "choice", {}),
        ("business.credit_code", "92441900MA4Y00013B", "check_digit", {}),
        ("business.registered_on", "2026-11-24", "future_date", {}),
        ("subsidy.employees", "0", "format", {}),
        ("subsidy.employees", "2\n", None, {}),
        ("bank.account", "6222020000000000001", "check_digit", {}),
        ("bank.account", "622202", "format", {}),
    ],
)
def test_each_fault_has_its_code(
    form_of: FormOf, field: str, value: str, code: str | None, params: dict[str, int]
) -> None:
    faults = check_form(form_of("7.3"), SUBSIDY | {field: value}, today=TODAY)
    assert faults == (() if code is None else (FieldFault(field, code, params),))


def test_a_role_of_one_sex_is_held_to_it(form_of: FormOf) -> None:
    faults = check_form(form_of("8.1"), {"husband.sex": "2", "wife.sex": "2"}, today=TODAY)
    by_field = {fault.field: fault for fault in faults}
    assert by_field["husband.sex"] == FieldFault("husband.sex", "wrong_for_role", {"role": "男方", "sex": "男"})
    assert "wife.sex" not in by_field


def test_an_optional_field_may_be_empty_but_not_wrong(form_of: FormOf) -> None:
    form = form_of("7.2")
    assert "business.credit_code" not in {fault.field for fault in check_form(form, {}, today=TODAY)}
    wrong = {fault.field: fault.code for fault in check_form(form, {"business.credit_code": "1"}, today=TODAY)}
    assert wrong["business.credit_code"] == "length"


def test_what_the_form_does_not_ask_is_named_apart(form_of: FormOf) -> None:
    values = SUBSIDY | {"wife.name": "样例"}
    assert unknown_fields(form_of("7.3"), values) == ("wife.name",)
    assert check_form(form_of("7.3"), values, today=TODAY) == ()


def test_without_a_day_the_clock_s_is_taken(form_of: FormOf) -> None:
    assert check_form(form_of("7.3"), SUBSIDY | {"business.registered_on": "2020-01-01"}) == ()


def test_no_fault_shows_the_value(form_of: FormOf) -> None:
    faults = check_form(form_of("7.3"), SUBSIDY | {"applicant.number": "441900199003070010"}, today=TODAY)
    assert "4419001990" not in repr(faults)


@given(st.text(alphabet="0123456789", min_size=1, max_size=30))
def test_bank_cards_are_checked_as_others_check_them(digits: str) -> None:
    assert luhn_holds(digits) == luhn.is_valid(digits)


@given(st.sampled_from(sorted(FORMATS)), st.text(max_size=30))
def test_no_text_breaks_a_format(name: str, value: str) -> None:
    codes = {"format", "no_such_date", "future_date", *NumberFault}
    assert format_fault(name, value, TODAY) in {None, *codes}


@pytest.mark.parametrize(("day", "is_one"), [("1", True), ("15", True), ("31", True), ("0", False), ("32", False)])
def test_the_day_of_pay_is_one_of_a_month(form_of: FormOf, day: str, is_one: bool) -> None:
    faults = {fault.field: fault.code for fault in check_form(form_of("1.6"), {"company.pay_day": day}, today=TODAY)}
    assert (faults.get("company.pay_day") is None) is is_one
