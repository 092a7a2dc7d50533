"""Where two papers meet that were taken for one: at corners in the middle of opposite sides, with a line between."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from devices.core.scanning import Pixels
from devices.imaging.geometry import Corners, clockwise_from_top_left
from devices.imaging.networks import Map, Maps
from devices.imaging.parting import Line, are_usual
from devices.imaging.refine import seen_along

# Where corners are looked for along a side, by how much the line may lie askew, as shares of it.
_SHARES: Final = np.linspace(0.2, 0.8, 61)
_ASKEW: Final = 5
_AROUND: Final = np.ones((9, 9), np.uint8)
# How sure both corners are, and how well the line is seen then. Two papers that were taken for one had 0.39 and 0.72 at
# least, or 0.34 and 0.95; of 280 single sheets, 80 of them creased, one had 0.53 and 0.62, no other so much.
_ENOUGH: Final = ((0.37, 0.6), (0.3, 0.85))
_NEARLY: Final = 0.9
_REACH: Final = 1.6  # pixels of the maps, by which the network may be wrong


def meet_within(picture: Pixels, maps: Maps, quad: Corners) -> bool:
    """Tell whether two usual papers meet within a quadrilateral, also where the network sees no side between them.

    Args:
        picture: that the network saw.
        maps: what it saw.
        quad: on the maps.
    """
    corner = np.asarray(cv2.dilate(maps.corner, _AROUND), np.float32)
    corners = clockwise_from_top_left(quad)
    for turned in (corners, np.roll(corners, -1, axis=0)):
        line = _between_corners(corner, turned)
        least = min((seen for both, seen in _ENOUGH if line.seen > both), default=None)
        if least is not None and are_usual(maps, line.parts(turned)):
            start, end = maps.there(line.on(turned))
            if seen_along(picture, maps, start, end, _REACH * float(np.mean(maps.scale))).mean() > least:
                return True
    return False


def _between_corners(corner: Map, quad: Corners) -> Line:
    """Return the line from a quadrilateral's last side to its second between the two surest corners on them."""
    first, second, third, fourth = quad
    starts, ends = (_along(corner, begin, stop) for begin, stop in ((first, fourth), (second, third)))
    both = np.triu(np.tril(np.minimum.outer(starts, ends), _ASKEW), -_ASKEW)
    seen = float(both.max())
    start, end = _SHARES[np.argwhere(both >= _NEARLY * seen)].mean(axis=0)
    return Line(seen, float(start), float(end))


def _along(corner: Map, begin: Corners, stop: Corners) -> NDArray[np.float32]:
    x, y = (begin + (stop - begin) * _SHARES[:, None]).astype(np.float32).T
    return np.asarray(cv2.remap(corner, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE), np.float32).ravel()
