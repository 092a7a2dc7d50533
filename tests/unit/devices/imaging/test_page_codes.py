"""Codes on pages: payload, place and the encodings of Chinese text."""

from __future__ import annotations

import io

import cv2
import numpy as np
import pytest
import segno

from devices.core.scanning import Pixels
from devices.imaging.codes import read_codes
from devices.imaging.decode import decode_page

# Code 39 (ISO/IEC 16388): nine elements a character, bars and spaces in turn, 1 is wide.
_CODE_39 = {
    "0": "000110100",
    "1": "100100001",
    "4": "000110001",
    "9": "001100100",
    "A": "100001001",
    "*": "010010100",
}


def _code_39(text: str, narrow: int = 2, wide: int = 5, height: int = 80) -> Pixels:
    columns: list[int] = []
    for character in f"*{text}*":
        for place, is_wide in enumerate(_CODE_39[character]):
            columns += [255 if place % 2 else 0] * (wide if is_wide == "1" else narrow)
        columns += [255] * narrow
    return np.tile(np.array(columns, np.uint8), (height, 1))


def _qr(text: str, scale: int = 4, border: int = 4, encoding: str | None = None) -> Pixels:
    target = io.BytesIO()
    segno.make_qr(text, encoding=encoding).save(target, kind="png", scale=scale, border=border)
    return decode_page(target.getvalue())


def _on_page(code: Pixels, x: int, y: int) -> Pixels:
    page = np.full((1754, 1240), 255, np.uint8)
    gray = code if code.ndim == 2 else cv2.cvtColor(code, cv2.COLOR_RGB2GRAY)
    page[y : y + gray.shape[0], x : x + gray.shape[1]] = gray
    return page


@pytest.mark.parametrize("text", ["YM1:TEST", "样例办件 44190026", "https://example.invalid/?a=1&b=2", "𬍛"])
def test_a_qr_code_is_read_where_it_is(text: str) -> None:
    code = _qr(text, border=0)
    (found,) = read_codes(_on_page(code, 300, 700))
    assert (found.format, found.text) == ("qr", text)
    side = code.shape[0]
    expected = [(300, 700), (300 + side, 700), (300 + side, 700 + side), (300, 700 + side)]
    for corner, place in zip(found.corners, expected, strict=True):
        assert np.hypot(corner[0] - place[0], corner[1] - place[1]) < 12


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_chinese_is_chinese_in_either_encoding(encoding: str) -> None:
    text = "东莞市样例有限公司；统一社会信用代码91441900MA00000000"
    (found,) = read_codes(_on_page(_qr(text, encoding=encoding), 100, 100))
    assert found.text == text


def test_a_barcode_is_read() -> None:
    (found,) = read_codes(_on_page(_code_39("A4419001"), 200, 300))
    assert (found.format, found.text) == ("code39", "A4419001")


def test_a_code_without_a_quiet_zone_is_read() -> None:
    (found,) = read_codes(_qr("YM1:TIGHT", border=0))
    assert found.text == "YM1:TIGHT"


def test_codes_come_from_top_to_bottom_each_once() -> None:
    page = np.minimum(_on_page(_qr("lower"), 100, 900), _on_page(_qr("upper"), 700, 200))
    assert [code.text for code in read_codes(page)] == ["upper", "lower"]


def test_a_turned_code_keeps_the_order_of_its_corners() -> None:
    page = np.rot90(_on_page(_qr("turned"), 300, 700), 2)
    (found,) = read_codes(np.ascontiguousarray(page))
    (left, top), (right, _), (_, bottom), _ = found.corners
    assert left < right
    assert top < bottom


def test_colour_pages_are_read() -> None:
    page = np.repeat(_on_page(_qr("colour"), 200, 200)[..., None], 3, axis=2)
    assert [code.text for code in read_codes(page)] == ["colour"]


@pytest.mark.parametrize("shape", [(8, 8), (1, 1), (1, 300), (1754, 1240), (300, 300, 3)])
def test_nothing_found_is_no_error(shape: tuple[int, ...]) -> None:
    assert read_codes(np.full(shape, 255, np.uint8)) == ()


def test_noise_holds_no_codes() -> None:
    noise = np.random.default_rng(5).integers(0, 255, (900, 900), np.uint8)
    assert read_codes(noise) == ()


def test_a_code_shows_no_payload_in_a_log() -> None:
    (found,) = read_codes(_qr("陈样例 441900199003150032"))
    assert repr(found) == "Code(qr, 22 characters)"


def test_of_a_picture_past_all_bounds_a_smaller_one_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("devices.imaging.codes._MOST_PIXELS", 600_000)
    (found,) = read_codes(_on_page(_qr("large", scale=12, border=0), 700, 1200), work_pixels=0)
    assert found.text == "large"
    assert np.abs(np.array(found.corners[0]) - (700, 1200)).max() < 12


@pytest.mark.parametrize("size", [(100, 114), (100, 127), (101, 130), (140, 140)])
def test_a_smaller_picture_is_small_enough_whatever_its_sides(
    monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    monkeypatch.setattr("devices.imaging.codes._MOST_PIXELS", 10_000)
    assert read_codes(np.full(size, 255, np.uint8)) == ()
