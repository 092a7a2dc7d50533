"""Opens a workbook as if an enemy had made it: size, depth, names, entities, macros and links are looked at first."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import Final

from openpyxl import Workbook, load_workbook
from openpyxl.utils import column_index_from_string
from openpyxl.utils.exceptions import InvalidFileException

from shared.catalogue.errors import CataloguePackageError, FaultCode, refuse

MAX_WORKBOOK_BYTES: Final = 24 * 1024 * 1024
MAX_UNPACKED_BYTES: Final = 160 * 1024 * 1024
MAX_PARTS: Final = 400
MAX_ROWS: Final = 20_000
MAX_COLUMNS: Final = 200
_PART = re.compile(r"[A-Za-z0-9_\[\]./ -]{1,160}")
_FORBIDDEN_PARTS = re.compile(
    r"vbaProject|externalLinks/|activeX|embeddings/|ctrlProps/|/macrosheets/|connections\.xml", re.IGNORECASE
)
_FORBIDDEN_XML = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_DEEPEST: Final = 64
MAX_SPREAD_CELLS: Final = 40_000
"""Cells that merged areas and links may cover in a sheet: the reader makes an object of each."""
_SPREADING = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?(?:mergeCell|hyperlink)\s[^<>]*>")
_REF = re.compile(rb"\sref\s*=")
_AREA = re.compile(rb"\sref\s*=\s*[\"']\$?([A-Z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Z]{1,3})\$?([0-9]{1,7}))?[\"']")
_TAG = re.compile(rb"<(/?)[A-Za-z_][^<>]*?(/?)>")
_MEND: Final = "用导出的原表改，另存为 .xlsx，不要带宏、外部链接和图片。"


def open_workbook(data: bytes, file: str) -> Workbook:
    """Return a workbook that is safe to look through; formulas stay text.

    Raises:
        CataloguePackageError: it is no workbook, too large packed or unpacked, or holds what a catalogue never needs.
    """
    if len(data) > MAX_WORKBOOK_BYTES:
        raise _refused(file, "表格文件太大")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_parts(archive, file)
        book = load_workbook(io.BytesIO(data), keep_vba=False, data_only=False, keep_links=False, rich_text=False)
    except CataloguePackageError:
        raise
    except (
        zipfile.BadZipFile,
        zlib.error,
        InvalidFileException,
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        IndexError,
        OSError,
        EOFError,
        SyntaxError,
        RuntimeError,
        NotImplementedError,
        AssertionError,
    ) as error:
        raise _refused(file, "不是完好的 xlsx 表格") from error
    for sheet in book.worksheets:
        if sheet.max_row > MAX_ROWS or sheet.max_column > MAX_COLUMNS:
            raise _refused(file, f"“{sheet.title[:40]}”超过 {MAX_ROWS} 行或者 {MAX_COLUMNS} 列")
    return book


def _check_parts(archive: zipfile.ZipFile, file: str) -> None:
    parts = archive.infolist()
    names = [part.filename for part in parts]
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
        raise _refused(file, "表格展开后太大")
    for name in names:
        if not _PART.fullmatch(name) or ".." in name or name.startswith("/") or names.count(name) > 1:
            raise _refused(file, "表格里有不该有的东西")
        if _FORBIDDEN_PARTS.search(name):
            raise _refused(file, "表格带有宏、外部链接或者嵌入的文件")
    left = MAX_UNPACKED_BYTES
    for part in parts:
        with archive.open(part) as stream:
            content = stream.read(min(part.file_size, left) + 1)
        left -= len(content)
        if len(content) > part.file_size or left < 0:
            raise _refused(file, "表格展开后太大")
        if part.filename.endswith((".xml", ".rels", ".vml")):
            _check_xml(content, file)
            _check_spread(content, file)


def _check_xml(content: bytes, file: str) -> None:
    """Refuse entities, other encodings in which they could hide, and nesting without end."""
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"} or b"\x00" in content[:64] or _FORBIDDEN_XML.search(content):
        raise _refused(file, "表格里有外部实体")
    depth = 0
    for tag in _TAG.finditer(content):
        depth += 0 if tag[2] else -1 if tag[1] else 1
        if depth > _DEEPEST:
            raise _refused(file, "表格的内容嵌套太深")


def _check_spread(content: bytes, file: str) -> None:
    """Refuse areas that would be spread out into more cells than any sheet of a catalogue has."""
    cells = 0
    for tag in _SPREADING.finditer(content):
        area = _AREA.search(tag[0])
        if area is None or len(_REF.findall(tag[0])) > 1:
            raise _refused(file, "表格里合并的区域看不懂")
        left, top, right, bottom = area[1], int(area[2]), area[3] or area[1], int(area[4] or area[2])
        wide = abs(column_index_from_string(right.decode()) - column_index_from_string(left.decode())) + 1
        cells += wide * (abs(bottom - top) + 1)
        if cells > MAX_SPREAD_CELLS:
            raise _refused(file, "表格里合并的区域太大")


def _refused(file: str, message: str) -> CataloguePackageError:
    return refuse(FaultCode.WORKBOOK_REFUSED, message, _MEND, file=file)
