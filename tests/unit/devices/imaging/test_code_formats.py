"""Every named format on a page: turned, small, blurred, several at once; and nothing read where no code is."""

from __future__ import annotations

from types import SimpleNamespace

import cv2
import numpy as np
import pytest
import zxingcpp

from devices.core.scanning import Pixels
from devices.imaging.code_bars import bar_places
from devices.imaging.code_texture import FINE_SIDE, texture
from devices.imaging.codes import read_codes

_FORMATS = {
    "qr": (zxingcpp.BarcodeFormat.QRCode, "样例 44190026"),
    "code128": (zxingcpp.BarcodeFormat.Code128, "A4419002600001"),
    "code39": (zxingcpp.BarcodeFormat.Code39, "A4419001"),
    "ean13": (zxingcpp.BarcodeFormat.EAN13, "6901234567892"),
    "ean8": (zxingcpp.BarcodeFormat.EAN8, "96385074"),
    "pdf417": (zxingcpp.BarcodeFormat.PDF417, "PDF417 44190026"),
    "datamatrix": (zxingcpp.BarcodeFormat.DataMatrix, "DM 44190026"),
    "aztec": (zxingcpp.BarcodeFormat.Aztec, "AZ 44190026"),
}
_LINEAR = ("code128", "code39", "ean13", "ean8")


def _drawn(name: str, scale: int = 4) -> Pixels:
    code_format, text = _FORMATS[name]
    return np.array(zxingcpp.write_barcode_to_image(zxingcpp.create_barcode(text, code_format), scale=scale), np.uint8)


def _page(*codes: tuple[Pixels, int, int]) -> Pixels:
    page = np.full((1400, 1000), 250, np.uint8)
    for code, x, y in codes:
        page[y : y + code.shape[0], x : x + code.shape[1]] = code
    return page


def _turned(page: Pixels, degrees: float) -> Pixels:
    height, width = page.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 0.8)
    return np.asarray(cv2.warpAffine(page, matrix, (width, height), borderValue=250), np.uint8)


@pytest.mark.parametrize("name", _FORMATS)
@pytest.mark.parametrize("degrees", [4, 120])
def test_each_format_is_read_however_it_lies(name: str, degrees: float) -> None:
    page = _turned(_page((_drawn(name), 200, 500)), degrees)
    assert [(code.format, code.text) for code in read_codes(page)] == [(name, _FORMATS[name][1])]


@pytest.mark.parametrize("text", ["2023/B12", "X$A1", "SN/A12", "50%A", "K-2023/Z9"])
def test_code_39_is_full_ascii_only_where_that_makes_small_letters(text: str) -> None:
    plain = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.Code39Std)
    shifted = zxingcpp.create_barcode("Aa-1", zxingcpp.BarcodeFormat.Code39Ext)
    codes = [np.array(zxingcpp.write_barcode_to_image(one, scale=3), np.uint8) for one in (plain, shifted)]
    page = _page((codes[0], 100, 200), (codes[1], 100, 800))
    assert [(code.format, code.text) for code in read_codes(page)] == [("code39", text), ("code39", "Aa-1")]


@pytest.mark.parametrize("name", _LINEAR)
def test_a_blurred_code_is_read(name: str) -> None:
    sharp = _page((_drawn(name, scale=2), 200, 500))
    page = np.asarray(cv2.GaussianBlur(sharp, (0, 0), 1.4), np.uint8)
    assert [code.text for code in read_codes(page)] == [_FORMATS[name][1]]


@pytest.mark.parametrize("name", ["code128", "code39", "ean13", "pdf417", "qr"])
def test_a_code_that_is_printed_light_on_dark_is_read(name: str) -> None:
    page = np.asarray(255 - _page((_drawn(name), 200, 500))[400:900], np.uint8)
    assert [(code.format, code.text) for code in read_codes(page)] == [(name, _FORMATS[name][1])]


def test_several_codes_come_with_their_places() -> None:
    codes = read_codes(
        _page((_drawn("qr"), 100, 100), (_drawn("ean13", 3), 500, 600), (_drawn("pdf417", 2), 100, 1100))
    )
    assert [code.format for code in codes] == ["qr", "ean13", "pdf417"]
    assert all(abs(code.corners[0][1] - top) < 60 for code, top in zip(codes, (100, 600, 1100), strict=True))


def test_two_equal_codes_are_two() -> None:
    codes = read_codes(_page((_drawn("qr"), 100, 100), (_drawn("qr"), 100, 900)))
    assert [code.text for code in codes] == [_FORMATS["qr"][1]] * 2


def test_binary_payloads_keep_their_bytes() -> None:
    data = bytes(range(128, 256))
    code = zxingcpp.create_barcode(data, zxingcpp.BarcodeFormat.QRCode)
    drawn = np.array(zxingcpp.write_barcode_to_image(code, scale=4), np.uint8)
    (found,) = read_codes(_page((drawn, 100, 100)))
    assert found.data == data


@pytest.mark.parametrize("step", [7, 12, 40])
def test_stripes_are_no_code(step: int) -> None:
    stripes = np.tile(np.where(np.arange(600) // step % 2, 255, 0).astype(np.uint8), (400, 1))
    assert read_codes(stripes, work_pixels=1_000_000) == ()


def test_ruled_and_printed_pages_hold_no_code() -> None:
    page = np.full((1400, 1000), 250, np.uint8)
    for row in range(60, 1340, 40):
        cv2.putText(page, "Illlllll 0123456789 IIIIII lllll", (40, row), cv2.FONT_HERSHEY_SIMPLEX, 0.9, 10, 2)
        page[row + 8 : row + 10] = 0
    assert read_codes(page, work_pixels=2_000_000) == ()


def test_rulings_and_stripes_of_print_are_no_bars() -> None:
    page = np.full((1400, 1000), 250, np.uint8)
    for row in range(60, 1340, 22):
        cv2.putText(page, "mmm nn 0123 nnnn mm" * 2, (40, row), cv2.FONT_HERSHEY_SIMPLEX, 0.6, 10, 1)
    page[:, 500:504] = page[700:704] = 0
    assert bar_places(page, texture(page, FINE_SIDE)) == []


def test_a_small_code_among_print_is_read() -> None:
    page = _page()
    for row in range(60, 1340, 40):
        cv2.putText(page, "Illlllll 0123456789 IIIIII lllll", (40, row), cv2.FONT_HERSHEY_SIMPLEX, 0.9, 10, 2)
    drawn = _drawn("datamatrix", scale=6)
    small = cv2.resize(drawn, None, fx=0.3, fy=0.3, interpolation=cv2.INTER_AREA)
    page[600 : 600 + small.shape[0], 700 : 700 + small.shape[1]] = small
    assert [code.text for code in read_codes(page)] == [_FORMATS["datamatrix"][1]]


def test_bars_askew_are_found_with_their_angle() -> None:
    page = _turned(_page((_drawn("code128"), 200, 500)), 20)
    (place,) = bar_places(page, texture(page, FINE_SIDE))
    assert abs(place.angle + 20) < 3 or abs(place.angle - 160) < 3


@pytest.mark.parametrize("code_format", [zxingcpp.BarcodeFormat.DataMatrix, zxingcpp.BarcodeFormat.Aztec])
@pytest.mark.parametrize("payload", [b"A\x00\x1b[31m\r\nB", bytes(range(200)), "东莞市样例街道".encode("gb18030")])
def test_any_bytes_come_back_whole_and_chinese_as_text(code_format: zxingcpp.BarcodeFormat, payload: bytes) -> None:
    drawn = zxingcpp.write_barcode_to_image(zxingcpp.create_barcode(payload, code_format), scale=4)
    (code,) = read_codes(np.asarray(np.array(drawn), np.uint8))
    assert code.data == payload
    if payload.startswith("东".encode("gb18030")):
        assert code.text == "东莞市样例街道"


def test_a_pdf417_whose_bytes_are_no_text_in_the_encoding_it_names_was_misread(monkeypatch: pytest.MonkeyPatch) -> None:
    page = _page((_drawn("pdf417"), 200, 500))
    (read,) = zxingcpp.read_barcodes(page)
    misread = SimpleNamespace(
        format=read.format, symbology=read.symbology, text="", bytes=b"ESO*^33", position=read.position
    )
    monkeypatch.setattr("devices.imaging.code_readers.zxingcpp.read_barcodes", lambda *_args, **_named: [misread])
    assert read_codes(page, work_pixels=0) == ()
