"""Whether two places on a picture are one."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]
Box = tuple[float, float, float, float]

_SAME_PLACE: Final = 0.3
_SAME_SHAPE: Final = 0.5
_LINEAR_HEIGHT: Final = 0.4
_THICKNESS: Final = 6.0


def bounds(points: Points) -> Box:
    """Return left, top, right, bottom, with some thickness where the points lie on a line."""
    left, top = points.min(axis=0)
    right, bottom = points.max(axis=0)
    across, down = max(0.0, _THICKNESS - (right - left)) / 2, max(0.0, _THICKNESS - (bottom - top)) / 2
    return float(left - across), float(top - down), float(right + across), float(bottom + down)


def is_same_place(one: Box, other: Box) -> bool:
    """Tell whether two boxes are one code: the smaller lies to a good part in the other."""
    return _overlap(one, other) >= _SAME_PLACE * min(_area(one), _area(other))


def share_within(box: Box, other: Box) -> float:
    """Return how much of a box lies in another, 0 to 1."""
    return _overlap(box, other) / max(1.0, _area(box))


def is_same_shape(one: Box, other: Box) -> bool:
    """Tell whether two boxes cover each other; a small code may lie within a large one."""
    shared = _overlap(one, other)
    return shared >= _SAME_SHAPE * (_area(one) + _area(other) - shared)


def thickened(box: Box) -> Box:
    """Return a box as tall as linear codes are: a reader may have seen one line of it."""
    left, top, right, bottom = box
    least = _LINEAR_HEIGHT * max(right - left, bottom - top)
    across, down = max(0.0, least - (right - left)) / 2, max(0.0, least - (bottom - top)) / 2
    return left - across, top - down, right + across, bottom + down


def _overlap(one: Box, other: Box) -> float:
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    return max(0.0, width) * max(0.0, height)


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])
