"""Papers and specimens as a room lights them: bare, and under reflections of rising strength.

What can be read under one is told by a text reader: how much of what it read there before.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

import cv2
import numpy as np

from benchmarks.gate import seen
from devices.core.scanning import Pixels
from devices.imaging.making import capture_page
from devices.imaging.ocr.specimens import DRAWN, draw_specimen
from devices.imaging.ocr.text_reader import TextReader
from devices.imaging.synthetic.camera import Sensor, View
from devices.imaging.synthetic.chance import random_papers
from devices.imaging.synthetic.fonts import Typefaces
from devices.imaging.synthetic.noise import Picture, Plane
from devices.imaging.synthetic.papers import Kind, make_paper
from devices.imaging.synthetic.scene import Setting, make_scene
from devices.imaging.synthetic.textures import Desk
from devices.imaging.synthetic.veils import under_veil, veil
from devices.imaging.veil import Box
from devices.imaging.work_page import MM_PER_INCH

STRENGTHS: Final = (0.7, 0.9, 0.96, 0.985, 1.0)
ILLEGIBLE: Final = 0.7
_DPI: Final = 200
_WIDTHS_MM: Final = {"business-licence": 210, "household-register": 143, "marriage-certificate": 176, "passport": 125}
_CARD_MM: Final = 85.6
_KINDS: Final = tuple(kind for kind in Kind if kind is not Kind.BLANK)
_LEAST_READ: Final = 4  # characters
_DESKS: Final = (Desk.DARK, Desk.WOOD, Desk.LIGHT, Desk.NEAR_WHITE)


@dataclass(frozen=True, slots=True)
class Sample:
    """A page under a reflection, or bare.

    Attributes:
        bare: whether it is bare.
        likeness: of what is read where it is strongest to what was read there before, 0 to 1; 1 without one.
        place: x, y, width, height of where that is.
    """

    pixels: Pixels
    dpi: int
    likeness: float
    place: Box
    bare: bool


def samples(seed: int, typefaces: Typefaces, reader: TextReader) -> Iterator[Sample]:
    """Yield a page, first bare, then under one reflection at each strength, where there is print for it to hide."""
    rng = np.random.default_rng([77, seed])
    paper, dpi = _print(rng, seed, typefaces)
    paper = _in_a_room(rng, paper)
    per_mm = dpi / MM_PER_INCH
    strength = veil(rng, paper.shape[0], paper.shape[1], per_mm)
    looks, colours = (int(number) for number in rng.integers(2**31, size=2))
    x, y, width, height = place = _strongest(strength, round(per_mm))

    def read(pixels: Pixels) -> str:
        there = np.ascontiguousarray(pixels[y : y + height, x : x + width])
        return "".join(line.text for line in reader.lines(there)).replace(" ", "")

    def under(most: float) -> Pixels:
        hidden = under_veil(np.random.default_rng(colours), paper, strength, most)
        return _through_a_camera(np.random.default_rng(looks), hidden, dpi)

    bare = under(0.0)
    yield Sample(bare, dpi, 1.0, place, bare=True)
    before = read(bare)
    for most in STRENGTHS if len(before) >= _LEAST_READ else ():
        pixels = under(most)
        likeness = SequenceMatcher(None, before, read(pixels), autojunk=False).ratio()
        yield Sample(pixels, dpi, likeness, place, bare=False)


def _in_a_room(rng: np.random.Generator, pixels: Pixels) -> Pixels:
    """Return a paper as it is lit: not quite evenly, and never so brightly that nothing could be brighter."""
    height, width = pixels.shape[:2]
    across, down = np.linspace(-1, 1, width), np.linspace(-1, 1, height)[:, None]
    light = rng.uniform(0.6, 0.93) + 0.1 * rng.uniform(-1, 1) * across + 0.1 * rng.uniform(-1, 1) * down
    return np.asarray(pixels * np.clip(light, 0.4, 1.0)[..., None], np.uint8)


def _through_a_camera(rng: np.random.Generator, picture: Picture, dpi: int) -> Pixels:
    soft = np.asarray(cv2.GaussianBlur(picture, (0, 0), rng.uniform(0.05, 0.1) * dpi / MM_PER_INCH), np.float32)
    noisy = np.clip(soft + rng.normal(0, rng.uniform(0.5, 3), (*soft.shape[:2], 1)), 0, 255).astype(np.uint8)
    _, coded = cv2.imencode(".jpg", noisy, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(75, 95))])
    return np.asarray(cv2.imdecode(coded, cv2.IMREAD_COLOR), np.uint8)


def bare_pages(seed: int, typefaces: Typefaces) -> Iterator[tuple[Pixels, int]]:
    """Yield a page that a lamp lights unevenly, one with a bare half, and one that was cut out of a photograph."""
    rng = np.random.default_rng([78, seed])
    paper, dpi = _print(rng, seed, typefaces)
    yield _under_lamp(rng, seen(rng, paper, dpi), rng.uniform(0.2, 0.5)), dpi
    page = seen(rng, paper, dpi)
    page[len(page) // 2 :] = np.median(page.reshape(-1, 3), axis=0)
    yield _under_lamp(rng, page, rng.uniform(0.05, 0.2)), dpi
    view = View(rng.uniform(0, 25), rng.uniform(0, 360), rng.normal(0, 8), 1.2, rng.uniform(0.4, 0.7), (0.0, 0.0))
    desk = _DESKS[int(rng.integers(len(_DESKS)))]
    setting = Setting(
        (2000, 1500), desk, view, Sensor(0.8, noise=2.0, gain=(0.8, 0.8, 0.8)), shadows=1, lamp=0.5, folds=True
    )
    scene = make_scene(rng, setting, random_papers(rng, typefaces, 1, 6.0))
    cut_out = capture_page(scene.pixels).page
    yield cut_out.as_seen, cut_out.dpi


def _under_lamp(rng: np.random.Generator, pixels: Pixels, brighter: float) -> Pixels:
    """Return a page of which a lamp lights one place more than the rest, which has 0.6 of its light."""
    height, width = pixels.shape[:2]
    y, x = np.ogrid[0:height, 0:width]
    reach = rng.uniform(0.1, 0.4) * width
    light = np.exp(-(((x - rng.uniform(0, width)) / reach) ** 2) - ((y - rng.uniform(0, height)) / reach) ** 2)
    return np.asarray(np.clip(pixels * (0.6 + brighter * light[..., None]), 0, 255), np.uint8)


def _print(rng: np.random.Generator, seed: int, typefaces: Typefaces) -> tuple[Pixels, int]:
    """Return a paper or a specimen in the light of a room, and its dots an inch."""
    if seed % 2 == 0:
        return make_paper(rng, _KINDS[seed // 2 % len(_KINDS)], typefaces, _DPI / MM_PER_INCH).pixels, _DPI
    kind = DRAWN[seed // 2 % len(DRAWN)]
    scale = rng.uniform(0.6, 0.85)
    drawn = draw_specimen(kind, int(rng.integers(1_000_000))).pixels
    small = np.asarray(cv2.resize(drawn, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
    return small, round(small.shape[1] / _WIDTHS_MM.get(kind, _CARD_MM) * MM_PER_INCH)


def _strongest(strength: Plane, step: int) -> Box:
    """Return the place around a reflection's middle where it has half of its strength, as wide as lines are."""
    height, width = strength.shape
    y, x = (int(value) for value in np.unravel_index(int(strength.argmax()), strength.shape))
    left, right, top, bottom = max(0, x - 2), x + 2, max(0, y - 2), y + 2
    for down, least in ((step, 0.6), (0, 0.5)):
        while left >= step and top >= down and right + step < width and bottom + down < height:
            wider = left - step, right + step, top - down, bottom + down
            if min(strength[row, column] for row in wider[2:] for column in wider[:2]) <= least:
                break
            left, right, top, bottom = wider
    return left, top, right - left, bottom - top
