"""Pages and materials: what is kept, refused, retaken, put on one sheet, cut anew or stood in for."""

from __future__ import annotations

from dataclasses import replace
from unittest.mock import patch

import pytest

from devices.core.errors import DeviceDisconnectedError
from devices.imaging.recognition.judging import Judgement
from devices.scanner.errors import NoPaperError
from kiosk_app.viewmodels.materials import MaterialsProps
from kiosk_app.viewmodels.review import ReviewInputs, derive_review_props
from kiosk_app.work.state import ScanPhase, Screen
from shared.capture.pages import Wanted
from shared.catalogue.model import Catalogue
from shared.intake.errors import MaterialRefusedError
from shared.intake.expected_documents import wanted_page
from shared.intake.gaps import GapKind
from tests.unit.kiosk_app.citizen import Citizen, materials_of


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


def test_a_sheet_of_a_paper_that_an_answer_made_needless_may_serve_for_another(citizen: Citizen) -> None:
    citizen.comes_to(Screen.MATERIALS)
    citizen.glass.pages += ["household_register"] * 2
    state = citizen.does(citizen.flow.gathering.scan)
    assert state.subject is not None
    left = tuple(each for each in state.subject.materials if each.code != "household_register")
    citizen.box.change(subject=replace(state.subject, materials=left))
    citizen.flow.gathering.open_material("id_photo")
    state = citizen.does(citizen.flow.gathering.scan)
    assert "duplicate" not in [finding.code for finding in state.rejected]


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
    # A page that was not kept is not taken for what comes next.
    citizen.glass.pages.append("household_register")
    with patch.object(citizen.desk, "attach_page", side_effect=MaterialRefusedError("too_many_pages")):
        citizen.does(citizen.flow.gathering.scan)
    citizen.does(citizen.flow.gathering.show_page, before[1])
    state = citizen.does(citizen.flow.gathering.join_sides)
    assert state.draft is not None
    (sheet,) = state.draft.materials["id_card"].pages
    assert (state.scan_phase, state.shown_page) == (ScanPhase.PAGE, sheet.page_id.hex)
    assert sheet.page_id.hex not in before
    assert (round(sheet.width / sheet.dpi * 25.4), round(sheet.height / sheet.dpi * 25.4)) == (210, 297)
    assert citizen.pictures.has(sheet.page_id.hex)
    assert not materials_of(citizen).can_join
    assert not materials_of(citizen).can_mend


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


def test_a_page_that_is_stopped_while_the_scanner_is_still_asked_something_else_is_not_taken(citizen: Citizen) -> None:
    citizen.comes_to(Screen.MATERIALS)
    citizen.glass.pages.append("household_register")
    citizen.flow.gathering.scan()
    citizen.flow.gathering.stop_scan()
    citizen.lane.drain()
    assert citizen.state.scan_phase is ScanPhase.EMPTY
    assert citizen.glass.pages == ["household_register"], "the scanner did not run"
    assert citizen.does(citizen.flow.gathering.scan).scan_phase is ScanPhase.PAGE


def test_removing_the_only_page_makes_the_material_missing_again(citizen: Citizen) -> None:
    citizen.comes_to(Screen.REVIEW)
    citizen.does(citizen.flow.edit, "material:household_register")
    state = citizen.does(citizen.flow.gathering.remove_page, citizen.state.shown_page)
    assert state.scan_phase is ScanPhase.EMPTY
    state = citizen.does(citizen.flow.back)
    assert [(gap.kind, gap.where) for gap in state.gaps] == [(GapKind.MATERIAL, "household_register")]


def test_a_scanner_that_broke_is_named_and_the_case_goes_on(citizen: Citizen) -> None:
    citizen.comes_to(Screen.MATERIALS)
    citizen.glass.pages.append(DeviceDisconnectedError())
    state = citizen.does(citizen.flow.gathering.scan)
    assert state.scan_code == "device_disconnected"
    assert state.draft is not None
    assert materials_of(citizen).help_first
    helps = {"paper_jam": True, "disk_full": True, "foreign_file": True, "no_paper": False, "io_error": False}
    for code, help_first in helps.items():
        citizen.box.change(scan_code=code)
        assert materials_of(citizen).help_first == help_first


def test_a_declaration_stands_in_where_the_item_allows_one_and_can_be_taken_back(citizen: Citizen) -> None:
    citizen.begins("12.7")
    citizen.shows_card()
    citizen.does(citizen.flow.gathering.open_material, "kinship_proof")
    shown = materials_of(citizen)
    assert shown.commitment
    assert "20 个工作日" in shown.commitment_terms
    citizen.does(citizen.flow.gathering.standing_in.open)
    citizen.does(citizen.flow.gathering.standing_in.commit)
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
    citizen.does(citizen.flow.gathering.standing_in.take_back)
    assert "kinship_proof" not in citizen.state.draft.materials
    assert not materials_of(citizen).is_committed


@pytest.mark.parametrize(("page", "phase"), [("household_register", ScanPhase.PAGE), ("blank", ScanPhase.REJECTED)])
def test_a_page_that_comes_while_keeping_is_asked_about_is_there_afterwards(
    citizen: Citizen, page: str, phase: ScanPhase
) -> None:
    citizen.comes_to(Screen.MATERIALS)
    citizen.glass.pages.append(page)
    citizen.flow.gathering.scan()
    citizen.flow.keep_draft()
    citizen.lane.drain()
    assert (citizen.state.screen, citizen.state.scan_phase) == (Screen.KEEP, phase)
    citizen.does(citizen.flow.back)
    assert (citizen.state.screen, len(materials_of(citizen).pages)) == (Screen.MATERIALS, int(phase is ScanPhase.PAGE))


def test_a_page_that_comes_while_something_else_is_under_way_is_asked_for_again(citizen: Citizen) -> None:
    citizen.comes_to(Screen.MATERIALS)
    citizen.glass.pages.append("household_register")
    citizen.flow.gathering.scan()
    citizen.flow.open_review()
    citizen.lane.drain()
    assert (citizen.state.screen, citizen.state.scan_phase) == (Screen.REVIEW, ScanPhase.FAILED)
    citizen.does(citizen.flow.back)
    assert citizen.state.screen is Screen.MATERIALS
    citizen.glass.pages.append("household_register")
    citizen.does(citizen.flow.gathering.scan)
    assert len(materials_of(citizen).pages) == 1
