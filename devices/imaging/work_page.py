"""The small picture of a page on which everything about it is judged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from devices.core.scanning import Pixels

MM_PER_INCH: Final = 25.4
# Enough for the smallest print; more only adds noise and time.
_WORK_DPI: Final = 120.0


@dataclass(frozen=True, slots=True, eq=False)
class WorkPage:
    """A page at 120 dots per inch or less.

    Attributes:
        darkest: the least of the three channels, (height, width).
        brightest: the most of them; the same array for a gray page.
        gray: their weighted mean.
        per_mm: dots per millimetre.
        scale: its pixels for one of the page.
    """

    darkest: Pixels
    brightest: Pixels
    gray: Pixels
    is_colour: bool
    per_mm: float
    scale: float

    def box_on_page(self, x: float, y: float, width: float, height: float) -> tuple[int, int, int, int]:
        """Return x, y, width, height in pixels of the page itself."""
        left, top, w, h = (round(value / self.scale) for value in (x, y, width, height))
        return left, top, max(1, w), max(1, h)


def work_page(pixels: Pixels, dpi: int) -> WorkPage:
    """Return the small picture of a page of 8-bit gray or RGB."""
    scale = min(1.0, _WORK_DPI / max(dpi, 1))
    per_mm = max(dpi, 1) * scale / MM_PER_INCH
    size = (max(1, round(pixels.shape[1] * scale)), max(1, round(pixels.shape[0] * scale)))
    small = pixels if scale == 1.0 else np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)
    if small.ndim == 2:
        plane = np.ascontiguousarray(small)
        return WorkPage(plane, plane, plane, False, per_mm, scale)
    red, green, blue = cv2.split(small)
    darkest = np.asarray(cv2.min(cv2.min(red, green), blue), np.uint8)
    brightest = np.asarray(cv2.max(cv2.max(red, green), blue), np.uint8)
    gray = np.asarray(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), np.uint8)
    return WorkPage(darkest, brightest, gray, True, per_mm, scale)
