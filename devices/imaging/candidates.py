"""Quadrilaterals that may be pages, from what the network saw."""

from __future__ import annotations

from itertools import combinations
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from devices.core.scanning import Pixels
from devices.imaging.geometry import Corners, area, enclosing_quad, is_convex, overlap, reaches_border
from devices.imaging.networks import Maps

_SURE: Final = 0.5
_SIDE: Final = 0.55
_LEAST_SHARE: Final = 0.004  # of the picture; an ID card among A3 sheets takes more
_CORNER: Final = 0.2
_MOST_CORNERS: Final = 10
_MOST_JOINED: Final = 3
_SAMPLES: Final = 16
_ALIKE: Final = 0.93
_CUT_OFF: Final = 0.8  # of its prominence, what a page keeps that the picture cuts off


def candidates(maps: Maps, *, several: bool = False) -> list[Corners]:
    """Return quadrilaterals around what was seen as pages, on the maps, the likeliest to be meant first.

    Args:
        maps: what the network saw.
        several: whether to part pages that touch.
    """
    parts = _parts(np.asarray(maps.page > _SURE, np.uint8))
    if several:
        within = _within_sides(maps)
        parts = [piece for part in parts for piece in _split(part, within)]
    return _around(parts, maps)


def further_candidates(maps: Maps) -> list[Corners]:
    """Return other quadrilaterals that may be pages: what lies within the sides that were seen, what joins corners."""
    grown = [
        np.asarray(cv2.dilate(piece, np.ones((3, 3), np.uint8)), np.uint8) for piece in _parts(_within_sides(maps))
    ]
    kept: list[Corners] = []
    for quad in _around(grown, maps)[:_MOST_JOINED] + _joined(maps):
        if all(overlap(quad, other) < _ALIKE for other in kept):
            kept.append(quad)
    return kept


def _within_sides(maps: Maps) -> Pixels:
    return np.asarray((maps.page > _SURE) & (maps.side < _SIDE), np.uint8)


def prominence(quad: Corners, height: int, width: int) -> float:
    """Return how much a page is in the middle, large and whole, 0 to about 1: what is meant is, as a rule."""
    middle = np.array([width - 1, height - 1]) / 2
    away = float(np.hypot(*((quad.mean(axis=0) - middle) / (width, height))))
    seen = _CUT_OFF if reaches_border(quad, height, width) else 1.0
    return float(np.sqrt(area(quad) / (height * width))) * (1 - 0.8 * min(away, 1.0)) * seen


def _around(parts: list[Pixels], maps: Maps) -> list[Corners]:
    height, width = maps.page.shape
    ranked = []
    for part in parts:
        quad = _quad_around(part)
        if quad is not None:
            ranked.append((prominence(quad, height, width) ** 2 * float(maps.page[part > 0].mean()), quad))
    ranked.sort(key=lambda one: -one[0])
    return [quad for _, quad in ranked]


def _joined(maps: Maps) -> list[Corners]:
    """Return the quadrilaterals between corners that the network sees, whose sides it sees best."""
    points = _corner_points(maps)
    if len(points) < 4:
        return []
    quads = np.stack([points[list(chosen)] for chosen in combinations(range(len(points)), 4)])
    middle = quads.mean(axis=1, keepdims=True)
    order = np.argsort(np.arctan2(quads[..., 1] - middle[..., 1], quads[..., 0] - middle[..., 0]), axis=1)
    quads = np.take_along_axis(quads, order[..., None], axis=1)
    share = ((np.arange(_SAMPLES) + 0.5) / _SAMPLES)[:, None]
    after = np.roll(quads, -1, axis=1)
    along = np.rint(quads[:, :, None] + (after - quads)[:, :, None] * share).astype(np.intp)
    seen = maps.side[along[..., 1], along[..., 0]].mean(axis=2)
    score = seen.min(axis=1) + seen.mean(axis=1)
    best = [quads[index] for index in np.argsort(-score)[: 4 * _MOST_JOINED]]
    least = 2 * _LEAST_SHARE * maps.page.size
    return [quad for quad in best if is_convex(quad) and area(quad) > least][:_MOST_JOINED]


def _corner_points(maps: Maps) -> NDArray[np.float64]:
    highest = maps.corner >= np.asarray(cv2.dilate(maps.corner, np.ones((5, 5), np.uint8)), np.float32)
    y, x = np.nonzero(highest & (maps.corner > _CORNER))
    strongest = np.argsort(-maps.corner[y, x])[:_MOST_CORNERS]
    return np.stack([x[strongest], y[strongest]], axis=1).astype(np.float64)


def _parts(mask: Pixels) -> list[Pixels]:
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=4)
    least = max(24.0, _LEAST_SHARE * mask.size)
    large = [label for label in range(1, count) if stats[label, cv2.CC_STAT_AREA] >= least]
    return [np.asarray(labels == label, np.uint8) for label in large]


def _split(part: Pixels, within: Pixels) -> list[Pixels]:
    """Part what touches: where the network sees sides between, several pages grow back from what lies within them."""
    quad = _quad_around(part)
    if quad is not None and float(part.sum()) / max(area(quad), 1.0) > 0.9:
        return [part]
    pieces = _parts(part & within)
    if len(pieces) < 2:
        return [part]
    grown = np.ones((3, 3), np.uint8)
    return [np.asarray(cv2.dilate(piece, grown), np.uint8) & part for piece in pieces]


def _quad_around(part: Pixels) -> Corners | None:
    outlines, _ = cv2.findContours(part, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    largest = max(outlines, key=cv2.contourArea)
    hull = cv2.convexHull(largest)
    close = cv2.approxPolyDP(hull, 0.8, True)[:, 0].astype(np.float64)
    quad = enclosing_quad(close) if len(close) >= 4 else None
    if quad is None:
        quad = np.asarray(cv2.boxPoints(cv2.minAreaRect(largest)), np.float64)
    middle = quad.mean(axis=0)
    # Contours run through the centres of the outermost pixels, half a pixel within the page.
    reach = np.hypot(*(quad - middle).T)[:, None]
    quad = middle + (quad - middle) * (1 + 0.6 / np.maximum(reach, 1.0))
    return quad if is_convex(quad) else None
