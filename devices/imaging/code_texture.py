"""How strong the edges on a picture are and how much they run one way, by cells: where codes may be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from devices.core.scanning import Pixels
from devices.imaging.code_places import Box

Plane = NDArray[np.float32]
Mask = NDArray[np.bool_]

CELL: Final = 4
_WINDOW: Final = 3
_MARGIN: Final = 0.15
_MARGIN_CELLS: Final = 5
# The side in pixels of the finest picture that is looked at.
FINE_SIDE: Final = 1600


@dataclass(frozen=True, slots=True)
class Place:
    """A part of a picture where a code may be.

    Attributes:
        box: left, top, right, bottom in pixels of the picture.
        angle: degrees by which the picture must be turned, counter-clockwise, for bars to stand upright.
    """

    box: Box
    angle: float


@dataclass(frozen=True, slots=True, eq=False)
class Texture:
    """The structure tensor of a picture, averaged over cells and their neighbours.

    Attributes:
        xx: square of the slopes to the right.
        yy: of those down.
        xy: their product.
        cell_width: of one cell, in pixels of the picture.
        cell_height: the same.
    """

    xx: Plane
    yy: Plane
    xy: Plane
    cell_width: float
    cell_height: float

    @property
    def energy(self) -> Plane:
        """How strong edges are, whichever way they run."""
        return self.xx + self.yy

    @property
    def coherence(self) -> Plane:
        """How much edges run one way, 0 to 1."""
        return np.asarray(np.sqrt((self.xx - self.yy) ** 2 + 4 * self.xy**2) / (self.energy + 1), np.float32)

    def patches(self, wanted: Mask, least: int) -> Iterator[tuple[Box, Mask, tuple[slice, slice]]]:
        """Yield boxes of connected cells that are wanted, the cells within, and where these lie in the planes.

        Args:
            wanted: one flag a cell.
            least: how many cells wide and high a patch must at least be; edges and rulings are less.
        """
        mask = cv2.morphologyEx(wanted.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((_WINDOW, _WINDOW), np.uint8))
        mask = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((least, least), np.uint8))
        count, labels, stats, _ = cv2.connectedComponentsWithStats(mask)
        for index in range(1, count):
            x, y, w, h = (int(value) for value in stats[index][:4])
            where = slice(y, y + h), slice(x, x + w)
            across, down = self.cell_width, self.cell_height
            yield (x * across, y * down, (x + w) * across, (y + h) * down), labels[where] == index, where


def texture(gray: Pixels, side: int) -> Texture:
    """Return the texture of a picture that is looked at with its longer side no longer than some pixels."""
    scale = min(1.0, side / max(gray.shape))
    size = (max(CELL, round(gray.shape[1] * scale)), max(CELL, round(gray.shape[0] * scale)))
    small = cv2.GaussianBlur(cv2.resize(gray, size, interpolation=cv2.INTER_AREA), (3, 3), 0)
    across = cv2.Sobel(small, cv2.CV_32F, 1, 0)
    down = cv2.Sobel(small, cv2.CV_32F, 0, 1)
    cells = (size[0] // CELL, size[1] // CELL)
    planes = (
        cv2.blur(cv2.resize(product, cells, interpolation=cv2.INTER_AREA), (_WINDOW, _WINDOW))
        for product in (across * across, down * down, across * down)
    )
    xx, yy, xy = (np.asarray(plane, np.float32) for plane in planes)
    return Texture(xx, yy, xy, gray.shape[1] / cells[0], gray.shape[0] / cells[1])


def with_margin(box: Box, gray: Pixels) -> Box:
    """Return a box with room for a quiet zone."""
    left, top, right, bottom = box
    height, width = gray.shape
    cell = CELL * max(1.0, max(gray.shape) / FINE_SIDE)
    margin = _MARGIN * max(right - left, bottom - top) + _MARGIN_CELLS * cell
    return max(0.0, left - margin), max(0.0, top - margin), min(width, right + margin), min(height, bottom + margin)
