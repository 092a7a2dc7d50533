"""Pages from under the document camera: by themselves, by a finger, and when there is no picture."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtGui import QImage

from demo.desk_view import DeskScene, see
from devices.core.errors import DeviceBusyError, DeviceDisconnectedError, DeviceError
from devices.core.scanning import Progress, ScannedPage
from kiosk_app.work.state import ScanPhase, Screen
from kiosk_app.work.watching import Watching
from shared.capture.steady_hand import Look, Sight
from shared.qt.camera_eye import LiveFrame
from shared.store.terminal import Terminal
from tests.fixtures.eyes import NotedEye
from tests.unit.kiosk_app.citizen import Citizen, Glass, materials_of


class Desk(Glass):
    """A document camera over a desk with specimen pages."""

    def scan(
        self, deadline_s: float, on_progress: Progress | None = None, cancelled: threading.Event | None = None
    ) -> ScannedPage:
        del deadline_s, on_progress, cancelled
        page = self.pages.pop(0)
        if isinstance(page, DeviceError):
            raise page
        return ScannedPage(see(DeskScene(page or None), (2640, 1980)), 150, "desk")


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def before_a_camera(terminal: Terminal, desk: Desk) -> tuple[Citizen, Watching, NotedEye]:
    citizen, eye = Citizen(terminal, desk), NotedEye()
    shown: list[LiveFrame | None] = []
    watching = Watching(
        box=citizen.box, eye=eye, show=shown.append, shoot=citizen.flow.gathering.scan, touched=lambda: None
    )
    citizen.comes_to(Screen.MATERIALS)
    return citizen, watching, eye


def live(sight: Sight, code: str = "") -> LiveFrame:
    return LiveFrame(QImage(), Look(sight), code)


def test_a_camera_is_looked_through_and_a_page_that_lies_still_is_taken(
    before_a_camera: tuple[Citizen, Watching, NotedEye], desk: Desk
) -> None:
    citizen, watching, eye = before_a_camera
    assert eye.is_open
    assert materials_of(citizen).phase == "live"
    for sight, words in ((Sight.WAITING, "放到灯下"), (Sight.HOLDING, "别动"), (Sight.DARK, "太暗")):
        watching.seen(live(sight))
        assert words in materials_of(citizen).chip
    desk.pages.append("household_register")
    citizen.does(watching.steady)
    kept = materials_of(citizen)
    assert (kept.phase, len(kept.pages), kept.can_mend) == ("page", 1, True)
    assert not eye.is_open
    citizen.does(watching.steady)
    citizen.does(citizen.flow.gathering.scan)
    assert eye.is_open
    assert eye.notes == ["taken"]
    citizen.does(citizen.flow.gathering.show_page, kept.shown_page)
    citizen.does(citizen.flow.gathering.retake_page, kept.shown_page)
    assert eye.notes == ["taken", "forget"]
    assert not materials_of(citizen).can_continue


def test_a_declaration_closes_the_camera_and_leads_on_until_it_is_taken_back(
    before_a_camera: tuple[Citizen, Watching, NotedEye],
) -> None:
    citizen, watching, eye = before_a_camera
    citizen.begins("12.7")
    citizen.shows_card()
    citizen.does(citizen.flow.gathering.open_material, "kinship_proof")
    assert eye.is_open
    citizen.does(citizen.flow.gathering.standing_in.commit)
    assert (eye.is_open, materials_of(citizen).can_continue) == (False, True)
    citizen.does(watching.steady)
    assert materials_of(citizen).is_committed
    citizen.does(citizen.flow.gathering.standing_in.take_back)
    assert eye.is_open


def test_an_empty_desk_is_refused_and_the_manual_shutter_tries_again(
    before_a_camera: tuple[Citizen, Watching, NotedEye], desk: Desk
) -> None:
    citizen, _, eye = before_a_camera
    desk.pages += ["", "household_register"]
    citizen.does(citizen.flow.gathering.scan)
    assert "outline_unsure" in {finding.code for finding in citizen.state.rejected}
    assert not eye.is_open
    citizen.does(citizen.flow.gathering.scan)
    assert eye.is_open
    assert eye.notes == ["forget"]
    citizen.does(citizen.flow.gathering.scan)
    assert len(materials_of(citizen).pages) == 1


@pytest.mark.parametrize("error", [DeviceDisconnectedError(), DeviceBusyError()])
def test_what_went_wrong_under_the_camera_is_told_of_the_camera(
    before_a_camera: tuple[Citizen, Watching, NotedEye], desk: Desk, error: DeviceError
) -> None:
    citizen, _, _ = before_a_camera
    desk.pages.append(error)
    citizen.does(citizen.flow.gathering.scan)
    assert citizen.state.scan_phase is ScanPhase.FAILED
    assert "镜头" in materials_of(citizen).trouble_title
    assert not materials_of(citizen).help_first
    assert materials_of(citizen).title == "请把户口簿本人页放到灯下"


def remedy_of_a_blank_page(citizen: Citizen) -> str:
    return next(line.remedy for line in materials_of(citizen).findings if line.what == "这一页是空白的")


def test_a_blank_page_is_told_the_way_up_of_where_it_lies(
    before_a_camera: tuple[Citizen, Watching, NotedEye], desk: Desk
) -> None:
    citizen, watching, eye = before_a_camera
    desk.pages.append("blank")
    citizen.does(citizen.flow.gathering.scan)
    assert "朝上" in remedy_of_a_blank_page(citizen)
    citizen.does(citizen.flow.gathering.scan)
    watching.seen(live(Sight.WAITING, "device_disconnected"))
    assert materials_of(citizen).title == "请把户口簿本人页放到扫描台上"
    citizen.glass.pages.append("blank")
    citizen.does(citizen.flow.gathering.scan)
    assert not eye.is_open
    assert ["扫描台" in line.remedy for line in materials_of(citizen).findings if line.what == "这一页是空白的"] == [
        True
    ]


def test_a_scanner_that_stands_in_and_fails_is_told_of_the_scanner(
    before_a_camera: tuple[Citizen, Watching, NotedEye],
) -> None:
    citizen, watching, _ = before_a_camera
    watching.seen(live(Sight.WAITING, "device_disconnected"))
    citizen.glass.pages.append(DeviceDisconnectedError())
    citizen.does(citizen.flow.gathering.scan)
    assert "扫描" in materials_of(citizen).trouble_title


def test_a_camera_without_a_picture_says_so_and_leaves_the_glass(
    before_a_camera: tuple[Citizen, Watching, NotedEye],
) -> None:
    citizen, watching, _ = before_a_camera
    watching.seen(live(Sight.WAITING, "device_disconnected"))
    props = materials_of(citizen)
    assert (props.phase, props.scan_label, props.can_scan) == ("failed", "用扫描台拍", True)
    assert "镜头" in props.trouble_title
    citizen.glass.pages.append("household_register")
    citizen.does(citizen.flow.gathering.scan)
    assert len(materials_of(citizen).pages) == 1
