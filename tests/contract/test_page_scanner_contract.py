"""What every PageScanner keeps, whatever it is. A new driver joins by one more rig in RIGS."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

import numpy as np
import pytest
from PIL import Image

from devices.core.errors import DeviceError
from devices.core.scanning import PageScanner
from devices.core.simulation import SimulationPermit
from devices.core.status import DeviceState
from devices.scanner.camera.driver import UvcCamera
from devices.scanner.camera.v4l2 import Mode
from devices.scanner.escl.driver import EsclScanner
from devices.scanner.escl.simulator import EsclSimulator
from devices.scanner.image_source import ImageFileScanner
from devices.scanner.sane_driver import SaneScanner
from devices.scanner.sources import Source
from tests.patience import LATE_S
from tests.unit.devices.scanner.fake_capture import FakeCamera


class Rig(Protocol):
    """A scanner with a page on it, and the hands that change that."""

    scanner: PageScanner

    def lay(self) -> None: ...
    def take_paper_away(self) -> None: ...
    def unplug(self) -> None: ...
    def replug(self) -> None: ...
    def put_away(self) -> None: ...


class SaneRig:
    """The SANE driver on the backend for tests, in its own configuration."""

    def __init__(self, folder: Path) -> None:
        self._config = folder / "sane"
        self._config.mkdir()
        (self._config / "dll.conf").write_text("test\n")
        self.lay()
        self.scanner: PageScanner = SaneScanner(
            "test:1", resolution=75, environment={"SANE_CONFIG_DIR": str(self._config)}
        )

    def lay(self) -> None:
        self._write()

    def take_paper_away(self) -> None:
        self._write(status="SANE_STATUS_NO_DOCS")

    def unplug(self) -> None:
        self._write(devices=1)

    def replug(self) -> None:
        self._write()

    def put_away(self) -> None:
        self.scanner.close()

    def _write(self, status: str = "Default", devices: int = 2) -> None:
        lines = [
            f"number_of_devices {devices}",
            "mode Color",
            'test-picture "Color pattern"',
            f'read-status-code "{status}"',
            "geometry_max 1000.0",
        ]
        (self._config / "test.conf").write_text("\n".join(lines) + "\n")


class FolderRig:
    """The folder that image files are laid into."""

    def __init__(self, folder: Path) -> None:
        self._tray = folder / "tray"
        self._tray.mkdir()
        self.scanner: PageScanner = ImageFileScanner(self._tray)
        self.lay()

    def lay(self) -> None:
        picture = np.tile(np.arange(256, dtype=np.uint8)[None, :, None], (877, 3, 3))[:, :620]
        Image.fromarray(np.ascontiguousarray(picture)).save(self._tray / "next.png", dpi=(75, 75))

    def take_paper_away(self) -> None:
        (self._tray / "next.png").unlink(missing_ok=True)

    def unplug(self) -> None:
        self.take_paper_away()
        self._tray.rmdir()

    def replug(self) -> None:
        self._tray.mkdir()
        self.lay()

    def put_away(self) -> None:
        self.scanner.close()


class EsclRig:
    """The eSCL driver on a server on the loopback, with sheets in its feeder."""

    def __init__(self, folder: Path) -> None:
        self._simulator = EsclSimulator(SimulationPermit.for_development())
        self.scanner: PageScanner = EsclScanner(self._simulator.url, Source.FEEDER, 75)
        self.lay()

    def lay(self) -> None:
        self._simulator.scanner.load_specimens(1)

    def take_paper_away(self) -> None:
        self._simulator.scanner.take_paper_away()

    def unplug(self) -> None:
        self._simulator.unplug()

    def replug(self) -> None:
        self._simulator.replug()

    def put_away(self) -> None:
        self.scanner.close()
        self._simulator.close()


class CameraRig:
    """The camera driver over a capture of ours. A camera shows its desk, with or without paper."""

    def __init__(self, folder: Path) -> None:
        self._camera = FakeCamera(folder / "video0", modes=(Mode(620, 877),))
        self.scanner: PageScanner = UvcCamera(
            self._camera.node, opener=self._camera.open, modes_of=self._camera.modes_of
        )

    def lay(self) -> None:
        """Nothing to do: whatever lies on the desk is the page."""

    def take_paper_away(self) -> None:
        """Nothing to do: an empty desk is a picture too."""

    def unplug(self) -> None:
        self._camera.unplug()

    def replug(self) -> None:
        self._camera.replug()

    def put_away(self) -> None:
        self.scanner.close()


PAPER_RIGS: dict[str, Callable[[Path], Rig]] = {"sane": SaneRig, "folder": FolderRig, "escl": EsclRig}
RIGS: dict[str, Callable[[Path], Rig]] = {**PAPER_RIGS, "camera": CameraRig}


@pytest.fixture(params=list(RIGS))
def rig(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Rig]:
    rig = RIGS[request.param](tmp_path)
    yield rig
    rig.put_away()


@pytest.fixture(params=list(PAPER_RIGS))
def paper_rig(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Rig]:
    """Those that can tell that there is no paper."""
    rig = PAPER_RIGS[request.param](tmp_path)
    yield rig
    rig.put_away()


class TestPageScanner:
    """Each rig's scanner passes all of these."""

    def test_a_page_has_pixels_resolution_and_source(self, rig: Rig) -> None:
        page = rig.scanner.scan(30)
        assert page.pixels.dtype == np.uint8
        assert page.pixels.shape[2] == 3
        assert page.dpi == 75
        # A4, give or take the rounding of a backend.
        assert abs(page.pixels.shape[1] - 620) <= 2
        assert abs(page.pixels.shape[0] - 877) <= 2
        assert page.source
        assert page.pixels.std() > 10

    def test_progress_rises_to_the_end(self, rig: Rig) -> None:
        seen: list[float] = []
        rig.scanner.scan(30, seen.append)
        assert seen == sorted(seen)
        assert seen[-1] == 1.0

    def test_no_page_is_named(self, paper_rig: Rig) -> None:
        paper_rig.take_paper_away()
        with pytest.raises(DeviceError) as failed:
            paper_rig.scanner.scan(30)
        assert failed.value.code == "no_paper"
        paper_rig.lay()
        assert paper_rig.scanner.scan(30).dpi == 75

    def test_a_scan_that_nobody_wants_is_called_off(self, rig: Rig) -> None:
        cancelled = threading.Event()
        cancelled.set()
        started = time.monotonic()
        with pytest.raises(DeviceError) as failed:
            rig.scanner.scan(30, None, cancelled)
        assert failed.value.code == "cancelled"
        assert time.monotonic() - started < 5 + LATE_S

    def test_status_is_ready_when_it_is_there(self, rig: Rig) -> None:
        assert rig.scanner.status() is DeviceState.READY

    def test_a_scanner_that_vanished_is_named_and_comes_back(self, rig: Rig) -> None:
        rig.unplug()
        with pytest.raises(DeviceError) as failed:
            rig.scanner.scan(30)
        assert failed.value.code == "device_not_found"
        assert rig.scanner.status() is DeviceState.OFFLINE
        rig.replug()
        assert rig.scanner.scan(30).dpi == 75

    def test_no_repr_shows_a_page(self, rig: Rig) -> None:
        assert "array" not in repr(rig.scanner.scan(30))

    def test_close_may_be_called_twice(self, rig: Rig) -> None:
        rig.scanner.close()
        rig.scanner.close()
