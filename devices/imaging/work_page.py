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
        colour: all three, (height, width, 3); the gray plane for a gray page.
        per_mm: dots per millimetre.
        scale: its pixels for one of the page.
    """

    darkest: Pixels
    brightest: Pixels
    gray: Pixels
    colour: Pixels
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
    small = _reduced(pixels, size, int(1 / scale))
    if small.ndim == 2:
        plane = np.ascontiguousarray(small)
        return WorkPage(plane, plane, plane, plane, False, per_mm, scale)
    red, green, blue = cv2.split(small)
    darkest = np.asarray(cv2.min(cv2.min(red, green), blue), np.uint8)
    brightest = np.asarray(cv2.max(cv2.max(red, green), blue), np.uint8)
    gray = np.asarray(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), np.uint8)
    return WorkPage(darkest, brightest, gray, small, True, per_mm, scale)


def _reduced(pixels: Pixels, size: tuple[int, int], whole: int) -> Pixels:
    """Return a picture at a smaller size; by a whole number first, for which OpenCV has a way four times as fast."""
    if whole > 1:
        halved = (pixels.shape[1] // whole, pixels.shape[0] // whole)
        if min(halved) > 0:
            even = pixels[: halved[1] * whole, : halved[0] * whole]
            pixels = np.asarray(cv2.resize(even, halved, interpolation=cv2.INTER_AREA), np.uint8)
    if (pixels.shape[1], pixels.shape[0]) == size:
        return pixels
    near = pixels.shape[0] < 1.3 * size[1]
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_LINEAR if near else cv2.INTER_AREA), np.uint8)
