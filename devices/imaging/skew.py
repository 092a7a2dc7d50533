"""By how much lines of print run askew: the angle at which they pile up into the sharpest rows."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np

from devices.core.scanning import Pixels

_LONG_SIDE: Final = 600
_MOST_DEGREES: Final = 8.0
_COARSE_STEP: Final = 0.5
_FINE_STEP: Final = 0.1
_MOST_POINTS: Final = 20_000
_LEAST_POINTS: Final = 200
# Rows must be so much sharper than if the page were straight.
_SHARPER: Final = 1.08


def skew_degrees(gray: Pixels) -> float:
    """Return by how many degrees print is turned clockwise, -8 to 8; 0 where there is none or it is straight.

    Print that runs up or down the page counts as well.
    """
    scale = min(1.0, _LONG_SIDE / max(gray.shape))
    size = (max(8, round(gray.shape[1] * scale)), max(8, round(gray.shape[0] * scale)))
    small = np.asarray(cv2.resize(gray, size, interpolation=cv2.INTER_AREA), np.uint8)
    black_hat = cv2.morphologyEx(small, cv2.MORPH_BLACKHAT, np.ones((9, 9), np.uint8))
    y, x = np.nonzero(black_hat > max(24, int(np.percentile(black_hat, 80))))
    if len(x) < _LEAST_POINTS:
        return 0.0
    step = -(-len(x) // _MOST_POINTS)
    x, y = x[::step].astype(np.float64), y[::step].astype(np.float64)
    straight = max(_sharpness(x, y, 0.0), _sharpness(-y, x, 0.0))
    coarse = _best(x, y, np.arange(-_MOST_DEGREES, _MOST_DEGREES + 0.01, _COARSE_STEP))
    angle, sharp = _best(x, y, np.arange(coarse[0] - _COARSE_STEP, coarse[0] + _COARSE_STEP + 0.01, _FINE_STEP))
    return round(angle, 2) if sharp > straight * _SHARPER and abs(angle) >= 2 * _FINE_STEP else 0.0


def _best(x: np.ndarray, y: np.ndarray, angles: np.ndarray) -> tuple[float, float]:
    scores = [max(_sharpness(x, y, angle), _sharpness(-y, x, angle)) for angle in angles]
    best = int(np.argmax(scores))
    return float(angles[best]), float(scores[best])


def _sharpness(x: np.ndarray, y: np.ndarray, degrees: float) -> float:
    """Return how unevenly ink is spread over rows that run at an angle."""
    angle = np.deg2rad(degrees)
    rows = y * np.cos(angle) - x * np.sin(angle)
    counts = np.bincount(np.asarray(rows - rows.min(), np.intp)).astype(np.float64)
    return float((counts**2).sum()) / float(counts.sum())
