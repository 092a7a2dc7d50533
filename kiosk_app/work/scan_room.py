"""Takes one page, judges it and encodes it; runs on the scanner's own lane."""

from __future__ import annotations

import threading
from collections.abc import Callable

from devices.core.errors import DeviceNotFoundError
from devices.core.scanning import PageScanner
from devices.core.status import DeviceState
from shared.capture.pages import CapturedPage, Taken, Wanted, from_camera, from_glass

SCAN_DEADLINE_S = 60.0


class ScanRoom:
    """One scanner, one document camera, or the want of both. Calls block."""

    def __init__(self, scanner: PageScanner | None, camera: PageScanner | None = None) -> None:
        self._scanner = scanner
        self._camera = camera

    @property
    def has_camera(self) -> bool:
        """Whether there is a document camera."""
        return self._camera is not None

    @property
    def has_scanner(self) -> bool:
        """Whether there is a scanner."""
        return self._scanner is not None

    def photograph(
        self, wanted: Wanted, taken: Taken, on_progress: Callable[[float], None], cancelled: threading.Event
    ) -> CapturedPage:
        """Take the page under the camera; else as `scan`."""
        if self._camera is None:
            detail = "no document camera in terminal.toml"
            raise DeviceNotFoundError(detail)
        return from_camera(self._camera.scan(SCAN_DEADLINE_S, on_progress, cancelled), wanted, taken)

    def scan(
        self, wanted: Wanted, taken: Taken, on_progress: Callable[[float], None], cancelled: threading.Event
    ) -> CapturedPage:
        """Scan a page. Raises DeviceError or ImageError; never part of a page.

        Args:
            taken: fingerprints of the pages that are there already.
            cancelled: set from any thread, it stops this page, also before it is begun.
        """
        if self._scanner is None:
            detail = "no scanner in terminal.toml"
            raise DeviceNotFoundError(detail)
        scanned = self._scanner.scan(SCAN_DEADLINE_S, on_progress, cancelled)
        return from_glass(scanned, wanted, taken)

    def status(self) -> DeviceState:
        """Tell how what pages come from is; what is not there is offline."""
        source = self._camera or self._scanner
        return source.status() if source else DeviceState.OFFLINE

    def close(self) -> None:
        """Release scanner and camera."""
        for source in (self._scanner, self._camera):
            if source is not None:
                source.close()
