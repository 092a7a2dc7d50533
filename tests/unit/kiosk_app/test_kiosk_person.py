"""Whose matter it is: what the card says in every form, and nobody else in it."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from devices.core.status import DeviceState
from devices.id_card.specimens import CHEN, OUYANG, number_18
from kiosk_app.viewmodels.identify import IdentifyInputs, derive_identify_props
from kiosk_app.work.state import Around, CardPhase, Screen, SessionState
from shared.handoff.code import encode
from shared.intake.desk import YEAR_OVER
from shared.intake.draft import FieldSource, FieldValue
from shared.intake.errors import SubjectClosedError
from shared.intake.gaps import GapKind
from shared.store import drafts
from tests.unit.kiosk_app.citizen import Citizen
from tests.unit.shared.intake.desks import SOURCES, open_specimen

STARTING_UP, NAME, NUMBER = "7", "applicant.name", "applicant.number"


def answers_page(citizen: Citizen) -> SessionState:
    """Answer the page in front with its first choices."""
    state = citizen.state
    assert state.form is not None
    for field in citizen.flow.filling.pages()[state.form_page].fields:
        citizen.flow.filling.set_field(field, state.form.fields[field].options[0].code)
    return citizen.does(citizen.flow.filling.next_page)


def test_nobody_is_asked_for_what_their_card_says_also_where_an_answer_brings_it_in(citizen: Citizen) -> None:
    citizen.begins(STARTING_UP)
    citizen.shows_card()
    answered: list[str] = []
    while (state := citizen.state).form is not None and NAME not in state.form.fields:
        answered += citizen.flow.filling.pages()[state.form_page].fields
        state = answers_page(citizen)
        assert not state.faults
        assert not set(citizen.flow.filling.pages()[state.form_page].fields) & set(answered), "no page comes twice"
    pages = citizen.flow.filling.pages()
    assert state.draft is not None
    assert state.draft.fields[NAME] == FieldValue(value=CHEN.name, source=FieldSource.CARD)
    assert [page.is_known for page in pages if {NAME, NUMBER} & set(page.fields)] == [True]
    assert pages[state.form_page - 1].fields[-1] == answered[-1]


def test_back_from_the_page_after_leads_to_the_one_that_brought_the_cards_page(citizen: Citizen) -> None:
    citizen.begins(STARTING_UP)
    citizen.shows_card()
    fields: tuple[str, ...] = ()
    while (state := citizen.state).form is not None and NAME not in state.form.fields:
        fields = citizen.flow.filling.pages()[state.form_page].fields
        answers_page(citizen)
    state = citizen.does(citizen.flow.back)
    assert citizen.flow.filling.pages()[state.form_page].fields == fields


def test_a_reader_that_came_back_asks_for_the_card_again(citizen: Citizen) -> None:
    def phase() -> str:
        return derive_identify_props(IdentifyInputs(citizen.state, citizen.catalogue.hall)).phase

    citizen.begins()
    citizen.does(citizen.flow.identifying.card_reading)
    citizen.does(citizen.flow.identifying.card_failed, "device_disconnected")
    assert phase() == "out"
    citizen.does(citizen.flow.card_removed)
    citizen.box.change(around=Around(reader=DeviceState.OFFLINE))
    assert phase() == "out"
    citizen.box.change(around=Around(reader=DeviceState.READY))
    assert phase() == "waiting"


def test_who_says_not_me_is_taken_out_and_leads_nobody_into_the_form(citizen: Citizen) -> None:
    citizen.begins()
    citizen.does(citizen.flow.identifying.card_read, OUYANG)
    state = citizen.does(citizen.flow.identifying.ask_card_again)
    assert (state.card, state.card_phase, state.role) == (None, CardPhase.WAITING, "applicant")
    citizen.does(citizen.flow.card_removed)
    citizen.does(citizen.flow.back)
    state = citizen.does(citizen.flow.finding.start)
    assert (state.screen, state.card_phase) == (Screen.IDENTIFY, CardPhase.WAITING)
    assert state.draft is not None
    stored = citizen.desk.resume(state.draft.case_id)
    assert (stored.applicants, stored.fields, stored.materials) == ((), {}, {})


def test_the_right_card_counts_also_when_it_is_laid_while_the_wrong_one_is_taken_out(citizen: Citizen) -> None:
    citizen.begins()
    citizen.does(citizen.flow.identifying.card_read, OUYANG)
    citizen.flow.identifying.ask_card_again()
    citizen.flow.identifying.card_reading()
    citizen.flow.card_read(CHEN)
    citizen.lane.drain()
    state = citizen.state
    assert state.draft is not None
    assert [one.name for one in state.draft.applicants] == [CHEN.name]
    assert (state.card, state.card_phase, state.asked_role) == (CHEN, CardPhase.READ, "applicant")


def test_not_me_at_the_review_takes_the_answers_too_and_asks_for_the_card(citizen: Citizen) -> None:
    citizen.comes_to(Screen.REVIEW)
    citizen.does(citizen.flow.edit, "role:applicant")
    citizen.does(citizen.flow.identifying.card_read, CHEN)
    state = citizen.does(citizen.flow.identifying.ask_card_again)
    assert state.draft is not None
    assert (state.draft.applicants, state.draft.fields, state.draft.pages()) == ((), {}, ())
    citizen.does(citizen.flow.identifying.card_read, OUYANG)
    state = citizen.does(citizen.flow.identifying.accept_person)
    assert [gap.where for gap in state.gaps if gap.kind is GapKind.FIELD][:1] == ["applicant.phone"]


def test_the_right_card_after_not_me_goes_to_the_role_that_was_asked_for(tmp_path: Path) -> None:
    terminal, _ = open_specimen(tmp_path / "couples", with_couples_at_kiosks(tmp_path / "catalogue"))
    with terminal:
        citizen = Citizen(terminal)
        citizen.begins("8")
        father = replace(CHEN, name="王样例", number=number_18("44190019600101005"), birth="1960-01-01")
        citizen.does(citizen.flow.identifying.card_read, father)
        citizen.does(citizen.flow.identifying.ask_card_again)
        state = citizen.does(citizen.flow.identifying.card_read, CHEN)
        assert state.draft is not None
        assert [(one.role, one.name) for one in state.draft.applicants] == [("husband", CHEN.name)]
        citizen.does(citizen.flow.identifying.accept_person)
        state = citizen.does(citizen.flow.identifying.card_read, OUYANG)
        citizen.does(citizen.flow.identifying.ask_card_again)
        state = citizen.state
        assert state.role == "wife"
        assert state.draft is not None
        assert [one.name for one in state.draft.applicants] == [CHEN.name]
        assert not [field for field in state.draft.fields if field.startswith("wife.")]
        assert "husband.name" in state.draft.fields


def with_couples_at_kiosks(folder: Path) -> Path:
    """Return the shipped catalogue of a place where couples register their marriage at a kiosk."""
    shutil.copytree(SOURCES, folder)
    for place in ("services/08-marriage-and-household.yaml", "items/08-01-marriage-registration.yaml"):
        file = folder / place
        here = re.sub(r"  kiosk: \{ state: in_person_only.*\}", "  kiosk: { state: here }", file.read_text("utf-8"))
        file.write_text(here, "utf-8")
    for file in (folder / "translations").glob("*.yaml"):
        lines = file.read_text("utf-8").splitlines(keepends=True)
        file.write_text("".join(line for line in lines if not re.search("结婚登记要两|結婚登記要兩", line)), "utf-8")
    return folder


def goes_home(citizen: Citizen) -> None:
    while citizen.state.screen is not Screen.HOME:
        citizen.does(citizen.flow.back)
    citizen.does(citizen.flow.card_removed)


def starts(citizen: Citizen, code: str = "7.1") -> SessionState:
    citizen.does(citizen.flow.finding.choose_subject, code)
    return citizen.does(citizen.flow.finding.start)


def test_the_next_person_gets_a_matter_of_their_own_and_nothing_of_the_first(citizen: Citizen) -> None:
    citizen.comes_to(Screen.MATERIALS)
    first = citizen.state.draft
    assert first is not None
    goes_home(citizen)
    citizen.does(citizen.flow.card_read, OUYANG)
    state = starts(citizen)
    assert state.draft is not None
    assert (state.screen, state.draft.case_id != first.case_id) == (Screen.IDENTIFY, True)
    assert [one.name for one in state.draft.applicants] == [OUYANG.name]
    assert CHEN.name not in {told.value for told in state.draft.fields.values()}
    assert [left.case_id for left in drafts.summaries(citizen.terminal.store)] == [state.draft.case_id]


def test_the_guide_tells_the_next_person_the_whole_matter(citizen: Citizen) -> None:
    citizen.begins(STARTING_UP)
    citizen.shows_card()
    while citizen.state.subject == citizen.catalogue.subject(STARTING_UP):
        answers_page(citizen)
    goes_home(citizen)
    citizen.does(citizen.flow.card_read, OUYANG)
    state = citizen.does(citizen.flow.finding.choose_subject, STARTING_UP)
    assert state.subject == citizen.catalogue.subject(STARTING_UP)


def test_the_next_persons_card_on_an_open_guide_begins_the_whole_matter(citizen: Citizen) -> None:
    citizen.begins(STARTING_UP)
    citizen.shows_card()
    while citizen.state.subject == citizen.catalogue.subject(STARTING_UP):
        answers_page(citizen)
    while citizen.state.screen is not Screen.ITEM:
        citizen.does(citizen.flow.back)
    citizen.does(citizen.flow.card_read, OUYANG)
    state = citizen.does(citizen.flow.finding.start)
    assert state.draft is not None
    assert [one.name for one in state.draft.applicants] == [OUYANG.name]
    assert state.subject == citizen.desk.subject(state.draft)


def test_who_comes_back_to_their_matter_with_their_card_goes_on_with_it(citizen: Citizen) -> None:
    citizen.comes_to(Screen.MATERIALS)
    first = citizen.state.draft
    goes_home(citizen)
    citizen.does(citizen.flow.card_read, CHEN)
    state = starts(citizen)
    assert (state.screen, state.draft) == (Screen.FORM, first)


def test_a_draft_that_came_back_stays_for_its_owner_when_the_next_person_begins(citizen: Citizen) -> None:
    desk = citizen.desk
    draft = desk.identify(desk.begin("7.1", "kiosk"), "applicant", CHEN)
    desk.discard(draft)
    code = citizen.elsewhere.holds(draft)
    citizen.does(citizen.flow.card_read, CHEN)
    citizen.does(citizen.flow.resume_draft)
    citizen.does(citizen.flow.resuming.code_scanned, encode(code))
    citizen.does(citizen.flow.resuming.go_on)
    goes_home(citizen)
    citizen.does(citizen.flow.card_read, OUYANG)
    state = starts(citizen)
    assert state.draft is not None
    assert [one.name for one in state.draft.applicants] == [OUYANG.name]
    assert [one.name for one in desk.resume(draft.case_id).applicants] == [CHEN.name]


def test_the_card_screen_before_a_matter_is_about_the_card_that_was_laid_last(citizen: Citizen) -> None:
    citizen.comes_to(Screen.FORM)
    first = citizen.state.draft
    goes_home(citizen)
    citizen.does(citizen.flow.card_read, OUYANG)
    citizen.does(citizen.flow.finding.show_where_the_card_goes)
    assert derive_identify_props(IdentifyInputs(citizen.state, citizen.catalogue.hall)).person == OUYANG.name
    state = citizen.does(citizen.flow.identifying.ask_card_again)
    assert (state.card, state.card_phase, state.draft) == (None, CardPhase.WAITING, first)


def test_a_matter_that_cant_be_begun_costs_nobody_the_one_before(
    citizen: Citizen, monkeypatch: pytest.MonkeyPatch
) -> None:
    def closed(*_: object) -> object:
        raise SubjectClosedError(YEAR_OVER)

    citizen.comes_to(Screen.FORM)
    first = citizen.state.draft
    goes_home(citizen)
    monkeypatch.setattr(citizen.desk, "begin", closed)
    assert starts(citizen, "7.2").screen is Screen.PAUSE
    assert first is not None
    assert citizen.desk.resume(first.case_id) == first
