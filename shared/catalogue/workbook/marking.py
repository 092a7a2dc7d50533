"""Gives a workbook back with what is wrong marked in it, and with a place for each translation that it lacks."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from typing import Final

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from shared.catalogue.checks_translations import untranslated
from shared.catalogue.errors import CataloguePackageError, Fault
from shared.catalogue.sources import parse_sources
from shared.catalogue.workbook.reading import FAULTS_SHEET, Place, Reading

_RED: Final = PatternFill("solid", fgColor="FF6B6B")
_COMMENT_SIZE: Final = (140, 320)
_TRANSLATIONS: Final = "译文"


def marked(book: Workbook, reading: Reading) -> bytes:
    """Return the workbook in which each wrong cell is red and says what is wrong, and a first sheet lists all."""
    by_place: dict[Place, list[Fault]] = {}
    for place, fault in reading.faults:
        by_place.setdefault(place, []).append(fault)
    for place, faults in by_place.items():
        if place.sheet in book.sheetnames:
            _mark(book[place.sheet][place.cell], "\n".join(f"{fault.message}。{fault.mend}" for fault in faults))
    _list_faults(book, [fault for _, fault in reading.faults])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def offer_translations(book: Workbook, files: Mapping[str, bytes]) -> None:
    """Add a row for each text without words in a promised language: only the words are left to be written."""
    try:
        sources = parse_sources(files)
    except CataloguePackageError:
        return
    if _TRANSLATIONS not in book.sheetnames:
        return
    sheet = book[_TRANSLATIONS]
    headings = {str(cell.value): cell.column for cell in next(sheet.iter_rows(max_row=1))}
    last = max((cell.row for (cell,) in sheet.iter_rows(max_col=1) if cell.value is not None), default=1)
    for row, (language, _, _, text) in enumerate(untranslated(sources), start=last + 1):
        for heading, value in (("文件", language), ("原文", text)):
            cell = sheet.cell(row, headings[heading])
            cell.value = value
            cell.data_type = "s"
        _mark(sheet.cell(row, headings["译文"]), f"在这里写上 {language} 的说法。")


def _mark(cell: Cell, text: str) -> None:
    cell.fill = _RED
    cell.comment = Comment(text, "检查", *_COMMENT_SIZE)


def _list_faults(book: Workbook, faults: Iterable[Fault]) -> None:
    if FAULTS_SHEET in book.sheetnames:
        del book[FAULTS_SHEET]
    sheet = book.create_sheet(FAULTS_SHEET, 0)
    sheet.append(["哪一格", "哪里不对", "怎么改"])
    for letter, width in (("A", 24), ("B", 60), ("C", 60)):
        sheet.column_dimensions[letter].width = width
    for number, fault in enumerate(faults, start=2):
        for column, text in enumerate((fault.place, fault.message, fault.mend), start=1):
            cell = sheet.cell(number, column)
            cell.value = text
            cell.data_type = "s"
    book.active = 0
