"""Sides of doubtful pages are put together anew, and what lies upon a paper is told by its edges."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from devices.core.scanning import Pixels
from devices.imaging import consensus
from devices.imaging.bands import with_band
from devices.imaging.geometry import Corners, overlap, whole
from devices.imaging.networks import Maps
from devices.imaging.outline import find_page
from devices.imaging.pyramid import Level
from devices.imaging.recombine import recombined
from devices.imaging.synthetic.camera import View
from devices.imaging.synthetic.fonts import Typefaces
from devices.imaging.synthetic.papers import A4_MM, Kind, make_paper
from devices.imaging.synthetic.scene import Setting, make_scene
from devices.imaging.synthetic.textures import Desk
from devices.imaging.upon import lying_upon

_CARD = np.array([[300, 180], [460, 215], [438, 316], [278, 281]], np.float64)
_SHEET = np.array([[60, 40], [620, 40], [620, 470], [60, 470]], np.float64)


def _drawn(*papers: tuple[Corners, tuple[int, int, int]]) -> Pixels:
    picture = np.full((480, 640, 3), 120, np.uint8)
    for quad, colour in papers:
        cv2.fillPoly(picture, [np.rint(quad).astype(np.int32)], colour, cv2.LINE_AA)
    return picture


def _maps(quad: Corners) -> Maps:
    page, side, corner = (np.zeros((120, 160), np.float32) for _ in range(3))
    points = np.rint(quad).astype(np.int32)
    cv2.fillPoly(page, [points], 1.0)
    cv2.polylines(side, [points], True, 1.0, 2)
    for x, y in points.tolist():
        cv2.circle(corner, (x, y), 2, 1.0, -1)
    return Maps(page, side, corner, (4.0, 4.0))


def _with(quad: Corners, places: list[int], shift: tuple[float, float]) -> Corners:
    moved = quad.copy()
    moved[places] += shift
    return moved


def test_the_right_sides_of_two_wrong_pages_make_a_right_one() -> None:
    right = whole(80, 100) + 20
    too_high, too_wide = _with(right, [0, 1], (0, -12)), _with(right, [1, 2], (14, 0))
    (best, *_) = recombined([too_high, too_wide], [_maps(right)], 3, 0.98)
    assert overlap(best, right) > 0.99


def test_pages_that_are_the_same_make_none_anew() -> None:
    right = whole(80, 100) + 20
    assert not recombined([right, right + 0.2], [_maps(right)], 3, 0.98)


def test_another_page_lends_no_side() -> None:
    here = whole(40, 50) + 10
    assert not recombined([here, np.add(here, (80, 60))], [_maps(here)], 3, 0.98)


def test_corners_may_be_given_from_any_corner_on() -> None:
    right = whole(80, 100) + 20
    too_high, too_wide = _with(right, [0, 1], (0, -12)), _with(right, [1, 2], (14, 0))
    (best, *_) = recombined([too_high, np.roll(too_wide, 2, axis=0)], [_maps(right)], 3, 0.98)
    assert overlap(best, right) > 0.99


@pytest.mark.parametrize("colour", [(190, 225, 200), (255, 235, 235)])
def test_a_card_upon_a_sheet_is_seen_by_its_edges(colour: tuple[int, int, int]) -> None:
    picture = _drawn((_SHEET, (225, 225, 235)), (_CARD, colour))
    (best, *_) = lying_upon(picture, _SHEET)
    assert overlap(best, _CARD) > 0.95


def test_print_below_hides_no_card() -> None:
    picture = _drawn((_SHEET, (225, 225, 235)))
    for y in range(60, 460, 12):
        cv2.putText(picture, "specimen of a line of print", (80, y), cv2.FONT_HERSHEY_SIMPLEX, 0.4, (60, 60, 60))
    cv2.fillPoly(picture, [np.rint(_CARD).astype(np.int32)], (190, 225, 200), cv2.LINE_AA)
    (best, *_) = lying_upon(picture, _SHEET)
    assert overlap(best, _CARD) > 0.95


def test_an_empty_sheet_bears_nothing() -> None:
    assert not lying_upon(_drawn((_SHEET, (225, 225, 235))), _SHEET)


def test_what_is_as_small_as_a_photo_is_part_of_the_sheet() -> None:
    photo = (_CARD - _CARD.mean(axis=0)) * 0.5 + _CARD.mean(axis=0)
    assert not lying_upon(_drawn((_SHEET, (225, 225, 235)), (photo, (90, 120, 160))), _SHEET)


def test_what_lies_beside_a_sheet_lies_not_upon_it() -> None:
    sheet = _SHEET * (0.3, 0.8)
    assert not lying_upon(_drawn((sheet, (225, 225, 235)), (_CARD, (190, 225, 200))), sheet)


@pytest.mark.parametrize("shape", [(8, 8), (9, 700), (64, 64)])
def test_odd_pictures_do_no_harm(shape: tuple[int, int]) -> None:
    picture = np.random.default_rng(5).integers(0, 256, (*shape, 3), np.uint8)
    lying_upon(picture, whole(*shape))
    lying_upon(np.zeros((*shape, 3), np.uint8), whole(*shape) - 50)


_PAGE = np.array([[150, 130], [460, 150], [440, 440], [130, 420]], np.float64)


def _above(quad: Corners, share: float) -> Corners:
    higher = quad.copy()
    higher[:2] += (quad[:2] - quad[[3, 2]]) * share
    return higher


@pytest.mark.parametrize("turn", range(4))
@pytest.mark.parametrize(("share", "noise"), [(0.13, 0.0), (0.13, 12.0), (0.21, 4.0), (0.38, 4.0)])
def test_a_band_of_colour_along_an_edge_belongs_to_the_page(turn: int, share: float, noise: float) -> None:
    whole_page = _above(_PAGE, share)
    picture = _drawn((whole_page, (60, 70, 160)), (_PAGE, (235, 235, 230)))
    rough = picture + np.random.default_rng(3).normal(0, noise, picture.shape)
    found = with_band(Level(np.clip(rough, 0, 255).astype(np.uint8), 1.0), np.roll(_PAGE, turn, axis=0))
    assert overlap(found, whole_page) > 0.98


def test_corners_with_a_band_are_those_of_the_whole_picture() -> None:
    whole_page = _above(_PAGE, 0.13)
    level = Level(_drawn((whole_page, (60, 70, 160)), (_PAGE, (235, 235, 230))), 2.0)
    assert overlap(with_band(level, level.there(_PAGE)), level.there(whole_page)) > 0.98


def test_a_page_without_a_band_stays_as_it_is() -> None:
    assert with_band(Level(_drawn((_PAGE, (235, 235, 230))), 1.0), _PAGE) is _PAGE


def test_noise_is_no_band() -> None:
    picture = _drawn((_PAGE, (235, 235, 230))) + np.random.default_rng(4).normal(0, 25, (480, 640, 3))
    assert with_band(Level(np.clip(picture, 0, 255).astype(np.uint8), 1.0), _PAGE) is _PAGE


def test_the_next_page_of_a_book_is_no_band() -> None:
    picture = _drawn((_above(_PAGE, 0.4), (225, 225, 220)), (_PAGE, (235, 235, 230)))
    assert with_band(Level(picture, 1.0), _PAGE) is _PAGE


def test_another_paper_behind_a_page_is_no_band() -> None:
    behind = _above(_PAGE, 0.13)
    behind[[0, 3], 0] += 40
    assert with_band(Level(_drawn((behind, (60, 70, 160)), (_PAGE, (235, 235, 230))), 1.0), _PAGE) is _PAGE


@pytest.mark.parametrize("seed", [24, 53])
def test_what_lies_upon_a_paper_that_the_picture_cuts_off_is_looked_for_though_that_is_nearly_sure(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[Corners] = []
    monkeypatch.setattr(consensus, "lying_upon", lambda _, below: looked.append(below) or [])
    paper = make_paper(np.random.default_rng(4), Kind.LETTER, Typefaces(), 4.0, size_mm=A4_MM)
    rng = np.random.default_rng([9, seed])
    view = View(
        tilt_deg=float(rng.uniform(0, 25)),
        azimuth_deg=float(rng.uniform(0, 360)),
        roll_deg=float(rng.uniform(-15, 15)),
        focal=1.1,
        share=0.5,
        shift=(float(rng.uniform(-0.25, 0.25)), float(rng.uniform(-0.2, 0.2))),
    )
    setting = Setting(frame=(1000, 750), desk=Desk.NEAR_WHITE, view=view, lamp=0.6, shadows=1)
    scene = make_scene(rng, setting, [paper])
    assert find_page(scene.pixels) is not None
    (below,) = looked
    assert overlap(below, scene.outlines[0]) > 0.8
