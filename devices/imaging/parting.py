"""The line across a quadrilateral that parts it: a side that two papers share, or the gap between them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Final, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from devices.imaging.geometry import Corners, clockwise_from_top_left
from devices.imaging.networks import Map, Maps
from devices.imaging.sizing import unlikeness

# Where the line is looked for: dots along it, by how many it may lie askew, what share is left beside it.
_DOTS: Final = 96
_ASKEW: Final = 5
_BESIDE: Final = 0.12
_FAINT: Final = 0.1
# Of 226 pages that were found rightly, some under pens and hands, the clearest gap across one had 0.55.
_GAP: Final = 0.65
# A fold and a band of colour are seen as a side as well; but there are no corners at its ends (on average), or what it
# parts is no usual paper: proportions as a logarithm. Two papers that were taken for one had 0.53 and 0.13 at worst.
_SIDE: Final = 0.3
_CORNER: Final = 0.5
_UNLIKE: Final = 0.15
_AROUND: Final = np.ones((9, 9), np.uint8)


class Line(NamedTuple):
    """How well a line across a quadrilateral is seen, and where it begins and ends, as shares of two of its sides."""

    seen: float
    start: float = 0.0
    end: float = 0.0

    def on(self, quad: Corners) -> Corners:
        """Return (2, 2) the line's ends on a quadrilateral."""
        first, second, third, fourth = quad
        return np.array([first + (fourth - first) * self.start, second + (third - second) * self.end])

    def parts(self, quad: Corners) -> tuple[Corners, Corners]:
        """Return the two quadrilaterals on either side of it."""
        first, second, third, fourth = quad
        start, end = self.on(quad)
        return np.array([first, second, end, start]), np.array([start, end, third, fourth])


def line_across(plane: Map, corners: Corners) -> Line:
    """Return the line that is seen best from a quadrilateral's last side to its second: nine tenths of it count."""
    box = np.array([[0, 0], [_DOTS - 1, 0], [_DOTS - 1, _DOTS - 1], [0, _DOTS - 1]], np.float32)
    matrix = cv2.getPerspectiveTransform(np.asarray(corners, np.float32), box)
    flat = cv2.dilate(cv2.warpPerspective(plane, matrix, (_DOTS, _DOTS)), np.ones((3, 1), np.uint8))
    starts, ends, cells = _across()
    along = np.asarray(flat, np.float32).ravel().take(cells)
    seen = (along > _FAINT).mean(axis=1)
    along.partition(_DOTS // 10, axis=1)
    seen *= along[:, _DOTS // 10 :].mean(axis=1)
    best = int(seen.argmax())
    return Line(float(seen[best]), starts[best] / (_DOTS - 1), ends[best] / (_DOTS - 1))


@lru_cache(maxsize=1)
def _across() -> tuple[list[int], list[int], NDArray[np.intp]]:
    """Return at which row each line that is tried begins and ends, and (lines, dots) the cells that it passes."""
    least, most = round(_BESIDE * _DOTS), round((1 - _BESIDE) * _DOTS)
    ends = [
        (start, start + askew)
        for askew in range(-_ASKEW, _ASKEW + 1)
        for start in range(max(least, least - askew), min(most, most - askew))
    ]
    starts, stops = np.array(ends).T
    columns = np.arange(_DOTS)
    rows = np.rint(starts[:, None] + (stops - starts)[:, None] * columns / (_DOTS - 1)).astype(np.intp)
    return starts.tolist(), stops.tolist(), rows * _DOTS + columns


def is_parted(maps: Maps, quad: Corners) -> bool:
    """Tell whether the network sees two papers side by side in a quadrilateral on the maps.

    There is a gap between them, or what looks like a side of both and goes from corner to corner.
    """
    gap = 1 - maps.page
    either = np.asarray(np.maximum(maps.side, gap), np.float32)
    corners = clockwise_from_top_left(quad)
    for turned in (corners, np.roll(corners, -1, axis=0)):
        line = line_across(either, turned)
        if line.seen > _SIDE and (_is_shared(maps, turned, line) or line_across(gap, turned).seen > _GAP):
            return True
    return False


def _is_shared(maps: Maps, quad: Corners, line: Line) -> bool:
    """Tell whether a line across a quadrilateral goes from corner to corner and parts it into two usual papers."""
    corner = np.asarray(cv2.dilate(maps.corner, _AROUND), np.float32)
    height, width = corner.shape
    x, y = np.rint(np.clip(line.on(quad), 0, (width - 1, height - 1))).astype(np.intp).T
    return float(corner[y, x].mean()) > _CORNER and are_usual(maps, line.parts(quad))


def are_usual(maps: Maps, papers: Iterable[Corners]) -> bool:
    """Tell whether quadrilaterals on the maps have the proportions of usual papers and cards."""
    height, width = maps.page.shape
    picture = (round(height * maps.scale[1]), round(width * maps.scale[0]))
    return all(unlikeness(paper * maps.scale, picture) < _UNLIKE for paper in papers)
