"""What other quadrilaterals and most looks say against a page that is sure by itself."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import pytest

from devices.imaging.confidence import Opinions
from devices.imaging.contested import is_contested
from devices.imaging.geometry import Corners
from devices.imaging.networks import Maps
from devices.imaging.pyramid import Level
from devices.imaging.weighing import Weighed
from tests.fixtures.looks import HALFWAY, SHEET, level_of, look_at, settled_on

_BESIDE = np.add(SHEET, (70, 0))
_SURE, _LIKELY = 3.0, 1.0
_PAPER, _BAND = (240, 240, 240), (90, 40, 120)


def _weighed(quad: Corners, odds: float = _SURE) -> Weighed:
    return Weighed(settled_on(quad, look_at(SHEET)), Opinions((odds,) * 4, None))


def _contested(
    *weighed: Weighed, level: Level | None = None, looks: Sequence[Maps] = (), union: Corners | None = None
) -> bool:
    """Tell whether the first of some is contested by the others, by looks or by two papers."""
    seen = looks or [look_at(SHEET)] * 4
    unions = [] if union is None else [settled_on(union, seen[0])]
    return is_contested(level or level_of((SHEET, _PAPER)), seen, weighed, unions, weighed[0])


def _halves() -> tuple[Corners, Corners]:
    return HALFWAY.parts(SHEET)


def test_a_sheet_that_nothing_speaks_against_stands() -> None:
    assert not _contested(_weighed(SHEET))
    assert not _contested(_weighed(SHEET), _weighed(_BESIDE))


def test_a_paper_upon_it_speaks_against_a_sheet() -> None:
    card = SHEET * (0.5, 0.3) + (45, 70)
    assert _contested(_weighed(SHEET), _weighed(card))
    assert not _contested(_weighed(SHEET), _weighed(card, -_LIKELY))


def test_another_view_that_is_as_good_as_sure_speaks_against_a_sheet_unless_they_are_nearly_the_same() -> None:
    assert _contested(_weighed(SHEET), _weighed(SHEET * (1.3, 1.0) - (16.5, 0)))
    assert not _contested(_weighed(SHEET), _weighed(SHEET * (1.1, 1.0) - (5.5, 0)))


def test_a_view_without_the_band_along_an_edge_is_the_same_sheet() -> None:
    first, second, third, fourth = SHEET
    inner = np.array([first + (second - first) * 0.2, second, third, fourth + (third - fourth) * 0.2])
    band = np.array([first, inner[0], inner[3], fourth])
    assert not _contested(_weighed(SHEET), _weighed(inner), level=level_of((SHEET, _PAPER), (band, _BAND)))
    assert not _contested(_weighed(inner), _weighed(SHEET), level=level_of((SHEET, _PAPER), (band, _BAND)))
    assert _contested(_weighed(SHEET), _weighed(inner), level=level_of((SHEET, _PAPER)))


def test_what_is_mostly_two_papers_that_are_as_likely_a_page_is_neither_of_them() -> None:
    smaller = SHEET * (0.9, 1.0) + (5.5, 0)
    assert _contested(_weighed(smaller, _LIKELY), union=SHEET)
    assert not _contested(_weighed(SHEET), union=smaller)


def test_half_of_what_all_looks_take_for_a_sheet_is_asked_about_where_nobody_saw_the_other_half() -> None:
    near, far = _halves()
    assert _contested(_weighed(near, _LIKELY), union=SHEET)
    assert not _contested(_weighed(near, _LIKELY), _weighed(far, _LIKELY), union=SHEET)


def test_a_sheet_stands_against_two_papers_that_are_less_likely() -> None:
    first, second, third, fourth = SHEET
    both = np.array([first, second + (second - first), third + (third - fourth), fourth])
    assert not _contested(_weighed(SHEET), union=both)


@pytest.mark.parametrize(("count", "asked"), [(3, True), (2, False)])
def test_what_most_looks_see_as_two_papers_is_asked_about(count: int, asked: bool) -> None:
    looks = [look_at(SHEET, parted=SHEET)] * count + [look_at(SHEET)] * (4 - count)
    assert _contested(_weighed(SHEET), looks=looks) is asked


@pytest.mark.parametrize(("seeing", "asked"), [(0, True), (1, False)])
def test_a_corner_in_which_no_look_sees_a_page_is_asked_about(seeing: int, asked: bool) -> None:
    cut = look_at(SHEET)
    cv2.fillPoly(cut.page, [np.rint(SHEET[1] + np.array([[9, -9], [9, 40], [-35, -9]])).astype(np.int32)], 0.0)
    assert _contested(_weighed(SHEET), looks=[cut] * (4 - seeing) + [look_at(SHEET)] * seeing) is asked
