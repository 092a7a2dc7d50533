"""From a slip to rows: what stands on each line of the paper, before any printer byte.

Columns are those of font A: 12 dots each, 24 dots a hanzi, so 48 on 80 mm paper (576 dots) and 32 on 58 mm (384).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import ClassVar

from devices.core.errors import DeviceError
from devices.core.slip import Align, Drawer, Element, Feed, Pair, Picture, Qr, Rule, Slip, Table, Text
from devices.receipt_printer.tables import table_lines
from devices.receipt_printer.text import columns_of, normalise, to_gbk
from devices.receipt_printer.wrap import wrap, wrap_evenly

COLUMNS_80MM = 48
COLUMNS_58MM = 32
SIZES = (1, 2)
QR_MAX_BYTES = {"L": 2953, "M": 2331, "Q": 1663, "H": 1273}
"""What the largest QR code holds, by ECC level (ISO/IEC 18004 table 7)."""
_MIN_COLUMNS = 24
_VALUE_MIN = 10
_HANG = 2


class SlipContentError(DeviceError):
    """The slip holds something that no printer of this kind can print; the detail is the kind of thing."""

    code = "slip_unprintable"


_COLUMNS, _FEED, _QR, _SIZE, _TABLE, _DRAWER = "columns", "feed", "qr", "size", "table", "drawer"


@dataclass(frozen=True, slots=True)
class TextRow:
    """One line of text. gbk is None when a character must be drawn; the whole line then goes as dots."""

    text: str = field(repr=False)
    gbk: bytes | None = field(repr=False)
    align: Align = Align.LEFT
    size: int = 1
    bold: bool = False


@dataclass(frozen=True, slots=True)
class FeedRow:
    """Empty lines."""

    lines: int


@dataclass(frozen=True, slots=True)
class QrRow:
    """A QR code, centred."""

    payload: bytes = field(repr=False)
    ecc: str


@dataclass(frozen=True, slots=True)
class PictureRow:
    """An image."""

    data: bytes = field(repr=False)
    width: int
    align: Align


@dataclass(frozen=True, slots=True)
class DrawerRow:
    """A pulse for the drawer."""

    pin: int


Row = TextRow | FeedRow | QrRow | PictureRow | DrawerRow


@dataclass(frozen=True, slots=True)
class _PairColumns:
    """Where the values of neighbouring pairs begin, so that they stand under each other."""

    indent: int
    width: int
    MAX_SHARE: ClassVar[float] = 0.5


def enlarged(slip: Slip) -> Slip:
    """Return the slip in large print: every word at double size, values below their labels, tables as pairs."""
    elements: list[Element] = []
    for element in slip.elements:
        match element:
            case Text(text, align, _, bold):
                elements.append(Text(text, align, 2, bold))
            case Pair(label, value):
                elements += (Text(label, bold=True), Text(value, size=2))
            case Table():
                elements += _enlarged_table(element)
            case _:
                elements.append(element)
    return Slip(slip.title, tuple(elements))


def _enlarged_table(table: Table) -> Iterator[Element]:
    for number, row in enumerate(table.rows):
        if number:
            yield Rule()
        labels = (*table.header, *[""] * (len(row) - len(table.header)))
        for label, cell in zip(labels, row, strict=False):
            yield Text(f"{label}：{cell}" if label else cell, size=2)


def lay_out(slip: Slip, columns: int = COLUMNS_80MM) -> tuple[Row, ...]:
    """Return the rows of a slip on paper of that many columns.

    Raises SlipContentError for a size, feed or QR code that can't be printed, and for fewer than 24 columns.
    """
    if columns < _MIN_COLUMNS:
        raise SlipContentError(_COLUMNS)
    rows: list[Row] = []
    for kind, elements in groupby(slip.elements, type):
        if kind is Pair:
            pairs = [element for element in elements if isinstance(element, Pair)]
            rows.extend(_pair_rows(pairs, columns))
        else:
            for element in elements:
                rows.extend(_rows(element, columns))
    return tuple(rows)


def _rows(element: Element, columns: int) -> Iterator[Row]:
    match element:
        case Text():
            yield from _text_rows(element, columns)
        case Rule():
            yield _row("─" * (columns // 2))
        case Feed(lines):
            if not 0 <= lines <= 255:
                raise SlipContentError(_FEED)
            yield FeedRow(lines)
        case Qr(payload, ecc):
            data = payload.encode("utf-8", "surrogatepass")
            if not 0 < len(data) <= QR_MAX_BYTES.get(ecc, 0):
                raise SlipContentError(_QR)
            yield QrRow(data, ecc)
        case Pair():
            yield from _pair_rows([element], columns)
        case Table():
            yield from _table_rows(element, columns)
        case Picture(data, width, align):
            yield PictureRow(data, width, align)
        case Drawer(pin):
            if pin not in {2, 5}:
                raise SlipContentError(_DRAWER)
            yield DrawerRow(pin)


def _text_rows(element: Text, columns: int) -> Iterator[Row]:
    if element.size not in SIZES:
        raise SlipContentError(_SIZE)
    breaking = wrap_evenly if element.align is Align.CENTER else wrap
    for paragraph in normalise(element.text).split("\n"):
        for line in breaking(paragraph, columns // element.size):
            yield _row(line, element.align, element.size, element.bold)


def _table_rows(table: Table, columns: int) -> Iterator[Row]:
    cells = [tuple(normalise(cell).replace("\n", " ") for cell in row) for row in (table.header, *table.rows)]
    lines = table_lines(cells, table.aligns, columns)
    if lines is None:
        raise SlipContentError(_TABLE)
    for number, row in enumerate(lines):
        for line in row:
            yield _row(line, bold=number == 0 and bool(table.header))


def _pair_rows(pairs: list[Pair], columns: int) -> Iterator[Row]:
    labels = [normalise(pair.label).replace("\n", " ").strip() for pair in pairs]
    place = _place_values(labels, columns)
    for pair, label in zip(pairs, labels, strict=True):
        values = [line for part in normalise(pair.value).split("\n") for line in wrap(part, place.width)]
        head = label
        if columns_of(label) + 1 > place.indent:
            *full, head = wrap(label, columns)
            yield from (_row(line, bold=pair.bold) for line in full)
            if columns_of(head) + 1 > place.indent:
                yield _row(head, bold=pair.bold)
                head = ""
        for value in values:
            yield _row((head + " " * (place.indent - columns_of(head)) + value).rstrip(" "), bold=pair.bold)
            head = ""


def _place_values(labels: list[str], columns: int) -> _PairColumns:
    """Begin the values behind the longest label that leaves them room; longer labels get a line of their own."""
    most = min(int(columns * _PairColumns.MAX_SHARE), columns - _VALUE_MIN)
    gaps = (columns_of(label) + (1 if label.endswith(("：", ":")) else 2) for label in labels)
    indent = max((wanted for wanted in gaps if wanted <= most), default=_HANG)
    return _PairColumns(indent, columns - indent)


def _row(text: str, align: Align = Align.LEFT, size: int = 1, bold: bool = False) -> TextRow:
    return TextRow(text, to_gbk(text), align, size, bold)
