"""Looks closely at what was taken for one page: whether it is one, and what it really is.

Papers that touch are one from afar. Close by, the network sees the sides between them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from devices.core.scanning import Pixels
from devices.imaging.candidates import candidates, further_candidates
from devices.imaging.confidence import chance_of_all
from devices.imaging.evidence import MOST_WITHIN, SOME_WITHIN, evidence_of
from devices.imaging.geometry import Corners, area, clockwise_from_top_left, lies_in, overlap
from devices.imaging.networks import Maps, PageFinderNetwork
from devices.imaging.parting import line_across
from devices.imaging.pyramid import WORK_SIDE, Level, Pyramid
from devices.imaging.settle import Settled, distinct, settle

# What is looked at closely, with so much room around it, then with more; which parts are believed: shares of it.
_ROOM_AROUND: Final = 0.06
_MORE_ROOM: Final = 0.3
_LEAST_CROP: Final = 64
_OF_WHOLE: Final = 0.1
_MOST_OF_WHOLE: Final = 0.85
_TOGETHER: Final = 0.7
_SURE_PIECE: Final = 0.8
_THE_SAME: Final = 0.8
# A cut of an item in which some sides are seen is believed where its parts fill so much.
_FILLED: Final = 0.85
_DOUBTFUL: Final = 0.45
_TIMES: Final = 3
# How well a side that parts an item must be seen all along.
_SEEN: Final = 0.3


@dataclass(frozen=True, slots=True, eq=False)
class _Look:
    """What the network sees in a part of a picture."""

    level: Level
    maps: Maps
    shift: NDArray[np.float64]

    def here(self, corners: Corners) -> Corners:
        """Return corners in the whole picture on the maps."""
        return self.maps.here(self.level.here(np.subtract(corners, self.shift)))

    def settled(self, quads: Iterable[Corners]) -> list[Settled]:
        """Return quadrilaterals on the maps as set to the edges of the whole picture."""
        found = settle(self.level, self.maps, quads, alone=False)
        return [replace(one, corners=np.add(one.corners, self.shift)) for one in found]


def parted(one: Settled, picture: Pixels, finder: PageFinderNetwork, times: int = _TIMES) -> list[Settled]:
    """Look at one page closely and return what it really is: papers that nearly touch are one from afar.

    A sure page is only given up for parts that fill it; a doubtful one for whatever is sure within it. What stays one
    page gets the surest corners, also where a first sight took a part for the whole, and is no surer than close looks
    make it.

    Args:
        one: the page.
        picture: all of it.
        finder: the network.
        times: how often parts are parted again.
    """
    near = _look_at(one, picture, finder, _ROOM_AROUND)
    if near is None:
        return [one]

    def again(parts: Iterable[Settled]) -> list[Settled]:
        return distinct([piece for part in parts for piece in parted(part, picture, finder, times - 1)])

    seen = _offered(near)
    pieces = distinct([part for part in _inside(one, seen) if area(part.corners) < _MOST_OF_WHOLE * area(one.corners)])
    if times and _fill(pieces, one, _TOGETHER) and all(piece.confidence > _SURE_PIECE for piece in pieces):
        return again(pieces)
    far = _look_at(one, picture, finder, _MORE_ROOM)
    looks = [near] if far is None else [near, far]
    seen += [] if far is None else _offered(far)
    # What was parted from another paper was seen closely already, and does not grow together with it again.
    same = [part for part in seen if _is_the_same(part, one)] if times == _TIMES else []
    best = max([one, *same], key=lambda part: part.confidence)
    heard, within = _heard(best, looks)
    if times and (heard.flagged or within > SOME_WITHIN):
        halves = [part for part in again(_cut(near, one)) if not part.flagged]
        if halves and (heard.flagged or _fill(halves, one, _FILLED)):
            return halves
    inside = _inside(one, seen)
    if times and one.flagged and inside:
        return again(distinct(inside))
    return [heard]


def _inside(one: Settled, seen: Sequence[Settled]) -> list[Settled]:
    """Return what is sure within a page."""
    return [part for part in seen if not part.flagged and _is_within(part, one)]


def _fill(parts: Sequence[Settled], one: Settled, share: float) -> bool:
    return len(parts) > 1 and sum(area(part.corners) for part in parts) > share * area(one.corners)


def _look_at(one: Settled, picture: Pixels, finder: PageFinderNetwork, room: float) -> _Look | None:
    """Look at a page with room on each side as a share of its size; None where too little of it is in the picture."""
    height, width = picture.shape[:2]
    least, most = one.corners.min(axis=0), one.corners.max(axis=0)
    around = room * (most - least)
    (left, top), (right, bottom) = (
        np.clip(edge, 0, (width, height)).astype(int) for edge in (np.floor(least - around), np.ceil(most + around) + 1)
    )
    if min(right - left, bottom - top) < _LEAST_CROP:
        return None
    level = Pyramid(np.ascontiguousarray(picture[top:bottom, left:right])).at_least(WORK_SIDE)
    return _Look(level, finder.look(level.pixels), np.array([left, top], np.float64))


def _offered(look: _Look) -> list[Settled]:
    return look.settled(candidates(look.maps, several=True) + further_candidates(look.maps))


def _heard(one: Settled, looks: Sequence[_Look]) -> tuple[Settled, float]:
    """Return a page no surer than close looks make it together, and how much of sides all see in the middle of it.

    Where that is more than any paper has, it is doubtful.
    """
    evidence = [evidence_of(look.maps, look.here(one.corners), one.refined.support, alone=False) for look in looks]
    chance = chance_of_all(evidence)
    within = min(each.within for each in evidence)
    if within > MOST_WITHIN:
        chance = min(chance, _DOUBTFUL)
    return replace(one, confidence=min(one.confidence, chance)), within


def _cut(look: _Look, one: Settled) -> list[Settled]:
    """Return what lies on either side of the line across a page that is seen best as a side; nothing without one."""
    corners = clockwise_from_top_left(look.here(one.corners))
    lines = [(line_across(look.maps.side, turned), turned) for turned in (corners, np.roll(corners, -1, axis=0))]
    line, turned = max(lines, key=lambda found: found[0].seen)
    return look.settled(line.parts(turned)) if line.seen > _SEEN else []


def _is_within(part: Settled, one: Settled) -> bool:
    return area(part.corners) > _OF_WHOLE * area(one.corners) and lies_in(part.corners, one.corners)


def _is_the_same(part: Settled, one: Settled) -> bool:
    """Return whether it is the page again, or the page of which that was a part."""
    return overlap(part.corners, one.corners) > _THE_SAME * min(1.0, area(one.corners) / area(part.corners))
