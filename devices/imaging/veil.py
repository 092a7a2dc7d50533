"""Glare that is not burnt out: a smooth bright spot into which print fades.

A lamp or a window that shines on laminate or glossy paper lays a veil over it: paper grows brighter, print as well,
until nothing of it stands out. Bare paper under an uneven lamp is as bright and as smooth. What tells them apart is the
print around: it grows paler towards a veil, line by line, and goes on beyond it; where paper is bare, it ends at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from devices.core.scanning import Pixels
from devices.imaging.reducing import coarse
from devices.imaging.work_page import WorkPage

_Plane = NDArray[np.float32]
_Labels = NDArray[np.int32]
_Mask = NDArray[np.bool_]
Box = tuple[int, int, int, int]

# A page is looked at in cells of a millimetre.
_CELLS_PER_MM: Final = 1.0
_WIDEST_STROKE: Final = 5  # cells; wider dark areas are no print
_AROUND: Final = 3  # cells in which print of a line is found
# Spots are what is brighter than a shade; shades are tried from the brightest of a page to its middle one.
_STEP: Final = 5
_LEAST_MM2: Final = 25.0
_MOST_MM2: Final = 8000.0
_MOST_OF_PAGE: Final = 0.45
_MOST_CONTRAST_WITHIN: Final = 0.3
_LEAST_GAP: Final = 4.0
# Where it begins, and the paper beyond, in millimetres; the latter begins later around a larger spot.
_NEAR_MM: Final = 3.0
_EDGE_MM: Final = 2.0
_FAR_MM: Final = 4.0
_FAR_RADII: Final = 0.35
_FAR_WIDTH_MM: Final = 8.0
_LEAST_FAR_CELLS: Final = 30
_LEAST_NEAR_CELLS: Final = 5
_LEAST_PRINT: Final = 0.1
_MOST_RANKED: Final = 3000
_PALE: Final = 0.12
_PRINT: Final = 0.5
_OCTANTS: Final = 8
# The brightness of paper by how far it is from a spot's edge: so many steps inward and outward.
_PROFILE_MM: Final = 0.5
_PROFILE: Final = 8
# A white thing loses more than this share of its brightness, over that of the paper beyond, in a millimetre.
_SHARP: Final = 0.5
_DARK: Final = 120.0  # shades; how much darker a spot is no longer tells
_PRINTED: Final = 0.4  # of what is beside it; more tells no more
# Fitted by training/veils.py.
_WEIGHTS: Final = np.array([0.399, -0.244, 1.715, -4.361, 3.911, 3.356, 0.779, 0.052, -0.569, 2.481])
_BIAS: Final = -23.965
# Chosen on further pages, so that no bare one is accused.
_SURE: Final = 0.05
# A page of texture has hundreds; those that are looked at come first, the brightest.
_MOST_SPOTS: Final = 40


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Spot:
    """A spot that is brighter than the paper around it, and what print makes of it.

    Attributes:
        box: x, y, width, height in cells.
        area_mm2: of it.
        nearby: contrast of print just beside it, as a share of what it is farther off.
        follows: rank correlation of contrast with brightness, on it and around; -1 where one falls as the other grows.
        print_follows: the same where there is print at all.
        fading: how bright paper is just outside, from 0, as bright as farther off, to 1, as bright as the spot.
        sides: of eight directions, the share in which there is print farther off.
        through: the share of its rows (or columns, if more) that have print on both sides.
        level: how bright it is, 0 to 255.
        beside: the share of what is just beside it in which there is print, be it pale.
        left: how far shades differ within a millimetre of it, as a share of what they do where there is print.
        beyond: how bright the paper beyond is.
        mask: where it is, with what is around it.
        corner: x and y of the mask's first cell.
    """

    box: Box
    area_mm2: float
    nearby: float
    follows: float
    print_follows: float
    fading: float
    sides: float
    through: float
    level: float
    beside: float
    left: float
    beyond: float
    mask: _Mask
    corner: tuple[int, int]

    def features(self) -> NDArray[np.float64]:
        """Return what is weighed."""
        return np.array(
            [
                np.log(self.area_mm2),
                np.log(np.clip(self.nearby, 0.05, 1.5)),
                self.follows,
                self.print_follows,
                np.clip(self.fading, 0.0, 1.0),
                self.sides,
                self.through,
                max(self.level, _DARK),
                np.log(np.clip(self.left, 0.02, 3.0)),
                min(self.beside, _PRINTED),
            ]
        )

    @property
    def odds(self) -> float:
        """The logarithm of the odds that it is a veil under which nothing can be read."""
        return float(self.features() @ _WEIGHTS) + _BIAS


def veil_on(page: WorkPage) -> tuple[float, Box] | None:
    """Return the area in square millimetres and the box, in pixels of the page, of the likeliest veil; None without."""
    likely = [spot for spot in islice(spots_on(page), _MOST_SPOTS) if spot.odds >= _SURE]
    for spot in sorted(likely, key=lambda spot: -spot.odds):
        if _fades(page, spot):
            return spot.area_mm2, box_on_page(page, spot.box)
    return None


def _fades(page: WorkPage, spot: Spot) -> bool:
    """Tell a veil from a white label or picture, whose edges are sharp; cells are too coarse to show that."""
    step = _cell(page) / page.coarse_step
    height, width = (round(side * step) for side in spot.mask.shape)
    left, top = (round(value * step) for value in spot.corner)
    gray = coarse(page.gray, page.coarse_step)[top : top + height, left : left + width]
    place = np.asarray(cv2.resize(np.asarray(spot.mask, np.uint8), (width, height)), np.uint8)
    place = place[: gray.shape[0], : gray.shape[1]]
    stroke = 2 * round(_WIDEST_STROKE * step / 2) + 1
    paper = np.asarray(cv2.morphologyEx(gray, cv2.MORPH_CLOSE, np.ones((stroke, stroke), np.uint8)), np.uint8)
    inside, outside = (cv2.distanceTransform(np.asarray(one, np.uint8), cv2.DIST_L2, 3) for one in (place, 1 - place))
    away = np.rint((outside - inside) / page.coarse_per_mm / _PROFILE_MM).astype(np.int32)
    profile = [float(np.median(paper[away == at])) for at in range(-_PROFILE, _PROFILE) if np.any(away == at)]
    steepest = max((first - second for first, second in zip(profile, profile[2:], strict=False)), default=0.0)
    return steepest < _SHARP * (spot.level - spot.beyond)


def box_on_page(page: WorkPage, box: Box) -> Box:
    """Return a box of cells in pixels of the page."""
    x, y, width, height = (value * _cell(page) for value in box)
    return page.box_on_page(x, y, width, height)


class _Maps(NamedTuple):
    """A page cell by cell.

    Attributes:
        paper: how bright bare paper is.
        contrast: how far print stands out from it, as a share of it.
        spread: of shades in a cell.
        per_mm: cells to the millimetre.
    """

    paper: _Plane
    contrast: _Plane
    spread: Pixels
    per_mm: float


def spots_on(page: WorkPage) -> Iterator[Spot]:
    """Yield the bright spots of a page that hold no print while there is some around."""
    maps = _maps(page)
    paper = maps.paper
    least, most = _LEAST_MM2 * maps.per_mm**2, min(_MOST_MM2 * maps.per_mm**2, _MOST_OF_PAGE * paper.size)
    for shade in range(int(paper.max()) - _STEP, int(np.median(paper)), -_STEP):
        _, found = cv2.connectedComponents(np.asarray(paper >= shade, np.uint8), connectivity=4)
        labels = np.asarray(found, np.int32)
        areas = np.bincount(labels.ravel())
        for label in (int(one) for one in np.flatnonzero((least <= areas) & (areas <= most)) if one):
            x, y, width, height = cv2.boundingRect(np.asarray(labels == label, np.uint8))
            spot = _spot(maps, labels, label, (x, y, width, height))
            if spot is not None:
                yield spot


def _cell(page: WorkPage) -> int:
    """Return how many pixels of a page a cell is wide and high."""
    return max(1, round(page.per_mm / _CELLS_PER_MM))


def _maps(page: WorkPage) -> _Maps:
    step = _cell(page)
    calm = cv2.GaussianBlur(page.gray, (3, 3), 0.6)
    cell = np.ones((step, step), np.uint8)
    height, width = (side // step * step for side in page.gray.shape)
    brightest, darkest = (
        np.ascontiguousarray(np.asarray(of(calm, cell, anchor=(0, 0)), np.uint8)[:height:step, :width:step])
        for of in (cv2.dilate, cv2.erode)
    )
    closed = cv2.morphologyEx(brightest, cv2.MORPH_CLOSE, np.ones((_WIDEST_STROKE, _WIDEST_STROKE), np.uint8))
    paper = np.asarray(cv2.GaussianBlur(np.asarray(closed, np.float32), (0, 0), 1.0), np.float32)
    print_level = np.asarray(cv2.erode(darkest, np.ones((_AROUND, _AROUND), np.uint8)), np.float32)
    contrast = np.maximum(paper - print_level, 0) / np.maximum(paper, 1)
    return _Maps(paper, np.asarray(contrast, np.float32), brightest - darkest, page.per_mm / step)


def _spot(maps: _Maps, labels: _Labels, label: int, box: Box) -> Spot | None:
    """Return what is to be known of a spot; None where it holds print, or has none around."""
    x, y, width, height = box
    per_mm = maps.per_mm
    # Nothing farther off than this is looked at: the radius of no spot is more than half of its box's diagonal.
    reach = int((_FAR_MM + _FAR_WIDTH_MM + 1) * per_mm + _FAR_RADII * np.hypot(width, height) / 2) + 1
    top, left = max(0, y - reach), max(0, x - reach)
    there = np.s_[top : y + height + reach, left : x + width + reach]
    spot, paper, contrast = labels[there] == label, maps.paper[there], maps.contrast[there]
    if float(np.percentile(contrast[spot], 85)) > _MOST_CONTRAST_WITHIN:
        return None
    spread = maps.spread[there]
    area_mm2 = np.count_nonzero(spot) / per_mm**2
    far_mm = _FAR_MM + _FAR_RADII * float(np.sqrt(area_mm2 / np.pi))
    away = np.asarray(cv2.distanceTransform(np.asarray(~spot, np.uint8), cv2.DIST_L2, 3), np.float32) / per_mm
    beside, zone = (away > 0) & (away <= _NEAR_MM), away <= far_mm + _FAR_WIDTH_MM
    far = zone & (away > far_mm)
    if np.count_nonzero(far) < _LEAST_FAR_CELLS or np.count_nonzero(beside) < _LEAST_NEAR_CELLS:
        return None
    farther = float(np.percentile(paper[far], 75))
    level = float(np.percentile(paper[spot], 80))
    gap = level - farther
    usual = float(np.percentile(contrast[far], 92))
    if gap < _LEAST_GAP or usual < _LEAST_PRINT:
        return None
    pale, firm = zone & (contrast > _PALE * usual), zone & (contrast > _PRINT * usual)
    return Spot(
        box=box,
        area_mm2=area_mm2,
        nearby=float(np.percentile(contrast[beside], 85)) / usual,
        follows=_rank_correlation(paper[zone], contrast[zone]),
        print_follows=_rank_correlation(paper[pale], contrast[pale]),
        fading=(float(np.median(paper[beside & (away <= _EDGE_MM)])) - farther) / gap,
        sides=_directions(spot, far & firm),
        through=_through(spot, firm & ~spot),
        level=level,
        beside=float(np.mean(pale[beside])),
        left=(float(np.percentile(spread[spot], 95)) + 1) / (float(np.percentile(spread[far], 92)) + 1),
        beyond=farther,
        mask=spot,
        corner=(left, top),
    )


def _rank_correlation(one: _Plane, other: _Plane) -> float:
    if len(one) < _LEAST_FAR_CELLS:
        return 0.0
    every = -(-len(one) // _MOST_RANKED)
    first, second = (np.argsort(np.argsort(values[::every])) for values in (one, other))
    return float(np.corrcoef(first, second)[0, 1])


def _directions(spot: _Mask, printed: _Mask) -> float:
    """Return the share of the eight directions from a spot in which there is print."""
    down, across = (float(np.mean(places)) for places in np.nonzero(spot))
    y, x = np.nonzero(printed)
    angles = (np.arctan2(y - down, x - across) + np.pi) / (2 * np.pi)
    return len(np.unique(np.asarray(angles * _OCTANTS, np.intp) % _OCTANTS)) / _OCTANTS


def _through(spot: _Mask, printed: _Mask) -> float:
    """Return the share of a spot's rows with print to the left and to the right, or of its columns, if that is more."""
    shares = []
    for of, lit in ((printed, spot), (printed.T, spot.T)):
        rows, columns = np.flatnonzero(lit.any(axis=1)), np.flatnonzero(lit.any(axis=0))
        before, after = of[rows, : columns[0]].any(axis=1), of[rows, columns[-1] + 1 :].any(axis=1)
        shares.append(float(np.mean(before & after)))
    return max(shares)
