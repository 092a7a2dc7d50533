"""What a document camera over a desk sees: a specimen page on dark wood, a little askew, in everyday light."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import cv2
import numpy as np

from demo.specimen_pages import DPI, draw_page
from devices.core.scanning import Pixels

FIELD_MM: Final = (420.0, 315.0)
"""Width and height of the part of the desk that is seen."""
_MM_PER_INCH: Final = 25.4
_TURN_DEG: Final = 3.0
_KEYSTONE: Final = 0.03
_WOOD: Final = (74, 58, 46)
_DARK: Final = 0.12


@dataclass(frozen=True, slots=True)
class DeskScene:
    """What lies on the desk and how it is lit.

    Attributes:
        page: key of the specimen page, None for an empty desk.
        shift_mm: where it lies, from the middle of the field.
        is_dark: the lamp is off.
        is_covered: something lies on the lens.
    """

    page: str | None = None
    shift_mm: tuple[float, float] = (0.0, 0.0)
    is_dark: bool = False
    is_covered: bool = False


def see(scene: DeskScene, size: tuple[int, int]) -> Pixels:
    """Return the camera's picture in RGB, without noise.

    Args:
        size: width and height in pixels, 4 to 3.
    """
    if scene.is_covered:
        return np.full((size[1], size[0], 3), 6, np.uint8)
    picture = _desk(size).copy()
    if scene.page is not None:
        _lay(picture, scene.page, scene.shift_mm)
    return np.asarray(picture * _DARK, np.uint8) if scene.is_dark else picture


def with_noise(picture: Pixels, number: int) -> Pixels:
    """Return a picture as one frame of many: every one has other noise."""
    rng = np.random.default_rng(number)
    grain = rng.normal(0, 2.0, (64, picture.shape[1], 1)).astype(np.float32)
    rows = -(-picture.shape[0] // 64)
    tiled = np.tile(grain, (rows, 1, 1))[: picture.shape[0]]
    return np.asarray(np.clip(picture.astype(np.float32) + tiled, 0, 255), np.uint8)


def corners_of(scene: DeskScene, size: tuple[int, int]) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """Return where the page's corners are in the picture, top left first and clockwise."""
    per_mm = size[0] / FIELD_MM[0]
    width, height = _millimetres(scene.page or "")
    turn = np.radians(_TURN_DEG)
    flat = np.array([[-width, -height], [width, -height], [width, height], [-width, height]], np.float64) / 2
    turned = flat @ np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    # The far edge of the desk looks a little smaller.
    turned[:, 0] *= 1 + _KEYSTONE * turned[:, 1] / FIELD_MM[1]
    middle = np.array([FIELD_MM[0] / 2, FIELD_MM[1] / 2]) + np.array(scene.shift_mm)
    return np.asarray((turned + middle) * per_mm, np.float64)


def _lay(picture: Pixels, key: str, shift_mm: tuple[float, float]) -> None:
    page = _page(key)
    corners = corners_of(DeskScene(key, shift_mm), (picture.shape[1], picture.shape[0]))
    softness = picture.shape[1] / 300
    left, top, part = _around(picture, corners, round(4 * softness))
    size = part.shape[1], part.shape[0]
    small = _fitted(page, float(np.linalg.norm(corners[1] - corners[0])))
    height, width = small.shape[:2]
    source = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = cv2.getPerspectiveTransform(source, (corners - (left, top)).astype(np.float32))
    cover = cv2.warpPerspective(np.full((height, width), 255, np.uint8), matrix, size)
    away = round(softness), round(0.75 * softness)
    shadow = cv2.GaussianBlur(np.roll(cover, away, (0, 1)), (0, 0), softness).astype(np.float32)[..., None]
    share = cover.astype(np.float32)[..., None] / 255.0
    seen = cv2.warpPerspective(small, matrix, size, flags=cv2.INTER_LINEAR)
    part[:] = part * (1 - 0.45 / 255.0 * shadow) * (1 - share) + seen * share


def _around(picture: Pixels, corners: np.ndarray[tuple[int, ...], Any], margin: int) -> tuple[int, int, Pixels]:
    """Return the part of a picture in which a page and its shadow lie, and where that begins."""
    low = np.maximum(0, np.floor(corners.min(axis=0)).astype(int) - margin)
    high = np.ceil(corners.max(axis=0)).astype(int) + margin
    return int(low[0]), int(low[1]), picture[low[1] : high[1], low[0] : high[0]]


def _fitted(page: Pixels, width: float) -> Pixels:
    """Return the page made so small that sampling it once more keeps its small print."""
    if page.shape[1] <= width * 1.2:
        return page
    target = round(width), round(page.shape[0] * width / page.shape[1])
    return np.asarray(cv2.resize(page, target, interpolation=cv2.INTER_AREA), np.uint8)


@lru_cache(maxsize=4)
def _page(key: str) -> Pixels:
    return np.asarray(draw_page(key).convert("RGB"), np.uint8)


def _millimetres(key: str) -> tuple[float, float]:
    page = _page(key)
    # A page that was drawn coarsely is as large as the others.
    per_inch = min(DPI, page.shape[1] / (210.0 / _MM_PER_INCH)) if page.shape[1] < 800 else DPI
    return page.shape[1] / per_inch * _MM_PER_INCH, page.shape[0] / per_inch * _MM_PER_INCH


@lru_cache(maxsize=4)
def _desk(size: tuple[int, int]) -> Pixels:
    """Return dark wood, lighter where the lamp hangs."""
    width, height = size
    rng = np.random.default_rng(1)
    grain = cv2.resize(rng.normal(0, 1, (height // 3, max(4, width // 60))).astype(np.float32), size)
    grain = cv2.GaussianBlur(grain, (0, 0), 1.2)
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    lamp = 1.1 - 0.3 * np.hypot((x / width - 0.45), (y / height - 0.4))
    colour = np.array(_WOOD, np.float32) * (1 + 0.16 * grain[..., None]) * lamp[..., None]
    return np.asarray(np.clip(colour, 0, 255), np.uint8)
