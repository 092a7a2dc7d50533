"""Is a page one that was taken already: the same paper, laid down a second time.

Two prints are laid on each other as exactly as they go, and then compared where they are least alike: another filling
of the same form has strokes of its own in a few places, a second scan of one paper is a little unlike everywhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import Final, cast

import cv2
import numpy as np
from numpy.typing import NDArray

from devices.core.scanning import Pixels
from devices.imaging.work_page import WorkPage

# Print is what is darker than the page around it.
_GROUND_MM: Final = 4.0
# Long side of a print: strokes of a pen show on A4. Pages that are smaller than that on the coarse picture have more on
# the finer one.
_LONG_SIDE: Final = 560
_SMALL_PAGE: Final = 400
_ASPECT: Final = 0.06
# Most pages are told apart at a glance: by this long side, and how alike they must be there.
_GLANCE: Final = 140
_LEAST_ALIKE: Final = 0.75
_MOST_SHIFT: Final = 6.0
# Registration (G. Evangelidis, enhanced correlation): on half the size, so many rounds at most.
_UNTIL: Final = (cv2.TERM_CRITERIA_COUNT | cv2.TERM_CRITERIA_EPS, 40, 1e-4)
_SMOOTH: Final = 5
_TWICE: Final = np.diag((2.0, 2.0, 1.0))
# A window of 6 mm on A4 has print where the strokes in it vary by so much. What lies a dot apart is the same.
_WINDOW: Final = (11, 11)
_LEAST_PRINT: Final = 1.0
_FAINT: Final = 0.25  # less is noise, and is like nothing
_NEAR: Final = tuple(np.array([[1, 0, x], [0, 1, y]], np.float32) for y in (-1, 0, 1) for x in (-1, 0, 1))
_MARGIN: Final = 16
# Of 42 papers laid down again, in other light, resolution and perspective, the worst place is 2.94 times as unlike as
# where they usually are least alike, or less, and 4 times where only JPEG came between; of 30 forms on which nothing
# but a name and numbers are typed otherwise 4.4 times and more, but for one that is dense with print (3.2).
_WORST, _USUAL = 0.001, 0.1  # of all that is print
_MOST_UNLIKE: Final = 0.25  # 0.2 and less of what was laid down again; what differs everywhere differs evenly
_SURE: Final = 0.01  # so unlike may be what is the same
_MOST_ODD: Final = 4.1

_Plane = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Fingerprint:
    """The print of a page without its paper, about two dots to the millimetre. Keep it in memory only.

    Pages that are compared must both be as they were seen, or both with their light evened.
    """

    ink: Pixels

    def __repr__(self) -> str:
        """Show nothing of the page."""
        return "Fingerprint()"


def fingerprint(page: WorkPage) -> Fingerprint:
    """Return a page's fingerprint."""
    small = page.coarse_darkest
    wide = 2 * round(_GROUND_MM * page.coarse_per_mm) + 1
    ground = cv2.blur(cv2.blur(small, (wide, wide)), (wide, wide))
    if max(small.shape) < _SMALL_PAGE:
        small = page.darkest
        ground = cv2.resize(ground, small.shape[::-1], interpolation=cv2.INTER_LINEAR)
    return Fingerprint(np.asarray(_within(np.asarray(cv2.subtract(ground, small), np.uint8), _LONG_SIDE), np.uint8))


def is_same_page(one: Fingerprint, other: Fingerprint) -> bool:
    """Tell whether two fingerprints are of one paper, also when it lay the other way round."""
    height, width = one.ink.shape
    if abs(np.log(width / height * other.ink.shape[0] / other.ink.shape[1])) > _ASPECT:
        return False
    first = _strokes(one.ink)
    second = _strokes(np.asarray(cv2.resize(other.ink, (width, height), interpolation=cv2.INTER_AREA), np.uint8))
    if min(float(first.std()), float(second.std())) < 1e-3:
        return False
    turned = np.ascontiguousarray(second[::-1, ::-1])
    # Laying one on the other may fail where the other way round it goes.
    pairs = ((first, second), (second, first), (first, turned), (turned, first))
    return any(_is_alike(*pair) for pair in pairs)


def _within(plane: Pixels | _Plane, long_side: int) -> Pixels | _Plane:
    scale = min(1.0, long_side / max(plane.shape))
    size = (max(1, round(plane.shape[1] * scale)), max(1, round(plane.shape[0] * scale)))
    return cast("Pixels | _Plane", cv2.resize(plane, size, interpolation=cv2.INTER_AREA))


def _strokes(ink: Pixels) -> _Plane:
    """Return ink with pale strokes raised, and noise smoothed."""
    return np.asarray(cv2.GaussianBlur(np.sqrt(ink.astype(np.float32)), (0, 0), 0.8), np.float32)


def _is_alike(one: _Plane, other: _Plane) -> bool:
    shift = _shift_at_a_glance(one, other)
    if shift is None:
        return False
    laid = _laid_on(one, other, shift)
    if laid is None:
        return False
    margin = min(_MARGIN, min(one.shape) // 8)
    first, second = (plane[margin:-margin, margin:-margin] if margin else plane for plane in (one, laid))
    return _oddness(first, second) < _MOST_ODD


def _shift_at_a_glance(one: _Plane, other: _Plane) -> tuple[float, float] | None:
    """Return how far one print lies from the other, in its own dots; None where they are not alike at all."""
    first, second = (np.asarray(_within(plane, _GLANCE), np.float32) for plane in (one, other))
    size = first.shape[::-1]
    if min(size) < 2:
        return None
    window = cv2.createHanningWindow(size, cv2.CV_32F)
    (dx, dy), _ = cv2.phaseCorrelate(first - first.mean(), second - second.mean(), window)
    if max(abs(dx), abs(dy)) > _MOST_SHIFT:
        return None
    moved = cv2.warpAffine(second, np.array([[1, 0, -dx], [0, 1, -dy]]), size, borderMode=cv2.BORDER_REPLICATE)
    if float(np.corrcoef(first.ravel(), np.asarray(moved).ravel())[0, 1]) < _LEAST_ALIKE:
        return None
    scale = one.shape[1] / size[0]
    return dx * scale, dy * scale


def _laid_on(one: _Plane, other: _Plane, shift: tuple[float, float]) -> _Plane | None:
    """Return the other print moved, turned, stretched and tilted onto the one; None where it can't be."""
    half, halved = (np.asarray(cv2.pyrDown(plane), np.float32) for plane in (one, other))
    everywhere = np.full(halved.shape, 255, np.uint8)
    matrix = np.array([[1, 0, shift[0] / 2], [0, 1, shift[1] / 2], [0, 0, 1]], np.float32)
    try:
        # Corners that were found a little beside the paper's tilt its picture; most of the way goes without tilting.
        _, affine = cv2.findTransformECC(half, halved, matrix[:2], cv2.MOTION_AFFINE, _UNTIL, everywhere, _SMOOTH)
        matrix[:2] = affine
        _, tilted = cv2.findTransformECC(half, halved, matrix, cv2.MOTION_HOMOGRAPHY, _UNTIL, everywhere, _SMOOTH)
    except cv2.error:  # no way of laying them on each other makes them more alike
        return None
    whole = _TWICE @ np.asarray(tilted, np.float64) @ np.linalg.inv(_TWICE)
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    laid = cv2.warpPerspective(other, whole, one.shape[::-1], flags=flags, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(laid, np.float32)


def _oddness(first: _Plane, second: _Plane) -> float:
    """Return how many times as unlike two prints are at their worst place as where they usually are least alike.

    Infinite where they are too unlike for one paper, or bear no print.
    """
    likeness = np.sort(_likeness(first, second))
    if not len(likeness):
        return inf
    worst, usual = (1 - float(likeness[int(len(likeness) * share)]) for share in (_WORST, _USUAL))
    return worst / (usual + _SURE) if worst < _MOST_UNLIKE else inf


def _likeness(first: _Plane, second: _Plane) -> _Plane:
    """Return (n,) how the strokes around each dot correlate that is near print in either."""
    mean, spread = _moments(first)
    best = np.full(first.shape, -1.0, np.float32)
    for shift in _NEAR:
        moved = cv2.warpAffine(second, shift, second.shape[::-1], borderMode=cv2.BORDER_REPLICATE)
        other, varied = _moments(np.asarray(moved, np.float32))
        common = cv2.blur(first * moved, _WINDOW) - mean * other
        best = np.maximum(best, common / np.sqrt(np.maximum(spread, _FAINT) * np.maximum(varied, _FAINT)))
    has_print = np.maximum(spread, _moments(second)[1]) > _LEAST_PRINT
    return np.asarray(best[has_print], np.float32)


def _moments(plane: _Plane) -> tuple[_Plane, _Plane]:
    """Return the mean and the variance around each dot."""
    mean = np.asarray(cv2.blur(plane, _WINDOW), np.float32)
    return mean, np.asarray(cv2.blur(plane * plane, _WINDOW) - mean * mean, np.float32)
