"""Sides of doubtful pages are put together anew."""

from __future__ import annotations

import numpy as np

from devices.imaging.geometry import Corners, overlap, whole
from devices.imaging.recombine import recombined
from tests.fixtures.looks import look_at


def _with(quad: Corners, places: list[int], shift: tuple[float, float]) -> Corners:
    moved = quad.copy()
    moved[places] += shift
    return moved


def test_the_right_sides_of_two_wrong_pages_make_a_right_one() -> None:
    right = whole(80, 100) + 20
    too_high, too_wide = _with(right, [0, 1], (0, -12)), _with(right, [1, 2], (14, 0))
    (best, *_) = recombined([too_high, too_wide], [look_at(right)], 3, 0.98)
    assert overlap(best, right) > 0.99


def test_pages_that_are_the_same_make_none_anew() -> None:
    right = whole(80, 100) + 20
    assert not recombined([right, right + 0.2], [look_at(right)], 3, 0.98)


def test_another_page_lends_no_side() -> None:
    here = whole(40, 50) + 10
    assert not recombined([here, np.add(here, (80, 60))], [look_at(here)], 3, 0.98)


def test_corners_may_be_given_from_any_corner_on() -> None:
    right = whole(80, 100) + 20
    too_high, too_wide = _with(right, [0, 1], (0, -12)), _with(right, [1, 2], (14, 0))
    (best, *_) = recombined([too_high, np.roll(too_wide, 2, axis=0)], [look_at(right)], 3, 0.98)
    assert overlap(best, right) > 0.99
