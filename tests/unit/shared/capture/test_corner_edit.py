"""Corners under a hand: what can be moved, undone and taken."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.imaging.geometry import whole
from shared.capture.corner_edit import CornerEdit

SIZE = (400, 300)
FOUND = np.array([[40, 30], [360, 30], [360, 270], [40, 270]], np.float64)
SHARES = st.floats(-1.0, 2.0, allow_nan=False)


def edit() -> CornerEdit:
    return CornerEdit.of(SIZE, FOUND, FOUND)


def test_a_corner_goes_where_the_hand_goes_and_comes_back() -> None:
    begun = edit()
    moved = begun.grabbed().moved(0, 0.5, 0.5)
    assert moved.shares[0] == (0.5, 0.5)
    assert moved.can_undo
    assert np.array_equal(moved.undone().corners, FOUND)
    assert not moved.undone().can_undo
    assert begun.undone() is begun


def test_a_whole_drag_is_one_step() -> None:
    dragged = edit().grabbed().moved(0, 0.2, 0.2).moved(0, 0.3, 0.3).nudged(1, 5, -5)
    assert np.array_equal(dragged.undone().undone().corners, FOUND)


def test_reset_leads_to_what_was_found_and_can_be_undone() -> None:
    by_hand = CornerEdit.of(SIZE, FOUND, whole(300, 400))
    assert not by_hand.is_as_found
    reset = by_hand.reset()
    assert reset.is_as_found
    assert np.array_equal(reset.undone().corners, whole(300, 400))
    assert reset.reset() is reset


def test_crossed_or_tiny_corners_are_no_page() -> None:
    assert edit().is_possible
    assert not edit().moved(0, 0.99, 0.99).is_possible
    assert not CornerEdit.of(SIZE, FOUND, FOUND * 0.01 + 50).is_possible


@settings(max_examples=60)
@given(st.integers(0, 3), SHARES, SHARES)
def test_corners_never_leave_the_picture(index: int, x: float, y: float) -> None:
    moved = edit().moved(index, x, y)
    assert (moved.corners >= 0).all()
    assert (moved.corners <= np.array(SIZE) - 1).all()
