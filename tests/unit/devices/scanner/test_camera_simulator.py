"""The simulated document camera under the real driver: preview, still, cable, frozen picture, permit."""

from __future__ import annotations

import socket
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from devices.core.errors import DeviceDisconnectedError, DeviceError, DeviceTimeoutError, SimulationForbiddenError
from devices.core.scanning import Pixels, Preview
from devices.core.simulation import SimulationPermit
from devices.core.status import DeviceState
from devices.scanner.camera.driver import UvcCamera
from devices.scanner.camera.simulator import CameraSimulator
from devices.scanner.camera.stream_node import is_stream, modes_of_node
from tests.patience import PATIENCE_S

SIZES = ((64, 48), (160, 120))


def coloured(level: int) -> Pixels:
    return np.full((1, 1, 3), level, np.uint8)


def scene(level: int):
    def see(size: tuple[int, int]) -> Sequence[Pixels]:
        return [np.tile(coloured(level), (size[1], size[0], 1))]

    return see


def watch(preview: Preview, deadline_s: float) -> None:
    """Look until something is wrong."""
    while True:
        preview.next_frame(deadline_s)


@pytest.fixture
def simulator(tmp_path: Path) -> Iterator[CameraSimulator]:
    permit = SimulationPermit.for_development()
    simulator = CameraSimulator(permit, tmp_path / "camera", scene(50), SIZES, fps=100)
    yield simulator
    simulator.close()


@pytest.fixture
def camera(simulator: CameraSimulator, tmp_path: Path) -> Iterator[UvcCamera]:
    del simulator
    camera = UvcCamera(tmp_path / "camera")
    yield camera
    camera.close()


def test_a_preview_is_small_and_a_still_is_large_and_both_see_the_scene(
    camera: UvcCamera, simulator: CameraSimulator
) -> None:
    with camera.preview() as preview:
        frame = preview.next_frame(30)
        assert frame.pixels.shape == (120, 160, 3)
        simulator.show(scene(200))
        while preview.next_frame(30).pixels.mean() < 150:
            pass
        page = camera.scan(30)
        assert abs(float(page.pixels.mean()) - 200) < 4
        assert preview.next_frame(30).number > frame.number


def test_the_cable_is_seen_and_a_camera_that_is_back_works(
    camera: UvcCamera, simulator: CameraSimulator, tmp_path: Path
) -> None:
    with camera.preview() as preview:
        preview.next_frame(30)
        simulator.unplug()
        with pytest.raises(DeviceDisconnectedError):
            watch(preview, 5)
    assert camera.status() is DeviceState.OFFLINE
    simulator.replug()
    assert [(mode.width, mode.height) for mode in modes_of_node(tmp_path / "camera")] == list(SIZES)
    with camera.preview() as preview:
        assert preview.next_frame(30).pixels.size


def test_a_frozen_picture_ends_at_the_deadline(camera: UvcCamera, simulator: CameraSimulator) -> None:
    with camera.preview() as preview:
        preview.next_frame(30)
        simulator.fault_actions["freeze"].act()
        with pytest.raises(DeviceTimeoutError):
            watch(preview, 0.2)
        simulator.restore()


def test_a_file_that_is_no_camera_is_none(tmp_path: Path) -> None:
    for text in ("", "yimen-camera", "yimen-camera 99999", "something 1234"):
        (tmp_path / "node").write_text(text)
        assert not is_stream(tmp_path / "node")
    (tmp_path / "node").write_text("yimen-camera 9\n")
    with pytest.raises(DeviceError):
        UvcCamera(tmp_path / "node").preview()


def test_no_permit_no_camera(tmp_path: Path) -> None:
    with pytest.raises(SimulationForbiddenError):
        CameraSimulator(None, tmp_path / "camera", scene(1))  # type: ignore[arg-type] # that is the point


def test_who_found_the_node_and_comes_after_the_cable_is_pulled_sees_nothing(simulator: CameraSimulator) -> None:
    port = int(Path(simulator.uri.removeprefix("camera:")).read_text().split()[-1])
    simulator.unplug()
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_S) as late:
        assert late.recv(1) == b""
