"""A card that could not be read: it is told wherever a person looks for it, until it is lifted."""

from __future__ import annotations

import pytest

from devices.id_card.specimens import CHEN
from kiosk_app.viewmodels.home import HomeInputs, derive_home_props
from kiosk_app.viewmodels.identify import IdentifyInputs, derive_identify_props
from kiosk_app.work.state import CardPhase, Screen
from tests.unit.kiosk_app.citizen import Citizen
from tests.unit.kiosk_app.drafts.resume_bench import resume_props

DEFECT = "card_auth_failed"


def lays_a_bad_card(citizen: Citizen) -> None:
    citizen.does(citizen.flow.identifying.card_reading)
    citizen.does(citizen.flow.identifying.card_failed, DEFECT)


def notice(citizen: Citizen) -> str:
    return derive_home_props(HomeInputs(citizen.state, citizen.catalogue)).notice


def told(citizen: Citizen) -> tuple[Screen, str, str]:
    props = derive_identify_props(IdentifyInputs(citizen.state, citizen.catalogue.hall))
    return citizen.state.screen, props.phase, props.error_code


def test_a_bad_card_wakes_the_screen_and_is_told_there(citizen: Citizen) -> None:
    lays_a_bad_card(citizen)
    assert citizen.state.screen is Screen.HOME
    assert notice(citizen)
    assert citizen.flow.idle_counts(), "a card that was forgotten bars nobody for long"


@pytest.mark.parametrize("code", ["card_auth_failed", "unknown_card_type", "card_expired", "device_disconnected"])
def test_home_says_at_which_counter_it_goes_on(citizen: Citizen, code: str) -> None:
    citizen.does(citizen.flow.finding.wake)
    citizen.does(citizen.flow.identifying.card_failed, code)
    assert citizen.catalogue.hall.name in notice(citizen)
    assert "：，" not in notice(citizen)


def test_a_bad_card_is_told_where_the_card_is_asked_for_afterwards(citizen: Citizen) -> None:
    lays_a_bad_card(citizen)
    citizen.does(citizen.flow.finding.show_where_the_card_goes)
    assert told(citizen) == (Screen.IDENTIFY, "failed", DEFECT)
    citizen.does(citizen.flow.back)
    citizen.does(citizen.flow.finding.choose_subject, "7.1")
    citizen.does(citizen.flow.finding.start)
    assert told(citizen) == (Screen.IDENTIFY, "failed", DEFECT)


def test_a_bad_card_is_told_where_a_draft_is_asked_for(citizen: Citizen) -> None:
    lays_a_bad_card(citizen)
    citizen.does(citizen.flow.resume_draft)
    assert (citizen.state.screen, citizen.state.card_phase) == (Screen.RESUME, CardPhase.FAILED)
    assert resume_props(citizen).fault


def test_a_card_that_fails_while_the_guide_is_looked_at_is_told_when_it_goes_on(citizen: Citizen) -> None:
    citizen.begins()
    citizen.does(citizen.flow.identifying.card_reading)
    citizen.does(citizen.flow.back)
    citizen.does(citizen.flow.identifying.card_failed, DEFECT)
    citizen.does(citizen.flow.finding.start)
    assert told(citizen) == (Screen.IDENTIFY, "failed", DEFECT)


def test_a_bad_card_that_was_lifted_is_told_no_more_where_the_next_is_asked_for(citizen: Citizen) -> None:
    lays_a_bad_card(citizen)
    citizen.does(citizen.flow.card_removed)
    citizen.does(citizen.flow.finding.show_where_the_card_goes)
    assert told(citizen) == (Screen.IDENTIFY, "waiting", "")


def test_a_bad_card_on_the_plate_does_not_hide_the_one_that_was_read_before(citizen: Citizen) -> None:
    citizen.does(citizen.flow.card_read, CHEN)
    lays_a_bad_card(citizen)
    citizen.does(citizen.flow.finding.show_where_the_card_goes)
    assert told(citizen) == (Screen.IDENTIFY, "read", "")
