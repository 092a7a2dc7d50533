"""What is done to an exported workbook before it comes back."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from shared.catalogue.workbook.importing import Imported, WorkbookFaultsError, import_workbook
from tests.unit.shared.catalogue.official import HEADINGS

Change = Callable[[Workbook], None]


def cell_of(book: Workbook, sheet: str, first: str, heading: str) -> Any:
    target = book[sheet]
    number = next(row for row in range(2, target.max_row + 1) if target.cell(row, 1).value == first)
    return target.cell(number, HEADINGS[sheet].index(heading) + 1)


def edited(exported: bytes, change: Change) -> bytes:
    book = load_workbook(io.BytesIO(exported))
    change(book)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def imported(exported: bytes, files: Mapping[str, bytes], change: Change) -> Imported:
    return import_workbook(edited(exported, change), files, "目录.xlsx")


def refused(exported: bytes, files: Mapping[str, bytes], change: Change) -> WorkbookFaultsError:
    with pytest.raises(WorkbookFaultsError) as caught:
        imported(exported, files, change)
    return caught.value


def set_cell(sheet: str, first: str, heading: str, value: Any) -> Change:
    def change(book: Workbook) -> None:
        cell_of(book, sheet, first, heading).value = value

    return change
