"""What every StackScanner keeps: a stack comes whole and once, ends by itself, can be left, and frees the scanner."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

import numpy as np
import pytest
from PIL import Image

from devices.core.errors import CancelledError
from devices.core.scanning import StackScanner
from devices.core.simulation import SimulationPermit
from devices.scanner.errors import NoPaperError
from devices.scanner.escl.driver import EsclScanner
from devices.scanner.escl.simulator import EsclSimulator
from devices.scanner.image_source import ImageFileScanner
from devices.scanner.sane_driver import SaneScanner
from devices.scanner.sources import Source
from devices.supervision.proxies import SupervisedScanner
from tests.patience import LATE_S


class Rig(Protocol):
    """A scanner and the hand that loads it.

    Attributes:
        keeps_rest: whether what a broken-off stack leaves is still there.
    """

    scanner: StackScanner
    keeps_rest: bool

    def load(self, pages: int) -> None: ...
    def put_away(self) -> None: ...


class SaneRig:
    """SANE's backend for tests: ten sheets at each opening, or none."""

    keeps_rest = False

    def __init__(self, folder: Path) -> None:
        self._config = folder / "sane"
        self._config.mkdir()
        (self._config / "dll.conf").write_text("test\n")
        self.load(0)
        environment = {"SANE_CONFIG_DIR": str(self._config)}
        self.scanner: StackScanner = SaneScanner("test:0", Source.FEEDER, 50, environment=environment)

    def load(self, pages: int) -> None:
        status = "Default" if pages else "SANE_STATUS_NO_DOCS"
        (self._config / "test.conf").write_text(
            f'number_of_devices 2\nmode Gray\nread-status-code "{status}"\ngeometry_max 1000.0\n'
        )

    def put_away(self) -> None:
        self.scanner.close()


class EsclRig:
    """The eSCL driver on a server on the loopback."""

    keeps_rest = True

    def __init__(self, folder: Path) -> None:
        self._simulator = EsclSimulator(SimulationPermit.for_development())
        self.scanner: StackScanner = EsclScanner(self._simulator.url, Source.FEEDER, 75, color=False)

    def load(self, pages: int) -> None:
        self._simulator.scanner.load_specimens(pages)

    def put_away(self) -> None:
        self.scanner.close()
        self._simulator.close()


class FolderRig:
    """The folder that image files are laid into."""

    keeps_rest = True

    def __init__(self, folder: Path) -> None:
        self._tray = folder / "tray"
        self._tray.mkdir()
        self.scanner: StackScanner = ImageFileScanner(self._tray)

    def load(self, pages: int) -> None:
        for number in range(pages):
            Image.fromarray(np.full((90, 60), 10 * number, np.uint8)).save(self._tray / f"{number}.png")

    def put_away(self) -> None:
        self.scanner.close()


class SupervisedRig:
    """The eSCL driver as apps hold it."""

    keeps_rest = True

    def __init__(self, folder: Path) -> None:
        self._below = EsclRig(folder)
        self.scanner: StackScanner = SupervisedScanner("scanner", lambda: self._below.scanner, lambda: None)

    def load(self, pages: int) -> None:
        self._below.load(pages)

    def put_away(self) -> None:
        self.scanner.close()
        self._below.put_away()


RIGS: dict[str, Callable[[Path], Rig]] = {
    "sane": SaneRig,
    "escl": EsclRig,
    "folder": FolderRig,
    "supervised": SupervisedRig,
}
PAGES = 10


@pytest.fixture(params=list(RIGS))
def rig(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Rig]:
    rig = RIGS[request.param](tmp_path)
    yield rig
    rig.put_away()


class TestStackScanner:
    """Each rig's scanner passes all of these."""

    def test_a_stack_comes_whole_and_ends(self, rig: Rig) -> None:
        rig.load(PAGES)
        seen: list[float] = []
        pages = list(rig.scanner.scan_stack(30, seen.append))
        assert len(pages) == PAGES
        assert seen.count(1.0) >= PAGES

    def test_no_more_pages_than_wanted(self, rig: Rig) -> None:
        rig.load(PAGES)
        assert len(list(rig.scanner.scan_stack(30, most_pages=3))) == 3
        if rig.keeps_rest:
            assert len(list(rig.scanner.scan_stack(30))) == PAGES - 3

    def test_an_empty_feeder_is_named(self, rig: Rig) -> None:
        with pytest.raises(NoPaperError):
            list(rig.scanner.scan_stack(30))

    def test_a_stack_that_is_left_frees_the_scanner(self, rig: Rig) -> None:
        rig.load(PAGES)
        pages = rig.scanner.scan_stack(30)
        next(pages)
        pages.close()
        rig.load(PAGES)
        assert rig.scanner.scan(30).pixels.size

    def test_a_stack_is_called_off_between_two_pages(self, rig: Rig) -> None:
        rig.load(PAGES)
        cancelled = threading.Event()
        pages = rig.scanner.scan_stack(30, None, cancelled)
        next(pages)
        cancelled.set()
        started = time.monotonic()
        with pytest.raises(CancelledError):
            list(pages)
        assert time.monotonic() - started < 5 + LATE_S
