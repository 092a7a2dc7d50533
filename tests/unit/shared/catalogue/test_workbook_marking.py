"""What is wrong in a workbook comes back marked where it stands."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Mapping
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from shared.catalogue.checks_translations import translated_texts
from shared.catalogue.errors import FaultCode
from shared.catalogue.sources import parse_sources
from shared.catalogue.workbook.export import export_workbook
from shared.catalogue.workbook.importing import WorkbookFaultsError
from tests.unit.shared.catalogue.workbooks import Change, cell_of, imported, refused, set_cell


def marks(error: WorkbookFaultsError) -> dict[str, str]:
    """Return the comments of red cells by place."""
    assert error.marked is not None
    book = load_workbook(io.BytesIO(error.marked))
    return {
        f"{sheet.title}!{cell.coordinate}": cell.comment.text
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment and cell.fill.fgColor.rgb == "00FF6B6B"
    }


IN_CELLS = [
    ("事项", "7.1", "事项类型", "许可证", FaultCode.CELL_INVALID),
    ("事项", "7.1", "永久编号", "七百零一", FaultCode.CELL_INVALID),
    ("事项", "7.1", "收费", "大概", FaultCode.CELL_INVALID),
    ("事项", "8.1", "名称", "=1+1", FaultCode.FORMULA_CELL),
    ("事项", "8.2", "名称", '=HYPERLINK("http://x","y")', FaultCode.FORMULA_CELL),
    ("事项", "7.1", "基本编码", 2014005002.5, FaultCode.CELL_INVALID),
    ("申请材料", "10.0", "什么条件下", "trade_in yes", FaultCode.CELL_INVALID),
    ("法律依据", "7.1", "事项编码", "7.9", FaultCode.REFERENCE_UNDEFINED),
    ("事项", "8.3", "其他（不要改）", "{", FaultCode.CELL_INVALID),
]
IN_THE_WHOLE = [
    ("事项", "7.1", "部门", "labour", FaultCode.REFERENCE_UNDEFINED),
    ("事项", "8.3", "承诺工作日", 99, FaultCode.LIMIT_WRONG),
    ("申请材料", "7.1", "法律依据", None, FaultCode.LEGAL_BASIS_MISSING),
    ("情形", "10.0", "什么条件下", "trade_in=maybe", FaultCode.CHOICE_WRONG),
    ("回答", "bought", "回答", "其他材料", FaultCode.WORDING_VAGUE),
    ("材料字典", "marriage_declaration", "最多页", 1, None),
    ("材料字典", "id_card", "最少页", 9, FaultCode.VALUE_INVALID),
]


@pytest.mark.parametrize("wrong", [IN_CELLS, IN_THE_WHOLE], ids=["cells", "whole"])
def test_what_is_wrong_is_marked_where_it_stands(
    exported: bytes, small_files: dict[str, bytes], wrong: list[tuple[str, str, str, Any, FaultCode | None]]
) -> None:
    wanted: dict[str, FaultCode | None] = {}

    def change(book: Workbook) -> None:
        for sheet, first, heading, value, code in wrong:
            cell = cell_of(book, sheet, first, heading)
            wanted[f"{sheet}!{cell.coordinate}"] = code
            cell.value = value

    error = refused(exported, small_files, change)
    told = {fault.place: fault for fault in error.faults}
    marked = marks(error)
    for place, code in wanted.items():
        near = [fault for at, fault in told.items() if at == place or (code and at.startswith(place.partition("!")[0]))]
        assert code is None or code in {fault.code for fault in near}, (place, sorted(map(str, error.faults)))
    for place, fault in told.items():
        assert (fault.file, bool(fault.mend)) == ("目录.xlsx", True)
        assert fault.message in marked[place]


def test_unknown_columns_and_sheets_are_named(exported: bytes, small_files: dict[str, bytes]) -> None:
    def change(book: Workbook) -> None:
        book["事项"].cell(1, 120).value = "我加的列"
        book["主题"]["B1"].value = "题目"
        book.create_sheet("草稿")
        del book["委托"]

    error = refused(exported, small_files, change)
    told = {fault.message for fault in error.faults}
    assert {"不认识“我加的列”这一列", "不认识“题目”这一列", "少了“名称”这一列", "不认识“草稿”这张表"} <= told
    assert "少了“委托”这张表" in told


def test_the_marked_copy_can_be_mended_and_comes_through(exported: bytes, small_files: dict[str, bytes]) -> None:
    error = refused(exported, small_files, set_cell("事项", "7.1", "部门", "labour"))
    assert error.marked is not None
    back = imported(error.marked, small_files, set_cell("事项", "7.1", "部门", "hrss"))
    assert back.written == ()


def test_what_lacks_a_translation_gets_a_row_in_which_only_the_words_are_missing(
    exported: bytes, small_files: dict[str, bytes]
) -> None:
    files = {name: data for name, data in small_files.items() if not name.startswith("translations/")}
    english = b"language: en\ntexts:\n" + b"".join(
        f"  {json.dumps(text, ensure_ascii=False)}: words{' '.join(re.findall(r'{[a-z_]+}', text))}\n".encode()
        for text in texts_of(files)
    )
    package = small_files["package.yaml"].decode() + "languages: [en]\n"
    files |= {"translations/en.yaml": english, "package.yaml": package.encode()}
    out = export_workbook(files)
    error = refused(out, files, set_cell("事项", "7.1", "一句话", "证办到手里"))
    behind, missing = error.faults
    assert (behind.code, missing.code) == (FaultCode.TRANSLATION_LEFT_BEHIND, FaultCode.TRANSLATION_MISSING)
    assert behind.place.startswith("译文!")
    assert error.marked is not None

    def put(words: str | None) -> Change:
        def change(book: Workbook) -> None:
            sheet = book["译文"]
            sheet.delete_rows(int(re.sub(r"\D", "", behind.place.split()[0])))
            row = next(row for row in sheet.iter_rows(min_row=2) if row[1].value == "证办到手里")
            assert row[0].value == "en"
            assert row[2].comment
            row[2].value = words

        return change

    empty = refused(error.marked, files, put(None))
    assert [(fault.place[:4], fault.message) for fault in empty.faults] == [("译文!C", "没有写“译文”")]
    back = imported(error.marked, files, put("Get the card"))
    assert set(back.written) == {"items/07-01-employment-certificate.yaml", "translations/en.yaml"}


def texts_of(files: Mapping[str, bytes]) -> set[str]:
    return {text for _, _, text in translated_texts(parse_sources(files))}
