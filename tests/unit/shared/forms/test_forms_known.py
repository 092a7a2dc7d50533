"""What the card says is not asked for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from shared.domain.applicants import Person
from shared.domain.identifiers import Sex, parse_citizen_number
from shared.forms.checking import check_form
from shared.forms.joined import JoinedForm
from shared.forms.known import known_fields

FormOf = Callable[[str], JoinedForm]
TODAY = date(2026, 11, 23)
BRIDE = Person(
    name="欧阳样例",
    number=parse_citizen_number("44190019900228352X", today=TODAY),
    sex=Sex.FEMALE,
    birth=date(1990, 2, 28),
    ethnicity="壮",
    address="东莞市南城街道样例路1号",
)


def test_a_card_fills_its_role_and_no_other(form_of: FormOf) -> None:
    known = known_fields(form_of("8"), "wife", BRIDE)
    assert known == {
        "wife.name": "欧阳样例",
        "wife.number": "44190019900228352X",
        "wife.sex": "2",
        "wife.birth": "1990-02-28",
        "wife.ethnicity": "08",
        "wife.address": "东莞市南城街道样例路1号",
    }


def test_what_a_card_says_passes_the_check(form_of: FormOf) -> None:
    form = form_of("8")
    wrong = {fault.field for fault in check_form(form, known_fields(form, "wife", BRIDE), today=TODAY)}
    assert not any(form.fields[field].card_source for field in wrong if field.startswith("wife."))


@pytest.mark.parametrize(
    ("word", "code"), [("汉", "01"), ("汉族", "01"), ("维吾尔", "05"), ("其他", "97"), ("？", None)]
)
def test_an_ethnicity_is_found_with_and_without_its_suffix(form_of: FormOf, word: str, code: str | None) -> None:
    person = Person(name="陈样例", number=None, ethnicity=word)
    assert known_fields(form_of("7.1"), "applicant", person).get("applicant.ethnicity") == code


def test_what_the_card_does_not_know_is_left_out(form_of: FormOf) -> None:
    known = known_fields(form_of("7.1"), "applicant", Person(name="陈样例", number=None))
    assert known == {"applicant.name": "陈样例"}


def test_card_sources_name_role_and_content(form_of: FormOf) -> None:
    fields = form_of("8").fields
    assert fields["husband.birth"].card_source == "husband.birth"
    assert fields["husband.phone"].card_source is None
    assert fields["move.householder_name"].card_source is None
