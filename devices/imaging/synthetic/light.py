"""Light on a scene: uneven lamps, shadows of heads and hands, glare, folds."""

from __future__ import annotations

import cv2
import numpy as np

from devices.imaging.synthetic.noise import Picture, Plane, smooth_noise


def lamp(rng: np.random.Generator, height: int, width: int, strength: float) -> Plane:
    """Return how bright each place is, about 1: a slope and a wide glow."""
    y, x = np.ogrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
    angle = rng.uniform(0, 2 * np.pi)
    slope = (x * np.cos(angle) + y * np.sin(angle)) * rng.uniform(0, 0.35)
    centre = rng.uniform(-1.2, 1.2, 2)
    glow = np.exp(-((x - centre[0]) ** 2 + (y - centre[1]) ** 2) / rng.uniform(0.5, 4.0)) * rng.uniform(-0.2, 0.5)
    return np.asarray(1 + strength * (slope + glow - 0.1), np.float32)


def cast_shadows(rng: np.random.Generator, height: int, width: int, count: int) -> Plane:
    """Return soft shadows as factors up to 1: blocks, bars and heads of any size."""
    scale = 4
    small_h, small_w = height // scale + 1, width // scale + 1
    factor = np.ones((small_h, small_w), np.float32)
    for _ in range(count):
        shade = np.zeros_like(factor)
        centre = rng.uniform((0, 0), (small_w, small_h))
        reach = rng.uniform(0.1, 0.7) * max(small_h, small_w)
        points = centre + rng.normal(0, reach * 0.6, (int(rng.integers(3, 8)), 2))
        cv2.fillConvexPoly(shade, np.asarray(cv2.convexHull(points.astype(np.float32)), np.int32), 1.0)
        softness = rng.uniform(0.3, 12) * max(small_h, small_w) / 200
        shade = np.asarray(cv2.GaussianBlur(shade, (0, 0), max(0.4, softness)), np.float32)
        factor *= 1 - shade * np.float32(rng.uniform(0.08, 0.55))
    return np.asarray(cv2.resize(factor, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)


def glare(rng: np.random.Generator, height: int, width: int) -> Plane:
    """Return a lamp's reflection: what is to be added, 0 to 1."""
    y, x = np.ogrid[0:height, 0:width]
    centre_x, centre_y = rng.uniform(0, width), rng.uniform(0, height)
    reach_x, reach_y = rng.uniform(0.04, 0.2, 2) * max(height, width)
    return np.asarray(
        rng.uniform(0.2, 0.9) * np.exp(-(((x - centre_x) / reach_x) ** 2 + ((y - centre_y) / reach_y) ** 2)), np.float32
    )


def fold(rng: np.random.Generator, picture: Picture) -> Picture:
    """Crease a flat paper: a line along which one side is a little darker, across, down or both."""
    height, width = picture.shape[:2]
    factor = np.ones((height, width), np.float32)
    for _ in range(int(rng.integers(1, 4))):
        y, x = np.ogrid[0:height, 0:width]
        across = rng.random() < 0.5
        away = (y - height * rng.uniform(0.2, 0.8)) if across else (x - width * rng.uniform(0.2, 0.8))
        away = away + (x if across else y) * rng.uniform(-0.02, 0.02)
        soft = rng.uniform(2, 25) * max(height, width) / 1000
        side = np.tanh(away / soft) * np.exp(-np.abs(away) / (soft * 8))
        factor += (side * rng.uniform(-0.10, 0.10)).astype(np.float32)
        factor -= (np.exp(-((away / (soft * 0.3)) ** 2)) * rng.uniform(0, 0.12)).astype(np.float32)
    return picture * factor[..., None]


def crumple(rng: np.random.Generator, picture: Picture) -> Picture:
    """Give a paper the soft shading of having been handled."""
    height, width = picture.shape[:2]
    cell = rng.uniform(0.08, 0.4) * max(height, width)
    shading = 1 + (smooth_noise(rng, height, width, (cell, cell)) - 0.5) * np.float32(rng.uniform(0, 0.12))
    return picture * shading[..., None]
