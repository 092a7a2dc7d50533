"""Receipts laid out and encoded, beside python-escpos doing what it can of the same slips.

Every slip is another one: number, time, name and code differ, as on a day at the counter.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator

from escpos.printer import Dummy

from benchmarks.table import Row, medians
from devices.core.slip import Align, Element, Feed, Pair, Qr, Rule, Slip, Text
from devices.receipt_printer import sample_slip
from devices.receipt_printer.encoder import SlipEncoder
from devices.receipt_printer.glyphs import Pen
from devices.receipt_printer.layout import COLUMNS_80MM, lay_out

RECEIPTS = 1_000
RARE = 50
LEAST_A_SECOND = 1_000
_NAMES = ("欧阳样例", "陈样例", "李样例", "阿卜杜拉·样例")


def receipts() -> list[Row]:
    """1,000 receipts a second or more; those with a character that must be drawn inform."""
    serial = itertools.count()
    plain, rare = SlipEncoder(COLUMNS_80MM, Pen()), SlipEncoder(COLUMNS_80MM, Pen())

    def ours() -> None:
        for slip in _slips(serial, RECEIPTS):
            plain.encode(lay_out(slip, COLUMNS_80MM))

    def drawn() -> None:
        for slip in _slips(serial, RARE, name="欧阳䶮"):
            rare.encode(lay_out(slip, COLUMNS_80MM))

    ours_s, peer_s, drawn_s = medians([ours, _by_escpos(serial), drawn])
    return [
        Row(
            "receipts laid out and encoded",
            "a second",
            RECEIPTS / ours_s,
            RECEIPTS / peer_s,
            "python-escpos, Chinese not wrapped",
            limit=LEAST_A_SECOND,
            better="higher",
        ),
        Row("receipts with a name that is drawn", "a second", RARE / drawn_s, better="higher"),
    ]


def _slips(serial: Iterator[int], count: int, name: str = "") -> Iterator[Slip]:
    for _ in range(count):
        yield _another(next(serial), name)


def _another(number: int, name: str) -> Slip:
    """Return the sample receipt with a number, a time, a name and a code of its own."""
    elements: list[Element] = []
    for element in sample_slip().elements:
        match element:
            case Pair("办件编号"):
                elements.append(Pair("办件编号", f"4419002600001{number:06d}2", bold=True))
            case Pair("收件时间"):
                elements.append(Pair("收件时间", f"2026-11-23 {number % 24:02d}:{number % 60:02d}"))
            case Pair("申请人"):
                elements.append(Pair("申请人", name or _NAMES[number % len(_NAMES)]))
            case Qr(payload):
                elements.append(Qr(f"{payload[:-6]}{number % 1_000_000:06d}"))
            case _:
                elements.append(element)
    return Slip("bench", tuple(elements))


def _by_escpos(serial: Iterator[int]) -> Callable[[], None]:
    """Give the peer: the same elements by its own calls. It wraps no Chinese and sends some of it as question marks."""
    printer = Dummy()

    def run() -> None:
        for slip in _slips(serial, RECEIPTS):
            printer.clear()
            printer.hw("INIT")
            for element in slip.elements:
                _print(printer, element)
            printer.cut()

    return run


def _print(printer: Dummy, element: Element) -> None:
    match element:
        case Text(text, align, size, bold):
            printer.set(align=align.value, bold=bold, double_width=size == 2, double_height=size == 2)
            printer.text(text + "\n")
        case Pair(label, value, bold):
            printer.set(align=Align.LEFT.value, bold=bold)
            printer.text(f"{label}  {value}\n")
        case Rule():
            printer.set(align=Align.LEFT.value)
            printer.text("-" * COLUMNS_80MM + "\n")
        case Feed(lines):
            printer.text("\n" * lines)
        case Qr(payload):
            printer.qr(payload, native=True, size=4)
        case _:
            return
