"""Lines of dots: what the printer has no code for, as GS v 0 raster bands."""

from __future__ import annotations

from PIL import Image, ImageDraw

from devices.core.slip import Align
from devices.receipt_printer import commands
from devices.receipt_printer.glyphs import CELL_HEIGHT, CELL_WIDTH, Pen, blank
from devices.receipt_printer.layout import TextRow
from devices.receipt_printer.text import GLUE, char_columns, columns_of

BAND_ROWS = 240
_BLACK_FROM = 112
_HARMLESS = {b"\x10\x04": b"\x10\x0c", b"\x10\x05": b"\x10\x0d", b"\x10\x14": b"\x10\x1c"}


def draw_row(row: TextRow, columns: int, pitch: int, pen: Pen) -> Image.Image:
    """Return one line of text as dots, as wide as the paper and pitch dots high."""
    width = columns * CELL_WIDTH
    free = width - columns_of(row.text) * CELL_WIDTH * row.size
    left = {Align.LEFT: 0, Align.CENTER: free // 2, Align.RIGHT: free}[row.align]
    picture = blank(width, pitch)
    canvas = ImageDraw.Draw(picture)
    top = (pitch - CELL_HEIGHT * row.size) // 2
    for char in row.text.replace(GLUE, " "):
        step = char_columns(char)
        for shift in (0, 1) if row.bold else (0,):
            pen.draw(canvas, (left + shift, top), char, step, row.size)
        left += step * CELL_WIDTH * row.size
    return picture


def raster(picture: Image.Image, most_bytes: int | None = None) -> list[bytes]:
    """Return the GS v 0 commands that print the picture from the left edge, blank dots at its right left out.

    Each band is a command of its own, of at most most_bytes of dots where that is given, but of one row at least.
    """
    box = picture.getbbox()
    width = max(8, (box[2] if box else 0) + 7 & ~7)
    dots = picture.crop((0, 0, width, picture.height)).point(lambda value: 255 if value >= _BLACK_FROM else 0, "1")
    rows = BAND_ROWS if most_bytes is None else max(1, min(BAND_ROWS, most_bytes // (width // 8)))
    bands = (dots.crop((0, top, width, min(top + rows, picture.height))) for top in range(0, picture.height, rows))
    return [commands.raster_band(width // 8, band.height, _without_commands(band.tobytes())) for band in bands]


def _without_commands(dots: bytes) -> bytes:
    """Blacken a dot wherever dots would read as a real-time command: printers obey those even inside data."""
    for command, harmless in _HARMLESS.items():
        dots = dots.replace(command, harmless)
    return dots
