"""A band of colour along a page's edge belongs to the page: its sides go on beside the band, and end together.

The network may take the line where a band begins for the page's side.
"""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from devices.core.scanning import Pixels
from devices.imaging.geometry import Corners
from devices.imaging.pyramid import Level

_Points = NDArray[np.float64]

# Shares of the sides beside the band: how far is looked, how narrow and wide one is, how exactly both sides agree.
_FARTHEST: Final = 0.56
_STEP: Final = 0.005
_LEAST: Final = 0.04
_MOST: Final = 0.5
_TOGETHER: Final = 0.02
# A wider one is no second sheet below the page, but of quite another colour.
_NARROW: Final = 0.22
_UNLIKE: Final = 40.0
# Pixels to either side of an edge at which colours are compared, and by how many shades they differ there.
_BESIDE: Final = (2.0, 3.0, 4.0)
_EDGE: Final = 10.0
_SMOOTH: Final = 7
_NOISE: Final = 1.0
_LEAST_LATE: Final = 4.0
# Of the samples along the outer side so many show an edge, just within the ends that were found or just beyond.
_OUTER_SAMPLES: Final = 48
_OUTER_SHARE: Final = 0.8


def with_band(level: Level, corners: Corners) -> Corners:
    """Return a page's corners with the band that lies along one of its sides, or as they are where there is none.

    Args:
        level: the picture, about a thousand pixels long.
        corners: of the page in the whole picture, in turn, set to its edges.
    """
    wider = _wider(level.pixels, level.here(corners))
    return corners if wider is None else level.there(wider)


def _wider(picture: Pixels, corners: Corners) -> Corners | None:
    for index in range(4):
        before, start, end, after = (corners[(index + step) % 4] for step in (-1, 0, 1, 2))
        reach = [_goes_on(picture, before, start), _goes_on(picture, after, end)]
        if min(reach) < _LEAST or max(reach) > _MOST or abs(reach[0] - reach[1]) > _TOGETHER:
            continue
        if max(reach) > _NARROW and _unlikeness(picture, start, end) < _UNLIKE:
            continue
        beyond = np.array([start + (start - before) * reach[0], end + (end - after) * reach[1]])
        # Where an edge ends is seen half the width of its smoothing too late, at most.
        late = _SMOOTH // 2 * _STEP * max(float(np.hypot(*(start - before))), float(np.hypot(*(end - after))))
        outer = _outer_side(picture, beyond, max(late, _LEAST_LATE))
        if outer is not None:
            wider = corners.copy()
            wider[[index, (index + 1) % 4]] = outer
            return wider
    return None


def _goes_on(picture: Pixels, before: Corners, corner: Corners) -> float:
    """Return how far a side's edge goes on beyond its corner, as a share of its length."""
    share = np.arange(_STEP, _FARTHEST, _STEP)
    points = corner + (corner - before) * share[:, None]
    step = _steps(picture, points, corner - before)
    noise = float(np.median(np.abs(np.diff(step, axis=0)).max(axis=1)))
    smooth = cv2.blur(step[:, None], (1, _SMOOTH), borderType=cv2.BORDER_REPLICATE)[:, 0]
    gaps = np.nonzero(np.abs(smooth).max(axis=1) < max(_EDGE, _NOISE * noise))[0]
    return float(share[gaps[0]]) if len(gaps) else _FARTHEST


def _outer_side(picture: Pixels, ends: Corners, late: float) -> Corners | None:
    """Return the ends of a band's outer side, give or take some pixels, or None where no edge runs between them."""
    start, end = ends
    share = ((np.arange(_OUTER_SAMPLES) + 0.5) / _OUTER_SAMPLES)[:, None]
    points, along = start + (end - start) * share, end - start
    normal = np.array([along[1], -along[0]]) / max(float(np.hypot(*along)), 1e-9)
    shifts = np.arange(-np.ceil(late), np.ceil(late) + 1)
    steps = np.array([np.abs(_steps(picture, points + normal * shift, along)).max(axis=1) for shift in shifts])
    seen = (cv2.dilate(steps, np.ones((3, 1), np.uint8)) > _EDGE).mean(axis=1)
    if seen.max() <= _OUTER_SHARE:
        return None
    # Of the places where it is seen the one where it is strongest.
    best = int(np.where(seen > _OUTER_SHARE, np.median(steps, axis=1), 0.0).argmax())
    return np.asarray(ends + normal * shifts[best], np.float64)


def _unlikeness(picture: Pixels, start: Corners, end: Corners) -> float:
    """Return by how many shades a band and the page differ beside the line where it begins."""
    share = ((np.arange(_OUTER_SAMPLES) + 0.5) / _OUTER_SAMPLES)[:, None]
    steps = np.abs(_steps(picture, start + (end - start) * share, end - start)).max(axis=1)
    return float(np.median(steps))


def _steps(picture: Pixels, points: _Points, along: Corners) -> _Points:
    """Return (n, 3) by how many shades colours differ across a line, at points of it."""
    normal = np.array([along[1], -along[0]]) / max(float(np.hypot(*along)), 1e-9)
    colours = []
    for side in (-1, 1):
        beside = np.stack([points + normal * side * away for away in _BESIDE]).astype(np.float32)
        seen = cv2.remap(picture, beside[..., 0], beside[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        colours.append(np.asarray(seen, np.float64).mean(axis=0))
    return np.asarray(colours[1] - colours[0], np.float64)
