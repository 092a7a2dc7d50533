"""The watch over a document camera: the newest verdicts only, one call when a page lies still, and lost cameras."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Self

import pytest
from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from demo.desk_view import DeskScene, see
from devices.core.errors import DeviceDisconnectedError
from devices.core.scanning import Frame, Pixels, Progress, ScannedPage
from devices.core.status import DeviceState
from shared.capture.steady_hand import Sight
from shared.qt.camera_eye import CameraEye, LiveFrame
from tests.patience import PATIENCE_S

SIZE = (640, 480)
EMPTY, PAGE = see(DeskScene(), SIZE), see(DeskScene("housing_proof"), SIZE)


class Desk:
    """A camera in memory: 30 frames a second of whatever lies there, but while it is held."""

    def __init__(self) -> None:
        self.pixels: Pixels = EMPTY
        self.error: Exception | None = None
        self.running = 0
        self.taken = threading.Semaphore(0)
        self.held, self.let_go = threading.Event(), threading.Event()
        self.let_go.set()
        self._number = 0

    def preview(self) -> Desk:
        if self.error is not None:
            raise self.error
        self.running += 1
        return self

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def __iter__(self) -> Iterator[Frame]:
        while True:
            yield self.next_frame(1)

    def next_frame(self, deadline_s: float) -> Frame:
        threading.Event().wait(min(deadline_s, 1 / 30))
        if not self.let_go.is_set():
            self.held.set()
            self.let_go.wait(PATIENCE_S)
        if self.error is not None:
            raise self.error
        self._number += 1
        self.taken.release()
        return Frame(self.pixels, self._number)

    def scan(
        self, deadline_s: float, on_progress: Progress | None = None, cancelled: threading.Event | None = None
    ) -> ScannedPage:
        pytest.fail("a watch takes no page")

    def status(self) -> DeviceState:
        return DeviceState.READY

    def close(self) -> None:
        self.running = 0


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def eye(desk: Desk, qapp: object) -> Iterator[CameraEye]:
    del qapp
    eye = CameraEye(desk, pause_s=0.05)
    yield eye
    assert eye.stop(PATIENCE_S)


def seen_by(eye: CameraEye) -> list[LiveFrame]:
    frames: list[LiveFrame] = []
    eye.seen.connect(frames.append)
    return frames


def test_a_page_that_lies_still_is_told_once_for_all_the_time_it_lies(eye: CameraEye, desk: Desk, qtbot: QtBot) -> None:
    frames, told = seen_by(eye), []
    eye.steady.connect(lambda: told.append(True))
    eye.open()
    qtbot.waitUntil(lambda: bool(frames) and frames[-1].look.sight is Sight.WAITING)
    desk.pixels = PAGE
    qtbot.waitUntil(lambda: bool(told))
    qtbot.waitUntil(lambda: frames[-1].look.sight is Sight.TAKEN)
    assert told == [True]
    assert frames[-1].image.width() == SIZE[0]


def test_a_slow_face_misses_frames_and_never_lags(eye: CameraEye, desk: Desk, qtbot: QtBot) -> None:
    frames = seen_by(eye)
    eye.open()
    qtbot.waitUntil(lambda: bool(frames))
    before = len(frames)
    # The face is busy: no event is handled, while the eye sees on.
    for _ in range(10):
        assert desk.taken.acquire(timeout=PATIENCE_S)
    desk.let_go.clear()
    assert desk.held.wait(PATIENCE_S)
    QCoreApplication.processEvents()
    assert len(frames) == before + 1
    desk.let_go.set()
    qtbot.waitUntil(lambda: len(frames) > before + 1)


def test_a_camera_that_goes_and_comes_is_followed(eye: CameraEye, desk: Desk, qtbot: QtBot) -> None:
    frames = seen_by(eye)
    eye.open()
    qtbot.waitUntil(lambda: bool(frames))
    desk.error = DeviceDisconnectedError("pulled")
    qtbot.waitUntil(lambda: frames[-1].code == "device_disconnected")
    assert frames[-1].image.isNull()
    desk.error = None
    qtbot.waitUntil(lambda: not frames[-1].code)


def test_a_defect_of_its_driver_ends_no_watch_and_is_logged_without_what_was_seen(
    eye: CameraEye, desk: Desk, qtbot: QtBot, caplog: pytest.LogCaptureFixture, expected_warnings: list[str]
) -> None:
    expected_warnings.append("a job failed without a code: ")
    frames = seen_by(eye)
    eye.open()
    qtbot.waitUntil(lambda: bool(frames))
    desk.error = ValueError("half a frame of a paper")
    qtbot.waitUntil(lambda: frames[-1].code == "internal")
    desk.error = None
    qtbot.waitUntil(lambda: not frames[-1].code)
    assert "ValueError next_frame@" in caplog.text
    assert "half a frame" not in caplog.text


def test_closing_lets_go_and_opening_begins_afresh(eye: CameraEye, desk: Desk, qtbot: QtBot) -> None:
    frames = seen_by(eye)

    def opened() -> Callable[[], bool]:
        count = len(frames)
        eye.open()
        return lambda: len(frames) > count

    qtbot.waitUntil(opened())
    eye.close()
    qtbot.waitUntil(lambda: desk.running == 0)
    assert not eye.is_open
    qtbot.waitUntil(opened())
