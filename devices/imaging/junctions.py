"""Tells whether something covers a part of a page: the sides of a page that lies free end at its corners.

The edge of what covers a page passes for a side of it. It is as straight, but goes on beyond a corner: what lies
beyond that side, which is not what lies beyond the others, lies there too, and within the side's line it does not.
"""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from devices.core.scanning import Pixels
from devices.imaging.geometry import Corners

_Points = NDArray[np.float64]

# Of a side's length; corners are round or bent.
_ENDS: Final = np.linspace(0.04, 0.12, 5)
_PLACES: Final = 23
_SHARES: Final = np.concatenate([-_ENDS, np.linspace(0.06, 0.94, _PLACES), 1 + _ENDS])
_CLOSE: Final = np.arange(2.0, 7.0)  # pixels beside the line, each way
_HALF_UNLIKE: Final = 40.0  # shades
# Colours no farther apart are one: so many shades, and this share of what parts a side's from that of the others.
_ALIKE: Final = (8.0, 0.2)
# Within the line is another colour: so many times farther than that, and than what lies without.
_ANOTHER: Final = (1.2, 1.5)
# Along the side itself the page may have nearly the colour of what covers it.
_STEP: Final = 6.0  # shades
_OTHERS: Final = np.array([[other for other in range(4) if other != side] for side in range(4)])


def covered(picture: Pixels, corners: Corners) -> float:
    """Return how clearly one of a page's sides is the edge of something that lies over it, 0 to 1.

    Args:
        picture: RGB, about a thousand pixels long.
        corners: of the page in that picture, in turn, set to its edges.
    """
    inside, outside = _beside(picture, corners)
    count = len(_ENDS)
    beyond = np.median(outside[:, count:-count], axis=1)
    apart = _distance(beyond, np.median(beyond[_OTHERS], axis=1))
    alike = (_ALIKE[0] + _ALIKE[1] * apart)[:, None]
    without, within = (_distance(colours, beyond[:, None]) for colours in (outside, inside))
    goes_on = (without < alike) & (within > np.maximum(_ANOTHER[0] * alike, _ANOTHER[1] * without))
    ends = np.maximum(goes_on[:, :count].mean(axis=1), goes_on[:, -count:].mean(axis=1))
    side = ((without < alike) & (within > _STEP))[:, count:-count].mean(axis=1)
    return float((ends * side * apart / (apart + _HALF_UNLIKE)).max())


def _beside(picture: Pixels, corners: Corners) -> tuple[_Points, _Points]:
    """Return (4, places, 3) colours along each side and beyond its ends, within the page and without."""
    along = np.roll(corners, -1, axis=0) - corners
    normal = np.stack([along[:, 1], -along[:, 0]], axis=1)
    normal /= np.maximum(np.hypot(normal[:, 0], normal[:, 1]), 1e-9)[:, None]
    outward = np.sign(((corners - corners.mean(axis=0)) * normal).sum(axis=1))[:, None] * normal
    points = corners[:, None] + along[:, None] * _SHARES[:, None]
    across = np.concatenate([-_CLOSE, _CLOSE])
    where = (points[:, :, None] + outward[:, None, None] * across[:, None]).reshape(4, -1, 2).astype(np.float32)
    seen = cv2.remap(picture, where[..., 0], where[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    colours = seen.reshape(4, len(_SHARES), 2, len(_CLOSE), 3).mean(axis=3)
    return colours[:, :, 0], colours[:, :, 1]


def _distance(one: _Points, other: _Points) -> _Points:
    return np.asarray(np.sqrt(((one - other) ** 2).sum(axis=-1)), np.float64)
