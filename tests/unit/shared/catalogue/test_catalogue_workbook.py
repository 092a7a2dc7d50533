"""The catalogue as a workbook: nothing is lost, an official adds a working item in their own way; the commands."""

from __future__ import annotations

import io
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from shared.catalogue.__main__ import main
from shared.catalogue.checker import catalogue_of, check_source
from shared.catalogue.errors import FaultCode
from shared.catalogue.sources import default_source, read_folder
from shared.catalogue.workbook.export import export_workbook
from shared.catalogue.workbook.importing import Imported, import_workbook
from shared.domain.items import Channel
from shared.forms.joined import join_forms
from tests.unit.shared.catalogue.conftest import SMALL
from tests.unit.shared.catalogue.official import new_item
from tests.unit.shared.catalogue.workbooks import Change, cell_of, edited, imported, refused, set_cell


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
    nowhere = refused(exported, small_files, typed("事项", 窗口状态=None))
    assert [fault.message for fault in nowhere.faults] == ["缺少“窗口状态”"]
    unknown = refused(exported, small_files, typed("事项", 部门="市人社局"))
    assert [(fault.message, fault.mend) for fault in unknown.faults] == [
        ("“部门”里没有“市人社局”", "照“部门”那张表写代码或者名称。")
    ]


def test_new_rows_take_codes_as_text_in_every_column_of_codes(exported: bytes) -> None:
    sheet = load_workbook(io.BytesIO(exported))["申请材料"]
    empty = next(row for row in range(2, 9999) if sheet.cell(row, 1).value is None)
    assert {sheet.cell(empty, column).number_format for column in (1, 2)} == {"@"}


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
