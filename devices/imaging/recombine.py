"""Puts quadrilaterals together anew from the sides of several: where each has one side wrong, none is right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from devices.imaging.geometry import Corners, is_convex, meetings, overlap
from devices.imaging.networks import Maps

_ONE_PAGE: Final = 0.4
_MOST_A_SIDE: Final = 5
_ALIKE_PX: Final = 2.0  # pixels of the maps at both ends
_SAMPLES: Final = 16
_BESIDE: Final = 3.0  # pixels of the maps
_CORNERS: Final = np.ones((5, 5), np.uint8)
_Points = NDArray[np.float64]


def recombined(offered: Sequence[Corners], looks: Sequence[Maps], most: int, alike: float) -> list[Corners]:
    """Return the best new quadrilaterals whose sides are sides of those that were offered, on the first look's maps.

    Args:
        offered: on the first look's maps, corners in turn; the likeliest first.
        looks: what the network saw of one picture.
        most: how many to return.
        alike: what overlaps more with one offered, or one returned, is not new.
    """
    sides = _sides(offered)
    quads = _crossed(sides)
    if not len(quads):
        return []
    order = np.argsort(-_promise(quads, looks))
    kept: list[Corners] = []
    for index in order[: 8 * most]:
        quad = quads[index]
        if is_convex(quad) and all(overlap(quad, other) < alike for other in [*offered, *kept]):
            kept.append(quad)
            if len(kept) == most:
                break
    return kept


def _sides(offered: Sequence[Corners]) -> list[list[Corners]]:
    """Return for each side of the likeliest the different ones that others have in its place, as pairs of points."""
    first = offered[0]
    sides: list[list[Corners]] = [[], [], [], []]
    for quad in offered:
        if overlap(quad, first) < _ONE_PAGE:
            continue
        turned = min(
            (np.roll(quad, turn, axis=0) for turn in range(4)), key=lambda one: float(((one - first) ** 2).sum())
        )
        for index in range(4):
            side = turned[[index, (index + 1) % 4]]
            known = sides[index]
            if len(known) < _MOST_A_SIDE and all(_apart(side, other) > _ALIKE_PX for other in known):
                known.append(side)
    return sides


def _apart(side: Corners, other: Corners) -> float:
    """Return how far the ends of one side lie from the line through another, at most."""
    along = other[1] - other[0]
    normal = np.array([along[1], -along[0]]) / max(float(np.hypot(*along)), 1e-9)
    return float(np.abs((side - other[0]) @ normal).max())


def _crossed(sides: Sequence[Sequence[Corners]]) -> _Points:
    """Return (n, 4, 2) corners of all that one side of each list makes."""
    meeting = meetings(np.array([side for alike in sides for side in alike]))
    begin = np.cumsum([0, *(len(alike) for alike in sides[:-1])])
    choices = np.indices([len(alike) for alike in sides]).reshape(4, -1) + begin[:, None]
    top, right, bottom, left = choices
    quads = np.stack([meeting[left, top], meeting[top, right], meeting[right, bottom], meeting[bottom, left]], axis=1)
    return np.asarray(quads[np.isfinite(quads).all(axis=(1, 2))], np.float64)


def _promise(quads: _Points, looks: Sequence[Maps]) -> _Points:
    """Return how well each agrees with what all looks see on average: sides, corners, page within and none beyond."""
    height, width = looks[0].page.shape
    page, side, corner = (
        np.mean([cv2.resize(plane, (width, height), interpolation=cv2.INTER_AREA) for plane in planes], axis=0)
        for planes in zip(*((look.page, look.side, look.corner) for look in looks), strict=True)
    )
    corner = cv2.dilate(corner, _CORNERS)
    share = ((np.arange(_SAMPLES) + 0.5) / _SAMPLES)[:, None]
    along = np.roll(quads, -1, axis=1) - quads
    points = quads[:, :, None] + along[:, :, None] * share
    normal = np.stack([along[..., 1], -along[..., 0]], axis=-1)
    normal /= np.maximum(np.hypot(normal[..., 0], normal[..., 1]), 1e-9)[..., None]
    middle = quads.mean(axis=1, keepdims=True)
    inward = np.sign(((middle - quads) * normal).sum(axis=-1))[..., None] * normal * _BESIDE
    on = _at(side, points).mean(axis=2)
    step = (_at(page, points + inward[:, :, None]) - _at(page, points - inward[:, :, None])).mean(axis=2)
    worst = on.min(axis=1) + step.min(axis=1)
    return np.asarray(on.mean(axis=1) + step.mean(axis=1) + worst + _at(corner, quads).mean(axis=1), np.float64)


def _at(plane: NDArray[Any], points: _Points) -> _Points:
    height, width = plane.shape
    x = np.clip(np.rint(points[..., 0]), 0, width - 1).astype(np.intp)
    y = np.clip(np.rint(points[..., 1]), 0, height - 1).astype(np.intp)
    return np.asarray(plane[y, x], np.float64)
