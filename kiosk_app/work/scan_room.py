"""Takes one page, judges it and encodes it; runs on the scanner's own lane."""

from __future__ import annotations

import threading
from collections.abc import Callable

from devices.core.errors import DeviceNotFoundError
from devices.core.scanning import PageScanner
from devices.core.status import DeviceState
from shared.capture.pages import CapturedPage, Taken, Wanted, from_glass

SCAN_DEADLINE_S = 60.0


class ScanRoom:
    """One scanner, or the want of one. Calls block; `stop` may come from any thread."""

    def __init__(self, scanner: PageScanner | None) -> None:
        self._scanner = scanner
        self._stopped = threading.Event()

    def scan(self, wanted: Wanted, taken: Taken, on_progress: Callable[[float], None]) -> CapturedPage:
        """Scan a page. Raises DeviceError or ImageError; never part of a page.

        Args:
            taken: fingerprints of the pages that are there already.
        """
        self._stopped.clear()
        if self._scanner is None:
            detail = "no scanner in terminal.toml"
            raise DeviceNotFoundError(detail)
        scanned = self._scanner.scan(SCAN_DEADLINE_S, on_progress, self._stopped)
        return from_glass(scanned, wanted, taken)

    def stop(self) -> None:
        """Stop the running scan."""
        self._stopped.set()

    def status(self) -> DeviceState:
        """Tell how the scanner is; one that is not there is offline."""
        return self._scanner.status() if self._scanner else DeviceState.OFFLINE

    def close(self) -> None:
        """Stop and release the scanner."""
        self.stop()
        if self._scanner:
            self._scanner.close()
