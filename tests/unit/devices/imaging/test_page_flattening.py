"""A page by tiles is the page that one warp makes, wherever its corners are."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from devices.imaging.flattening import flattened, flattened_gray
from devices.imaging.geometry import Corners, whole

_UPRIGHT = whole(600, 800) * 0.7 + 80


@pytest.mark.parametrize("size", [(8, 8), (384, 384), (385, 383), (769, 400)])
@pytest.mark.parametrize(
    "corners",
    [
        _UPRIGHT,
        np.roll(_UPRIGHT, 1, axis=0),
        np.array([[-250.0, 90], [500, -120], [950, 480], [60, 840]]),  # beyond the picture on every side
        np.array([[390.0, 20], [410, 22], [790, 590], [15, 560]]),  # seen from far below
        np.array([[30.0, 900], [700, 930], [690, 1400], [20, 1390]]),  # wholly beside it
    ],
    ids=["straight", "turned", "beyond", "steep", "beside"],
)
def test_a_page_by_tiles_is_that_of_one_warp(corners: Corners, size: tuple[int, int]) -> None:
    picture = np.random.default_rng(7).integers(0, 256, (600, 800, 3), np.uint8)
    picture = np.asarray(cv2.GaussianBlur(picture, (0, 0), 3), np.uint8)
    width, height = size
    matrix = cv2.getPerspectiveTransform(corners.astype(np.float32), whole(height, width).astype(np.float32))
    warped = cv2.warpPerspective(picture, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    assert cv2.absdiff(flattened(picture, corners, size), warped).max() <= 2
    assert (flattened_gray(picture[..., 0], corners, size) == warped[..., 0]).mean() > 0.99
