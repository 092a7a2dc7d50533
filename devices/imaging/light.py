"""Is a page lit well: bright enough, and without a lamp's reflection on it."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np

from devices.core.scanning import Pixels
from devices.imaging.work_page import WorkPage

# What is brightest on a page is its paper, or light print on a dark cover. A dark red cover has more in its red.
_DARK_LEVEL: Final = 80.0
_BRIGHTEST_MM2: Final = 6.0

# A reflection is burnt out in every channel, on paper that is not.
_BURNT_OUT: Final = 250
_LEAST_GAP: Final = 9.0
_LEAST_GLARE_MM2: Final = 40.0
_RING_MM: Final = (2.0, 7.0)
# It fades over some millimetres; a white label or photo on grey paper ends at once.
_SHARP_SHARE: Final = 0.35


def paper_level(page: WorkPage) -> float:
    """Return how bright the brightest of a page is, 0 to 255, in its brightest channel."""
    histogram = cv2.calcHist([page.brightest], [0], None, [256], [0, 256]).ravel()
    brighter = np.cumsum(histogram[::-1])
    return float(255 - np.searchsorted(brighter, _BRIGHTEST_MM2 * page.per_mm**2))


def is_too_dark(level: float) -> bool:
    """Tell whether paper of that brightness is a page in the dark."""
    return level < _DARK_LEVEL


def glare_on(page: WorkPage) -> tuple[float, tuple[int, int, int, int]] | None:
    """Return the area in square millimetres and the box, in pixels of the page, of the largest reflection."""
    coarse, step, per_mm = page.coarse_darkest, page.coarse_step, page.coarse_per_mm
    burnt = np.asarray((coarse >= _BURNT_OUT).astype(np.uint8))
    burnt = np.asarray(cv2.morphologyEx(burnt, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8)), np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(burnt)
    best: tuple[float, tuple[int, int, int, int]] | None = None
    for index in range(1, count):
        x, y, w, h, area = (int(value) for value in stats[index])
        area_mm2 = area / per_mm**2
        if area_mm2 < _LEAST_GLARE_MM2 or (best is not None and area_mm2 <= best[0]):
            continue
        if _is_reflection(coarse, np.asarray(labels == index, np.uint8), per_mm):
            best = area_mm2, page.box_on_page(x * step, y * step, w * step, h * step)
    return best


def _is_reflection(coarse: Pixels, blob: Pixels, per_mm: float) -> bool:
    """Tell a reflection by its halo: it is brighter than the paper around, and fades into it."""
    radius = float(np.sqrt(blob.sum() / np.pi))
    near, far = (_grown(blob, distance * per_mm + 0.6 * radius) for distance in _RING_MM)
    ring = coarse[(far > 0) & (near == 0)]
    if ring.size == 0:
        return False
    paper = float(np.percentile(ring, 75))
    gap = 255.0 - paper
    if gap < _LEAST_GAP:
        return False
    # Just outside, a reflection is still far brighter than the paper; a white thing has ended.
    edge = coarse[(_grown(blob, 2) > 0) & (_grown(blob, 1) == 0)]
    return bool(edge.size and float(np.percentile(edge, 60)) > paper + _SHARP_SHARE * gap)


def _grown(blob: Pixels, distance: float) -> Pixels:
    side = 2 * max(1, round(distance)) + 1
    return np.asarray(cv2.dilate(blob, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))), np.uint8)
