"""What the review and the declaration show of the session's state."""

from __future__ import annotations

from dataclasses import replace

from devices.id_card.specimens import CHEN
from kiosk_app.viewmodels.confirm import ConfirmInputs, derive_confirm_props
from kiosk_app.viewmodels.review import ReviewInputs, ReviewProps, derive_review_props
from kiosk_app.work.state import Screen
from shared.intake.draft import Draft
from tests.unit.kiosk_app.citizen import Citizen
from tests.unit.kiosk_app.test_kiosk_derived import form
from tests.unit.shared.intake.desks import PAGE


def review(citizen: Citizen) -> ReviewProps:
    state = citizen.state
    assert state.form is not None
    assert state.draft is not None
    assert state.subject is not None
    return derive_review_props(ReviewInputs(state.draft, state.subject, state.form, state.gaps))


def test_the_review_shows_all_and_masks_the_number(citizen: Citizen) -> None:
    citizen.comes_to(Screen.REVIEW)
    props = review(citizen)
    values = [entry.value for group in props.groups for entry in group.entries]
    assert props.can_continue
    assert CHEN.number not in values
    assert "大学本科教育" in values
    assert [entry.edit for group in props.groups if group.key == "section-0" for entry in group.entries] == [""] * 6


def test_whatever_did_not_come_from_the_card_can_be_changed_from_the_review(citizen: Citizen) -> None:
    citizen.comes_to(Screen.REVIEW)
    entries = [entry for group in review(citizen).groups for entry in group.entries]
    for entry in entries:
        if entry.edit.startswith("field:"):
            citizen.does(citizen.flow.edit, entry.edit)
            assert entry.key in {row.key for row in form(citizen).fields}
            assert (form(citizen).next_label, form(citizen).progress) == ("改好了", "")
            assert citizen.does(citizen.flow.filling.next_page).screen is Screen.REVIEW
    leads = {entry.key: entry.edit for entry in entries if not entry.source}
    assert [key for key, edit in leads.items() if not edit] == ["id_card"]
    assert len([edit for edit in leads.values() if edit.startswith("field:")]) == 4


def test_an_optional_answer_that_the_review_asked_for_leads_back_to_it_also_when_it_is_emptied(
    citizen: Citizen,
) -> None:
    citizen.begins("8.2")
    citizen.shows_card()
    citizen.does(citizen.flow.edit, "field:applicant.household_number")
    (row,) = form(citizen).fields
    assert (row.optional, row.value) == (True, "")
    assert form(citizen).next_label == "改好了"


def test_the_review_names_everything_that_is_missing_at_once(citizen: Citizen) -> None:
    citizen.comes_to(Screen.FORM)
    citizen.does(citizen.flow.open_review)
    props = review(citizen)
    assert {gap.key.partition(":")[0] for gap in props.gaps} == {"field", "material"}
    assert len(props.gaps) == 6
    assert not props.can_continue
    assert all(gap.text and gap.label for gap in props.gaps)


def test_the_declaration_says_who_gets_the_data(citizen: Citizen) -> None:
    citizen.comes_to(Screen.CONFIRM)
    state = citizen.state
    assert state.draft is not None
    assert state.subject is not None
    props = derive_confirm_props(ConfirmInputs(state.draft, state.subject))
    assert any("市人力资源社会保障局" in row.text for row in props.privacy)
    assert CHEN.name in props.who
    assert "3 份材料" in props.summary


def test_the_declaration_counts_no_paper_that_an_answer_made_needless(citizen: Citizen) -> None:
    desk, kind = citizen.desk, "company.kind"

    def summary(draft: Draft) -> str:
        return derive_confirm_props(ConfirmInputs(draft, desk.subject(draft))).summary

    draft = desk.begin("1", "kiosk")
    draft = desk.set_field(draft, kind, "3")
    counted = summary(draft)
    draft = desk.attach_page(desk.set_field(draft, kind, "1"), "articles_of_association", PAGE)
    assert summary(draft) != counted
    assert summary(desk.set_field(draft, kind, "3")) == counted


def test_what_changed_since_the_draft_was_kept_is_told_at_the_review(citizen: Citizen) -> None:
    citizen.comes_to(Screen.REVIEW)
    state = citizen.state
    assert state.draft is not None
    assert state.subject is not None
    assert state.form is not None
    inputs = ReviewInputs(state.draft, state.subject, state.form, changed=("户口簿", "一寸照片"))
    assert "户口簿、一寸照片" in derive_review_props(inputs).note
    assert "更新" not in derive_review_props(replace(inputs, changed=())).note
