"""Makes pictures smaller: by a whole number first, for which OpenCV has a way ten times as fast as for any other."""

from __future__ import annotations

import cv2
import numpy as np

from devices.core.scanning import Pixels


def coarse(plane: Pixels, step: int) -> Pixels:
    """Return a plane so many times smaller, less the rows and columns that are over."""
    if step == 1 or min(plane.shape[:2]) < step:
        return plane
    height, width = (side // step for side in plane.shape[:2])
    even = plane[: height * step, : width * step]
    return np.asarray(cv2.resize(even, (width, height), interpolation=cv2.INTER_AREA), np.uint8)


def reduced(pixels: Pixels, scale: float) -> Pixels:
    """Return a picture at a scale of 1 or less: by a whole number first, then by less than two."""
    size = (max(1, round(pixels.shape[1] * scale)), max(1, round(pixels.shape[0] * scale)))
    pixels = coarse(pixels, int(1 / scale))
    if (pixels.shape[1], pixels.shape[0]) == size:
        return pixels
    # From one dot to the next are less than two of the finer picture, so that each of those has its weight.
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_LINEAR), np.uint8)
