"""A citizen lays a paper under the camera, touches nothing, sees it taken, and sets its corners with a finger."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from demo.dock.camera_desk import CameraDesk, CameraView
from devices.core.simulation import SimulationPermit
from devices.id_card.specimens import CHEN
from kiosk_app.work.state import ScanPhase, Screen
from shared.capture.steady_hand import Sight
from shared.intake.draft import DraftPage
from shared.qt.items import centre_of, find_item
from tests.qml.kiosk_hall import KioskHall


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[CameraDesk]:
    desk = CameraDesk(tmp_path, SimulationPermit.for_development())
    yield desk
    desk.close()


@pytest.fixture
def hall(tmp_path: Path, qtbot: QtBot, desk: CameraDesk, expected_warnings: list[str]) -> Iterator[KioskHall]:
    # On a busy machine a still under way may outlast the little that an ending session waits for it.
    expected_warnings += ["a lane did not end in time", "the driver of"]
    kiosk = KioskHall(tmp_path, qtbot, desk.uri)
    yield kiosk
    kiosk.close()


def come_to_the_materials(hall: KioskHall) -> None:
    flow, box = hall.open().flow, hall.running.box
    flow.finding.wake()
    flow.finding.choose_subject("7.1")
    hall.wait_screen(Screen.ITEM)
    flow.finding.start()
    hall.wait_screen(Screen.IDENTIFY)
    flow.identifying.card_read(CHEN)
    hall.wait_for(lambda: not box.now.busy and box.now.asked_role is not None)
    flow.identifying.accept_person()
    hall.wait_screen(Screen.FORM)
    flow.gathering.open()
    hall.wait_screen(Screen.MATERIALS)


def test_a_page_is_taken_by_itself_and_cut_anew_by_a_finger(hall: KioskHall, desk: CameraDesk) -> None:
    come_to_the_materials(hall)
    box = hall.running.box
    desk.set_view(CameraView.COVERED)
    hall.wait_for(lambda: box.now.sight is Sight.COVERED)
    desk.set_view(CameraView.OK)
    desk.lay("household_register")
    hall.wait_for(lambda: box.now.scan_phase is ScanPhase.PAGE)
    before = kept_page(hall)
    hall.press("mendPage")
    hall.wait_for(lambda: box.now.scan_phase is ScanPhase.CORNERS)
    corner = hall.item("corner-2")
    # The handles come to the corners once their picture is there.
    hall.wait_for(lambda: centre_of(corner).x() > hall.root.width() / 2)
    drag(hall, centre_of(corner), QPoint(-60, -60))
    assert box.now.corners is not None
    assert box.now.corners.can_undo
    hall.press("takeCorners")
    hall.wait_for(lambda: box.now.scan_phase in {ScanPhase.PAGE, ScanPhase.REJECTED})
    if box.now.scan_phase is ScanPhase.PAGE:
        assert kept_page(hall).sha256 != before.sha256


def kept_page(hall: KioskHall) -> DraftPage:
    draft = hall.running.box.now.draft
    assert draft is not None
    pages = draft.materials["household_register"].pages
    assert len(pages) == 1
    return pages[0]


def drag(hall: KioskHall, start: QPoint, by: QPoint) -> None:
    window, left = hall.running.window, Qt.MouseButton.LeftButton
    QTest.mousePress(window, left, pos=start)
    assert find_item(hall.root, "magnifier") is not None
    for step in (1, 2, 3):
        QTest.mouseMove(window, start + by * step / 3)
    QTest.mouseRelease(window, left, pos=start + by)
    assert find_item(hall.root, "magnifier") is None
