"""Whether an outline is a frame that is printed on a paper, and not the paper's edge."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from devices.core.scanning import Pixels
from devices.imaging.geometry import Corners, area

_Colours = NDArray[np.float32]

# Where colours are taken: along a side; on it, in pixels; off it on both sides, as shares of the outline's own length.
_ALONG: Final = (np.arange(32) + 0.5) / 32 * 0.88 + 0.06
_ON: Final = np.arange(-4.0, 5.0)
_OFF: Final = np.linspace(0.025, 0.04, 4)
# Shades that a printed line is darker than what lies on either side of it, how many times as much as these differ, and
# on how many sides: a shadow's edge may lie along one. A line of another hue is printed when it is fainter too: a
# shadow takes as large a share of every colour. Of 392 right outlines none is all that, in 1,200 further scenes one.
_DARKER: Final = 20.0
_FAINTER: Final = 10.0
_HUE: Final = 0.05
_MORE: Final = 1.5
_SIDES: Final = 3


def is_printed(picture: Pixels, corners: Corners) -> bool:
    """Tell whether the sides of an outline are lines that have the same colour on either side.

    A paper's edge may be as dark, from a shadow, but seldom all around, and mostly the desk is of another shade.

    Args:
        picture: RGB, about a thousand pixels long.
        corners: (4, 2) in that picture.
    """
    outside, on, inside = _colours(picture, corners)
    step = np.linalg.norm(outside - inside, axis=1)
    darker = np.minimum(outside.mean(axis=1), inside.mean(axis=1)) - on.mean(axis=1)
    left = on / np.maximum((outside + inside) / 2, 1.0)
    least = np.where(np.ptp(left, axis=1) > _HUE, _FAINTER, _DARKER)
    return int((darker > np.maximum(least, _MORE * step)).sum()) >= _SIDES


def _colours(picture: Pixels, corners: Corners) -> tuple[_Colours, _Colours, _Colours]:
    """Return of each side (4, 3) the colour outside, the darkest on it, and the colour inside."""
    along = np.roll(corners, -1, axis=0) - corners
    normal = np.stack([along[:, 1], -along[:, 0]], axis=1) / np.maximum(np.hypot(*along.T), 1e-6)[:, None]
    normal *= np.sign(((corners - corners.mean(axis=0)) * normal).sum(axis=1))[:, None]
    off = _OFF * np.sqrt(max(area(corners), 1.0))
    across = np.concatenate([off, _ON, -off])
    lines = corners[:, None] + normal[:, None] * across[:, None]
    points = lines[:, :, None] + along[:, None, None] * _ALONG[:, None]
    x, y = (np.ascontiguousarray(points[..., axis], np.float32).reshape(-1, len(_ALONG)) for axis in (0, 1))
    seen = cv2.remap(picture, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    usual = np.asarray(np.median(seen.reshape(4, len(across), len(_ALONG), -1), axis=2), np.float32)
    count = len(off)
    outside, on, inside = usual[:, :count], usual[:, count:-count], usual[:, -count:]
    darkest = on.mean(axis=2).argmin(axis=1)
    return _middle(outside), np.asarray(on[np.arange(4), darkest], np.float32), _middle(inside)


def _middle(colours: _Colours) -> _Colours:
    return np.asarray(np.median(colours, axis=1), np.float32)
