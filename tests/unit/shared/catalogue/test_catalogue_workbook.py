"""The catalogue as a workbook: nothing is lost, an official adds a working item, errors come back marked in place."""

from __future__ import annotations

import io
import json
import re
import shutil
import zipfile
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from shared.catalogue.__main__ import main
from shared.catalogue.checker import catalogue_of, check_source
from shared.catalogue.checks_translations import translated_texts
from shared.catalogue.errors import FaultCode
from shared.catalogue.sources import default_source, parse_sources, read_folder
from shared.catalogue.workbook.cells import CellError, Column, Kind, escaped, read_cell, unescaped, write_cell
from shared.catalogue.workbook.export import export_workbook
from shared.catalogue.workbook.importing import Imported, WorkbookFaultsError, import_workbook
from shared.catalogue.workbook.opening import MAX_WORKBOOK_BYTES
from shared.domain.items import Channel
from shared.forms.joined import join_forms
from tests.unit.shared.catalogue.conftest import SMALL
from tests.unit.shared.catalogue.official import HEADINGS, new_item

Change = Callable[[Workbook], None]


@pytest.fixture(scope="module")
def exported(small_files: dict[str, bytes]) -> bytes:
    return export_workbook(small_files)


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


# --- nothing is lost ---


@pytest.mark.parametrize("folder", [SMALL, default_source()], ids=["small", "shipped"])
def test_there_and_back_loses_nothing(folder: Path) -> None:
    files = read_folder(folder)
    back = import_workbook(export_workbook(files), files, "目录.xlsx")
    assert (back.written, back.removed) == ((), ())
    assert back.files == files


def test_only_what_was_edited_is_written(exported: bytes, small_files: dict[str, bytes]) -> None:
    def change(book: Workbook) -> None:
        cell_of(book, "事项", "99.1", "名称").value = "参保证明当场打印"

    back = imported(exported, small_files, change)
    assert back.written == ("items/99-01-participation-proof.yaml",)
    assert catalogue_of(back.files).item("99.1").name == "参保证明当场打印"


def test_a_removed_item_is_removed(exported: bytes, small_files: dict[str, bytes]) -> None:
    def change(book: Workbook) -> None:
        for sheet in book.worksheets[1:]:
            for number in range(sheet.max_row, 1, -1):
                if sheet.cell(number, 1).value == "99.1":
                    sheet.delete_rows(number)
        book["委托"].delete_rows(2)

    back = imported(exported, small_files, change)
    assert set(back.removed) == {"items/99-01-participation-proof.yaml", "delegations.yaml"}
    assert "99.1" not in catalogue_of(back.files).items


# --- an official adds an item ---


def test_an_item_added_as_rows_works(exported: bytes, small_files: dict[str, bytes]) -> None:
    back = imported(exported, small_files, new_item)
    assert set(back.written) == {"items/07-06.yaml", "questions.yaml", "knowledge/employment.yaml"}
    catalogue = catalogue_of(back.files)
    subject = catalogue.subject("7.6")
    assert subject.channels[Channel.KIOSK].takes
    assert [material.code for material in subject.materials] == ["id_card", "id_photo"]
    assert list(join_forms(catalogue, subject).fields) == ["applicant.name", "applicant.number", "applicant.phone"]
    assert catalogue.extras.questions["lost_how"].answers[0].label == "丢了"
    again = import_workbook(export_workbook(back.files), back.files, "目录.xlsx")
    assert again.written == ()


# --- errors are marked in place ---


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


def set_cell(sheet: str, first: str, heading: str, value: Any) -> Change:
    def change(book: Workbook) -> None:
        cell_of(book, sheet, first, heading).value = value

    return change


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


@pytest.fixture(scope="module")
def as_asked(exported: bytes, small_files: dict[str, bytes]) -> Imported:
    """What comes of the new item typed just as the workbook asks for it."""
    return imported(exported, small_files, new_item)


def typed(sheet: str, **values: Any) -> Change:
    """Return what somebody does who adds the new item and types these cells in a way of their own."""

    def change(book: Workbook) -> None:
        new_item(book)
        for heading, value in values.items():
            cell_of(book, sheet, "7.6", heading).value = value

    return change


@pytest.mark.parametrize(
    "change",
    [
        typed("事项", 部门="市人力资源社会保障局", 主题="就业创业", 办理地点="东莞市政务服务中心、result_window"),
        typed("事项", 部门="★市人力资源社会保障局", 收费="√", 永久编号="７０６", 承诺工作日="3 "),
        typed("事项", 名称="就业创业证补领　", 编码="７．６"),
    ],
    ids=["names", "ticks", "full width"],
)
def test_what_people_type_in_their_own_way_makes_the_same_item(
    exported: bytes, small_files: dict[str, bytes], as_asked: Imported, change: Change
) -> None:
    assert imported(exported, small_files, change) == as_asked


def test_a_code_merged_over_its_rows_counts_for_each_of_them(
    exported: bytes, small_files: dict[str, bytes], as_asked: Imported
) -> None:
    def change(book: Workbook) -> None:
        new_item(book)
        sheet, row = book["申请材料"], cell_of(book, "申请材料", "7.6", "材料").row
        sheet.merge_cells(start_row=row, end_row=row + 1, start_column=1, end_column=1)

    assert imported(exported, small_files, change) == as_asked


def test_what_belongs_to_a_faulty_row_is_not_told_as_lost(exported: bytes, small_files: dict[str, bytes]) -> None:
    error = refused(exported, small_files, typed("事项", 法定工作日="十天"))
    assert [(fault.code, fault.place.partition("!")[0]) for fault in error.faults] == [(FaultCode.CELL_INVALID, "事项")]
    number = refused(exported, small_files, typed("事项", 编码=7.6))
    assert [fault.message for fault in number.faults] == ["编码被当成了数字"]


def test_faults_name_headings_and_sheets_never_keys(exported: bytes, small_files: dict[str, bytes]) -> None:
    missing = refused(exported, small_files, typed("事项", 简称=None))
    assert [fault.message for fault in missing.faults] == ["缺少“简称”"]
    unknown = refused(exported, small_files, typed("事项", 部门="市人社局"))
    assert [(fault.message, fault.mend) for fault in unknown.faults] == [
        ("“部门”里没有“市人社局”", "照“部门”那张表写代码或者名称。")
    ]


def test_new_rows_take_codes_as_text_in_every_column_of_codes(exported: bytes) -> None:
    sheet = load_workbook(io.BytesIO(exported))["申请材料"]
    empty = next(row for row in range(2, 9999) if sheet.cell(row, 1).value is None)
    assert {sheet.cell(empty, column).number_format for column in (1, 2)} == {"@"}


# --- hostile workbooks ---


def with_part(exported: bytes, name: str, content: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(exported)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            if part.filename != name:
                new.writestr(part, old.read(part))
        new.writestr(name, content)
    return target.getvalue()


LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>&b;</sheetData></worksheet>'
)
STRANGER = LAUGHS.replace(b'"ha"', b'SYSTEM "file:///etc/passwd"')
DEEP = b"<worksheet>" + b"<a>" * 5_000 + b"</a>" * 5_000 + b"</worksheet>"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("xl/worksheets/sheet2.xml", LAUGHS),
        ("xl/worksheets/sheet2.xml", STRANGER),
        ("xl/worksheets/sheet2.xml", LAUGHS.decode().encode("utf-16")),
        ("xl/worksheets/sheet2.xml", DEEP),
        ("xl/worksheets/sheet2.xml", b"not xml"),
        ("xl/vbaProject.bin", b"macro"),
        ("xl/externalLinks/externalLink1.xml", b"<externalLink/>"),
        ("../../etc/cron.d/x", b"* * * * *"),
        ("xl/bomb.xml", b"<a>" + b"0" * (180 * 1024 * 1024)),
    ],
    ids=["laughs", "stranger", "utf16", "deep", "torn", "macro", "link", "path", "bomb"],
)
def test_a_hostile_workbook_is_refused_without_harm(
    exported: bytes, small_files: dict[str, bytes], name: str, content: bytes
) -> None:
    with pytest.raises(WorkbookFaultsError) as caught:
        import_workbook(with_part(exported, name, content), small_files, "目录.xlsx")
    assert caught.value.code is FaultCode.WORKBOOK_REFUSED
    assert caught.value.marked is None


SPREADING = {
    "all": '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>',
    "many": "<mergeCells>" + '<mergeCell ref="A2:A20000"/>' * 3 + "</mergeCells>",
    "columns": '<mergeCells><mergeCell ref="A:XFD"/></mergeCells>',
    "entity": '<mergeCells><mergeCell ref="&#65;1:XFD1048576"/></mergeCells>',
    "link": '<hyperlinks><hyperlink ref="A1:XFD1048576" location="x"/></hyperlinks>',
    "hidden": """<hyperlinks><hyperlink display=' ref="A1"' ref="A1:XFD1048576" location="x"/></hyperlinks>""",
}


@pytest.mark.parametrize("spread", SPREADING)
def test_an_area_that_would_become_endless_cells_is_refused(
    exported: bytes, small_files: dict[str, bytes], spread: str
) -> None:
    name = "xl/worksheets/sheet3.xml"
    with zipfile.ZipFile(io.BytesIO(exported)) as archive:
        sheet = archive.read(name)
    wider = sheet.replace(b"</sheetData>", b"</sheetData>" + SPREADING[spread].encode())
    with pytest.raises(WorkbookFaultsError) as caught:
        import_workbook(with_part(exported, name, wider), small_files, "目录.xlsx")
    assert caught.value.code is FaultCode.WORKBOOK_REFUSED
    assert "合并" in str(caught.value)


def test_a_sheet_of_endless_rows_is_refused(exported: bytes, small_files: dict[str, bytes]) -> None:
    def change(book: Workbook) -> None:
        book["主题"].cell(1_000_000, 1).value = "x"

    assert refused(exported, small_files, change).code is FaultCode.WORKBOOK_REFUSED


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"x" * (MAX_WORKBOOK_BYTES + 1)], ids=["empty", "torn", "huge"])
def test_what_is_no_workbook_is_refused(small_files: dict[str, bytes], data: bytes) -> None:
    with pytest.raises(WorkbookFaultsError) as caught:
        import_workbook(data, small_files, "目录.xlsx")
    assert caught.value.code is FaultCode.WORKBOOK_REFUSED


# --- cells ---


@given(st.text(max_size=60))
def test_no_text_is_taken_for_a_formula_and_all_come_back(text: str) -> None:
    assert not escaped(text).startswith(("=", "+", "-", "@"))
    assert unescaped(escaped(text)) == text


CELLS = {
    Kind.TEXT: "-5 度",
    Kind.CODE: "7.10",
    Kind.WHOLE: 12,
    Kind.YES_NO: False,
    Kind.CODES: ["a", "b"],
    Kind.LINES: ["一、二", "三"],
    Kind.WHEN: [{"a": ["x", "y"], "b": "z"}, {"c": "w"}],
    Kind.CASTS: [{"when": "1", "applicant": "wife"}],
    Kind.PAIRS: {"licence": "受理通知书：甲"},
    Kind.SPANS: [{"name": "元旦", "days": ["2026-01-01", "2026-01-02"]}],
    Kind.JSON: {"a": [1, "b"]},
    Kind.DATE: "2026-11-20",
}


@pytest.mark.parametrize("kind", list(CELLS), ids=lambda kind: kind.value)
def test_each_kind_of_cell_comes_back(kind: Kind) -> None:
    column = Column("列", ("a",), kind)
    assert read_cell(column, write_cell(column, CELLS[kind])) == CELLS[kind]


@pytest.mark.parametrize(
    ("kind", "typed", "meant"),
    [
        (Kind.DATE, "2026年12月1日", "2026-12-01"),
        (Kind.DATE, "2026/3/9", "2026-03-09"),
        (Kind.DATE, datetime(2026, 12, 1), "2026-12-01"),  # noqa: DTZ001 - as a spreadsheet gives it
        (Kind.WHOLE, "１０", 10),
        (Kind.WHOLE, 10.0, 10),
        (Kind.TEXT, 5.0, "5"),
        (Kind.CODE, " 7.6 ", "7.6"),
        (Kind.CODES, "甲，乙；丙、丁", ["甲", "乙", "丙", "丁"]),
        (Kind.WHEN, "a=x｜y；b＝z", {"a": ["x", "y"], "b": "z"}),
    ],
)
def test_what_people_type_is_understood(kind: Kind, typed: object, meant: object) -> None:
    assert read_cell(Column("列", ("a",), kind), typed) == meant


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        (Kind.DATE, "2026-02-30"),
        (Kind.DATE, "下个月"),
        (Kind.DATE, 46_000),
        (Kind.WHOLE, "1" * 5_000),
        (Kind.WHOLE, "1e3"),
        (Kind.WHOLE, float("inf")),
        (Kind.CODE, 7.10),
        (Kind.YES_NO, "对"),
    ],
)
def test_what_can_be_read_two_ways_is_refused_in_few_words(kind: Kind, typed: object) -> None:
    with pytest.raises(CellError) as caught:
        read_cell(Column("列", ("a",), kind), typed)
    assert len(str(caught.value)) < 80
    assert caught.value.mend


# --- the commands ---


def test_the_commands_export_import_and_mark(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder, book, marked = tmp_path / "catalogue", tmp_path / "目录.xlsx", tmp_path / "退回.xlsx"
    shutil.copytree(SMALL, folder)
    assert main(["export-xlsx", str(folder), "--out", str(book), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["bytes"] == book.stat().st_size
    book.write_bytes(edited(book.read_bytes(), set_cell("事项", "99.1", "一句话", "当场就拿")))
    assert main(["import-xlsx", str(book), "--into", str(folder), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["ok"], told["written"]) == (True, ["items/99-01-participation-proof.yaml"])
    assert check_source(folder) == ()
    book.write_bytes(edited(book.read_bytes(), set_cell("事项", "99.1", "主题", "nowhere")))
    assert main(["import-xlsx", str(book), "--into", str(folder), "--marked", str(marked), "--json"]) == 2
    told = json.loads(capsys.readouterr().out)
    assert (told["ok"], told["error"], told["marked"]) == (False, "reference_undefined", str(marked))
    assert told["faults"][0]["place"].startswith("事项!")
    assert marked.exists()
    assert main(["import-xlsx", str(tmp_path / "none.xlsx"), "--into", str(folder), "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["error"] == "file_unreadable"
