"""The document camera over a fake at cv2's seam, and what the kernel's nodes say."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest

from devices.core.errors import (
    CancelledError,
    DeviceBusyError,
    DeviceDisconnectedError,
    DeviceError,
    DeviceNotFoundError,
    DeviceTimeoutError,
    UnsupportedError,
)
from devices.core.status import DeviceState
from devices.scanner.camera.driver import UvcCamera, preview_mode, still_mode
from devices.scanner.camera.v4l2 import Mode, capture_modes, list_cameras
from devices.scanner.errors import ShortImageError
from tests.patience import LATE_S, PATIENCE_S
from tests.unit.devices.scanner.fake_capture import MODES, FakeCamera


@pytest.fixture
def fake(tmp_path: Path) -> Iterator[FakeCamera]:
    fake = FakeCamera(tmp_path / "video0")
    yield fake
    fake.let_go.set()
    assert all(capture.released.wait(PATIENCE_S) for capture in fake.opened)


@pytest.fixture
def camera(fake: FakeCamera) -> Iterator[UvcCamera]:
    camera = UvcCamera(fake.node, opener=fake.open, modes_of=fake.modes_of)
    yield camera
    camera.close()


def test_a_still_is_full_size_warm_and_rgb(camera: UvcCamera, fake: FakeCamera) -> None:
    seen: list[float] = []
    page = camera.scan(20, seen.append)
    assert page.pixels.shape == (1536, 2048, 3)
    assert page.pixels[0, 0].tolist() == [0, 0, 200]
    assert seen == sorted(seen)
    assert seen[-1] == 1.0
    assert page.dpi == round(1536 / (210 / 25.4))


def test_mjpg_is_asked_for_before_the_size(camera: UvcCamera, fake: FakeCamera) -> None:
    camera.scan(60)
    asked = fake.opened[0].asked
    assert asked[0] == cv2.CAP_PROP_FOURCC
    assert asked.index(cv2.CAP_PROP_FRAME_WIDTH) < asked.index(cv2.CAP_PROP_FPS)


def test_pictures_of_the_former_size_are_dropped(camera: UvcCamera, fake: FakeCamera) -> None:
    fake.wrong_size_frames = 15
    assert camera.scan(60).pixels.shape == (1536, 2048, 3)
    fake.wrong_size_frames = 1000
    with pytest.raises(ShortImageError):
        camera.scan(60)


def test_a_damaged_picture_now_and_then_is_borne(camera: UvcCamera, fake: FakeCamera) -> None:
    fake.bad_frames = 3
    assert camera.scan(60).pixels.shape == (1536, 2048, 3)


def test_a_preview_gives_the_newest_frame_and_skips_what_was_missed(camera: UvcCamera) -> None:
    with camera.preview() as preview:
        first = preview.next_frame(30)
        assert first.pixels.shape == (768, 1024, 3)
        numbers = [first.number]
        for frame in preview:
            numbers.append(frame.number)
            if len(numbers) == 5:
                break
        assert numbers == sorted(set(numbers))
        # A slow viewer: the next frame is one of now, not the one after the last.
        while preview.next_frame(30).number < numbers[-1] + 5:
            pass
        assert preview.next_frame(30).at <= time.monotonic()


def test_a_still_during_a_preview_is_full_size_and_the_preview_goes_on(camera: UvcCamera) -> None:
    with camera.preview() as preview:
        before = preview.next_frame(30).number
        assert camera.scan(60).pixels.shape == (1536, 2048, 3)
        after = preview.next_frame(30)
        assert after.number > before
        assert after.pixels.shape == (768, 1024, 3)


def test_a_closed_preview_ends_the_iteration(camera: UvcCamera) -> None:
    preview = camera.preview()
    frames = iter(preview)
    next(frames)
    closing = threading.Timer(0.1, preview.close)
    closing.start()
    list(frames)
    closing.join(PATIENCE_S)
    with pytest.raises(DeviceDisconnectedError):
        preview.next_frame(1)
    preview.close()
    with camera.preview() as again:
        again.next_frame(30)


def test_two_previews_at_once_are_refused(camera: UvcCamera) -> None:
    with camera.preview(), pytest.raises(DeviceBusyError):
        camera.preview()


def test_unplugging_ends_a_preview_and_a_replugged_camera_works(camera: UvcCamera, fake: FakeCamera) -> None:
    preview = camera.preview()
    preview.next_frame(30)
    fake.unplug()
    with pytest.raises(DeviceDisconnectedError):
        list(preview)
    assert camera.status() is DeviceState.OFFLINE
    with pytest.raises(DeviceNotFoundError):
        camera.scan(30)
    with pytest.raises(DeviceNotFoundError):
        camera.preview()
    fake.replug()
    assert camera.status() is DeviceState.READY
    assert camera.scan(60).pixels.shape == (1536, 2048, 3)
    with camera.preview() as again:
        again.next_frame(30)


def test_a_camera_that_another_program_has_is_busy(camera: UvcCamera, fake: FakeCamera) -> None:
    fake.taken = True
    with pytest.raises(DeviceBusyError):
        camera.scan(30)
    with pytest.raises(DeviceBusyError):
        camera.preview().next_frame(30)


def test_a_camera_that_hangs_ends_at_the_deadline(camera: UvcCamera, fake: FakeCamera) -> None:
    fake.let_go.clear()
    fake.hangs.set()
    started = time.monotonic()
    with pytest.raises(DeviceTimeoutError):
        camera.scan(0.3)
    assert time.monotonic() - started < 5 + LATE_S
    fake.hangs.clear()
    fake.let_go.set()
    assert camera.scan(60).pixels.shape == (1536, 2048, 3)


def test_a_still_is_called_off(camera: UvcCamera, fake: FakeCamera) -> None:
    fake.let_go.clear()
    fake.hangs.set()
    cancelled = threading.Event()
    threading.Timer(0.1, cancelled.set).start()
    with pytest.raises(CancelledError):
        camera.scan(30, None, cancelled)
    with pytest.raises(CancelledError):
        camera.scan(30, None, cancelled)
    fake.let_go.set()


def test_a_closed_camera_stays_closed(camera: UvcCamera) -> None:
    camera.close()
    camera.close()
    with pytest.raises(DeviceDisconnectedError):
        camera.scan(30)


def test_modes_are_chosen_by_use() -> None:
    assert still_mode(MODES, None) == Mode(2048, 1536)
    assert still_mode(MODES, (1000, 700)) == Mode(1024, 768)
    assert still_mode(MODES, (9000, 9000)) == Mode(2048, 1536)
    assert still_mode((), None) is None
    assert still_mode((), (2000, 1500)) == Mode(2000, 1500)
    assert preview_mode(MODES) == Mode(1024, 768)
    assert preview_mode((Mode(2048, 1536, b"YUYV"), Mode(640, 480, b"YUYV"))) == Mode(640, 480, b"YUYV")
    assert preview_mode(()).width == 1280


def test_a_node_that_is_no_camera_is_refused(tmp_path: Path) -> None:
    plain = tmp_path / "video9"
    plain.touch()
    with pytest.raises(UnsupportedError):
        capture_modes(plain)
    with pytest.raises(UnsupportedError):
        capture_modes(Path("/dev/null"))
    with pytest.raises(DeviceNotFoundError):
        capture_modes(tmp_path / "nowhere")


def _node(system: Path, name: str, index: int, title: str) -> None:
    folder = system / name
    folder.mkdir(parents=True)
    (folder / "index").write_text(f"{index}\n")
    (folder / "name").write_text(f"{title}\n")


def test_cameras_are_listed_by_lasting_name_without_their_metadata_nodes(tmp_path: Path) -> None:
    system, by_id = tmp_path / "class", tmp_path / "by-id"
    _node(system, "video0", 0, "样例高拍仪")
    _node(system, "video1", 1, "样例高拍仪")
    _node(system, "video10", 0, "sub lens")
    _node(system, "video2", 0, "sub lens")
    by_id.mkdir()
    (by_id / "usb-Sample_Camera-video-index0").symlink_to("../../video0")
    found = list_cameras(by_id, system)
    assert [device.address for device in found] == [
        f"camera:{by_id / 'usb-Sample_Camera-video-index0'}",
        "camera:/dev/video2",
        "camera:/dev/video10",
    ]
    assert found[0].description == "样例高拍仪"
    assert list_cameras(tmp_path / "none", tmp_path / "none") == ()


def test_loopback_cameras_where_there_are_any_give_a_page_or_a_typed_error() -> None:
    for entry in Path("/sys/devices/virtual/video4linux").glob("video*"):
        camera = UvcCamera(Path("/dev") / entry.name)
        with contextlib.suppress(DeviceError):
            assert camera.scan(60).pixels.dtype == np.uint8
        camera.close()
