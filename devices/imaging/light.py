"""Is a page lit well: bright enough, and without a lamp's reflection on it."""

from __future__ import annotations

import math
from typing import Final

import cv2
import numpy as np

from devices.core.scanning import Pixels
from devices.imaging.work_page import WorkPage

# What is brightest on a page is its paper, or light print on a dark cover. A dark red cover has more in its red.
_DARK_LEVEL: Final = 80.0
_BRIGHTEST_MM2: Final = 6.0

# A reflection is burnt out in every channel, on paper that is not; on paper that nearly is, to the very last shade.
_BURNT_OUT: Final = 250
_WHOLLY_BURNT_OUT: Final = 254
_NEARLY_BURNT_OUT: Final = 246
_LEAST_GAP: Final = 9.0
_LEAST_GLARE_MM2: Final = 40.0
# The paper beyond it: so far from its edge, and by so much of its radius; nearer where it covers most of the page.
_RING_MM: Final = (2.0, 7.0)
_RING_RADII: Final = (0.6, 0.1)
_LEAST_RING_MM2: Final = 50.0
# It fades over some millimetres; a white label or photo on grey paper ends at once. Between strokes of print, that is.
_BETWEEN_STROKES: Final = 80.0
_FADING_SHARE: Final = 0.3
# On a white form each cell of its table is burnt out; a reflection is among the largest of such areas.
_MOST_LOOKED_AT: Final = 24


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
    is_nearly_burnt = float(np.percentile(coarse[::4, ::4], 90)) > _NEARLY_BURNT_OUT
    burnt = np.asarray(coarse >= (_WHOLLY_BURNT_OUT if is_nearly_burnt else _BURNT_OUT), np.uint8)
    burnt = np.asarray(cv2.morphologyEx(burnt, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8)), np.uint8)
    _, found = cv2.connectedComponents(burnt)
    labels = np.asarray(found, np.int32)
    areas = np.bincount(labels.ravel()) / per_mm**2
    areas[0] = 0.0  # what is not burnt out
    for index in np.argsort(-areas)[:_MOST_LOOKED_AT]:
        if areas[index] < _LEAST_GLARE_MM2:
            return None
        x, y, w, h = cv2.boundingRect(np.asarray(labels == index, np.uint8))
        reach = math.ceil(_reach_mm(float(areas[index])) * per_mm) + 3
        near = (slice(max(0, y - reach), y + h + reach), slice(max(0, x - reach), x + w + reach))
        if _is_reflection(coarse[near], np.asarray(labels[near] == index, np.uint8), per_mm):
            return float(areas[index]), page.box_on_page(*(side * step for side in (x, y, w, h)))
    return None


def _reach_mm(area_mm2: float) -> float:
    """Return how far around a reflection of an area its paper is looked for."""
    return _RING_MM[1] + max(_RING_RADII) * math.sqrt(area_mm2 / math.pi)


def _is_reflection(coarse: Pixels, blob: Pixels, per_mm: float) -> bool:
    """Tell a reflection by its halo: it is brighter than the paper around, and fades into it."""
    paper = _paper_around(coarse, blob, per_mm)
    if paper is None or 255.0 - paper < _LEAST_GAP:
        return False
    # Just outside, a reflection is still far brighter than the paper; a white thing has ended.
    edge = coarse[(_grown(blob, 2) > 0) & (_grown(blob, 1) == 0)]
    return bool(edge.size) and float(np.percentile(edge, _BETWEEN_STROKES)) > paper + _FADING_SHARE * (255.0 - paper)


def _paper_around(coarse: Pixels, blob: Pixels, per_mm: float) -> float | None:
    radius = float(np.sqrt(blob.sum() / np.pi))
    away = cv2.distanceTransform(1 - blob, cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    for share in _RING_RADII:
        near, far = (max(1, round(distance * per_mm + share * radius)) + 0.5 for distance in _RING_MM)
        ring = coarse[(away > near) & (away <= far)]
        if ring.size >= _LEAST_RING_MM2 * per_mm**2:
            return float(np.percentile(ring, 75))
    return None


def _grown(blob: Pixels, distance: int) -> Pixels:
    side = 2 * distance + 1
    return np.asarray(cv2.dilate(blob, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))), np.uint8)
