"""How values stand in cells: text, numbers, yes and no, choices by their Chinese names, lists, conditions.

Every kind writes a value and reads it back the same. Text that a spreadsheet could take for a formula gets an
apostrophe before it, as spreadsheets do themselves.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum, unique
from typing import Any, Final

from shared.catalogue.conditions import parse_text, text_of

_LOOKS_LIKE_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_SEPARATORS = re.compile(r"[、,，;；\n]+")
_DAY = re.compile(r"(\d{4})[-/.年 ](\d{1,2})[-/.月 ](\d{1,2})日?")
_COLON = re.compile(r"[:：]")
_FULL_WIDTH = str.maketrans("＝｜；", "=|;")
_WIDE_CODE = re.compile(r"[0-9A-Za-z._\-０-９Ａ-Ｚａ-ｚ．＿－]+")
_YES, _NO = "是", "否"
_TICKS: Final = {True: ("是", "√", "✓", "✔"), False: ("否", "×", "✗", "✘")}
MAX_CELL: Final = 32_000
_QUOTED: Final = 40


class CellError(ValueError):
    """A cell does not hold what its column is for; the message says what is wrong, `mend` what to do."""

    def __init__(self, message: str, mend: str) -> None:
        super().__init__(message)
        self.mend = mend


def _wrong(*, message: str, mend: str) -> CellError:
    return CellError(message, mend)


def shown(value: Any) -> str:
    """Return a value short enough to be quoted."""
    text = str(value)
    return text if len(text) <= _QUOTED else text[:_QUOTED] + "…"


@unique
class Kind(Enum):
    """What a column holds."""

    TEXT = "text"
    CODE = "code"
    DATE = "date"
    WHOLE = "whole"
    YES_NO = "yes_no"
    CHOICE = "choice"
    CODES = "codes"  # several codes, separated by 、
    LINES = "lines"  # several texts, one a line
    WHEN = "when"  # a condition: question=answer|answer; question=answer
    CASTS = "casts"  # a list of role=role; role=role, one a line
    PAIRS = "pairs"  # key: value, one a line
    SPANS = "spans"  # name: date date, one a line
    JSON = "json"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, where its value stands in the entry, its kind.

    Attributes:
        choices: the official value by its Chinese name; refers: the sheet whose first column may be chosen from, or
            whose names stand for it.
        note: what the instructions say of it; needed: marked in the heading.
    """

    heading: str
    path: tuple[str, ...]
    kind: Kind = Kind.TEXT
    choices: Mapping[str, str] = field(default_factory=dict)
    refers: str = ""
    note: str = ""
    needed: bool = False
    width: int = 16


def write_cell(column: Column, value: Any) -> str | int | None:
    """Return what a cell shows of a value; None is an empty cell."""
    if value is None:
        return None
    written = _WRITERS[column.kind](column, value)
    return escaped(written) if isinstance(written, str) else written


def read_cell(column: Column, cell: Any) -> Any:
    """Return the value that a cell holds, None for an empty one.

    Raises:
        CellError: it is none of this column's kind.
    """
    if cell is None or (isinstance(cell, str) and not cell.strip()):
        return None
    if isinstance(cell, str):
        if len(cell) > MAX_CELL:
            raise _wrong(message="文字太长", mend="缩短到界限以内。")
        cell = unescaped(cell.replace("\r\n", "\n").replace("_x000D_", "").strip())
    return _READERS[column.kind](column, cell)


def escaped(text: str) -> str:
    """Put an apostrophe before what a spreadsheet could take for a formula."""
    return "'" + text if _LOOKS_LIKE_FORMULA.match(text) else text


def unescaped(text: str) -> str:
    """Take the apostrophe off again."""
    return text[1:] if text.startswith("'") and _LOOKS_LIKE_FORMULA.match(text) else text


def _text(_column: Column, cell: Any) -> str:
    if isinstance(cell, bool):
        return _YES if cell else _NO
    if isinstance(cell, datetime | date):
        return _date(_column, cell)
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def _code(_column: Column, cell: Any) -> str:
    if isinstance(cell, str):
        return unicodedata.normalize("NFKC", cell) if _WIDE_CODE.fullmatch(cell) else cell
    if isinstance(cell, int) and not isinstance(cell, bool):
        return str(cell)
    raise _wrong(message="编码被当成了数字", mend="把单元格格式改成“文本”，再写一遍编码。")


def _date(_column: Column, cell: Any) -> str:
    """Return a date as the sources write it, from a date cell or from how people write one."""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    found = _DAY.fullmatch(unicodedata.normalize("NFKC", str(cell)).strip())
    try:
        return date(*map(int, found.groups())).isoformat() if found else date.fromisoformat(str(cell)).isoformat()
    except ValueError:
        raise _wrong(message=f"“{shown(cell)}”不是日期", mend="写成 2026-11-20。") from None


def _whole(_column: Column, cell: Any) -> int:
    try:
        if isinstance(cell, str):
            return int(cell)
        if not isinstance(cell, bool) and float(cell) == int(float(cell)):
            return int(float(cell))
    except (ValueError, OverflowError):
        pass
    raise _wrong(message=f"“{shown(cell)}”不是整数", mend="只写数字。")


def _yes_no(_column: Column, cell: Any) -> bool:
    found = cell if isinstance(cell, bool) else next((said for said, ways in _TICKS.items() if cell in ways), None)
    if found is None:
        raise _wrong(message=f"“{shown(cell)}”不是“是”或者“否”", mend="从下拉框里选“是”或者“否”。")
    return found


def _choice(column: Column, cell: Any) -> str:
    text = str(cell)
    if text in column.choices:
        return column.choices[text]
    if text in column.choices.values():
        return text
    raise _wrong(message=f"没有“{shown(text)}”这个选项", mend=f"从下拉框里选：{'、'.join(column.choices)}。")


def _codes(column: Column, cell: Any) -> list[str]:
    parts = [part.strip() for part in _SEPARATORS.split(_code(column, cell)) if part.strip()]
    return [_choice(column, part) for part in parts] if column.choices else parts


def _lines(_column: Column, cell: Any) -> list[str]:
    return [line.strip() for line in str(cell).split("\n") if line.strip()]


def _when(_column: Column, cell: Any) -> Any:
    try:
        return parse_text(str(cell).translate(_FULL_WIDTH))
    except ValueError as error:
        message = f"条件“{shown(error)}”看不懂"
        raise _wrong(message=message, mend="写成“问题=回答|回答; 问题=回答”，几种情况各写一行。") from None


def _casts(column: Column, cell: Any) -> list[Any]:
    found = _when(column, cell)
    return found if isinstance(found, list) else [found]


def _pairs(_column: Column, cell: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in _lines(_column, cell):
        key, _, value = _COLON.sub("\n", line, count=1).partition("\n")
        if not key.strip() or not value.strip():
            raise _wrong(message=f"“{shown(line)}”看不懂", mend="写成“名称: 内容”，一行一个。")
        found[key.strip()] = value.strip()
    return found


def _spans(column: Column, cell: Any) -> list[dict[str, Any]]:
    return [{"name": name, "days": days.split()} for name, days in _pairs(column, cell).items()]


def _json(_column: Column, cell: Any) -> Any:
    try:
        return json.loads(str(cell))
    except (ValueError, RecursionError):
        raise _wrong(message="这一列的内容被改坏了", mend="从导出的原表里照抄回来。") from None


_READERS: Final = {
    Kind.TEXT: _text,
    Kind.CODE: _code,
    Kind.DATE: _date,
    Kind.WHOLE: _whole,
    Kind.YES_NO: _yes_no,
    Kind.CHOICE: _choice,
    Kind.CODES: _codes,
    Kind.LINES: _lines,
    Kind.WHEN: _when,
    Kind.CASTS: _casts,
    Kind.PAIRS: _pairs,
    Kind.SPANS: _spans,
    Kind.JSON: _json,
}


def _name_of(column: Column, value: Any) -> str:
    return next((name for name, official in column.choices.items() if official == value), str(value))


def _joined(column: Column, value: Any) -> str:
    return "、".join(_name_of(column, one) for one in value)


_WRITERS: Final[Mapping[Kind, Callable[[Column, Any], str | int]]] = {
    Kind.TEXT: lambda _, value: str(value),
    Kind.CODE: lambda _, value: str(value),
    Kind.DATE: lambda _, value: str(value),
    Kind.WHOLE: lambda _, value: int(value),
    Kind.YES_NO: lambda _, value: _YES if value else _NO,
    Kind.CHOICE: _name_of,
    Kind.CODES: _joined,
    Kind.LINES: lambda _, value: "\n".join(value),
    Kind.WHEN: lambda _, value: text_of(value),
    Kind.CASTS: lambda _, value: text_of(value),
    Kind.PAIRS: lambda _, value: "\n".join(f"{key}: {text}" for key, text in value.items()),
    Kind.SPANS: lambda _, value: "\n".join(f"{one['name']}: {' '.join(one['days'])}" for one in value),
    Kind.JSON: lambda _, value: json.dumps(value, ensure_ascii=False),
}
