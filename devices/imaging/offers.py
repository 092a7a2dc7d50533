"""What several looks offer: quadrilaterals that may be the page, and apart from them those that are two papers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from devices.imaging.candidates import candidates, further_candidates
from devices.imaging.geometry import overlap
from devices.imaging.networks import Maps
from devices.imaging.pyramid import Level
from devices.imaging.recombine import recombined
from devices.imaging.settle import Settled, distinct, settle
from devices.imaging.two_papers import is_two

_MORE: Final = 3  # quadrilaterals that each look offers besides its first
_RECOMBINED: Final = 2
_LIKELIEST: Final = 4  # pages of all
_NOT_YET_SET: Final = 0.98
_ALIKE: Final = 0.98


@dataclass(slots=True, eq=False)
class Offers:
    """Quadrilaterals set to the edges, the likeliest first.

    Attributes:
        pages: those that may be one page.
        unions: those that are two papers as the first look sees it.
    """

    pages: list[Settled] = field(default_factory=list)
    unions: list[Settled] = field(default_factory=list)

    def to_weigh(self) -> list[Settled]:
        """Return what may be the page that was meant: where nothing else was offered, the likeliest two papers."""
        return self.pages or self.unions[:1]


def offers_of(level: Level, looks: Sequence[Maps], first: Sequence[Settled]) -> Offers:
    """Return the likeliest of what was found, what any look offers, and what the sides of all these make anew.

    Args:
        level: the picture.
        looks: all of them, the first one first.
        first: what was found on that already.
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
    offers = Offers()
    for one in sorted(distinct(offered, _ALIKE), key=lambda one: -one.confidence):
        (offers.unions if is_two(level, looks[0], one.corners) else offers.pages).append(one)
        if len(offers.pages) == _LIKELIEST:
            break
    return offers
