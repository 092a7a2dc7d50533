"""How large the page behind four corners is: its proportions, seen through perspective, and its pixels."""

from __future__ import annotations

from math import log, sqrt
from typing import Final

import numpy as np

from devices.imaging.geometry import Corners

_Point = tuple[float, float, float]

# Long side by short side: ISO 216 (A and B series), ISO/IEC 7810 ID-1, US Letter.
_KNOWN: Final = (2**0.5, 85.60 / 53.98, 11 / 8.5)
_NEAR: Final = 0.035
_ID1_MM: Final = 85.6
_A4_MM: Final = 297.0
_ROLL_MM: Final = 80.0  # the wider of the two usual ones; its receipts may be longer than A4
MM_PER_INCH: Final = 25.4
# Of cameras in phones and over desks, in long sides of the picture: about 60 degrees are seen.
_FOCAL: Final = 0.85


def page_size(corners: Corners, picture: tuple[int, int]) -> tuple[int, int]:
    """Return width and height in pixels that a page has room for without being enlarged in either direction.

    Args:
        corners: top left, top right, bottom right, bottom left.
        picture: height and width of the picture they are in.
    """
    across = max(_length(corners, 0, 1), _length(corners, 3, 2))
    down = max(_length(corners, 0, 3), _length(corners, 1, 2))
    ratio = _settled(_ratio(corners, picture))
    width = min(across, down * ratio)
    return max(8, round(width)), max(8, round(width / ratio))


def likely_dpi(width: int, height: int) -> int:
    """Return dots per inch of a page of unknown size: an ID card where it has that shape, a till roll or A4."""
    long_side, short_side = max(width, height), max(1, min(width, height))
    is_card = abs(long_side / short_side / _KNOWN[1] - 1) < _NEAR
    per_mm = long_side / _ID1_MM if is_card else min(long_side / _A4_MM, short_side / _ROLL_MM)
    return max(1, round(per_mm * MM_PER_INCH))


def _length(corners: Corners, first: int, last: int) -> float:
    return float(np.hypot(*(corners[last] - corners[first])))


def _settled(ratio: float) -> float:
    """Return the ratio of the sheet or card that it is near to, lying or standing, or itself."""
    for known in _KNOWN:
        for shape in (known, 1 / known):
            if abs(ratio / shape - 1) < _NEAR:
                return shape
    return ratio


def squareness(corners: Corners, picture: tuple[int, int]) -> float:
    """Return how far four corners are from those of a rectangle in space: the cosine of its angle, 0 to 1."""
    across, down = _sides_in_space(corners, picture)
    return abs(_dot(across, down)) / max(_norm(across) * _norm(down), 1e-9)


def unlikeness(corners: Corners, picture: tuple[int, int]) -> float:
    """Return how far the proportions of four corners are from those of the nearest usual paper, as a logarithm."""
    long_by_short = abs(log(max(_ratio(corners, picture), 1e-3)))
    return min(abs(log(known) - long_by_short) for known in _KNOWN)


def _ratio(corners: Corners, picture: tuple[int, int]) -> float:
    """Return width by height as perspective shows it."""
    across, down = _sides_in_space(corners, picture)
    return _norm(across) / max(_norm(down), 1e-9)


def _sides_in_space(corners: Corners, picture: tuple[int, int]) -> tuple[_Point, _Point]:
    """Return the top and left side of the rectangle behind four corners as vectors of one scale.

    After Zhengyou Zhang and Li-Wei He, Whiteboard scanning and image enhancement (2006), section 4. The middle of the
    picture is taken for the camera's, and its focal length for a usual one: solved from the corners it is mostly noise.
    """
    across, down = (picture[1] - 1) / 2, (picture[0] - 1) / 2
    focal = _FOCAL * max(picture)
    points = [((x - across) / focal, (y - down) / focal, 1.0) for x, y in corners.tolist()]
    top_left, top_right, bottom_right, bottom_left = points
    diagonal = _cross(top_left, bottom_right)
    k2 = _over(_dot(diagonal, bottom_left), _dot(_cross(top_right, bottom_right), bottom_left))
    k3 = _over(_dot(diagonal, top_right), _dot(_cross(bottom_left, bottom_right), top_right))
    return _from(top_left, top_right, k2), _from(top_left, bottom_left, k3)


# Vectors of three numbers: numpy takes ten times as long for one.
def _from(first: _Point, second: _Point, times: float) -> _Point:
    (a, b, c), (x, y, z) = first, second
    return times * x - a, times * y - b, times * z - c


def _norm(vector: _Point) -> float:
    return sqrt(_dot(vector, vector))


def _cross(first: _Point, second: _Point) -> _Point:
    (a, b, c), (x, y, z) = first, second
    return b * z - c * y, c * x - a * z, a * y - b * x


def _dot(first: _Point, second: _Point) -> float:
    return first[0] * second[0] + first[1] * second[1] + first[2] * second[2]


def _over(value: float, divisor: float) -> float:
    return value / (divisor or 1e-12)
