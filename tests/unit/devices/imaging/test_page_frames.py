"""A frame that is printed on a paper is told from the edge of one."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from devices.core.scanning import Pixels
from devices.imaging.frames import is_printed

_QUAD = np.array([[200, 150], [620, 170], [610, 760], [190, 740]], np.float64)


def _desk(inside: int | None = None) -> Pixels:
    picture = np.full((900, 800, 3), 215, np.uint8)
    if inside is not None:
        cv2.fillPoly(picture, [np.rint(_QUAD).astype(np.int32)], (inside, inside, inside))
    return picture


def _with_lines(picture: Pixels, sides: int, shades: int | tuple[int, int, int]) -> Pixels:
    points = np.rint(_QUAD).astype(int).tolist()
    colour = shades if isinstance(shades, tuple) else (shades,) * 3
    for index in range(sides):
        cv2.line(picture, points[index], points[(index + 1) % 4], colour, 5)
    return picture


@pytest.mark.parametrize("sides", [3, 4])
def test_a_line_around_with_one_colour_on_either_side_is_printed_though_one_of_its_sides_is_hardly_seen(
    sides: int,
) -> None:
    assert is_printed(_with_lines(_desk(), sides, 120), _QUAD)


@pytest.mark.parametrize("sides", [0, 2])
def test_an_edge_with_lines_along_half_of_it_is_not_printed(sides: int) -> None:
    assert not is_printed(_with_lines(_desk(), sides, 120), _QUAD)


def test_a_shadow_all_around_a_paper_of_another_shade_is_not_printed() -> None:
    assert not is_printed(_with_lines(_desk(inside=245), 4, 190), _QUAD)


def test_a_line_as_faint_as_a_shadow_is_printed_where_it_has_another_hue() -> None:
    assert is_printed(_with_lines(_desk(), 4, (212, 200, 176)), _QUAD)
    assert not is_printed(_with_lines(_desk(), 4, 198), _QUAD)


def test_a_faint_line_around_a_paper_is_its_edge() -> None:
    assert not is_printed(_with_lines(_desk(), 4, 208), _QUAD)
