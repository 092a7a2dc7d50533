"""Takes the light off a page: shading and shadows out, paper white or its own even tint, print as it is."""

from __future__ import annotations

from enum import StrEnum, unique
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from devices.core.scanning import Pixels

_Light = NDArray[np.float32]

_COARSE_SIDE: Final = 160  # pixels of the map of light; text has gone from it, shadows have not
_EACH_WAY: Final = 4  # pixels of the page that make one of that map
_FITTED_TO: Final = 2  # every so many pixels of it each way tell a smooth surface
_TEXT: Final = 9  # pixels of that map; wider dark areas are pictures or shadows
_WHITE: Final = 250.0
# Paper is taken for tinted, and left so, where its channels differ by more than this share.
_TINT: Final = 0.25
_COVER: Final = 0.5
# Where a place is darker than this share of the light around it, it is print and not a shadow.
_PRINT: Final = 0.5
# Shares of the channels that shadows let through differ by less than this.
_SHADOWS_HUE: Final = 0.1
_MOST_GAIN: Final = 3.9
_UNIT: Final = 64.0  # gain is kept in 64ths


@unique
class Tone(StrEnum):
    """How a page is kept."""

    COLOUR = "colour"
    GREY = "grey"
    BLACK_WHITE = "black_white"


def even_light(page: Pixels) -> Pixels:
    """Return a page (RGB or gray) as if lit evenly; nothing is sharpened and no print is whitened."""
    height, width = page.shape[:2]
    scale = _COARSE_SIDE / max(height, width)
    size = (max(4, round(width * scale)), max(4, round(height * scale)))
    coarse = np.asarray(cv2.resize(_thinned(page, size), size, interpolation=cv2.INTER_AREA), np.float32)
    light = paper_light(coarse.reshape(size[1], size[0], -1))
    gain = np.clip(_wanted(light) / np.maximum(light, 1.0), 0.5, _MOST_GAIN)
    small = np.asarray(np.rint(gain * _UNIT), np.uint8)
    factors = cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR).reshape(page.shape)
    # In their own place: a page can be as large as everything else that is held.
    return np.asarray(cv2.multiply(page, factors, factors, scale=1 / _UNIT), np.uint8)


def paper_light(coarse: _Light) -> _Light:
    """Return the brightness of the bare paper everywhere, for a coarse picture (height, width, channels), 0 to 255."""
    kernel = np.ones((_TEXT, _TEXT), np.uint8)
    closed = np.asarray(cv2.morphologyEx(coarse, cv2.MORPH_CLOSE, kernel), np.float32).reshape(coarse.shape)
    closed = np.asarray(cv2.GaussianBlur(closed, (0, 0), _TEXT / 3), np.float32).reshape(coarse.shape)
    brightness = closed.mean(axis=2)
    surface = _surface(closed, brightness)
    share = closed / np.maximum(surface, 1.0)
    is_dim = np.clip((share.min(axis=2, keepdims=True) - _PRINT) / 0.15, 0.0, 1.0)
    # Shadows take from all colours alike; what does not is printed or pictured.
    is_coloured = np.clip((np.ptp(share, axis=2, keepdims=True) - _SHADOWS_HUE) / 0.08, 0.0, 1.0)
    trust = is_dim * (1 - is_coloured)
    return np.asarray(trust * np.minimum(closed, 255) + (1 - trust) * surface, np.float32)


def in_tone(page: Pixels, tone: Tone) -> Pixels:
    """Return a page in colour, gray, or black and white (0 and 255)."""
    if tone is Tone.COLOUR:
        return page
    gray = page if page.ndim == 2 else np.asarray(cv2.cvtColor(page, cv2.COLOR_RGB2GRAY), np.uint8)
    if tone is Tone.GREY:
        return gray
    block = max(15, max(gray.shape) // 60) | 1
    local = cv2.adaptiveThreshold(gray, 255, cv2.ADAPTIVE_THRESH_GAUSSIAN_C, cv2.THRESH_BINARY, block, 14)
    # Large dark areas have no contrast within themselves.
    return np.asarray(np.where(gray < 60, 0, local), np.uint8)


def _thinned(page: Pixels, size: tuple[int, int]) -> Pixels:
    """Leave out rows and columns that a coarse picture of a size does not need."""
    fine = (size[0] * _EACH_WAY, size[1] * _EACH_WAY)
    if page.shape[1] < fine[0] or page.shape[0] < fine[1]:
        return page
    return np.asarray(cv2.resize(page, fine, interpolation=cv2.INTER_NEAREST), np.uint8)


def _surface(closed: _Light, brightness: _Light) -> _Light:
    """Fit a smooth surface to what is paper: bright for its surroundings, fitted again without what lies below it."""
    height, width = brightness.shape
    y, x = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j].astype(np.float32)
    all_terms = np.stack([np.ones_like(x), x, y, x * y, x**2, y**2], axis=-1)
    some = np.s_[::_FITTED_TO, ::_FITTED_TO]
    terms, bright = all_terms[some].reshape(-1, 6), brightness[some].ravel()
    values = closed[some].reshape(len(terms), -1)
    white = _as_paper(values, bright)
    weight = white * (bright >= np.percentile(bright, 50) * 0.9)
    for _ in range(3):
        weighed = terms * weight[:, None]
        answer = np.linalg.solve(weighed.T @ terms + 1e-3 * np.eye(6, dtype=np.float32), weighed.T @ values)
        below = bright / np.maximum((terms @ answer).mean(axis=1), 1.0)
        weight = np.clip(white * (below - 0.7) / 0.2, 0.002, 1.0).astype(np.float32)
    surface = all_terms.reshape(-1, 6) @ answer
    least = float(np.percentile(brightness, 95)) * 0.3
    return np.asarray(np.clip(surface, least, 255), np.float32).reshape(closed.shape)


def _as_paper(values: _Light, bright: _Light) -> _Light:
    """Return how much each place has the hue of what is brightest, 0 to 1: paper, in whatever light."""
    hue = values / np.maximum(bright[:, None], 1.0)
    brightest = np.median(hue[bright >= np.percentile(bright, 85)], axis=0)
    apart = np.abs(hue - brightest).max(axis=1)
    return np.asarray(np.clip(1 - (apart - _SHADOWS_HUE) / 0.08, 0.0, 1.0), np.float32)


def _wanted(light: _Light) -> _Light:
    """Return the colour that paper should have: white, or its tint at full light."""
    usual = np.median(light.reshape(-1, light.shape[2]), axis=0)
    brightest = max(float(usual.max()), 1.0)
    tint = float(usual.max() - usual.min()) / brightest
    if tint <= _TINT:
        return np.full_like(usual, _WHITE)
    # Lamps and coloured paper tint this little; what has more colour is a cover, and as dark as it looks.
    most = _WHITE / brightest
    brighter = np.interp(tint, (_TINT, _COVER), (most, min(most, 1.0)))
    return np.asarray(usual * brighter, np.float32)
