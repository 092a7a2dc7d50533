"""From the glass to a judged, encoded page with its preview; runs on the scanner's lane."""

from __future__ import annotations

import threading
from collections.abc import Callable

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from counter_app.work.scan_door import Capture, CapturedPage, Place
from devices.core.scanning import PageScanner, Pixels
from devices.imaging.encode import encode_page
from devices.imaging.gate import check_page, fingerprint_of

SCAN_DEADLINE_S = 60.0
_PREVIEW_HEIGHT = 1600


def capture_from(scanner: PageScanner) -> Capture:
    """Return what scans one page with a scanner."""

    def capture(progress: Callable[[float], None], cancelled: threading.Event) -> CapturedPage:
        page = scanner.scan(SCAN_DEADLINE_S, progress, cancelled)
        findings = check_page(page.pixels, page.dpi)
        return CapturedPage(
            encode_page(page.pixels, page.dpi),
            tuple(finding.code.value for finding in findings),
            preview(page.pixels),
            tuple(_as_shares(finding.place, page.pixels) for finding in findings),
            fingerprint_of(page.pixels, page.dpi),
        )

    return capture


def _as_shares(place: tuple[int, int, int, int] | None, pixels: Pixels) -> Place | None:
    if place is None:
        return None
    height, width = pixels.shape[:2]
    x, y, w, h = place
    return x / width, y / height, w / width, h / height


def preview(pixels: Pixels) -> QImage:
    """Return a page as a picture of at most 1600 pixels in height."""
    pixels = np.ascontiguousarray(pixels)
    height, width = pixels.shape[:2]
    kind = QImage.Format.Format_Grayscale8 if pixels.ndim == 2 else QImage.Format.Format_RGB888
    whole = QImage(pixels.tobytes(), width, height, pixels.strides[0], kind)
    if height <= _PREVIEW_HEIGHT:
        return whole.copy()
    return whole.scaledToHeight(_PREVIEW_HEIGHT, Qt.TransformationMode.SmoothTransformation)
