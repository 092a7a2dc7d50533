"""Sets a sheet on a receipt slip: the same words in the same order, narrow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from devices.core.slip import Align, Element, Feed, Pair, Picture, Qr, Rule, Slip, Text
from shared.notices.seal_place import seal_place
from shared.notices.sheet import Block, Facts, Heading, Large, Paragraph, Sheet, Signatures, Table, Words

_ROOM_FOR_REPAIR: Final = 500
"""Characters of a code from where on it gives up some of its repair, so that its dots stay large enough to be read."""


def strip(sheet: Sheet, *, large: bool = False) -> Slip:
    """Return a sheet as a slip; in large print all that is to be read is set twice as high and wide."""
    return Slip(sheet.title.text, tuple(_without_doubles(_elements(sheet, 2 if large else 1))))


def _without_doubles(elements: Iterable[Element]) -> Iterator[Element]:
    """Leave out a rule below a rule: one part ends where the next begins."""
    before: Element | None = None
    for element in elements:
        if not (isinstance(element, Rule) and isinstance(before, Rule)):
            yield element
        before = element


def _elements(sheet: Sheet, size: int) -> Iterator[Element]:
    yield from _head(sheet, size)
    for block in sheet.blocks:
        if not isinstance(block, Signatures):
            yield from _block(block, size)
    for place, line in enumerate(sheet.closing):
        yield from _lines(line, bold=place == 0, size=size)
    yield from _issued(sheet)
    for block in sheet.blocks:
        if isinstance(block, Signatures):
            yield from _signatures(block)
    yield from _foot(sheet)


def _head(sheet: Sheet, size: int) -> Iterator[Element]:
    for mark in sheet.marks:
        yield from _lines(mark, Align.CENTER, bold=True)
    if sheet.head:
        yield Text(sheet.head, Align.CENTER)
    yield Text(sheet.title.text, Align.CENTER, size=2, bold=True)
    if sheet.title.second:
        yield Text(sheet.title.second, Align.CENTER)
    yield Feed()
    for place, (label, number) in enumerate(sheet.numbers):
        yield Text(_both(label), Align.CENTER)
        yield Text(number, Align.CENTER, 2 if place == 0 else 1, bold=True)
    yield Rule()
    if sheet.to:
        yield Text(sheet.to, size=size)


def _block(block: Block, size: int) -> Iterator[Element]:
    match block:
        case Paragraph(words):
            yield from _lines(words, size=size)
        case Heading(words):
            yield Rule()
            yield from _lines(words, bold=True, size=size)
        case Facts(pairs):
            for label, value in pairs:
                yield from _fact(label, value, size)
        case Large(label, text):
            if label.text:
                yield from _lines(label, Align.CENTER)
            yield Text(text, Align.CENTER, size=2, bold=True)
            if label.second and not label.text:
                yield Text(label.second, Align.CENTER)
        case Table():
            yield from _table(block, size)


def _fact(label: Words, value: Words, size: int) -> Iterator[Element]:
    if size > 1:
        yield Text(f"{label.text}：{value.text}", size=size)
        if label.second or value.second:
            yield Text(f"{label.second or label.text}: {value.second or value.text}")
    else:
        yield Pair(_both(label), _both(value))


def _table(table: Table, size: int) -> Iterator[Element]:
    """Yield each row as its number and name, and below it what the other columns say of it, each language by itself."""
    for row in table.rows:
        if not any(cell.text for cell in row[1:]):
            yield Text(f"{row[0].text}　____________________")
            continue
        yield from _entry(row[0].text, row[1].text, size, bold=size > 1)
        if row[1].second:
            yield Pair("", row[1].second)
        said = [(column, cell) for column, cell in zip(table.columns, row, strict=True) if cell.text not in {"", "—"}]
        told = [(column.head, cell) for column, cell in said[2:] if not column.short]
        for head, cell in told:
            yield from _entry("", f"{head.text}：{cell.text}", size)
            if cell.second:
                yield Pair("", f"{head.second or head.text}: {cell.second}")
        short = [(column.head, cell) for column, cell in said[2:] if column.short]
        if short:
            yield from _entry("", "　".join(f"{head.text} {cell.text}" for head, cell in short), size)
            if any(head.second for head, _ in short):
                yield Pair(
                    "", "  ".join(f"{head.second or head.text} {cell.second or cell.text}" for head, cell in short)
                )
    if table.total:
        yield from _lines(table.total, bold=True, size=size)
    yield Rule()


def _entry(label: str, text: str, size: int, *, bold: bool = False) -> Iterator[Element]:
    """Yield a line of a row; in large print it takes the whole width."""
    if size > 1:
        yield Text(f"{label} {text}".strip(), size=size, bold=bold)
    else:
        yield Pair(label, text)


def _issued(sheet: Sheet) -> Iterator[Element]:
    if sheet.foot.issuer:
        yield Feed()
        yield Text(sheet.foot.issuer, Align.RIGHT)
        yield Text(sheet.foot.day, Align.RIGHT)
    if sheet.foot.seal is not None:
        yield Picture(seal_place(), align=Align.RIGHT)
        yield Text(f"（{_both(sheet.foot.seal)}）", Align.RIGHT)


def _signatures(block: Signatures) -> Iterator[Element]:
    for words in block.who:
        yield Feed()
        yield Text(f"{_both(words)}：")
        yield Feed()
        yield Rule()
    yield Text(f"{_both(block.date)}：　　　年　　月　　日")


def _foot(sheet: Sheet) -> Iterator[Element]:
    yield Feed()
    if sheet.code:
        yield Qr(sheet.code, "L" if len(sheet.code) > _ROOM_FOR_REPAIR else "M")
        yield Text(_both(sheet.caption), Align.CENTER)
    for line in sheet.contact:
        yield Text(line, Align.CENTER)


def _lines(words: Words, align: Align = Align.LEFT, *, bold: bool = False, size: int = 1) -> Iterator[Element]:
    yield Text(words.text, align, size, bold)
    if words.second:
        yield Text(words.second, align)


def _both(words: Words) -> str:
    return f"{words.text} {words.second}" if words.second else words.text
