"""Finds the one page that a picture was taken of: at a glance, and by several looks together where that leaves doubt.

The network looks at the picture at several sizes, also upside down and mirrored: its mistakes are then others each
time, and the page is the same. Every quadrilateral that any look offers is weighed by all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from devices.imaging.bands import with_band
from devices.imaging.candidates import candidates, further_candidates, prominence
from devices.imaging.confidence import FLAGGED_BELOW, Opinions, lies_free, log_odds
from devices.imaging.evidence import MOST_WITHIN, SOME_WITHIN, evidence_of, sides_within
from devices.imaging.frames import is_printed
from devices.imaging.geometry import area, overlap
from devices.imaging.junctions import goes_on
from devices.imaging.meeting import meet_within
from devices.imaging.networks import Flip, Maps, PageFinderNetwork
from devices.imaging.parting import is_parted
from devices.imaging.pyramid import Level
from devices.imaging.recombine import recombined
from devices.imaging.settle import Settled, distinct, settle
from devices.imaging.upon import is_askew, lying_upon

# Surer than this at first glance, nothing else is tried.
NO_DOUBT: Final = 0.8
_FURTHER: Final = ((512, Flip.NONE), (448, Flip.UPSIDE_DOWN), (448, Flip.MIRRORED))
_MORE: Final = 3  # quadrilaterals that each look offers besides its first
_RECOMBINED: Final = 2
_WEIGHED: Final = 4  # of all, the likeliest
_NOT_YET_SET: Final = 0.98
_CLEAR_SIDE: Final = 0.6
_CLEAR: Final = 0.72
_NOT_PRINTED: Final = 0.05
_ALIKE: Final = 0.98
_ONE_OPINION: Final = 0.93
# Two that overlap by more than the first and less than the second are papers that lie on each other; by more than that,
# two opinions on one. From the last on these are as good as the same.
_TOUCHING: Final = 0.02
_ONE_PAGE: Final = 0.3
_SAME_PAPER: Final = 0.6
_ONE_VIEW: Final = 0.85
_CONTESTED: Final = 0.45
_MOST_LOOKS: Final = 3  # of four that see two papers; of 392 right pages so many do in one of which the first does not
# What overlaps two papers together so much is neither of them: of A4 beside A5 the larger has 0.67.
_MOST_OF_BOTH: Final = 0.75
_MOSTLY: Final = 0.85
_SEEN_AT_ALL: Final = 0.1
# Less sure than this, what lies upon a page is looked for; that takes time, and where all of the page is in the picture
# it seldom is another that was meant.
_SURE_OF_CUT: Final = 0.7
_HARDLY: Final = 0.25
# Of the picture's long side: a page that fills a scan reaches out by less, more is missing of one that was cut off.
_MOST_OUT: Final = 0.05


@dataclass(frozen=True, slots=True, eq=False)
class Weighed:
    """A quadrilateral with what all looks make of it, and of the others that they offered."""

    settled: Settled
    opinions: Opinions


def find_one(level: Level, finder: PageFinderNetwork, height: int, width: int) -> Settled | None:
    """Find the page that a picture was taken of: the largest and most central. None where there is none.

    One that something seems to cover is flagged, and one that reaches well out of the picture: where its corner is
    was guessed, and often it is another paper's. So is a frame that is printed on a paper which is hardly seen.
    Arguments as of `likeliest`.
    """
    found = likeliest(level, finder, height, width)
    if found is None or found.flagged:
        return found
    if found.evidence.out > _MOST_OUT:
        return replace(found, confidence=_CONTESTED)
    here = level.here(found.corners)
    if is_printed(level.pixels, here):
        return replace(found, confidence=_CONTESTED)
    beyond = goes_on(level.pixels, here)
    if lies_free(found.confidence, found.evidence.unlike, beyond) < FLAGGED_BELOW:
        return replace(found, confidence=_CONTESTED)
    return found


def likeliest(level: Level, finder: PageFinderNetwork, height: int, width: int) -> Settled | None:
    """Find the same, as sure as it is if nothing covers it.

    Args:
        level: the picture at a working size.
        finder: the network.
        height: of the whole picture.
        width: of the whole picture.
    """
    maps = finder.look(level.pixels)
    first = settle(level, maps, candidates(maps)[:1])
    is_sure = bool(first) and _is_sure(level, maps, first[0])
    found = first[0] if is_sure else _in_doubt(level, finder, maps, first, (height, width))
    return None if found is None else replace(found, corners=with_band(level, found.corners))


def _is_sure(level: Level, maps: Maps, first: Settled) -> bool:
    """Tell whether the first glance is enough."""
    is_one = first.confidence > NO_DOUBT and first.evidence.within < MOST_WITHIN
    return is_one and not _is_two(level, maps, first)


def _in_doubt(
    level: Level, finder: PageFinderNetwork, maps: Maps, first: Sequence[Settled], picture: tuple[int, int]
) -> Settled | None:
    """Find the page by several looks together, where the first left doubt."""
    height, width = picture
    looks = _look_further(level, finder, maps)
    offered, unions = _offered(level, looks, first)
    weighed = _weigh_each(offered, looks)
    if not weighed:
        return None
    best = _meant(weighed, height, width)
    if best.opinions.confidence < (_SURE_OF_CUT if _is_cut(best.settled, picture) else _HARDLY):
        upon = _upon(level, looks, weighed, best, picture)
        if upon is not None:
            return _contested(upon)
    return _contested(best) if _is_contested(level, looks, weighed, unions, best) else _as_sure_as_all(best)


def _upon(
    level: Level, looks: Sequence[Maps], weighed: Sequence[Weighed], best: Weighed, picture: tuple[int, int]
) -> Weighed | None:
    """Return what lies upon the best quadrilateral, if that is rather the page that was meant."""
    quads = [looks[0].here(quad) for quad in lying_upon(level.pixels, level.here(best.settled.corners))]
    further = _weigh_each(settle(level, looks[0], quads), looks)
    clear = [one for one in further if _lies_clearly(one, best.settled)]
    if clear:
        return max(clear, key=lambda one: one.opinions.chance)
    meant = _meant([*weighed, *further], *picture)
    return meant if meant in further else None


def _is_contested(
    level: Level, looks: Sequence[Maps], weighed: Sequence[Weighed], unions: Sequence[Settled], best: Weighed
) -> bool:
    """Tell whether other quadrilaterals or most looks speak against the best one, however sure it is by itself."""
    one = best.settled
    return (
        any(_disputes(other, best) for other in weighed)
        or any(overlap(one.corners, union.corners) > _MOST_OF_BOTH for union in unions)
        or any(_is_half(best, union, weighed) for union in unions)
        or sum(_has_sides_across(level, look, one) for look in looks) >= _MOST_LOOKS
    )


def _is_half(best: Weighed, union: Settled, weighed: Sequence[Weighed]) -> bool:
    """Tell whether a page is one of what seemed two papers, and the other one was not seen: then they may be one."""
    if not _is_within(best.settled, union):
        return False
    others = (one for one in weighed if overlap(one.settled.corners, best.settled.corners) < _ONE_PAGE)
    return not any(_is_within(one.settled, union) and one.opinions.chance > _SEEN_AT_ALL for one in others)


def _is_within(one: Settled, union: Settled) -> bool:
    share = area(one.corners) / area(union.corners)
    return share < _MOST_OF_BOTH and overlap(one.corners, union.corners) > _MOSTLY * share


def _as_sure_as_all(one: Weighed) -> Settled:
    return replace(one.settled, confidence=one.opinions.confidence)


def _contested(one: Weighed) -> Settled:
    return replace(one.settled, confidence=min(one.opinions.confidence, _CONTESTED))


def weigh(level: Level, finder: PageFinderNetwork, maps: Maps, first: Sequence[Settled]) -> list[Weighed]:
    """Return the likeliest quadrilaterals that any look offers, each with what all of them make of it.

    Args:
        level: the picture at a working size.
        finder: the network.
        maps: what it saw at first.
        first: what was found on them already.
    """
    looks = _look_further(level, finder, maps)
    return _weigh_each(_offered(level, looks, first)[0], looks)


def _look_further(level: Level, finder: PageFinderNetwork, maps: Maps) -> list[Maps]:
    return [maps, *(finder.look(level.pixels, long_side, flip) for long_side, flip in _FURTHER)]


def _offered(
    level: Level, looks: Sequence[Maps], first: Sequence[Settled]
) -> tuple[Sequence[Settled], Sequence[Settled]]:
    """Return the likeliest of what was found, what any look offers, and what the sides of all these make anew.

    Those that are two papers are returned apart; where nothing else was offered, the likeliest is among both.
    """
    offered = list(first)
    for index, seen in enumerate(looks):
        quads = [*(candidates(seen)[:1] if index else []), *further_candidates(seen)[:_MORE]]
        for quad in quads:
            if all(overlap(level.there(seen.there(quad)), one.corners) < _NOT_YET_SET for one in offered):
                offered += settle(level, seen, [quad])
    if offered:
        offered.sort(key=lambda one: -one.confidence)
        here = [looks[0].here(level.here(one.corners)) for one in offered]
        offered += settle(level, looks[0], recombined(here, looks, _RECOMBINED, _ALIKE))
    surest = sorted(distinct(offered, _ALIKE), key=lambda one: -one.confidence)
    pages: list[Settled] = []
    unions: list[Settled] = []
    for one in surest:
        (unions if _is_two(level, looks[0], one) else pages).append(one)
        if len(pages) == _WEIGHED:
            break
    return pages or unions[:1], unions


def _is_two(level: Level, maps: Maps, one: Settled) -> bool:
    return _has_sides_across(level, maps, one) or meet_within(level.pixels, maps, maps.here(level.here(one.corners)))


def _has_sides_across(level: Level, maps: Maps, one: Settled) -> bool:
    """Tell whether a look sees that a quadrilateral is parted; most lose no time, as it sees no sides within."""
    quad = maps.here(level.here(one.corners))
    return sides_within(maps, quad) > SOME_WITHIN and is_parted(maps, quad)


def _weigh_each(all_of_them: Sequence[Settled], looks: Sequence[Maps]) -> list[Weighed]:
    odds = [_odds(one, looks, alone=True) for one in all_of_them]
    return [
        Weighed(one, Opinions(odds[index], _best_rival(index, all_of_them, odds)))
        for index, one in enumerate(all_of_them)
    ]


def _meant(weighed: Sequence[Weighed], height: int, width: int) -> Weighed:
    """Return the likeliest view of the page that was meant: which page is, its place and size say too."""
    meant = max(weighed, key=lambda one: prominence(one.settled.corners, height, width) * one.opinions.chance)
    same = [one for one in weighed if overlap(one.settled.corners, meant.settled.corners) > _SAME_PAPER]
    return max(same, key=lambda one: one.opinions.chance)


def _is_cut(one: Settled, picture: tuple[int, int]) -> bool:
    """Tell whether a page reaches the picture's border: what lies below another mostly does."""
    height, width = picture
    return bool((one.corners < 0.01 * width).any() or (one.corners > (0.99 * width, 0.99 * height)).any())


def _lies_clearly(one: Weighed, below: Settled) -> bool:
    """Tell whether something upon a paper has four edges of its own, and is no picture that is printed on it.

    What is printed lies straight on its paper, and the network hardly ever takes it for a page.
    """
    sides = one.settled.refined.support.mean(axis=1)
    if is_askew(one.settled.corners, below.corners):
        return float(sides.min()) > _CLEAR_SIDE and float(sides.mean()) > _CLEAR
    return float(sides.min()) > _CLEAR and one.opinions.chance > _NOT_PRINTED


def heard_by_all(one: Settled, looks: Sequence[Maps], *, alone: bool) -> float:
    """Return how sure a page is, and no surer than all looks together make it: one alone may be sure of its mistake."""
    if len(looks) < 2:
        return one.confidence
    return min(one.confidence, Opinions(_odds(one, looks, alone=alone), None).chance)


def _odds(one: Settled, looks: Sequence[Maps], *, alone: bool) -> tuple[float, ...]:
    refined = one.refined
    return tuple(
        log_odds(evidence_of(maps, maps.here(refined.corners), refined.support, alone=alone)) for maps in looks
    )


def _best_rival(index: int, all_of_them: Sequence[Settled], odds: Sequence[tuple[float, ...]]) -> float | None:
    mine = all_of_them[index].corners
    others = [
        float(np.mean(odds[place]))
        for place, other in enumerate(all_of_them)
        if overlap(mine, other.corners) < _ONE_OPINION
    ]
    return max(others, default=None)


def _disputes(other: Weighed, best: Weighed) -> bool:
    """Tell whether another quadrilateral makes it doubtful which page is meant, or where it ends.

    That is a page which lies on the best one, or a view of it that is as good as sure and quite different.
    """
    shared = overlap(best.settled.corners, other.settled.corners)
    if shared < _ONE_PAGE:
        return shared > _TOUCHING and other.opinions.chance > FLAGGED_BELOW
    return shared < _ONE_VIEW and other.opinions.confidence > FLAGGED_BELOW
