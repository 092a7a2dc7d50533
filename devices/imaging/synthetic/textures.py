"""What papers lie on: desks, cloths, scanner lids; pictures from 0 to 1 at a number of pixels to the millimetre."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum, unique

import cv2
import numpy as np

from devices.imaging.synthetic.noise import Colour, Picture, blend, filled, smooth_noise, turbulence


@unique
class Desk(StrEnum):
    """The kinds of ground a scene can have."""

    DARK = "dark"
    WOOD = "wood"
    PATTERN = "pattern"
    LIGHT = "light"
    NEAR_WHITE = "near_white"
    GLASS = "glass"


def make_desk(
    rng: np.random.Generator, kind: Desk, height: int, width: int, *, per_mm: float, paper: Colour
) -> Picture:
    """Return a ground of one kind.

    Args:
        rng: source of chance.
        kind: which ground.
        height: in pixels.
        width: in pixels.
        per_mm: pixels to the millimetre.
        paper: the colour of the paper on it; a near-white desk is within a few shades of it.
    """
    if kind is Desk.DARK:
        return _surface(rng, height, width, per_mm, _tinted(rng, 0.04, 0.38, 0.10))
    if kind is Desk.WOOD:
        return wood(rng, height, width, per_mm, _wood_colour(rng))
    if kind is Desk.PATTERN:
        return _any_of(rng, (weave, stripes, checks, dots, shapes, marble), height, width, per_mm)
    if kind is Desk.LIGHT:
        colour = _tinted(rng, 0.5, 0.86, 0.08)
        return (
            wood(rng, height, width, per_mm, colour)
            if rng.random() < 0.3
            else _surface(rng, height, width, per_mm, colour)
        )
    if kind is Desk.NEAR_WHITE:
        return _near_white(rng, height, width, per_mm, paper)
    return _lid(rng, height, width)


def wood(rng: np.random.Generator, height: int, width: int, per_mm: float, colour: Colour) -> Picture:
    """Return grained wood or a laminate that looks like it; the grain runs across or down."""
    down = rng.random() < 0.5
    rows, columns = (width, height) if down else (height, width)
    broad = turbulence(rng, rows, columns, (rng.uniform(8, 40) * per_mm, rng.uniform(150, 500) * per_mm), 3)
    rings = 0.5 + 0.5 * np.sin(broad * np.float32(rng.uniform(6, 40)))
    fibres = turbulence(rng, rows, columns, (rng.uniform(0.6, 2) * per_mm, rng.uniform(20, 90) * per_mm), 2)
    depth = rng.uniform(0.02, 0.30)
    share = (rings * rng.uniform(0.1, 0.7) + fibres * rng.uniform(0.2, 0.6)).astype(np.float32)
    dark = tuple(channel * (1 - depth) for channel in colour)
    grain = blend(colour, (dark[0], dark[1], dark[2]), share)
    return np.ascontiguousarray(grain.transpose(1, 0, 2)) if down else grain


def weave(rng: np.random.Generator, height: int, width: int, per_mm: float) -> Picture:
    """Return cloth."""
    pitch = max(rng.uniform(0.6, 4) * per_mm, 2.5)
    y, x = np.ogrid[0:height, 0:width]
    threads = (np.sin(x * (2 * np.pi / pitch)) * np.sin(y * (2 * np.pi / pitch))).astype(np.float32)
    share = 0.5 + 0.35 * threads + 0.3 * (turbulence(rng, height, width, (20 * per_mm, 20 * per_mm), 3) - 0.5)
    return blend(_tinted(rng, 0.05, 0.85, 0.3), _tinted(rng, 0.05, 0.85, 0.3), np.clip(share, 0, 1).astype(np.float32))


def stripes(rng: np.random.Generator, height: int, width: int, per_mm: float) -> Picture:
    """Return stripes at any angle."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    angle = rng.uniform(0, np.pi)
    along = x * np.float32(np.cos(angle)) + y * np.float32(np.sin(angle))
    pitch = rng.uniform(6, 60) * per_mm
    share = ((along / pitch) % 1.0 < rng.uniform(0.2, 0.7)).astype(np.float32)
    return blend(_tinted(rng, 0.05, 0.95, 0.3), _tinted(rng, 0.05, 0.95, 0.3), share)


def checks(rng: np.random.Generator, height: int, width: int, per_mm: float) -> Picture:
    """Return squares, tiles or a grid of lines."""
    pitch = rng.uniform(8, 80) * per_mm
    y, x = np.ogrid[0:height, 0:width]
    down, across = (y / pitch) % 1.0, (x / pitch) % 1.0
    if rng.random() < 0.5:
        share = ((down < 0.5) * 0.5 + (across < 0.5) * 0.5).astype(np.float32)
    else:
        line = rng.uniform(0.03, 0.12)
        share = ((down < line) | (across < line)).astype(np.float32)
    return blend(_tinted(rng, 0.05, 0.95, 0.25), _tinted(rng, 0.05, 0.95, 0.25), share)


def dots(rng: np.random.Generator, height: int, width: int, per_mm: float) -> Picture:
    """Return dots or specks."""
    picture = filled(height, width, _tinted(rng, 0.1, 0.95, 0.25))
    for _ in range(int(rng.integers(60, 500))):
        centre = (int(rng.integers(0, width)), int(rng.integers(0, height)))
        radius = max(1, round(rng.uniform(0.4, 7) * per_mm))
        cv2.circle(picture, centre, radius, _tinted(rng, 0.05, 0.95, 0.4), -1, cv2.LINE_AA)
    return picture


def shapes(rng: np.random.Generator, height: int, width: int, per_mm: float) -> Picture:
    """Return a busy print: many patches of colour."""
    picture = filled(height, width, _tinted(rng, 0.1, 0.9, 0.3))
    for _ in range(int(rng.integers(20, 120))):
        centre = rng.uniform((0, 0), (width, height))
        around = centre + rng.normal(0, rng.uniform(4, 40) * per_mm, (int(rng.integers(3, 9)), 2))
        cv2.fillPoly(picture, [around.astype(np.int32)], _tinted(rng, 0.05, 0.95, 0.35), cv2.LINE_AA)
    if rng.random() < 0.4:
        picture = np.asarray(cv2.GaussianBlur(picture, (0, 0), rng.uniform(0.5, 4) * per_mm), np.float32)
    return picture


def marble(rng: np.random.Generator, height: int, width: int, per_mm: float) -> Picture:
    """Return stone with veins."""
    cells = rng.uniform(30, 150) * per_mm
    field = turbulence(rng, height, width, (cells, cells), 5)
    veins = 1 - np.clip(np.abs(field - 0.5) * np.float32(rng.uniform(8, 30)), 0, 1)
    return blend(_tinted(rng, 0.15, 0.95, 0.05), _tinted(rng, 0.1, 0.9, 0.05), (veins * 0.8).astype(np.float32))


def _any_of(
    rng: np.random.Generator,
    makers: tuple[Callable[[np.random.Generator, int, int, float], Picture], ...],
    height: int,
    width: int,
    per_mm: float,
) -> Picture:
    return makers[int(rng.integers(len(makers)))](rng, height, width, per_mm)


def _near_white(rng: np.random.Generator, height: int, width: int, per_mm: float, paper: Colour) -> Picture:
    """Return a desk within two to sixteen shades of the paper, darker as a rule."""
    step = rng.uniform(2, 16) / 255 * (1 if rng.random() < 0.8 else -0.5)
    tint = rng.normal(0, 2.5 / 255, 3)
    colour = tuple(float(np.clip(channel - step + shift, 0.3, 1.0)) for channel, shift in zip(paper, tint, strict=True))
    base = (colour[0], colour[1], colour[2])
    if rng.random() < 0.25:
        pale = tuple(channel * rng.uniform(0.93, 0.985) for channel in base)
        cells = rng.uniform(20, 120) * per_mm
        return blend(base, (pale[0], pale[1], pale[2]), turbulence(rng, height, width, (cells, cells), 4))
    picture = filled(height, width, base)
    picture += (smooth_noise(rng, height, width, (60 * per_mm, 60 * per_mm))[..., None] - 0.5) * rng.uniform(0, 6) / 255
    return _grained(rng, picture, rng.uniform(0, 4) / 255)


def _surface(rng: np.random.Generator, height: int, width: int, per_mm: float, colour: Colour) -> Picture:
    spread = rng.uniform(0, 0.08)
    cells = rng.uniform(5, 100) * per_mm
    mottle = turbulence(rng, height, width, (cells, cells), 3)
    darker = tuple(max(0.0, channel - spread) for channel in colour)
    return _grained(rng, blend(colour, (darker[0], darker[1], darker[2]), mottle), rng.uniform(0, 0.05))


def _lid(rng: np.random.Generator, height: int, width: int) -> Picture:
    """Return a scanner's lid: white as a rule, sometimes black or grey, with faint streaks."""
    chance = rng.random()
    shade = (
        rng.uniform(0.86, 0.99) if chance < 0.7 else rng.uniform(0.0, 0.15) if chance < 0.9 else rng.uniform(0.3, 0.8)
    )
    picture = filled(height, width, (shade, shade, shade))
    streaks = smooth_noise(rng, 1, width, (1, 3)) - 0.5
    picture += streaks[..., None] * rng.uniform(0, 0.012)
    return picture


def _grained(rng: np.random.Generator, picture: Picture, strength: float) -> Picture:
    height, width = picture.shape[:2]
    grain = rng.standard_normal((height // 2 + 1, width // 2 + 1), np.float32)
    picture += np.asarray(cv2.resize(grain, (width, height)), np.float32)[..., None] * np.float32(strength)
    return picture


def _tinted(rng: np.random.Generator, low: float, high: float, spread: float) -> Colour:
    red, green, blue = np.clip(rng.uniform(low, high) + rng.normal(0, spread, 3), 0.0, 1.0)
    return float(red), float(green), float(blue)


def _wood_colour(rng: np.random.Generator) -> Colour:
    shade = rng.uniform(0.18, 0.9)
    warmth = rng.uniform(0.65, 0.97)
    return shade, shade * warmth, shade * warmth * rng.uniform(0.55, 0.97)
