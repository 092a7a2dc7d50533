"""From rows to the bytes of one slip, reset to cut."""

from __future__ import annotations

from dataclasses import dataclass

from devices.core.slip import Align
from devices.receipt_printer import commands
from devices.receipt_printer.glyphs import CELL_WIDTH, Pen
from devices.receipt_printer.layout import DrawerRow, FeedRow, PictureRow, QrRow, Row, TextRow
from devices.receipt_printer.logo import draw_picture
from devices.receipt_printer.qr import QUIET_MODULES, draw_qr, module_dots
from devices.receipt_printer.raster import draw_row, raster
from devices.receipt_printer.text import GLUE

PITCH = {1: 32, 2: 56}
"""Dots from line to line by size."""
NATIVE_QR_BYTES = 1000
"""Some printers store no more than 1020 bytes of a code; what is larger goes as dots."""
_GLUE = GLUE.encode()
_REAL_TIME = b"\x10"
"""DLE begins commands that printers obey even inside the data of another."""


@dataclass(slots=True)
class _Style:
    """What the printer is set to, so that only changes are sent."""

    align: Align = Align.LEFT
    size: int = 1
    bold: bool = False
    pitch: int = 0


class SlipEncoder:
    """Encode rows for a printer of so many columns.

    Args:
        native_qr: off for printers that have no GS ( k.
        part_bytes: where the slip is to be sent in parts, how many bytes of dots a command may have.
    """

    def __init__(self, columns: int, pen: Pen, *, native_qr: bool = True, part_bytes: int | None = None) -> None:
        self._columns = columns
        self._pen = pen
        self._native_qr = native_qr
        self._part_bytes = part_bytes

    def encode(self, rows: tuple[Row, ...]) -> bytes:
        """Return the bytes of the slip. May raise FontMissingError when a line has to be drawn."""
        return b"".join(self.commands(rows))

    def parts(self, rows: tuple[Row, ...]) -> tuple[bytes, ...]:
        """Return the slip in parts of whole commands, of about part_bytes each; one part where that is not given."""
        if self._part_bytes is None:
            return (self.encode(rows),)
        parts, part = [], b""
        for command in self.commands(rows):
            if part and len(part) + len(command) > self._part_bytes:
                parts.append(part)
                part = b""
            part += command
        return (*parts, part)

    def commands(self, rows: tuple[Row, ...]) -> list[bytes]:
        """Return the slip command by command, runs of text among them."""
        out = [commands.RESET, commands.CHINESE_ON]
        style = _Style()
        for row in rows:
            match row:
                case TextRow(gbk=None):
                    self._drawn(row, style, out)
                case TextRow():
                    self._text(row, style, out)
                case QrRow():
                    self._qr(row, style, out)
                case FeedRow(lines):
                    self._set(style, out, size=1)
                    out.append(commands.feed_lines(lines))
                case PictureRow():
                    self._set(style, out)
                    out += raster(draw_picture(row, self._columns * CELL_WIDTH), self._part_bytes)
                case DrawerRow(pin):
                    out.append(commands.open_drawer(pin))
        out.append(commands.CUT)
        return out

    def _text(self, row: TextRow, style: _Style, out: list[bytes]) -> None:
        text = row.gbk or b""
        self._set(style, out, row.align, row.size, row.bold)
        out.append(text.replace(_GLUE, b" ") if _GLUE in text else text)
        out.append(commands.LINE_FEED)

    def _drawn(self, row: TextRow, style: _Style, out: list[bytes]) -> None:
        self._set(style, out)
        out += raster(draw_row(row, self._columns, PITCH[row.size], self._pen), self._part_bytes)

    def _qr(self, row: QrRow, style: _Style, out: list[bytes]) -> None:
        paper = self._columns * CELL_WIDTH
        module = module_dots(row, paper)
        quiet = commands.feed_dots(QUIET_MODULES * module)
        if self._native_qr and len(row.payload) <= NATIVE_QR_BYTES and _REAL_TIME not in row.payload:
            self._set(style, out, Align.CENTER)
            code = [commands.qr(row.payload, row.ecc, module)]
        else:
            self._set(style, out)
            code = raster(draw_qr(row, paper), self._part_bytes)
        out += (quiet, *code, quiet)

    @staticmethod
    def _set(style: _Style, out: list[bytes], align: Align = Align.LEFT, size: int = 1, bold: bool = False) -> None:
        if style.pitch != PITCH[size]:
            style.pitch = PITCH[size]
            out.append(commands.pitch(style.pitch))
        if style.align is not align:
            style.align = align
            out.append(commands.align(align))
        if style.size != size:
            style.size = size
            out.append(commands.size(size))
        if style.bold != bold:
            style.bold = bold
            out.append(commands.bold(bold))
