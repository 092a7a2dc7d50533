"""The shipped catalogue says what the city's plan says, and leads nobody into a dead end."""

from __future__ import annotations

from datetime import date, timedelta

import chinese_calendar
import pytest

from shared.catalogue.model import Catalogue, UnknownSubjectError
from shared.catalogue.narrowing import questionnaire_of
from shared.catalogue.notice_words import SENTENCE_KEYS
from shared.domain.deadlines import add_workdays
from shared.domain.items import Channel, HandlingKind, ItemKind, ItemState, ItemType
from shared.domain.materials import Importance, MaterialSource
from shared.domain.numbers import NoticeKind
from shared.forms.joined import join_forms
from shared.notices.specimens import draw_specimen
from tests.unit.shared.catalogue.plan import PLAN, SERVICES

KINDS = {"A": ItemKind.APPLIED, "V": ItemKind.CHECKED, "R": ItemKind.REFERRED}
APPLIED = [code for code, _, _, _, kind in PLAN if kind == "A"]
SUBJECTS = [*SERVICES, *(code for code, *_ in PLAN)]
BESIDES = ["10.0", "90.1", "90.2", "90.3", "90.4", "90.5", "90.6", "90.7", "90.8"]  # no. 10 itself; print and query
TAKEN = [code for code in SERVICES if code != "2"] + APPLIED + BESIDES


@pytest.mark.parametrize(("code", "name", "national", "local", "kind"), PLAN)
def test_names_departments_marks_and_kinds_are_those_of_the_plan(
    shipped: Catalogue, code: str, name: str, national: str, local: str, kind: str
) -> None:
    item, guide = shipped.item(code), shipped.guide(code)
    marked = national.startswith("★")
    department = local.lstrip("★").strip("-") or national.lstrip("★")
    assert (item.name, item.department, item.kind) == (name, department, KINDS[kind])
    assert (guide.national, guide.national_lead) == (national.lstrip("★"), marked)
    assert guide.lead == local.startswith("★")
    assert department in shipped.departments


def test_the_items_are_those_of_the_plan_and_no_more(shipped: Catalogue) -> None:
    assert sorted(shipped.items) == sorted([*(code for code, *_ in PLAN), *BESIDES])
    assert {code: service.name for code, service in shipped.services.items()} == SERVICES
    for code in SERVICES:
        parts = [part.item_code for part in shipped.service(code).parts if not part.item_code.endswith(".0")]
        assert sorted(parts) == sorted(item for item, *_ in PLAN if item.partition(".")[0] == code)


def test_a_checked_item_asks_nothing_and_has_a_manual_way(shipped: Catalogue) -> None:
    for code, item in shipped.items.items():
        if item.kind is ItemKind.CHECKED:
            assert not item.materials
            assert code not in shipped.forms
            check = shipped.extras.items[code].check
            assert check is not None
            assert check.source
            assert len(check.manual) > 10


def test_foreign_investors_are_told_where_to_go_and_nothing_is_taken(shipped: Catalogue) -> None:
    service = shipped.subject("2")
    assert (service.kind, service.items, len(service.referrals)) == (ItemKind.REFERRED, (), 6)
    for code in ("2", "2.1", "2.2", "2.3", "2.4", "2.5", "2.6"):
        for channel in Channel:
            assert shipped.subject(code).referral_at(channel).place
            assert not shipped.subject(code).channels[channel].takes


def test_the_appliance_subsidy_is_one_application_with_four_checks(shipped: Catalogue) -> None:
    service = shipped.subject("10")
    assert [item.code for item in service.items] == ["10.0"]
    assert [item.code for item in service.checks] == ["10.1", "10.2", "10.3", "10.4"]
    assert service.items[0].name == service.name


@pytest.mark.parametrize("code", ["10", "11", "10.0", "11.1"])
def test_the_subsidies_of_a_year_close_with_it(shipped: Catalogue, code: str) -> None:
    assert not shipped.subject(code).closed_on(date(2025, 12, 31))
    assert shipped.subject(code).closed_on(date(2026, 1, 1))


@pytest.mark.parametrize("code", ["10", "11", "10.0", "11.1"])
def test_the_subsidies_of_a_year_are_open_in_it_and_say_that_they_are_over_after_it(
    shipped: Catalogue, code: str
) -> None:
    in_time, late = shipped.as_of(date(2025, 6, 2)).subject(code), shipped.as_of(date(2026, 1, 1)).subject(code)
    assert not in_time.is_over
    assert in_time.channels[Channel.COUNTER].takes
    assert late.is_over
    for state in late.channels.values():
        assert not state.takes
        assert state.referral.place, "what is over leads on"
        assert "2025" in state.note
    others = [other for other in TAKEN if other.partition(".")[0] not in {"10", "11"}]
    assert not any(shipped.as_of(date(2026, 1, 1)).subject(other).is_over for other in others)


IN_FULL = ("1", "5", "6", "7", "8", "12")


@pytest.mark.parametrize("code", IN_FULL)
def test_the_services_that_matter_most_are_there_in_full_form(shipped: Catalogue, code: str) -> None:
    subject = shipped.subject(code)
    asked = questionnaire_of(shipped, subject)
    assert len(asked.questions) >= 2
    assert all(question.why for question in asked.questions.values()), "it says why it asks"
    assert any(item.situations for item in subject.items)
    for item in subject.items:
        guide, extras = shipped.guide(item.code), shipped.extras_of(item.code)
        assert shipped.forms[item.code].sections
        assert (item.statutory_days or 0) >= item.promised_days or item.statutory_days is None
        assert item.promised_days or item.handling is HandlingKind.IMMEDIATE
        assert guide.fee
        assert bool(extras.fees) == guide.fee_charged
        assert guide.result.name
        assert guide.result.validity
        assert {shipped.extras.windows[window].office for window in extras.windows}
        for material in item.materials:
            described = shipped.material_guide(material.code)
            assert described.note != described.official, "plain words beside the official ones"
            assert "<svg" in draw_specimen(shipped.extras.material_samples[material.code])
    assert any(shipped.extras_of(item.code).result_sample for item in subject.items)


def test_near_twins_stay_apart(shipped: Catalogue) -> None:
    for one, other in (("1.4", "2.6"), ("5.1", "11.4")):
        assert shipped.item(one).permanent_id != shipped.item(other).permanent_id
        assert shipped.item(one).kind is not shipped.item(other).kind


SAVED = {  # service: fields asked, fields singly, papers asked, papers singly
    "1": (25, 50, 4, 10),
    "3": (20, 47, 5, 9),
    "4": (23, 58, 5, 8),
    "5": (18, 18, 4, 4),
    "6": (31, 87, 13, 20),
    "7": (28, 67, 6, 13),
    "8": (32, 71, 7, 16),
    "9": (25, 66, 8, 18),
    "10": (12, 12, 3, 3),
    "11": (13, 13, 2, 2),
    "12": (22, 122, 9, 42),
}


@pytest.mark.parametrize("code", list(SAVED))
def test_one_matter_spares_fields_and_papers(shipped: Catalogue, code: str) -> None:
    subject = shipped.subject(code)
    joined = join_forms(shipped, subject)
    assert (joined.asked_count, joined.single_count, subject.asked_papers, subject.single_papers) == SAVED[code]


def test_marriage_and_household_is_one_matter_of_both_spouses(shipped: Catalogue) -> None:
    service = shipped.service("8")
    assert (service.name, service.lead_department) == ("结婚落户", "市民政局")
    assert [part.item_code for part in service.parts] == ["8.1", "8.2", "8.3"]
    roles = {role.code: (role.label, role.sex, role.in_person) for role in shipped.subject("8").roles}
    assert roles == {"husband": ("男方", "男", True), "wife": ("女方", "女", True)}


def test_a_marriage_asks_no_household_register(shipped: Catalogue) -> None:
    """婚姻登记条例 (国务院令第804号) §8: identity cards and the signed declaration, nothing else."""
    assert [material.code for material in shipped.item("8.1").materials] == ["id_card", "marriage_declaration"]


def test_papers_are_asked_for_once_and_the_saving_shows(shipped: Catalogue) -> None:
    subject = shipped.subject("8")
    assert [material.code for material in subject.materials] == [
        "id_card.husband",
        "id_card.wife",
        "marriage_declaration",
        "household_register.husband",
        "household_register.wife",
        "housing_proof",
        "joining_application",
    ]
    assert [material.name for material in subject.materials][3:5] == ["户口簿本人页（男方）", "户口簿本人页（女方）"]
    assert (subject.asked_papers, subject.single_papers) == (7, 16)
    scans = [material for material in subject.materials if material.sources[0] is MaterialSource.SCAN]
    assert 3 <= len(scans) <= 5


def test_what_an_item_results_in_is_not_asked_for_by_the_next(shipped: Catalogue) -> None:
    supplied = shipped.subject("8").supplied_materials
    assert [(one.code, one.name, one.by_item) for one in supplied] == [("marriage_certificate", "结婚证", "8.1")]
    assert "marriage_certificate" in {material.code for material in shipped.subject("8.2").materials}


def test_a_case_is_judged_by_the_papers_of_its_own_items_in_every_situation(shipped: Catalogue) -> None:
    for subject in shipped.subjects:
        whole = shipped.subject_of_case(subject.code, [item.code for item in subject.items])
        assert (whole.materials, whole.item_papers) == (subject.materials, subject.item_papers)
    lines = {line.code for line in shipped.subject_of_case("8", ["8.3"]).materials}
    assert "marriage_certificate" in lines
    assert "marriage_declaration" not in lines


def test_the_stricter_demand_of_two_items_counts(shipped: Catalogue) -> None:
    register = next(one for one in shipped.subject("8").materials if one.code == "household_register.wife")
    assert register.importance is Importance.MAIN
    assert register.legal_basis.count("《中华人民共和国户口登记条例》") >= 2


@pytest.mark.parametrize("code", ["7.1", "7.2", "7.3", "8.2"])
def test_the_kiosk_takes_it_with_two_scans_at_most(shipped: Catalogue, code: str) -> None:
    subject = shipped.subject(code)
    assert subject.state_at(Channel.KIOSK) is ItemState.HERE
    assert sum(material.sources[0] is MaterialSource.SCAN for material in subject.materials) <= 2
    assert [role.code for role in subject.roles] == ["applicant"]


@pytest.mark.parametrize("code", TAKEN)
@pytest.mark.parametrize("channel", list(Channel))
def test_no_channel_is_a_dead_end(shipped: Catalogue, code: str, channel: Channel) -> None:
    state = shipped.subject(code).channels[channel]
    assert state.takes or (state.referral.place and state.referral.hours and state.referral.phone and state.note)


def test_both_in_person_means_not_at_the_kiosk(shipped: Catalogue) -> None:
    for code in ("8", "8.1"):
        subject = shipped.subject(code)
        assert subject.state_at(Channel.KIOSK) is ItemState.IN_PERSON_ONLY
        assert subject.state_at(Channel.COUNTER) is ItemState.HERE
        assert "婚姻登记窗口" in subject.referral_at(Channel.KIOSK).place


@pytest.mark.parametrize("code", SUBJECTS)
def test_each_has_an_emblem_of_one_hanzi_and_a_known_colour(shipped: Catalogue, code: str) -> None:
    subject = shipped.subject(code)
    assert len(subject.emblem) == 1
    assert subject.theme.colour in {"teal", "vermilion", "leaf", "plum", "ochre", "blue"}
    assert 0 < len(subject.subtitle) <= 20


@pytest.mark.parametrize("code", APPLIED + BESIDES)
def test_each_item_has_a_whole_guide(shipped: Catalogue, code: str) -> None:
    item, guide = shipped.item(code), shipped.guide(code)
    assert guide.legal_basis
    assert guide.conditions
    assert guide.steps
    assert guide.offices
    assert guide.result.name == item.result
    assert guide.illustrative
    assert guide.codes.illustrative
    assert guide.codes.implementation.startswith(guide.department.credit_code)
    assert (item.handling is HandlingKind.IMMEDIATE) == (item.promised_days == 0)


@pytest.mark.parametrize("code", SUBJECTS)
def test_each_material_is_explained_in_plain_words(shipped: Catalogue, code: str) -> None:
    for material in shipped.subject(code).materials:
        guide = shipped.material_guide(material.code)
        assert guide.prompt.startswith("请把")
        assert guide.note
        assert guide.missing
        assert 1 <= guide.pages_min <= guide.pages_max


def test_the_first_source_of_an_identity_card_is_its_chip(shipped: Catalogue) -> None:
    card = shipped.item("7.1").materials[0]
    assert (card.code, card.sources[0], card.note) == ("id_card", MaterialSource.CARD_READ, "刷身份证读取，不用交。")


def test_every_notice_has_its_title_and_types_may_change_it(shipped: Catalogue) -> None:
    titles = shipped.notice_titles
    assert set(titles.titles) == set(NoticeKind)
    assert titles.title(NoticeKind.RECEIPT) == "收件凭证"
    assert titles.title(NoticeKind.ACCEPTANCE, ItemType.CONFIRMATION) == "受理回执"
    assert titles.title(NoticeKind.CORRECTION) == "申请材料补正告知书"
    assert titles.title(NoticeKind.GRANTED, ItemType.CONFIRMATION) == "确认决定书"
    assert titles.sentences.keys() >= SENTENCE_KEYS
    assert titles.sentences["receipt_is_not_acceptance"].startswith("收件不等于受理")


def test_the_packages_calendar_agrees_with_the_library_on_every_day(shipped: Catalogue) -> None:
    day = date(2024, 1, 1)
    while day <= date(2026, 12, 31):
        assert shipped.calendar.is_workday(day) == chinese_calendar.is_workday(day), day
        day += timedelta(days=1)


def test_working_days_reach_over_a_holiday_and_say_when_they_are_provisional(shipped: Catalogue) -> None:
    calendar = shipped.work_calendar()
    due = add_workdays(date(2026, 9, 30), 3, calendar)
    assert (due.date, due.provisional) == (date(2026, 10, 10), False)
    assert add_workdays(date(2026, 12, 30), 3, calendar).provisional
    assert calendar.is_workday(date(2019, 10, 12)) is True
    assert calendar.is_workday(date(2035, 1, 2)) is None


def test_what_is_not_there_is_said_by_code(shipped: Catalogue) -> None:
    for ask in (shipped.item, shipped.service, shipped.subject, shipped.guide, shipped.material_guide):
        with pytest.raises(UnknownSubjectError) as caught:
            ask("9.9")
        assert (caught.value.code, caught.value.subject_code) == ("unknown_subject", "9.9")


def test_permanent_ids_are_positive_and_each_its_own(shipped: Catalogue) -> None:
    numbers = [shipped.subject(code).permanent_id for code in SUBJECTS + BESIDES]
    assert len(set(numbers)) == len(numbers)
    assert all(number > 0 for number in numbers)


def test_code_tables_follow_their_standards(shipped: Catalogue) -> None:
    ethnicity = shipped.code_tables["ethnicity"].codes
    assert [ethnicity[code] for code in ("01", "08", "56")] == ["汉族", "壮族", "基诺族"]
    assert len([code for code in ethnicity if int(code) <= 56]) == 56
    assert shipped.code_tables["sex"].codes == {"0": "未知", "1": "男", "2": "女", "9": "未说明"}


def test_nothing_of_the_catalogue_can_be_changed(shipped: Catalogue) -> None:
    with pytest.raises(TypeError):
        shipped.items["7.1"] = shipped.items["7.2"]  # type: ignore[index]
