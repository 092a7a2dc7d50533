"""Which act leads where, and what is kept, refused and wiped on the way."""

from __future__ import annotations

from dataclasses import replace

import pytest

from devices.core.errors import DeviceDisconnectedError
from devices.core.printing import PrintCause, PrintOutcome, PrintState
from devices.id_card.specimens import CHEN, OUYANG
from devices.imaging.recognition.judging import Judgement
from devices.scanner.errors import NoPaperError
from kiosk_app.viewmodels.materials import MaterialsProps
from kiosk_app.viewmodels.materials_derived import MaterialsInputs, derive_materials_props
from kiosk_app.viewmodels.review import ReviewInputs, derive_review_props
from kiosk_app.work.state import CardPhase, Overlay, Pause, ScanPhase, Screen
from shared.capture.pages import Wanted
from shared.catalogue.model import Catalogue
from shared.intake.expected_documents import wanted_page
from shared.intake.gaps import GapKind
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


@pytest.mark.parametrize(("page", "finding"), [("blank", "blank"), ("too_coarse", "low_resolution")])
def test_a_page_that_is_not_good_is_shown_and_not_kept(citizen: Citizen, page: str, finding: str) -> None:
    citizen.comes_to(Screen.MATERIALS)
    citizen.glass.pages.append(page)
    state = citizen.does(citizen.flow.gathering.scan)
    assert (state.scan_phase, [each.code for each in state.rejected]) == (ScanPhase.REJECTED, [finding])
    assert citizen.pictures.has("rejected")
    assert state.draft is not None
    assert "household_register" not in state.draft.materials
    citizen.glass.pages.append("household_register")
    assert citizen.does(citizen.flow.gathering.scan).scan_phase is ScanPhase.PAGE


def test_a_refused_page_is_put_aside_and_the_kept_ones_stay(citizen: Citizen) -> None:
    citizen.comes_to(Screen.MATERIALS)
    citizen.glass.pages += ["household_register", "blank"]
    citizen.does(citizen.flow.gathering.scan)
    citizen.does(citizen.flow.gathering.scan)
    state = citizen.does(citizen.flow.gathering.remove_page, "")
    assert state.scan_phase is ScanPhase.PAGE
    assert state.draft is not None
    assert len(state.draft.materials["household_register"].pages) == 1


def test_retaking_a_page_replaces_it_also_after_a_bad_try(citizen: Citizen) -> None:
    citizen.comes_to(Screen.MATERIALS)
    citizen.glass.pages += ["household_register", "blank", "household_register_ouyang"]
    first = citizen.does(citizen.flow.gathering.scan).shown_page
    citizen.does(citizen.flow.gathering.retake_page, first)
    assert citizen.state.scan_phase is ScanPhase.REJECTED
    state = citizen.does(citizen.flow.gathering.scan)
    assert state.draft is not None
    assert [page.page_id.hex for page in state.draft.materials["household_register"].pages] == [state.shown_page]
    assert state.shown_page != first
    assert not citizen.pictures.has(first)


def test_the_same_page_laid_down_twice_is_not_kept_twice(citizen: Citizen) -> None:
    citizen.comes_to(Screen.MATERIALS)
    citizen.glass.pages += ["household_register", "household_register"]
    citizen.does(citizen.flow.gathering.scan)
    state = citizen.does(citizen.flow.gathering.scan)
    assert [finding.code for finding in state.rejected] == ["duplicate"]


def test_the_judge_is_told_which_side_was_taken_and_a_doubtful_page_is_marked(
    citizen: Citizen, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[str, ...]] = []

    def wanted(catalogue: Catalogue, code: str, sides: tuple[str, ...]) -> Wanted:
        told.append(sides)
        return wanted_page(catalogue, code, sides)

    seen = Judgement(side="居民身份证人像面", is_doubtful=True)
    monkeypatch.setattr("kiosk_app.work.gathering.wanted_page", wanted)
    monkeypatch.setattr("shared.capture.pages.judge_document", lambda *_: seen)
    citizen.comes_to(Screen.MATERIALS)
    citizen.glass.pages += ["household_register", "id_photo", "household_register"]
    citizen.does(citizen.flow.gathering.scan)
    page = citizen.state.shown_page
    assert citizen.state.draft is not None
    kept = citizen.state.draft.materials["household_register"].pages
    assert [(one.page_id.hex, one.side, one.is_doubtful) for one in kept] == [(page, "居民身份证人像面", True)]
    citizen.does(citizen.flow.gathering.scan)
    citizen.does(citizen.flow.gathering.retake_page, page)
    assert told == [(), ("居民身份证人像面",), ("居民身份证人像面",)]


def test_both_sides_of_a_card_go_on_one_sheet_with_a_finger(citizen: Citizen) -> None:
    citizen.comes_to(Screen.MATERIALS)
    draft = citizen.state.draft
    assert draft is not None
    bare = draft.without_material("id_card")
    citizen.box.change(draft=citizen.desk._book.keep(bare))
    citizen.does(citizen.flow.gathering.open_material, "id_card")
    for side in ("id_card_front", "id_card_back"):
        assert not materials_of(citizen).can_join
        citizen.does(citizen.flow.gathering.join_sides)
        citizen.glass.pages.append(side)
        citizen.does(citizen.flow.gathering.scan)
    assert citizen.state.draft is not None
    before = [page.page_id.hex for page in citizen.state.draft.materials["id_card"].pages]
    assert (len(before), materials_of(citizen).can_join) == (2, True)
    state = citizen.does(citizen.flow.gathering.join_sides)
    assert state.draft is not None
    (sheet,) = state.draft.materials["id_card"].pages
    assert (state.scan_phase, state.shown_page) == (ScanPhase.PAGE, sheet.page_id.hex)
    assert sheet.page_id.hex not in before
    assert (round(sheet.width / sheet.dpi * 25.4), round(sheet.height / sheet.dpi * 25.4)) == (210, 297)
    assert citizen.pictures.has(sheet.page_id.hex)
    assert not materials_of(citizen).can_join


def test_corners_set_by_hand_cut_the_kept_page_anew_in_its_place(citizen: Citizen) -> None:
    citizen.comes_to(Screen.MATERIALS)
    citizen.glass.pages += ["household_register", "household_register_ouyang"]
    first = citizen.does(citizen.flow.gathering.scan).shown_page
    second = citizen.does(citizen.flow.gathering.scan).shown_page
    citizen.does(citizen.flow.gathering.show_page, first)
    mending = citizen.flow.gathering.mending
    assert citizen.does(citizen.flow.gathering.mend_page).scan_phase is ScanPhase.CORNERS
    assert citizen.pictures.has("negative")
    citizen.does(mending.grab)
    citizen.does(mending.move, 2, 1.0, 0.9)
    citizen.does(mending.move, 3, 0.0, 0.9)
    shown: list[MaterialsProps] = []
    citizen.box.watch(lambda _: shown.append(materials_of(citizen)))
    state = citizen.does(mending.take)
    cutting = next(props for props in shown if props.chip == "正在按新的四个角裁切")
    assert (cutting.phase, cutting.image.endswith("negative"), cutting.scan_label) == ("page", True, "")
    assert "正在拍，请别动" not in {props.chip for props in shown}
    assert state.draft is not None
    pages = state.draft.materials["household_register"].pages
    assert [page.page_id.hex for page in pages] == [state.shown_page, second]
    assert state.shown_page != first
    assert pages[0].height < 0.95 * pages[1].height
    assert not citizen.pictures.has(first)
    assert not citizen.pictures.has("negative")


def test_leaving_the_corners_leads_back_to_the_page_that_was_refused(citizen: Citizen) -> None:
    citizen.comes_to(Screen.MATERIALS)
    citizen.glass.pages.append("blank")
    citizen.does(citizen.flow.gathering.scan)
    mending = citizen.flow.gathering.mending
    citizen.does(citizen.flow.gathering.mend_page)
    citizen.does(mending.move, 0, 1.0, 1.0)
    assert citizen.does(mending.take).scan_phase is ScanPhase.CORNERS
    citizen.does(mending.undo)
    citizen.does(mending.reset)
    state = citizen.does(mending.leave)
    assert (state.scan_phase, state.corners) == (ScanPhase.REJECTED, None)
    assert [finding.code for finding in state.rejected] == ["blank"]
    assert citizen.does(citizen.flow.gathering.remove_page, "").scan_phase is ScanPhase.EMPTY
    assert not citizen.pictures.has("rejected")


def test_a_scanner_without_paper_says_so_and_can_be_tried_again(citizen: Citizen) -> None:
    citizen.comes_to(Screen.MATERIALS)
    citizen.glass.pages += [NoPaperError(), "household_register"]
    state = citizen.does(citizen.flow.gathering.scan)
    assert (state.scan_phase, state.scan_code) == (ScanPhase.FAILED, "no_paper")
    assert citizen.does(citizen.flow.gathering.scan).scan_phase is ScanPhase.PAGE


def test_removing_the_only_page_makes_the_material_missing_again(citizen: Citizen) -> None:
    citizen.comes_to(Screen.REVIEW)
    citizen.does(citizen.flow.edit, "material:household_register")
    state = citizen.does(citizen.flow.gathering.remove_page, citizen.state.shown_page)
    assert state.scan_phase is ScanPhase.EMPTY
    state = citizen.does(citizen.flow.back)
    assert [(gap.kind, gap.where) for gap in state.gaps] == [(GapKind.MATERIAL, "household_register")]


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


def test_the_question_of_one_slip_is_asked_again_of_the_next(citizen: Citizen) -> None:
    citizen.paper.outcomes += [PrintOutcome(PrintState.UNKNOWN), PrintOutcome(PrintState.SENT)]
    citizen.comes_to(Screen.RECEIPT)
    state = citizen.does(citizen.flow.handing_in.slip_not_whole)
    assert not state.slip_seen
    assert state.report is not None
    assert state.report.outcome.state is PrintState.SENT
    assert citizen.does(citizen.flow.handing_in.slip_came_out).slip_seen


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


def test_a_card_that_was_left_holds_the_door_until_it_is_taken(citizen: Citizen) -> None:
    citizen.flow.card_was_left()
    assert (citizen.state.screen, citizen.state.pause) == (Screen.PAUSE, Pause.LEFT_BEHIND)
    assert not citizen.flow.idle_counts()
    citizen.does(citizen.flow.identifying.card_read, CHEN)
    assert citizen.state.screen is Screen.PAUSE
    assert citizen.does(citizen.flow.card_removed).screen is Screen.ATTRACT


def test_idle_warns_and_then_wipes(citizen: Citizen) -> None:
    citizen.comes_to(Screen.FORM)
    assert citizen.flow.idle_counts()
    citizen.flow.idle(12)
    assert (citizen.state.overlay, citizen.state.idle_seconds) == (Overlay.IDLE, 12)
    state = citizen.does(citizen.flow.idle, 0)
    assert state.screen is Screen.GOODBYE
    assert not drafts.summaries(citizen.terminal.store)


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


def test_a_scanner_that_broke_is_named_and_the_case_goes_on(citizen: Citizen) -> None:
    citizen.comes_to(Screen.MATERIALS)
    citizen.glass.pages.append(DeviceDisconnectedError())
    state = citizen.does(citizen.flow.gathering.scan)
    assert state.scan_code == "device_disconnected"
    assert state.draft is not None


def test_a_declaration_stands_in_where_the_item_allows_one_and_can_be_taken_back(citizen: Citizen) -> None:
    citizen.begins("12.7")
    citizen.shows_card()
    citizen.does(citizen.flow.gathering.open_material, "kinship_proof")
    shown = materials_of(citizen)
    assert shown.commitment
    assert "20 个工作日" in shown.commitment_terms
    citizen.does(citizen.flow.gathering.open_missing)
    citizen.does(citizen.flow.gathering.commit)
    shown = materials_of(citizen)
    assert (shown.is_committed, shown.can_continue, shown.scan_label, shown.missing_open) == (True, True, "", False)
    assert citizen.state.draft is not None
    given = citizen.state.draft.materials["kinship_proof"]
    assert given.commitment is not None
    assert given.commitment.text == shown.commitment
    assert citizen.state.subject is not None
    assert citizen.state.form is not None
    review = derive_review_props(ReviewInputs(citizen.state.draft, citizen.state.subject, citizen.state.form))
    papers = {entry.key: entry.value for entry in review.groups[-1].entries}
    assert papers["kinship_proof"] == f"已用承诺代替：{shown.commitment}"
    citizen.does(citizen.flow.gathering.take_back)
    assert "kinship_proof" not in citizen.state.draft.materials
    assert not materials_of(citizen).is_committed


def materials_of(citizen: Citizen) -> MaterialsProps:
    state = citizen.state
    assert state.subject is not None
    material = next(one for one in state.subject.materials if one.code == state.material)
    return derive_materials_props(MaterialsInputs(state, citizen.catalogue, material))
