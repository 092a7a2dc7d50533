"""What other quadrilaterals and most looks say against a page that is sure by itself."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import pytest

from devices.imaging.confidence import Opinions
from devices.imaging.contested import is_contested
from devices.imaging.evidence import evidence_of
from devices.imaging.geometry import Corners
from devices.imaging.networks import Maps
from devices.imaging.parting import Line
from devices.imaging.pyramid import Level
from devices.imaging.refine import Refined
from devices.imaging.settle import Settled
from devices.imaging.weighing import Weighed

_SCALE = 4.0
_SIZE = (192, 144)
# An A4 sheet in the middle of the maps, and another that would lie beside it.
_SHEET = np.array([[55, 22], [125, 22], [125, 121], [55, 121]], np.float64)
_BESIDE = np.add(_SHEET, (70, 0))
_SURE, _LIKELY = 3.0, 1.0
_DESK, _PAPER, _BAND = 205, 240, (90, 40, 120)


def _level(sheet: Corners | None = None, band: Corners | None = None) -> Level:
    picture = np.full((int(_SIZE[1] * _SCALE), int(_SIZE[0] * _SCALE), 3), _DESK, np.uint8)
    for quad, colour in ((sheet, (_PAPER,) * 3), (band, _BAND)):
        if quad is not None:
            cv2.fillPoly(picture, [np.rint(quad * _SCALE).astype(np.int32)], colour)
    return Level(picture, 1.0)


def _look(*sheets: Corners, parted: Corners | None = None) -> Maps:
    """Return maps on which sheets are seen, and a gap across the middle of one quadrilateral."""
    page, side, corner = (np.zeros(_SIZE[::-1], np.float32) for _ in range(3))
    for sheet in sheets:
        points = [np.rint(sheet).astype(np.int32)]
        cv2.fillPoly(page, points, 1.0)
        cv2.polylines(side, points, True, 1.0, 2)
        for x, y in points[0].tolist():
            cv2.circle(corner, (x, y), 2, 1.0, -1)
    if parted is not None:
        start, end = np.rint(Line(1.0, 0.5, 0.5).on(parted)).astype(int).tolist()
        cv2.line(page, start, end, 0.0, 3)
        cv2.line(side, start, end, 1.0, 5)
    return Maps(page, side, corner, (_SCALE, _SCALE))


def _settled(quad: Corners, look: Maps) -> Settled:
    there = look.there(quad)
    support = np.full((4, 8), 0.9)
    return Settled(there, Refined(there, support), evidence_of(look, quad, support), 0.9)


def _weighed(quad: Corners, odds: float = _SURE) -> Weighed:
    return Weighed(_settled(quad, _look(_SHEET)), Opinions((odds,) * 4, None))


def _contested(
    *weighed: Weighed, level: Level | None = None, looks: Sequence[Maps] = (), union: Corners | None = None
) -> bool:
    """Tell whether the first of some is contested by the others, by looks or by two papers."""
    seen = looks or [_look(_SHEET)] * 4
    unions = [] if union is None else [_settled(union, seen[0])]
    return is_contested(level or _level(_SHEET), seen, weighed, unions, weighed[0])


def _halves() -> tuple[Corners, Corners]:
    return Line(1.0, 0.5, 0.5).parts(_SHEET)


def test_a_sheet_that_nothing_speaks_against_stands() -> None:
    assert not _contested(_weighed(_SHEET))
    assert not _contested(_weighed(_SHEET), _weighed(_BESIDE))


def test_a_paper_upon_it_speaks_against_a_sheet() -> None:
    card = _SHEET * (0.5, 0.3) + (45, 70)
    assert _contested(_weighed(_SHEET), _weighed(card))
    assert not _contested(_weighed(_SHEET), _weighed(card, -_LIKELY))


def test_another_view_that_is_as_good_as_sure_speaks_against_a_sheet_unless_they_are_nearly_the_same() -> None:
    assert _contested(_weighed(_SHEET), _weighed(_SHEET * (1.3, 1.0) - (16.5, 0)))
    assert not _contested(_weighed(_SHEET), _weighed(_SHEET * (1.1, 1.0) - (5.5, 0)))


def test_a_view_without_the_band_along_an_edge_is_the_same_sheet() -> None:
    first, second, third, fourth = _SHEET
    inner = np.array([first + (second - first) * 0.2, second, third, fourth + (third - fourth) * 0.2])
    band = np.array([first, inner[0], inner[3], fourth])
    assert not _contested(_weighed(_SHEET), _weighed(inner), level=_level(_SHEET, band))
    assert not _contested(_weighed(inner), _weighed(_SHEET), level=_level(_SHEET, band))
    assert _contested(_weighed(_SHEET), _weighed(inner), level=_level(_SHEET))


def test_what_is_mostly_two_papers_that_are_as_likely_a_page_is_neither_of_them() -> None:
    smaller = _SHEET * (0.9, 1.0) + (5.5, 0)
    assert _contested(_weighed(smaller, _LIKELY), union=_SHEET)
    assert not _contested(_weighed(_SHEET), union=smaller)


def test_half_of_what_all_looks_take_for_a_sheet_is_asked_about_where_nobody_saw_the_other_half() -> None:
    near, far = _halves()
    assert _contested(_weighed(near, _LIKELY), union=_SHEET)
    assert not _contested(_weighed(near, _LIKELY), _weighed(far, _LIKELY), union=_SHEET)


def test_a_sheet_stands_against_two_papers_that_are_less_likely() -> None:
    first, second, third, fourth = _SHEET
    both = np.array([first, second + (second - first), third + (third - fourth), fourth])
    assert not _contested(_weighed(_SHEET), union=both)


@pytest.mark.parametrize(("count", "asked"), [(3, True), (2, False)])
def test_what_most_looks_see_as_two_papers_is_asked_about(count: int, asked: bool) -> None:
    looks = [_look(_SHEET, parted=_SHEET)] * count + [_look(_SHEET)] * (4 - count)
    assert _contested(_weighed(_SHEET), looks=looks) is asked


@pytest.mark.parametrize(("seeing", "asked"), [(0, True), (1, False)])
def test_a_corner_in_which_no_look_sees_a_page_is_asked_about(seeing: int, asked: bool) -> None:
    cut = _look(_SHEET)
    cv2.fillPoly(cut.page, [np.rint(_SHEET[1] + np.array([[9, -9], [9, 40], [-35, -9]])).astype(np.int32)], 0.0)
    assert _contested(_weighed(_SHEET), looks=[cut] * (4 - seeing) + [_look(_SHEET)] * seeing) is asked
