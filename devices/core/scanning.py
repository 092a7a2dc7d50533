"""One scanned page, and what a page scanner can be asked."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field
from typing import Final, Protocol, Self

import numpy as np
from numpy.typing import NDArray

from devices.core.status import DeviceState

Pixels = NDArray[np.uint8]
Progress = Callable[[float], None]
MOST_PAGES: Final = 500
"""Of one stack: more than any feeder of an office holds."""


@dataclass(frozen=True, slots=True, eq=False)
class ScannedPage:
    """A page as it came from the glass.

    Attributes:
        pixels: (height, width, 3) RGB or (height, width) gray, 8 bits.
        dpi: dots per inch, the same both ways.
        source: the device it came from.
    """

    pixels: Pixels
    dpi: int
    source: str

    def __repr__(self) -> str:
        """Show size and source only."""
        height, width = self.pixels.shape[:2]
        return f"ScannedPage({width}x{height}, {self.dpi} dpi, {self.source!r})"


class PageScanner(Protocol):
    """A source of pages. One scan at a time."""

    def scan(
        self, deadline_s: float, on_progress: Progress | None = None, cancelled: threading.Event | None = None
    ) -> ScannedPage:
        """Scan one page.

        Args:
            deadline_s: seconds until the whole scan must have ended.
            on_progress: called from the scanning thread with 0.0 to 1.0.
            cancelled: set it from any thread to stop the scan.

        Raises:
            DeviceError: with its own code for each cause; never a part of a page.
        """

    def status(self) -> DeviceState:
        """Tell how the scanner is, within five seconds. Never raises."""

    def close(self) -> None:
        """Release the scanner. May be called twice."""


class StackScanner(PageScanner, Protocol):
    """A scanner that takes a stack of pages in one go."""

    def scan_stack(
        self,
        page_deadline_s: float,
        on_progress: Progress | None = None,
        cancelled: threading.Event | None = None,
        *,
        most_pages: int = MOST_PAGES,
    ) -> Generator[ScannedPage]:
        """Yield the pages of a stack one by one, and end when the feeder is empty. A flatbed gives one page.

        Close the iterator to stop early: the scanner is then told to stop and released.

        Args:
            page_deadline_s: seconds that each page may take.
            on_progress: 0.0 to 1.0 of the present page.
            most_pages: end after so many.

        Raises:
            DeviceError: with its own code, after the pages that came whole: a jam loses none of them. NoPaperError only
                when not one page was there.
        """


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One picture of a camera's preview.

    Attributes:
        pixels: (height, width, 3) RGB, 8 bits.
        number: counts what the camera gave; a gap tells how many a slow viewer missed.
        at: seconds on the monotonic clock.
    """

    pixels: Pixels
    number: int
    at: float = field(default_factory=time.monotonic)

    def __repr__(self) -> str:
        """Show the size only."""
        height, width = self.pixels.shape[:2]
        return f"Frame({width}x{height}, {self.number})"


class Preview(Protocol):
    """Frames of a running camera, always the newest: who is slow misses some and never lags behind."""

    def __enter__(self) -> Self:
        """Return the running preview."""

    def __exit__(self, *exception: object) -> None:
        """Close it."""

    def __iter__(self) -> Iterator[Frame]:
        """Yield each time the newest frame that was not yielded yet, until the preview is closed.

        Raises:
            DeviceDisconnectedError: the camera was unplugged.
            DeviceTimeoutError: no frame came for some seconds.
        """

    def next_frame(self, deadline_s: float) -> Frame:
        """Return the newest frame that was not returned yet. Raises as iterating does."""

    def close(self) -> None:
        """Stop the camera. May be called twice, from any thread."""


class DocumentCamera(PageScanner, Protocol):
    """A camera over a desk. `scan` takes a still at full size, also while a preview runs."""

    def preview(self) -> Preview:
        """Start the camera for watching, at a size that it gives 15 times a second or oftener.

        Raises:
            DeviceNotFoundError, DeviceBusyError, AccessDeniedError: opening it.
        """
