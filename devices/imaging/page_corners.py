"""Are all four corners of a page on the picture, and none folded over."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from devices.core.scanning import Pixels
from devices.imaging.reducing import coarse
from devices.imaging.work_page import WorkPage

_PER_MM: Final = 1.0
_LEAST_LEG_MM: Final = 6.0
_MOST_LEG_SHARE: Final = 0.45
_MOST_SKEW: Final = 5.0
# A triangle fills half of the box around it.
_FILL: Final = (0.36, 0.64)
_SAME_COLOUR: Final = 19.0
_LEAST_CONTRAST: Final = 26.0
# Where along the slanting edge, and how many dots to either side, colours are compared; a sharp edge shows so much of
# the whole contrast there.
_ALONG: Final = tuple(float(share) for share in np.linspace(0.15, 0.85, 11))
# Print beside a soft edge makes steps of its own, here and there; beside a sharp one it hides a few.
_MOST_OF: Final = 20.0
_BESIDE: Final = 2.5
_SHARP_SHARE: Final = 0.9


def cut_corners(page: WorkPage) -> list[tuple[int, int, int, int]]:
    """Return the boxes, in pixels of the page, of corners where something else than the page shows."""
    height, width = page.gray.shape
    step = max(1, int(page.per_mm / _PER_MM))
    small = coarse(page.colour, step)
    planes = small if small.ndim == 3 else small[..., None]
    paper = _middle_shades(planes[::4, ::4])
    boxes = []
    for down, across in ((False, False), (False, True), (True, False), (True, True)):
        turned = np.ascontiguousarray(planes[:: -1 if down else 1, :: -1 if across else 1])
        legs = _triangle(turned, paper, _LEAST_LEG_MM * page.per_mm / step)
        if legs is not None:
            w, h = (leg * step for leg in legs)
            boxes.append(page.box_on_page(width - w if across else 0, height - h if down else 0, w, h))
    return boxes


def _middle_shades(planes: Pixels) -> NDArray[np.float64]:
    """Return the median of each channel."""
    return np.array([float(np.median(planes[..., channel])) for channel in range(planes.shape[2])])


def _triangle(planes: Pixels, paper: NDArray[np.float64], least_leg: float) -> tuple[int, int] | None:
    """Return the legs along the top and the left edge of a triangle of one colour in the top left corner, or None."""
    height, width = planes.shape[:2]
    corner = _middle_shades(planes[:3, :3])
    if np.abs(corner - paper).max() < _LEAST_CONTRAST:
        return None
    # A triangle with longer legs is none, so that no more of the page need be looked at.
    planes = planes[: int(_MOST_LEG_SHARE * height) + 8, : int(_MOST_LEG_SHARE * width) + 8]
    alike = np.asarray(cv2.inRange(planes, corner - _SAME_COLOUR, corner + _SAME_COLOUR), np.uint8)
    count, labels = cv2.connectedComponents(alike, connectivity=4)
    if count < 2 or not alike[0, 0]:
        return None
    region = np.asarray(labels == labels[0, 0])
    across, down = _run(region[0]), _run(region[:, 0])
    longest = max(across, down)
    if min(across, down) < least_leg or longest > _MOST_SKEW * min(across, down):
        return None
    if across > _MOST_LEG_SHARE * width or down > _MOST_LEG_SHARE * height:
        return None
    if not _FILL[0] < region.sum() / (across * down) < _FILL[1]:
        return None
    # What lies beyond the slanting edge is the page.
    beyond = planes[: down + 4, : across + 4][~region[: down + 4, : across + 4]]
    contrast = np.median(beyond, axis=0) - corner
    is_clear = np.abs(contrast).max() >= _LEAST_CONTRAST
    return (across, down) if is_clear and _is_sharp(planes, across, down, contrast) else None


def _is_sharp(planes: Pixels, across: int, down: int, contrast: NDArray[np.float64]) -> bool:
    """Tell whether colour changes at once beyond a triangle: a shadow's or a tint's edge is soft.

    Args:
        planes: from the corner on.
        across: leg of the triangle along the upper edge.
        down: leg along the left edge.
        contrast: how the colours beyond differ from the triangle's. Print in a shadow differs the other way.
    """
    height, width = planes.shape[:2]
    channel = int(np.abs(contrast).argmax())
    plane = np.asarray(planes[..., channel], np.int16) * int(np.sign(contrast[channel]))
    most = float(np.abs(contrast[channel]))
    steps = []
    for share in _ALONG:
        edge = np.array([(1 - share) * down, share * across])
        out = edge / max(1.0, float(np.hypot(*edge))) * _BESIDE
        (y, x), (below, beyond) = np.rint(edge - out).astype(int), np.rint(edge + out).astype(int)
        if y >= 0 and x >= 0 and below < height and beyond < width:
            # Between strokes of print that touch the edge the paper shows.
            around = plane[below - 1 : below + 2, beyond - 1 : beyond + 2]
            steps.append(int(around.max()) - int(plane[y, x]))
    return bool(steps) and float(np.percentile(steps, _MOST_OF)) >= _SHARP_SHARE * most


def _run(line: NDArray[np.bool_]) -> int:
    """Return how many leading elements are set."""
    gaps = np.nonzero(~line)[0]
    return int(gaps[0]) if len(gaps) else len(line)
