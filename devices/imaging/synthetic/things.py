"""What lies about on a desk and what reaches into a picture: pens, phones, cups, cables, fingers."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from devices.imaging.synthetic.camera import Matrix, Points, placed, project, rectangle
from devices.imaging.synthetic.noise import Picture

_FINE = 4  # sub-pixel bits of OpenCV's drawing
_SOFTEST = 0.1  # of the picture's longer side


def fixed(points: Points) -> NDArray[np.int32]:
    """Return points in OpenCV's fixed-point form."""
    return np.asarray(np.clip(points, -8000, 8000) * 2**_FINE, np.int32)


def darken(picture: Picture, quad: Points, offset: tuple[float, float], softness: float, strength: float) -> None:
    """Put the shadow of something flat onto a picture, in place."""
    height, width = picture.shape[:2]
    # A thing that reaches behind the camera is without bound, and a blur as wide would never end.
    softness = min(softness, _SOFTEST * max(height, width))
    reach = softness * 3 + max(abs(offset[0]), abs(offset[1])) + 2
    x0, y0 = np.clip(np.floor(quad.min(axis=0) - reach), 0, (width, height)).astype(int)
    x1, y1 = np.clip(np.ceil(quad.max(axis=0) + reach), 0, (width, height)).astype(int)
    if x1 - x0 < 2 or y1 - y0 < 2:
        return
    shade = np.zeros((y1 - y0, x1 - x0), np.float32)
    moved = quad + np.array(offset) - (x0, y0)
    cv2.fillPoly(shade, [fixed(moved)], strength, cv2.LINE_AA, _FINE)
    if softness > 0.3:
        shade = np.asarray(cv2.GaussianBlur(shade, (0, 0), softness), np.float32)
    picture[y0:y1, x0:x1] *= 1 - shade[..., None]


def scatter(
    rng: np.random.Generator, picture: Picture, desk: Matrix, extent: tuple[Points, Points], count: int
) -> None:
    """Lay things on the desk, in place.

    Args:
        rng: source of chance.
        picture: what to draw on.
        desk: from millimetres on the desk to pixels.
        extent: the corners of the part of the desk that is seen, least and most, in millimetres.
        count: how many.
    """
    for _ in range(count):
        where = rng.uniform(extent[0], extent[1])
        matrix = desk @ placed(float(where[0]), float(where[1]), float(rng.uniform(0, 360)))
        chance = rng.random()
        if chance < 0.25:
            _cable(rng, picture, matrix)
        elif chance < 0.4:
            _cup(rng, picture, matrix)
        else:
            _box(rng, picture, matrix)


def _box(rng: np.random.Generator, picture: Picture, matrix: Matrix) -> None:
    """Draw a pen, phone, book, keyboard or card box."""
    sizes = ((8, 140), (75, 150), (150, 210), (120, 350), (30, 60), (15, 60))
    short, long = np.array(sizes[int(rng.integers(len(sizes)))]) * rng.uniform(0.8, 1.3)
    quad = project(matrix, rectangle(float(long), float(short)))
    side = float(np.hypot(*(quad[1] - quad[0])))
    darken(picture, quad, tuple(rng.normal(0, 0.02 * side + 1, 2)), 0.015 * side + 1, float(rng.uniform(0.1, 0.6)))
    colour = _any_colour(rng)
    cv2.fillPoly(picture, [fixed(quad)], colour, cv2.LINE_AA, _FINE)
    inner = rectangle(float(long) * 0.92, float(short) * 0.88)
    if rng.random() < 0.4:
        cv2.fillPoly(picture, [fixed(project(matrix, inner))], _any_colour(rng), cv2.LINE_AA, _FINE)
    if rng.random() < 0.25:
        for share in np.linspace(-0.45, 0.45, int(rng.integers(4, 14))):
            ends = project(matrix, np.array([[share * long, -short * 0.4], [share * long, short * 0.4]]))
            cv2.polylines(picture, [fixed(ends)], False, _any_colour(rng), 2, cv2.LINE_AA, _FINE)


def _cup(rng: np.random.Generator, picture: Picture, matrix: Matrix) -> None:
    angles = np.linspace(0, 2 * np.pi, 40)
    radius = rng.uniform(12, 50)
    ring = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    quad = project(matrix, ring * radius)
    reach = float(np.hypot(*(quad[0] - quad[20])))
    darken(picture, quad, tuple(rng.normal(0, 0.1 * reach + 1, 2)), 0.05 * reach + 1, float(rng.uniform(0.1, 0.6)))
    cv2.fillPoly(picture, [fixed(quad)], _any_colour(rng), cv2.LINE_AA, _FINE)
    cv2.fillPoly(picture, [fixed(project(matrix, ring * radius * 0.85))], _any_colour(rng), cv2.LINE_AA, _FINE)


def _cable(rng: np.random.Generator, picture: Picture, matrix: Matrix) -> None:
    steps = np.linspace(0, 1, 40)[:, None]
    a, b, c, d = rng.normal(0, 180, (4, 1, 2))
    curve = a * (1 - steps) ** 3 + 3 * b * steps * (1 - steps) ** 2 + 3 * c * steps**2 * (1 - steps) + d * steps**3
    points = project(matrix, curve)
    thick = max(1, round(float(np.hypot(*(points[0] - points[-1]))) * rng.uniform(0.005, 0.02)))
    cv2.polylines(picture, [fixed(points)], False, _any_colour(rng), min(thick, 30), cv2.LINE_AA, _FINE)


def end_desk(rng: np.random.Generator, picture: Picture, quad: Points) -> None:
    """Let the desk end at a straight edge beside a paper, with floor, wall or another desk beyond it, in place."""
    height, width = picture.shape[:2]
    angle = rng.uniform(0, 2 * np.pi)
    away, along = np.array([np.cos(angle), np.sin(angle)]), np.array([-np.sin(angle), np.cos(angle)])
    distance = float((quad @ away).max()) + rng.uniform(0.02, 0.3) * max(height, width)
    far = 3.0 * max(height, width)
    start = away * distance
    strip = [
        start - along * far,
        start + along * far,
        start + along * far + away * far,
        start - along * far + away * far,
    ]
    cv2.fillPoly(picture, [fixed(np.array(strip))], _any_colour(rng), cv2.LINE_AA, _FINE)
    if rng.random() < 0.6:
        edge = fixed(np.array([start - along * far, start + along * far]))
        thick = max(1, round(rng.uniform(0.002, 0.02) * width))
        cv2.polylines(picture, [edge], False, _any_colour(rng), thick, cv2.LINE_AA, _FINE)


def fingers(rng: np.random.Generator, picture: Picture, quad: Points) -> None:
    """Hold a paper at one of its sides: one to four fingertips or a thumb over the edge, in place."""
    side = int(rng.integers(4))
    start, end = quad[side], quad[(side + 1) % 4]
    inward = quad.mean(axis=0) - (start + end) / 2
    inward /= max(float(np.hypot(*inward)), 1e-6)
    length = float(np.hypot(*(end - start)))
    thick = max(2, round(length * rng.uniform(0.05, 0.11)))
    place = rng.uniform(0.1, 0.8)
    skin = np.array([0.85, 0.62, 0.5]) * rng.uniform(0.35, 1.1)
    for finger in range(int(rng.integers(1, 5))):
        base = start + (end - start) * (place + finger * thick * 1.15 / length)
        tip = base + inward * thick * rng.uniform(0.3, 1.8)
        far = base - inward * length * 2 + rng.normal(0, length * 0.3, 2)
        ends = fixed(np.stack([tip, far]))
        nudge = fixed(np.array([[thick * 0.12, thick * 0.12]]))
        shaded = picture.copy() if finger == 0 else picture
        cv2.polylines(shaded, [ends + nudge], False, (0.1, 0.08, 0.07), thick, cv2.LINE_AA, _FINE)
        if finger == 0:
            picture *= 0.6
            picture += 0.4 * shaded
        for inset, light in ((1.0, 0.72), (0.8, 0.9), (0.5, 1.0)):
            colour = tuple(float(value) for value in np.clip(skin * light, 0, 1))
            cv2.polylines(picture, [ends], False, colour, max(1, round(thick * inset)), cv2.LINE_AA, _FINE)


def cover(rng: np.random.Generator, picture: Picture, quad: Points, share: float) -> None:
    """Lay a folder, a book or another paper over a share of a page, from one of its sides on, in place."""
    side = int(rng.integers(4))
    start, end = quad[side], quad[(side + 1) % 4]
    middle, along = (start + end) / 2, (end - start) / 2
    inward = (quad.mean(axis=0) - middle) * 2
    turn = np.radians(rng.normal(0, 10))
    along = along @ np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    edge = middle + inward * share + along * rng.normal(0, 0.5)
    wide, back = along * rng.uniform(0.7, 2.0), -inward * (share + rng.uniform(0.1, 1.2))
    thing = np.stack([edge - wide, edge + wide, edge + wide + back, edge - wide + back])
    length = float(np.hypot(*along))
    darken(picture, thing, tuple(rng.normal(0, 0.02 * length + 1, 2)), 0.02 * length + 1, float(rng.uniform(0.05, 0.6)))
    pale = float(rng.uniform(0.75, 1.0))
    colour = (pale, pale, pale * float(rng.uniform(0.9, 1.0))) if rng.random() < 0.35 else _any_colour(rng)
    cv2.fillPoly(picture, [fixed(thing)], colour, cv2.LINE_AA, _FINE)
    if rng.random() < 0.3:
        inner = thing.mean(axis=0) + (thing - thing.mean(axis=0)) * float(rng.uniform(0.75, 0.95))
        cv2.fillPoly(picture, [fixed(inner)], _any_colour(rng), cv2.LINE_AA, _FINE)


def _any_colour(rng: np.random.Generator) -> tuple[float, float, float]:
    chance = rng.random()
    shade = rng.uniform(0, 0.25) if chance < 0.4 else rng.uniform(0.2, 1.0)
    red, green, blue = np.clip(shade + rng.normal(0, 0.15, 3), 0, 1)
    return float(red), float(green), float(blue)
