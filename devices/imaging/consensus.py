"""Finds the one page that a picture was taken of: at a glance, and by several looks together where that leaves doubt.

The network looks at the picture at several sizes, also upside down and mirrored: its mistakes are then others each
time, and the page is the same. Every quadrilateral that any look offers is weighed by all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from devices.imaging.bands import with_band
from devices.imaging.candidates import candidates, prominence
from devices.imaging.contested import is_contested
from devices.imaging.doubtful import is_doubtful
from devices.imaging.evidence import MOST_WITHIN
from devices.imaging.geometry import overlap, reaches_border
from devices.imaging.networks import Flip, Maps, PageFinderNetwork
from devices.imaging.offers import offers_of
from devices.imaging.pyramid import Level
from devices.imaging.settle import Settled, settle
from devices.imaging.two_papers import is_two
from devices.imaging.upon import is_askew, lying_upon
from devices.imaging.weighing import Weighed, weigh_each

# Surer than this at first glance, nothing else is tried.
NO_DOUBT: Final = 0.8
_FURTHER: Final = ((512, Flip.NONE), (448, Flip.UPSIDE_DOWN), (448, Flip.MIRRORED))
_CLEAR_SIDE: Final = 0.6
_CLEAR: Final = 0.72
_NOT_PRINTED: Final = 0.05
_SAME_PAPER: Final = 0.6
_CONTESTED: Final = 0.45
# Less sure than this, what lies upon a page is looked for; that takes time, and where all of the page is in the picture
# it seldom is another that was meant.
_SURE_OF_CUT: Final = 0.7
_HARDLY: Final = 0.25


def find_one(level: Level, finder: PageFinderNetwork, height: int, width: int) -> Settled | None:
    """Find the page that a picture was taken of: the largest, most central and whole. None where there is none.

    It is flagged where `is_doubtful` speaks against it, however sure the looks are. Arguments as of `likeliest`.
    """
    found = likeliest(level, finder, height, width)
    if found is None or found.flagged or not is_doubtful(level, found):
        return found
    return replace(found, confidence=_CONTESTED)


def likeliest(level: Level, finder: PageFinderNetwork, height: int, width: int) -> Settled | None:
    """Find the same by looks alone, as sure as these are.

    Args:
        level: the picture at a working size.
        finder: the network.
        height: of the whole picture.
        width: of the whole picture.
    """
    maps = finder.look(level.pixels)
    first = settle(level, maps, candidates(maps)[:1])
    if first and is_sure(level, maps, first[0]):
        found: Settled | None = first[0]
    else:
        found = _in_doubt(level, finder, maps, first, (height, width))
    return None if found is None else replace(found, corners=with_band(level, found.corners))


def is_sure(level: Level, maps: Maps, first: Settled) -> bool:
    """Tell whether the first glance is enough: it sees one page, and nothing that would be another.

    Args:
        level: the picture.
        maps: what the network saw in it.
        first: the page that it saw.
    """
    is_one = first.confidence > NO_DOUBT and first.evidence.within < MOST_WITHIN
    return is_one and not is_two(level, maps, first.corners)


def _in_doubt(
    level: Level, finder: PageFinderNetwork, maps: Maps, first: Sequence[Settled], picture: tuple[int, int]
) -> Settled | None:
    """Find the page by several looks together, where the first left doubt."""
    looks = _look_further(level, finder, maps)
    offers = offers_of(level, looks, first)
    weighed = weigh_each(offers.to_weigh(), looks)
    if not weighed:
        return None
    best = _meant(weighed, *picture)
    if best.opinions.confidence < (_SURE_OF_CUT if reaches_border(best.settled.corners, *picture) else _HARDLY):
        upon = _upon(level, looks, weighed, best, picture)
        if upon is not None:
            return _contested(upon)
    return _contested(best) if is_contested(level, looks, weighed, offers.unions, best) else _as_sure_as_all(best)


def _upon(
    level: Level, looks: Sequence[Maps], weighed: Sequence[Weighed], best: Weighed, picture: tuple[int, int]
) -> Weighed | None:
    """Return what lies upon the best quadrilateral, if that is rather the page that was meant."""
    quads = [looks[0].here(quad) for quad in lying_upon(level.pixels, level.here(best.settled.corners))]
    further = weigh_each(settle(level, looks[0], quads), looks)
    clear = [one for one in further if _lies_clearly(one, best.settled)]
    if clear:
        return max(clear, key=lambda one: one.opinions.chance)
    meant = _meant([*weighed, *further], *picture)
    return meant if meant in further else None


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
    return weigh_each(offers_of(level, looks, first).to_weigh(), looks)


def _look_further(level: Level, finder: PageFinderNetwork, maps: Maps) -> list[Maps]:
    return [maps, *(finder.look(level.pixels, long_side, flip) for long_side, flip in _FURTHER)]


def _meant(weighed: Sequence[Weighed], height: int, width: int) -> Weighed:
    """Return the likeliest view of the page that was meant: which page is, its place and size say too."""
    meant = max(weighed, key=lambda one: prominence(one.settled.corners, height, width) * one.opinions.chance)
    same = [one for one in weighed if overlap(one.settled.corners, meant.settled.corners) > _SAME_PAPER]
    return max(same, key=lambda one: one.opinions.chance)


def _lies_clearly(one: Weighed, below: Settled) -> bool:
    """Tell whether something upon a paper has four edges of its own, and is no picture that is printed on it.

    What is printed lies straight on its paper, and the network hardly ever takes it for a page.
    """
    sides = one.settled.refined.support.mean(axis=1)
    if is_askew(one.settled.corners, below.corners):
        return float(sides.min()) > _CLEAR_SIDE and float(sides.mean()) > _CLEAR
    return float(sides.min()) > _CLEAR and one.opinions.chance > _NOT_PRINTED
