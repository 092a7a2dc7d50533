"""One form for many items: asked once, cut back out exactly, nothing lost, nothing demanded less."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.catalogue.model import Catalogue
from shared.forms.checking import check_form
from shared.forms.definition import DataClass, FieldDefinition, Widget
from shared.forms.joined import JoinedForm, cut_for_item, item_forms, join_forms
from tests.unit.shared.forms.form_samples import with_form

FormOf = Callable[[str], JoinedForm]
TODAY = date(2026, 11, 23)
SUPPLIED = {"marriage.certificate_number"}


def values_of(form: JoinedForm, samples: dict[str, tuple[str, ...]]) -> st.SearchStrategy[dict[str, str]]:
    """Fill a form: mostly right, now and then nothing, nonsense, or a choice that is not on offer."""

    def strategy(definition: FieldDefinition) -> st.SearchStrategy[str]:
        right = [option.code for option in definition.options] or list(samples[definition.shared_meaning])
        return st.one_of(st.sampled_from(right), st.sampled_from(right), st.sampled_from(["", "x", "99", "20"]))

    required = {field: strategy(definition) for field, definition in form.fields.items()}
    return st.fixed_dictionaries(required)


def right_values(form: JoinedForm, samples: dict[str, tuple[str, ...]]) -> dict[str, str]:
    values = {
        field: definition.options[0].code if definition.options else samples[definition.shared_meaning][0]
        for field, definition in form.fields.items()
    }
    sexes = {role.code: {"男": "1", "女": "2"}.get(role.sex or "", "1") for role in form.roles}
    return values | {f"{role}.sex": code for role, code in sexes.items() if f"{role}.sex" in form.fields}


def test_the_one_form_asks_less_than_the_items_singly(form_of: FormOf) -> None:
    form = form_of("8")
    assert (form.asked_count, form.single_count, form.saved_count) == (32, 71, 39)
    assert form.asked_count == len(form.fields) == sum(len(section.fields) for section in form.sections)


def test_a_field_of_one_meaning_and_person_is_asked_once(form_of: FormOf) -> None:
    form = form_of("8")
    asked = [(definition.shared_meaning, definition.role) for definition in form.fields.values()]
    assert len(set(asked)) == len(asked)
    assert sum(meaning == "person.name" for meaning, _ in asked) == 2


@pytest.mark.parametrize("code", ["7.1", "7.2", "7.3", "8.1", "8.2", "8.3"])
def test_a_single_item_s_form_comes_out_as_itself(shipped: Catalogue, form_of: FormOf, code: str) -> None:
    form, own = form_of(code), shipped.forms[code]
    assert form.asked_count == form.single_count == len(own.field_ids)
    assert form.sections == own.sections
    assert form.required == own.required
    assert form.parts[code] == own.field_ids


def test_few_questions_are_left_at_the_kiosk(form_of: FormOf) -> None:
    form = form_of("7.1")
    asked = [field for field in form.fields if field in form.required and not form.fields[field].card_source]
    assert asked == ["applicant.phone", "applicant.education", "employment.situation", "result.collection"]


def test_titles_name_the_person_where_there_are_several(form_of: FormOf) -> None:
    assert form_of("8").fields["husband.name"].title == "男方姓名"
    assert form_of("8").fields["husband.name"].short_title == "姓名"
    assert form_of("7.1").fields["applicant.name"].title == "姓名"


def test_what_a_person_can_lend_is_offered_for_each(form_of: FormOf) -> None:
    offers = {offer.label: offer.field for offer in form_of("8").fields["move.to_address"].suggestions}
    assert offers == {"同男方身份证住址": "husband.address", "同女方身份证住址": "wife.address"}
    assert [offer.today for offer in form_of("8").fields["marriage.registered_on"].suggestions] == [True]


def test_the_demands_of_all_items_hold(form_of: FormOf) -> None:
    """户口登记项目变更 takes any earlier status, 婚姻登记 none that is married: the one form offers what both take."""
    joined = form_of("8").fields["wife.marital_status"]
    assert [option.code for option in joined.options] == ["10", "30", "40"]
    assert [option.code for option in form_of("8.2").fields["applicant.marital_status"].options] == [
        "10",
        "30",
        "40",
        "90",
    ]
    assert "wife.phone" in form_of("8").required


def test_what_any_item_demands_of_a_text_holds_in_the_one_form(
    shipped: Catalogue, samples: dict[str, tuple[str, ...]]
) -> None:
    stricter = replace(shipped.forms["8.2"], rules={"applicant.address": {"minLength": 30}})
    catalogue = with_form(shipped, stricter)
    form = join_forms(catalogue, catalogue.subject("8"))
    faults = check_form(form, right_values(form, samples), today=TODAY)
    assert {fault.field for fault in faults} == {"husband.address", "wife.address"}


def test_what_one_item_supplies_is_not_asked_for(form_of: FormOf) -> None:
    assert "marriage.certificate_number" not in form_of("8").fields
    assert "marriage.certificate_number" in form_of("8.2").fields


def test_each_department_gets_its_own_and_no_more(
    shipped: Catalogue, form_of: FormOf, samples: dict[str, tuple[str, ...]]
) -> None:
    form = form_of("8")
    values = right_values(form, samples)
    civil = cut_for_item(form, "8.1", values)
    assert "wife.marital_status" in civil
    assert not any(field.startswith(("move.", "result.")) for field in civil)
    assert "marriage.declaration" not in cut_for_item(form, "8.3", values)


def test_an_item_s_own_forms_come_back_in_its_own_roles(form_of: FormOf, samples: dict[str, tuple[str, ...]]) -> None:
    form = form_of("8")
    values = right_values(form, samples) | {"husband.name": "陈样例", "wife.name": "欧阳样例"}
    his, hers = item_forms(form, "8.2", values)
    assert (his["applicant.name"], his["spouse.name"]) == ("陈样例", "欧阳样例")
    assert (hers["applicant.name"], hers["spouse.name"]) == ("欧阳样例", "陈样例")
    (she_moves,) = item_forms(form, "8.3", values | {"move.mover": "1"})
    (he_moves,) = item_forms(form, "8.3", values | {"move.mover": "2"})
    assert (she_moves["applicant.name"], he_moves["applicant.name"]) == ("欧阳样例", "陈样例")
    assert item_forms(form, "8.3", {}) == ()


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_joining_and_cutting_is_loss_free(form_of: FormOf, samples: dict[str, tuple[str, ...]], data: Any) -> None:
    form = form_of("8")
    values = data.draw(values_of(form, samples))
    parts = [cut_for_item(form, code, values) for code in form.parts]
    together: dict[str, str] = {}
    for part in parts:
        assert all(together.get(field, value) == value for field, value in part.items())
        together |= part
    assert together == values


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_the_one_form_is_complete_exactly_when_each_item_s_own_is(
    shipped: Catalogue, form_of: FormOf, samples: dict[str, tuple[str, ...]], data: Any
) -> None:
    form = form_of("8")
    values = right_values(form, samples) | data.draw(
        st.dictionaries(
            st.sampled_from(sorted(form.fields)), st.sampled_from(["", "x", "1", "2", "20", "99"]), max_size=2
        )
    )
    joined_right = not check_form(form, values, today=TODAY)
    singly_right = bool(item_forms(form, "8.3", values))
    for code in form.parts:
        own = join_forms(shipped, shipped.subject(code))
        for filled in item_forms(form, code, values):
            faults = check_form(own, filled, today=TODAY)
            singly_right = singly_right and all(fault.field in SUPPLIED for fault in faults)
    assert joined_right == singly_right


def test_every_field_has_what_a_screen_needs(shipped: Catalogue) -> None:
    for subject in shipped.subjects:
        for definition in join_forms(shipped, subject).fields.values():
            assert definition.plain_note
            assert bool(definition.options) == (definition.widget is Widget.CHOICE)
            assert definition.data_class in DataClass


def test_numbers_of_persons_and_accounts_are_sensitive(shipped: Catalogue) -> None:
    sensitive = {entry for entry, field in shipped.fields.items() if field.data_class is DataClass.SENSITIVE}
    assert sensitive == {
        "bank.account",
        "company.account_number",
        "death.illness",
        "legacy.deposit_bank",
        "move.householder_number",
        "org.account_number",
        "person.number",
        "person.passport",
        "work.salary",
    }
