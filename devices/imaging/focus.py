"""Is the print on a page sharp: the width of its edges, in millimetres."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from devices.core.scanning import Pixels
from devices.imaging.focus_zones import blurred_part
from devices.imaging.stripes import is_striped
from devices.imaging.work_page import WorkPage

# Edges of print are seen as the slope of a blurred step. Blurring it once more by this many pixels lowers the slope by
# sqrt(1 + again² / own²), whatever the contrast, so that the ratio of two slopes tells the blur that was there before.
_AGAIN_PX: Final = 1.0
_FIRST_PX: Final = 0.6
_SIGMAS: Final = (_FIRST_PX, float(np.hypot(_FIRST_PX, _AGAIN_PX)))
_LEVELS: Final = 3
# As Sobel says: eight times the shades a pixel.
_STRONG_EDGE: Final = 40.0
# On a page full of texture what looks like noise is none.
_MOST_NOISE: Final = 160.0
_NOISE_FACTOR: Final = 5.0
# Below this many edges there is nothing to judge by: a page with a signature and no more.
_LEAST_EDGES: Final = 150
# The flank of a shadow is weak beside print, and soft: only what is half as steep as this many edges are counts.
_STEEPEST: Final = 60
# Strokes of 9-point Chinese are 0.25 mm apart. Edges measure less than the true blur, as strokes this near to each
# other narrow each other's edges: 0.35 mm measures 0.19 and more, what a good lens leaves less than 0.14.
_BLURRED_MM: Final = 0.18
# Narrower than this many dots no edge can be: of a page of few dots nothing is said.
_SHARPEST_PX: Final = 0.8
# Wider edges are those of shadows and folds, not of print.
_WIDEST_MM: Final = 1.0
# Photos, seals and shadows have soft edges next to sharp print: a page is judged by the sharper half of its firm edges.
_SHARPER_SHARE: Final = 50.0
_FIRM_SHARE: Final = 0.5
# In the direction in which a hand shook print is less steep than elsewhere, by so much at most.
_FIRM_SHARE_OF_PAGE: Final = 0.2
# A hand that shakes leaves those edges sharp that run its way: each direction is judged, a half turn has four.
_DIRECTIONS: Final = tuple(float(angle) for angle in np.arange(4) * np.pi / 4)

_Plane = NDArray[np.float32]


class _Edges(NamedTuple):
    slope: _Plane  # as Sobel says: eight times the shades a pixel
    width_mm: _Plane
    direction: _Plane  # of the slope, in radians from -π to π


def blur_of(page: WorkPage) -> tuple[float | None, tuple[int, int, int, int] | None]:
    """Return how wide a page's firm edges are in the direction in which they are widest (sigma in millimetres) and,
    where only a part is blurred, its box.

    The first is None where there are too few edges to judge by, or soft ones of one direction only; the second is in
    pixels of the page itself.
    """
    plane, per_mm = page.gray, page.per_mm
    for _ in range(_LEVELS):
        edges = _edges(plane, per_mm)
        if len(edges.width_mm) >= _LEAST_EDGES:
            overall = max(_widths_by_direction(edges))
            if not is_blurred(overall, page.per_mm):
                return overall, blurred_part(page)
            return (None if is_striped(page.gray) else overall), None
        # Print that is blurred much has steep edges only on a smaller picture.
        plane, per_mm = np.asarray(cv2.pyrDown(plane), np.uint8), per_mm / 2
    return None, blurred_part(page)


def _widths_by_direction(edges: _Edges) -> Iterator[float]:
    """Yield the middle width of firm edges: of all of them, and of those in each direction that has enough."""
    firm = edges.slope >= _FIRM_SHARE * _steepest(edges.slope)
    yield float(np.percentile(edges.width_mm[firm], _SHARPER_SHARE))
    print_only = edges.slope >= _FIRM_SHARE_OF_PAGE * _steepest(edges.slope)
    slopes, widths, directions = (part[print_only] for part in (edges.slope, edges.width_mm, edges.direction))
    for angle in _DIRECTIONS:
        along = np.abs(np.cos(directions - angle)) > np.cos(np.pi / 4)
        if np.count_nonzero(along) >= _LEAST_EDGES:
            slope = slopes[along]
            firm = slope >= _FIRM_SHARE * _steepest(slope)
            yield float(np.percentile(widths[along][firm], _SHARPER_SHARE))


def _steepest(slope: _Plane) -> float:
    return float(np.partition(slope, -_STEEPEST)[-_STEEPEST])


def _edges(plane: Pixels, per_mm: float) -> _Edges:
    soft, softer = (np.asarray(cv2.GaussianBlur(plane, (0, 0), sigma), np.uint8) for sigma in _SIGMAS)
    across, down = (np.asarray(way, np.float32) for way in cv2.spatialGradient(soft))
    slope = np.asarray(cv2.magnitude(across, down), np.float32)
    strong = np.flatnonzero(_strong_edges(slope))
    after = np.hypot(*(np.asarray(way).ravel()[strong] for way in cv2.spatialGradient(softer)), dtype=np.float32)
    crests = slope.ravel()[strong]
    width = _widths(crests, after) / per_mm
    kept = width < _WIDEST_MM
    at = strong[kept]
    direction = np.arctan2(down.ravel()[at], across.ravel()[at])
    return _Edges(crests[kept], np.asarray(width[kept], np.float32), direction)


def is_blurred(width_mm: float | None, per_mm: float) -> bool:
    """Tell whether edges of that width make small print illegible on a page of so many dots a millimetre."""
    return width_mm is not None and width_mm > max(_BLURRED_MM, _SHARPEST_PX / per_mm)


def _strong_edges(slope: _Plane) -> NDArray[np.bool_]:
    """Return the crests of slopes that are steeper than noise makes them."""
    crest = slope >= cv2.dilate(slope, np.ones((3, 3), np.uint8))
    noise = _NOISE_FACTOR * float(np.median(slope[::4, ::4]))
    least = float(np.clip(noise, _STRONG_EDGE, _MOST_NOISE))
    return np.asarray(crest & (slope > least), np.bool_)


def _widths(slope: _Plane, after: _Plane) -> _Plane:
    """Return the sigma in pixels of each edge before either of our own blurs."""
    ratio = np.maximum(slope / np.maximum(after, 0.8), 1.02)
    blurred = _AGAIN_PX**2 / (ratio**2 - 1.0)
    return np.asarray(np.sqrt(np.maximum(blurred - _FIRST_PX**2, 0.0)), np.float32)
