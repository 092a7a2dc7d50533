"""Between a catalogue's documents and the rows of its sheets, so that nothing is lost either way."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from shared.catalogue.sources import FOLDERS
from shared.catalogue.workbook.table import Table
from shared.catalogue.workbook.tables import TABLES

Documents = dict[str, dict[str, Any]]
"""Content by file name."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: whose entry it is, the values of its columns, and what no column has a place for."""

    keys: tuple[str, ...]
    values: tuple[Any, ...]
    other: Mapping[str, Any] = field(default_factory=dict)


def is_folder(table: Table) -> bool:
    """Tell whether a table's entries stand in several files."""
    return table.files in FOLDERS


def owner_id(table: Table, file: str, content: Mapping[str, Any]) -> str:
    """Return what names a document in its sheets: its code or id, the file's name for what has neither."""
    if table.files in {"items", "services"}:
        return str(content["code"])
    return str(content["id"]) if table.files == "code_tables" else file.rpartition("/")[2].removesuffix(".yaml")


def rows_of(table: Table, documents: Mapping[str, dict[str, Any]]) -> Iterator[Row]:
    """Yield the rows of a sheet, in the order of the documents."""
    for file, content in documents.items():
        if file != f"{table.files}.yaml" and not file.startswith(f"{table.files}/"):
            continue
        owner = (owner_id(table, file, content),) if is_folder(table) and table.keys else ()
        for keys, entry in _entries(content, table.path):
            yield _row(table, (*owner, *keys), entry)


def _entries(node: Any, path: Sequence[str], keys: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    if not path:
        yield keys, node
        return
    name, rest = path[0].strip("{}"), path[1:]
    inner = node.get(name)
    if path[0].startswith("{"):
        for key, entry in (inner or {}).items():
            yield from _entries(entry, rest, (*keys, key))
    elif isinstance(inner, list):
        for entry in inner:
            yield keys, entry
    elif inner is not None:
        yield from _entries(inner, rest, keys)


def _row(table: Table, keys: tuple[str, ...], entry: Any) -> Row:
    if table.scalar:
        return Row(keys, (entry,))
    left = copy.deepcopy(entry)
    for child in _children(table):
        _take(left, child, keep_empty=True)
    values = tuple(_take(left, column.path) for column in table.columns)
    return Row(keys, values, _pruned(left) or {})


def _children(table: Table) -> Iterator[tuple[str, ...]]:
    """Yield the paths, from an entry of a table, of what other sheets have."""
    depth = len(table.path)
    for other in TABLES:
        if other.files == table.files and len(other.path) > depth and other.path[:depth] == table.path:
            yield tuple(step.strip("{}") for step in other.path[depth:][: _first_mapping(other.path[depth:])])


def _first_mapping(path: Sequence[str]) -> int:
    return next((place for place, step in enumerate(path, start=1) if step.startswith("{")), len(path))


def _take(node: Any, path: Sequence[str], *, keep_empty: bool = False) -> Any:
    """Take a value out of nested mappings and return it; None where it is not there."""
    for step in path[:-1]:
        node = node.get(step)
        if not isinstance(node, dict):
            return None
    if keep_empty and not node.get(path[-1], True):
        return None
    return node.pop(path[-1], None)


def _pruned(node: Any) -> Any:
    """Leave out mappings in which nothing is left."""
    if not isinstance(node, dict):
        return node
    kept = {key: _pruned(inner) for key, inner in node.items()}
    return {key: inner for key, inner in kept.items() if inner != {}}
