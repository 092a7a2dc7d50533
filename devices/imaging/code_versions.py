"""Versions of a picture in which a code that is blurred, small, pale or askew can be read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from devices.core.scanning import Pixels
from devices.imaging.code_places import Points

# Codes that are cropped tight lack the quiet zone that readers ask for.
QUIET_ZONE: Final = 16
_LARGE_PIXELS: Final = 500_000
# The version that is the picture itself.
PLAIN: Final = "plain"
FRAMED: Final = "framed"
NEGATIVE: Final = "negative"
# Those that hold all that the picture holds.
LOSSLESS: Final = frozenset({PLAIN, FRAMED, NEGATIVE})
_Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Version:
    """One version of a picture.

    Attributes:
        to_page: affine 2x3 matrix from its pixels to the page's.
    """

    name: str
    gray: Pixels
    to_page: _Matrix

    def on_page(self, points: Points) -> Points:
        """Return points of this version in pixels of the page."""
        return np.asarray(points @ self.to_page[:, :2].T + self.to_page[:, 2], np.float64)


def plain(gray: Pixels) -> Version:
    """Return the picture as it is."""
    return Version(PLAIN, gray, np.array([[1.0, 0, 0], [0, 1.0, 0]]))


def framed(gray: Pixels, scale: float, name: str) -> Version:
    """Return the picture at a scale, with a quiet zone around."""
    wide = np.pad(_scaled(gray, scale), QUIET_ZONE, constant_values=255)
    edge = -QUIET_ZONE / scale
    return Version(name, wide, np.array([[1 / scale, 0, edge], [0, 1 / scale, edge]]))


def turned(gray: Pixels, origin: tuple[int, int], angle: float) -> tuple[Pixels, _Matrix]:
    """Return a part of a page turned counter-clockwise by degrees, and the matrix that leads back to the page."""
    height, width = gray.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    cosine, sine = abs(matrix[0, 0]), abs(matrix[0, 1])
    new_width, new_height = round(height * sine + width * cosine), round(height * cosine + width * sine)
    matrix[:, 2] += (new_width / 2 - width / 2, new_height / 2 - height / 2)
    straight = cv2.warpAffine(
        gray, matrix, (new_width, new_height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    back = np.asarray(cv2.invertAffineTransform(matrix), np.float64)
    back[:, 2] += origin
    return np.asarray(straight, np.uint8), back


def versions(gray: Pixels, to_page: _Matrix, prefix: str) -> Iterator[Version]:
    """Return versions of a part of a page, those that help most often first; each is made when it is asked for.

    What is large needs no enlarging.
    """
    for name, scale, change in _RECIPES:
        if scale > 1 and gray.size > _LARGE_PIXELS:
            continue
        wide = np.pad(change(_scaled(gray, scale)), QUIET_ZONE, constant_values=255)
        edge = -QUIET_ZONE / scale
        to_part = np.array([[1 / scale, 0, edge], [0, 1 / scale, edge], [0, 0, 1]])
        yield Version(f"{prefix} {name}", wide, to_page @ to_part)


def _scaled(gray: Pixels, scale: float) -> Pixels:
    if scale == 1.0:
        return gray
    size = (max(1, round(gray.shape[1] * scale)), max(1, round(gray.shape[0] * scale)))
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(gray, size, interpolation=method), np.uint8)


def _as_it_is(gray: Pixels) -> Pixels:
    return gray


def inverted(gray: Pixels) -> Pixels:
    """Return the negative: codes are printed light on dark, too."""
    return np.asarray(cv2.bitwise_not(gray), np.uint8)


def _local_contrast(gray: Pixels) -> Pixels:
    return np.asarray(cv2.createCLAHE(3.0, (4, 4)).apply(gray), np.uint8)


def _sharpened(gray: Pixels, sigma: float, amount: float) -> Pixels:
    soft = cv2.GaussianBlur(gray, (0, 0), sigma)
    return np.asarray(cv2.addWeighted(gray, 1 + amount, soft, -amount, 0), np.uint8)


def _along_bars(gray: Pixels, length: int) -> Pixels:
    """Average along upright bars, which takes noise away and leaves their edges, then sharpen."""
    return _sharpened(np.asarray(cv2.blur(gray, (1, length)), np.uint8), 3.5, 2.5)


def _local_threshold(gray: Pixels) -> Pixels:
    block = max(11, (min(gray.shape) // 8) | 1)
    return np.asarray(
        cv2.adaptiveThreshold(gray, 255, cv2.ADAPTIVE_THRESH_GAUSSIAN_C, cv2.THRESH_BINARY, block, 4), np.uint8
    )


def _softened(gray: Pixels) -> Pixels:
    return np.asarray(cv2.GaussianBlur(gray, (0, 0), 1.2), np.uint8)


_RECIPES: Final[tuple[tuple[str, float, Callable[[Pixels], Pixels]], ...]] = (
    ("double", 2.0, _as_it_is),
    ("softened", 1.0, _softened),
    ("half", 0.5, _as_it_is),
    ("double, local contrast", 2.0, _local_contrast),
    ("triple, sharpened", 3.0, lambda gray: _sharpened(gray, 4.0, 3.0)),
    ("double, along bars", 2.0, lambda gray: _along_bars(gray, 9)),
    ("local contrast", 1.0, _local_contrast),
    ("double, local threshold", 2.0, _local_threshold),
    ("double, inverted", 2.0, inverted),
    ("triple, along bars", 3.0, lambda gray: _along_bars(gray, 21)),
    ("double, sharpened", 2.0, lambda gray: _sharpened(gray, 2.0, 2.0)),
    ("triple", 3.0, _as_it_is),
    ("double, much sharpened", 2.0, lambda gray: _sharpened(gray, 5.0, 3.0)),
)
