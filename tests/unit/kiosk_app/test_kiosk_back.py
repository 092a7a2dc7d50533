"""One step back from the review and to it: something always comes in front, and nothing that was filled in is lost."""

from __future__ import annotations

from kiosk_app.work.state import Screen
from shared.store import drafts
from tests.unit.kiosk_app.citizen import PHONE, Citizen
from tests.unit.shared.intake.desks import complete


def test_back_from_the_review_of_a_matter_without_papers_leads_to_the_form(citizen: Citizen) -> None:
    citizen.begins("90.1")
    citizen.shows_card()
    assert citizen.state.draft is not None
    citizen.box.change(draft=complete(citizen.desk, citizen.state.draft))
    assert citizen.does(citizen.flow.open_review).screen is Screen.REVIEW
    state = citizen.does(citizen.flow.back)
    assert (state.screen, state.form_page) == (Screen.FORM, len(citizen.flow.filling.pages()) - 1)
    assert citizen.does(citizen.flow.filling.next_page).screen is Screen.REVIEW


def test_back_from_the_review_leads_to_the_papers_where_there_are_some(citizen: Citizen) -> None:
    citizen.comes_to(Screen.REVIEW)
    assert citizen.does(citizen.flow.back).screen is Screen.MATERIALS


def test_what_was_changed_from_the_review_is_there_on_the_way_back_and_is_what_is_kept(citizen: Citizen) -> None:
    citizen.comes_to(Screen.REVIEW)
    citizen.does(citizen.flow.edit, "field:applicant.phone")
    citizen.flow.filling.set_field("applicant.phone", "13900000009")
    state = citizen.does(citizen.flow.back)
    assert (state.screen, dict(state.typed)) == (Screen.REVIEW, {})
    assert state.draft is not None
    assert state.draft.values()["applicant.phone"] == "13900000009"
    citizen.does(citizen.flow.keep_draft)
    citizen.does(citizen.flow.keeping.keep)
    assert b"13900000009" in drafts.load(citizen.terminal.store, state.draft.case_id)


def test_a_wrong_answer_on_the_way_back_is_named_by_the_review(citizen: Citizen) -> None:
    citizen.comes_to(Screen.REVIEW)
    citizen.does(citizen.flow.edit, "field:applicant.phone")
    citizen.flow.filling.set_field("applicant.phone", PHONE[:-1])
    state = citizen.does(citizen.flow.back)
    assert state.screen is Screen.REVIEW
    assert [gap.where for gap in state.gaps] == ["applicant.phone"]
