"""A band of colour along an edge belongs to its page."""

from __future__ import annotations

import numpy as np
import pytest

from devices.imaging.bands import with_band
from devices.imaging.geometry import Corners, overlap
from devices.imaging.pyramid import Level
from tests.fixtures.papers_seen import drawn

_PAGE = np.array([[150, 130], [460, 150], [440, 440], [130, 420]], np.float64)


def _above(quad: Corners, share: float) -> Corners:
    higher = quad.copy()
    higher[:2] += (quad[:2] - quad[[3, 2]]) * share
    return higher


@pytest.mark.parametrize("turn", range(4))
@pytest.mark.parametrize(("share", "noise"), [(0.13, 0.0), (0.13, 12.0), (0.21, 4.0), (0.38, 4.0)])
def test_a_band_of_colour_along_an_edge_belongs_to_the_page(turn: int, share: float, noise: float) -> None:
    whole_page = _above(_PAGE, share)
    picture = drawn((whole_page, (60, 70, 160)), (_PAGE, (235, 235, 230)))
    rough = picture + np.random.default_rng(3).normal(0, noise, picture.shape)
    found = with_band(Level(np.clip(rough, 0, 255).astype(np.uint8), 1.0), np.roll(_PAGE, turn, axis=0))
    assert overlap(found, whole_page) > 0.98


def test_corners_with_a_band_are_those_of_the_whole_picture() -> None:
    whole_page = _above(_PAGE, 0.13)
    level = Level(drawn((whole_page, (60, 70, 160)), (_PAGE, (235, 235, 230))), 2.0)
    assert overlap(with_band(level, level.there(_PAGE)), level.there(whole_page)) > 0.98


def test_a_page_without_a_band_stays_as_it_is() -> None:
    assert with_band(Level(drawn((_PAGE, (235, 235, 230))), 1.0), _PAGE) is _PAGE


def test_noise_is_no_band() -> None:
    picture = drawn((_PAGE, (235, 235, 230))) + np.random.default_rng(4).normal(0, 25, (480, 640, 3))
    assert with_band(Level(np.clip(picture, 0, 255).astype(np.uint8), 1.0), _PAGE) is _PAGE


def test_the_next_page_of_a_book_is_no_band() -> None:
    picture = drawn((_above(_PAGE, 0.4), (225, 225, 220)), (_PAGE, (235, 235, 230)))
    assert with_band(Level(picture, 1.0), _PAGE) is _PAGE


def test_another_paper_behind_a_page_is_no_band() -> None:
    behind = _above(_PAGE, 0.13)
    behind[[0, 3], 0] += 40
    assert with_band(Level(drawn((behind, (60, 70, 160)), (_PAGE, (235, 235, 230))), 1.0), _PAGE) is _PAGE
