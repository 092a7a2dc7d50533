"""Blurred, glare, dark, cut corner, duplicate: found at several severities with their place, and not on good pages."""

from __future__ import annotations

from unittest.mock import patch

import cv2
import numpy as np
import pytest

from devices.core.scanning import Pixels
from devices.imaging.gate import Finding, FindingCode, check_page, fingerprint_of
from devices.imaging.synthetic.fonts import Typefaces
from devices.imaging.synthetic.noise import Plane
from devices.imaging.synthetic.papers import Kind, make_paper

DPI = 150
PER_MM = DPI / 25.4
A5 = (148.0, 210.0)
TYPEFACES = Typefaces()


def _page(kind: Kind = Kind.LETTER, seed: int = 4, light: float = 0.85) -> Pixels:
    rng = np.random.default_rng(seed)
    paper = make_paper(rng, kind, TYPEFACES, PER_MM, size_mm=A5 if kind is not Kind.CARD else None)
    grain = rng.normal(0, 2, (*paper.pixels.shape[:2], 1))
    return np.clip(paper.pixels * light + grain, 0, 255).astype(np.uint8)


def _found(page: Pixels, code: FindingCode) -> list[Finding]:
    return [finding for finding in check_page(page, DPI) if finding.code is code]


def _codes(page: Pixels) -> list[FindingCode]:
    return [finding.code for finding in check_page(page, DPI, min_dpi=100)]


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.BLANK])
def test_a_good_page_passes(kind: Kind) -> None:
    assert _codes(_page(kind)) == []


def test_a_page_with_one_line_by_hand_passes() -> None:
    page = np.full((1240, 877, 3), 225, np.uint8)
    cv2.putText(page, "agreed, signed", (300, 700), cv2.FONT_HERSHEY_SCRIPT_SIMPLEX, 1.2, (40, 40, 120), 2)
    assert _codes(page) == []


def test_seal_photo_and_coloured_paper_pass() -> None:
    page = (_page(Kind.FORM) * np.array([1.0, 0.86, 0.8])).astype(np.uint8)
    cv2.circle(page, (600, 900), 118, (190, 40, 40), 8)
    page[100:340, 600:780] = np.linspace(60, 200, 240)[:, None, None].astype(np.uint8)
    assert _codes(page) == []


@pytest.mark.parametrize("sigma_mm", [0.5, 0.8, 1.5])
@pytest.mark.parametrize("kind", [Kind.LETTER, Kind.FORM, Kind.CERTIFICATE])
def test_a_blurred_page_is_told(kind: Kind, sigma_mm: float) -> None:
    blurred = np.asarray(cv2.GaussianBlur(_page(kind), (0, 0), sigma_mm * PER_MM), np.uint8)
    assert _found(blurred, FindingCode.BLURRED)


def test_a_part_out_of_focus_has_its_place() -> None:
    page = _page(Kind.ARTICLE)
    page[620:] = cv2.GaussianBlur(page, (0, 0), 1.0 * PER_MM)[620:]
    (finding,) = _found(page, FindingCode.BLURRED)
    assert finding.place is not None
    _, top, _, height = finding.place
    assert top > 400
    assert top + height > 1000


@pytest.mark.parametrize("turned", [0.0, 0.5])
@pytest.mark.parametrize("period_mm", [2.0, 7.0])
def test_stripes_are_no_blurred_print(period_mm: float, turned: float) -> None:
    y, x = np.mgrid[0:1240, 0:874]
    along = (x * np.cos(turned) + y * np.sin(turned)) / (period_mm * PER_MM)
    grain = np.random.default_rng(3).normal(0, 1, along.shape)
    soft = np.clip(128 + 90 * np.sin(2 * np.pi * along) + grain, 0, 255)
    assert not _found(np.repeat(soft[..., None], 3, axis=2).astype(np.uint8), FindingCode.BLURRED)


@pytest.mark.parametrize("radius_mm", [10, 18, 25])
def test_glare_has_its_place(radius_mm: float) -> None:
    page = _page(Kind.FORM)
    ys, xs = np.ogrid[: page.shape[0], : page.shape[1]]
    distance = np.hypot(xs - 400, ys - 600) / (radius_mm * PER_MM)
    lamp = 300 * np.exp(-(np.maximum(distance - 0.7, 0) ** 2) / 0.1)
    (finding,) = _found(np.clip(page + lamp[..., None], 0, 255).astype(np.uint8), FindingCode.GLARE)
    assert finding.place is not None
    left, top, width, height = finding.place
    assert left < 400 < left + width
    assert top < 600 < top + height


def test_a_white_label_is_no_glare() -> None:
    page = _page(Kind.FORM, light=0.7)
    page[500:700, 200:500] = 255
    assert _found(page, FindingCode.GLARE) == []


def _spot_of_light(page: Pixels, radius_mm: float = 12.0) -> Plane:
    ys, xs = np.ogrid[: page.shape[0], : page.shape[1]]
    distance = np.hypot(xs - 400, ys - 600) / (radius_mm * PER_MM)
    return np.exp(-(np.maximum(distance - 0.6, 0) ** 2) / 0.2)[..., None].astype(np.float32)


@pytest.mark.parametrize("colour", [(240, 240, 240), (250, 236, 205), (215, 230, 250)], ids=["white", "warm", "cold"])
@pytest.mark.parametrize("kind", [Kind.LETTER, Kind.ARTICLE, Kind.FORM])
def test_a_veil_that_hides_print_has_its_place_though_nothing_is_burnt_out(
    kind: Kind, colour: tuple[int, int, int]
) -> None:
    page = _page(kind, light=0.75)
    share = 0.98 * _spot_of_light(page)
    veiled = (page * (1 - share) + np.array(colour) * share).astype(np.uint8)
    assert veiled.min(axis=2).max() < 250
    (finding,) = _found(veiled, FindingCode.GLARE)
    assert finding.place is not None
    left, top, width, height = finding.place
    assert left < 400 < left + width
    assert top < 600 < top + height


@pytest.mark.parametrize("kind", [Kind.LETTER, Kind.ARTICLE, Kind.FORM])
def test_a_lamp_over_print_or_bare_paper_is_no_veil(kind: Kind) -> None:
    page = _page(kind)
    bare = page.copy()
    bare[450:750] = np.median(page.reshape(-1, 3), axis=0)
    for lit in (page, bare):
        assert _found((lit * (0.6 + 0.4 * _spot_of_light(page, 60.0))).astype(np.uint8), FindingCode.GLARE) == []


@pytest.mark.parametrize("paper", [65, 40, 20])
def test_a_dark_page_is_told(paper: int) -> None:
    assert _found((_page() * (paper / 235)).astype(np.uint8), FindingCode.TOO_DARK)


def test_a_dark_red_cover_is_not_dark() -> None:
    cover = np.full((700, 500, 3), (120, 20, 30), np.uint8)
    cv2.putText(cover, "HUKOU", (120, 300), cv2.FONT_HERSHEY_SIMPLEX, 2, (200, 170, 90), 5)
    assert _codes(cover) == []


@pytest.mark.parametrize("leg_mm", [10, 20])
@pytest.mark.parametrize("corner", range(4))
def test_a_missing_corner_has_its_place(corner: int, leg_mm: float) -> None:
    page = _page()
    height, width = page.shape[:2]
    leg = leg_mm * PER_MM
    turned = np.ascontiguousarray(page[:: -1 if corner // 2 else 1, :: -1 if corner % 2 else 1])
    cv2.fillPoly(turned, [np.array([[0, 0], [leg, 0], [0, leg * 1.1]], np.int32)], (70, 60, 50))
    cut = np.ascontiguousarray(turned[:: -1 if corner // 2 else 1, :: -1 if corner % 2 else 1])
    (finding,) = _found(cut, FindingCode.CUT_CORNER)
    assert finding.place is not None
    left, top, w, h = finding.place
    assert (left + w / 2 > width / 2, top + h / 2 > height / 2) == (bool(corner % 2), bool(corner // 2))
    assert abs(w - leg) < 12


def test_the_same_page_laid_down_again_is_told_and_another_is_not() -> None:
    taken = {"one": fingerprint_of(_page(seed=1), DPI), "two": fingerprint_of(_page(seed=2), DPI)}
    again = np.roll(_page(seed=2, light=0.75), (6, -4), axis=(0, 1))
    upside_down = np.ascontiguousarray(again[::-1, ::-1])
    for page in (again, upside_down):
        assert FindingCode.DUPLICATE in [finding.code for finding in check_page(page, DPI, taken=taken)]
    assert check_page(_page(seed=3), DPI, taken=taken) == ()


def test_another_filling_of_a_form_is_another_page() -> None:
    form, filled = _page(Kind.FORM), _page(Kind.FORM)
    cv2.putText(filled, "Chen Yangli", (300, 600), cv2.FONT_HERSHEY_SCRIPT_SIMPLEX, 1.0, (30, 30, 90), 2)
    found = check_page(filled, DPI, taken={"form": fingerprint_of(form, DPI)})
    assert FindingCode.DUPLICATE not in [finding.code for finding in found]


def _typed(*answers: str) -> Pixels:
    """Return a form of A4 at 200 dpi with printed labels and typed answers, as one scan of it."""
    form = np.full((2339, 1654), 247, np.uint8)
    font = cv2.FONT_HERSHEY_DUPLEX
    for row, answer in enumerate(answers):
        top = 320 + 80 * row
        cv2.rectangle(form, (120, top), (1534, top + 80), 40, 2)
        cv2.putText(form, f"Label {row}", (140, top + 56), font, 1.3, 20, 2)
        cv2.putText(form, answer, (500, top + 56), font, 1.3, 20, 2)
    for top in range(900, 2200, 140):
        cv2.putText(form, "All that is said here is true and complete to my knowledge.", (120, top), font, 1.2, 20, 2)
    return _scanned(form, grain=len(answers[0]))


def _scanned(gray: Pixels, grain: int) -> Pixels:
    noise = np.random.default_rng(grain).normal(0, 2, gray.shape)
    seen = np.clip(cv2.GaussianBlur(gray.astype(np.float32), (0, 0), 0.6) + noise, 0, 255).astype(np.uint8)
    return np.asarray(cv2.cvtColor(seen, cv2.COLOR_GRAY2RGB), np.uint8)


def test_the_same_form_with_another_persons_typed_name_and_number_is_another_page() -> None:
    one = ("Chen Yangli", "441900199003150032", "13800001234", "Yangli Road 12", "Household register")
    other = ("Wang Shifan", "441900199208200021", "13900005678", *one[3:])
    taken = {"one": fingerprint_of(_typed(*one), 200)}
    assert FindingCode.DUPLICATE not in [finding.code for finding in check_page(_typed(*other), 200, taken=taken)]
    again = np.roll(_typed(*one), (5, -3), axis=(0, 1))
    assert FindingCode.DUPLICATE in [finding.code for finding in check_page(again, 200, taken=taken)]


def test_a_page_of_three_lines_laid_down_again_is_told() -> None:
    def letter(grain: int) -> Pixels:
        page = np.full((1169, 827), 247, np.uint8)
        for top, words in ((110, "Authority"), (320, "I ask Wang Shifan to act for me."), (900, "Chen Yangli")):
            cv2.putText(page, words, (90, top), cv2.FONT_HERSHEY_DUPLEX, 0.9, 20, 1)
        return _scanned(page, grain)

    found = check_page(letter(2), 100, taken={"one": fingerprint_of(letter(1), 100)})
    assert FindingCode.DUPLICATE in [finding.code for finding in found]


def test_a_fingerprint_shows_nothing() -> None:
    assert repr(fingerprint_of(_page(), DPI)) == "Fingerprint()"


def test_a_form_of_many_white_cells_has_no_glare_and_is_looked_at_in_few_places() -> None:
    form = np.full((1169, 827, 3), 255, np.uint8)
    for row in range(60, 1120, 32):
        cv2.line(form, (60, row), (767, row), (0, 0, 0), 2)
    for column in range(60, 800, 40):
        cv2.line(form, (column, 60), (column, 1116), (0, 0, 0), 2)
    with patch.object(cv2, "distanceTransform", wraps=cv2.distanceTransform) as looked_at:
        assert FindingCode.GLARE not in [finding.code for finding in check_page(form, 100)]
    assert 0 < sum(call.args[0].size for call in looked_at.call_args_list) < 2 * form[..., 0].size


@pytest.mark.parametrize("shape", [(40, 40), (8, 800), (800, 8), (200, 20000)])
def test_nothing_but_noise_is_judged_whatever_its_shape(shape: tuple[int, int]) -> None:
    noise = np.random.default_rng(3).integers(0, 256, (*shape, 3), np.uint8)
    print_ = fingerprint_of(noise, DPI)
    assert isinstance(check_page(noise, DPI, taken={"the same": print_}), tuple)
