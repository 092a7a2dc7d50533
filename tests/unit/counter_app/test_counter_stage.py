"""The stage: scanning, findings, overriding, retaking, over the real desk."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

import numpy as np
import pytest
from PySide6.QtGui import QImage

from counter_app.ports.materials import StageMode, StageState
from counter_app.ports.tone import Tone
from counter_app.presenters.materials import MaterialsPresenter
from counter_app.presenters.stage import StagePresenter
from counter_app.presenters.stage_state import PENDING, derive_findings
from counter_app.words.case import MaterialWords
from counter_app.words.scanning import ScanWords
from counter_app.work.capture import capture_from, preview
from counter_app.work.scan_door import ScanDoor, Shot
from demo.specimen_pages import draw_page
from devices.imaging.encode import encode_page
from devices.imaging.gate import FindingCode
from devices.scanner.image_source import ImageFileScanner
from shared.capture.pages import OUTLINE_UNSURE, PageFinding, Wanted
from shared.intake.errors import MaterialRefusedError
from shared.qt.jobs import ManualLane
from shared.store.errors import StoreBusyError
from tests.unit.counter_app.bench import MARRIAGE, Bench
from tests.unit.counter_app.fake_views import FakeMaterials, FakeStage
from tests.unit.counter_app.stage_bench import PAPER, Stage, shot_of, written


@pytest.fixture
def stage(bench: Bench) -> Stage:
    return Stage(bench)


def test_a_good_page_is_taken_and_shown(stage: Stage) -> None:
    stage.scan()
    assert stage.pages == 1
    assert stage.state.mode is StageMode.PAGE
    assert stage.state.tone is Tone.GOOD
    assert stage.state.subtitle == "第 1 页，共 1 页"
    assert stage.state.image is not None
    assert stage.state.image.width() == 300


def test_every_finding_has_its_remedy_and_those_with_a_place_a_number(stage: Stage) -> None:
    place = (0.1, 0.2, 0.3, 0.4)
    stage.glass.lay(PageFinding("too_dark"), PageFinding("glare", place), PageFinding("cut_corner", place))
    stage.presenter.scan_for(PAPER)
    stage.drain()
    lines = stage.state.findings
    assert [line.label for line in lines] == ["", "1", "2"]
    assert [line.place for line in lines] == [None, place, place]
    assert lines[1].title == "这一页有反光，框内的字看不见"
    assert all(line.remedy for line in lines)
    assert stage.pages == 0


def test_while_scanning_it_says_so_and_can_be_stopped(stage: Stage) -> None:
    stage.glass.lay()
    stage.presenter.scan_for(PAPER)
    assert stage.state.mode is StageMode.SCANNING
    stage.view.cancelAsked.emit()
    stage.drain()
    assert stage.pages == 0
    assert stage.troubles == ["扫描停下了"]
    assert stage.state.mode is StageMode.EMPTY


def test_a_page_with_a_finding_waits_for_a_person(stage: Stage) -> None:
    stage.scan("blank")
    assert stage.pages == 0
    assert stage.state.current == PENDING
    assert [line.title for line in stage.state.findings] == ["这一页像是空白的"]
    assert stage.state.can_override


def test_it_is_used_all_the_same_with_a_reason_only(stage: Stage) -> None:
    stage.scan("blank")
    stage.view.overrideAsked.emit()
    assert stage.state.overriding
    assert stage.state.reasons
    stage.view.overrideLeft.emit()
    assert not stage.state.overriding
    stage.view.overrideGiven.emit("背面无内容")
    stage.drain()
    assert stage.pages == 1
    assert stage.state.pill == "照用：背面无内容"
    assert stage.state.tone is Tone.WARN
    assert [line.title for line in stage.state.findings] == ["这一页像是空白的"]
    facts = stage.bench.workbench.facts
    assert facts is not None
    page = facts.draft.materials[PAPER].pages[0]
    assert (page.findings, page.override_reason) == (("blank",), "背面无内容")


def test_a_page_with_a_finding_can_be_dropped(stage: Stage) -> None:
    stage.scan("blank")
    stage.view.removeAsked.emit()
    assert stage.state.mode is StageMode.EMPTY
    assert stage.pages == 0


def test_retaking_replaces_the_page(stage: Stage) -> None:
    stage.scan()
    first = stage.state.current
    stage.glass.lay()
    stage.view.retakeAsked.emit()
    stage.drain()
    assert stage.pages == 1
    assert stage.state.current != first


def test_a_page_that_is_taken_again_keeps_its_place_among_the_others(stage: Stage) -> None:
    stage.scan()
    stage.scan()
    second = stage.state.thumbs[1].page_id
    stage.view.pageChosen.emit(stage.state.thumbs[0].page_id)
    stage.glass.lay()
    stage.view.retakeAsked.emit()
    stage.drain()
    assert [thumb.page_id for thumb in stage.state.thumbs][1] == second
    assert stage.state.current == stage.state.thumbs[0].page_id


def test_the_scanner_is_told_which_paper_is_wanted_and_which_sides_are_there(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[str, ...]] = []

    def wanted(_catalogue: object, code: str, sides: tuple[str, ...]) -> Wanted:
        told.append(sides)
        return Wanted(paper="a4", missing="back" if sides else "")

    monkeypatch.setattr("counter_app.work.case_desk.wanted_page", wanted)
    stage.bench.workbench.begin(MARRIAGE)
    stage.bench.lane.drain()
    stage.glass.pages.append(_side_of_a_card("居民身份证人像面"))
    stage.presenter.scan_for(PAPER)
    stage.drain()
    stage.scan()
    assert told == [(), ("居民身份证人像面",)]
    assert stage.glass.wanted == Wanted(paper="a4", missing="back")
    stage.view.pageChosen.emit(stage.state.thumbs[0].page_id)
    stage.glass.pages.append(_side_of_a_card("居民身份证人像面"))
    stage.view.retakeAsked.emit()
    stage.drain()
    assert told[2:] == [()]


def _side_of_a_card(name: str) -> Shot:
    shot = shot_of(np.full((400, 300, 3), 240, np.uint8), ())
    return Shot(replace(shot.captured, side=name, is_doubtful=True), shot.image)


def test_a_doubtful_page_is_taken_and_asks_to_be_looked_at(stage: Stage) -> None:
    stage.glass.pages.append(_side_of_a_card(""))
    stage.presenter.scan_for(PAPER)
    stage.drain()
    assert stage.pages == 1
    assert (stage.state.tone, "请核对" in stage.state.pill) == (Tone.WARN, True)


def test_after_one_side_of_a_card_the_other_is_asked_for(stage: Stage) -> None:
    facts = stage.bench.workbench.facts
    assert facts is not None
    card = next(entry.code for entry in facts.subject.materials if entry.code.startswith("id_card"))
    for side, pill in (("居民身份证人像面", "清楚；反面还没拍"), ("居民身份证国徽面", "这一页清楚")):
        shot = shot_of(np.full((400, 300, 3), 240, np.uint8))
        stage.glass.pages.append(Shot(replace(shot.captured, side=side, fingerprint=None), shot.image))
        stage.presenter.scan_for(card)
        stage.drain()
        assert stage.state.pill == pill


def test_every_finding_has_words_of_its_own() -> None:
    place = (0.1, 0.2, 0.3, 0.4)
    codes = (OUTLINE_UNSURE, *(finding.value for finding in FindingCode))
    lines = derive_findings(tuple(PageFinding(code, place) for code in codes), ScanWords())
    assert [line.label for line in lines] == [str(number) for number in range(1, len(codes) + 1)]
    assert {line.place for line in lines} == {place}
    unknown = derive_findings((PageFinding("no such finding"),), ScanWords())[0]
    for told in ([line.title for line in lines], [line.remedy for line in lines]):
        assert len({*told, unknown.title, unknown.remedy}) == len(codes) + 2
    above = derive_findings(tuple(PageFinding(code, place) for code in codes), ScanWords(), by_camera=True)
    assert not [line.remedy for line in above if "平板" in line.remedy or "再扫" in line.remedy]


@pytest.mark.parametrize("by_camera", [False, True])
@pytest.mark.parametrize(
    "code", ["no_paper", "cover_open", "paper_jam", "device_busy", "device_timeout", "short_image", "io_error"]
)
def test_a_scan_that_gave_nothing_says_what_to_do_and_what_is_kept(code: str, *, by_camera: bool) -> None:
    text, detail = ScanWords().problem(code, by_camera=by_camera, instead="别的")
    assert text
    assert detail.endswith("这一页没有存，前面的都在。")
    assert ("F11" in detail) == (code not in {"no_paper", "cover_open", "short_image"})
    assert by_camera == ("扫描仪" not in text + detail) or code in {"paper_jam", "short_image"}


def test_a_wrong_side_is_told_by_what_it_is_and_what_is_missing() -> None:
    words = ScanWords()
    told = words.finding("wrong_side", "居民身份证人像面", "back")
    assert told == "反面还没拍：这是居民身份证人像面，前面拍过了"
    assert words.finding("wrong_document", "银行卡正面") == "这是银行卡正面"


def test_corners_are_set_by_hand_and_the_page_is_cut_anew_in_its_place(stage: Stage) -> None:
    stage.glass.pages.append(written("one page"))
    stage.presenter.scan_for(PAPER)
    stage.drain()
    assert stage.state.can_mend
    stage.view.cornersAsked.emit()
    stage.drain()
    assert stage.state.mode is StageMode.CORNERS
    stage.view.cornerGrabbed.emit(2)
    stage.view.cornerMoved.emit(2, 0.5, 0.5)
    stage.view.cornerNudged.emit(1, 10, 0)
    stage.view.cornersUndone.emit()
    stage.view.cornerMoved.emit(1, 0.5, 0.0)
    stage.view.cornerMoved.emit(3, 0.0, 0.5)
    corners = stage.state.corners
    assert corners is not None
    assert (corners.is_possible, corners.can_undo, corners.can_reset) == (True, True, True)
    stage.view.cornersTaken.emit()
    assert (stage.state.mode, stage.state.hint) == (StageMode.CUTTING, "正在重新裁切")
    stage.drain()
    assert stage.state.mode is StageMode.PAGE
    assert stage.state.image is not None
    assert abs(stage.state.image.width() - 500) < 10
    assert len([thumb for thumb in stage.state.thumbs if thumb.page_id != PENDING]) == 1


def test_corners_that_enclose_no_page_are_not_taken(stage: Stage) -> None:
    stage.scan()
    stage.view.cornersAsked.emit()
    stage.drain()
    stage.view.cornerMoved.emit(0, 1.0, 1.0)
    corners = stage.state.corners
    assert corners is not None
    assert not corners.is_possible
    stage.view.cornersTaken.emit()
    assert stage.state.mode is StageMode.CORNERS
    stage.view.cornersReset.emit()
    corners = stage.state.corners
    assert corners is not None
    assert corners.is_possible
    stage.view.cornersLeft.emit()
    assert stage.state.mode is StageMode.PAGE
    assert stage.pages == 1


def test_retaking_that_gives_nothing_keeps_the_page(stage: Stage) -> None:
    stage.scan()
    stage.view.retakeAsked.emit()
    stage.drain()
    assert stage.pages == 1
    assert stage.troubles == ["扫描仪里没有纸"]


def test_a_page_is_removed(stage: Stage) -> None:
    stage.scan()
    stage.view.removeAsked.emit()
    stage.drain()
    assert stage.pages == 0
    assert stage.state.mode is StageMode.EMPTY


def test_pages_can_be_looked_at_again(stage: Stage) -> None:
    stage.scan()
    stage.scan()
    assert [thumb.label for thumb in stage.state.thumbs] == ["1", "2"]
    stage.view.pageChosen.emit(stage.state.thumbs[0].page_id)
    assert stage.state.subtitle == "第 1 页，共 2 页"


def test_a_page_whose_picture_could_not_be_fetched_shows_it_when_it_is_chosen(stage: Stage) -> None:
    with patch.object(stage.bench.intake, "page_image", side_effect=StoreBusyError()):
        stage.scan()
    assert stage.state.image is not None
    assert stage.state.image.isNull()
    stage.view.pageChosen.emit(stage.state.current)
    stage.drain()
    assert not stage.state.image.isNull()


def test_what_is_scanned_for_one_material_is_never_put_to_another_and_that_is_said(stage: Stage) -> None:
    stage.glass.lay()
    stage.presenter.scan_for(PAPER)
    stage.presenter.select("marriage_declaration")
    stage.drain()
    assert stage.pages == 0
    assert stage.troubles == ["刚才那一页没有收"]


def test_a_page_of_a_case_that_was_left_is_dropped(stage: Stage) -> None:
    stage.glass.lay()
    stage.presenter.scan_for(PAPER)
    stage.bench.workbench.leave()
    stage.drain()
    assert stage.bench.workbench.facts is None


def test_the_material_that_is_selected_as_a_case_opens_is_on_the_stage(stage: Stage) -> None:
    papers = MaterialsPresenter(FakeMaterials(), stage.bench.workbench, MaterialWords())
    papers.selected.connect(stage.presenter.select)
    for _ in range(2):
        stage.bench.workbench.begin(MARRIAGE)
        stage.drain()
        assert stage.state.title == "申请结婚登记声明书"
        assert stage.state.can_scan


def test_a_terminal_without_a_scanner_says_so(bench: Bench) -> None:
    view = FakeStage()
    presenter = StagePresenter(view, bench.workbench, ScanDoor(ManualLane(), {}), ScanWords())
    bench.workbench.begin(MARRIAGE)
    bench.lane.drain()
    presenter.select(PAPER)
    state: StageState = view.last("set_state")
    assert "没有接扫描仪" in state.hint
    assert not state.can_scan


@pytest.mark.parametrize(("page", "findings"), [("housing_proof", ()), ("blank", ("blank",))])
def test_capture_judges_and_encodes_what_lies_in_a_folder(tmp_path: Path, page: str, findings: tuple[str, ...]) -> None:
    draw_page(page).save(tmp_path / "next.png", dpi=(200, 200))
    heard: list[float] = []
    shot = capture_from(ImageFileScanner(tmp_path))(Wanted("a4"), heard.append, threading.Event())
    assert shot.captured.codes == findings
    assert shot.captured.page.dpi == 200
    assert shot.captured.page.jpeg.startswith(b"\xff\xd8")
    assert shot.image.height() == 1600
    assert heard[-1] == 1.0


def test_a_gray_page_has_a_preview() -> None:
    assert preview(np.zeros((10, 13), np.uint8)).size().width() == 13
    assert not QImage.fromData(encode_page(np.zeros((10, 13), np.uint8), 150).jpeg).isNull()


def test_both_sides_of_a_card_are_put_on_one_sheet(stage: Stage) -> None:
    facts = stage.bench.workbench.facts
    assert facts is not None
    card = next(entry.code for entry in facts.subject.materials if entry.code.startswith("id_card"))
    for key in ("id_card_front", "id_card_back"):
        assert not stage.state.can_join
        stage.glass.pages.append(shot_of(np.asarray(draw_page(key))))
        stage.presenter.scan_for(card)
        stage.drain()
    assert stage.state.can_join
    # A page that was not kept is not taken for what comes next.
    refusing = patch.object(stage.bench.intake, "attach_page", side_effect=MaterialRefusedError("too_many_pages"))
    stage.glass.pages.append(written("one page more"))
    stage.presenter.scan_for(card)
    with refusing:
        stage.drain()
    stage.view.removeAsked.emit()
    stage.view.joinAsked.emit()
    stage.drain()
    assert stage.state.subtitle == "第 1 页，共 1 页"
    assert not stage.state.can_join
    assert not stage.state.can_mend
