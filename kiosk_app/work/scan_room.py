"""Scans one page, judges it and encodes it; runs on the scanner's own lane."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

from devices.core.errors import DeviceNotFoundError
from devices.core.scanning import PageScanner
from devices.core.status import DeviceState
from devices.imaging.encode import EncodedPage, encode_page
from devices.imaging.gate import check_page

SCAN_DEADLINE_S = 60.0


@dataclass(frozen=True, slots=True)
class JudgedPage:
    """A page as it would be kept, and what the gate found on it."""

    page: EncodedPage
    findings: tuple[str, ...]


class ScanRoom:
    """One scanner, or the want of one. Calls block; `stop` may come from any thread."""

    def __init__(self, scanner: PageScanner | None) -> None:
        self._scanner = scanner
        self._stopped = threading.Event()

    def scan(self, on_progress: Callable[[float], None]) -> JudgedPage:
        """Scan a page. Raises DeviceError or ImageError; never part of a page."""
        self._stopped.clear()
        if self._scanner is None:
            detail = "no scanner in terminal.toml"
            raise DeviceNotFoundError(detail)
        scanned = self._scanner.scan(SCAN_DEADLINE_S, on_progress, self._stopped)
        findings = tuple(dict.fromkeys(finding.code.value for finding in check_page(scanned.pixels, scanned.dpi)))
        return JudgedPage(encode_page(scanned.pixels, scanned.dpi), findings)

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
