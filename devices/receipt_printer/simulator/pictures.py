"""Dots as ESC/POS sends them: raster rows, columns, stored graphics, and QR codes that the printer draws itself."""

from __future__ import annotations

from dataclasses import dataclass

import segno
from PIL import Image

from devices.receipt_printer.glyphs import blank

_ECC = {0x30: "L", 0x31: "M", 0x32: "Q", 0x33: "H"}
_MODEL, _SIZE, _CORRECTION, _STORE, _PRINT = 65, 67, 69, 80, 81


def from_raster(arguments: bytes) -> Image.Image | None:
    """GS v 0: mode, width in bytes, height, dots. None for no dots."""
    across, down = 1 + (arguments[0] & 1), 1 + (arguments[0] >> 1 & 1)
    width, height = int.from_bytes(arguments[1:3], "little") * 8, int.from_bytes(arguments[3:5], "little")
    return _dots(width, height, arguments[5:], across, down)


def from_columns(arguments: bytes) -> Image.Image | None:
    """ESC *: mode, columns, then 8 or 24 dots a column from the top."""
    tall = arguments[0] in {32, 33}
    columns, depth = int.from_bytes(arguments[1:3], "little"), 3 if tall else 1
    turned = _dots(depth * 8, columns, arguments[3:])
    if turned is None:
        return None
    picture = turned.transpose(Image.Transpose.TRANSPOSE)
    across = 1 if arguments[0] in {1, 33} else 2
    return picture.resize((picture.width * across, picture.height * (1 if tall else 3)), Image.Resampling.NEAREST)


def from_graphics(arguments: bytes) -> Image.Image | None:
    """GS ( L function 112: m, fn, tone, magnification, colour, width and height in dots, dots."""
    if len(arguments) < 10:
        return None
    width, height = int.from_bytes(arguments[6:8], "little"), int.from_bytes(arguments[8:10], "little")
    return _dots(width, height, arguments[10:], max(1, arguments[3]), max(1, arguments[4]))


def _dots(width: int, height: int, data: bytes, across: int = 1, down: int = 1) -> Image.Image | None:
    stride = (width + 7) // 8
    if not width or not height or len(data) < stride * height or across > 2 or down > 2:
        return None
    picture = Image.frombytes("1", (width, height), data[: stride * height]).convert("L")
    return picture.resize((width * across, height * down), Image.Resampling.NEAREST)


@dataclass
class QrStore:
    """The printer's memory for a QR code (GS ( k, cn 49)."""

    module_dots: int = 3
    ecc: str = "L"
    payload: bytes = b""

    def take(self, function: int, arguments: bytes) -> bool:
        """Carry out a function but printing; False if it is none of QR's or its parameters are wrong."""
        if function == _MODEL:
            return len(arguments) == 2 and arguments[0] in {49, 50}
        if function == _SIZE and len(arguments) == 1 and 1 <= arguments[0] <= 16:
            self.module_dots = arguments[0]
        elif function == _CORRECTION and len(arguments) == 1 and arguments[0] in _ECC:
            self.ecc = _ECC[arguments[0]]
        elif function == _STORE and arguments[:1] == b"0":
            self.payload = arguments[1:]
        else:
            return False
        return True

    @staticmethod
    def prints(function: int) -> bool:
        """Whether this is the function that prints."""
        return function == _PRINT

    def draw(self) -> Image.Image | None:
        """Return the stored code as dots, or None if nothing is stored or it is too long for any code."""
        if not self.payload:
            return None
        try:
            matrix = segno.make(self.payload, error=self.ecc, micro=False, boost_error=False).matrix
        except segno.DataOverflowError:
            return None
        code = blank(len(matrix), len(matrix))
        code.putdata([255 if dark else 0 for line in matrix for dark in line])
        side = len(matrix) * self.module_dots
        return code.resize((side, side), Image.Resampling.NEAREST)
