"""Where on a picture a code may be, and whether two places are one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from devices.core.scanning import Pixels

Points = NDArray[np.float64]
Box = tuple[float, float, float, float]
_Plane = NDArray[np.float32]

_SAME_PLACE: Final = 0.3
_SAME_SHAPE: Final = 0.5
_LINEAR_HEIGHT: Final = 0.4
_THICKNESS: Final = 6.0

# Places are looked for on a picture of this size; bars blur into one texture there.
_WORK_SIDE: Final = 800
_WINDOW: Final = 21
# Bars run one way: print, photos and tables don't, or not as strongly.
_LEAST_COHERENCE: Final = 0.55
_LEAST_ENERGY: Final = 900.0
_LEAST_SIDE: Final = 14
_MARGIN: Final = 0.15
_MOST_PLACES: Final = 6


@dataclass(frozen=True, slots=True)
class Place:
    """A part of a picture that looks like bars.

    Attributes:
        box: left, top, right, bottom in pixels of the picture.
        angle: degrees by which the picture must be turned, counter-clockwise, for the bars to stand upright.
    """

    box: Box
    angle: float


def bounds(points: Points) -> Box:
    """Return left, top, right, bottom, with some thickness where the points lie on a line."""
    left, top = points.min(axis=0)
    right, bottom = points.max(axis=0)
    across, down = max(0.0, _THICKNESS - (right - left)) / 2, max(0.0, _THICKNESS - (bottom - top)) / 2
    return float(left - across), float(top - down), float(right + across), float(bottom + down)


def is_same_place(one: Box, other: Box) -> bool:
    """Tell whether two boxes are one code: the smaller lies to a good part in the other."""
    return _overlap(one, other) >= _SAME_PLACE * min(_area(one), _area(other))


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


def bar_places(gray: Pixels) -> list[Place]:
    """Return the places where strong edges all run one way, the strongest first."""
    scale = min(1.0, _WORK_SIDE / max(gray.shape))
    size = (max(1, round(gray.shape[1] * scale)), max(1, round(gray.shape[0] * scale)))
    small = np.asarray(cv2.resize(gray, size, interpolation=cv2.INTER_AREA), np.uint8)
    xx, yy, xy = _tensor(small)
    energy = xx + yy
    coherence = np.sqrt((xx - yy) ** 2 + 4 * xy**2) / (energy + 1)
    mask = ((coherence > _LEAST_COHERENCE) & (energy > _LEAST_ENERGY)).astype(np.uint8)
    mask = np.asarray(cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8)), np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask)
    found: list[tuple[float, Place]] = []
    for index in range(1, count):
        x, y, w, h, area = (int(value) for value in stats[index])
        if min(w, h) < _LEAST_SIDE or area < _LEAST_SIDE**2:
            continue
        inside = labels[y : y + h, x : x + w] == index
        angle = _bar_angle(*(plane[y : y + h, x : x + w][inside].mean() for plane in (xx, yy, xy)))
        found.append(
            (float(energy[y : y + h, x : x + w][inside].sum()), Place(_grown((x, y, w, h), scale, gray), angle))
        )
    found.sort(key=lambda pair: pair[0], reverse=True)
    return [place for _, place in found[:_MOST_PLACES]]


def _tensor(small: Pixels) -> tuple[_Plane, _Plane, _Plane]:
    """Return the structure tensor: products of the gradients, averaged over a window."""
    across = cv2.Sobel(small, cv2.CV_32F, 1, 0)
    down = cv2.Sobel(small, cv2.CV_32F, 0, 1)
    window = (_WINDOW, _WINDOW)
    planes = (cv2.blur(product, window) for product in (across * across, down * down, across * down))
    xx, yy, xy = (np.asarray(plane, np.float32) for plane in planes)
    return xx, yy, xy


def _bar_angle(xx: float, yy: float, xy: float) -> float:
    across = float(np.degrees(0.5 * np.arctan2(2 * xy, xx - yy)))
    return across if abs(across) <= 90 else across - 180


def _grown(rectangle: tuple[int, int, int, int], scale: float, gray: Pixels) -> Box:
    x, y, w, h = rectangle
    margin = _MARGIN * max(w, h) + _WINDOW / 2
    height, width = gray.shape
    return (
        max(0.0, (x - margin) / scale),
        max(0.0, (y - margin) / scale),
        min(float(width), (x + w + margin) / scale),
        min(float(height), (y + h + margin) / scale),
    )
