"""The door to scanner and document camera: one lane, one page at a time, progress on the way, cancellable."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum, unique

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from shared.capture.pages import CapturedPage, Negative, PageFinding, Wanted
from shared.qt.jobs import Err, Lane, Result


@unique
class PageSource(StrEnum):
    """Where a page comes from."""

    SCANNER = "scanner"
    CAMERA = "camera"


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Shot:
    """A captured page and its picture for the stage.

    Attributes:
        glass: what the scanner saw, where several papers lie on it.
    """

    captured: CapturedPage
    image: QImage
    glass: QImage | None = None

    def with_finding(self, finding: PageFinding) -> Shot:
        """Return the page with one more finding."""
        return Shot(self.captured.with_finding(finding), self.image, self.glass)

    def as_one(self) -> Shot:
        """Return the page as one, whatever papers lie on it."""
        return Shot(replace(self.captured, apart=()), self.image, self.glass)

    def __repr__(self) -> str:
        return f"Shot({self.captured!r})"


Act = Callable[[Callable[[float], None], threading.Event], Shot | tuple[Shot, ...]]
"""Makes a page or several, telling its progress, until it is cancelled; blocking. Raises typed errors with a code."""
Capture = Callable[[Wanted, Callable[[float], None], threading.Event], Shot]
"""Takes, judges and encodes one page that is wanted; else as an Act."""


class ScanDoor(QObject):
    """Takes pages on its own lane.

    Signals:
        progressed: 0.0 to 1.0.
        captured: Shot.
        parted: a Shot of each paper that lay on one glass.
        failed: code.
    """

    progressed = Signal(float)
    captured = Signal(object)
    parted = Signal(object)
    failed = Signal(str)

    def __init__(self, lane: Lane, captures: Mapping[PageSource, Capture], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lane = lane
        self._captures = captures
        self._cancelled: threading.Event | None = None

    @property
    def sources(self) -> tuple[PageSource, ...]:
        """Where pages can come from at this terminal."""
        return tuple(source for source in PageSource if source in self._captures)

    @property
    def scanning(self) -> bool:
        """Whether a page is under way."""
        return self._cancelled is not None

    def scan(self, source: PageSource, wanted: Wanted) -> bool:
        """Begin to take a page; False when one is under way or there is no such source."""
        capture = self._captures.get(source)
        return capture is not None and self.take(lambda progress, cancelled: capture(wanted, progress, cancelled))

    def take(self, act: Act) -> bool:
        """Run any act in the door's order; False when one is under way."""
        if self.scanning:
            return False
        cancelled = threading.Event()
        self._cancelled = cancelled
        self._lane.run(lambda: act(self.progressed.emit, cancelled), self._deliver)
        return True

    def unpack(self, negative: Negative, deliver: Callable[[QImage], None]) -> None:
        """Make the picture that a page was cut from ready to be shown."""

        def told(result: Result) -> None:
            if not isinstance(result, Err) and not result.value.isNull():
                deliver(result.value)

        self._lane.run(lambda: QImage.fromData(negative.jpeg), told)

    def cancel(self) -> None:
        """Ask the page under way to stop."""
        if self._cancelled is not None:
            self._cancelled.set()

    def _deliver(self, result: Result) -> None:
        self._cancelled = None
        if isinstance(result, Err):
            self.failed.emit(result.code)
        elif isinstance(result.value, tuple):
            self.parted.emit(result.value)
        else:
            self.captured.emit(result.value)
