"""The catalogue as a workbook: nothing is lost, an official adds a working item, errors come back marked in place."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from shared.catalogue.__main__ import main
from shared.catalogue.checker import catalogue_of, check_source
from shared.catalogue.errors import FaultCode
from shared.catalogue.sources import default_source, read_folder
from shared.catalogue.workbook.cells import Column, Kind, escaped, read_cell, unescaped, write_cell
from shared.catalogue.workbook.export import export_workbook, headings_of
from shared.catalogue.workbook.importing import Imported, WorkbookFaultsError, import_workbook
from shared.catalogue.workbook.opening import MAX_WORKBOOK_BYTES
from shared.catalogue.workbook.tables import TABLES
from shared.domain.items import Channel
from shared.forms.joined import join_forms
from tests.unit.shared.catalogue.conftest import SMALL

Change = Callable[[Workbook], None]
HEADINGS = {table.sheet: headings_of(table) for table in TABLES}


@pytest.fixture(scope="module")
def exported(small_files: dict[str, bytes]) -> bytes:
    return export_workbook(small_files)


def add(book: Workbook, sheet: str, **values: Any) -> int:
    """Add a row as an official would: under the last one, by heading; return its number."""
    target = book[sheet]
    number = next(row for row in range(2, 9999) if target.cell(row, 1).value is None)
    for heading, value in values.items():
        target.cell(number, HEADINGS[sheet].index(heading) + 1).value = value
    return number


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


def new_item(book: Workbook) -> None:
    """What somebody who knows no code types for 失业登记证补领."""
    add(
        book,
        "事项",
        编码="7.6",
        永久编号=706,
        名称="就业创业证补领",
        简称="就业证补领",
        一句话="证丢了补一本",
        部门="hrss",
        办法="申请",
        事项类型="公共服务",
        级别="业务办理项",
        件型="承诺件",
        办理方式="转部门办",
        对象="个人",
        基本编码="002014005009",
        实施编码="11441900MB2Y00013B2002014005009",
        业务办理项编码="11441900MB2Y00013B200201400500901",
        编码为演示="是",
        法定工作日=10,
        承诺工作日=3,
        主题="employment",
        徽记="补",
        自助机状态="这里办",
        窗口状态="这里办",
        别名="补办就业证\n证丢了",
        适用范围="领过《就业创业证》的人员。",
        办理条件="原证遗失或者损坏。",
        收费="否",
        收费说明="不收费",
        结果名称="就业创业证",
        结果形式="证照",
        结果有效期="长期有效",
        办理地点="hall、result_window",
        要问的问题="lost_how",
    )
    add(book, "法律依据", 事项编码="7.6", 法律="《就业服务与就业管理规定》", 内容="补发登记证。")
    add(book, "办理步骤", 事项编码="7.6", 步骤="收件", 谁来做="申请人", 做什么="刷身份证，交照片。")
    add(book, "角色", 事项编码="7.6", 角色="applicant", 称呼="申请人", 本人来办="是")
    basis = "《就业服务与就业管理规定》第六十三条"
    common = {"事项编码": "7.6", "主要或次要": "主要", "法律依据": basis, "原件份数": 1, "谁的": "applicant"}
    add(book, "申请材料", **common, 材料="id_card")
    add(book, "申请材料", **common, 材料="id_photo", 什么条件下="lost_how=lost")
    add(
        book,
        "表单",
        事项编码="7.6",
        小节标题="您是谁",
        谁的="applicant",
        字段="person.name、person.number、person.phone",
    )
    add(book, "问题", 问题代码="lost_how", 问什么="证是丢了还是坏了？", 为什么问="丢了的要交照片。")
    add(book, "回答", 问题代码="lost_how", 回答代码="lost", 回答="丢了")
    add(book, "回答", 问题代码="lost_how", 回答代码="torn", 回答="坏了")
    add(
        book,
        "问答",
        文件="employment",
        问答代码="replace_fee",
        事项="7.6",
        问="补领收费吗？",
        答="不收。",
        更新日期="2026-11-20",
    )


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
