"""A stage over the real desk: its presenter with a fake view, a glass that pages are laid on, and a camera's eye."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import cv2
import numpy as np
from PySide6.QtCore import QObject, Signal

from counter_app.ports.materials import StageState
from counter_app.presenters.readings import ReadingsPresenter
from counter_app.presenters.stage import StagePresenter
from counter_app.words.scanning import ScanWords
from counter_app.work.capture import preview
from counter_app.work.scan_door import PageSource, ScanDoor, Shot
from devices.core.errors import CancelledError
from devices.core.scanning import Pixels, ScannedPage
from devices.imaging.encode import encode_page
from devices.imaging.gate import fingerprint_of
from devices.scanner.errors import NoPaperError
from shared.capture.pages import CapturedPage, PageFinding, Wanted, from_glass
from shared.qt.jobs import ManualLane
from tests.fixtures.eyes import NotedEye
from tests.unit.counter_app.bench import MARRIAGE, Bench
from tests.unit.counter_app.fake_views import FakeStage

PAPER = "housing_proof"


class Glass:
    """A scanner that gives the pages laid on it, or raises what lies there."""

    def __init__(self) -> None:
        self.pages: list[Shot | Exception] = []
        self.wanted = Wanted()

    def lay(self, *findings: PageFinding) -> None:
        self.pages.append(shot_of(np.full((400, 300, 3), 240, np.uint8), findings))

    def __call__(self, wanted: Wanted, progress: Callable[[float], None], cancelled: threading.Event) -> Shot:
        self.wanted = wanted
        if cancelled.is_set():
            raise CancelledError
        progress(0.5)
        page = self.pages.pop(0) if self.pages else NoPaperError()
        if isinstance(page, Exception):
            raise page
        return page


class Eye(NotedEye, QObject):
    """A document camera's eye that sees what it is told."""

    seen = Signal(object)
    steady = Signal()


class Stage:
    """A presenter with its fake view, its glass and its lane."""

    def __init__(self, bench: Bench, *sources: PageSource, readings: ReadingsPresenter | None = None) -> None:
        sources = sources or (PageSource.SCANNER,)
        self.bench, self.glass, self.lane, self.view = bench, Glass(), ManualLane(), FakeStage()
        self.desk, self.eye = Glass(), None if sources == (PageSource.SCANNER,) else Eye()
        self.door = ScanDoor(self.lane, {source: self._capture(source) for source in sources})
        eye: Any = self.eye
        self.presenter = StagePresenter(self.view, bench.workbench, self.door, ScanWords(), eye=eye, readings=readings)
        self.troubles: list[str] = []
        self.presenter.troubled.connect(lambda text, _: self.troubles.append(text))
        bench.workbench.begin(MARRIAGE)
        bench.lane.drain()

    def _capture(self, source: PageSource) -> Glass:
        return self.glass if source is PageSource.SCANNER else self.desk

    def drain(self) -> None:
        self.lane.drain()
        self.bench.lane.drain()

    def scan(self, *codes: str) -> None:
        self.glass.lay(*(PageFinding(code) for code in codes))
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


def shot_of(pixels: Pixels, findings: tuple[PageFinding, ...] = (), dpi: int = 200) -> Shot:
    negative = from_glass(ScannedPage(pixels, dpi, "glass")).negative
    fingerprint = fingerprint_of(pixels, dpi)
    return Shot(CapturedPage(encode_page(pixels, dpi), pixels, findings, negative, fingerprint), preview(pixels))


def written(words: str) -> Shot:
    """Return a page that says nothing but these words, line after line."""
    pixels = np.full((1400, 1000, 3), 240, np.uint8)
    for row in range(100, 1300, 60):
        cv2.putText(pixels, f"{words} {row * 7919 % 9973}", (80, row), cv2.FONT_HERSHEY_SIMPLEX, 1.2, (20, 20, 20), 3)
    return shot_of(pixels, dpi=120)
