"""Receipt printers: slips laid out, encoded as ESC/POS with GBK text, and printed with evidence."""

from __future__ import annotations

from devices.receipt_printer.driver import EscPosPrinter
from devices.receipt_printer.file_printer import FilePrinter
from devices.receipt_printer.glyphs import FontMissingError
from devices.receipt_printer.layout import COLUMNS_58MM, COLUMNS_80MM, SlipContentError, enlarged
from devices.receipt_printer.sample import sample_slip
from devices.receipt_printer.slip_file import SlipFileError, dump_slip, load_slip
from devices.receipt_printer.uri import UsageError, open_printer

__all__ = [
    "COLUMNS_58MM",
    "COLUMNS_80MM",
    "EscPosPrinter",
    "FilePrinter",
    "FontMissingError",
    "SlipContentError",
    "SlipFileError",
    "UsageError",
    "dump_slip",
    "enlarged",
    "load_slip",
    "open_printer",
    "sample_slip",
]
