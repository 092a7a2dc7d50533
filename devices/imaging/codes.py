"""QR codes and barcodes on a page, read by zbar."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import cv2
import numpy as np

from devices.core.errors import UnsupportedError
from devices.core.scanning import Pixels

if TYPE_CHECKING:
    from types import ModuleType

Point = tuple[int, int]

# Left out on purpose: PDF417, which zbar only pretends to know, and DataBar, which it finds in noise.
_SYMBOLS: Final = ("QRCODE", "CODE128", "CODE39", "CODE93", "EAN13", "EAN8", "UPCA", "UPCE", "I25", "CODABAR")
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
    zbar = _zbar()
    gray = pixels if pixels.ndim == 2 else np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), np.uint8)
    found: dict[tuple[str, str], Code] = {}
    for scale in (1.0, 2.0) if max(gray.shape) <= _SMALL_SIDE else (1.0, 0.5):
        for code in _decode(zbar, gray, scale):
            found.setdefault((code.format, code.text), code)
    return tuple(sorted(found.values(), key=lambda code: (code.corners[0][1], code.corners[0][0])))


def _zbar() -> ModuleType:
    try:
        from pyzbar import pyzbar
    except ImportError as error:
        detail = "libzbar0 is not installed"
        raise UnsupportedError(detail) from error
    module: ModuleType = pyzbar
    return module


def _decode(zbar: ModuleType, gray: Pixels, scale: float) -> list[Code]:
    # Codes that are cropped tight lack the quiet zone that readers ask for.
    framed = np.pad(_scaled(gray, scale), _QUIET_ZONE, constant_values=255)
    symbols = [zbar.ZBarSymbol[name] for name in _SYMBOLS]
    codes = []
    for found in zbar.decode(framed, symbols=symbols):
        points = [((x - _QUIET_ZONE) / scale, (y - _QUIET_ZONE) / scale) for x, y in found.polygon]
        codes.append(Code(_FORMAT_NAMES[found.type], _text(found.data), _corners(points, gray.shape)))
    return codes


def _scaled(gray: Pixels, scale: float) -> Pixels:
    if scale == 1.0:
        return gray
    size = (max(1, round(gray.shape[1] * scale)), max(1, round(gray.shape[0] * scale)))
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(gray, size, interpolation=method), np.uint8)


def _text(data: bytes) -> str:
    """Return the payload; zbar gives UTF-8 where it could tell the encoding, else the bytes."""
    for encoding in ("utf-8", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")


def _corners(points: list[tuple[float, float]], shape: tuple[int, ...]) -> tuple[Point, Point, Point, Point]:
    array = np.array(points, np.float32).reshape(-1, 2)
    quad = array if len(array) == 4 else cv2.boxPoints(cv2.minAreaRect(array))
    height, width = shape[:2]
    centre = quad.mean(axis=0)
    # Clockwise on a picture whose y grows downwards, starting at the corner nearest to the top left.
    clockwise = quad[np.argsort(np.arctan2(quad[:, 1] - centre[1], quad[:, 0] - centre[0]))]
    start = int(np.argmin(clockwise.sum(axis=1)))
    ordered = np.roll(clockwise, -start, axis=0)
    top_left, top_right, bottom_right, bottom_left = (
        (int(np.clip(round(float(x)), 0, width - 1)), int(np.clip(round(float(y)), 0, height - 1))) for x, y in ordered
    )
    return top_left, top_right, bottom_right, bottom_left
