"""Finds pages in pictures: four corners each, with a confidence that is right more often than not only from 0.5 up.

A small network (`networks`) says where a page, its sides and its corners are; a quadrilateral is laid around each page
that it sees, its sides are set to the edges in the picture (`settle`, `refine`), and how well all these agree
(`evidence`) is the confidence (`confidence`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from devices.core.scanning import Pixels
from devices.imaging.candidates import candidates, further_candidates, prominence
from devices.imaging.confidence import FLAGGED_BELOW, confidence_of
from devices.imaging.consensus import find_one, heard_by_all
from devices.imaging.evidence import evidence_of
from devices.imaging.geometry import Corners, area, clockwise_from_top_left, overlap, whole
from devices.imaging.networks import LONG_SIDE, Maps, Networks, shipped
from devices.imaging.pyramid import Pyramid
from devices.imaging.settle import Settled, distinct, settle

# Surer than this, nothing else is tried.
_NO_DOUBT: Final = 0.65
_WORK_SIDE: Final = 800  # at least; finer pictures only bring noise
# What the network looks at first, and where that leaves doubt also at: more detail, and more at a glance.
_LONG_SIDES: Final = (384, 512, 288)
_MOST_PAGES: Final = 16
_MORE: Final = 3  # candidates that a thorough look may add
_SAME: Final = 0.3
_TOUCHING: Final = 0.02
_CONTESTED: Final = 0.45
# What is looked at closely to part it, with so much room around, and which parts are believed: shares of the whole.
_ROOM_AROUND: Final = 0.06
_LEAST_CROP: Final = 64
_ALL: Final = 0.7
_OF_WHOLE: Final = 0.1
_MOST_OF_WHOLE: Final = 0.85
_WITHIN: Final = 0.85
_TOGETHER: Final = 0.7
_SURE_PIECE: Final = 0.8
_ID1: Final = 85.60 / 53.98
_NEAR_ID1: Final = 0.02
_LEAST_OF_CARD: Final = 0.8


@dataclass(frozen=True, slots=True, eq=False)
class Outline:
    """Where a page is.

    Attributes:
        corners: (4, 2) x and y in pixels of the picture as displayed: top left, top right, bottom right, bottom left as
            the page lies in it. They may be a little outside.
        confidence: 0 to 1; under 0.5 a person must look.
    """

    corners: Corners
    confidence: float

    @property
    def flagged(self) -> bool:
        """Whether a person must look."""
        return self.confidence < FLAGGED_BELOW


def find_outline(frame: Pixels, networks: Networks | None = None) -> Outline | None:
    """Find the page in a frame of a live preview, quickly: from the network alone. None where there is none.

    Args:
        frame: (height, width, 3) RGB or (height, width) gray.
        networks: those that ship if None.
    """
    finder = (networks or shipped()).finder
    level = Pyramid(frame).at_least(LONG_SIDE)
    maps = finder.look(level.pixels)
    rough = candidates(maps)
    if not rough:
        return None
    corners = clockwise_from_top_left(level.there(maps.there(rough[0])))
    return Outline(corners, confidence_of(evidence_of(maps, rough[0], None)))


def find_page(picture: Pixels, networks: Networks | None = None) -> Outline | None:
    """Find the page that a picture was taken of: the largest and most central. None where there is none."""
    return find_page_in(Pyramid(picture), networks or shipped())


def find_pages(picture: Pixels, networks: Networks | None = None) -> tuple[Outline, ...]:
    """Find every page and card in a picture, from top to bottom and left to right."""
    known, pyramid = networks or shipped(), Pyramid(picture)
    found: list[Outline] = []
    for one in sorted(_find_several(pyramid, known), key=lambda outline: outline.flagged):
        parts = parted(one, pyramid.whole, known)
        found += [part for part in parts if all(overlap(part.corners, other.corners) < _SAME for other in found)]
    if not found:
        return ()
    row = float(np.median([np.ptp(outline.corners[:, 1]) for outline in found])) / 2
    return tuple(
        sorted(found, key=lambda one: (round(one.corners[:, 1].mean() / max(row, 1.0)), one.corners[:, 0].mean()))
    )


def find_page_in(pyramid: Pyramid, networks: Networks) -> Outline | None:
    """Find the page that a picture was taken of; see find_page."""
    height, width = pyramid.whole.shape[:2]
    found = find_one(pyramid.at_least(_WORK_SIDE), networks.finder, height, width)
    return None if found is None else _in_a_card(Outline(found.corners, found.confidence), height, width)


def _find_several(pyramid: Pyramid, networks: Networks) -> list[Outline]:
    """Find pages in a picture, the likeliest to be meant first. Where one look leaves no doubt, it is the only one."""
    level = pyramid.at_least(_WORK_SIDE)
    height, width = pyramid.whole.shape[:2]
    found: list[Settled] = []
    looks: list[Maps] = []
    for maps, thorough in _looks(level.pixels, networks):
        looks += [] if thorough else [maps]
        quads = further_candidates(maps)[:_MORE] if thorough else candidates(maps, several=True)[:_MOST_PAGES]
        seen = settle(level, maps, quads, alone=False)
        if found:
            seen = [one for one in seen if not one.flagged or any(one.is_same(other) for other in found)]
        found = distinct(found + seen)
        found.sort(key=lambda one: -one.confidence * prominence(one.corners, height, width))
        if found and min(one.confidence for one in found[:_MOST_PAGES]) > _NO_DOUBT:
            break
    outlines = [Outline(one.corners, heard_by_all(one, looks, alone=False)) for one in found]
    return [_in_a_card(_contested(outline, outlines), height, width) for outline in outlines[:_MOST_PAGES]]


def parted(outline: Outline, picture: Pixels, networks: Networks) -> list[Outline]:
    """Look at one outline closely and return what it really is: papers that nearly touch are one from afar.

    A sure outline is only given up for parts that fill it; a doubtful one for whatever is sure within it.
    """
    height, width = picture.shape[:2]
    size = np.array([width, height])
    least, most = outline.corners.min(axis=0), outline.corners.max(axis=0)
    room = _ROOM_AROUND * (most - least)
    (left, top), (right, bottom) = (
        np.clip(edge, 0, size).astype(int) for edge in (np.floor(least - room), np.ceil(most + room) + 1)
    )
    if min(right - left, bottom - top) < _LEAST_CROP or (right - left) * (bottom - top) > _ALL * height * width:
        return [outline]
    level = Pyramid(np.ascontiguousarray(picture[top:bottom, left:right])).at_least(_WORK_SIDE)
    maps = networks.finder.look(level.pixels)
    quads = candidates(maps, several=True) + further_candidates(maps)
    shift, whole_area = np.array([left, top], np.float64), area(outline.corners)
    inside = [
        replace(one, corners=np.add(one.corners, shift))
        for one in settle(level, maps, quads, alone=False)
        if not one.flagged
    ]
    inside = [one for one in inside if _is_within(one.corners, outline.corners)]
    pieces = distinct([one for one in inside if area(one.corners) < _MOST_OF_WHOLE * whole_area])
    together = sum(area(piece.corners) for piece in pieces) / whole_area
    sure = all(piece.confidence > _SURE_PIECE for piece in pieces)
    if len(pieces) > 1 and together > _TOGETHER and sure:
        return [Outline(piece.corners, piece.confidence) for piece in pieces]
    if outline.flagged and inside:
        return [Outline(one.corners, one.confidence) for one in distinct(inside)]
    return [outline]


def _is_within(part: Corners, outline: Corners) -> bool:
    share = area(part) / area(outline)
    return share > _OF_WHOLE and overlap(part, outline) > _WITHIN * share / max(1.0, share)


def _contested(outline: Outline, all_found: list[Outline]) -> Outline:
    """Flag a page that another one, as likely as not, lies upon or under: which is meant a person must say."""
    rivals = [one for one in all_found if one.corners is not outline.corners and not one.flagged]
    if any(overlap(outline.corners, rival.corners) > _TOUCHING for rival in rivals):
        return Outline(outline.corners, min(outline.confidence, _CONTESTED))
    return outline


def _in_a_card(outline: Outline, height: int, width: int) -> Outline:
    """Return, flagged, the whole of a picture that has the shape of a card instead of what was found within it.

    No camera and no glass has that shape: the card was cut out already, and what was found is its photo.
    """
    is_card = abs(max(height, width) / min(height, width) / _ID1 - 1) < _NEAR_ID1
    if is_card and area(outline.corners) < _LEAST_OF_CARD * height * width:
        return Outline(whole(height, width), min(outline.confidence, _CONTESTED))
    return outline


def _looks(picture: Pixels, networks: Networks) -> Iterator[tuple[Maps, bool]]:
    """Yield what the network sees at one size after the other, each to be taken at its word first, then thoroughly."""
    for long_side in _LONG_SIDES:
        maps = networks.finder.look(picture, long_side)
        yield maps, False
        yield maps, True
