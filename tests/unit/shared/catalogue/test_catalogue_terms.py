"""What the shipped catalogue lays down around a case: editions, rights, projects, fees, policies, delegations."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from shared.catalogue.checker import catalogue_of
from shared.catalogue.editions import in_force
from shared.catalogue.errors import Fault
from shared.catalogue.errors import FaultCode as F
from shared.catalogue.model import Catalogue
from shared.catalogue.sites import nearest_taking
from shared.catalogue.terms import delegations_at, fees_of, policies_for, yellow_share
from shared.catalogue.translating import translation_of
from shared.domain.delegations import covering, mode_for
from shared.domain.editions import edition_of
from shared.domain.fees import notices_of
from shared.domain.items import Channel, HandlingMode, ItemKind, ItemState
from shared.domain.office_rights import LevelRight, Route, offices_for, route_of
from shared.domain.policy_matching import Fit
from shared.domain.projects import ProjectCode, StepState, step_chart
from shared.forms.joined import join_forms
from tests.unit.shared.catalogue.faulty import Wrong, faults_of, path_of

Edit = Callable[[str, str, str], dict[str, bytes]]
DAY = date(2026, 11, 27)
PERMIT = "items/06-01-construction-permit.yaml"
PUBLISHED = "  - { act: published, by: housing, on: 2026-11-20, person: publisher }\n"
CONFIRMED = "  - { act: confirmed, by: housing, on: 2026-11-16, person: head }\n"


def test_every_shipped_item_was_confirmed_by_its_department_and_published(shipped: Catalogue) -> None:
    for code, item in shipped.items.items():
        edition = edition_of(shipped.extras_of(code).history, item.department)
        assert edition.taken, code
        assert edition.confirmed_on is not None


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (CONFIRMED + PUBLISHED, "", "还没有经承办部门确认"),
        (PUBLISHED, "", "还没有经承办部门确认"),
        (PUBLISHED, PUBLISHED + "  - { act: retired, by: housing, on: 2026-11-20 }\n", "已经取消"),
    ],
)
def test_what_is_not_confirmed_or_is_retired_is_shown_and_can_not_be_taken(
    edited: Edit, old: str, new: str, said: str
) -> None:
    catalogue = catalogue_of(edited(PERMIT, old, new))
    for code in ("6.1", "6"):
        subject = catalogue.subject(code)
        for channel in Channel:
            assert subject.state_at(channel) is ItemState.PAUSED
            shown = catalogue.presentations[code].channels[channel]
            assert said in shown.note
            assert shown.referral.phone
    assert catalogue.subject("6.2").state_at(Channel.COUNTER) is ItemState.HERE


FUNDING = "items/03-03-transfer-funding.yaml"
RETIRED = "  - { act: retired, by: science, on: 2026-11-20 }\nchannels:"


def test_a_service_goes_on_without_an_optional_item_that_can_not_be_taken(edited: Edit) -> None:
    catalogue = catalogue_of(edited(FUNDING, "channels:", RETIRED))
    subject = catalogue.subject("3")
    assert subject.state_at(Channel.COUNTER) is ItemState.HERE
    assert [item.code for item in subject.items] == ["3.1", "3.2", "3.4", "3.5"]
    assert "achievement.deal_price" not in join_forms(catalogue, subject).fields
    assert [code for code, _ in policies_for(catalogue, FACTS, "finance", DAY)] == ["3.4"]


def test_a_service_of_which_nothing_is_left_is_paused() -> None:
    retired = [
        {"act": act, "by": "science", "on": "2026-11-20"}
        for act in ("edited", "checked", "confirmed", "published", "retired")
    ]
    item = {"name": "资金申请", "kind": "applied", "department": "science", "channels": {}, "history": retired}
    service = {"items": [{"item": "3.3", "optional": True}], "channels": {}}
    _, services = in_force({"3.3": item}, {"3": service}, "hall")
    assert services["3"]["channels"]["kiosk"] == {
        "state": "paused",
        "office": "hall",
        "note": "资金申请（这一项已经取消，不再受理。）",
    }


def test_why_it_can_not_be_taken_is_said_in_the_applicant_s_language(edited: Edit) -> None:
    catalogue = catalogue_of(edited(PERMIT, PUBLISHED, ""))
    english = translation_of(catalogue, "en").of(catalogue.presentations["6"].channels[Channel.KIOSK])
    assert not re.search("[\u4e00-\u9fff]", english.note), english.note


def test_a_change_on_its_way_leaves_the_published_edition_in_force(edited: Edit) -> None:
    changing = PUBLISHED + "  - { act: changed, by: housing, on: 2026-11-20, person: editor }\n"
    assert catalogue_of(edited(PERMIT, PUBLISHED, changing)).subject("6.1").state_at(Channel.KIOSK) is ItemState.HERE


RIGHTS, PROJECTS = "office_rights.yaml", "projects.yaml"
FIRE, WASTE = "items/06-02-fire-design-review.yaml", "items/06-04-construction-waste.yaml"
DRAIN, QUALITY = "items/06-05-temporary-drainage.yaml", "items/06-03-quality-supervision.yaml"
FAULTS = [
    Wrong(PERMIT, CONFIRMED, "", F.HISTORY_WRONG, "history"),
    Wrong(FUNDING, "science, on: 2026-11-20", "science, on: 2026-11-21", F.HISTORY_WRONG, "history[3].on"),
    Wrong(FIRE, "confirmed, by: housing", "confirmed, by: police", F.HISTORY_WRONG, "history"),
    Wrong(QUALITY, "person: checker", "person: editor", F.HISTORY_WRONG, "history"),
    Wrong(WASTE, "on: 2026-11-16", "on: 2026-13-16", F.VALUE_INVALID, "history"),
    Wrong(DRAIN, "edited, by: ecology", "edited, by: nobody", F.REFERENCE_UNDEFINED, "history[0].by"),
    Wrong(RIGHTS, "routes_to: town_sample", "routes_to: hall", F.RIGHT_WRONG, "office_rights[0].routes_to"),
    Wrong(
        RIGHTS,
        '"12.5"], routes_to: hall',
        '"12.5"], routes_to: village_sample',
        F.RIGHT_WRONG,
        "office_rights[1].routes_to",
    ),
    Wrong(
        RIGHTS,
        '"12.10"], routes_to: hall',
        '"12.10"], routes_to: moon',
        F.REFERENCE_UNDEFINED,
        "office_rights[2].routes_to",
    ),
    Wrong(RIGHTS, '"7.2"', '"7.20"', F.REFERENCE_UNDEFINED, "office_rights[2].items[0]"),
    Wrong(RIGHTS, '"90.6"', '"5.2"', F.VALUE_INVALID, "office_rights[0].items[2]"),
    Wrong(RIGHTS, "from: 2026-03-01", "from: 2026-12-31, until: 2026-01-01", F.RIGHT_WRONG, "office_rights[3]"),
    Wrong(PROJECTS, "after: [approval]", "after: [site]", F.STAGE_WRONG, "projects[1].after[0]"),
    Wrong(PROJECTS, '"4.2"', '"4.1"', F.STAGE_WRONG, "projects[1].items[0]"),
    Wrong(PROJECTS, "id: permit", "id: approval", F.CODE_TWICE, "projects[2].id"),
]


@pytest.fixture(scope="module")
def told(source_files: dict[str, bytes]) -> dict[tuple[str, str, str], Fault]:
    """Return what the checker says of a catalogue with every one of these faults."""
    texts = {name: data.decode() for name, data in source_files.items()}
    for wrong in FAULTS:
        assert wrong.old in texts[wrong.file], wrong
        texts[wrong.file] = texts[wrong.file].replace(wrong.old, wrong.new, 1)
    faults = faults_of({name: text.encode() for name, text in texts.items()})
    return {(fault.file, fault.code, path_of(fault)): fault for fault in faults}


@pytest.mark.parametrize("wrong", FAULTS)
def test_a_fault_around_a_case_is_told_with_file_place_and_mend(
    told: dict[tuple[str, str, str], Fault], wrong: Wrong
) -> None:
    fault = told[wrong.file, wrong.code, wrong.place]
    assert fault.place.startswith("第 ")
    assert fault.message
    assert fault.mend


def test_towns_and_villages_take_what_their_level_may_and_route_it_on(shipped: Catalogue) -> None:
    rights = shipped.extras.office_rights
    assert route_of(rights, "village_sample", "8.2", DAY) == Route(LevelRight.COLLECT, "town_sample")
    assert route_of(rights, "town_sample", "8.2", DAY) == Route(LevelRight.ACCEPT, "hall")
    assert route_of(rights, "town_sample", "90.1", DAY) == Route(LevelRight.DECIDE, "town_sample")
    assert offices_for(rights, "8.2", DAY) == ("town_sample", "village_sample")
    assert {shipped.offices[right.office].kind for right in rights} == {"town", "village"}


def test_a_window_with_a_right_is_a_place_to_go_where_it_is_the_nearest(shipped: Catalogue) -> None:
    near = replace(shipped.offices["town_sample"], position=(23.00, 113.70))
    offices = {**shipped.offices, "town_sample": near}
    placed = replace(shipped, offices=offices, hall=replace(shipped.hall, position=(23.02, 113.75)))
    here = replace(shipped.offices["village_sample"], position=(22.99, 113.69))
    assert nearest_taking(placed, "8.2", Channel.COUNTER, here, DAY) == near
    assert nearest_taking(placed, "8.2", Channel.COUNTER, here) == placed.hall
    assert nearest_taking(placed, "6.1", Channel.COUNTER, here, DAY) == placed.hall
    assert nearest_taking(placed, "8.2", Channel.KIOSK, here, DAY) == placed.hall
    paused = {
        channel: replace(state, state=ItemState.PAUSED) for channel, state in placed.subject("8.2").channels.items()
    }
    shown = {**placed.presentations, "8.2": replace(placed.presentations["8.2"], channels=paused)}
    assert nearest_taking(replace(placed, presentations=shown), "8.2", Channel.COUNTER, here, DAY) is None


def test_the_step_chart_of_a_project_is_drawn_from_the_catalogue(shipped: Catalogue) -> None:
    (stages,) = shipped.extras.projects.values()
    chart = step_chart(stages, ProjectCode("2611-441900-04-01-000001"), ())
    assert [stage.state for stage in chart] == [StepState.OPEN, *[StepState.BLOCKED] * 3]
    assert all(shipped.item(step.item_code).kind is ItemKind.APPLIED for stage in chart for step in stage.steps)


def test_which_fees_stand_on_the_one_notice_is_data(shipped: Catalogue) -> None:
    fees = fees_of(shipped, ("5.1", "6.1"))
    assert {fee.collector for fee in fees} == {"市公安局"}
    assert [fee.cents for fee in fees] == [None, 1000, 1000]
    (notice,) = notices_of(fees)
    assert notice.collector == "市公安局"


FACTS = {"registered_in": "441900", "employees": 25, "technology_turnover": 500000, "invention_patents": 0}


def test_policies_are_matched_by_facts_and_shown_by_role(shipped: Catalogue) -> None:
    seen = policies_for(shipped, FACTS, "finance", DAY)
    assert [(code, fit.fit) for code, fit in seen] == [("3.3", Fit.MET), ("3.4", Fit.NOT_MET)]
    assert [demand.say for demand in seen[1][1].not_met] == ["上年度有授权的发明专利"]
    assert policies_for(shipped, FACTS, "staff", DAY) == ()
    assert {fit.fit for _, fit in policies_for(shipped, FACTS, "finance", date(2027, 1, 1))} == {Fit.CLOSED}
    assert policies_for(shipped, {}, "handler", DAY)[0][1].fit is Fit.UNKNOWN


def test_every_item_decided_at_the_window_is_delegated_to_one(shipped: Catalogue) -> None:
    windows = {window for terms in shipped.extras.delegations for window in terms.windows}
    given = [one for window in sorted(windows) for one in delegations_at(shipped, window, "li")]
    for item in shipped.items.values():
        found = covering(given, "li", item.department, item.code, DAY)
        assert (found is not None) == (item.mode is HandlingMode.DELEGATED), item.code
        assert mode_for(item.mode, found) is item.mode
        expired = covering(given, "li", item.department, item.code, date(2027, 1, 1))
        assert mode_for(item.mode, expired) is not HandlingMode.DELEGATED
    assert all(one.limits and one.sampled_percent for one in given)
    assert delegations_at(shipped, "guidance_1", "li") == ()


def test_limits_say_by_how_much_they_may_be_extended_and_when_they_show_yellow(shipped: Catalogue) -> None:
    allowed = shipped.extras_of("6.1").extension
    assert allowed is not None
    assert allowed.days == 7
    assert "行政许可法" in allowed.legal_basis
    assert shipped.extras_of("8.1").extension is None
    assert yellow_share(shipped, "6.1") == Fraction(4, 5)
