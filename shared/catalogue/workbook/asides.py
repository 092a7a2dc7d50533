"""What people do in a spreadsheet beside what it asks for: names in the place of codes, cells merged over rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from shared.catalogue.workbook.cells import CellError, shown
from shared.catalogue.workbook.tables import TABLES

_NAME: Final = "名称"
_LEADS: Final = "★"


def names_in(book: Workbook) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield for each sheet that codes are chosen from the code of each name; a name of several codes is left out."""
    referred = {column.refers for table in TABLES for column in table.columns if column.refers}
    for title in referred & set(book.sheetnames):
        sheet = book[title]
        heading = next((cell.column for cell in next(sheet.iter_rows(max_row=1), ()) if cell.value == _NAME), None)
        if heading is None:
            continue
        found: dict[str, set[str]] = {}
        for row in sheet.iter_rows(min_row=2, values_only=True):
            code, name = row[0], row[heading - 1]
            if isinstance(code, str) and isinstance(name, str):
                found.setdefault(name.strip(), set()).add(code.strip())
        yield title, {name: codes.pop() for name, codes in found.items() if len(codes) == 1}


def by_name(value: Any, sheet: str, names: Mapping[str, str]) -> Any:
    """Return the code that a name stands for, of several names their codes; what is a code stays as it is.

    Raises:
        CellError: no row of the sheet is called so.
    """
    if isinstance(value, list):
        return [by_name(one, sheet, names) for one in value]
    if not sheet or not isinstance(value, str) or value.isascii():
        return value
    code = names.get(value.removeprefix(_LEADS).strip())
    if code is None:
        message = f"“{sheet}”里没有“{shown(value)}”"
        raise CellError(message, f"照“{sheet}”那张表写代码或者名称。")
    return code


def merged_down(sheet: Worksheet) -> Iterator[tuple[tuple[int, int], Cell]]:
    """Yield for each place of a cell merged over several rows of one column the cell that speaks for it."""
    for area in sheet.merged_cells.ranges:
        first = sheet.cell(area.min_row, area.min_col)
        if area.min_col == area.max_col and isinstance(first, Cell):
            for row in range(area.min_row + 1, min(area.max_row, sheet.max_row) + 1):
                yield (row, area.min_col), first
