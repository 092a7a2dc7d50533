"""Stripes and bars are no print: their edges run one way, those of letters run in several."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from devices.core.scanning import Pixels

_Plane = NDArray[np.float32]

MOST_ONE_WAY: Final = 0.97
"""Print has less, 0.94 at most in zones of 25 mm; the stripes of test patterns have 0.98 and more."""


def one_way(across: _Plane, down: _Plane) -> NDArray[np.float64]:
    """Return how much slopes run one way, 0 to 1: the coherence of their structure tensor over the last two axes.

    After Josef Bigun and Goesta Granlund, Optimal orientation detection of linear symmetry (1987).
    """
    pairs = ((across, across), (down, down), (across, down))
    a, b, c = (np.asarray(np.einsum("...ij,...ij->...", *pair), np.float64) for pair in pairs)
    return np.asarray(np.sqrt((a - b) ** 2 + 4 * c**2) / (a + b + 1e-6), np.float64)


def is_striped(plane: Pixels) -> bool:
    """Tell whether a gray page has edges of one direction only."""
    half = cv2.pyrDown(plane)
    across, down = cv2.Sobel(half, cv2.CV_32F, 1, 0), cv2.Sobel(half, cv2.CV_32F, 0, 1)
    return float(one_way(np.asarray(across, np.float32), np.asarray(down, np.float32))) > MOST_ONE_WAY
