"""Whether a picture may hold print that is light on dark, or that is cut at its edge: cheap looks before dear ones."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np

from devices.core.scanning import Pixels

_WORK_SIDE: Final = 400
# Of the paper's brightness: what is darker all around is a dark ground.
_DARK: Final = 0.55
_LEAST_PAPER: Final = 80.0
_LEAST_SHARE: Final = 0.0005
_FLAT: Final = 12.0
# Steps along an edge of the picture that the edge of a desk or of a paper does not have.
_RIM_PIXELS: Final = 6
_STEP: Final = 25.0
_LEAST_STEPS: Final = 8


def has_dark_ground(gray: Pixels) -> bool:
    """Tell whether a part of a picture is dark and empty, as it is around and between light print."""
    height, width = gray.shape
    scale = min(1.0, _WORK_SIDE / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = cv2.resize(gray, size, interpolation=cv2.INTER_AREA)
    brightest = cv2.dilate(small, np.ones((5, 5), np.uint8))
    paper = max(float(np.percentile(small, 98)), _LEAST_PAPER)
    return float(np.mean(brightest < _DARK * paper)) >= _LEAST_SHARE


def is_cut(gray: Pixels) -> bool:
    """Tell whether print reaches an edge of the picture, so that a code may lack its quiet zone there."""
    rims = (gray[:_RIM_PIXELS], gray[-_RIM_PIXELS:], gray[:, :_RIM_PIXELS].T, gray[:, -_RIM_PIXELS:].T)
    lines = (np.diff(rim.mean(axis=0)) for rim in rims)
    return any(int(np.count_nonzero(np.abs(steps) > _STEP)) >= _LEAST_STEPS for steps in lines)
