"""Synthetic scenes repeat themselves, and their corners are where the paper is."""

from __future__ import annotations

import numpy as np
import pytest

from devices.imaging.geometry import is_convex
from devices.imaging.synthetic.camera import View, area_of
from devices.imaging.synthetic.chance import Trouble, Wish, random_papers, random_scene
from devices.imaging.synthetic.fonts import Typefaces
from devices.imaging.synthetic.papers import ID1_MM, Kind, Paper, make_paper
from devices.imaging.synthetic.scene import Setting, make_scene
from devices.imaging.synthetic.textures import Desk
from devices.imaging.synthetic.things import darken
from devices.imaging.synthetic.words import chinese_line, latin_line


@pytest.fixture(scope="module")
def pool() -> list[Paper]:
    return random_papers(np.random.default_rng(1), Typefaces(), 6, 1.5)


def test_the_same_seed_gives_the_same_picture(pool: list[Paper]) -> None:
    first, second = (random_scene(np.random.default_rng(7), (240, 180), pool) for _ in range(2))
    assert np.array_equal(first.pixels, second.pixels)
    assert np.array_equal(np.array(first.outlines), np.array(second.outlines))


@pytest.mark.parametrize("desk", Desk)
def test_every_desk_can_be_asked_for(pool: list[Paper], desk: Desk) -> None:
    scene = random_scene(np.random.default_rng(3), (240, 180), pool, Wish(desk=desk, papers=1, whole=True))
    assert scene.pixels.shape == (180, 240, 3)
    assert len(scene.outlines) == 1
    assert is_convex(scene.outlines[0])
    assert scene.outlines[0].min() >= 0


@pytest.mark.parametrize("trouble", Trouble)
def test_every_trouble_can_be_asked_for_and_shows(pool: list[Paper], trouble: Trouble) -> None:
    plain, hard = (
        random_scene(np.random.default_rng(3), (240, 180), pool, Wish(desk=Desk.DARK, papers=1, trouble=wish))
        for wish in (None, trouble)
    )
    assert len(hard.outlines) == 1
    assert np.allclose(hard.outlines[0], plain.outlines[0])
    changed = np.abs(hard.pixels.astype(int) - plain.pixels).max(axis=2) > 40
    assert changed.mean() > 0.01


def test_a_page_lies_upon_one_that_is_larger(pool: list[Paper]) -> None:
    white = Paper(np.full((300, 200, 3), 255, np.uint8), 100.0, 150.0, Kind.BLANK, 0.0, ())
    black = Paper(np.zeros((300, 200, 3), np.uint8), 100.0, 150.0, Kind.BLANK, 0.0, ())
    view = View(tilt_deg=0, azimuth_deg=0, roll_deg=0, focal=1.0, share=0.2, shift=(0.0, 0.0))
    setting = Setting(frame=(400, 300), desk=Desk.LIGHT, view=view, below=1.5, edge_shadow=0.0)
    scene = make_scene(np.random.default_rng(2), setting, [white], [black])
    (quad,) = scene.outlines
    bright, dark = (scene.pixels.max(axis=2) > 240).sum(), (scene.pixels.max(axis=2) < 20).sum()
    assert bright > 0.9 * area_of(quad)
    assert dark > 0.5 * area_of(quad)


def test_no_page_and_several_pages_can_be_asked_for(pool: list[Paper]) -> None:
    rng = np.random.default_rng(5)
    assert not random_scene(rng, (240, 180), pool, Wish(papers=0)).outlines
    assert len(random_scene(rng, (240, 180), pool, Wish(papers=3, whole=True)).outlines) == 3


def test_corners_are_where_the_paper_ends(pool: list[Paper]) -> None:
    white = Paper(np.full((300, 200, 3), 255, np.uint8), 200.0, 300.0, Kind.BLANK, 0.0, ())
    view = View(tilt_deg=20, azimuth_deg=30, roll_deg=12, focal=1.0, share=0.3, shift=(0.0, 0.0))
    setting = Setting(frame=(400, 300), desk=Desk.DARK, view=view, edge_shadow=0.0, supersample=2)
    scene = make_scene(np.random.default_rng(2), setting, [white])
    quad = scene.outlines[0]
    middle = quad.mean(axis=0)
    for corner in quad:
        inward = (middle - corner) / np.hypot(*(middle - corner))
        inner, outer = (np.rint(corner + inward * step).astype(int) for step in (4.0, -3.0))
        assert scene.pixels[inner[1], inner[0]].mean() - scene.pixels[outer[1], outer[0]].mean() > 60


@pytest.mark.parametrize("kind", Kind)
def test_every_paper_can_be_printed(kind: Kind) -> None:
    paper = make_paper(np.random.default_rng(9), kind, Typefaces(), 2.0)
    height, width = paper.pixels.shape[:2]
    assert height / width == pytest.approx(paper.height_mm / paper.width_mm, rel=0.02)
    if kind is Kind.CARD:
        assert (paper.height_mm, paper.width_mm) == ID1_MM


def test_text_has_the_length_that_was_asked_for() -> None:
    rng = np.random.default_rng(0)
    assert len(chinese_line(rng, 30)) == 30
    assert len(latin_line(rng, 60)) == 60
    assert "�" not in chinese_line(rng, 500)


def test_without_fonts_papers_are_set_in_what_pillow_carries() -> None:
    faces = Typefaces([])
    assert not faces.has_chinese
    assert make_paper(np.random.default_rng(3), Kind.LETTER, faces, 1.5).lines


def test_the_shadow_of_what_reaches_behind_the_camera_is_bounded() -> None:
    picture = np.ones((60, 80, 3), np.float32)
    far = np.array([[20.0, 10.0], [7.9e6, 2.2e7], [-40.0, 70.0], [5.0, 30.0]])
    darken(picture, far, (1.0, 1.0), softness=3.5e5, strength=0.4)
    assert 0.6 <= picture.min() < 1.0
