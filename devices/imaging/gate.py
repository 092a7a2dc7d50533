"""The gate every page passes before it is taken: is anything on it, and is it fine enough to be read."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum, unique
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from devices.core.scanning import Pixels

MM_PER_INCH: Final = 25.4
# The smallest thing that is laid on a scanner: an ID card, short and long side.
ID_CARD_MM: Final = (54.0, 85.6)
A4_MM: Final = (210.0, 297.0)

# Ink is looked for at this resolution; more only adds noise and time.
_WORK_DPI: Final = 120.0
# Marks narrower than this stand out from what surrounds them; a fold or a shadow is wider.
_SURROUNDINGS_MM: Final = 8.0
_LEAST_CONTRAST: Final = 7.0
_NOISE_FACTOR: Final = 6.0
# No scanner is noisier than this: what looks like more is a page full of texture.
_MOST_CONTRAST: Final = 40.0
# A dust speck; a full stop in 9 point is larger.
_SPECK_MM2: Final = 0.06
# Less ink than two characters in 9 point.
_LEAST_INK_MM2: Final = 2.0
_MARGIN_MM: Final = 4.0
_BORDER_DEPTH_MM: Final = 25.0
_HOLE_MM: Final = (4.0, 8.5)
_HOLE_FROM_EDGE_MM: Final = 22.0
_FOLD_MM: Final = 12.0
_FOLD_SHARE: Final = 0.8
_MOST_FOLDS: Final = 4

_Labels = NDArray[np.int32]


@unique
class FindingCode(StrEnum):
    """What can be wrong with a page."""

    BLANK = "blank"
    LOW_RESOLUTION = "low_resolution"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong with a page.

    Attributes:
        place: x, y, width, height in pixels, or None for the whole page.
        measured: for blank the ink in square millimetres, for low_resolution the dots per inch that the page has.
    """

    code: FindingCode
    place: tuple[int, int, int, int] | None
    measured: float


def check_page(
    pixels: Pixels, dpi: int, min_dpi: int = 150, expected_mm: tuple[float, float] = ID_CARD_MM
) -> tuple[Finding, ...]:
    """Return what is wrong with a page; nothing means that it passes.

    Args:
        pixels: 8-bit gray or RGB.
        dpi: what the source states.
        min_dpi: what reading it later needs.
        expected_mm: short and long side of the least that must be on the picture.
    """
    findings = []
    resolution = effective_dpi(pixels, dpi, expected_mm)
    if resolution < min_dpi:
        findings.append(Finding(FindingCode.LOW_RESOLUTION, None, round(resolution, 1)))
    ink = ink_mm2(pixels, dpi)
    if ink < _LEAST_INK_MM2:
        findings.append(Finding(FindingCode.BLANK, None, round(ink, 2)))
    return tuple(findings)


def effective_dpi(pixels: Pixels, dpi: int, expected_mm: tuple[float, float] = ID_CARD_MM) -> float:
    """Return the stated resolution, or less where the picture is too small to show what is expected at that resolution.

    A tenth is allowed for: pages are laid down askew and cropped.
    """
    short_px, long_px = min(pixels.shape[:2]), max(pixels.shape[:2])
    short_mm, long_mm = expected_mm
    held = min(short_px / short_mm, long_px / long_mm) * MM_PER_INCH * 1.1
    return min(float(dpi), float(held))


def ink_mm2(pixels: Pixels, dpi: int) -> float:
    """Return the area of marks on a page in square millimetres.

    Marks are what stands out from its surroundings by more than the page's own noise, in any colour. Left out are
    shadows and dark strips at the border, folds, punch holes and specks of dust.
    """
    scale = min(1.0, _WORK_DPI / max(dpi, 1))
    small = _resized(pixels, pixels.shape[1] * scale, pixels.shape[0] * scale)
    per_mm = max(dpi, 1) * scale / MM_PER_INCH
    # Yellow marker shows in the darkest channel, light print on a dark ground in the brightest.
    planes = [small] if small.ndim == 2 else [small.min(axis=2), small.max(axis=2)]
    marks = np.zeros(small.shape[:2], np.uint8)
    for plane in planes:
        marks |= _standing_out(np.ascontiguousarray(plane), per_mm)
    return _counted_mm2(marks, per_mm)


def _standing_out(plane: Pixels, per_mm: float) -> Pixels:
    """Return 1 where a page differs from its surroundings by more than its noise."""
    calm = np.asarray(cv2.medianBlur(plane, 3), np.uint8)
    blurred = np.asarray(cv2.GaussianBlur(calm, (0, 0), 0.7), np.int16)
    difference = blurred - _surroundings(calm, per_mm)
    middle = float(np.median(difference))
    spread = np.abs(difference - middle)
    noise = 1.4826 * float(np.median(spread))
    return np.asarray(spread > np.clip(_NOISE_FACTOR * noise, _LEAST_CONTRAST, _MOST_CONTRAST), np.uint8)


def _surroundings(plane: Pixels, per_mm: float) -> Pixels:
    """Return what the page looks like without its marks."""
    # Two dots to the millimetre are enough for what changes slowly, and keep the median small.
    step = max(1.0, per_mm / 2.0)
    height, width = plane.shape
    coarse = _resized(plane, width / step, height / step)
    kernel = max(3, int(_SURROUNDINGS_MM * per_mm / step) | 1)
    smooth = np.asarray(cv2.medianBlur(coarse, kernel), np.uint8)
    return np.asarray(cv2.resize(smooth, (width, height), interpolation=cv2.INTER_LINEAR), np.uint8)


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

    area = np.where(_hanging_on_border(labels, count, per_mm), _inner_area(labels, count, per_mm), area)
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


def _resized(pixels: Pixels, width: float, height: float) -> Pixels:
    size = (max(1, round(width)), max(1, round(height)))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)
