"""Quadrilaterals in pixels.

Pixel centres are whole numbers; corners go top left, top right, bottom right, bottom left.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Corners = NDArray[np.float64]
Matrix = NDArray[np.float64]


def clockwise_from_top_left(quad: Corners) -> Corners:
    """Return a quadrilateral's corners clockwise as seen, beginning with the one nearest to the top left."""
    middle = quad.mean(axis=0)
    turned = quad[np.argsort(np.arctan2(quad[:, 1] - middle[1], quad[:, 0] - middle[0]))]
    # The top side is the one whose outward direction points up most.
    after = np.roll(turned, -1, axis=0)
    along = after - turned
    upward = -along[:, 0] / np.maximum(np.hypot(along[:, 0], along[:, 1]), 1e-9)
    return np.roll(turned, -int(np.argmin(upward)), axis=0)


def area(quad: Corners) -> float:
    """Return a polygon's area in square pixels."""
    x, y = quad[:, 0], quad[:, 1]
    return float(abs(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))) / 2)


def is_convex(quad: Corners) -> bool:
    """Return whether a quadrilateral is convex, with some area."""
    ahead = np.roll(quad, -1, axis=0) - quad
    behind = np.roll(ahead, 1, axis=0)
    turns = behind[:, 0] * ahead[:, 1] - behind[:, 1] * ahead[:, 0]
    return bool(np.all(turns > 0) or np.all(turns < 0))


def overlap(first: Corners, second: Corners) -> float:
    """Return the intersection over union of two convex quadrilaterals, 0 to 1."""
    if not (is_convex(first) and is_convex(second)):
        return 0.0
    common, _ = cv2.intersectConvexConvex(first.astype(np.float32), second.astype(np.float32))
    return float(common) / max(area(first) + area(second) - float(common), 1e-9)


def whole(height: int, width: int) -> Corners:
    """Return the corners of a picture."""
    return np.array([[0, 0], [width - 1, 0], [width - 1, height - 1], [0, height - 1]], np.float64)


def crossing(first: tuple[Corners, Corners], second: tuple[Corners, Corners]) -> Corners | None:
    """Return where two lines through two points each meet, or None where they are parallel."""
    (a, b), (c, d) = first, second
    u, v = b - a, d - c
    across = u[0] * v[1] - u[1] * v[0]
    if abs(across) < 1e-9 * float(np.hypot(*u) * np.hypot(*v) + 1e-9):
        return None
    share = ((c[0] - a[0]) * v[1] - (c[1] - a[1]) * v[0]) / across
    return np.asarray(a + share * u, np.float64)


def enclosing_quad(hull: Corners) -> Corners | None:
    """Return the quadrilateral that a convex polygon nearly is: sides are left out one by one, the cheapest first.

    A side is left out by letting its neighbours meet; its price is the area that this adds. None where that fails.
    """
    points = [np.asarray(point, np.float64) for point in hull]
    while len(points) > 4:
        best: tuple[float, int, Corners] | None = None
        count = len(points)
        for index in range(count):
            before, start = points[index - 1], points[index]
            end, after = points[(index + 1) % count], points[(index + 2) % count]
            meeting = crossing((before, start), (after, end))
            if meeting is None or np.dot(meeting - start, start - before) < 0 or np.dot(meeting - end, end - after) < 0:
                continue
            price = area(np.stack([start, meeting, end]))
            if best is None or price < best[0]:
                best = (price, index, meeting)
        if best is None:
            return None
        _, index, meeting = best
        following = (index + 1) % count
        points[index] = meeting
        del points[following]
    return np.stack(points) if len(points) == 4 else None
