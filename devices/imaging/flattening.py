"""Takes perspective out of a picture: what lies between four corners becomes a page."""

from __future__ import annotations

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
    for top in range(0, height, _TILE):
        for left in range(0, width, _TILE):
            tile = page[top : top + _TILE, left : left + _TILE]
            _fill(tile, picture, np.asarray(_moved(-left, -top) @ to_page, np.float64))
    return page


def flattened_gray(plane: Pixels, corners: Corners, size: tuple[int, int]) -> Pixels:
    """Return a page like `flattened` of a gray picture."""
    flat = cv2.warpPerspective(
        plane, _to_page(corners, size), size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(flat, np.uint8)


def _fill(tile: Pixels, picture: Pixels, to_tile: _Matrix) -> None:
    height, width = tile.shape[:2]
    left, top, right, bottom = _seen_by(
        (height, width), picture.shape[:2], np.asarray(np.linalg.inv(to_tile), np.float64)
    )
    seen = cv2.cvtColor(picture[top:bottom, left:right], cv2.COLOR_RGB2RGBA)
    matrix = to_tile @ _moved(left, top)
    flat = cv2.warpPerspective(seen, matrix, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    cv2.cvtColor(flat, cv2.COLOR_RGBA2RGB, dst=tile)


def _seen_by(tile: tuple[int, int], picture: tuple[int, ...], to_picture: _Matrix) -> tuple[int, int, int, int]:
    """Return left, top, right and bottom of the part of a picture that a tile is made from."""
    height, width = tile
    box = whole(height, width)[None]
    corners = cv2.perspectiveTransform(box, to_picture)[0]
    last = np.array(picture[1::-1]) - 1
    left, top = np.clip(np.floor(corners.min(axis=0)) - 1, 0, last).astype(int).tolist()
    right, bottom = np.clip(np.ceil(corners.max(axis=0)) + 1, 0, last).astype(int).tolist()
    return left, top, right + 1, bottom + 1


def _to_page(corners: Corners, size: tuple[int, int]) -> _Matrix:
    width, height = size
    target = np.array([[0, 0], [width - 1, 0], [width - 1, height - 1], [0, height - 1]], np.float32)
    return np.asarray(cv2.getPerspectiveTransform(np.asarray(corners, np.float32), target), np.float64)


def _moved(across: float, down: float) -> _Matrix:
    return np.array([[1, 0, across], [0, 1, down], [0, 0, 1]], np.float64)
