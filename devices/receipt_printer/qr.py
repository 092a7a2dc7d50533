"""How large a QR code comes out on the paper, and its dots where the printer can't draw it."""

from __future__ import annotations

import re
from functools import lru_cache

import segno
from PIL import Image

from devices.receipt_printer.glyphs import blank
from devices.receipt_printer.layout import QrRow

QUIET_MODULES = 4
_ALPHANUMERIC = re.compile(rb"[0-9A-Z $%*+\-./:]*")
_WANTED_DOTS = 344
_MOST_MODULE_DOTS = 8
_LEAST_MODULE_DOTS = 3
"""0.375 mm at 203 dpi: below that, phones give up on thermal paper."""


def module_dots(row: QrRow, paper_dots: int) -> int:
    """Return how many dots a module gets: about 43 mm for a receipt's proof, at most 1 mm a module."""
    modules = _modules(bool(_ALPHANUMERIC.fullmatch(row.payload)), len(row.payload), row.ecc)
    wanted = max(_LEAST_MODULE_DOTS, min(_MOST_MODULE_DOTS, _WANTED_DOTS // modules))
    return max(1, min(wanted, paper_dots // (modules + 2 * QUIET_MODULES)))


def draw_qr(row: QrRow, paper_dots: int) -> Image.Image:
    """Return the code as dots, centred on the paper, without quiet rows above and below."""
    module = module_dots(row, paper_dots)
    matrix = _make(row.payload, row.ecc).matrix
    side = len(matrix)
    code = blank(side, side)
    code.putdata([255 if dark else 0 for line in matrix for dark in line])
    scaled = code.resize((side * module, side * module), Image.Resampling.NEAREST)
    picture = blank(paper_dots, scaled.height)
    picture.paste(scaled, ((paper_dots - scaled.width) // 2, 0))
    return picture


@lru_cache(maxsize=256)
def _modules(alphanumeric: bool, length: int, ecc: str) -> int:
    """Count the modules of a side. Byte mode is assumed unless every character is alphanumeric."""
    return len(_make((b"A" if alphanumeric else b"a") * length, ecc).matrix)


def _make(payload: bytes, ecc: str) -> segno.QRCode:
    return segno.make(payload, error=ecc, micro=False, boost_error=False)
