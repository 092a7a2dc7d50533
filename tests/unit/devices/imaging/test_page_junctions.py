"""Something that covers a part of a page is seen where the page's sides end, and such a page is flagged."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from devices.core.scanning import Pixels
from devices.imaging.confidence import lies_free
from devices.imaging.geometry import Corners, overlap
from devices.imaging.junctions import ends_of, goes_on, parts_beyond
from devices.imaging.outline import find_page
from devices.imaging.synthetic.camera import View
from devices.imaging.synthetic.fonts import Typefaces
from devices.imaging.synthetic.papers import A4_MM, Kind, make_paper
from devices.imaging.synthetic.scene import Setting, make_scene
from devices.imaging.synthetic.textures import Desk

_PAGE = np.array([[150, 100], [330, 110], [320, 360], [140, 350]], np.float64)
_DESK, _PAPER, _FOLDER = (120, 110, 90), (235, 235, 230), (60, 80, 150)
_CLEARLY = 0.5


def _desk() -> Pixels:
    picture = np.full((460, 480, 3), _DESK, np.uint8)
    cv2.fillPoly(picture, [np.asarray(_PAGE, np.int32)], _PAPER, cv2.LINE_AA)
    noise = np.random.default_rng(3).normal(0, 3, picture.shape)
    return np.clip(picture + noise, 0, 255).astype(np.uint8)


def _half_hidden(left: int = 60, colour: tuple[int, int, int] = _FOLDER) -> tuple[Pixels, Corners]:
    """Return a page whose lower half a folder covers, and the corners of what is seen of it."""
    picture = _desk()
    cv2.rectangle(picture, (left, 240), (420, 440), colour, -1)
    upper = (240 - _PAGE[:2, 1:]) / (_PAGE[[3, 2], 1:] - _PAGE[:2, 1:])
    below = _PAGE[:2] + (_PAGE[[3, 2]] - _PAGE[:2]) * upper
    return picture, np.concatenate([_PAGE[:2], below[::-1]])


def test_the_sides_of_a_page_that_lies_free_end_at_its_corners() -> None:
    assert goes_on(ends_of(_desk(), _PAGE)) == 0.0


def test_the_edge_of_what_covers_a_page_goes_on_beyond_its_corners() -> None:
    assert goes_on(ends_of(*_half_hidden())) > 1.5


def test_it_is_enough_that_it_goes_on_beyond_one_of_them() -> None:
    assert goes_on(ends_of(*_half_hidden(left=144))) > 1.5


def test_a_cover_of_nearly_the_colour_of_the_desk_is_seen_too() -> None:
    assert goes_on(ends_of(*_half_hidden(colour=(126, 116, 97)))) > _CLEARLY


def test_a_page_that_shows_no_sign_of_a_cover_is_not_suspected_of_one() -> None:
    assert lies_free(confidence=0.51, unlike=0.0, goes_on=0.0) == 1.0
    assert lies_free(confidence=0.97, unlike=0.0, goes_on=3.0) < 0.5
    assert (
        lies_free(confidence=0.6, unlike=0.3, goes_on=0.0) < 0.5 < lies_free(confidence=0.97, unlike=0.3, goes_on=0.0)
    )


def test_it_does_not_matter_at_which_corner_a_page_begins_nor_how_it_is_turned() -> None:
    picture, corners = _half_hidden()
    expected = pytest.approx(goes_on(ends_of(picture, corners)), abs=0.1)
    for turn in range(4):
        assert goes_on(ends_of(picture, np.roll(corners, turn, axis=0))) == expected
    assert goes_on(ends_of(picture, corners[::-1])) == expected
    around = np.stack([corners[:, 1], picture.shape[1] - 1 - corners[:, 0]], axis=1)
    assert goes_on(ends_of(np.ascontiguousarray(np.rot90(picture)), around)) == expected


def test_what_lies_beside_a_page_or_under_it_does_not_cover_it() -> None:
    beside, under = _desk(), np.full((460, 480, 3), _DESK, np.uint8)
    cv2.rectangle(beside, (60, 375), (420, 440), _FOLDER, -1)
    cv2.rectangle(under, (60, 240), (420, 440), _FOLDER, -1)
    cv2.fillPoly(under, [np.asarray(_PAGE, np.int32)], _PAPER, cv2.LINE_AA)
    assert goes_on(ends_of(beside, _PAGE)) < _CLEARLY
    assert goes_on(ends_of(under, _PAGE)) < _CLEARLY


def test_a_page_that_reaches_out_of_the_picture_may_be_asked_about() -> None:
    assert 0.0 <= goes_on(ends_of(_desk(), np.add(_PAGE, (200, 150)))) < _CLEARLY


def test_what_lies_beside_a_side_and_beside_the_next_meets_beyond_their_corner_only_at_a_cover() -> None:
    picture, corners = _half_hidden()
    assert parts_beyond(ends_of(picture, corners)) > 40
    assert parts_beyond(ends_of(_out_of_focus(picture, 4.0), corners)) > 20
    assert parts_beyond(ends_of(_desk(), _PAGE)) < 5
    assert parts_beyond(ends_of(_desk(), np.add(_PAGE, (200, 150)))) < 5


@pytest.mark.parametrize("mirrored", [False, True])
def test_at_a_corner_only_its_own_two_sides_are_compared(mirrored: bool) -> None:
    picture, corners = _half_hidden(left=144)
    left, right = np.add(corners[:2], ((8, -2), (-8, -2)))
    strip = [left - (0, 40), right - (0, 40), right, left]
    cv2.fillPoly(picture, [np.asarray(strip, np.int32)], _FOLDER)
    if mirrored:
        picture = np.ascontiguousarray(picture[:, ::-1])
        corners = np.add(corners[::-1] * (-1, 1), (picture.shape[1] - 1, 0))
    assert parts_beyond(ends_of(picture, corners)) > 40


@pytest.mark.parametrize("desk", [Desk.WOOD, Desk.LIGHT])
@pytest.mark.parametrize(("seen", "blur"), [(0.55, 0.0), (0.65, 2.0), (0.72, 3.0)])
def test_a_page_partly_under_a_folder_is_flagged_also_out_of_focus_and_the_same_page_alone_is_not(
    desk: Desk, seen: float, blur: float
) -> None:
    paper = make_paper(np.random.default_rng(4), Kind.LETTER, Typefaces(), 4.0, size_mm=A4_MM)
    view = View(tilt_deg=12, azimuth_deg=40, roll_deg=2, focal=1.1, share=0.3, shift=(0.03, -0.02))
    setting = Setting(frame=(1000, 750), desk=desk, view=view)
    scene = make_scene(np.random.default_rng(3), setting, [paper])
    alone = find_page(_out_of_focus(scene.pixels, blur))
    assert alone is not None
    assert not alone.flagged
    top, bottom = np.sort(scene.outlines[0][:, 1])[[1, 2]]
    hidden = scene.pixels.copy()
    cv2.rectangle(hidden, (0, int(top + seen * (bottom - top))), (999, 749), _FOLDER, -1)
    found = find_page(_out_of_focus(hidden, blur))
    assert found is not None
    assert overlap(found.corners, scene.outlines[0]) < 0.8
    assert found.flagged


def _out_of_focus(picture: Pixels, blur: float) -> Pixels:
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), blur), np.uint8) if blur else picture
