"""Smooth randomness, the stuff that wood, marble and shadows are made of."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Plane = NDArray[np.float32]
Picture = NDArray[np.float32]
Colour = tuple[float, float, float]


def smooth_noise(rng: np.random.Generator, height: int, width: int, cells: tuple[float, float]) -> Plane:
    """Return noise from 0 to 1 that changes over a cell of so many pixels (down, across)."""
    rows = max(2, round(height / max(cells[0], 1.0)) + 1)
    columns = max(2, round(width / max(cells[1], 1.0)) + 1)
    coarse = rng.random((min(rows, height), min(columns, width)), np.float32)
    return np.asarray(cv2.resize(coarse, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)


def turbulence(rng: np.random.Generator, height: int, width: int, cells: tuple[float, float], octaves: int) -> Plane:
    """Return noise from 0 to 1 with detail at several sizes, each half as large and strong as the last."""
    total = np.zeros((height, width), np.float32)
    weight, sum_of_weights = 1.0, 0.0
    for octave in range(octaves):
        total += weight * smooth_noise(rng, height, width, (cells[0] / 2**octave, cells[1] / 2**octave))
        sum_of_weights += weight
        weight *= 0.5
    return total / np.float32(sum_of_weights)


def blend(first: Colour, second: Colour, share: Plane) -> Picture:
    """Return a picture that goes from one colour to another as share goes from 0 to 1."""
    start, end = np.array(first, np.float32), np.array(second, np.float32)
    return start + share[..., None] * (end - start)


def filled(height: int, width: int, colour: Colour) -> Picture:
    """Return a picture of one colour."""
    return np.full((height, width, 3), np.array(colour, np.float32), np.float32)
