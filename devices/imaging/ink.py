"""Is anything on a page: the area of its marks, in square millimetres."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from devices.core.scanning import Pixels
from devices.imaging.reducing import coarse
from devices.imaging.work_page import WorkPage, work_page

# Marks narrower than this stand out from what surrounds them; a fold or a shadow is wider.
_SURROUNDINGS_MM: Final = 8.4
_LEAST_CONTRAST: Final = 7.0
# Ground so much darker than the page's, reaching in from the border, is no paper; nor is its edge a mark.
_DARK_SHARE: Final = 0.6
_EDGE_MM: Final = 2.0
_NOISE_FACTOR: Final = 6.0
# No scanner is noisier than this: what looks like more is a page full of texture.
_MOST_CONTRAST: Final = 40.0
# A dust speck; a full stop in 9 point is larger.
_SPECK_MM2: Final = 0.06
_MARGIN_MM: Final = 4.0
_BORDER_DEPTH_MM: Final = 25.0
_HOLE_MM: Final = (4.0, 8.5)
_HOLE_FROM_EDGE_MM: Final = 22.0
_FOLD_MM: Final = 12.0
_FOLD_SHARE: Final = 0.8
_MOST_FOLDS: Final = 4
# Most pages have print in their middle, where no border is near: these shares of rows and columns are looked at first.
_MIDDLE: Final = ((0.38, 0.62), (0.2, 0.8))
_LEAST_ROWS: Final = 400
# Differences of two 8-bit planes, moved to be positive, counted one by one.
_LEVELS: Final = 512

_Labels = NDArray[np.int32]


def ink_mm2(pixels: Pixels, dpi: int) -> float:
    """Return the area of marks on a page in square millimetres; see ink_of."""
    return ink_of(work_page(pixels, dpi))


def ink_of(page: WorkPage, enough_mm2: float = np.inf) -> float:
    """Return the area of marks on a page in square millimetres, or less if what its middle holds is enough.

    Marks are what stands out from its surroundings by more than the page's own noise, in any colour. Left out are
    shadows and dark strips at the border, folds, punch holes and specks of dust.
    """
    shape = page.darkest.shape
    if shape[0] > _LEAST_ROWS and np.isfinite(enough_mm2):
        rows, columns = (
            slice(round(first * side), round(last * side)) for (first, last), side in zip(_MIDDLE, shape, strict=True)
        )
        ink = _ink_on(page, (rows, columns))
        if ink >= enough_mm2:
            return ink
    return _ink_on(page, (slice(None), slice(None)))


def _ink_on(page: WorkPage, part: tuple[slice, slice]) -> float:
    # Yellow marker shows in the darkest channel, light print on a dark ground in the brightest.
    darkest, brightest = page.darkest[part], page.brightest[part]
    ground = _ground(darkest, page.per_mm)
    marks = _standing_out(darkest, ground)
    if page.is_colour:
        marks = np.asarray(cv2.bitwise_or(marks, _standing_out(brightest, _ground(brightest, page.per_mm))), np.uint8)
    beside = _beside_paper(ground, page.coarse_per_mm)
    if beside is not None:
        marks[cv2.resize(beside, marks.shape[::-1], interpolation=cv2.INTER_NEAREST) > 0] = 0
    return _counted_mm2(marks, page.per_mm)


def _standing_out(plane: Pixels, ground: Pixels) -> Pixels:
    """Return non-zero where a page differs from its surroundings by more than its noise."""
    calm = np.asarray(cv2.medianBlur(plane, 3), np.uint8)
    blurred = np.asarray(cv2.GaussianBlur(calm, (3, 3), 0.7), np.uint8)
    surroundings = cv2.resize(ground, plane.shape[::-1], interpolation=cv2.INTER_LINEAR)
    difference = np.asarray(cv2.subtract(blurred, surroundings, dtype=cv2.CV_16S) + np.int16(_LEVELS // 2), np.uint16)
    counted = cv2.calcHist([difference], [0], None, [_LEVELS], [0, _LEVELS])
    histogram = np.asarray(counted, np.float32).ravel()
    middle = _median_level(histogram)
    noise = 1.4826 * _median_level(_folded(histogram, middle))
    least = float(np.clip(_NOISE_FACTOR * noise, _LEAST_CONTRAST, _MOST_CONTRAST))
    within = cv2.inRange(difference, float(middle - least), float(middle + least))
    return np.asarray(cv2.bitwise_not(within), np.uint8)


def _ground(plane: Pixels, per_mm: float) -> Pixels:
    """Return what the page looks like without its marks, at about two dots to the millimetre."""
    step = max(1, int(per_mm / 2.0))
    kernel = 2 * max(1, round(_SURROUNDINGS_MM * per_mm / step / 2)) + 1
    return np.asarray(cv2.medianBlur(coarse(plane, step), kernel), np.uint8)


def _beside_paper(ground: Pixels, per_mm: float) -> Pixels | None:
    """Return where dark ground reaches in from the border: a shadow's or a desk's edge is no mark. None if nowhere."""
    dark = np.asarray(ground < _DARK_SHARE * np.median(ground[::4, ::4]), np.uint8)
    if not (dark[0].any() or dark[-1].any() or dark[:, 0].any() or dark[:, -1].any()):
        return None
    _, found = cv2.connectedComponents(dark)
    labels = np.asarray(found, np.int32)
    frame = np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]])
    outside = np.asarray(np.isin(labels, np.unique(frame[frame > 0])), np.uint8)
    side = 2 * max(1, round(_EDGE_MM * per_mm)) + 1
    return np.asarray(cv2.dilate(outside, np.ones((side, side), np.uint8)), np.uint8)


def _median_level(histogram: NDArray[np.float32]) -> int:
    total = np.cumsum(histogram, dtype=np.float64)
    return int(np.searchsorted(total, total[-1] / 2))


def _folded(histogram: NDArray[np.float32], middle: int) -> NDArray[np.float32]:
    """Return the histogram of distances from the middle."""
    above, below = histogram[middle:], histogram[:middle][::-1]
    distances = np.zeros(_LEVELS, np.float32)
    distances[: len(above)] += above
    distances[1 : len(below) + 1] += below
    return distances


def _counted_mm2(marks: Pixels, per_mm: float) -> float:
    """Return the area of the marks that are no specks, holes, folds or parts of the border."""
    height, width = marks.shape
    count, found, stats, _ = cv2.connectedComponentsWithStats(marks, connectivity=8)
    labels = np.asarray(found, np.int32)
    x, y, w, h, area = np.asarray(stats, np.float64).T

    least, most = (side * per_mm for side in _HOLE_MM)
    round_enough = (w / h >= 0.85) & (w / h <= 1.18)
    at_edge = np.minimum.reduce([x + w, y + h, width - x, height - y]) <= _HOLE_FROM_EDGE_MM * per_mm
    hole = (np.minimum(w, h) >= least) & (np.maximum(w, h) <= most) & round_enough & at_edge

    # Letters do not touch each other, so that a line of print never makes one mark across the page.
    across, down = (w >= _FOLD_SHARE * width), (h >= _FOLD_SHARE * height)
    fold = (across & (h <= _FOLD_MM * per_mm)) | (down & (w <= _FOLD_MM * per_mm))
    fold &= fold.sum() <= _MOST_FOLDS

    hanging = _hanging_on_border(labels, count, per_mm)
    if hanging[1:].any():
        area = np.where(hanging, _inner_area(labels, count, per_mm), area)
    area[0] = 0.0  # the ground
    speck = area < _SPECK_MM2 * per_mm**2
    return float(area[~(hole | fold | speck)].sum()) / per_mm**2


def _hanging_on_border(labels: _Labels, count: int, per_mm: float) -> NDArray[np.bool_]:
    margin = max(1, round(min(_MARGIN_MM * per_mm, 0.04 * min(labels.shape))))
    frame = [labels[:margin], labels[-margin:], labels[:, :margin], labels[:, -margin:]]
    hanging = np.zeros(count, bool)
    for strip in frame:
        hanging[np.unique(strip)] = True
    return hanging


def _inner_area(labels: _Labels, count: int, per_mm: float) -> NDArray[np.float64]:
    """Return the area of each mark beyond the reach of a border's shadow: a stamp across the margin keeps the rest."""
    depth = round(min(_BORDER_DEPTH_MM * per_mm, 0.2 * min(labels.shape)))
    inner = labels[depth : labels.shape[0] - depth, depth : labels.shape[1] - depth]
    return np.bincount(inner.ravel(), minlength=count).astype(np.float64)
