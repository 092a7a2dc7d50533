"""What lies upon a paper is told by its edges, and looked for where the paper below is cut off or hardly seen."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from devices.imaging import consensus
from devices.imaging.geometry import Corners, overlap, whole
from devices.imaging.outline import find_page
from devices.imaging.synthetic.fonts import Typefaces
from devices.imaging.synthetic.papers import A4_MM, Kind, make_paper
from devices.imaging.synthetic.scene import Setting, make_scene
from devices.imaging.synthetic.textures import Desk
from devices.imaging.upon import lying_upon
from tests.fixtures.papers_seen import drawn, view_from

_CARD = np.array([[300, 180], [460, 215], [438, 316], [278, 281]], np.float64)
_SHEET = np.array([[60, 40], [620, 40], [620, 470], [60, 470]], np.float64)


@pytest.mark.parametrize("colour", [(190, 225, 200), (255, 235, 235)])
def test_a_card_upon_a_sheet_is_seen_by_its_edges(colour: tuple[int, int, int]) -> None:
    picture = drawn((_SHEET, (225, 225, 235)), (_CARD, colour))
    (best, *_) = lying_upon(picture, _SHEET)
    assert overlap(best, _CARD) > 0.95


def test_print_below_hides_no_card() -> None:
    picture = drawn((_SHEET, (225, 225, 235)))
    for y in range(60, 460, 12):
        cv2.putText(picture, "specimen of a line of print", (80, y), cv2.FONT_HERSHEY_SIMPLEX, 0.4, (60, 60, 60))
    cv2.fillPoly(picture, [np.rint(_CARD).astype(np.int32)], (190, 225, 200), cv2.LINE_AA)
    (best, *_) = lying_upon(picture, _SHEET)
    assert overlap(best, _CARD) > 0.95


def test_an_empty_sheet_bears_nothing() -> None:
    assert not lying_upon(drawn((_SHEET, (225, 225, 235))), _SHEET)


def test_what_is_as_small_as_a_photo_is_part_of_the_sheet() -> None:
    photo = (_CARD - _CARD.mean(axis=0)) * 0.5 + _CARD.mean(axis=0)
    assert not lying_upon(drawn((_SHEET, (225, 225, 235)), (photo, (90, 120, 160))), _SHEET)


def test_what_lies_beside_a_sheet_lies_not_upon_it() -> None:
    sheet = _SHEET * (0.3, 0.8)
    assert not lying_upon(drawn((sheet, (225, 225, 235)), (_CARD, (190, 225, 200))), sheet)


@pytest.mark.parametrize("shape", [(8, 8), (9, 700), (64, 64)])
def test_odd_pictures_do_no_harm(shape: tuple[int, int]) -> None:
    picture = np.random.default_rng(5).integers(0, 256, (*shape, 3), np.uint8)
    lying_upon(picture, whole(*shape))
    lying_upon(np.zeros((*shape, 3), np.uint8), whole(*shape) - 50)


@pytest.mark.parametrize("seed", [24, 53])
def test_what_lies_upon_a_paper_that_the_picture_cuts_off_is_looked_for_though_that_is_nearly_sure(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[Corners] = []
    monkeypatch.setattr(consensus, "lying_upon", lambda _, below: looked.append(below) or [])
    paper = make_paper(np.random.default_rng(4), Kind.LETTER, Typefaces(), 4.0, size_mm=A4_MM)
    rng = np.random.default_rng([9, seed])
    view = view_from(rng, most_tilt=25, most_roll=15, share=0.5, most_shift=(0.25, 0.2))
    setting = Setting(frame=(1000, 750), desk=Desk.NEAR_WHITE, view=view, lamp=0.6, shadows=1)
    scene = make_scene(rng, setting, [paper])
    assert find_page(scene.pixels) is not None
    (below,) = looked
    assert overlap(below, scene.outlines[0]) > 0.8
