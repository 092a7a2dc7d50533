"""A picture at half, a quarter, … of its size: what OpenCV makes fastest, and no print is lost to aliasing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from devices.core.scanning import Pixels
from devices.imaging.geometry import Corners

WORK_SIDE: Final = 800  # in which pages are looked for, at least; finer pictures only bring noise


@dataclass(frozen=True, slots=True, eq=False)
class Level:
    """A picture `factor` times smaller than the one it comes from."""

    pixels: Pixels
    factor: float

    def here(self, points: Corners) -> Corners:
        """Return points of the whole picture in this level's pixels."""
        return (points + 0.5) / self.factor - 0.5

    def there(self, points: Corners) -> Corners:
        """Return points of this level in the whole picture's pixels."""
        return (points + 0.5) * self.factor - 0.5


class Pyramid:
    """A picture and its halves, made when first asked for. Not for several threads at once."""

    def __init__(self, picture: Pixels) -> None:
        """Take (height, width, 3) RGB or (height, width) gray, 8 bits."""
        rgb = picture if picture.ndim == 3 else np.asarray(cv2.cvtColor(picture, cv2.COLOR_GRAY2RGB), np.uint8)
        self._levels = [Level(rgb, 1.0)]

    @property
    def whole(self) -> Pixels:
        """The picture itself, in RGB."""
        return self._levels[0].pixels

    def at_least(self, long_side: float) -> Level:
        """Return the smallest level whose longer side has at least so many pixels, or the whole picture."""
        index = 0
        while (
            max(self._level(index).pixels.shape[:2]) >= 2 * long_side and min(self._level(index).pixels.shape[:2]) > 1
        ):
            index += 1
        return self._level(index)

    def _level(self, index: int) -> Level:
        while len(self._levels) <= index:
            last = self._levels[-1]
            height, width = (side // 2 for side in last.pixels.shape[:2])
            even = last.pixels[: height * 2, : width * 2]
            half = np.asarray(cv2.resize(even, (width, height), interpolation=cv2.INTER_AREA), np.uint8)
            self._levels.append(Level(half, last.factor * 2))
        return self._levels[index]


def glance(picture: Pixels, long_side: float) -> Level:
    """Return what `Pyramid.at_least` would, of a large picture sooner: four pixels of sixteen are read.

    Of a picture that is made eight times smaller each pixel still is the mean of sixteen.

    Args:
        picture: (height, width, 3) RGB or (height, width) gray, 8 bits.
        long_side: in pixels, what the level's longer side has at least.
    """
    height, width = (side // 4 for side in picture.shape[:2])
    if max(height, width) < 2 * long_side or min(height, width) < 1:
        return Pyramid(picture).at_least(long_side)
    whole = picture[: height * 4, : width * 4]
    # At this very scale what it interpolates between is the middle of each four by four.
    quarter = np.asarray(cv2.resize(whole, (width, height), interpolation=cv2.INTER_LINEAR), np.uint8)
    level = Pyramid(quarter).at_least(long_side)
    return Level(level.pixels, level.factor * 4)
