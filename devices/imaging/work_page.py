"""The small picture of a page on which everything about it is judged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from devices.core.scanning import Pixels
from devices.imaging.reducing import coarse, reduced

MM_PER_INCH: Final = 25.4
# Enough for the smallest print; more only adds noise and time.
_WORK_DPI: Final = 120.0
# Enough for light, shadows and whatever else is wide.
_COARSE_PER_MM: Final = 2.0


@dataclass(frozen=True, slots=True, eq=False)
class WorkPage:
    """A page at 120 dots per inch or less.

    Attributes:
        darkest: the least of the three channels, (height, width).
        brightest: the most of them; the same array for a gray page.
        gray: their weighted mean.
        colour: all three, (height, width, 3); the gray plane for a gray page.
        per_mm: dots per millimetre.
        scale: its pixels for one of the page.
        coarse_darkest: darkest, `coarse_step` times smaller, for what is wide.
        coarse_step: a whole number, so that about two dots to the millimetre are left.
    """

    darkest: Pixels
    brightest: Pixels
    gray: Pixels
    colour: Pixels
    is_colour: bool
    per_mm: float
    scale: float
    coarse_darkest: Pixels
    coarse_step: int

    @property
    def coarse_per_mm(self) -> float:
        """Dots of the coarse plane per millimetre."""
        return self.per_mm / self.coarse_step

    def box_on_page(self, x: float, y: float, width: float, height: float) -> tuple[int, int, int, int]:
        """Return x, y, width, height in pixels of the page itself."""
        left, top, w, h = (round(value / self.scale) for value in (x, y, width, height))
        return left, top, max(1, w), max(1, h)


def work_page(pixels: Pixels, dpi: int) -> WorkPage:
    """Return the small picture of a page of 8-bit gray or RGB."""
    scale = min(1.0, _WORK_DPI / max(dpi, 1))
    per_mm = max(dpi, 1) * scale / MM_PER_INCH
    small = reduced(pixels, scale)
    step = max(1, int(per_mm / _COARSE_PER_MM))
    if small.ndim == 2:
        plane = np.ascontiguousarray(small)
        return WorkPage(plane, plane, plane, plane, False, per_mm, scale, coarse(plane, step), step)
    red, green, blue = cv2.split(small)
    darkest = np.asarray(cv2.min(cv2.min(red, green), blue), np.uint8)
    brightest = np.asarray(cv2.max(cv2.max(red, green), blue), np.uint8)
    gray = np.asarray(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), np.uint8)
    return WorkPage(darkest, brightest, gray, small, True, per_mm, scale, coarse(darkest, step), step)
