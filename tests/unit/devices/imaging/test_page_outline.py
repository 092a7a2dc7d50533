"""Pages are found on photographs and synthetic desks, and doubt is told."""

from __future__ import annotations

import csv
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.core.scanning import Pixels
from devices.imaging.candidates import candidates
from devices.imaging.confidence import Opinions
from devices.imaging.decode import decode_page
from devices.imaging.geometry import Corners, clockwise_from_top_left, enclosing_quad, is_convex, overlap, whole
from devices.imaging.networks import Flip, Maps, shipped
from devices.imaging.ocr.specimens import draw_specimen, photographed
from devices.imaging.outline import find_outline, find_page, find_pages
from devices.imaging.synthetic.camera import View
from devices.imaging.synthetic.chance import Wish, random_papers, random_scene
from devices.imaging.synthetic.fonts import Typefaces
from devices.imaging.synthetic.papers import A4_MM, A5_MM, ID1_MM, Kind, Paper, make_paper
from devices.imaging.synthetic.scene import Scene, Setting, make_scene
from devices.imaging.synthetic.textures import Desk

PHOTOS = Path(__file__).with_name("photos")


def _photographs() -> list[tuple[str, Pixels, Corners]]:
    known = []
    with (PHOTOS / "ground_truth.csv").open(encoding="utf-8", newline="") as table:
        for row in csv.DictReader(table):
            corners = np.array(
                [[float(row[f"{name}_x"]), float(row[f"{name}_y"])] for name in ("tl", "tr", "br", "bl")]
            )
            file = PHOTOS / row["image_path"].replace("/", "_")
            known.append((row["model_name"], decode_page(file.read_bytes()), corners))
    return known


@pytest.fixture(scope="module")
def papers() -> dict[str, Paper]:
    rng = np.random.default_rng(4)
    faces = Typefaces()
    return {
        "a4": make_paper(rng, Kind.LETTER, faces, 4.0, size_mm=A4_MM),
        "a5": make_paper(rng, Kind.FORM, faces, 4.0, size_mm=A5_MM),
        "card": make_paper(rng, Kind.CARD, faces, 10.0, size_mm=ID1_MM),
        "article": make_paper(rng, Kind.ARTICLE, faces, 4.0, size_mm=A4_MM),
    }


def _scene(paper: Paper, desk: Desk, seed: int, turned: float = 8.0) -> Scene:
    view = View(tilt_deg=18, azimuth_deg=40, roll_deg=turned, focal=1.1, share=0.35, shift=(0.03, -0.02))
    setting = Setting(frame=(1000, 750), desk=desk, view=view, lamp=0.6, shadows=1, edge_shadow=0.12)
    return make_scene(np.random.default_rng(seed), setting, [paper])


def test_corners_are_right_on_photographs_of_six_documents() -> None:
    for name, pixels, corners in _photographs():
        found = find_page(pixels)
        assert found is not None, name
        assert overlap(found.corners, corners) > 0.98, name
        assert not found.flagged, name
        assert np.abs(found.corners - corners).max() < 6, name


def test_a_preview_is_nearly_as_right_and_as_sure() -> None:
    for name, pixels, corners in _photographs():
        found = find_outline(pixels)
        assert found is not None, name
        assert overlap(found.corners, corners) > 0.95, name
        assert not found.flagged, name


@pytest.mark.parametrize("desk", [Desk.DARK, Desk.WOOD, Desk.LIGHT, Desk.NEAR_WHITE])
@pytest.mark.parametrize("kind", ["a4", "a5", "card"])
def test_pages_are_found_on_every_desk(papers: dict[str, Paper], desk: Desk, kind: str) -> None:
    scene = _scene(papers[kind], desk, seed=3)
    found = find_page(scene.pixels)
    assert found is not None
    right = overlap(found.corners, scene.outlines[0])
    assert right > 0.95 or (found.flagged and right > 0.8)


@pytest.mark.parametrize("desk", [Desk.LIGHT, Desk.NEAR_WHITE])
def test_random_scenes_on_pale_desks_are_found_or_flagged(desk: Desk) -> None:
    rng = np.random.default_rng(2026)
    pool = random_papers(rng, Typefaces(), 6, 3.0)
    right = []
    for _ in range(8):
        scene = random_scene(rng, (900, 675), pool, Wish(desk=desk, papers=1, whole=True))
        found = find_page(scene.pixels)
        right.append(0.0 if found is None else overlap(found.corners, scene.outlines[0]))
        assert found is None or found.flagged or right[-1] > 0.8
    assert np.mean(right) > 0.95


@pytest.mark.parametrize(("reach", "asked"), [(0.02, False), (0.1, True)])
def test_a_page_that_reaches_well_out_of_the_picture_is_asked_about(
    papers: dict[str, Paper], reach: float, asked: bool
) -> None:
    scene = _scene(papers["a4"], Desk.DARK, seed=3)
    corners = scene.outlines[0]
    right = round(float(corners[:, 0].max()))
    width = round(right / (1 + reach))
    found = find_page(np.ascontiguousarray(scene.pixels[:, :width]))
    assert found is not None
    assert overlap(found.corners, corners) > 0.9
    assert found.flagged is asked


def test_a_page_upon_another_whose_corner_was_taken_for_its_own_is_asked_about() -> None:
    rng = np.random.default_rng([77, 28])
    certificate = make_paper(rng, Kind.CERTIFICATE, Typefaces(), 4.0, size_mm=A5_MM)
    scene = random_scene(rng, (1200, 900), [certificate], Wish(desk=Desk.LIGHT, papers=1, whole=True))
    found = find_page(scene.pixels)
    assert found is not None
    assert found.flagged


@pytest.mark.parametrize(("left", "meant"), [(10, 0), (0, 1)])
def test_a_whole_page_is_meant_rather_than_a_larger_one_that_the_picture_cuts_off(left: int, meant: int) -> None:
    larger = np.array([[left, 15], [80, 15], [80, 125], [left, 125]], np.float64)
    whole_page = np.array([[105, 20], [165, 20], [165, 120], [105, 120]], np.float64)
    seen = np.zeros((144, 192), np.float32)
    for quad in (larger, whole_page):
        cv2.fillPoly(seen, [quad.astype(np.int32)], 1.0)
    (first, _) = candidates(Maps(seen, np.zeros_like(seen), np.zeros_like(seen), (4.0, 4.0)))
    assert overlap(clockwise_from_top_left(first), (larger, whole_page)[meant]) > 0.95


def test_an_outline_around_two_papers_that_lie_on_each_other_is_asked_about() -> None:
    rng = np.random.default_rng([77, 105])
    pool = random_papers(rng, Typefaces(), 3, 4.0)
    scene = random_scene(rng, (1200, 900), pool, Wish(desk=Desk.NEAR_WHITE, papers=1, whole=True))
    found = find_page(scene.pixels)
    assert found is not None
    assert found.flagged


@pytest.mark.parametrize("flip", Flip)
def test_a_flipped_look_sees_the_page_where_it_lies(papers: dict[str, Paper], flip: Flip) -> None:
    scene = _scene(papers["a4"], Desk.DARK, seed=8)
    maps = shipped().finder.look(scene.pixels, 448, flip)
    (rough, *_) = candidates(maps)
    assert overlap(clockwise_from_top_left(maps.there(rough)), scene.outlines[0]) > 0.9


def test_looks_that_differ_or_see_another_page_are_less_sure() -> None:
    sure = Opinions((3.0, 3.2, 2.8, 3.0), None)
    assert sure.confidence > 0.9
    assert Opinions((3.0, 3.2, 2.8, -3.0), None).confidence < sure.confidence
    assert Opinions(sure.odds, 2.9).confidence < sure.confidence
    assert Opinions((-3.0, -3.2, -2.8, -3.0), None).confidence < 0.1
    assert Opinions((6.0, -6.0, -6.0, -6.0), None).confidence < 0.5


def test_a_gray_picture_will_do(papers: dict[str, Paper]) -> None:
    scene = _scene(papers["a4"], Desk.WOOD, seed=5)
    found = find_page(np.asarray(cv2.cvtColor(scene.pixels, cv2.COLOR_RGB2GRAY), np.uint8))
    assert found is not None
    assert overlap(found.corners, scene.outlines[0]) > 0.95


def test_several_items_on_one_glass_are_told_apart(papers: dict[str, Paper]) -> None:
    view = View(tilt_deg=0, azimuth_deg=0, roll_deg=0, focal=2.0, share=0.5, shift=(0.0, 0.0))
    setting = Setting(frame=(1000, 800), desk=Desk.DARK, view=view)
    laid = [papers["a5"], papers["card"], papers["article"]]
    scene = make_scene(np.random.default_rng(11), setting, laid)
    found = find_pages(scene.pixels)
    assert len(found) == len(scene.outlines) == 3
    for quad in scene.outlines:
        assert max(overlap(one.corners, quad) for one in found) > 0.95


def test_a_card_beside_a_sheet_is_not_overlooked(papers: dict[str, Paper]) -> None:
    view = View(tilt_deg=0, azimuth_deg=0, roll_deg=3, focal=2.0, share=0.4, shift=(0.0, 0.0))
    setting = Setting(frame=(1400, 1000), desk=Desk.LIGHT, view=view)
    laid = [papers["a4"], papers["article"], papers["card"]]
    scene = make_scene(np.random.default_rng(6), setting, laid)
    found = find_pages(scene.pixels)
    for quad in scene.outlines:
        assert max(overlap(one.corners, quad) for one in found) > 0.95


def test_a_magazine_on_a_glass_keeps_the_band_along_its_edge() -> None:
    rng = np.random.default_rng(4)
    faces = Typefaces()
    laid = [make_paper(rng, kind, faces, 4.0, size_mm=A4_MM) for kind in (Kind.MAGAZINE, Kind.LETTER)]
    view = View(tilt_deg=0, azimuth_deg=0, roll_deg=3, focal=2.0, share=0.4, shift=(0.0, 0.0))
    scene = make_scene(np.random.default_rng(6), Setting(frame=(1000, 750), desk=Desk.LIGHT, view=view), laid)
    found = find_pages(scene.pixels)
    for quad in scene.outlines:
        assert max(overlap(one.corners, quad) for one in found) > 0.95


@pytest.mark.parametrize("shade", [0, 128, 255])
def test_an_empty_picture_has_no_page_that_anyone_would_trust(shade: int) -> None:
    found = find_page(np.full((600, 800, 3), shade, np.uint8))
    assert found is None or found.flagged or overlap(found.corners, whole(600, 800)) > 0.95


def test_noise_has_no_page_that_anyone_would_trust() -> None:
    found = find_page(np.random.default_rng(1).integers(0, 256, (500, 700, 3), np.uint8))
    assert found is None or found.flagged


@pytest.mark.parametrize("shape", [(8, 8), (9, 2000), (2000, 9), (64, 64)])
def test_odd_shapes_do_no_harm(shape: tuple[int, int]) -> None:
    picture = np.random.default_rng(2).integers(0, 256, (*shape, 3), np.uint8)
    find_outline(picture)
    find_pages(picture)


@given(st.integers(0, 359), st.floats(50, 300), st.floats(50, 300))
def test_corners_begin_at_the_top_left_and_go_round(turned: int, width: float, height: float) -> None:
    angle = np.deg2rad(turned)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    quad = np.array([[-width, -height], [width, -height], [width, height], [-width, height]]) @ turn.T
    ordered = clockwise_from_top_left(quad[np.random.default_rng(turned).permutation(4)])
    top = ordered[1] - ordered[0]
    assert abs(np.rad2deg(np.arctan2(top[1], top[0]))) <= 45.01
    assert overlap(ordered, quad) > 0.999
    assert is_convex(ordered)


@settings(max_examples=40)
@given(st.integers(0, 2**32 - 1))
def test_a_page_with_round_corners_is_enclosed_whole(seed: int) -> None:
    rng = np.random.default_rng(seed)
    quad = np.array([[0, 0], [100, 0], [100, 140], [0, 140]], np.float64) + rng.uniform(-15, 15, (4, 2))
    share = np.array([0.04, 0.96])[:, None]
    cut = np.concatenate([quad[i] + (quad[(i + 1) % 4] - quad[i]) * share for i in range(4)])
    found = enclosing_quad(cut)
    assert found is not None
    assert overlap(found, quad) > 0.98


@pytest.mark.parametrize("seed", [2, 5])
def test_the_photo_on_a_card_that_was_cut_out_already_is_no_page_for_sure(seed: int) -> None:
    card = photographed(draw_specimen("id-card-front", seed), seed).pixels
    found = find_page(card)
    assert found is None or found.flagged or overlap(found.corners, whole(*card.shape[:2])) > 0.9


def test_cards_two_millimetres_apart_are_told_apart(papers: dict[str, Paper]) -> None:
    scene = np.full((900, 1200, 3), 20, np.uint8)
    card = np.asarray(cv2.resize(papers["card"].pixels, (340, 214), interpolation=cv2.INTER_AREA), np.uint8)
    places = [(120, 150), (120, 150 + 214 + 8), (760, 200)]
    for x, y in places:
        scene[y : y + 214, x : x + 340] = card
    found = find_pages(scene)
    assert len(found) == len(places)
    for x, y in places:
        quad = np.add(whole(214, 340), [x, y])
        assert max(overlap(one.corners, quad) for one in found) > 0.95


def test_a_passport_and_two_cards_edge_to_edge_are_three() -> None:
    laid = (
        ("passport", 3, 150, 100, 480, 338),
        ("id-card-front", 1, 632, 100, 330, 208),
        ("bank-card", 2, 150, 440, 330, 208),
    )
    glass, places = np.full((760, 1100, 3), 40, np.uint8), []
    for kind, seed, x, y, width, height in laid:
        page = cv2.resize(draw_specimen(kind, seed).pixels, (width, height), interpolation=cv2.INTER_AREA)
        glass[y : y + height, x : x + width] = page
        places.append(np.add(whole(height, width), [x, y]))
    found = find_pages(glass)
    assert len(found) == len(places)
    for quad in places:
        assert max(overlap(one.corners, quad) for one in found if not one.flagged) > 0.9
