"""The gate: what a scanner does to an empty page is no content, and the faintest line is."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from devices.core.scanning import Pixels
from devices.imaging.gate import A4_MM, FindingCode, check_page, effective_dpi

DPI = 200
HEIGHT, WIDTH = 2338, 1654
Canvas = NDArray[np.float32]


def _paper(shade: float = 248.0) -> Canvas:
    return np.full((HEIGHT, WIDTH, 3), shade, np.float32)


def _scanned(page: Canvas, noise: float = 4.0) -> Pixels:
    """Add the noise of a sensor and of JPEG."""
    grain = np.random.default_rng(7).normal(0, noise, page.shape)
    pixels = np.clip(page + grain, 0, 255).astype(np.uint8)
    _, coded = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, 75])
    return np.asarray(cv2.imdecode(coded, cv2.IMREAD_COLOR), np.uint8)


def _write(page: Canvas, ink: tuple[int, int, int]) -> Canvas:
    """Write one line with letters of 3 mm, below the middle."""
    letters = np.zeros(page.shape[:2], np.uint8)
    cv2.putText(letters, "agreed, signed", (500, 1260), cv2.FONT_HERSHEY_SIMPLEX, 1.0, 255, 2)
    cover = letters[..., None].astype(np.float32) / 255
    return np.asarray(page * (1 - cover) + np.array(ink, np.float32) * cover, np.float32)


def _codes(pixels: Pixels, dpi: int = DPI) -> list[FindingCode]:
    return [finding.code for finding in check_page(pixels, dpi)]


def _left_shadow(page: Canvas) -> None:
    page[:, :80] *= np.linspace(0.2, 1, 80)[None, :, None]


def _light_from_one_side(page: Canvas) -> None:
    page *= np.linspace(0.6, 1, WIDTH)[None, :, None]


def _dark_strips(page: Canvas) -> None:
    page[:, :25] = 20
    page[-30:] = 10


def _laid_down_askew(page: Canvas) -> None:
    cv2.fillPoly(page, [np.array([[0, 0], [WIDTH, 0], [0, 60]], np.int32)], (20, 20, 20))
    cv2.fillPoly(page, [np.array([[0, 0], [40, 0], [0, HEIGHT]], np.int32)], (20, 20, 20))


def _punch_holes(page: Canvas) -> None:
    for y in (850, 1480):
        cv2.circle(page, (95, y), 24, (40, 40, 40), -1)


def _dust(page: Canvas) -> None:
    places = np.random.default_rng(3).integers((50, 50), (WIDTH - 50, HEIGHT - 50), (40, 2))
    for x, y in places:
        cv2.circle(page, (int(x), int(y)), 1, (60, 60, 60), -1)


def _fold(page: Canvas) -> None:
    page[1165:1175] -= np.hanning(10)[:, None, None] * 30


def _soft_fold(page: Canvas) -> None:
    page[1130:1210] -= np.hanning(80)[:, None, None] * 12


EMPTY: dict[str, Callable[[Canvas], None]] = {
    "nothing": lambda page: None,
    "left-shadow": _left_shadow,
    "light-from-one-side": _light_from_one_side,
    "dark-strips": _dark_strips,
    "askew": _laid_down_askew,
    "punch-holes": _punch_holes,
    "dust": _dust,
    "fold": _fold,
    "soft-fold": _soft_fold,
}


@pytest.mark.parametrize("name", list(EMPTY))
def test_an_empty_page_is_blank_whatever_the_scanner_adds(name: str) -> None:
    page = _paper()
    EMPTY[name](page)
    assert _codes(_scanned(page)) == [FindingCode.BLANK]


@pytest.mark.parametrize("name", list(EMPTY))
def test_a_line_is_seen_through_all_of_that(name: str) -> None:
    page = _write(_paper(), (90, 90, 90))
    EMPTY[name](page)
    assert _codes(_scanned(page)) == []


@pytest.mark.parametrize(
    "ink",
    [(0, 0, 0), (222, 222, 222), (235, 235, 235), (250, 90, 90), (255, 255, 120)],
    ids=["black", "pale", "palest", "red", "yellow"],
)
def test_ink_of_any_colour_is_seen(ink: tuple[int, int, int]) -> None:
    assert _codes(_scanned(_write(_paper(), ink), noise=2)) == []


@pytest.mark.parametrize("noise", [0.0, 2.0, 5.0, 10.0])
def test_noise_is_no_ink_and_hides_none(noise: float) -> None:
    assert _codes(_scanned(_paper(), noise)) == [FindingCode.BLANK]
    assert _codes(_scanned(_write(_paper(), (210, 210, 210)), noise)) == []


@pytest.mark.parametrize("shade", [0.0, 60.0, 150.0, 255.0])
def test_a_page_of_one_shade_is_blank(shade: float) -> None:
    assert _codes(_scanned(_paper(shade))) == [FindingCode.BLANK]


def test_light_print_on_a_dark_ground_is_seen() -> None:
    assert _codes(_scanned(_write(_paper(30), (230, 230, 230)))) == []


def test_a_stamp_across_the_edge_is_seen() -> None:
    page = _paper()
    cv2.circle(page, (40, 1200), 300, (210, 60, 60), 12)
    assert _codes(_scanned(page)) == []


def test_a_page_full_of_texture_is_not_taken_for_noise() -> None:
    page = _paper()
    page[::6] = page[1::6] = page[2::6] = 60
    assert _codes(_scanned(page)) == []


def test_gray_and_colour_are_judged_alike() -> None:
    page = _scanned(_write(_paper(), (200, 200, 200)))
    assert _codes(_gray(page)) == _codes(page) == []
    empty = _scanned(_paper())
    assert _codes(_gray(empty)) == _codes(empty) == [FindingCode.BLANK]


def _gray(page: Pixels) -> Pixels:
    return np.asarray(cv2.cvtColor(page, cv2.COLOR_BGR2GRAY), np.uint8)


@pytest.mark.parametrize("dpi", [150, 300, 600])
def test_the_verdict_does_not_hang_on_the_resolution(dpi: int) -> None:
    size = (round(WIDTH * dpi / DPI), round(HEIGHT * dpi / DPI))
    written = np.asarray(cv2.resize(_scanned(_write(_paper(), (150, 150, 150))), size), np.uint8)
    empty = np.asarray(cv2.resize(_scanned(_paper()), size), np.uint8)
    assert (_codes(written, dpi), _codes(empty, dpi)) == ([], [FindingCode.BLANK])


@pytest.mark.parametrize(
    ("dpi", "shape", "passes"),
    [
        (150, (1754, 1240), True),
        (149, (1754, 1240), False),
        (300, (3508, 2480), True),
        (200, (425, 674), True),  # an ID card
        (200, (200, 300), False),  # smaller than one
        (600, (400, 300), False),  # a thumbnail that calls itself fine
    ],
)
def test_resolution_is_stated_and_held(dpi: int, shape: tuple[int, int], passes: bool) -> None:
    findings = check_page(np.zeros(shape, np.uint8), dpi)
    assert (FindingCode.LOW_RESOLUTION not in [finding.code for finding in findings]) is passes


def test_what_is_expected_can_be_a_whole_page() -> None:
    card = np.zeros((425, 674), np.uint8)
    assert effective_dpi(card, 200) == 200
    assert effective_dpi(card, 200, A4_MM) < 80


@pytest.mark.parametrize("shape", [(1, 1), (1, 5000), (5000, 1), (3, 3, 3), (10, 10)])
def test_no_picture_is_too_small_to_be_judged(shape: tuple[int, ...]) -> None:
    assert _codes(np.zeros(shape, np.uint8)) == [FindingCode.LOW_RESOLUTION, FindingCode.BLANK]
