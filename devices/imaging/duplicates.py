"""Is a page one that was taken already: the same paper, laid down a second time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from devices.imaging.work_page import WorkPage

# Cells of a page's print: fine enough to tell two filled forms apart, coarse enough to forgive how they lie.
_CELLS: Final = (112, 160)
# Print is what is darker than the page around it.
_GROUND_MM: Final = 4.0
_MOST_SHIFT: Final = 6.0
_LEAST_ALIKE: Final = 0.90
# Another word in one field changes a few cells much and the whole page hardly.
_WINDOW: Final = 5
_MOST_LOCAL_DIFFERENCE: Final = 0.24
_ASPECT: Final = 0.06

_Plane = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Fingerprint:
    """Where a page has print, in some thousands of cells. It shows no words, but lines: keep it in memory only."""

    cells: _Plane
    aspect: float

    def __repr__(self) -> str:
        """Show nothing of the page."""
        return "Fingerprint()"


def fingerprint(page: WorkPage) -> Fingerprint:
    """Return a page's fingerprint."""
    height, width = page.darkest.shape
    small = page.coarse_darkest
    wide = 2 * round(_GROUND_MM * page.coarse_per_mm) + 1
    print_only = cv2.subtract(cv2.blur(cv2.blur(small, (wide, wide)), (wide, wide)), small)
    cells = np.asarray(cv2.resize(print_only, _CELLS, interpolation=cv2.INTER_AREA), np.float32)
    cells = np.asarray(cv2.GaussianBlur(np.sqrt(cells), (0, 0), 0.8), np.float32)
    return Fingerprint(cells, width / max(1, height))


def is_same_page(one: Fingerprint, other: Fingerprint) -> bool:
    """Tell whether two fingerprints are of one paper, also when it lay the other way round."""
    if abs(np.log(max(one.aspect, 1e-6) / max(other.aspect, 1e-6))) > _ASPECT:
        return False
    if float(one.cells.std()) < 1e-3 or float(other.cells.std()) < 1e-3:
        return False
    return _is_alike(one.cells, other.cells) or _is_alike(one.cells, np.ascontiguousarray(other.cells[::-1, ::-1]))


def _is_alike(one: _Plane, other: _Plane) -> bool:
    window = cv2.createHanningWindow(_CELLS, cv2.CV_32F)
    (dx, dy), _ = cv2.phaseCorrelate(one - one.mean(), other - other.mean(), window)
    if max(abs(dx), abs(dy)) > _MOST_SHIFT:
        return False
    moved = cv2.warpAffine(
        other, np.array([[1, 0, -dx], [0, 1, -dy]], np.float32), _CELLS, borderMode=cv2.BORDER_REPLICATE
    )
    margin = int(_MOST_SHIFT) + 2
    first, second = (plane[margin:-margin, margin:-margin] for plane in (one, np.asarray(moved, np.float32)))
    first, second = first / (first.mean() + 1e-3), second / (second.mean() + 1e-3)
    if float(np.corrcoef(first.ravel(), second.ravel())[0, 1]) < _LEAST_ALIKE:
        return False
    return _local_difference(first, second) < _MOST_LOCAL_DIFFERENCE


def _local_difference(first: _Plane, second: _Plane) -> float:
    """Return the most that a small window differs, over the strength of print in busy windows of the page."""
    box = (_WINDOW, _WINDOW)
    # What lies a cell apart is the same: the least difference to any neighbour counts.
    kernel = np.ones((3, 3), np.uint8)
    above = np.maximum(first - cv2.dilate(second, kernel), cv2.erode(second, kernel) - first)
    difference = cv2.blur(np.maximum(above, 0).astype(np.float32), box)
    busy = float(np.percentile(cv2.blur(np.maximum(first, second), box), 90))
    return float(difference.max()) / (busy + 1e-3)
