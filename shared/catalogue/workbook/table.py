"""What a sheet is, and how its columns are written down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from shared.catalogue.workbook.cells import Column, Kind
from shared.catalogue.workbook.choices import STATES

OTHER: Final = "其他（不要改）"
"""The heading of the last column: what the other columns have no place for, so that nothing is lost."""


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet.

    Attributes:
        files: the folder (items) or single file (offices) that its entries stand in.
        path: where in a document: names of lists, or of mappings marked {name}; nothing for the document itself.
        keys: headings of what says whose entry it is: the document's code, then keys of the mappings on the way.
        scalar: entries are texts, not mappings.
        about: what the instructions say of the sheet.
    """

    sheet: str
    files: str
    path: tuple[str, ...]
    columns: tuple[Column, ...]
    keys: tuple[str, ...] = ()
    scalar: bool = False
    about: str = ""


def text(
    heading: str,
    path: str,
    kind: Kind = Kind.TEXT,
    *,
    choices: Mapping[str, str] | None = None,
    refers: str = "",
    needed: bool = False,
    width: int = 16,
) -> Column:
    """Return a column of text, or of another kind of cell."""
    return Column(heading, tuple(path.split(".")), kind, choices or {}, refers, "", needed, width)


def choice(heading: str, path: str, choices: Mapping[str, str], *, needed: bool = False) -> Column:
    """Return a column of words to choose from."""
    return text(heading, path, Kind.CHOICE, choices=choices, needed=needed, width=12)


def flag(heading: str, path: str) -> Column:
    """Return a column of 是 and 否."""
    return text(heading, path, Kind.YES_NO, width=8)


def whole(heading: str, path: str, *, needed: bool = False) -> Column:
    """Return a column of whole numbers."""
    return text(heading, path, Kind.WHOLE, needed=needed, width=10)


def long_text(heading: str, path: str, *, needed: bool = False) -> Column:
    """Return a wide column of text."""
    return text(heading, path, needed=needed, width=40)


def code(heading: str, path: str, *, refers: str = "", needed: bool = False) -> Column:
    """Return a column of codes; `refers` names what they must be found among."""
    return text(heading, path, Kind.CODE, refers=refers, needed=needed, width=14)


def codes(heading: str, path: str, *, refers: str = "") -> Column:
    """Return a column of several codes a cell; `refers` names what they must be found among."""
    return text(heading, path, Kind.CODES, refers=refers, width=24)


def channel(name: str, path: str) -> tuple[Column, ...]:
    """Return the columns of one channel's state."""
    return (
        choice(f"{name}状态", f"{path}.state", STATES),
        code(f"{name}去处", f"{path}.office", refers="地点"),
        text(f"{name}说明", f"{path}.note", width=24),
    )


ILLUSTRATIVE: Final = flag("演示内容", "illustrative")
WHEN: Final = text("什么条件下", "when", Kind.WHEN, width=28)
SEARCH: Final = (
    text("别名", "search.synonyms", Kind.LINES, width=24),
    text("百姓说法", "search.phrases", Kind.LINES, width=28),
    whole("年办件量", "search.uses_a_year"),
)
VALID: Final = (whole("限哪一年", "valid.year"), text("截止日", "valid.closed_after", Kind.DATE))
SHOWN: Final = (
    code("编码", "code", needed=True),
    whole("永久编号", "permanent_id", needed=True),
    long_text("名称", "name", needed=True),
    text("简称", "short_name", needed=True),
    text("一句话", "subtitle", needed=True),
)
