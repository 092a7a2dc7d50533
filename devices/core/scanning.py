"""One scanned page, and what a page scanner can be asked."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from devices.core.status import DeviceState

Pixels = NDArray[np.uint8]
Progress = Callable[[float], None]


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
