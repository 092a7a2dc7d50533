"""Quadrilaterals between straight edges of the picture that lie upon a paper, print closed over.

The network was shown papers upon papers seldom: it may take the one below, or both together, for the page. What lies
upon another has four edges of its own, and all of them are in the picture.
"""

from __future__ import annotations

from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from devices.core.scanning import Pixels
from devices.imaging.geometry import Corners, area, meetings, overlap
from devices.imaging.reducing import reduced
from devices.imaging.sizing import squareness

_Points = NDArray[np.float64]

_LONG_SIDE: Final = 480
_PRINT: Final = 9  # pixels; strokes and the gaps between them are closed over
_CONTRAST: Final = 2.5
_SPARSE: Final = 4
_LEAST_LENGTH: Final = 0.05  # of the picture's longer side
_ONE_LINE: Final = (3.0, 3.0)  # degrees, pixels
_MOST_LINES: Final = 14
_MOST_SLANT: Final = 25.0  # degrees between opposite sides
_ACROSS: Final = (55.0, 125.0)
_MOST_SKEW: Final = 0.15  # cosine of the angle in space
_SAMPLES: Final = 16
_BESIDE: Final = 4.0
_ASKEW: Final = 3.0  # degrees
_NEAR: Final = 2.5
_LEAST_SHARE: Final = 1 / 14  # of the paper below; smaller ones are photos and stamps on it
_MOST_SHARE: Final = 0.85
_WITHIN: Final = 0.6
_LEAST_SIDE: Final = 0.3
_LEAST_SEEN: Final = 0.6
_ALIKE: Final = 0.93


def lying_upon(picture: Pixels, below: Corners, most: int = 2) -> list[Corners]:
    """Return what may lie upon a paper, the clearest first.

    Args:
        picture: RGB.
        below: corners of the paper, or of both together, in that picture; they may be outside.
        most: how many to return.
    """
    scale = min(1.0, _LONG_SIDE / max(picture.shape[:2]))
    size = (max(1, round(picture.shape[1] * scale)), max(1, round(picture.shape[0] * scale)))
    segments = _segments(reduced(picture, scale))
    here = (below + 0.5) * scale - 0.5
    quads = _quads(_lines(segments[_are_on(segments, here)]), here, size)
    if not len(quads):
        return []
    seen = _seen(quads, segments)
    worth = np.where(seen.min(axis=1) >= _LEAST_SIDE, seen.mean(axis=1), 0.0)
    kept: list[Corners] = []
    for index in np.argsort(-worth):
        if worth[index] < _LEAST_SEEN or len(kept) == most:
            break
        quad = (quads[index] + 0.5) / scale - 0.5
        if all(overlap(quad, one) < _ALIKE for one in kept):
            kept.append(quad)
    return kept


def is_askew(quad: Corners, below: Corners) -> bool:
    """Tell whether none of a quadrilateral's sides runs along those of the paper below: print does."""
    sides, others = (_angles(np.stack([one, np.roll(one, -1, axis=0)], axis=1)) for one in (quad, below))
    return float(_between(sides[:, None], others[None]).min()) > _ASKEW


def _segments(small: Pixels) -> _Points:
    """Return (n, 2, 2) ends of straight edges, in the two directions in which colours differ most."""
    closed = np.asarray(cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((_PRINT, _PRINT), np.uint8)), np.float32)
    colours = closed[::_SPARSE, ::_SPARSE].reshape(-1, 3)
    colours -= colours.mean(axis=0)
    _, directions = np.linalg.eigh(colours.T @ colours)
    detector = cv2.createLineSegmentDetector(cv2.LSD_REFINE_STD)
    found = [np.zeros((0, 4))]
    for direction in directions.T[-2:]:
        plane = closed @ direction
        strong = np.clip((plane - plane.mean()) * _CONTRAST + 128, 0, 255).astype(np.uint8)
        ends = detector.detect(strong)[0]
        if ends is not None:
            found.append(ends.reshape(-1, 4))
    segments = np.concatenate(found).reshape(-1, 2, 2).astype(np.float64)
    return np.asarray(segments[_lengths(segments) > _LEAST_LENGTH * max(small.shape[:2])], np.float64)


def _are_on(segments: _Points, below: Corners) -> NDArray[np.bool_]:
    """Tell which segments have their middle on a paper, or nearly."""
    outline = below.astype(np.float32)
    middles = segments.mean(axis=1).tolist()
    return np.array([cv2.pointPolygonTest(outline, (x, y), True) > -_BESIDE for x, y in middles], bool)


def _lengths(segments: _Points) -> _Points:
    along = segments[:, 1] - segments[:, 0]
    return np.asarray(np.hypot(along[:, 0], along[:, 1]), np.float64)


def _angles(segments: _Points) -> _Points:
    along = segments[:, 1] - segments[:, 0]
    return np.asarray(np.degrees(np.arctan2(along[:, 1], along[:, 0])) % 180, np.float64)


def _between(one: _Points, other: _Points) -> _Points:
    """Return degrees between directions, 0 to 90."""
    return np.abs((one - other + 90) % 180 - 90)


def _lines(segments: _Points) -> _Points:
    """Return the segments on whose straight lines the most edges lie, one a line."""
    length, angle = _lengths(segments), _angles(segments)
    left = np.argsort(-length)
    lines, weights = [], []
    while len(left):
        first = left[0]
        along = (segments[first, 1] - segments[first, 0]) / length[first]
        offset = segments[left] - segments[first, 0]
        away = np.abs(offset[..., 0] * along[1] - offset[..., 1] * along[0]).max(axis=1)
        same = (_between(angle[left], angle[first]) < _ONE_LINE[0]) & (away < _ONE_LINE[1])
        lines.append(segments[first])
        weights.append(float(length[left[same]].sum()))
        left = left[~same]
    return np.array([lines[index] for index in np.argsort(-np.array(weights))[:_MOST_LINES]]).reshape(-1, 2, 2)


def _quads(lines: _Points, below: Corners, size: tuple[int, int]) -> _Points:
    """Return (n, 4, 2) quadrilaterals between lines that may be something that lies upon a paper."""
    angle = _angles(lines)
    first, second = np.triu_indices(len(lines), 1)
    opposite = _between(angle[first], angle[second]) < _MOST_SLANT
    first, second = first[opposite], second[opposite]
    one, other = np.triu_indices(len(first), 1)
    a, b, c, d = first[one], second[one], first[other], second[other]
    across = (angle[a] - angle[c]) % 180
    apart = (a != c) & (a != d) & (b != c) & (b != d) & (across > _ACROSS[0]) & (across < _ACROSS[1])
    a, b, c, d = a[apart], b[apart], c[apart], d[apart]
    meeting = meetings(lines)
    quads = np.stack([meeting[a, c], meeting[c, b], meeting[b, d], meeting[d, a]], axis=1)
    quads = quads[_possible(quads, size)]
    width, height = size
    frame = np.array([[0, 0], [width - 1, 0], [width - 1, height - 1], [0, height - 1]], np.float32)
    seen, clipped = cv2.intersectConvexConvex(below.astype(np.float32), frame)
    kept = [
        quad for quad in quads if clipped is not None and _may_lie_upon(quad, clipped, float(seen), (height, width))
    ]
    return np.array(kept).reshape(-1, 4, 2)


def _possible(quads: _Points, size: tuple[int, int]) -> NDArray[np.bool_]:
    """Tell which are within the picture, and convex."""
    within = (
        np.isfinite(quads).all(axis=(1, 2)) & (quads > -2).all(axis=(1, 2)) & (quads < np.add(size, 1)).all(axis=(1, 2))
    )
    along = np.roll(quads, -1, axis=1) - quads
    after = np.roll(along, -1, axis=1)
    with np.errstate(invalid="ignore"):
        turn = along[..., 0] * after[..., 1] - along[..., 1] * after[..., 0]
    return np.asarray(within & ((turn > 0).all(axis=1) | (turn < 0).all(axis=1)), np.bool_)


def _may_lie_upon(quad: Corners, below: NDArray[Any], seen: float, picture: tuple[int, int]) -> bool:
    size = area(quad)
    if not _LEAST_SHARE * seen < size < _MOST_SHARE * seen:
        return False
    common, _ = cv2.intersectConvexConvex(quad.astype(np.float32), below)
    if common < _WITHIN * size:
        return False
    return squareness(quad, picture) < _MOST_SKEW


def _seen(quads: _Points, segments: _Points) -> _Points:
    """Return (n, 4) how much of each side lies on an edge."""
    share = ((np.arange(_SAMPLES) + 0.5) / _SAMPLES)[:, None]
    points = quads[:, :, None] + (np.roll(quads, -1, axis=1) - quads)[:, :, None] * share
    length = np.maximum(_lengths(segments), 1e-9)
    unit = (segments[:, 1] - segments[:, 0]) / length[:, None]
    where = points @ unit.T - (segments[:, 0] * unit).sum(axis=1)
    normal = np.stack([unit[:, 1], -unit[:, 0]], axis=1)
    away = np.abs(points @ normal.T - (segments[:, 0] * normal).sum(axis=1))
    on = (away < _NEAR) & (where > -_NEAR) & (where < length + _NEAR)
    return np.asarray(on.any(axis=3).mean(axis=2), np.float64)
