"""A clerk at the real stage over a simulated camera: a page is taken by itself, its corners are set with the mouse."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLayout, QWidget
from pytestqt.qtbot import QtBot

from counter_app.presenters.stage import StagePresenter
from counter_app.theme.look import Look
from counter_app.views.corner_picture import CornerPicture
from counter_app.views.stage import StageView
from counter_app.words.scanning import ScanWords
from counter_app.work.capture import capture_under
from counter_app.work.scan_door import PageSource, ScanDoor
from demo.dock.camera_desk import CameraDesk, CameraView
from devices.core.simulation import SimulationPermit
from devices.scanner.camera.driver import UvcCamera
from shared.intake.draft import DraftPage
from shared.qt.camera_eye import CameraEye
from shared.qt.jobs import JobLane
from tests.patience import PATIENCE_S
from tests.unit.counter_app.bench import MARRIAGE, Bench

PAPER = "housing_proof"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[CameraDesk]:
    desk = CameraDesk(tmp_path, SimulationPermit.for_development())
    yield desk
    desk.close()


@pytest.fixture
def stage(bench: Bench, desk: CameraDesk, qtbot: QtBot) -> Iterator[StageView]:
    camera = UvcCamera(Path(desk.uri.removeprefix("camera:")))
    lane, eye, view = JobLane("scanner"), CameraEye(camera), StageView(Look())
    qtbot.addWidget(view)
    layout = view.layout()
    assert layout is not None
    # By itself in a window it would tell the window's system of each smallest size.
    layout.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
    view.resize(520, 900)
    view.show()
    door = ScanDoor(lane, {PageSource.CAMERA: capture_under(camera)})
    presenter = StagePresenter(view, bench.workbench, door, ScanWords(), eye=eye)
    bench.workbench.begin(MARRIAGE)
    bench.lane.drain()
    presenter.select(PAPER)
    yield view
    assert eye.stop(PATIENCE_S)
    assert lane.close(PATIENCE_S)
    camera.close()


def pages(bench: Bench) -> tuple[DraftPage, ...]:
    bench.lane.drain()
    facts = bench.workbench.facts
    given = facts.draft.materials.get(PAPER) if facts else None
    return given.pages if given else ()


def test_a_page_is_taken_by_itself_and_cut_anew_with_the_mouse(
    stage: StageView, bench: Bench, desk: CameraDesk, qtbot: QtBot
) -> None:
    live = stage.findChild(QWidget, "live_picture")
    assert live is not None
    desk.set_view(CameraView.UNPLUGGED)
    qtbot.waitUntil(lambda: "没接好" in live.accessibleName())
    desk.set_view(CameraView.OK)
    desk.lay(PAPER)
    qtbot.waitUntil(lambda: len(pages(bench)) == 1)
    first = pages(bench)[0]
    stage.cornersAsked.emit()
    corners = stage.findChild(CornerPicture)
    qtbot.waitUntil(corners.isVisible)
    start = corners.corner_at(2)
    qtbot.mousePress(corners, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(corners, start - QPoint(12, 12))
    qtbot.mouseRelease(corners, Qt.MouseButton.LeftButton, pos=start - QPoint(12, 12))
    qtbot.keyClick(corners, Qt.Key.Key_Tab)
    qtbot.keyClick(corners, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(corners, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not corners.isVisible())
    qtbot.waitUntil(lambda: changed(stage, bench, first))


def changed(stage: StageView, bench: Bench, first: DraftPage) -> bool:
    """Whether the page was cut anew: kept in its place, or held for the clerk with a finding."""
    now = pages(bench)
    assert len(now) == 1
    return now[0].sha256 != first.sha256 or stage.findChild(QWidget, "findings").isVisible()
