"""Quadrilaterals in pixels.

Pixel centres are whole numbers; corners go top left, top right, bottom right, bottom left.
"""

from __future__ import annotations

from math import atan2, hypot, inf
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

Corners = NDArray[np.float64]
Matrix = NDArray[np.float64]
_Point = tuple[float, float]

_MOSTLY: Final = 0.85
_AFTER: Final = [[(first + at) % 4 for at in range(4)] for first in range(4)]
_AT_BORDER: Final = 0.01  # of the picture's width


def clockwise_from_top_left(quad: Corners) -> Corners:
    """Return a quadrilateral's corners clockwise as seen, beginning with the one nearest to the top left."""
    points: list[_Point] = [(x, y) for x, y in quad.tolist()]
    middle_x, middle_y = (sum(places) / 4 for places in zip(*points, strict=True))
    turned = sorted(range(4), key=lambda at: atan2(points[at][1] - middle_y, points[at][0] - middle_x))

    def rightward(at: int) -> float:
        (x, y), (next_x, next_y) = points[turned[at]], points[turned[(at + 1) % 4]]
        return (next_x - x) / max(hypot(next_x - x, next_y - y), 1e-9)

    # The top side is the one whose outward direction points up most.
    top = max(range(4), key=rightward)
    return quad[[turned[at] for at in _AFTER[top]]]


def area(quad: Corners) -> float:
    """Return a polygon's area in square pixels."""
    return cv2.contourArea(quad.astype(np.float32))


def is_convex(quad: Corners) -> bool:
    """Return whether a quadrilateral is convex, with some area."""
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = quad.tolist()
    turns = (
        (bx - ax) * (cy - by) - (by - ay) * (cx - bx),
        (cx - bx) * (dy - cy) - (cy - by) * (dx - cx),
        (dx - cx) * (ay - dy) - (dy - cy) * (ax - dx),
        (ax - dx) * (by - ay) - (ay - dy) * (bx - ax),
    )
    return bool(min(turns) > 0 or max(turns) < 0)


def overlap(first: Corners, second: Corners) -> float:
    """Return the intersection over union of two convex quadrilaterals, 0 to 1."""
    if not (is_convex(first) and is_convex(second)):
        return 0.0
    one, other = first.astype(np.float32), second.astype(np.float32)
    common, _ = cv2.intersectConvexConvex(one, other)
    return common / max(cv2.contourArea(one) + cv2.contourArea(other) - common, 1e-9)


def lies_in(part: Corners, quad: Corners) -> bool:
    """Return whether most of one quadrilateral lies in another; a larger one does where both are nearly the same."""
    return overlap(part, quad) > _MOSTLY * min(1.0, area(part) / area(quad))


def reaches_border(quad: Corners, height: int, width: int) -> bool:
    """Tell whether a quadrilateral reaches a picture's border: a part of its paper may be out of the picture."""
    return bool((quad < _AT_BORDER * width).any() or (quad > np.subtract((width, height), _AT_BORDER * width)).any())


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


def meetings(lines: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return (n, n, 2) where (n, 2, 2) lines through two points meet each other; not finite where they are parallel."""
    homogeneous = np.concatenate([lines, np.ones((len(lines), 2, 1))], axis=2)
    through = np.cross(homogeneous[:, 0], homogeneous[:, 1])
    points = np.cross(through[:, None], through[None])
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(points[..., :2] / points[..., 2:], np.float64)


def enclosing_quad(hull: Corners) -> Corners | None:
    """Return the quadrilateral that a convex polygon nearly is: sides are left out one by one, the cheapest first.

    A side is left out by letting its neighbours meet; its price is the area that this adds. None where that fails.
    """
    points = [(float(x), float(y)) for x, y in hull]
    while len(points) > 4:
        prices = [_price_of_leaving_out(points, index) for index in range(len(points))]
        best = min(range(len(points)), key=lambda index: prices[index][0])
        price, meeting = prices[best]
        if price == inf:
            return None
        points[best] = meeting
        del points[(best + 1) % len(points)]
    return np.array(points, np.float64) if len(points) == 4 else None


def _price_of_leaving_out(points: list[_Point], index: int) -> tuple[float, _Point]:
    """Return the area that is added when a side's neighbours meet beyond it, and where; inf where they do not."""
    count = len(points)
    (ax, ay), (bx, by) = points[index - 1], points[index]
    (cx, cy), (dx, dy) = points[(index + 1) % count], points[(index + 2) % count]
    ux, uy, vx, vy = bx - ax, by - ay, dx - cx, dy - cy
    across = ux * vy - uy * vx
    if abs(across) < 1e-12:
        return inf, (bx, by)
    share = ((cx - ax) * vy - (cy - ay) * vx) / across
    x, y = ax + share * ux, ay + share * uy
    if share < 1 or (x - cx) * vx + (y - cy) * vy > 0:
        return inf, (bx, by)
    return abs((x - bx) * (cy - by) - (y - by) * (cx - bx)) / 2, (x, y)
