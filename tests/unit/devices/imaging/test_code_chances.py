"""When a picture is worth a dearer look for codes."""

from __future__ import annotations

import numpy as np

from devices.imaging.code_chances import has_dark_ground, is_cut


def test_a_printed_page_has_no_dark_ground_and_a_dark_label_is_one() -> None:
    page = np.full((1400, 1000), 240, np.uint8)
    page[100:1300:24, 80:900] = 0
    assert not has_dark_ground(page)
    page[600:800, 300:700] = 20
    assert has_dark_ground(page)


def test_a_picture_that_is_dark_all_over_has_a_dark_ground() -> None:
    assert has_dark_ground(np.full((500, 700), 5, np.uint8))


def test_bars_at_an_edge_are_cut_and_a_desk_is_not() -> None:
    desk = np.full((500, 700), 200, np.uint8)
    desk[:, 300:] = 60
    assert not is_cut(desk)
    desk[:80, 100:200] = np.where(np.arange(100) // 4 % 2, 0, 255)
    assert is_cut(desk)
