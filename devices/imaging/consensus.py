"""Finds the one page that a picture was taken of: at a glance, and by several looks together where that leaves doubt.

The network looks at the picture at several sizes, also upside down and mirrored: its mistakes are then others each
time, and the page is the same. Every quadrilateral that any look offers is weighed by all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from devices.imaging.candidates import candidates, further_candidates, prominence
from devices.imaging.confidence import FLAGGED_BELOW, Opinions, log_odds
from devices.imaging.evidence import evidence_of
from devices.imaging.geometry import overlap
from devices.imaging.networks import Flip, Maps, PageFinderNetwork
from devices.imaging.pyramid import Level
from devices.imaging.settle import Settled, distinct, settle

# Surer than this at first glance, nothing else is tried.
NO_DOUBT: Final = 0.8
_FURTHER: Final = ((512, Flip.NONE), (448, Flip.UPSIDE_DOWN), (448, Flip.MIRRORED))
_MORE: Final = 3  # quadrilaterals that each look offers besides its first
_WEIGHED: Final = 4  # of all, the likeliest
_ALIKE: Final = 0.98
_ONE_OPINION: Final = 0.93
# Two that overlap so much are two papers that lie on each other, and not two opinions on one.
_TOUCHING: Final = 0.02
_ONE_PAGE: Final = 0.3
_CONTESTED: Final = 0.45


@dataclass(frozen=True, slots=True, eq=False)
class Weighed:
    """A quadrilateral with what all looks make of it, and of the others that they offered."""

    settled: Settled
    opinions: Opinions


def find_one(level: Level, finder: PageFinderNetwork, height: int, width: int) -> Settled | None:
    """Find the page that a picture was taken of: the largest and most central. None where there is none.

    Args:
        level: the picture at a working size.
        finder: the network.
        height: of the whole picture.
        width: of the whole picture.
    """
    maps = finder.look(level.pixels)
    first = settle(level, maps, candidates(maps)[:1])
    if first and first[0].confidence > NO_DOUBT:
        return first[0]
    weighed = weigh(level, finder, maps, first)
    if not weighed:
        return None
    best = max(weighed, key=lambda one: prominence(one.settled.corners, height, width) * one.opinions.chance)
    others = [one for one in weighed if one.opinions.chance > FLAGGED_BELOW]
    contested = any(_lie_on_each_other(best.settled, one.settled) for one in others)
    confidence = min(best.opinions.confidence, _CONTESTED) if contested else best.opinions.confidence
    return replace(best.settled, confidence=confidence)


def weigh(level: Level, finder: PageFinderNetwork, maps: Maps, first: Sequence[Settled]) -> list[Weighed]:
    """Return the likeliest quadrilaterals that any look offers, each with what all of them make of it.

    Args:
        level: the picture at a working size.
        finder: the network.
        maps: what it saw at first.
        first: what was found on them already.
    """
    looks = [maps, *(finder.look(level.pixels, long_side, flip) for long_side, flip in _FURTHER)]
    offered = list(first)
    for index, seen in enumerate(looks):
        quads = [*(candidates(seen)[:1] if index else []), *further_candidates(seen)[:_MORE]]
        for quad in quads:
            if all(overlap(level.there(seen.there(quad)), one.corners) < _ALIKE for one in offered):
                offered += settle(level, seen, [quad])
    likeliest = sorted(distinct(offered, _ALIKE), key=lambda one: -one.confidence)[:_WEIGHED]
    odds = [_odds(one, looks, alone=True) for one in likeliest]
    return [
        Weighed(one, Opinions(odds[index], _best_rival(index, likeliest, odds))) for index, one in enumerate(likeliest)
    ]


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


def _lie_on_each_other(one: Settled, other: Settled) -> bool:
    return _TOUCHING < overlap(one.corners, other.corners) < _ONE_PAGE
