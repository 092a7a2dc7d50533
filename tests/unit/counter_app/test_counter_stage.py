"""The stage: scanning, findings, overriding, retaking, over the real desk."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from PySide6.QtGui import QImage

from counter_app.ports.materials import StageMode, StageState
from counter_app.ports.tone import Tone
from counter_app.presenters.materials import MaterialsPresenter
from counter_app.presenters.stage import StagePresenter
from counter_app.presenters.stage_state import PENDING
from counter_app.words.case import MaterialWords
from counter_app.words.scanning import ScanWords
from counter_app.work.capture import capture_from, preview
from counter_app.work.scan_door import CapturedPage, ScanDoor
from demo.specimen_pages import draw_page
from devices.core.errors import CancelledError
from devices.imaging.encode import encode_page
from devices.imaging.gate import fingerprint_of
from devices.scanner.errors import NoPaperError
from devices.scanner.image_source import ImageFileScanner
from shared.qt.jobs import ManualLane
from tests.unit.counter_app.conftest import MARRIAGE, Bench
from tests.unit.counter_app.fake_views import FakeMaterials, FakeStage

PAPER = "housing_proof"


class Glass:
    """A scanner that gives the pages laid on it, or raises what lies there."""

    def __init__(self) -> None:
        self.pages: list[CapturedPage | Exception] = []

    def lay(self, *findings: str) -> None:
        pixels = np.full((400, 300, 3), 240, np.uint8)
        self.pages.append(CapturedPage(encode_page(pixels, 200), findings, preview(pixels)))

    def __call__(self, progress: Callable[[float], None], cancelled: threading.Event) -> CapturedPage:
        if cancelled.is_set():
            raise CancelledError
        progress(0.5)
        page = self.pages.pop(0) if self.pages else NoPaperError()
        if isinstance(page, Exception):
            raise page
        return page


class Stage:
    """A presenter with its fake view, its glass and its lane."""

    def __init__(self, bench: Bench) -> None:
        self.bench, self.glass, self.lane, self.view = bench, Glass(), ManualLane(), FakeStage()
        self.door = ScanDoor(self.lane, self.glass)
        self.presenter = StagePresenter(self.view, bench.workbench, self.door, ScanWords())
        self.troubles: list[str] = []
        self.presenter.troubled.connect(lambda text, _: self.troubles.append(text))
        bench.workbench.begin(MARRIAGE)
        bench.lane.drain()

    def drain(self) -> None:
        self.lane.drain()
        self.bench.lane.drain()

    def scan(self, *findings: str) -> None:
        self.glass.lay(*findings)
        self.presenter.scan_for(PAPER)
        self.drain()

    @property
    def state(self) -> StageState:
        state: StageState = self.view.last("set_state")
        return state

    @property
    def pages(self) -> int:
        facts = self.bench.workbench.facts
        given = facts.draft.materials.get(PAPER) if facts else None
        return len(given.pages) if given else 0


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


def test_a_finding_has_its_place_on_the_page(stage: Stage) -> None:
    stage.glass.lay("glare")
    laid = stage.glass.pages.pop()
    assert isinstance(laid, CapturedPage)
    stage.glass.pages.append(replace(laid, places=((0.1, 0.2, 0.3, 0.4),)))
    stage.presenter.scan_for(PAPER)
    stage.drain()
    assert stage.state.place == (0.1, 0.2, 0.3, 0.4)
    assert stage.state.pill == "这一页有反光，框内的字看不见"
    assert stage.pages == 0


def _written(words: str) -> CapturedPage:
    pixels = np.full((1400, 1000, 3), 240, np.uint8)
    for row in range(100, 1300, 60):
        cv2.putText(pixels, f"{words} {row * 7919 % 9973}", (80, row), cv2.FONT_HERSHEY_SIMPLEX, 1.2, (20, 20, 20), 3)
    return CapturedPage(encode_page(pixels, 120), (), preview(pixels), (), fingerprint_of(pixels, 120))


def test_the_same_paper_twice_is_asked_about_and_another_is_not(stage: Stage) -> None:
    for page in (_written("first page"), _written("another page"), _written("first page")):
        stage.glass.pages.append(page)
        stage.presenter.scan_for(PAPER)
        stage.drain()
    assert stage.pages == 2
    assert stage.state.pill == "这一页前面已经扫过"
    stage.view.removeAsked.emit()
    stage.drain()
    stage.view.retakeAsked.emit()
    stage.drain()
    assert stage.pages == 2


def test_a_page_that_is_taken_again_is_no_duplicate_of_itself(stage: Stage) -> None:
    for _ in range(2):
        stage.glass.pages.append(_written("one page"))
    stage.presenter.scan_for(PAPER)
    stage.drain()
    stage.view.retakeAsked.emit()
    stage.drain()
    assert stage.pages == 1
    assert stage.state.tone is Tone.GOOD


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
    assert stage.state.pill == "这一页像是空白的"
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


def test_what_is_scanned_for_one_material_is_never_put_to_another(stage: Stage) -> None:
    stage.glass.lay()
    stage.presenter.scan_for(PAPER)
    stage.presenter.select("marriage_declaration")
    stage.drain()
    assert stage.pages == 0


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
    presenter = StagePresenter(view, bench.workbench, ScanDoor(ManualLane(), None), ScanWords())
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
    captured = capture_from(ImageFileScanner(tmp_path))(heard.append, threading.Event())
    assert captured.findings == findings
    assert captured.page.dpi == 200
    assert captured.page.jpeg.startswith(b"\xff\xd8")
    assert captured.image.height() == 1600
    assert heard[-1] == 1.0


def test_a_gray_page_has_a_preview() -> None:
    assert preview(np.zeros((10, 13), np.uint8)).size().width() == 13
    assert not QImage.fromData(encode_page(np.zeros((10, 13), np.uint8), 150).jpeg).isNull()
