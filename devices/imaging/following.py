"""Follows a page through the frames of a preview, and looks anew only where a frame shows something else."""

from __future__ import annotations

from typing import Final

import cv2

from devices.core.scanning import Pixels
from devices.imaging.networks import LONG_SIDE, Networks, shipped
from devices.imaging.outline import Outline, outline_at
from devices.imaging.pyramid import glance
from devices.imaging.reducing import coarse

# A cell is four by four pixels of what the network sees. Of a scene that lies still a camera's noise (four shades a
# pixel, full HD) moves no cell by more than two shades; a page that moves by a thousandth of the frame moved one by six
# or more on each of 48 light and near-white desks.
_CELL: Final = 4
_STILL: Final = 4


class OutlineFollower:
    """Knows what it looked at last, so that a page that lies still costs a seventh of a look. One thread."""

    def __init__(self, networks: Networks | None = None) -> None:
        """Follow with these networks, or with those that ship."""
        self._networks = networks
        self._cells: Pixels | None = None
        self._outline: Outline | None = None

    def find(self, frame: Pixels) -> Outline | None:
        """Find the page in the next frame as `find_outline` does; the very outline found last where nothing moved.

        Args:
            frame: (height, width, 3) RGB or (height, width) gray.
        """
        level = glance(frame, LONG_SIDE)
        cells = coarse(level.pixels, _CELL)
        if not self._is_as_before(cells):
            self._cells, self._outline = cells, outline_at(level, self._networks or shipped())
        return self._outline

    def _is_as_before(self, cells: Pixels) -> bool:
        """Whether nothing moved since the last look. Not since the last frame: a page that creeps would be lost."""
        before = self._cells
        return before is not None and before.shape == cells.shape and cv2.absdiff(before, cells).max() <= _STILL
