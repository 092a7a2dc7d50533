"""Four corners under a hand: dragged, nudged, undone, put back to where they were found."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from devices.imaging.geometry import Corners, area, is_convex

_LEAST_SHARE: Final = 0.01
"""Of the picture; a smaller page is a slip of the hand."""
_NEAREST: Final = 16.0
"""Pixels that two corners keep from each other."""


@dataclass(frozen=True, slots=True, eq=False)
class CornerEdit:
    """Corners being set, in pixels of the picture, and how they were before.

    Attributes:
        size: width and height of the picture.
        found: where the page was found.
        corners: (4, 2) top left, top right, bottom right, bottom left.
        past: earlier corners, the latest last.
    """

    size: tuple[int, int]
    found: Corners
    corners: Corners
    past: tuple[Corners, ...] = ()

    @classmethod
    def of(cls, size: tuple[int, int], found: Corners, corners: Corners) -> CornerEdit:
        """Begin with the corners that a page has now; corners outside of the picture come to its edge."""
        return cls(size, _inside(found, size), _inside(corners, size))

    @property
    def shares(self) -> tuple[tuple[float, float], ...]:
        """The corners as shares of the picture's width and height."""
        width, height = self.size
        return tuple((float(x) / width, float(y) / height) for x, y in self.corners)

    @property
    def is_possible(self) -> bool:
        """Whether a page can lie between the corners."""
        sides = np.linalg.norm(self.corners - np.roll(self.corners, 1, axis=0), axis=1)
        big = area(self.corners) >= _LEAST_SHARE * self.size[0] * self.size[1]
        return big and is_convex(self.corners) and float(sides.min()) >= _NEAREST

    @property
    def can_undo(self) -> bool:
        """Whether anything was moved."""
        return bool(self.past)

    @property
    def is_as_found(self) -> bool:
        """Whether the corners are where the page was found."""
        return bool(np.allclose(self.corners, self.found, atol=0.5))

    def grabbed(self) -> CornerEdit:
        """Remember how the corners are, before a hand moves one."""
        return replace(self, past=(*self.past, self.corners))

    def moved(self, index: int, x_share: float, y_share: float) -> CornerEdit:
        """Put a corner somewhere on the picture, by shares of its width and height."""
        corners = self.corners.copy()
        corners[index] = x_share * self.size[0], y_share * self.size[1]
        return replace(self, corners=_inside(corners, self.size))

    def nudged(self, index: int, right: float, down: float) -> CornerEdit:
        """Move a corner by some pixels of the picture, as a step of its own."""
        corners = self.corners.copy()
        corners[index] += right, down
        return replace(self.grabbed(), corners=_inside(corners, self.size))

    def undone(self) -> CornerEdit:
        """Take the last step back."""
        return replace(self, corners=self.past[-1], past=self.past[:-1]) if self.past else self

    def reset(self) -> CornerEdit:
        """Put the corners back to where the page was found; that, too, can be undone."""
        return self if self.is_as_found else replace(self.grabbed(), corners=self.found)


def _inside(corners: Corners, size: tuple[int, int]) -> Corners:
    limits = np.array([size[0] - 1, size[1] - 1], np.float64)
    return np.asarray(np.clip(np.asarray(corners, np.float64), 0, limits), np.float64)
