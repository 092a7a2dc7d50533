"""Whose matter it is: what the card says in every form, and nobody else in it."""

from __future__ import annotations

from devices.id_card.specimens import CHEN
from kiosk_app.work.state import SessionState
from shared.intake.draft import FieldSource, FieldValue
from tests.unit.kiosk_app.citizen import Citizen

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
