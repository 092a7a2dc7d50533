"""Two papers side by side are not taken for one, and one paper with a line across it stays one."""

from __future__ import annotations

import numpy as np
import pytest

from devices.imaging.geometry import area, overlap
from devices.imaging.networks import Maps
from devices.imaging.outline import find_page
from devices.imaging.parting import is_parted, line_across
from devices.imaging.pyramid import Level
from devices.imaging.synthetic.fonts import Typefaces
from devices.imaging.synthetic.papers import A4_MM, Kind, Paper, make_paper
from devices.imaging.synthetic.scene import Setting, make_scene
from devices.imaging.synthetic.textures import Desk
from devices.imaging.two_papers import is_two
from tests.fixtures.papers_seen import view_from

_QUAD = np.array([[20, 15], [160, 20], [155, 120], [25, 110]], np.float64)


@pytest.fixture(scope="module")
def sheets() -> list[Paper]:
    rng = np.random.default_rng(4)
    faces = Typefaces()
    return [make_paper(rng, kind, faces, 4.0, size_mm=A4_MM) for kind in (Kind.LETTER, Kind.ARTICLE)]


def _setting(seed: int, *, folds: bool = False) -> Setting:
    rng = np.random.default_rng([7, seed])
    view = view_from(rng, most_tilt=20, most_roll=10, share=0.45)
    return Setting(frame=(1000, 750), desk=Desk.NEAR_WHITE, view=view, lamp=0.6, shadows=1, folds=folds)


@pytest.mark.parametrize("seed", [0, 12, 20, 22])
def test_two_sheets_side_by_side_are_never_taken_for_one(sheets: list[Paper], seed: int) -> None:
    scene = make_scene(np.random.default_rng(seed), _setting(seed), sheets)
    found = find_page(scene.pixels)
    assert found is not None
    assert found.flagged or max(overlap(found.corners, quad) for quad in scene.outlines) > 0.9


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_creased_sheet_stays_one(sheets: list[Paper], seed: int) -> None:
    scene = make_scene(np.random.default_rng(seed), _setting(seed, folds=True), sheets[:1])
    found = find_page(scene.pixels)
    assert found is not None
    assert overlap(found.corners, scene.outlines[0]) > 0.95
    assert not found.flagged


def _maps(*, gap: bool, line: bool, corners: bool) -> Maps:
    """Return maps of a page with something across its middle."""
    page, side, corner = (np.zeros((144, 192), np.float32) for _ in range(3))
    page[10:130, 15:170] = 1.0
    middle = np.s_[5:135, 88:92]
    if gap:
        page[middle] = 0.0
    if line:
        side[middle] = 1.0
    if corners:
        corner[middle] = 1.0
    return Maps(page, side, corner, (4.0, 4.0))


def test_a_gap_right_across_parts_a_page_and_a_line_without_corners_does_not() -> None:
    assert is_parted(_maps(gap=True, line=False, corners=False), _QUAD)
    assert not is_parted(_maps(gap=False, line=True, corners=False), _QUAD)
    assert not is_parted(_maps(gap=False, line=False, corners=True), _QUAD)


def test_a_line_from_corner_to_corner_parts_a_page_into_two_usual_papers_only() -> None:
    seen = _maps(gap=False, line=True, corners=True)
    assert is_parted(seen, _QUAD)
    strip = _QUAD * (1.0, 0.35) + (0.0, 30.0)
    assert not is_parted(seen, strip)


def test_a_line_leaves_two_parts_that_make_up_the_whole() -> None:
    line = line_across(_maps(gap=False, line=True, corners=False).side, np.roll(_QUAD, -1, axis=0))
    assert line.seen > 0.9
    one, other = line.parts(np.roll(_QUAD, -1, axis=0))
    assert area(one) + area(other) == pytest.approx(area(_QUAD))
    assert area(one) == pytest.approx(area(other), rel=0.1)


def test_a_quadrilateral_of_the_picture_is_two_papers_where_a_look_sees_a_gap_across_it() -> None:
    parted, one = _maps(gap=True, line=True, corners=True), _maps(gap=False, line=False, corners=False)
    level = Level(np.zeros((288, 384, 3), np.uint8), 2.0)
    seen = Maps(parted.page, parted.side, parted.corner, (2.0, 2.0))
    corners = level.there(seen.there(_QUAD))
    assert is_two(level, seen, corners)
    assert not is_two(level, Maps(one.page, one.side, one.corner, (2.0, 2.0)), corners)
