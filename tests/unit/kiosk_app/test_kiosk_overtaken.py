"""Work that ends after goodbye brings back neither the matter nor the person."""

from __future__ import annotations

from devices.id_card.specimens import CHEN
from kiosk_app.work.handing_in import GOODBYE_S
from kiosk_app.work.leftovers import erase_leftovers
from kiosk_app.work.state import Screen
from shared.store import drafts
from tests.unit.kiosk_app.citizen import PHONE, Citizen


def test_a_matter_that_was_just_begun_does_not_come_back_to_who_left(citizen: Citizen) -> None:
    citizen.does(citizen.flow.finding.wake)
    citizen.does(citizen.flow.card_read, CHEN)
    citizen.does(citizen.flow.finding.choose_subject, "7.1")
    citizen.flow.finding.start()
    citizen.flow.ask_to_leave()
    assert citizen.state.screen is Screen.GOODBYE
    citizen.lane.drain()
    state = citizen.state
    assert (state.screen, state.draft, state.form, state.card) == (Screen.GOODBYE, None, None, None)
    citizen.does(citizen.flow.card_removed)
    for _ in range(GOODBYE_S):
        citizen.flow.tick()
    assert citizen.ended == [True]
    erase_leftovers(citizen.desk, citizen.elsewhere)
    assert not drafts.summaries(citizen.terminal.store)


def test_a_page_that_was_still_being_stored_does_not_bring_an_absent_person_back(citizen: Citizen) -> None:
    citizen.comes_to(Screen.FORM)
    citizen.box.change(came_from_elsewhere=True)
    citizen.does(citizen.flow.filling.next_page)
    citizen.flow.filling.set_field("applicant.phone", PHONE)
    citizen.flow.filling.next_page()
    citizen.flow.idle(0)
    citizen.lane.drain()
    state = citizen.state
    assert (state.screen, state.draft, state.form, dict(state.typed)) == (Screen.GOODBYE, None, None, {})
    (kept,) = citizen.desk.open_drafts()
    assert kept.values()["applicant.phone"] == PHONE, "what they answered is kept with their draft"


def test_a_paper_that_was_still_being_set_is_not_shown_after_goodbye(citizen: Citizen) -> None:
    citizen.comes_to(Screen.FORM)
    citizen.flow.papers.open()
    citizen.flow.idle(0)
    citizen.lane.drain()
    assert (citizen.state.screen, citizen.state.papers) == (Screen.GOODBYE, None)


def test_a_page_that_was_asked_for_before_leaving_is_not_taken_after_it(citizen: Citizen) -> None:
    citizen.comes_to(Screen.MATERIALS)
    citizen.glass.pages.append("household_register")
    citizen.flow.gathering.scan()
    citizen.flow.leave()
    citizen.lane.drain()
    assert citizen.glass.pages == ["household_register"], "the scanner did not run"
    assert citizen.state.screen is Screen.GOODBYE
