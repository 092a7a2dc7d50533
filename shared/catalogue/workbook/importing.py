"""Takes an edited workbook back: checked whole, written whole, or returned with its errors marked in place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from openpyxl import Workbook

from shared.catalogue.checker import catalogue_of
from shared.catalogue.errors import CataloguePackageError, Fault
from shared.catalogue.sources import kind_of
from shared.catalogue.workbook.export import INSTRUCTIONS, documents_of
from shared.catalogue.workbook.marking import marked, offer_translations
from shared.catalogue.workbook.opening import open_workbook
from shared.catalogue.workbook.reading import Place, Reading, read_sheets
from shared.catalogue.workbook.tables import TABLES


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import makes of a catalogue.

    Attributes:
        files: the whole catalogue as it then is; what did not change is byte for byte what it was.
        written, removed: names of files that change.
    """

    files: Mapping[str, bytes]
    written: tuple[str, ...]
    removed: tuple[str, ...]


class WorkbookFaultsError(Exception):
    """A workbook has faults.

    Attributes:
        faults: each with the workbook's name and the cell; marked: the workbook with those cells marked, None where it
            could not even be opened.
    """

    def __init__(self, faults: tuple[Fault, ...], marked: bytes | None) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults
        self.code = faults[0].code
        self.marked = marked


def import_workbook(data: bytes, files: Mapping[str, bytes], name: str) -> Imported:
    """Read an edited workbook against the catalogue that it was exported from.

    Raises:
        WorkbookFaultsError: it can't be opened, a cell is wrong, or the catalogue that it makes has faults.
        CataloguePackageError: the catalogue as it is has files that can't be read.
    """
    known = documents_of(files)
    try:
        book = open_workbook(data, name)
    except CataloguePackageError as error:
        raise WorkbookFaultsError(error.faults, None) from error
    reading = read_sheets(book, known, name)
    if reading.faults:
        raise _marked(book, reading)
    changed = _changed(files, known, reading.documents)
    try:
        catalogue_of(changed.files)
    except CataloguePackageError as error:
        for fault in error.faults:
            place = reading.place_of(fault.file, fault.place.partition(" 行")[2].strip()) or Place(INSTRUCTIONS, "A1")
            reading.fault(place, fault.code, _in_headings(fault.message, book, place), fault.mend)
        offer_translations(book, changed.files)
        raise _marked(book, reading) from error
    return changed


def _in_headings(message: str, book: Workbook, place: Place) -> str:
    """Return what is wrong with the sheet's own heading in the place of a key: 缺少“简称”, not 缺少“short_name”.

    A key of several columns is that of the place's own.
    """
    columns = [column for table in TABLES if table.sheet == place.sheet for column in table.columns]
    if columns:
        sheet = book[place.sheet]
        heading = sheet.cell(1, sheet[place.cell].column).value
        columns.sort(key=lambda column: column.heading != heading)
    for column in columns:
        for key in reversed(column.path):
            message = message.replace(f"“{key}”", f"“{column.heading}”")
    return message


def write_changes(folder: Path, taken: Imported) -> None:
    """Write what an import changes into a folder, each file whole.

    Raises:
        OSError: a file can't be written; those before it are.
    """
    for name in taken.written:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(path.name + ".part")
        beside.write_bytes(taken.files[name])
        beside.replace(path)
    for name in taken.removed:
        (folder / name).unlink(missing_ok=True)


def dump_yaml(content: Mapping[str, Any]) -> bytes:
    """Return a document as plain YAML that the catalogue's reader takes back the same."""
    text = yaml.dump(content, Dumper=_Plain, allow_unicode=True, sort_keys=False, width=120, default_flow_style=False)
    return text.encode()


class _Plain(yaml.SafeDumper):
    """Writes no anchors."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _changed(files: Mapping[str, bytes], known: Mapping[str, Any], documents: Mapping[str, Any]) -> Imported:
    written = tuple(file for file, content in documents.items() if known.get(file) != content)
    removed = tuple(file for file in known if file not in documents)
    kept = {file: data for file, data in files.items() if kind_of(file) == "licence" or file in documents}
    return Imported({**kept, **{file: dump_yaml(documents[file]) for file in written}}, written, removed)


def _marked(book: Workbook, reading: Reading) -> WorkbookFaultsError:
    return WorkbookFaultsError(tuple(fault for _, fault in reading.faults), marked(book, reading))
