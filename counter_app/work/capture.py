"""From the glass, from under the camera, or from a picture that was cut wrongly, to a judged page with its preview."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from counter_app.work.scan_door import Act, Capture, Shot
from devices.core.scanning import PageScanner, Pixels, ScannedPage
from devices.imaging.geometry import Corners
from shared.capture.pages import CapturedPage, Negative, Wanted, from_camera, from_glass, pages_apart, remake

SCAN_DEADLINE_S = 60.0
_PREVIEW_HEIGHT = 1600

Make = Callable[[ScannedPage, Wanted], CapturedPage]


def capture_from(scanner: PageScanner) -> Capture:
    """Return what scans one page with a scanner."""
    return _capture(scanner, partial(from_glass, seek_several=True))


def capture_under(camera: PageScanner) -> Capture:
    """Return what takes the page that lies under a camera."""
    return _capture(camera, from_camera)


def cut_anew(negative: Negative, corners: Corners) -> Act:
    """Return what cuts a page between other corners."""

    def act(_progress: Callable[[float], None], _cancelled: threading.Event) -> Shot:
        return _shot(remake(negative, corners))

    return act


def cut_apart(captured: CapturedPage) -> Act:
    """Return what cuts each paper that lies apart on the glass into a page of its own."""

    def act(_progress: Callable[[float], None], _cancelled: threading.Event) -> tuple[Shot, ...]:
        return tuple(_shot(page) for page in pages_apart(captured))

    return act


def _capture(source: PageScanner, make: Make) -> Capture:
    def capture(wanted: Wanted, progress: Callable[[float], None], cancelled: threading.Event) -> Shot:
        scanned = source.scan(SCAN_DEADLINE_S, progress, cancelled)
        captured = make(scanned, wanted)
        return Shot(captured, preview(captured.pixels), preview(scanned.pixels) if captured.apart else None)

    return capture


def _shot(captured: CapturedPage) -> Shot:
    return Shot(captured, preview(captured.pixels))


def preview(pixels: Pixels) -> QImage:
    """Return a page as a picture of at most 1600 pixels in height."""
    pixels = np.ascontiguousarray(pixels)
    height, width = pixels.shape[:2]
    kind = QImage.Format.Format_Grayscale8 if pixels.ndim == 2 else QImage.Format.Format_RGB888
    whole = QImage(pixels.tobytes(), width, height, pixels.strides[0], kind)
    if height <= _PREVIEW_HEIGHT:
        return whole.copy()
    return whole.scaledToHeight(_PREVIEW_HEIGHT, Qt.TransformationMode.SmoothTransformation)
