"""Smaller pictures: a glance sees what all pixels together show, and places agree."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from devices.core.scanning import Pixels
from devices.imaging.pyramid import Pyramid, glance


def _soft(height: int, width: int) -> Pixels:
    coarse = np.random.default_rng(3).integers(0, 256, (height // 32, width // 32, 3), np.uint8)
    return np.asarray(cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC), np.uint8)


@pytest.mark.parametrize("shape", [(1224, 1632), (1223, 1633), (640, 96), (300, 200), (3, 1600)])
def test_a_glance_shows_what_all_pixels_do(shape: tuple[int, int]) -> None:
    picture = _soft(max(32, shape[0]), shape[1])[: shape[0]]
    seen, thorough = glance(picture, 192), Pyramid(picture).at_least(192)
    assert seen.factor == thorough.factor
    assert seen.pixels.shape == thorough.pixels.shape
    assert np.abs(seen.pixels.astype(int) - thorough.pixels.astype(int)).max() <= 4
    corner = np.array([[float(shape[1]), float(shape[0])]])
    assert np.allclose(seen.there(seen.here(corner)), corner)


def test_a_gray_frame_is_glanced_at_as_well() -> None:
    gray = np.asarray(cv2.cvtColor(_soft(960, 1280), cv2.COLOR_RGB2GRAY), np.uint8)
    assert glance(gray, 100).pixels.shape == (120, 160, 3)
