"""A clerk's decision as the second submission of a case: order, rights, transitions, due dates."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from acceptance_platform.database.tables import item_acts
from acceptance_platform.submissions.inspecting import list_cases, list_told_again
from shared.catalogue.model import Catalogue
from shared.contract.submissions import CaseStatus, ReturnReason, SealedAct, SealedMaterial, SubmissionState
from shared.contract.terminals import ClerkRight
from shared.domain.clock import legal_date
from shared.domain.deadlines import add_workdays
from shared.domain.submissions import DecisionAct
from tests.integration.platform.platform_kit import ServedPlatform, TerminalSide
from tests.integration.platform.sealing_kit import Sealed

LITTLE = timedelta(minutes=4)
"""As far as two clocks may differ that agree."""


@pytest.fixture
def intake(counter: TerminalSide, catalogue: Catalogue) -> Sealed:
    sealed = counter.seal_intake(catalogue)
    counter.deliver(sealed)
    return sealed


def case_of(side: TerminalSide, sealed: Sealed) -> CaseStatus:
    response = side.get(f"/v1/cases/{sealed.manifest.envelope.case_number}")
    return CaseStatus.model_validate_json(response.content)


def times_of(platform: ServedPlatform, *sealed: Sealed) -> set[datetime]:
    """Return when the acts of these submissions took place, as the platform has it."""
    with platform.platform.database.read() as connection:
        times = select(item_acts.c.effective_at).where(item_acts.c.submission_id.in_([one.id for one in sealed]))
        return set(connection.execute(times).scalars())


def reason_of(side: TerminalSide, sealed: Sealed) -> ReturnReason | None:
    answer = side.deliver(sealed)
    assert answer.state is SubmissionState.RETURNED
    return answer.reason


def test_an_acceptance_starts_the_clock(counter: TerminalSide, catalogue: Catalogue) -> None:
    decided = datetime.now(UTC) - timedelta(days=3)
    intake = counter.seal_intake(catalogue, body={"confirmed_at": decided})
    counter.deliver(intake)
    decision = counter.seal_decision(intake, body={"decided_at": decided})
    answer = counter.deliver(decision)
    assert answer.state is SubmissionState.DELIVERED
    case = case_of(counter, intake)
    due = add_workdays(legal_date(decided), catalogue.item("7.1").days, catalogue.work_calendar())
    assert (case.state, case.items[0].state) == ("accepted", "accepted")
    assert (case.items[0].due_date, case.items[0].due_provisional) == (due.date.isoformat(), due.provisional)
    assert [one.root for one in case.submissions] == [intake.root, decision.root]


def test_without_a_proven_time_the_platform_sets_the_date(
    counter: TerminalSide, catalogue: Catalogue, intake: Sealed
) -> None:
    decided = datetime(2020, 1, 1, tzinfo=UTC)
    counter.deliver(counter.seal_decision(intake, body={"decided_at": decided}, time_proven=False))
    due = add_workdays(legal_date(datetime.now(UTC)), catalogue.item("7.1").days, catalogue.work_calendar())
    assert case_of(counter, intake).items[0].due_date == due.date.isoformat()


@pytest.mark.parametrize(
    ("ahead", "counts_as_stated"), [(timedelta(days=3 * 365), False), (timedelta(days=40000), False), (LITTLE, True)]
)
def test_no_act_took_place_after_it_came_here(
    counter: TerminalSide, catalogue: Catalogue, platform: ServedPlatform, ahead: timedelta, counts_as_stated: bool
) -> None:
    now = datetime.now(UTC)
    stated = now + ahead
    intake = counter.seal_intake(catalogue, body={"confirmed_at": stated}, sealed_at=stated)
    assert counter.deliver(intake).state is SubmissionState.DELIVERED
    decision = counter.seal_decision(intake, body={"decided_at": stated}, sealed_at=stated)
    assert counter.deliver(decision).state is SubmissionState.DELIVERED
    effective = times_of(platform, intake, decision)
    assert (effective == {stated}) is counts_as_stated
    assert max(effective) <= datetime.now(UTC) + LITTLE
    due = add_workdays(legal_date(max(effective)), catalogue.item("7.1").days, catalogue.work_calendar())
    assert case_of(counter, intake).items[0].due_date == due.date.isoformat()


@pytest.mark.parametrize(
    ("behind", "counts_as_stated"), [(timedelta(days=17 * 365), False), (timedelta(hours=1), False), (LITTLE, True)]
)
def test_no_act_took_place_before_what_it_is_based_on(
    counter: TerminalSide, catalogue: Catalogue, platform: ServedPlatform, behind: timedelta, counts_as_stated: bool
) -> None:
    applied = datetime.now(UTC) - timedelta(days=3)
    intake = counter.seal_intake(catalogue, body={"confirmed_at": applied}, sealed_at=applied)
    counter.deliver(intake)
    asked = counter.seal_decision(intake, DecisionAct.CORRECTION_ASKED, body={"decided_at": applied - behind})
    assert counter.deliver(asked).state is SubmissionState.DELIVERED
    (effective,) = times_of(platform, asked)
    assert (effective == applied - behind) is counts_as_stated
    assert effective >= applied - LITTLE


def test_a_time_that_is_not_proven_bounds_no_act(
    counter: TerminalSide, catalogue: Catalogue, platform: ServedPlatform
) -> None:
    """The intake counts from its arrival, the decision from when its clerk took it."""
    decided = datetime.now(UTC) - timedelta(days=3)
    intake = counter.seal_intake(catalogue, time_proven=False)
    counter.deliver(intake)
    decision = counter.seal_decision(intake, body={"decided_at": decided})
    assert counter.deliver(decision).state is SubmissionState.DELIVERED
    assert times_of(platform, decision) == {decided}


def test_a_terminal_whose_clock_fell_back_to_1970_delivers(counter: TerminalSide, catalogue: Catalogue) -> None:
    fallen = datetime(1970, 1, 1, tzinfo=UTC)
    intake = counter.seal_intake(catalogue, body={"confirmed_at": fallen}, sealed_at=fallen, time_proven=False)
    assert counter.deliver(intake).state is SubmissionState.DELIVERED
    decision = counter.seal_decision(intake, body={"decided_at": fallen}, sealed_at=fallen, time_proven=False)
    assert counter.deliver(decision).state is SubmissionState.DELIVERED


def test_a_counter_decides_a_kiosks_case(counter: TerminalSide, kiosk: TerminalSide, catalogue: Catalogue) -> None:
    sealed = kiosk.seal_intake(catalogue)
    kiosk.deliver(sealed)
    assert counter.deliver(counter.seal_decision(sealed)).state is SubmissionState.DELIVERED
    assert case_of(kiosk, sealed) == case_of(counter, sealed)


def test_a_decision_waits_for_its_intake(counter: TerminalSide, catalogue: Catalogue) -> None:
    intake = counter.seal_intake(catalogue)
    decision = counter.seal_decision(intake)
    counter.upload(decision)
    refused = counter.commit(decision)
    assert (refused.status_code, refused.json()["code"]) == (409, "earlier_missing")
    counter.upload(intake)
    assert counter.commit(decision).json()["code"] == "earlier_missing"
    assert counter.commit(intake).json()["state"] == "delivered"
    assert counter.commit(decision).json()["state"] == "delivered"


def test_a_decision_on_a_returned_intake_waits(counter: TerminalSide, catalogue: Catalogue) -> None:
    intake = counter.seal_intake(catalogue, body={"channel": "kiosk"})
    assert counter.deliver(intake).state is SubmissionState.RETURNED
    decision = counter.seal_decision(intake)
    counter.upload(decision)
    refused = counter.commit(decision).json()
    assert (refused["code"], refused["detail"]) == ("earlier_missing", "the earlier submission was returned")


def test_the_second_of_two_decisions_on_one_base_is_stale(counter: TerminalSide, intake: Sealed) -> None:
    first = counter.seal_decision(intake, DecisionAct.CORRECTION_ASKED)
    second = counter.seal_decision(intake, DecisionAct.REFUSED)
    assert counter.deliver(first).state is SubmissionState.DELIVERED
    assert reason_of(counter, second) is ReturnReason.STALE_BASED_ON
    assert case_of(counter, intake).items[0].state == "correction_asked"


def test_a_decision_names_its_case(counter: TerminalSide, intake: Sealed) -> None:
    decision = counter.seal_decision(intake, case_number=str(counter.number(99)))
    assert reason_of(counter, decision) is ReturnReason.NUMBER_INVALID


def test_a_kiosk_decides_nothing(counter: TerminalSide, kiosk: TerminalSide, intake: Sealed) -> None:
    assert reason_of(kiosk, kiosk.seal_decision(intake)) is ReturnReason.CLERK_NOT_ALLOWED


def test_an_unknown_clerk_decides_nothing(counter: TerminalSide, intake: Sealed) -> None:
    decision = counter.seal_decision(intake, clerk_id="nobody")
    assert reason_of(counter, decision) is ReturnReason.CLERK_NOT_ALLOWED


ACT_RIGHTS = [
    (DecisionAct.ACCEPTED, ClerkRight.ACCEPT),
    (DecisionAct.ACCEPTED_WITH_DEFERRED, ClerkRight.ACCEPT),
    (DecisionAct.CORRECTION_ASKED, ClerkRight.ASK_CORRECTION),
    (DecisionAct.REFUSED, ClerkRight.REFUSE),
    (DecisionAct.DECIDED_ON_THE_SPOT, ClerkRight.DECIDE_ON_THE_SPOT),
]


@pytest.mark.parametrize(("act", "right"), ACT_RIGHTS)
def test_every_act_needs_its_right(
    counter: TerminalSide, platform: ServedPlatform, intake: Sealed, act: DecisionAct, right: ClerkRight
) -> None:
    clerk = platform.add_clerk(f"without-{act.value}", [one for one in ClerkRight if one is not right])
    assert reason_of(counter, counter.seal_decision(intake, act, clerk_id=clerk)) is ReturnReason.CLERK_NOT_ALLOWED
    assert case_of(counter, intake).items[0].state == "collected"


def test_who_accepts_decides_only_what_is_delegated(
    counter: TerminalSide, catalogue: Catalogue, platform: ServedPlatform
) -> None:
    """8.2 is decided at the window by delegation, 8.1 is not (REQUIREMENTS F5, C18)."""
    for subject, expected in (("8.2", SubmissionState.DELIVERED), ("8.1", SubmissionState.RETURNED)):
        intake = counter.seal_intake(catalogue, subject)
        counter.deliver(intake)
        answer = counter.deliver(counter.seal_decision(intake, DecisionAct.DECIDED_ON_THE_SPOT))
        assert answer.state is expected
        if expected is SubmissionState.RETURNED:
            assert answer.reason is ReturnReason.CLERK_NOT_ALLOWED
            assert answer.reason_detail.endswith("not_the_acceptor")
        else:
            assert case_of(counter, intake).items[0].state == "granted"


def test_a_promised_item_is_not_decided_on_the_spot(counter: TerminalSide, intake: Sealed) -> None:
    decision = counter.seal_decision(intake, DecisionAct.DECIDED_ON_THE_SPOT)
    assert reason_of(counter, decision) is ReturnReason.TRANSITION_REFUSED


def test_a_refusal_needs_a_reason(counter: TerminalSide, intake: Sealed) -> None:
    number = f"{intake.manifest.envelope.case_number}-01"
    for act in (DecisionAct.REFUSED, DecisionAct.CORRECTION_ASKED):
        body = {"acts": (SealedAct(item_number=number, act=act, reason=" "),)}
        assert reason_of(counter, counter.seal_decision(intake, body=body)) is ReturnReason.TRANSITION_REFUSED


def materials(catalogue: Catalogue, given_by: dict[str, str]) -> dict[str, Any]:
    codes = [material.code for material in catalogue.subject("7.1").materials]
    return {
        "materials": tuple(
            SealedMaterial(material=code, given_by=given_by.get(code, "scan"), trust="C")
            for code in codes
            if given_by.get(code) != "missing"
        )
    }


@pytest.mark.parametrize(
    ("given_by", "act", "state"),
    [
        ({"household_register": "missing"}, DecisionAct.ACCEPTED, None),
        ({"household_register": "promise"}, DecisionAct.ACCEPTED_WITH_DEFERRED, None),
        ({"id_photo": "missing"}, DecisionAct.ACCEPTED, None),
        ({"id_photo": "missing"}, DecisionAct.ACCEPTED_WITH_DEFERRED, None),
        ({"id_photo": "promise"}, DecisionAct.ACCEPTED, None),
        ({"id_photo": "promise"}, DecisionAct.ACCEPTED_WITH_DEFERRED, "accepted_with_deferred"),
        ({}, DecisionAct.ACCEPTED_WITH_DEFERRED, None),
        ({}, DecisionAct.ACCEPTED, "accepted"),
    ],
)
def test_main_materials_never_come_later_minor_ones_by_a_promise(
    counter: TerminalSide, catalogue: Catalogue, given_by: dict[str, str], act: DecisionAct, state: str | None
) -> None:
    intake = counter.seal_intake(catalogue, body=materials(catalogue, given_by))
    counter.deliver(intake)
    answer = counter.deliver(counter.seal_decision(intake, act))
    if state is None:
        assert answer.reason is ReturnReason.TRANSITION_REFUSED
    else:
        assert case_of(counter, intake).items[0].state == state


def test_one_act_refused_undoes_the_whole_decision(counter: TerminalSide, catalogue: Catalogue) -> None:
    intake = counter.seal_intake(catalogue, "8", body={"pages": ()}, pages=0)
    counter.deliver(intake)
    number = intake.manifest.envelope.case_number
    acts = (
        SealedAct(item_number=f"{number}-01", act=DecisionAct.ACCEPTED),
        SealedAct(item_number=f"{number}-03", act=DecisionAct.DECIDED_ON_THE_SPOT),
    )
    assert reason_of(counter, counter.seal_decision(intake, body={"acts": acts})) is ReturnReason.TRANSITION_REFUSED
    assert {item.state for item in case_of(counter, intake).items} == {"collected"}


def test_all_items_of_a_service_are_accepted(counter: TerminalSide, catalogue: Catalogue) -> None:
    intake = counter.seal_intake(catalogue, "8")
    counter.deliver(intake)
    assert counter.deliver(counter.seal_decision(intake, places=(1, 2, 3))).state is SubmissionState.DELIVERED
    case = case_of(counter, intake)
    assert {item.state for item in case.items} == {"accepted"}
    assert [item.due_date is None for item in case.items] == [True, True, False]


@pytest.mark.parametrize("places", [(1, 1), (2,), (99,)])
def test_acts_fit_the_case(counter: TerminalSide, intake: Sealed, places: tuple[int, ...]) -> None:
    assert reason_of(counter, counter.seal_decision(intake, places=places)) is ReturnReason.BODY_INVALID


def test_a_decision_has_no_pages(counter: TerminalSide, intake: Sealed) -> None:
    case = intake.manifest.envelope
    body = {
        "clerk_id": "c-01",
        "acts": [{"item_number": f"{case.case_number}-01", "act": "accepted"}],
        "decided_at": datetime.now(UTC).isoformat(),
    }
    sealed = counter.seal(
        json.dumps(body).encode(),
        [b"page"],
        kind="decision",
        case_id=case.case_id,
        case_number=case.case_number,
        based_on=intake.root,
        item_codes=case.item_codes,
        catalogue_version=case.catalogue_version,
    )
    assert reason_of(counter, sealed) is ReturnReason.BODY_INVALID


def test_telling_again_what_is_missing_is_seen_by_supervision(
    counter: TerminalSide, intake: Sealed, catalogue: Catalogue, platform: ServedPlatform
) -> None:
    number = intake.manifest.envelope.case_number
    counter.deliver(counter.seal_decision(intake, DecisionAct.CORRECTION_ASKED))
    assert number not in {line["case_number"] for line in list_told_again(platform.platform)}
    again = counter.seal_intake(catalogue, body={"told_at_once": 1})
    counter.deliver(again)
    counter.deliver(counter.seal_decision(again, DecisionAct.CORRECTION_ASKED))
    told = {line["case_number"]: line["told"] for line in list_told_again(platform.platform)}
    assert told[again.manifest.envelope.case_number] == {"before": 1, "corrections": 1, "again": 1}


def test_the_list_tells_cases_without_people(counter: TerminalSide, intake: Sealed, platform: ServedPlatform) -> None:
    counter.deliver(counter.seal_decision(intake))
    number = intake.manifest.envelope.case_number
    (line,) = [line for line in list_cases(platform.platform) if line["case_number"] == number]
    assert (line["state"], line["channel"], line["subject_code"]) == ("accepted", "counter", "7.1")
    assert [one["kind"] for one in line["submissions"]] == ["intake", "decision"]
    assert line["pages"] == {"id_card": 1}
