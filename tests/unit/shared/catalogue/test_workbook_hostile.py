"""Workbooks that mean harm, or are none, are refused without any."""

from __future__ import annotations

import io
import zipfile

import pytest
from openpyxl import Workbook

from shared.catalogue.errors import FaultCode
from shared.catalogue.workbook.importing import WorkbookFaultsError, import_workbook
from shared.catalogue.workbook.opening import MAX_WORKBOOK_BYTES
from tests.unit.shared.catalogue.workbooks import refused


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
