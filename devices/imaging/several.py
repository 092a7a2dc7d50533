"""Finds every page and card on one glass: from afar, then each closely, then what the found ones outshone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

import cv2
import numpy as np

from devices.core.scanning import Pixels
from devices.imaging.candidates import candidates, further_candidates, prominence
from devices.imaging.consensus import heard_by_all
from devices.imaging.geometry import area, overlap
from devices.imaging.networks import Maps, PageFinderNetwork
from devices.imaging.pyramid import Level, Pyramid
from devices.imaging.settle import SAME_PAGE, Settled, distinct, settle

_WORK_SIDE: Final = 800  # at least; finer pictures only bring noise
# Surer than this, nothing else is tried.
_NO_DOUBT: Final = 0.65
# What the network looks at first, and where that leaves doubt also at: more detail, and more at a glance.
_LONG_SIDES: Final = (384, 512, 288)
_MOST_PAGES: Final = 16
_MORE: Final = 3  # candidates that a thorough look may add
_TOUCHING: Final = 0.02
_CONTESTED: Final = 0.45
# What is looked at closely, with so much room around it, then with more; which parts are believed: shares of it.
_ROOM_AROUND: Final = 0.06
_MORE_ROOM: Final = 0.3
_LEAST_CROP: Final = 64
_ALL: Final = 0.7
_OF_WHOLE: Final = 0.1
_MOST_OF_WHOLE: Final = 0.85
_WITHIN: Final = 0.85
_TOGETHER: Final = 0.7
_SURE_PIECE: Final = 0.8
_THE_SAME: Final = 0.8
# Found pages are painted over with what lies around them, so far beyond their sides.
_PAINTED: Final = 0.004  # of the picture's longer side
_ROUNDS: Final = 2


def find_several(pyramid: Pyramid, finder: PageFinderNetwork) -> list[Settled]:
    """Find every page in a picture, in no order."""
    found = _closely(_from_afar(pyramid.at_least(_WORK_SIDE), pyramid, finder), (), pyramid.whole, finder)
    for _ in range(_ROUNDS):
        if not found or len(found) >= _MOST_PAGES:
            break
        rest = _painted_over(pyramid.at_least(_WORK_SIDE), found)
        seen = [one for one in _from_afar(rest, pyramid, finder) if _is_new(one, found)]
        more = [one for one in _closely(seen, found, pyramid.whole, finder) if not one.flagged]
        if not more:
            break
        found += more
    return found


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


def parted(one: Settled, picture: Pixels, finder: PageFinderNetwork) -> list[Settled]:
    """Look at one page closely and return what it really is: papers that nearly touch are one from afar.

    A sure page is only given up for parts that fill it; a doubtful one for whatever is sure within it. What stays one
    page gets the surest corners, also where a first sight took a part for the whole.
    """
    seen = _close_look(one, picture, finder, _ROOM_AROUND)
    inside = [part for part in seen if not part.flagged and _is_within(part, one)]
    whole_area = area(one.corners)
    pieces = distinct([part for part in inside if area(part.corners) < _MOST_OF_WHOLE * whole_area])
    together = sum(area(piece.corners) for piece in pieces) / whole_area
    sure = all(piece.confidence > _SURE_PIECE for piece in pieces)
    if len(pieces) > 1 and together > _TOGETHER and sure:
        return pieces
    seen += _close_look(one, picture, finder, _MORE_ROOM)
    inside = [part for part in seen if not part.flagged and _is_within(part, one)]
    if one.flagged and inside:
        return distinct(inside)
    return [max([one, *(part for part in seen if _is_the_same(part, one))], key=lambda part: part.confidence)]


def _close_look(one: Settled, picture: Pixels, finder: PageFinderNetwork, room: float) -> list[Settled]:
    """Return what is seen around a page, with room on each side as a share of its size; nothing where that is all."""
    height, width = picture.shape[:2]
    least, most = one.corners.min(axis=0), one.corners.max(axis=0)
    around = room * (most - least)
    (left, top), (right, bottom) = (
        np.clip(edge, 0, (width, height)).astype(int) for edge in (np.floor(least - around), np.ceil(most + around) + 1)
    )
    if min(right - left, bottom - top) < _LEAST_CROP or (right - left) * (bottom - top) > _ALL * height * width:
        return []
    level = Pyramid(np.ascontiguousarray(picture[top:bottom, left:right])).at_least(_WORK_SIDE)
    maps = finder.look(level.pixels)
    quads = candidates(maps, several=True) + further_candidates(maps)
    shift = np.array([left, top], np.float64)
    return [replace(part, corners=np.add(part.corners, shift)) for part in settle(level, maps, quads, alone=False)]


def _is_within(part: Settled, one: Settled) -> bool:
    share = area(part.corners) / area(one.corners)
    return share > _OF_WHOLE and overlap(part.corners, one.corners) > _WITHIN * share / max(1.0, share)


def _is_the_same(part: Settled, one: Settled) -> bool:
    """Return whether it is the page again, or the page of which that was a part."""
    return overlap(part.corners, one.corners) > _THE_SAME * min(1.0, area(one.corners) / area(part.corners))


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
