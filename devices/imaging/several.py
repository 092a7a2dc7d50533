"""Finds every page and card on one glass: from afar, then each closely, then what the found ones outshone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

import cv2
import numpy as np

from devices.core.scanning import Pixels
from devices.imaging.bands import with_band
from devices.imaging.candidates import candidates, further_candidates, prominence
from devices.imaging.closely import parted
from devices.imaging.geometry import Corners, area, overlap
from devices.imaging.networks import Maps, PageFinderNetwork
from devices.imaging.pyramid import WORK_SIDE, Level, Pyramid
from devices.imaging.settle import SAME_PAGE, Settled, distinct, settle
from devices.imaging.weighing import heard_by_all

# Surer than this, nothing else is tried.
_NO_DOUBT: Final = 0.65
# What the network looks at first, and where that leaves doubt also at: more detail, and more at a glance.
_LONG_SIDES: Final = (384, 512, 288)
_MOST_PAGES: Final = 16
_MORE: Final = 3  # candidates that a thorough look may add
_TOUCHING: Final = 0.02
_CONTESTED: Final = 0.45
# In common with others, as a share of the smaller one: more is no inaccuracy; a doubtful one may be left out for it.
_UPON: Final = 0.06
_COVERED: Final = 0.6
# Found pages are painted over with what lies around them, so far beyond their sides.
_PAINTED: Final = 0.004  # of the picture's longer side
_TILE: Final = 0.6  # of the picture, each way


def find_several(pyramid: Pyramid, finder: PageFinderNetwork) -> list[Settled]:
    """Find every page in a picture, in no order."""
    found = _closely(_from_afar(pyramid.at_least(WORK_SIDE), pyramid, finder), (), pyramid.whole, finder)
    for further in (_from_afar, _in_tiles):
        sure = [one for one in found if not one.flagged]
        if not found or len(found) >= _MOST_PAGES:
            break
        rest = _painted_over(pyramid.at_least(WORK_SIDE), sure)
        seen = [one for one in further(rest, pyramid, finder) if _is_new(one, sure)]
        found += [one for one in _closely(seen, sure, pyramid.whole, finder) if not one.flagged]
    level = pyramid.at_least(WORK_SIDE)
    return _apart([replace(one, corners=with_band(level, one.corners)) for one in found])


def _apart(found: Sequence[Settled]) -> list[Settled]:
    """Flag of two pages that lie upon each other the less sure one; leave out doubtful ones that others cover."""
    kept: list[Settled] = []
    for one in sorted(found, key=lambda settled: -settled.confidence):
        sure = [other for other in kept if not other.flagged]
        if one.flagged and sum(_common(one.corners, other.corners) for other in sure) > _COVERED * area(one.corners):
            continue
        upon = any(
            _common(one.corners, other.corners) > _UPON * min(area(one.corners), area(other.corners)) for other in sure
        )
        kept.append(replace(one, confidence=min(one.confidence, _CONTESTED)) if upon else one)
    return kept


def _common(one: Corners, other: Corners) -> float:
    """Return the area that two pages have in common."""
    return float(cv2.intersectConvexConvex(one.astype(np.float32), other.astype(np.float32))[0])


def _from_afar(level: Level, pyramid: Pyramid, finder: PageFinderNetwork) -> list[Settled]:
    """Find pages, the likeliest to be meant first. Where one look leaves no doubt, it is the only one."""
    height, width = pyramid.whole.shape[:2]
    found: list[Settled] = []
    looks: list[Maps] = []
    for maps, thorough in _looks(level.pixels, finder):
        looks += [] if thorough else [maps]
        quads = further_candidates(maps)[:_MORE] if thorough else candidates(maps, several=True)[:_MOST_PAGES]
        seen = settle(level, maps, quads, alone=False)
        if found:
            seen = [one for one in seen if not one.flagged or any(one.is_same(other) for other in found)]
        found = distinct(found + seen)
        found.sort(key=lambda one: -one.confidence * prominence(one.corners, height, width))
        if found and min(one.confidence for one in found[:_MOST_PAGES]) > _NO_DOUBT:
            break
    heard = [replace(one, confidence=heard_by_all(one, looks, alone=False)) for one in found]
    return [_contested(one, heard) for one in heard[:_MOST_PAGES]]


def _in_tiles(level: Level, pyramid: Pyramid, finder: PageFinderNetwork) -> list[Settled]:
    """Find pages that are surely seen in one of four parts of a picture: small ones are overlooked in all of it."""
    height, width = level.pixels.shape[:2]
    rows, columns = round(height * _TILE), round(width * _TILE)
    found: list[Settled] = []
    for top in (0, height - rows):
        for left in (0, width - columns):
            tile = Level(np.ascontiguousarray(level.pixels[top : top + rows, left : left + columns]), level.factor)
            maps = finder.look(tile.pixels)
            seen = settle(tile, maps, candidates(maps, several=True), alone=False)
            shift = np.array([left, top]) * level.factor
            found += [replace(one, corners=np.add(one.corners, shift)) for one in seen if not one.flagged]
    return distinct(found)


def _looks(picture: Pixels, finder: PageFinderNetwork) -> Iterator[tuple[Maps, bool]]:
    """Yield what the network sees at one size after the other, each to be taken at its word first, then thoroughly."""
    for long_side in _LONG_SIDES:
        maps = finder.look(picture, long_side)
        yield maps, False
        yield maps, True


def _contested(one: Settled, all_found: Sequence[Settled]) -> Settled:
    """Flag a page that another one, as likely as not, lies upon or under: which is meant a person must say."""
    rivals = [other for other in all_found if other is not one and not other.flagged]
    if any(overlap(one.corners, rival.corners) > _TOUCHING for rival in rivals):
        return replace(one, confidence=min(one.confidence, _CONTESTED))
    return one


def _closely(
    seen: Sequence[Settled], known: Sequence[Settled], picture: Pixels, finder: PageFinderNetwork
) -> list[Settled]:
    """Look at each page closely and return what they really are, sure ones first, none that is known already."""
    found: list[Settled] = []
    for one in sorted(seen, key=lambda settled: settled.flagged):
        found += [part for part in parted(one, picture, finder) if _is_new(part, [*known, *found])]
    return found


def _is_new(one: Settled, known: Sequence[Settled]) -> bool:
    return all(overlap(one.corners, other.corners) < SAME_PAGE for other in known)


def _painted_over(level: Level, found: Sequence[Settled]) -> Level:
    """Return a picture without the pages that were found: beside bright large ones, small ones are overlooked."""
    height, width = level.pixels.shape[:2]
    reach = 2 * round(_PAINTED * max(height, width)) + 1
    covered = np.zeros((height, width), np.uint8)
    for one in found:
        cv2.fillPoly(covered, [np.asarray(np.rint(level.here(one.corners)), np.int32)], 1)
    around = np.asarray(cv2.dilate(covered, np.ones((reach, reach), np.uint8)), np.uint8)
    bare = level.pixels[around == 0]
    pixels = level.pixels.copy()
    if len(bare):
        pixels[around > 0] = np.median(bare[:: max(1, len(bare) // 5000)], axis=0).astype(np.uint8)
    return Level(pixels, level.factor)
