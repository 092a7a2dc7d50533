"""Which act leads where, and what is kept, refused and wiped on the way."""

from __future__ import annotations

from dataclasses import astuple, replace

import pytest

from devices.core.printing import PrintCause, PrintOutcome, PrintState
from devices.id_card.specimens import CHEN, OUYANG
from kiosk_app.work.state import CardPhase, Overlay, Pause, Screen
from shared.intake.sealing import RECEIPT
from shared.store import drafts, journal, outbox
from shared.store.errors import DiskFullError
from shared.store.journal import Evidence, PrintStep
from shared.store.overview import CaseDeliveryState
from tests.unit.kiosk_app.citizen import PHONE, Citizen


def test_the_whole_way_ends_with_one_sealed_case_and_one_slip(citizen: Citizen) -> None:
    citizen.comes_to(Screen.RECEIPT)
    state = citizen.state
    assert state.sealed is not None
    assert state.report is not None
    assert state.report.outcome.state is PrintState.PRINTED
    assert len(outbox.all_rows(citizen.terminal.store)) == 1
    assert len(citizen.paper.slips) == 1
    assert citizen.woken == [True]
    assert citizen.pictures.has(state.sealed.case.number)


def test_after_sealing_nothing_of_the_person_is_in_the_state(citizen: Citizen) -> None:
    citizen.comes_to(Screen.RECEIPT)
    state = citizen.state
    assert (state.draft, state.form, state.card, dict(state.typed)) == (None, None, None, {})
    assert not drafts.summaries(citizen.terminal.store)


def test_a_card_laid_before_the_matter_counts(citizen: Citizen) -> None:
    state = citizen.does(citizen.flow.identifying.card_read, CHEN)
    assert state.screen is Screen.HOME
    citizen.does(citizen.flow.finding.choose_subject, "7.1")
    state = citizen.does(citizen.flow.finding.start)
    assert state.screen is Screen.IDENTIFY
    assert state.card_phase is CardPhase.READ
    assert citizen.does(citizen.flow.identifying.accept_person).screen is Screen.FORM


def test_the_card_can_be_read_before_anything_and_home_greets(citizen: Citizen) -> None:
    citizen.does(citizen.flow.finding.wake)
    citizen.does(citizen.flow.finding.show_where_the_card_goes)
    state = citizen.does(citizen.flow.identifying.card_read, CHEN)
    assert (state.screen, state.card_phase) == (Screen.IDENTIFY, CardPhase.READ)
    assert citizen.does(citizen.flow.identifying.accept_person).screen is Screen.HOME
    assert citizen.state.card is CHEN


def test_an_expired_card_is_refused_with_its_code_and_another_is_taken(citizen: Citizen) -> None:
    citizen.begins()
    old = replace(CHEN, valid_to="2020-01-01")
    state = citizen.does(citizen.flow.identifying.card_read, old)
    assert (state.card_phase, state.card_code) == (CardPhase.FAILED, "card_expired")
    assert citizen.does(citizen.flow.identifying.card_read, CHEN).card_phase is CardPhase.READ


def test_not_me_asks_for_the_card_again_and_replaces_the_person(citizen: Citizen) -> None:
    citizen.begins()
    citizen.does(citizen.flow.identifying.card_read, CHEN)
    assert citizen.does(citizen.flow.identifying.ask_card_again).card_phase is CardPhase.WAITING
    state = citizen.does(citizen.flow.identifying.card_read, OUYANG)
    assert state.draft is not None
    assert [person.name for person in state.draft.applicants] == [OUYANG.name]


def test_a_card_on_a_screen_that_does_not_ask_for_one_changes_nothing(citizen: Citizen) -> None:
    citizen.comes_to(Screen.FORM)
    before = citizen.state
    after = citizen.does(citizen.flow.identifying.card_read, OUYANG)
    assert (after.draft, after.card, after.screen) == (before.draft, before.card, before.screen)


def test_a_wrong_answer_stays_with_its_fault_and_the_page_is_not_left(citizen: Citizen) -> None:
    citizen.comes_to(Screen.FORM)
    citizen.does(citizen.flow.filling.next_page)
    citizen.flow.filling.set_field("applicant.phone", "138")
    state = citizen.does(citizen.flow.filling.next_page)
    assert state.form_page == 1
    assert set(state.faults) == {"applicant.phone"}
    citizen.flow.filling.set_field("applicant.phone", PHONE)
    assert not citizen.state.faults
    assert citizen.does(citizen.flow.filling.next_page).form_page == 2


def test_an_empty_required_answer_is_missing(citizen: Citizen) -> None:
    citizen.comes_to(Screen.FORM)
    citizen.does(citizen.flow.filling.next_page)
    state = citizen.does(citizen.flow.filling.next_page)
    assert state.faults["applicant.phone"].code == "missing"


def test_back_goes_page_by_page_and_keeps_what_was_filled_in(citizen: Citizen) -> None:
    citizen.comes_to(Screen.MATERIALS)
    state = citizen.does(citizen.flow.back)
    assert (state.screen, state.form_page) == (Screen.FORM, 4)
    for page in (3, 2, 1, 0):
        assert citizen.does(citizen.flow.back).form_page == page
    state = citizen.does(citizen.flow.back)
    assert state.screen is Screen.ITEM
    assert state.draft is not None
    assert state.draft.values()["applicant.phone"] == PHONE
    assert citizen.does(citizen.flow.finding.start).screen is Screen.FORM


def test_another_matter_erases_the_draft_of_the_first(citizen: Citizen) -> None:
    citizen.begins("7.1")
    first = citizen.state.draft
    citizen.does(citizen.flow.back)
    citizen.does(citizen.flow.back)
    assert citizen.state.screen is Screen.HOME
    citizen.does(citizen.flow.finding.choose_subject, "7.2")
    citizen.does(citizen.flow.finding.start)
    assert first is not None
    assert [summary.case_id for summary in drafts.summaries(citizen.terminal.store)] != [first.case_id]
    assert len(drafts.summaries(citizen.terminal.store)) == 1


def test_the_review_leads_to_a_field_and_back(citizen: Citizen) -> None:
    citizen.comes_to(Screen.REVIEW)
    state = citizen.does(citizen.flow.edit, "field:applicant.education")
    assert (state.screen, state.form_page, state.returning) == (Screen.FORM, 2, True)
    citizen.flow.filling.set_field("applicant.education", "30")
    state = citizen.does(citizen.flow.filling.next_page)
    assert state.screen is Screen.REVIEW
    assert state.draft is not None
    assert state.draft.values()["applicant.education"] == "30"


def test_nothing_is_handed_in_without_agreement(citizen: Citizen) -> None:
    citizen.comes_to(Screen.CONFIRM)
    assert citizen.does(citizen.flow.handing_in.submit).screen is Screen.CONFIRM
    assert not outbox.all_rows(citizen.terminal.store)


def test_a_full_disk_loses_nothing_and_can_be_tried_again(citizen: Citizen, monkeypatch: pytest.MonkeyPatch) -> None:
    citizen.comes_to(Screen.CONFIRM)
    whole = citizen.desk.seal

    def full(_draft: object) -> object:
        raise DiskFullError

    monkeypatch.setattr(citizen.desk, "seal", full)
    citizen.hands_in()
    state = citizen.state
    assert (state.screen, state.pause) == (Screen.PAUSE, Pause.TROUBLE)
    assert state.trouble is not None
    assert state.trouble.code == "disk_full"
    assert state.draft is not None
    monkeypatch.setattr(citizen.desk, "seal", whole)
    assert citizen.does(citizen.flow.pause_act).screen is Screen.RECEIPT


def test_trouble_leads_back_to_where_it_was(citizen: Citizen, monkeypatch: pytest.MonkeyPatch) -> None:
    citizen.comes_to(Screen.FORM)
    citizen.does(citizen.flow.filling.next_page)

    def full(*_: object) -> object:
        raise DiskFullError

    monkeypatch.setattr(citizen.desk, "set_field", full)
    citizen.flow.filling.set_field("applicant.phone", PHONE)
    assert citizen.does(citizen.flow.filling.next_page).screen is Screen.PAUSE
    assert citizen.does(citizen.flow.pause_other).screen is Screen.FORM
    assert citizen.state.typed["applicant.phone"] == PHONE


def test_a_failed_slip_is_printed_again_and_an_unsure_one_is_marked(citizen: Citizen) -> None:
    citizen.paper.outcomes += [
        PrintOutcome(PrintState.FAILED, PrintCause.PAPER_END),
        PrintOutcome(PrintState.UNKNOWN, PrintCause.BROKEN_OFF, partial=True),
    ]
    citizen.comes_to(Screen.RECEIPT)
    assert citizen.state.report is not None
    assert citizen.state.report.outcome.cause is PrintCause.PAPER_END
    state = citizen.does(citizen.flow.handing_in.print_again)
    assert state.report is not None
    assert (state.report.outcome.state, state.report.is_reprint) == (PrintState.UNKNOWN, False)
    state = citizen.does(citizen.flow.handing_in.print_again)
    assert state.report is not None
    assert state.report.is_reprint
    assert len(citizen.paper.slips) == 3


def _slips(citizen: Citizen) -> list[tuple[PrintStep, Evidence]]:
    state = citizen.state
    assert state.sealed is not None
    entries = journal.copies(citizen.terminal.store, state.sealed.case.number, RECEIPT)
    return [(entry.step, entry.evidence) for entry in entries]


@pytest.mark.parametrize("silent", [PrintState.UNKNOWN, PrintState.SENT])
def test_who_has_the_slip_that_the_printer_did_not_tell_of_closes_the_question(
    citizen: Citizen, silent: PrintState
) -> None:
    citizen.paper.outcomes.append(PrintOutcome(silent))
    citizen.comes_to(Screen.RECEIPT)
    assert journal.open_questions(citizen.terminal.store)
    state = citizen.does(citizen.flow.handing_in.slip_came_out)
    assert state.slip_seen
    assert _slips(citizen) == [(PrintStep.PRINTED, Evidence.PERSON)]
    assert len(citizen.paper.slips) == 1


def test_who_has_no_slip_or_a_bad_one_gets_another_marked_as_a_reprint(citizen: Citizen) -> None:
    citizen.paper.outcomes.append(PrintOutcome(PrintState.UNKNOWN, PrintCause.BROKEN_OFF, partial=True))
    citizen.comes_to(Screen.RECEIPT)
    state = citizen.does(citizen.flow.handing_in.slip_not_whole)
    assert state.report is not None
    assert (state.report.outcome.state, state.report.is_reprint) == (PrintState.PRINTED, True)
    assert _slips(citizen) == [(PrintStep.FAILED, Evidence.PERSON), (PrintStep.PRINTED, Evidence.IN_ORDER)]
    assert not journal.open_questions(citizen.terminal.store)


def test_another_slip_is_as_large_and_in_the_language_of_the_first(citizen: Citizen) -> None:
    citizen.flow.set_text_size("largest")
    citizen.flow.set_language("en")
    citizen.paper.outcomes.append(PrintOutcome(PrintState.SENT))
    citizen.comes_to(Screen.RECEIPT)
    citizen.does(citizen.flow.handing_in.slip_not_whole)
    first, second = citizen.paper.slips
    of_first, of_second = ({(type(one), *astuple(one)) for one in slip.elements} for slip in (first, second))
    assert of_first <= of_second, "but for the mark of a reprint"


def test_the_question_of_one_slip_is_asked_again_of_the_next(citizen: Citizen) -> None:
    citizen.paper.outcomes += [PrintOutcome(PrintState.UNKNOWN), PrintOutcome(PrintState.SENT)]
    citizen.comes_to(Screen.RECEIPT)
    state = citizen.does(citizen.flow.handing_in.slip_not_whole)
    assert not state.slip_seen
    assert state.report is not None
    assert state.report.outcome.state is PrintState.SENT
    assert citizen.does(citizen.flow.handing_in.slip_came_out).slip_seen


def test_a_slip_that_came_while_a_card_was_in_the_way_is_told_of_afterwards(citizen: Citizen) -> None:
    citizen.comes_to(Screen.RECEIPT)
    citizen.flow.handing_in.print_again()
    citizen.box.change(report=None)
    citizen.flow.card_was_left()
    citizen.lane.drain()
    state = citizen.does(citizen.flow.card_removed)
    assert (state.screen, state.printing) == (Screen.RECEIPT, False)
    assert state.report is not None
    assert state.report.outcome.state is PrintState.PRINTED


def test_the_delivery_is_looked_up_while_the_receipt_shows(citizen: Citizen) -> None:
    citizen.comes_to(Screen.RECEIPT)
    state = citizen.does(citizen.flow.handing_in.look_at_delivery)
    assert state.delivery is not None
    assert state.delivery.state is CaseDeliveryState.WAITING_NETWORK


def test_leaving_asks_first_and_erases_the_draft(citizen: Citizen) -> None:
    citizen.comes_to(Screen.MATERIALS)
    citizen.glass.pages.append("household_register")
    citizen.does(citizen.flow.gathering.scan)
    assert citizen.does(citizen.flow.ask_to_leave).overlay is Overlay.LEAVE
    assert citizen.does(citizen.flow.close_overlay).screen is Screen.MATERIALS
    citizen.does(citizen.flow.ask_to_leave)
    state = citizen.does(citizen.flow.leave)
    assert state.screen is Screen.GOODBYE
    assert not drafts.summaries(citizen.terminal.store)
    assert state.draft is None


def test_goodbye_waits_for_the_card_and_then_ends_once(citizen: Citizen) -> None:
    citizen.comes_to(Screen.RECEIPT)
    citizen.box.change(card_lies=True)
    citizen.does(citizen.flow.handing_in.finish)
    before = citizen.state.goodbye_seconds
    for _ in range(10):
        citizen.flow.tick()
    assert citizen.state.goodbye_seconds == before
    citizen.does(citizen.flow.card_removed)
    for _ in range(before):
        citizen.flow.tick()
    assert citizen.ended == [True]


def test_goodbye_waits_for_a_card_that_was_not_read_too(citizen: Citizen) -> None:
    citizen.begins()
    citizen.does(citizen.flow.identifying.card_reading)
    citizen.does(citizen.flow.identifying.card_failed, "card_auth_failed")
    citizen.does(citizen.flow.leave)
    before = citizen.state.goodbye_seconds
    citizen.flow.tick()
    assert citizen.state.goodbye_seconds == before
    citizen.does(citizen.flow.card_removed)
    citizen.does(citizen.flow.identifying.card_reading)
    citizen.flow.tick()
    assert citizen.state.goodbye_seconds == before


def test_idle_warns_and_then_wipes(citizen: Citizen) -> None:
    citizen.comes_to(Screen.FORM)
    assert citizen.flow.idle_counts()
    citizen.flow.idle(12)
    assert (citizen.state.overlay, citizen.state.idle_seconds) == (Overlay.IDLE, 12)
    state = citizen.does(citizen.flow.idle, 0)
    assert state.screen is Screen.GOODBYE
    assert not drafts.summaries(citizen.terminal.store)


def test_the_warning_goes_when_somebody_is_there_after_all(citizen: Citizen) -> None:
    citizen.comes_to(Screen.IDENTIFY)
    citizen.flow.idle(12)
    citizen.does(citizen.flow.came_back)
    assert (citizen.state.overlay, citizen.state.idle_seconds) == (Overlay.NONE, 0)
    citizen.flow.open_overlay("help")
    assert citizen.does(citizen.flow.came_back).overlay is Overlay.HELP


@pytest.mark.parametrize(
    "looks", [{"language": "en"}, {"text_size": "largest"}, {"palette": "contrast_dark"}, {"overlay": Overlay.HELP}]
)
def test_what_a_passer_by_changed_at_the_start_ends_with_their_absence(
    citizen: Citizen, looks: dict[str, object]
) -> None:
    assert not citizen.flow.idle_counts()
    citizen.box.change(**looks)
    assert citizen.flow.idle_counts()
    citizen.flow.idle(12)
    assert citizen.flow.idle_counts()
    citizen.flow.idle(0)
    assert citizen.ended == [True]


def test_idle_on_an_empty_home_just_ends(citizen: Citizen) -> None:
    citizen.does(citizen.flow.finding.wake)
    citizen.flow.idle(0)
    assert citizen.ended == [True]


def test_search_shows_the_answer_to_the_last_text_only(citizen: Citizen) -> None:
    citizen.does(citizen.flow.finding.wake)
    citizen.flow.finding.search("jiuye")
    citizen.flow.finding.search("cybt")
    citizen.lane.drain()
    assert citizen.state.hits[0].code == "7.3"
    citizen.flow.finding.search("")
    assert citizen.state.hits == ()


def test_an_act_while_another_is_under_way_is_not_taken(citizen: Citizen) -> None:
    citizen.does(citizen.flow.finding.wake)
    citizen.does(citizen.flow.finding.choose_subject, "7.1")
    citizen.flow.finding.start()
    citizen.flow.finding.start()
    assert citizen.state.busy
    citizen.lane.drain()
    assert len(drafts.summaries(citizen.terminal.store)) == 1


def test_text_size_and_contrast_work_at_any_step_without_loss(citizen: Citizen) -> None:
    citizen.comes_to(Screen.FORM)
    draft = citizen.state.draft
    citizen.flow.set_text_size("largest")
    citizen.flow.set_palette("contrast_dark")
    state = citizen.state
    assert (state.text_size, state.palette, state.draft, state.screen) == (
        "largest",
        "contrast_dark",
        draft,
        Screen.FORM,
    )
