"""Tells whether something covers a part of a page: the sides of a page that lies free end at its corners.

The edge of what covers a page passes for a side of it. It is as straight, but goes on beyond a corner, between what
covers the page and the desk: without lies the colour that lies beside that side, within the one beside the next.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from devices.core.scanning import Pixels
from devices.imaging.geometry import Corners

_Points = NDArray[np.float64]
_Colours = NDArray[np.float32]

# Where is looked, in lengths of the side from a corner on: corners are round or bent.
_FIRST: Final = (0.03, 5.0)  # at least so many pixels
_BEYOND: Final = (0.1, 16.0)
_BESIDE: Final = (0.2, 16.0)
_PLACES: Final = (np.arange(24) + 0.5) / 24
_CELLS: Final = 4  # of neighbouring places that are averaged
_ACROSS: Final = np.arange(-15, 16)  # pixels, outward
_WITHOUT: Final = slice(18, 24)
_WITHIN: Final = slice(7, 13)
_SMOOTH: Final = 3  # pixels averaged at each side of a step
_OFF: Final = 2  # pixels that a side may be wrong by
_AROUND: Final = 4
_NOISE: Final = 1.5  # shades
_ALIKE: Final = 2.0  # shades
_BY_CHANCE: Final = 1.0  # of that logarithm


@dataclass(frozen=True, slots=True, eq=False)
class Ends:
    """What is seen around the ends of a page's sides.

    Attributes:
        beyond: (4, 2, across, places, 3) colours around each side's line beyond its two ends.
        without: (4, 2, 3) the usual colour beyond, without that line.
        within: (4, 2, 3) the same within it.
        beside: (4, 2, 3) the usual colour beside the side, without, before the end.
        are_seen: (4, 2) whether the line beyond is in the picture.
    """

    beyond: _Colours
    without: _Colours
    within: _Colours
    beside: _Colours
    are_seen: NDArray[np.bool_]


def goes_on(ends: Ends) -> float:
    """Return how clearly one of a page's sides goes on beyond a corner as the edge of what covers the page.

    It is the step of colour there, in steps as they are usual beside it, less where without does not lie what lies
    beside the side; as a logarithm: mostly 0 of a page that lies free, 1 to 3 where one goes on.
    """
    apart = _distance(ends.without, ends.within) + _ALIKE
    same = np.clip(1 - _distance(ends.without, ends.beside) / apart, 0, 1)
    return max(0.0, float(np.log1p((np.where(ends.are_seen, _steps(ends.beyond), 0.0) * same).max())) - _BY_CHANCE)


def parts_beyond(ends: Ends) -> float:
    """Return by how many shades a page's side, gone on beyond a corner, parts what lies beside it and beside the next.

    Those two colours meet there only where the side is the edge of something larger. Blurred edges count as well; but
    a page that lies free across an edge of the desk has such a corner too.
    """
    beside = ends.beside
    next_to_it = np.stack([np.roll(beside[:, 1], 1, axis=0), np.roll(beside[:, 0], -1, axis=0)], axis=1)
    parted = _distance(beside, next_to_it) - _distance(ends.without, beside) - _distance(ends.within, next_to_it)
    return float(np.where(ends.are_seen, parted, 0.0).max(initial=0.0))


def ends_of(picture: Pixels, corners: Corners) -> Ends:
    """Look at a picture around the ends of a page's sides.

    Args:
        picture: RGB, about a thousand pixels long.
        corners: of the page in that picture, in turn, set to its edges.
    """
    ends = np.stack([corners, np.roll(corners, -1, axis=0)], axis=1)
    along = ends[:, 1] - ends[:, 0]
    length = np.maximum(np.hypot(along[:, 0], along[:, 1]), 1e-6)[:, None]
    along = along / length
    normal = np.stack([along[:, 1], -along[:, 0]], axis=1)
    normal *= np.sign(((corners - corners.mean(axis=0)) * normal).sum(axis=1))[:, None]
    first = np.maximum(_FIRST[0] * length, _FIRST[1])
    beyond, back = (first + np.maximum(part * length, least) * _PLACES for part, least in (_BEYOND, _BESIDE))
    onward = np.stack([-along, along], axis=1)
    points, before = (ends[:, :, None] + onward[:, :, None] * part[:, None, :, None] for part in (beyond, -back))
    ahead = _seen(picture, points, normal, _ACROSS)
    behind = _seen(picture, before, normal, _ACROSS[_WITHOUT])
    height, width = picture.shape[:2]
    seen = ((points >= 0) & (points <= (width - 1, height - 1))).all(axis=(2, 3))
    without, within = (_middle(ahead[:, :, part]) for part in (_WITHOUT, _WITHIN))
    return Ends(ahead, without, within, _middle(behind), np.asarray(seen, np.bool_))


def _seen(picture: Pixels, points: _Points, normal: _Points, across: NDArray[np.int_]) -> _Colours:
    lines = points[:, :, None] + normal[:, None, None, None] * across[:, None, None]
    x, y = (np.ascontiguousarray(lines[..., axis], np.float32).reshape(-1, len(_PLACES)) for axis in (0, 1))
    colours = cv2.remap(picture, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(colours.reshape(*lines.shape[:-1], 3), np.float32)


def _steps(colours: _Colours) -> _Points:
    """Return (4, 2) how much of a step there is on each line, from end to end, to the usual one beside it."""
    cells = colours.reshape(*colours.shape[:3], _CELLS, -1, 3).mean(axis=4)
    total = np.cumsum(np.concatenate([np.zeros_like(cells[:, :, :1]), cells], axis=2), axis=2)
    twice = 2 * _SMOOTH + 1
    outward = total[:, :, twice:] - total[:, :, _SMOOTH + 1 : -_SMOOTH]
    inward = total[:, :, _SMOOTH : -_SMOOTH - 1] - total[:, :, :-twice]
    steps = (outward - inward) / _SMOOTH
    mean = steps.mean(axis=3)
    size = np.sqrt((mean**2).sum(axis=-1))
    middle = size.shape[2] // 2
    usual = np.median(
        np.concatenate([size[:, :, : middle - _AROUND], size[:, :, middle + _AROUND + 1 :]], axis=2), axis=2
    )
    best = middle - _OFF + size[:, :, middle - _OFF : middle + _OFF + 1].argmax(axis=2)
    at = best[..., None] + np.array([-1, 0, 1])
    direction = np.take_along_axis(mean, best[..., None, None], axis=2)[:, :, 0]
    direction /= np.maximum(np.hypot(np.hypot(direction[..., :1], direction[..., 1:2]), direction[..., 2:]), 1e-6)
    # A line that is a pixel askew is still one; one cell of it may be hidden.
    near = np.take_along_axis(steps, at[..., None, None], axis=2)
    cell = (near * direction[:, :, None, None]).sum(axis=-1).max(axis=2)
    return np.asarray(np.maximum(np.sort(cell, axis=2)[:, :, 1], 0) / (usual + _NOISE), np.float64)


def _middle(colours: _Colours) -> _Colours:
    return np.asarray(np.median(colours.reshape(4, 2, -1, 3), axis=2), np.float32)


def _distance(one: _Colours, other: _Colours) -> _Points:
    return np.asarray(np.sqrt(((one - other) ** 2).sum(axis=-1)), np.float64)
