"""Quadrilaterals that were set to the edges in the picture, and which of them are the same page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np

from devices.imaging.confidence import FLAGGED_BELOW, Evidence, confidence_of
from devices.imaging.evidence import evidence_of
from devices.imaging.geometry import Corners, clockwise_from_top_left, overlap
from devices.imaging.networks import Maps
from devices.imaging.pyramid import Level
from devices.imaging.refine import Refined, refine

_REACH: Final = 1.6  # pixels of the maps, by which the network may be wrong
SAME_PAGE: Final = 0.3


@dataclass(frozen=True, slots=True, eq=False)
class Settled:
    """A quadrilateral set to the picture's edges.

    Attributes:
        corners: in the whole picture.
        refined: in the level that was looked at.
        evidence: of the look that it was found by.
        confidence: 0 to 1.
    """

    corners: Corners
    refined: Refined
    evidence: Evidence
    confidence: float

    @property
    def flagged(self) -> bool:
        """Whether a person must look."""
        return self.confidence < FLAGGED_BELOW

    def is_same(self, other: Settled) -> bool:
        """Return whether both are of one page."""
        return overlap(self.corners, other.corners) > SAME_PAGE


def settle(level: Level, maps: Maps, quads: Iterable[Corners], *, alone: bool = True) -> list[Settled]:
    """Set quadrilaterals on the maps to the edges in the picture and tell how sure each is.

    Args:
        level: the picture.
        maps: what the network saw of it.
        quads: on the maps.
        alone: whether other pages in the picture speak against one.
    """
    settled = []
    for quad in quads:
        corners = clockwise_from_top_left(maps.there(quad))
        refined = refine(level.pixels, corners, maps, reach=_REACH * float(np.mean(maps.scale)))
        evidence = evidence_of(maps, maps.here(refined.corners), refined.support, alone=alone)
        there = clockwise_from_top_left(level.there(refined.corners))
        settled.append(Settled(there, refined, evidence, confidence_of(evidence)))
    return settled


def distinct(settled: list[Settled], same: float = SAME_PAGE) -> list[Settled]:
    """Leave out of those that overlap by more than `same` all but the surest, and keep their order otherwise."""
    kept: list[Settled] = []
    for one in settled:
        alike = [other for other in kept if overlap(one.corners, other.corners) > same]
        if any(other.confidence >= one.confidence for other in alike):
            continue
        kept = [other for other in kept if other not in alike] + [one]
    return kept
