"""The stage under the document camera: pages that are taken by themselves, and a camera that is gone."""

from __future__ import annotations

from PySide6.QtGui import QImage

from counter_app.ports.materials import LiveState, StageMode
from counter_app.ports.tone import Tone
from counter_app.work.scan_door import PageSource
from shared.capture.pages import PageFinding, Wanted
from shared.capture.steady_hand import Look, Sight
from shared.qt.camera_eye import LiveFrame
from tests.unit.counter_app.bench import Bench
from tests.unit.counter_app.stage_bench import PAPER, Stage


def _shown(stage: Stage) -> LiveState:
    shown: LiveState = stage.view.last("show_live")
    return shown


def test_under_the_camera_a_page_is_taken_by_itself_once_it_lies_still(bench: Bench) -> None:
    stage = Stage(bench, PageSource.CAMERA)
    stage.presenter.select(PAPER)
    assert stage.eye is not None
    assert stage.eye.is_open
    assert stage.state.mode is StageMode.LIVE
    corners = ((0.1, 0.1), (0.9, 0.1), (0.9, 0.9), (0.1, 0.9))
    stage.eye.seen.emit(LiveFrame(QImage(), Look(Sight.HOLDING, corners, 0.5)))
    assert (_shown(stage).words, _shown(stage).held, _shown(stage).corners) == ("很好，别动", 0.5, corners)
    stage.desk.lay()
    stage.eye.steady.emit()
    stage.eye.steady.emit()
    stage.eye.seen.emit(LiveFrame(QImage(), Look(Sight.TAKEN, corners)))
    assert _shown(stage).words == "正在拍，请别动纸"
    stage.drain()
    assert (stage.pages, stage.eye.is_open, stage.state.mode) == (1, False, StageMode.PAGE)
    assert stage.desk.wanted == Wanted("a4")


def test_the_shutter_opens_the_camera_first_and_retaking_keeps_the_place(bench: Bench) -> None:
    stage = Stage(bench, PageSource.CAMERA)
    stage.desk.lay()
    stage.presenter.select(PAPER)
    stage.view.scanAsked.emit()
    stage.drain()
    first = stage.state.current
    stage.view.retakeAsked.emit()
    assert stage.state.mode is StageMode.LIVE
    stage.view.cancelAsked.emit()
    assert (stage.state.mode, stage.state.current) == (StageMode.PAGE, first)
    stage.view.retakeAsked.emit()
    stage.desk.lay()
    stage.view.scanAsked.emit()
    stage.drain()
    assert stage.pages == 1
    assert stage.state.current != first
    assert stage.eye is not None
    assert stage.eye.notes == ["taken", "forget", "forget", "taken"]


def test_a_camera_that_is_gone_says_so_and_the_scanner_is_a_key_away(bench: Bench) -> None:
    stage = Stage(bench, PageSource.SCANNER, PageSource.CAMERA)
    stage.presenter.select(PAPER)
    assert (stage.state.mode, stage.state.other_source) == (StageMode.EMPTY, "高拍仪")
    stage.view.sourceAsked.emit()
    assert stage.eye is not None
    assert stage.state.mode is StageMode.LIVE
    stage.eye.seen.emit(LiveFrame(QImage(), Look(Sight.WAITING), "device_not_found"))
    assert (_shown(stage).words, _shown(stage).tone) == ("高拍仪没接好，插上就能接着拍", Tone.BAD)
    stage.view.sourceAsked.emit()
    assert not stage.eye.is_open
    stage.scan()
    assert stage.pages == 1


def test_a_page_that_was_refused_is_looked_for_again_where_it_lies(bench: Bench) -> None:
    stage = Stage(bench, PageSource.CAMERA)
    stage.presenter.select(PAPER)
    stage.desk.lay(PageFinding("glare"))
    stage.view.scanAsked.emit()
    stage.drain()
    stage.view.retakeAsked.emit()
    assert stage.eye is not None
    assert stage.eye.notes == ["forget"]
    assert stage.state.mode is StageMode.LIVE


def test_leaving_the_case_lets_go_of_the_camera(bench: Bench) -> None:
    stage = Stage(bench, PageSource.CAMERA)
    stage.presenter.select(PAPER)
    stage.bench.workbench.leave()
    stage.drain()
    assert stage.eye is not None
    assert not stage.eye.is_open
