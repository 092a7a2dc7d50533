"""The two libraries that read codes, brought to one form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import zxingcpp

from devices.core.scanning import Pixels
from devices.imaging.code_payloads import MATRIX, RETAIL, gtin_format, gtin_of, payload_text
from devices.imaging.code_places import Points, bounds, is_same_place
from devices.imaging.zbar import find_symbols

Reader = Literal["zbar", "zxing"]

_ZBAR_FORMATS: Final = {
    "QRCODE": "qr",
    "CODE128": "code128",
    "CODE39": "code39",
    "CODE93": "code93",
    "EAN13": "ean13",
    "EAN8": "ean8",
    "UPCA": "upca",
    "UPCE": "upce",
    "I25": "itf",
    "CODABAR": "codabar",
}
_ZXING_FORMATS: Final = {
    zxingcpp.BarcodeFormat.QRCode: "qr",
    zxingcpp.BarcodeFormat.MicroQRCode: "microqr",
    zxingcpp.BarcodeFormat.RMQRCode: "rmqr",
    zxingcpp.BarcodeFormat.DataMatrix: "datamatrix",
    zxingcpp.BarcodeFormat.Aztec: "aztec",
    zxingcpp.BarcodeFormat.PDF417: "pdf417",
    zxingcpp.BarcodeFormat.MicroPDF417: "micropdf417",
    zxingcpp.BarcodeFormat.MaxiCode: "maxicode",
    zxingcpp.BarcodeFormat.Code128: "code128",
    zxingcpp.BarcodeFormat.Code93: "code93",
    zxingcpp.BarcodeFormat.EAN13: "ean13",
    zxingcpp.BarcodeFormat.EAN8: "ean8",
    zxingcpp.BarcodeFormat.UPCA: "upca",
    zxingcpp.BarcodeFormat.UPCE: "upce",
    zxingcpp.BarcodeFormat.ITF: "itf",
    zxingcpp.BarcodeFormat.Codabar: "codabar",
    zxingcpp.BarcodeFormat.DXFilmEdge: "dxfilmedge",
}
_PLAIN_CODE_39: Final = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.Code39Std])
# By symbology, where zxing-cpp tells variants of one code apart.
_ZXING_FAMILIES: Final = {
    zxingcpp.BarcodeFormat.Code39: "code39",
    zxingcpp.BarcodeFormat.ITF: "itf",
    zxingcpp.BarcodeFormat.QRCode: "qr",
    zxingcpp.BarcodeFormat.Aztec: "aztec",
    zxingcpp.BarcodeFormat.PDF417: "pdf417",
    zxingcpp.BarcodeFormat.DataBar: "databar",
    zxingcpp.BarcodeFormat.Telepen: "telepen",
}
# AIM symbology identifiers whose modifier says that ECIs are in use (ISO/IEC 15424).
_NAMED_ENCODING: Final = frozenset(
    {"]Q2", "]Q4", "]Q6", "]L1", "]d4", "]d5", "]d6", "]z3", "]z4", "]z5", "]z9", "]zA", "]zB"}
)
# Where these name no encoding it is Latin-1 by their standards, though Chinese writers put GB 18030; two bytes prove
# nothing, for zxing-cpp does not always tell that ECIs were in use.
_LATIN_BY_STANDARD: Final = frozenset({"datamatrix", "aztec"})
_LEAST_PROOF: Final = 4


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Reading:
    """What one library made of one code in one version of a picture.

    Attributes:
        format: as in devices.imaging.codes.Code.
        text: the payload; of retail codes the GTIN that they stand for.
        data: the payload's bytes.
        points: (n, 2) x and y of some points of its outline, in pixels of the picture that was read.
    """

    reader: Reader
    format: str
    text: str
    data: bytes
    points: Points

    def __repr__(self) -> str:
        """Leave the payload out; it may name a person."""
        return f"Reading({self.reader}, {self.format}, {len(self.text)} characters)"


def read_with_both(gray: Pixels) -> list[Reading]:
    """Return what either library reads, with payloads that fail their check digit left out.

    Raises:
        UnsupportedError: the zbar library is not installed.
    """
    by_zxing = _read_with_zxing(gray)
    return [*by_zxing, *(reading for reading in _read_with_zbar(gray) if not _is_plainer(reading, by_zxing))]


def _is_plainer(reading: Reading, by_zxing: list[Reading]) -> bool:
    """Tell whether zxing-cpp says more of the same code: zbar knows no full ASCII in Code 39, no FNC4 in Code 128."""
    if reading.format in RETAIL or reading.format in MATRIX:
        return False
    box = bounds(reading.points)
    return any(
        other.format == reading.format and other.text != reading.text and is_same_place(bounds(other.points), box)
        for other in by_zxing
    )


def _read_with_zxing(gray: Pixels) -> list[Reading]:
    readings = []
    for found in _found_by_zxing(gray):
        name = _ZXING_FORMATS.get(found.format) or _ZXING_FAMILIES.get(found.symbology)
        points = _points_of(found)
        if name is None or (name == "pdf417" and not found.text):
            continue  # an encoding is named in which its bytes are no text: its few check words let a misreading pass
        readings += _checked("zxing", name, _zxing_text(found, name), found.bytes, points)
    return readings


def _found_by_zxing(gray: Pixels) -> list[zxingcpp.Barcode]:
    """Return what zxing-cpp reads, Code 39 in full ASCII only where that makes small letters.

    A code says nowhere which it is (ISO/IEC 16388, annex A): `/B` is most often that and no quotation mark.
    """
    found = zxingcpp.read_barcodes(gray, text_mode=zxingcpp.TextMode.Plain)
    shifted = [one for one in found if one.format == zxingcpp.BarcodeFormat.Code39Ext and one.text == one.text.upper()]
    if not shifted:
        return found
    places = [bounds(_points_of(one)) for one in shifted]
    plain = zxingcpp.read_barcodes(gray, _PLAIN_CODE_39, text_mode=zxingcpp.TextMode.Plain)
    instead = [one for one in plain if any(is_same_place(bounds(_points_of(one)), place) for place in places)]
    return [*(one for one in found if one not in shifted), *instead]


def _points_of(found: zxingcpp.Barcode) -> Points:
    place = found.position
    corners = (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
    return np.array([(corner.x, corner.y) for corner in corners], np.float64)


def _zxing_text(found: zxingcpp.Barcode, name: str) -> str:
    """Return the payload with its ECI applied; where no encoding is named, zxing-cpp guesses, and not Chinese."""
    is_open = name in {"qr", "pdf417"} or (
        name in _LATIN_BY_STANDARD and sum(byte >= 0x80 for byte in found.bytes) >= _LEAST_PROOF
    )
    guessed = is_open and found.symbology_identifier not in _NAMED_ENCODING
    return payload_text(found.bytes, found.text) if guessed or not found.text else found.text


def _read_with_zbar(gray: Pixels) -> list[Reading]:
    readings = []
    for symbol in find_symbols(gray):
        name = _ZBAR_FORMATS.get(symbol.name)
        if name is None or not symbol.points:
            continue  # PARTIAL: a part of a message that zbar holds back until all parts are seen
        points = np.array(symbol.points, np.float64)
        readings += _checked("zbar", name, payload_text(symbol.data), symbol.data, points)
    return readings


def _checked(reader: Reader, name: str, text: str, data: bytes, points: Points) -> list[Reading]:
    if name in RETAIL:
        gtin = gtin_of(name, text)
        return [] if gtin is None else [Reading(reader, gtin_format(name, gtin), gtin, gtin.encode(), points)]
    return [Reading(reader, name, text, data, points)] if data else []
