"""Weighs quadrilaterals by what several looks together make of each, and of the others that were offered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from devices.imaging.confidence import Evidence, Opinions, chance_of_all, log_odds
from devices.imaging.evidence import evidence_of
from devices.imaging.geometry import overlap
from devices.imaging.networks import Maps
from devices.imaging.settle import Settled

# What overlaps by more is another view of the same.
_ONE_OPINION: Final = 0.93


@dataclass(frozen=True, slots=True, eq=False)
class Weighed:
    """A quadrilateral with what all looks make of it, and of the others that they offered."""

    settled: Settled
    opinions: Opinions


def weigh_each(all_of_them: Sequence[Settled], looks: Sequence[Maps]) -> list[Weighed]:
    """Weigh every quadrilateral by all looks, each beside its best rival."""
    odds = [tuple(log_odds(each) for each in _evidence(one, looks, alone=True)) for one in all_of_them]
    return [
        Weighed(one, Opinions(odds[index], _best_rival(index, all_of_them, odds)))
        for index, one in enumerate(all_of_them)
    ]


def chance_by_all(one: Settled, looks: Sequence[Maps], *, alone: bool = True) -> float:
    """Return what all looks make of a quadrilateral on average, 0 to 1.

    Args:
        one: the quadrilateral.
        looks: one at least.
        alone: whether other pages beside it speak against it.
    """
    return chance_of_all(_evidence(one, looks, alone=alone))


def heard_by_all(one: Settled, looks: Sequence[Maps], *, alone: bool) -> float:
    """Return how sure a page is, and no surer than all looks together make it: one alone may be sure of its mistake."""
    return one.confidence if len(looks) < 2 else min(one.confidence, chance_by_all(one, looks, alone=alone))


def _evidence(one: Settled, looks: Sequence[Maps], *, alone: bool) -> list[Evidence]:
    refined = one.refined
    return [evidence_of(maps, maps.here(refined.corners), refined.support, alone=alone) for maps in looks]


def _best_rival(index: int, all_of_them: Sequence[Settled], odds: Sequence[tuple[float, ...]]) -> float | None:
    mine = all_of_them[index].corners
    others = [
        float(np.mean(odds[place]))
        for place, other in enumerate(all_of_them)
        if overlap(mine, other.corners) < _ONE_OPINION
    ]
    return max(others, default=None)
