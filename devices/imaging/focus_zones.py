"""Is a part of a page out of focus while the rest is sharp: print whose fine edges are gone while its lines still show.

A page is looked at in zones of 25 mm and at three scales, each half as fine as the one before. Sharp print is about
three times as steep at each finer scale, in millimetres; blurred print is hardly steeper. Shadows and pictures are as
soft as blurred print, but are not set in lines: their rows differ little, and from one to the next. Stripes are, but
their edges run one way.
"""

from __future__ import annotations

from typing import Final, NamedTuple, TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from devices.core.scanning import Pixels
from devices.imaging.stripes import MOST_ONE_WAY, one_way
from devices.imaging.work_page import WorkPage

_ZONE_MM: Final = 25.0
_SCALES: Final = 3
# Natural logarithms of how much steeper a zone's steep places are on the finest scale than on the next. Of sharp print
# 98 in 100 zones have 0.50 and more, 1.06 as a rule; of print blurred by 0.5 mm 98 in 100 have less than 0.43.
_STEEPER: Final = 0.45
# And how steep they are on the coarsest one, in the zone's brightness a millimetre: less is no print.
_LEAST_STEEP: Final = -3.5
# Print covers a zone, a shadow's edge crosses it: the upper quarter of slopes against the steepest ones.
_LEAST_SPREAD: Final = -1.3
_STEEP: Final = 97.0
_UPPER: Final = 75.0
# Lines of print: so much of all variance lies between rows (or columns), which cross their mean so often in a zone.
_WIDE_MM: Final = 4.0
_LEAST_BETWEEN: Final = 0.4
_LEAST_CROSSINGS: Final = 5.0
# One zone may be a drawing.
_LEAST_ZONES: Final = 2
_SAMPLES: Final = 40  # a side of a zone, on any scale
_NOISE_SHARE: Final = 0.8
_LEAST_LIGHT: Final = 20.0

_Plane = NDArray[np.float32]
_Number = TypeVar("_Number", bound=np.generic)


def blurred_part(page: WorkPage) -> tuple[int, int, int, int] | None:
    """Return the box, in pixels of the page itself, around zones whose print is blurred; None where there are none."""
    height, width = page.gray.shape
    scales = _scales(page)
    grid = _grid(page, scales[-1].plane)
    bright = np.maximum(_LEAST_LIGHT, np.percentile(_thinned(grid.zones(page.coarse_darkest)), 90, axis=2))
    fine, middle, coarse = (_levels(scale, grid, bright) for scale in scales)
    ways = (np.asarray(grid.zones(way), np.float32) for way in (scales[1].across, scales[1].down))
    coarsest, per_mm = np.asarray(scales[-1].plane, np.float32), scales[-1].per_mm
    lines = coarsest - cv2.GaussianBlur(coarsest, (0, 0), _WIDE_MM * per_mm)
    blurred = (
        (fine[1] - middle[1] < _STEEPER)
        & (coarse[1] > _LEAST_STEEP)
        & (coarse[0] - coarse[1] > _LEAST_SPREAD)
        & (one_way(*ways) <= MOST_ONE_WAY)
        & _has_lines(grid.zones(np.asarray(lines, np.float32)), per_mm)
    )
    down, across = np.nonzero(blurred)
    if len(down) < _LEAST_ZONES:
        return None
    left, right = (int(edge) * width / grid.columns for edge in (across.min(), across.max() + 1))
    top, bottom = (int(edge) * height / grid.rows for edge in (down.min(), down.max() + 1))
    return page.box_on_page(left, top, right - left, bottom - top)


def _grid(page: WorkPage, coarsest: Pixels) -> _Grid:
    """Return the zones of a page; of one of few dots no more than there are dots on its smallest planes."""
    least = np.minimum(coarsest.shape, page.coarse_darkest.shape)
    return _Grid(
        *(
            max(1, min(round(side / page.per_mm / _ZONE_MM), int(most)))
            for side, most in zip(page.gray.shape, least, strict=True)
        )
    )


class _Grid(NamedTuple):
    rows: int
    columns: int

    def zones(self, plane: NDArray[_Number]) -> NDArray[_Number]:
        """Return a plane as (rows, columns, height, width) of its zones."""
        height, width = plane.shape[0] // self.rows, plane.shape[1] // self.columns
        even = plane[: height * self.rows, : width * self.columns]
        return even.reshape(self.rows, height, self.columns, width).swapaxes(1, 2)


class _Scale(NamedTuple):
    """A page at one scale: its gray plane, how that rises across and down as Sobel says, and dots a millimetre."""

    plane: Pixels
    across: NDArray[np.int16]
    down: NDArray[np.int16]
    per_mm: float

    def slopes(self, across: NDArray[np.int16], down: NDArray[np.int16]) -> _Plane:
        """Return how steep it is where it rises by so much across and down, in shades a millimetre."""
        rising, falling = (np.asarray(way, np.float32) for way in (across, down))
        return np.asarray(np.sqrt(rising**2 + falling**2) * np.float32(self.per_mm / 8.0), np.float32)


def _scales(page: WorkPage) -> tuple[_Scale, ...]:
    """Return a page at each scale, the finest first."""
    scales: list[_Scale] = []
    plane, per_mm = page.gray, page.per_mm
    for _ in range(_SCALES):
        across, down = cv2.spatialGradient(cv2.GaussianBlur(plane, (3, 3), 0.7))
        scales.append(_Scale(plane, np.asarray(across, np.int16), np.asarray(down, np.int16), per_mm))
        plane, per_mm = np.asarray(cv2.pyrDown(plane), np.uint8), per_mm / 2
    return tuple(scales)


def _noise(scale: _Scale) -> float:
    """Return the slope of bare paper: most of a page is that."""
    return _NOISE_SHARE * float(np.median(scale.slopes(scale.across[::6, ::6], scale.down[::6, ::6])))


def _levels(scale: _Scale, grid: _Grid, bright: NDArray[np.float64]) -> tuple[_Plane, _Plane]:
    """Return the logarithms of the zones' upper and steep slopes, in their brightness and without the page's noise."""
    zones = scale.slopes(*(_thinned(grid.zones(way)) for way in (scale.across, scale.down)))
    ordered = np.sort(zones, axis=2)
    last = ordered.shape[2] - 1
    slopes = np.stack([ordered[:, :, round(share * last / 100)] for share in (_UPPER, _STEEP)])
    upper, steep = np.log(np.sqrt(np.maximum(slopes**2 - _noise(scale) ** 2, 0.01)) / bright)
    return upper, steep


def _thinned(zones: NDArray[_Number]) -> NDArray[_Number]:
    """Return some of each zone's values: (rows, columns, values)."""
    down, across = (-(-side // _SAMPLES) for side in zones.shape[2:])
    few = zones[:, :, ::down, ::across]
    return few.reshape(*few.shape[:2], -1)


def _has_lines(zones: _Plane, per_mm: float) -> NDArray[np.bool_]:
    """Tell of each zone, its wide shades gone, whether it is set in lines, which may run up the page as well."""
    variance = zones.var(axis=(2, 3)) + 1e-3
    found = np.zeros(zones.shape[:2], np.bool_)
    for axis in (3, 2):
        means = zones.mean(axis=axis)
        signs = np.sign(means - means.mean(axis=2, keepdims=True))
        crossings = np.count_nonzero(np.diff(signs, axis=2), axis=2) * _ZONE_MM * per_mm / means.shape[2]
        found |= (means.var(axis=2) > _LEAST_BETWEEN * variance) & (crossings >= _LEAST_CROSSINGS)
    return found
