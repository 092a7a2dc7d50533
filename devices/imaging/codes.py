"""QR codes and barcodes on a page, read by zbar."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from devices.core.scanning import Pixels
from devices.imaging.zbar import find_symbols

Point = tuple[int, int]

_FORMAT_NAMES: Final = {
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
_QUIET_ZONE: Final = 16
_SMALL_SIDE: Final = 1200


@dataclass(frozen=True, slots=True, repr=False)
class Code:
    """One code on a page.

    Attributes:
        format: qr, code128, code39, code93, ean13, ean8, upca, upce, itf or codabar.
        text: the payload.
        corners: top left, top right, bottom right, bottom left in pixels.
    """

    format: str
    text: str
    corners: tuple[Point, Point, Point, Point]

    def __repr__(self) -> str:
        """Leave the payload out; it may name a person."""
        return f"Code({self.format}, {len(self.text)} characters)"


def read_codes(pixels: Pixels) -> tuple[Code, ...]:
    """Return the codes on a page from top to bottom, each once.

    Raises:
        UnsupportedError: the zbar library is not installed.
    """
    gray = pixels if pixels.ndim == 2 else np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), np.uint8)
    found: dict[tuple[str, str], Code] = {}
    for scale in (1.0, 2.0) if max(gray.shape) <= _SMALL_SIDE else (1.0, 0.5):
        for code in _decode(gray, scale):
            found.setdefault((code.format, code.text), code)
    return tuple(sorted(found.values(), key=lambda code: (code.corners[0][1], code.corners[0][0])))


def _decode(gray: Pixels, scale: float) -> list[Code]:
    # Codes that are cropped tight lack the quiet zone that readers ask for.
    framed = np.pad(_scaled(gray, scale), _QUIET_ZONE, constant_values=255)
    codes = []
    for symbol in find_symbols(framed):
        points = [((x - _QUIET_ZONE) / scale, (y - _QUIET_ZONE) / scale) for x, y in symbol.points]
        codes.append(Code(_FORMAT_NAMES[symbol.name], _text(symbol.data), _corners(points, gray.shape)))
    return codes


def _scaled(gray: Pixels, scale: float) -> Pixels:
    if scale == 1.0:
        return gray
    size = (max(1, round(gray.shape[1] * scale)), max(1, round(gray.shape[0] * scale)))
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(gray, size, interpolation=method), np.uint8)


def _text(data: bytes) -> str:
    """Return the payload: UTF-8 as codes are written today, or GBK as on older licences."""
    for encoding in ("utf-8", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")


def _corners(points: list[tuple[float, float]], shape: tuple[int, ...]) -> tuple[Point, Point, Point, Point]:
    height, width = shape[:2]
    whole = [(0, 0), (width, 0), (width, height), (0, height)]
    array = np.array(points or whole, np.float32)
    quad = array if len(array) == 4 else cv2.boxPoints(cv2.minAreaRect(array))
    centre = quad.mean(axis=0)
    # Clockwise on a picture whose y grows downwards, starting at the corner nearest to the top left.
    clockwise = quad[np.argsort(np.arctan2(quad[:, 1] - centre[1], quad[:, 0] - centre[0]))]
    start = int(np.argmin(clockwise.sum(axis=1)))
    ordered = np.roll(clockwise, -start, axis=0)
    top_left, top_right, bottom_right, bottom_left = (
        (int(np.clip(round(float(x)), 0, width - 1)), int(np.clip(round(float(y)), 0, height - 1))) for x, y in ordered
    )
    return top_left, top_right, bottom_right, bottom_left
