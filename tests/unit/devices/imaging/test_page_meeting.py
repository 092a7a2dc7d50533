"""Two papers that meet are told apart where the network sees their corners and no side between them."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from devices.core.scanning import Pixels
from devices.imaging.consensus import NO_DOUBT, is_sure
from devices.imaging.evidence import MOST_WITHIN
from devices.imaging.meeting import meet_within
from devices.imaging.networks import Maps
from devices.imaging.pyramid import Level
from devices.imaging.two_papers import is_two
from tests.fixtures.looks import SHEET, level_of, look_at, settled_on

_SCALE = 4.0
_MIDDLE = 90
_PAPER = 240
_FAINT, _CLEAR = 10, 60
# Two A4 sheets side by side, lying on the maps.
_QUAD = np.array([[20, 15], [160, 15], [160, 114], [20, 114]], np.float64)


def _picture(*, line: int) -> Pixels:
    """Return two sheets with a line between them that is so many shades darker."""
    picture = np.full((576, 768, 3), 210, np.uint8)
    top_left, bottom_right = (np.rint(_QUAD[index] * _SCALE).astype(int).tolist() for index in (0, 2))
    cv2.rectangle(picture, top_left, bottom_right, (_PAPER,) * 3, -1)
    across = round(_MIDDLE * _SCALE)
    cv2.line(picture, (across, top_left[1]), (across, bottom_right[1]), (_PAPER - line,) * 3, 4)
    return picture


def _maps(*, corners: float) -> Maps:
    page, side, corner = (np.zeros((144, 192), np.float32) for _ in range(3))
    page[15:115, 20:161] = 1.0
    corner[13:17, _MIDDLE - 2 : _MIDDLE + 3] = corners
    corner[112:116, _MIDDLE - 2 : _MIDDLE + 3] = corners
    return Maps(page, side, corner, (_SCALE, _SCALE))


@pytest.mark.parametrize(
    ("corners", "line", "meet"),
    [
        (0.5, _FAINT, True),
        (0.33, _CLEAR, True),
        (0.33, _FAINT, False),
        (0.2, _CLEAR, False),
        (0.0, _CLEAR, False),
        (0.5, 0, False),
    ],
)
def test_two_sheets_meet_where_corners_lie_on_both_sides_with_a_line_between(
    corners: float, line: int, meet: bool
) -> None:
    assert meet_within(_picture(line=line), _maps(corners=corners), _QUAD) is meet


def test_a_line_that_leaves_no_usual_papers_parts_none() -> None:
    strip = _QUAD * (1.0, 0.75) + (0.0, 3.75)
    seen = _maps(corners=0.5)
    seen.corner[:] = np.maximum(seen.corner, np.roll(seen.corner, 89 - 114, axis=0))
    assert not meet_within(_picture(line=_CLEAR), seen, strip)


def test_two_sheets_are_no_page_where_their_corners_meet_though_no_side_is_seen_between_them() -> None:
    picture, corners = Level(_picture(line=_CLEAR), 1.0), _QUAD * _SCALE
    assert is_two(picture, _maps(corners=0.5), corners)
    assert not is_two(picture, _maps(corners=0.0), corners)


def test_a_glance_that_sees_corners_meet_or_more_sides_within_than_a_paper_has_is_not_enough() -> None:
    level = level_of((SHEET, (_PAPER,) * 3))
    look = look_at(SHEET)
    first = settled_on(SHEET, look)
    assert is_sure(level, look, first)
    assert not is_sure(level, look, replace(first, evidence=replace(first.evidence, within=MOST_WITHIN)))
    assert not is_sure(level, look, replace(first, confidence=NO_DOUBT))
    assert not is_sure(level, look_at(SHEET, parted=SHEET), first)
    both, meeting = Level(_picture(line=_CLEAR), 1.0), _maps(corners=0.5)
    assert not is_sure(both, meeting, settled_on(_QUAD, meeting))
    assert is_sure(both, _maps(corners=0.0), settled_on(_QUAD, meeting))
