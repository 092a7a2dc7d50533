"""Reflections that are not burnt out, on flat pages: a lamp or a window seen in laminate or glossy paper."""

from __future__ import annotations

from typing import Final

import numpy as np

from devices.core.scanning import Pixels
from devices.imaging.synthetic.noise import Picture, Plane

_COLOURS: Final = ((255, 255, 255), (240, 240, 240), (255, 244, 214), (222, 236, 255))
_TINTS: Final = ((1.0, 1.0, 1.0), (1.0, 0.94, 0.8), (0.85, 0.95, 1.0))
_GAMMA: Final = 2.2
_BRIGHTEST: Final = 1.3  # of a reflection, in what white paper gives back
_SHOULDER: Final = 170.0  # shades from which a camera flattens its tones
_FLATTENED_TO: Final = (232.0, 252.0)


def veil(rng: np.random.Generator, height: int, width: int, per_mm: float) -> Plane:
    """Return how strong a reflection is, 0 to 1, once: round, flat with soft edges, a streak, or a window."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    large = min(height, width) / per_mm > 90
    radius = rng.uniform(*((8, 35) if large else (4, 14))) * per_mm
    away_x, away_y = x - rng.uniform(0.2, 0.8) * width, y - rng.uniform(0.2, 0.8) * height
    angle, longer = rng.uniform(0, np.pi), rng.uniform(1, 1.8)
    along = (away_x * np.cos(angle) + away_y * np.sin(angle)) / radius
    across = (away_y * np.cos(angle) - away_x * np.sin(angle)) / radius
    shape = int(rng.integers(4))
    if shape == 0:
        strength = np.exp(-((along / longer) ** 2) - across**2)
    elif shape == 1:
        strength = np.exp(-(np.maximum(np.hypot(along / longer, across) - 0.7, 0) ** 2) / 0.12)
    elif shape == 2:
        strength = np.exp(-((along / 3) ** 2) - (across * 2) ** 2)
    else:
        soft = rng.uniform(1, 4) * per_mm / radius
        strength = 1 / (1 + np.exp((np.abs(along) - longer) / soft)) / (1 + np.exp((np.abs(across) - 1) / soft))
    return np.asarray(strength / strength.max(), np.float32)


def under_veil(rng: np.random.Generator, pixels: Pixels, strength: Plane, most: float) -> Picture:
    """Return a page (RGB) in a reflection, in shades of 255.

    Args:
        rng: source of chance: of its colour, and whether shades are mixed or light is added before a camera's tones.
        pixels: the page.
        strength: of the reflection, 0 to 1.
        most: how much of the page it hides where it is strongest; from about 0.9 on nothing can be read there.
    """
    page = pixels.astype(np.float32)
    share = most * strength[..., None]
    if rng.random() < 0.5:
        return np.asarray(page * (1 - share) + np.array(_COLOURS[int(rng.integers(4))], np.float32) * share, np.float32)
    tint = np.array(_TINTS[int(rng.integers(3))], np.float32)
    light = (page / 255) ** _GAMMA + _BRIGHTEST * most**6 * strength[..., None] * tint
    shades, top = light ** (1 / _GAMMA) * 255, rng.uniform(*_FLATTENED_TO)
    flattened = top - (top - _SHOULDER) * np.exp(-np.maximum(shades - _SHOULDER, 0) / (top - _SHOULDER))
    return np.asarray(np.where(shades > _SHOULDER, flattened, shades), np.float32)
