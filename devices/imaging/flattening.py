"""Takes perspective out of a picture: what lies between four corners becomes a page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from devices.core.scanning import Pixels
from devices.imaging.geometry import Corners, whole

_Matrix = NDArray[np.float64]

# Pixels of the page each way. OpenCV warps four channels in less than half the time of three, but a whole picture of
# four is too wide for the processor's caches.
_TILE: Final = 384


def flattened(picture: Pixels, corners: Corners, size: tuple[int, int]) -> Pixels:
    """Return a page of a width and height, whose corners were these in a picture.

    Args:
        picture: (height, width, 3) RGB.
        corners: top left, top right, bottom right, bottom left; what lies beyond the picture looks like its edge.
        size: of the page, in pixels.
    """
    width, height = size
    to_page = _to_page(corners, size)
    page = np.empty((height, width, 3), np.uint8)
    for left, top, (columns, rows) in _tiles(size, picture.shape, to_page):
        to_tile = _moved(-left, -top) @ to_page @ _moved(columns.start, rows.start)
        _fill(page[top : top + _TILE, left : left + _TILE], picture[rows, columns], to_tile)
    return page


def flattened_gray(plane: Pixels, corners: Corners, size: tuple[int, int]) -> Pixels:
    """Return a page like `flattened` of a gray picture."""
    flat = cv2.warpPerspective(
        plane, _to_page(corners, size), size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(flat, np.uint8)


def _tiles(
    size: tuple[int, int], picture: tuple[int, ...], to_page: _Matrix
) -> Iterator[tuple[int, int, tuple[slice, ...]]]:
    """Yield left and top of each tile of a page, and the columns and rows of the picture that it is made from."""
    lefts, tops = (range(0, side, _TILE) for side in size)
    bounds = [np.minimum([*starts, side], side - 1) for starts, side in zip((lefts, tops), size, strict=True)]
    points = np.stack(np.meshgrid(*bounds), axis=-1).reshape(1, -1, 2).astype(np.float64)
    there = cv2.perspectiveTransform(points, np.linalg.inv(to_page)).reshape(len(tops) + 1, len(lefts) + 1, 2)
    around = np.stack([there[:-1, :-1], there[:-1, 1:], there[1:, :-1], there[1:, 1:]])
    last = (picture[1] - 1, picture[0] - 1)
    first = np.clip(np.floor(around.min(axis=0)) - 1, 0, last).astype(int).tolist()
    end = (np.clip(np.ceil(around.max(axis=0)) + 1, 0, last) + 1).astype(int).tolist()
    for row, top in enumerate(tops):
        for column, left in enumerate(lefts):
            yield left, top, tuple(map(slice, first[row][column], end[row][column]))


def _fill(tile: Pixels, seen: Pixels, to_tile: _Matrix) -> None:
    height, width = tile.shape[:2]
    wide = cv2.cvtColor(seen, cv2.COLOR_RGB2RGBA)
    flat = cv2.warpPerspective(wide, to_tile, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    cv2.cvtColor(flat, cv2.COLOR_RGBA2RGB, dst=tile)


def _to_page(corners: Corners, size: tuple[int, int]) -> _Matrix:
    width, height = size
    page = np.asarray(whole(height, width), np.float32)
    return np.asarray(cv2.getPerspectiveTransform(np.asarray(corners, np.float32), page), np.float64)


def _moved(across: float, down: float) -> _Matrix:
    return np.array([[1, 0, across], [0, 1, down], [0, 0, 1]], np.float64)
