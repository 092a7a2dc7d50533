"""Gathers what the network's maps and the picture say about a quadrilateral, for and against it."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from devices.core.scanning import Pixels
from devices.imaging.confidence import Evidence
from devices.imaging.geometry import Corners, area
from devices.imaging.networks import Map, Maps
from devices.imaging.sizing import squareness, unlikeness

# Sides seen in the middle of a page, to its own length: less than the first two papers that touch don't have, and more
# than the second no paper has, not even with a frame printed on it.
SOME_WITHIN: Final = 0.8
MOST_WITHIN: Final = 1.45
_AROUND: Final = np.ones((9, 9), np.uint8)  # pixels of the maps that belong to a side, four each way
# Shares of a side's length: along it, and beyond its beginning and its end.
_WITHIN: Final = (np.arange(24) + 0.5) / 24
_FURTHER: Final = np.linspace(0.06, 0.25, 10)
_BEYOND: Final = np.concatenate([-_FURTHER, 1 + _FURTHER])
_NEXT: Final = [1, 2, 3, 0]
_CORNER: Final = np.stack(np.meshgrid([-1, 0, 1], [-1, 0, 1]), -1).reshape(-1, 2)


def evidence_of(maps: Maps, quad: Corners, support: NDArray[np.float64] | None, *, alone: bool = True) -> Evidence:
    """Gather how well maps and picture agree with a quadrilateral.

    Args:
        maps: what the network saw.
        quad: on the maps.
        support: (4, 8) how well stretches of its sides are seen in the picture, None where nobody looked.
        alone: whether other pages beside it speak against it.
    """
    height, width = maps.page.shape
    size = area(quad)
    inside = _inside(maps, quad)
    near = np.asarray(cv2.dilate(inside, _AROUND), np.uint8)
    core = _core(inside)
    common, here = _total(maps.page, inside), _total(maps.page, near)
    covered = cv2.countNonZero(inside)
    filled = max(covered, 1)
    length = _length(inside)
    picture = (round(height * maps.scale[1]), round(width * maps.scale[0]))
    return Evidence(
        agreement=common / max(covered + here - common, 1e-6),
        sides=tuple(_sampled(maps.side, _along(quad, _WITHIN)).mean(axis=1).tolist()),
        corners=tuple(_sampled(maps.corner, quad[:, None] + _CORNER).max(axis=1).tolist()),
        support=support,
        out=float(np.maximum(0, np.maximum(-quad, quad - (width - 1, height - 1))).max()) / max(height, width),
        share=size / (height * width),
        slant=squareness(quad * maps.scale, picture),
        unlike=unlikeness(quad * maps.scale, picture),
        within=_total(maps.side, core) / length,
        hole=1 - _least(maps.page, core),
        page_elsewhere=max(0.0, _total(maps.page) - here) / filled if alone else 0.0,
        side_elsewhere=max(0.0, _total(maps.side) - _total(maps.side, near)) / length if alone else 0.0,
        beyond=_beyond(maps.side, quad) if alone else (0.0,) * 8,
    )


def sides_within(maps: Maps, quad: Corners) -> float:
    """Return the same as `Evidence.within`, alone: sides seen in the middle of a quadrilateral, to its own length."""
    inside = _inside(maps, quad)
    return _total(maps.side, _core(inside)) / _length(inside)


def _inside(maps: Maps, quad: Corners) -> Pixels:
    """Return a mask of what of the maps lies in a quadrilateral."""
    inside = np.zeros(maps.page.shape, np.uint8)
    cv2.fillPoly(inside, [np.asarray(np.clip(quad, -4000, 4000) * 16, np.int32)], 1, cv2.LINE_8, 4)
    return inside


def _core(inside: Pixels) -> Pixels:
    """Leave of a mask what is no side."""
    return np.asarray(cv2.erode(inside, _AROUND, borderType=cv2.BORDER_CONSTANT, borderValue=0), np.uint8)


def _length(inside: Pixels) -> float:
    return float(np.sqrt(max(cv2.countNonZero(inside), 1)))


def _total(plane: Map, where: Pixels | None = None) -> float:
    """Return the sum of a map, or of its part where a mask is 1, quicker than numpy does."""
    return cv2.sumElems(plane)[0] if where is None else float(np.vdot(plane, np.asarray(where, np.float32)))


def _least(plane: Map, where: Pixels) -> float:
    return cv2.minMaxLoc(plane, where)[0]  # 0 where nothing is


def _along(quad: Corners, shares: NDArray[np.float64]) -> Corners:
    """Return (4, shares, 2) points at shares of the way along each side."""
    return np.asarray(quad[:, None] + (quad[_NEXT] - quad)[:, None] * shares[:, None], np.float64)


def _beyond(plane: Map, quad: Corners) -> tuple[float, ...]:
    """Return how much of a side is seen where each goes on beyond its ends: a page's stop at its corners."""
    points = _along(quad, _BEYOND).reshape(8, -1, 2)
    return tuple(_sampled(plane, points, outside=cv2.BORDER_CONSTANT).mean(axis=1).tolist())


def _sampled(plane: Map, points: Corners, outside: int = cv2.BORDER_REPLICATE) -> Map:
    x, y = points[..., 0].astype(np.float32), points[..., 1].astype(np.float32)
    return np.asarray(cv2.remap(plane, x, y, cv2.INTER_LINEAR, borderMode=outside), np.float32)
