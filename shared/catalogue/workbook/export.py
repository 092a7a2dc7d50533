"""Writes a catalogue as a workbook with instructions, drop-downs and frozen headings."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from shared.catalogue.sources import parse_sources
from shared.catalogue.workbook.cells import Column, Kind, escaped, write_cell
from shared.catalogue.workbook.rows import rows_of
from shared.catalogue.workbook.table import OTHER, Table
from shared.catalogue.workbook.tables import TABLES

INSTRUCTIONS: Final = "说明"
_HEAD: Final = PatternFill("solid", fgColor="1F4E79")
_NEEDED: Final = PatternFill("solid", fgColor="9C2A1F")
_KEY: Final = PatternFill("solid", fgColor="595959")
_SPARE_ROWS: Final = 200
_TEXT_ROWS: Final = 40
_LONGEST_LIST: Final = 250
_AS_TEXT: Final = frozenset({Kind.TEXT, Kind.CODE, Kind.DATE, Kind.CODES, Kind.LINES, Kind.WHEN, Kind.CASTS})
_ABOUT: Final = (
    "这是一份政务服务事项目录，改完后交回，由程序导入、检查、签名发布。不用懂程序。",
    "一张表一类内容，一行一条。第一列灰色的是“归谁”：事项编码、字段代码等，要和别的表里写的一样。",
    "红色表头必须填；蓝色表头没有就空着。有下拉框的从下拉框里选。",
    "部门、主题、地点、窗口、事项，写代码或者写名称都行。",
    "一格里有几个代码，用顿号（、）隔开；几句话，一句一行（Alt+Enter 换行）。",
    "条件写成“问题=回答|回答; 问题=回答”：分号两边都要成立，竖线两边有一个就行；几种情况各写一行。",
    "编码一律是文本：7.10 不能写成 7.1。日期写成 2026-11-20。不能写公式。",
    "最后一列“其他（不要改）”是别的列放不下的内容，照原样留着。",
    "新增一个事项：在“事项”最后加一行，再到“法律依据”“办理步骤”“申请材料”“角色”“表单”各加几行，事项编码都写新的编码；永久编号用一个从来没用过的数。",
    "取消一个事项：删掉它在各表里的行；“译文”里只有它才说的话，也删掉（交回以后会标红）。改了内容，要在“目录包”里换一个新版本号。",
    "交回以后有问题的格子会标成红色，批注里写着哪里不对、怎么改；“问题清单”列出全部问题。",
)


def export_workbook(files: Mapping[str, bytes]) -> bytes:
    """Return a catalogue's files as a workbook (xlsx).

    Raises:
        CataloguePackageError: a file can't be read or has another structure.
    """
    documents = documents_of(files)
    book = Workbook()
    _write_instructions(book)
    counts: dict[str, int] = {}
    for table in TABLES:
        counts[table.sheet] = _write_table(book.create_sheet(table.sheet), table, documents)
    for table in TABLES:
        _add_references(book[table.sheet], table, counts)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def documents_of(files: Mapping[str, bytes]) -> dict[str, dict[str, Any]]:
    """Return the content of a catalogue's files by name. Raises CataloguePackageError."""
    sources = parse_sources(files)
    listed = (
        *sources.single.values(),
        *sources.items,
        *sources.services,
        *sources.code_tables,
        *sources.knowledge,
        *sources.translations,
    )
    return {document.file: document.data for document in listed}


def headings_of(table: Table) -> tuple[str, ...]:
    """Return the headings of a sheet: keys, columns, the rest."""
    columns = tuple(column.heading for column in table.columns)
    return (*table.keys, *columns) if table.scalar else (*table.keys, *columns, OTHER)


def _write_instructions(book: Workbook) -> None:
    sheet = book.worksheets[0]
    sheet.title = INSTRUCTIONS
    sheet.column_dimensions["A"].width = 16
    sheet.column_dimensions["B"].width = 110
    sheet["A1"] = "怎么用这份表"
    sheet["A1"].font = Font(bold=True, size=16)
    lines = [(str(number), text) for number, text in enumerate(_ABOUT, start=1)]
    lines += [("", ""), ("表", "里面是什么"), *((table.sheet, table.about or _fallback(table)) for table in TABLES)]
    for number, (name, text) in enumerate(lines, start=3):
        sheet.cell(number, 1, name).alignment = Alignment(vertical="top")
        sheet.cell(number, 2, text).alignment = Alignment(wrap_text=True, vertical="top")


def _fallback(table: Table) -> str:
    needed = [column.heading for column in table.columns if column.needed]
    return f"每行一条。必须填：{'、'.join(needed)}。" if needed else "每行一条。"


def _write_table(sheet: Worksheet, table: Table, documents: Mapping[str, dict[str, Any]]) -> int:
    _write_head(sheet, table)
    number = 1
    other = Column(OTHER, (), Kind.JSON)
    for number, row in enumerate(rows_of(table, documents), start=2):
        cells: list[str | int | None] = [escaped(key) for key in row.keys]
        cells += [write_cell(column, value) for column, value in zip(table.columns, row.values, strict=True)]
        if not table.scalar:
            cells.append(write_cell(other, dict(row.other)) if row.other else None)
        _write_row(sheet, number, cells)
    kinds = (*(Kind.CODE for _ in table.keys), *(column.kind for column in table.columns))
    for place, kind in enumerate(kinds, start=1):
        if kind is Kind.CODE:
            for spare in range(number + 1, number + _TEXT_ROWS):
                sheet.cell(spare, place).number_format = "@"
    _add_choices(sheet, table, number + _SPARE_ROWS)
    return number


def _write_head(sheet: Worksheet, table: Table) -> None:
    for place, heading in enumerate(headings_of(table), start=1):
        cell = sheet.cell(1, place, heading)
        column = _column_at(table, place)
        cell.fill = _KEY if column is None else _NEEDED if column.needed else _HEAD
        cell.font = Font(bold=True, color="FFFFFF")
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        sheet.column_dimensions[get_column_letter(place)].width = column.width if column else 16
    sheet.freeze_panes = sheet.cell(2, min(len(table.keys) + 2, 4))
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(headings_of(table)))}1"
    if table.about:
        sheet["A1"].comment = Comment(table.about, INSTRUCTIONS, height=160, width=320)


def _column_at(table: Table, place: int) -> Column | None:
    own = place - len(table.keys) - 1
    return table.columns[own] if 0 <= own < len(table.columns) else None


def _write_row(sheet: Worksheet, number: int, cells: Sequence[str | int | None]) -> None:
    for place, value in enumerate(cells, start=1):
        if value is None:
            continue
        cell = sheet.cell(number, place)
        cell.value = value
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        if isinstance(value, str):
            cell.data_type = "s"
            cell.number_format = "@"


def _add_choices(sheet: Worksheet, table: Table, last: int) -> None:
    for place, column in enumerate(table.columns, start=len(table.keys) + 1):
        names = "是,否" if column.kind is Kind.YES_NO else ",".join(column.choices)
        if not names or column.kind is Kind.CODES or len(names) > _LONGEST_LIST:
            continue
        _validate(sheet, f'"{names}"', place, last)


def _add_references(sheet: Worksheet, table: Table, counts: Mapping[str, int]) -> None:
    for place, column in enumerate(table.columns, start=len(table.keys) + 1):
        if column.refers and column.kind is Kind.CODE:
            last = counts[column.refers] + _SPARE_ROWS
            _validate(sheet, f"'{column.refers}'!$A$2:$A${last}", place, counts[table.sheet] + _SPARE_ROWS)


def _validate(sheet: Worksheet, formula: str, place: int, last: int) -> None:
    choice = DataValidation("list", formula1=formula, allow_blank=True, showErrorMessage=True)
    choice.errorTitle, choice.error = "不在选项里", "请从下拉框里选。"
    letter = get_column_letter(place)
    choice.add(f"{letter}2:{letter}{last}")
    sheet.add_data_validation(choice)
