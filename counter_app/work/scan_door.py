"""The door to the scanner: one lane, one scan at a time, progress on the way, cancellable."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from devices.imaging.duplicates import Fingerprint
from devices.imaging.encode import EncodedPage
from shared.qt.jobs import Err, Lane, Result

Place = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, eq=False)
class CapturedPage:
    """A page as it came from the glass, judged and encoded.

    Attributes:
        findings: codes of what is wrong with it.
        places: of each finding left, top, width, height as shares of the page, or None for all of it.
        image: for the preview.
        fingerprint: what tells it from the pages that were taken already.
    """

    page: EncodedPage
    findings: tuple[str, ...]
    image: QImage
    places: tuple[Place | None, ...] = ()
    fingerprint: Fingerprint | None = None

    def with_finding(self, code: str) -> CapturedPage:
        """Return the page with one more finding, about all of it."""
        return replace(self, findings=(*self.findings, code), places=(*self.places, None))

    def __repr__(self) -> str:
        return f"CapturedPage({self.page!r}, {self.findings})"


Capture = Callable[[Callable[[float], None], threading.Event], CapturedPage]
"""Scans, judges and encodes one page; blocking. Raises typed errors with a code."""


class ScanDoor(QObject):
    """Scans on its own lane.

    Signals:
        progressed: 0.0 to 1.0.
        captured: CapturedPage.
        failed: code.
    """

    progressed = Signal(float)
    captured = Signal(object)
    failed = Signal(str)

    def __init__(self, lane: Lane, capture: Capture | None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lane = lane
        self._capture = capture
        self._cancelled: threading.Event | None = None

    @property
    def available(self) -> bool:
        """Whether the terminal has a scanner."""
        return self._capture is not None

    @property
    def scanning(self) -> bool:
        """Whether a scan is under way."""
        return self._cancelled is not None

    def scan(self) -> bool:
        """Begin a scan; False when one is under way or there is no scanner."""
        capture = self._capture
        if self.scanning or capture is None:
            return False
        cancelled = threading.Event()
        self._cancelled = cancelled
        self._lane.run(lambda: capture(self.progressed.emit, cancelled), self._deliver)
        return True

    def cancel(self) -> None:
        """Ask the scan under way to stop."""
        if self._cancelled is not None:
            self._cancelled.set()

    def _deliver(self, result: Result) -> None:
        self._cancelled = None
        if isinstance(result, Err):
            self.failed.emit(result.code)
        else:
            self.captured.emit(result.value)
