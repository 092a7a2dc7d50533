"""A card that somebody left on the reader: it is asked for over every screen, and what happens below goes on."""

from __future__ import annotations

import pytest

from devices.id_card.specimens import CHEN
from kiosk_app.work.state import CardPhase, Overlay, Pause, Screen, Trouble
from shared.store import drafts
from shared.store.errors import DiskFullError
from tests.unit.kiosk_app.citizen import PHONE, Citizen


def is_asked_for(citizen: Citizen) -> bool:
    seen = citizen.state.seen
    return (seen.screen, seen.pause) == (Screen.PAUSE, Pause.LEFT_BEHIND)


def test_a_card_that_was_left_holds_the_door_until_it_is_taken(citizen: Citizen) -> None:
    citizen.flow.card_was_left()
    assert is_asked_for(citizen)
    assert not citizen.flow.idle_counts()
    citizen.does(citizen.flow.identifying.card_read, CHEN)
    assert is_asked_for(citizen)
    state = citizen.does(citizen.flow.card_removed)
    assert (state.seen.screen, state.card) == (Screen.ATTRACT, None)


def test_who_laid_a_card_down_before_the_first_look_goes_on_where_they_were(citizen: Citizen) -> None:
    citizen.comes_to(Screen.IDENTIFY)
    citizen.flow.card_was_left()
    assert is_asked_for(citizen)
    assert citizen.does(citizen.flow.card_removed).seen.screen is Screen.IDENTIFY
    assert citizen.does(citizen.flow.card_read, CHEN).card_phase is CardPhase.READ


def test_a_pause_that_a_card_on_the_reader_interrupts_comes_back_as_it_was(citizen: Citizen) -> None:
    citizen.box.change(screen=Screen.PAUSE, pause=Pause.TROUBLE, trouble=Trouble("disk_full", Screen.HOME))
    citizen.flow.card_was_left()
    assert is_asked_for(citizen)
    state = citizen.does(citizen.flow.card_removed)
    assert (state.seen.screen, state.seen.pause) == (Screen.PAUSE, Pause.TROUBLE)
    assert citizen.does(citizen.flow.pause_other).screen is Screen.HOME


def test_a_card_found_after_an_outage_keeps_no_absent_persons_case_open(citizen: Citizen) -> None:
    citizen.comes_to(Screen.REVIEW)
    citizen.flow.card_was_left()
    assert citizen.flow.idle_counts()
    citizen.flow.idle(12)
    assert citizen.state.overlay is Overlay.IDLE
    state = citizen.does(citizen.flow.idle, 0)
    assert (state.screen, state.draft) == (Screen.GOODBYE, None)
    assert not drafts.summaries(citizen.terminal.store)
    assert citizen.does(citizen.flow.card_removed).screen is Screen.GOODBYE


def test_a_card_found_over_a_receipt_keeps_it_in_sight_no_longer(citizen: Citizen) -> None:
    citizen.comes_to(Screen.RECEIPT)
    citizen.flow.card_was_left()
    assert citizen.flow.idle_counts()
    assert citizen.does(citizen.flow.idle, 0).sealed is None


def test_an_act_that_fails_below_is_told_once_the_card_was_taken_and_leads_back_to_where_it_failed(
    citizen: Citizen, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> object:
        raise DiskFullError

    citizen.comes_to(Screen.FORM)
    citizen.does(citizen.flow.filling.next_page)
    monkeypatch.setattr(citizen.desk, "set_field", full)
    citizen.flow.filling.set_field("applicant.phone", PHONE)
    citizen.flow.filling.next_page()
    citizen.flow.card_was_left()
    citizen.lane.drain()
    assert is_asked_for(citizen)
    seen = citizen.does(citizen.flow.card_removed).seen
    assert (seen.screen, seen.pause) == (Screen.PAUSE, Pause.TROUBLE)
    assert citizen.does(citizen.flow.pause_other).screen is Screen.FORM
    assert citizen.state.typed["applicant.phone"] == PHONE


def test_a_case_that_is_sealed_below_shows_its_receipt_once_the_card_was_taken(citizen: Citizen) -> None:
    citizen.comes_to(Screen.CONFIRM)
    citizen.flow.handing_in.toggle_agreed()
    citizen.flow.handing_in.submit()
    citizen.flow.card_was_left()
    citizen.lane.drain()
    assert is_asked_for(citizen)
    state = citizen.does(citizen.flow.card_removed)
    assert state.seen.screen is Screen.RECEIPT
    assert state.sealed is not None


def test_goodbye_does_not_wait_for_a_card_that_nobody_takes_for_ever(citizen: Citizen) -> None:
    citizen.comes_to(Screen.RECEIPT)
    citizen.does(citizen.flow.handing_in.finish)
    citizen.flow.card_was_left()
    for _ in range(59 + citizen.state.goodbye_seconds):
        citizen.flow.tick()
    assert citizen.ended == [True]
