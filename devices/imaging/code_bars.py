"""Where bars are on a picture: places whose edges all run one way, many of them, and go on along the bars."""

from __future__ import annotations

from itertools import combinations
from typing import Final

import cv2
import numpy as np

from devices.core.scanning import Pixels
from devices.imaging.code_places import share_within
from devices.imaging.code_texture import Place, Plane, Texture, texture, with_margin
from devices.imaging.code_versions import turned

# A picture is looked at twice: fine, where bars beside print stay apart from it, and coarse, for large codes and those
# of many rows. Each tells how many cells high bars must at least be there (edges and rulings are less), and how
# strongly they must run one way: print, photos and tables don't, or not as strongly.
_FINE: Final = (6, 0.7)
_COARSE: Final = (5, 0.5)
_COARSE_SIDE: Final = 700
_LEAST_ENERGY: Final = 900.0
_MOST_PLACES: Final = 6
_SAME: Final = 0.6
# The two ends of a PDF417 are bars, what is between them less so.
_PARALLEL_DEGREES: Final = 8.0
_ACROSS_DEGREES: Final = 15.0
_FARTHEST: Final = 4.0
_LEAST_RATIO: Final = 0.6

# The shortest code, an EAN-8, has 44 edges; glare and blur may leave a few of them.
_LEAST_EDGES: Final = 12
_LEAST_ALIKE: Final = 0.6
_LEAST_ROWS: Final = 2
_LEAST_UPRIGHT: Final = 0.85
_ROWS: Final = 24
_STRIP_SIDE: Final = 800
# Of the steepest edge; less is noise.
_FAINT: Final = 0.12
_LEAST_STEP: Final = 2.0
_SHIFTS: Final = range(-2, 3)


def bar_places(gray: Pixels, fine: Texture) -> list[Place]:
    """Return the places where strong edges all run one way, the strongest first.

    Args:
        gray: the picture.
        fine: its texture at FINE_SIDE.
    """
    found: list[tuple[float, Place]] = []
    for seen, least, coherence in ((fine, *_FINE), (texture(gray, _COARSE_SIDE), *_COARSE)):
        found += [
            (energy, place)
            for energy, place in _places_in(seen, least, coherence)
            if not any(share_within(place.box, other.box) >= _SAME for _, other in found)
        ]
    found.sort(key=lambda pair: pair[0], reverse=True)
    barred = [place for _, place in found[: 3 * _MOST_PLACES] if is_barred(gray, place)][:_MOST_PLACES]
    return [Place(with_margin(place.box, gray), place.angle) for place in (*barred, *_joined(barred))]


def is_barred(gray: Pixels, place: Place) -> bool:
    """Tell whether a place has rows of many edges that go on along the bars; stripes of print and rulings have not."""
    straight = _middle(gray, place)
    height, width = straight.shape
    rows = max(2, height // max(2, height // _ROWS))
    means = cv2.resize(straight.astype(np.float32), (width, rows), interpolation=cv2.INTER_AREA)
    steps = np.diff(cv2.GaussianBlur(means, (5, 1), 0.8), axis=1)
    soft = cv2.GaussianBlur(straight, (0, 0), 1.0)
    across, down = cv2.Sobel(soft, cv2.CV_32F, 1, 0) ** 2, cv2.Sobel(soft, cv2.CV_32F, 0, 1) ** 2
    good = 0
    for index, (row, below, second) in enumerate(zip(steps, steps[1:], steps[2:], strict=False)):
        if _edges(row) < _LEAST_EDGES or min(_likeness(row, below), _likeness(row, second)) < _LEAST_ALIKE:
            continue
        strip = slice(index * height // rows, (index + 3) * height // rows)
        upright, lying = float(across[strip].sum()), float(down[strip].sum())
        good += upright >= _LEAST_UPRIGHT * (upright + lying)
    return good >= _LEAST_ROWS


def _middle(gray: Pixels, place: Place) -> Pixels:
    """Return the middle of a place with its bars upright, at full size: shrunk print is stripes."""
    left, top, right, bottom = (round(edge) for edge in place.box)
    across, down = max(0, (right - left - _STRIP_SIDE) // 2), max(0, (bottom - top - _STRIP_SIDE) // 2)
    part = np.ascontiguousarray(gray[top + down : bottom - down, left + across : right - across])
    return turned(part, (0, 0), place.angle)[0]


def _joined(places: list[Place]) -> list[Place]:
    """Return what two like places, one across the bars from the other, may be the ends of."""
    joined = []
    for one, other in combinations(places, 2):
        sides = [max(right - left, bottom - top) for left, top, right, bottom in (one.box, other.box)]
        across, down = (sum(other.box[axis::2]) / 2 - sum(one.box[axis::2]) / 2 for axis in range(2))
        way = float(np.degrees(np.arctan2(down, across)))
        is_like = min(sides) >= _LEAST_RATIO * max(sides) and _turn(one.angle, other.angle) <= _PARALLEL_DEGREES
        if is_like and _turn(way, one.angle) <= _ACROSS_DEGREES and np.hypot(across, down) <= _FARTHEST * max(sides):
            left, top, right, bottom = zip(one.box, other.box, strict=True)
            joined.append(Place((min(left), min(top), max(right), max(bottom)), one.angle))
    return joined


def _turn(one: float, other: float) -> float:
    """Return by how many degrees two directions differ, 0 to 90."""
    return abs((one - other + 90) % 180 - 90)


def _places_in(seen: Texture, least: int, least_coherence: float) -> list[tuple[float, Place]]:
    energy = seen.energy
    wanted = (seen.coherence > least_coherence) & (energy > _LEAST_ENERGY)
    found = []
    for box, inside, where in seen.patches(wanted, least):
        xx, yy, xy = (float(plane[where][inside].mean()) for plane in (seen.xx, seen.yy, seen.xy))
        angle = float(np.degrees(0.5 * np.arctan2(2 * xy, xx - yy)))
        found.append((float(energy[where][inside].sum()), Place(box, angle)))
    return found


def _edges(steps: Plane) -> int:
    """Return how often a row of steps turns from darker to brighter or back."""
    size = np.abs(steps)
    firm = np.sign(steps[size > max(_LEAST_STEP, _FAINT * float(size.max(initial=0.0)))])
    return int(np.count_nonzero(firm[1:] != firm[:-1]))


def _likeness(one: Plane, other: Plane) -> float:
    """Return how well two rows correlate, a little shifted as bars that lean are."""
    reach = max(_SHIFTS)
    middle = other[reach : len(other) - reach]
    best = 0.0
    for shift in _SHIFTS:
        moved = one[reach + shift : len(one) - reach + shift]
        best = max(best, float(moved @ middle / np.sqrt((moved @ moved) * (middle @ middle) + 1)))
    return best
