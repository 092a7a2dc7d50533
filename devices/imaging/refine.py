"""Puts the sides of a roughly found page where the picture has its edges, to a fraction of a pixel.

Each side is cut out as a straight strip. Every line across the strip is judged by the step of brightness and colour
along it, taken together over stretches of the side so that a step of two shades in noise still counts, and by what the
network saw there.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from devices.core.scanning import Pixels
from devices.imaging.geometry import Corners, crossing, is_convex
from devices.imaging.networks import Map, Maps

_Strip = NDArray[np.float32]

_COLUMNS: Final = 192  # samples along a side
_CELLS: Final = 24  # after averaging neighbours
_STRETCHES: Final = 8
_STEP: Final = 0.5  # pixels between samples across
_APART: Final = 3  # samples between the two sides of a step, each way
_ENDS: Final = 0.03  # corners are round or bent
# A step of so many shades is worth half of what a sharp black edge is.
_HALF_WORTH: Final = 5.0
# Lines nearly as good as the best are averaged with it.
_NEARLY: Final = 0.97
_TINY: Final = 1e-6
_TRUST: Final = 0.25  # in the picture where the network saw no side


@dataclass(frozen=True, slots=True, eq=False)
class Refined:
    """A page's corners and how well each of eight stretches of each of its sides is seen in the picture, 0 to 1."""

    corners: Corners
    support: NDArray[np.float64]  # (4, 8)


def refine(picture: Pixels, corners: Corners, maps: Maps, reach: float) -> Refined:
    """Move each side by up to `reach` pixels to where its edge is.

    Args:
        picture: RGB, about a thousand pixels long.
        corners: of the page in that picture, in turn.
        maps: what the network saw; its scale must be that of the picture.
        reach: pixels.
    """
    sides, support = [], []
    middle = corners.mean(axis=0)
    for index in range(4):
        start, end = corners[index], corners[(index + 1) % 4]
        along = end - start
        length = float(np.hypot(*along))
        if length < 8:
            return Refined(corners, np.zeros((4, _STRETCHES)))
        normal = np.array([along[1], -along[0]]) / length
        if np.dot(normal, middle - start) > 0:
            normal = -normal
        first, last, worth = _best_line(picture, maps, start, end, normal, reach=min(reach, length / 4))
        sides.append((start + normal * first, end + normal * last))
        support.append(worth)
    moved = [crossing(sides[index - 1], sides[index]) for index in range(4)]
    if any(point is None for point in moved):
        return Refined(corners, np.asarray(support))
    found = np.array(moved, np.float64)
    far = float(np.abs(found - corners).max())
    return Refined(found if is_convex(found) and far <= 4 * reach + 2 else corners, np.asarray(support))


def seen_along(picture: Pixels, maps: Maps, start: Corners, end: Corners, reach: float) -> NDArray[np.float64]:
    """Return (8,) how well each stretch of the edge that is nearest to a line is seen in the picture, 0 to 1.

    Args:
        picture: RGB, about a thousand pixels long.
        maps: what the network saw of it.
        start: (2,) where the line begins in the picture.
        end: (2,) where it ends.
        reach: pixels that the edge may lie beside it.
    """
    along = end - start
    length = max(float(np.hypot(*along)), _TINY)
    normal = np.array([along[1], -along[0]]) / length
    return _best_line(picture, maps, start, end, normal, reach=min(reach, length / 4))[2]


def _best_line(
    picture: Pixels, maps: Maps, start: Corners, end: Corners, normal: Corners, *, reach: float
) -> tuple[float, float, NDArray[np.float64]]:
    """Return how far outward a side's start and end belong, and how well each stretch of it is seen."""
    count = 2 * round(reach / _STEP) + 1
    lines = _lines(count)
    pieces = _means(_strip(picture, maps, start, end, normal, count=count), lines.cells)
    steps, sides = pieces[:, :3], pieces[:, 3]
    strength = np.sqrt(np.einsum("pc,pc->p", steps, steps))
    worth = strength / (strength + _HALF_WORTH)
    score = (worth * (_TRUST + sides)).take(lines.pieces).sum(axis=1) / _STRETCHES
    best = int(np.argmax(score))
    near = score >= score[best] * _NEARLY
    weights = score[near] - score[best] * _NEARLY + _TINY
    weights /= weights.sum()
    shift = (count - 1) / 2
    a, b = (float(weights @ rows[near] - shift) * _STEP for rows in (lines.first, lines.last))
    return a, b, np.asarray(worth[lines.pieces[best]], np.float64)


class _Lines(NamedTuple):
    """All lines that are tried across a strip; many pass a stretch of it in the same place.

    Attributes:
        first: (lines,) the row at which each begins.
        last: (lines,) the row at which it ends.
        pieces: (lines, stretches) the pieces of which each is made.
        cells: (cells of a stretch, pieces) where each piece passes, as an index into the strip's cells row by row.
    """

    first: NDArray[np.intp]
    last: NDArray[np.intp]
    pieces: NDArray[np.intp]
    cells: NDArray[np.intp]


@lru_cache(maxsize=32)
def _lines(count: int) -> _Lines:
    """Return the lines across a strip of so many rows."""
    offsets = np.arange(count)
    first, last = (grid.ravel() for grid in np.meshgrid(offsets, offsets, indexing="ij"))
    slope = np.abs(first - last) <= count // 2
    first, last = first[slope], last[slope]
    # A line's offset at each end is that of the page's corners, which the strip leaves out.
    where = _ENDS + (1 - 2 * _ENDS) * (np.arange(_CELLS) + 0.5) / _CELLS
    rows = np.rint(first[:, None] + (last - first)[:, None] * where).astype(np.intp)
    cells = (rows * _CELLS + np.arange(_CELLS)).reshape(len(first) * _STRETCHES, -1)
    different, piece = np.unique(cells, axis=0, return_inverse=True)
    return _Lines(first, last, piece.reshape(len(first), _STRETCHES), np.ascontiguousarray(different.T))


def _means(strip: _Strip, cells: NDArray[np.intp]) -> _Strip:
    """Return the means of a strip's cells (cells, values) over each piece of a line, quicker than numpy does."""
    total = strip.take(cells[0], axis=0)
    for passed in cells[1:]:
        total += strip.take(passed, axis=0)
    return np.asarray(total / np.float32(len(cells)), np.float32)


def _strip(picture: Pixels, maps: Maps, start: Corners, end: Corners, normal: Corners, *, count: int) -> _Strip:
    """Return (rows times cells, 4) what is around a side: steps of the three colours, and of the network's sides.

    Row 0 is farthest inward.
    """
    rows = count + 2 * _APART
    along = (end - start) * (1 - 2 * _ENDS) / _COLUMNS
    across = normal * _STEP
    first = start + (end - start) * _ENDS + along / 2 - across * (rows - 1) / 2
    samples = _cut(picture, first, along, across, (_COLUMNS, rows))
    # Over whole numbers of samples this is their mean, and quicker than numpy's.
    cells = cv2.resize(np.asarray(samples, np.float32), (_CELLS, rows), interpolation=cv2.INTER_AREA)
    smooth = np.cumsum(np.concatenate([np.zeros((1, _CELLS, 3), np.float32), cells]), axis=0)
    # Mean of the samples outward less that of those inward.
    outward = smooth[2 * _APART + 1 :] - smooth[_APART + 1 : -_APART]
    inward = smooth[_APART : -_APART - 1] - smooth[: -2 * _APART - 1]
    steps = (outward - inward) / _APART
    begin = maps.here(first + across * _APART)
    seen = _cut(maps.side, begin, along * (_COLUMNS // _CELLS) / maps.scale, across / maps.scale, (_CELLS, count))
    return np.concatenate([steps, seen[..., None]], axis=2, dtype=np.float32).reshape(-1, 4)


def _cut(
    plane: Pixels | Map, first: Corners, along: Corners, across: Corners, size: tuple[int, int]
) -> NDArray[np.uint8 | np.float32]:
    """Return a strip of a width and height: its first sample's place, and the steps to the next column and row."""
    matrix = np.array([along, across, first]).T
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return np.asarray(cv2.warpAffine(plane, matrix, size, flags=flags, borderMode=cv2.BORDER_REPLICATE))
