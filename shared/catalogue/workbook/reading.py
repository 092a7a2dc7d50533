"""Reads a workbook's sheets into documents, and remembers which cell each value came from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from shared.catalogue.errors import Fault, FaultCode
from shared.catalogue.workbook.asides import by_name, merged_down, names_in
from shared.catalogue.workbook.cells import CellError, Column, Kind, read_cell
from shared.catalogue.workbook.export import INSTRUCTIONS
from shared.catalogue.workbook.rows import Documents, is_folder, owner_id
from shared.catalogue.workbook.table import OTHER, Table
from shared.catalogue.workbook.tables import TABLES
from shared.catalogue.yaml_reading import Path, show_path

FAULTS_SHEET: Final = "问题清单"
MAX_FAULTS: Final = 500
_KEY = Column("", (), Kind.CODE)
_REST = Column(OTHER, (), Kind.JSON)


@dataclass(frozen=True, slots=True)
class Place:
    """A cell: sheet and coordinate."""

    sheet: str
    cell: str

    def __str__(self) -> str:
        return f"{self.sheet}!{self.cell}"


@dataclass(slots=True)
class Reading:
    """What came out of a workbook.

    Attributes:
        documents: content by file name; places: the cell of each value, by file and path.
        faults: what is wrong in cells, with the place of each.
        broken: codes of rows in which something is wrong already: what belongs to them is not told as lost, too.
        names: the code of each named thing, by sheet and name.
    """

    file: str
    documents: Documents = field(default_factory=dict)
    places: dict[tuple[str, str], Place] = field(default_factory=dict)
    faults: list[tuple[Place, Fault]] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)
    names: dict[str, dict[str, str]] = field(default_factory=dict)

    def fault(self, place: Place, code: FaultCode, message: str, mend: str) -> None:
        """Note what is wrong in a cell."""
        if len(self.faults) < MAX_FAULTS:
            self.faults.append((place, Fault(self.file, str(place), code, message, mend)))

    def place_of(self, file: str, path: str) -> Place | None:
        """Return the cell of a value, or of the nearest thing around it; None for what no sheet has."""
        while path and (file, path) not in self.places:
            path = max(path.rpartition(".")[0], path.rpartition("[")[0], key=len)
        return self.places.get((file, path))


def read_sheets(book: Workbook, known: Mapping[str, Mapping[str, Any]], file: str) -> Reading:
    """Read every sheet; `known` are the documents as they are now, whose files keep their names."""
    reading = Reading(file, names=dict(names_in(book)))
    sheets = {table.sheet: table for table in TABLES}
    for sheet in book.worksheets:
        if sheet.title not in sheets and sheet.title not in {INSTRUCTIONS, FAULTS_SHEET}:
            place = Place(sheet.title, "A1")
            reading.fault(
                place, FaultCode.COLUMN_UNKNOWN, f"不认识“{sheet.title}”这张表", "删掉它，或者改回原来的名称。"
            )
    for table in sorted(TABLES, key=lambda one: len(one.path)):
        if table.sheet in book.sheetnames:
            _Sheet(reading, table, book[table.sheet], known).read()
        else:
            place = Place(INSTRUCTIONS, "A1")
            mend = "用导出的原表改，空着的表也留着。"
            reading.fault(place, FaultCode.SHEET_MISSING, f"少了“{table.sheet}”这张表", mend)
    for content in reading.documents.values():
        if content.get("kind") == "applied":
            content.setdefault("materials", [])
    return reading


class _Sheet:
    """Reads one sheet into the documents of a reading."""

    def __init__(
        self, reading: Reading, table: Table, sheet: Worksheet, known: Mapping[str, Mapping[str, Any]]
    ) -> None:
        self._reading = reading
        self._table = table
        self._sheet = sheet
        self._files = {
            owner_id(table, file, content): file
            for file, content in known.items()
            if file.startswith(f"{table.files}/")
        }
        self._columns = self._headings()

    def read(self) -> None:
        """Read every row that is not empty."""
        merged = dict(merged_down(self._sheet))
        for cells in self._sheet.iter_rows(min_row=2):
            if any(cell.value is not None and str(cell.value).strip() for cell in cells):
                found = ((cell.column, merged.get((cell.row, cell.column), cell)) for cell in cells)
                self._read_row({column: cell for column, cell in found if isinstance(cell, Cell)})

    def _headings(self) -> dict[str, int]:
        expected = {*self._table.keys, *(column.heading for column in self._table.columns), OTHER}
        found: dict[str, int] = {}
        for cell in next(self._sheet.iter_rows(min_row=1, max_row=1), ()):
            heading = str(cell.value or "").strip()
            if not heading:
                continue
            place = Place(self._sheet.title, cell.coordinate)
            if heading not in expected or heading in found:
                mend = "删掉这一列，或者改回原来的表头。"
                self._reading.fault(place, FaultCode.COLUMN_UNKNOWN, f"不认识“{heading}”这一列", mend)
            else:
                found[heading] = int(cell.column or 1)
        for heading in (*self._table.keys, *(column.heading for column in self._table.columns)):
            if heading not in found:
                message = f"少了“{heading}”这一列"
                place = Place(self._sheet.title, "A1")
                self._reading.fault(place, FaultCode.COLUMN_UNKNOWN, message, "从导出的原表里把它加回来。")
        return found

    def _read_row(self, cells: Mapping[int, Cell]) -> None:
        faults = len(self._reading.faults)
        keys = tuple(self._value(cells, heading, _KEY) for heading in self._table.keys)
        values = {column.heading: self._value(cells, column.heading, column) for column in self._table.columns}
        other = None if self._table.scalar else self._value(cells, OTHER, _REST)
        row = min(cells)
        first = Place(self._sheet.title, cells[row].coordinate)
        if len(self._reading.faults) > faults:
            owner = cells.get(self._columns.get((*self._table.keys, self._table.columns[0].heading)[0], 0))
            self._reading.broken.add(str(owner.value if owner else ""))
            return
        if any(key is None for key in keys):
            self._reading.fault(
                first, FaultCode.VALUE_MISSING, f"没有写“{self._table.keys[keys.index(None)]}”", "补上。"
            )
            return
        entry: Any = next(iter(values.values())) if self._table.scalar else self._entry(values, other)
        if entry is None:
            heading = self._table.columns[0].heading
            empty = cells.get(self._columns[heading], cells[row])
            place = Place(self._sheet.title, empty.coordinate)
            self._reading.fault(place, FaultCode.VALUE_MISSING, f"没有写“{heading}”", "补上。")
            return
        self._put(tuple(str(key) for key in keys), entry, first, cells)

    def _value(self, cells: Mapping[int, Cell], heading: str, column: Column) -> Any:
        cell = cells.get(self._columns.get(heading, 0))
        if cell is None:
            return None
        place = Place(self._sheet.title, cell.coordinate)
        if cell.data_type == "f" or not _is_plain(cell.value):
            self._reading.fault(place, FaultCode.FORMULA_CELL, "格子里是公式", "改成直接写内容。")
            return None
        if cell.data_type == "e":
            self._reading.fault(place, FaultCode.CELL_INVALID, f"格子里是错误值 {cell.value}", "重新填写。")
            return None
        try:
            value = read_cell(column, cell.value)
            return by_name(value, column.refers, self._reading.names.get(column.refers, {}))
        except CellError as error:
            self._reading.fault(place, FaultCode.CELL_INVALID, str(error), error.mend)
            return None

    def _entry(self, values: Mapping[str, Any], other: Any) -> dict[str, Any]:
        entry: dict[str, Any] = {}
        for column in self._table.columns:
            if values[column.heading] is not None:
                _set(entry, column.path, values[column.heading])
        _merge(entry, other if isinstance(other, dict) else {})
        return entry

    def _put(self, keys: tuple[str, ...], entry: Any, first: Place, cells: Mapping[int, Cell]) -> None:
        """Put an entry where it belongs, and remember its cells."""
        found = self._document(keys, entry, first)
        if found is None:
            return
        file, left = found
        node: Any = self._reading.documents[file]
        path: Path = ()
        for place, step in enumerate(self._table.path):
            name, last = step.strip("{}"), place == len(self._table.path) - 1
            path = (*path, name)
            if step.startswith("{"):
                node = node.setdefault(name, {})
                key, left = left[0], left[1:]
                path = (*path, key)
                if last and key in node:
                    self._reading.fault(first, FaultCode.CODE_TWICE, f"“{key}”写了两次", "只留一行。")
                    return
                if last:
                    node[key] = entry
                elif key not in node:
                    self._unknown(first, key)
                    return
                else:
                    node = node[key]
            elif last:
                node = node.setdefault(name, [])
                path = (*path, len(node))
                node.append(entry)
            else:
                node = node.setdefault(name, {})
        self._remember(file, path, first, cells)

    def _document(self, keys: tuple[str, ...], entry: Any, first: Place) -> tuple[str, tuple[str, ...]] | None:
        """Return the file of an entry, made where it is new, and the keys that are left."""
        table = self._table
        documents = self._reading.documents
        if not is_folder(table):
            file = f"{table.files}.yaml"
            documents.setdefault(file, {})
            if not table.path:
                _merge(documents[file], entry)
            return file, keys
        owner = keys[0] if table.keys else str(entry.get("code", entry.get("id", "")))
        file = self._files.get(owner, f"{table.files}/{_file_name(owner)}.yaml")
        if not table.path:
            if not owner or file in documents:
                message = f"“{owner}”写了两次" if owner else "没有写编码"
                self._reading.fault(
                    first, FaultCode.CODE_TWICE if owner else FaultCode.VALUE_MISSING, message, "改正编码。"
                )
                return None
            documents[file] = entry
        elif file not in documents and table.files in {"knowledge", "translations"}:
            documents[file] = {}
        elif file not in documents:
            self._unknown(first, owner)
            return None
        return file, keys[1:]

    def _unknown(self, first: Place, owner: str) -> None:
        if owner in self._reading.broken:
            return
        mend = "改正编码，或者先在那张表里加一行。"
        self._reading.fault(first, FaultCode.REFERENCE_UNDEFINED, f"没有“{owner}”这一条", mend)

    def _remember(self, file: str, path: Path, first: Place, cells: Mapping[int, Cell]) -> None:
        places = self._reading.places
        places[file, show_path(path)] = first
        for column in self._table.columns:
            cell = cells.get(self._columns.get(column.heading, 0))
            if cell is not None:
                place = Place(self._sheet.title, cell.coordinate)
                for text in _beginnings((*path, *(step for step in column.path if step)), len(path)):
                    places.setdefault((file, text), place)


def _is_plain(value: Any) -> bool:
    """Tell whether a cell holds a plain value, no formula of any kind."""
    return value is None or isinstance(value, str | int | float | bool | date | time | timedelta)


def _beginnings(path: Path, shortest: int) -> Iterator[str]:
    """Yield a path and what lies around it, down to its entry."""
    for length in range(len(path), shortest, -1):
        yield show_path(path[:length])


def _set(entry: dict[str, Any], path: tuple[str, ...], value: Any) -> None:
    for step in path[:-1]:
        entry = entry.setdefault(step, {})
    entry[path[-1]] = value


def _merge(entry: dict[str, Any], other: Mapping[str, Any]) -> None:
    """Add what the columns have no place for; what they say counts."""
    for key, value in other.items():
        if isinstance(value, dict) and isinstance(entry.get(key), dict):
            _merge(entry[key], value)
        else:
            entry.setdefault(key, value)


def _file_name(owner: str) -> str:
    """Return a file name for a new document: 7.6 becomes 07-06."""
    parts = [part.zfill(2) if part.isdigit() else part for part in owner.replace("_", "-").split(".")]
    return "".join(sign for sign in "-".join(parts) if sign.isascii() and (sign.isalnum() or sign in "._-"))[:60] or "x"
