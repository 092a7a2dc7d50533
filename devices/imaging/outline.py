"""Finds pages in pictures: four corners each, with a confidence that is right more often than not only from 0.5 up.

A small network (`networks`) says where a page, its sides and its corners are; a quadrilateral is laid around each page
that it sees, its sides are set to the edges in the picture (`settle`, `refine`), and how well all these agree
(`evidence`) is the confidence (`confidence`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from devices.core.scanning import Pixels
from devices.imaging.candidates import candidates
from devices.imaging.confidence import FLAGGED_BELOW, confidence_of
from devices.imaging.consensus import find_one
from devices.imaging.evidence import evidence_of
from devices.imaging.geometry import Corners, area, clockwise_from_top_left, whole
from devices.imaging.networks import LONG_SIDE, Networks, shipped
from devices.imaging.pyramid import WORK_SIDE, Level, Pyramid, glance
from devices.imaging.several import find_several

_DOUBTFUL: Final = 0.45
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
    return outline_at(glance(frame, LONG_SIDE), networks or shipped())


def outline_at(level: Level, networks: Networks) -> Outline | None:
    """Find the page in what `glance` gives of a frame; see find_outline. Corners are those of the whole frame."""
    maps = networks.finder.look(level.pixels)
    rough = candidates(maps)
    if not rough:
        return None
    corners = clockwise_from_top_left(level.there(maps.there(rough[0])))
    return Outline(corners, confidence_of(evidence_of(maps, rough[0], None)))


def find_page(picture: Pixels, networks: Networks | None = None) -> Outline | None:
    """Find the page that a picture was taken of: the largest, most central and whole. None where there is none."""
    return find_page_in(Pyramid(picture), networks or shipped())


def find_pages(picture: Pixels, networks: Networks | None = None) -> tuple[Outline, ...]:
    """Find every page and card in a picture, from top to bottom and left to right."""
    pyramid = Pyramid(picture)
    height, width = pyramid.whole.shape[:2]
    found = [
        _in_a_card(Outline(one.corners, one.confidence), height, width)
        for one in find_several(pyramid, (networks or shipped()).finder)
    ]
    if not found:
        return ()
    row = float(np.median([np.ptp(outline.corners[:, 1]) for outline in found])) / 2
    return tuple(
        sorted(found, key=lambda one: (round(one.corners[:, 1].mean() / max(row, 1.0)), one.corners[:, 0].mean()))
    )


def find_page_in(pyramid: Pyramid, networks: Networks) -> Outline | None:
    """Find the page that a picture was taken of; see find_page."""
    height, width = pyramid.whole.shape[:2]
    found = find_one(pyramid.at_least(WORK_SIDE), networks.finder, height, width)
    return None if found is None else _in_a_card(Outline(found.corners, found.confidence), height, width)


def _in_a_card(outline: Outline, height: int, width: int) -> Outline:
    """Return, flagged, the whole of a picture that has the shape of a card instead of what was found within it.

    No camera and no glass has that shape: the card was cut out already, and what was found is its photo.
    """
    is_card = abs(max(height, width) / min(height, width) / _ID1 - 1) < _NEAR_ID1
    if is_card and area(outline.corners) < _LEAST_OF_CARD * height * width:
        return Outline(whole(height, width), min(outline.confidence, _DOUBTFUL))
    return outline
