"""Tuples of frozen row dataclasses as a Qt list model: each field is a role of the same name in camelCase."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, Protocol, cast

from PySide6.QtCore import QAbstractListModel, QByteArray, QModelIndex, QObject, QPersistentModelIndex, Qt


class Row(Protocol):
    """A frozen dataclass with a key that tells rows apart."""

    @property
    def key(self) -> str: ...


_Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()


def camel(name: str) -> str:
    """Turn snake_case into camelCase."""
    head, *rest = name.split("_")
    return head + "".join(part.capitalize() for part in rest)


class RowsModel(QAbstractListModel):
    """A list model of rows of one type. Rows with the same keys are changed in place, so that focus survives."""

    def __init__(self, row_type: type, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._names = [entry.name for entry in fields(row_type)]
        self._rows: tuple[Row, ...] = ()

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows as they are shown."""
        return self._rows

    def rowCount(self, parent: _Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def roleNames(self) -> dict[int, QByteArray]:
        return {
            Qt.ItemDataRole.UserRole + place: QByteArray(camel(name).encode()) for place, name in enumerate(self._names)
        }

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        place = role - Qt.ItemDataRole.UserRole
        if not index.isValid() or not 0 <= place < len(self._names):
            return None
        return plain(getattr(self._rows[index.row()], self._names[place]))

    def replace(self, rows: tuple[Row, ...]) -> None:
        """Show other rows."""
        if [row.key for row in rows] != [row.key for row in self._rows]:
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()
            return
        changed = [place for place, (old, new) in enumerate(zip(self._rows, rows, strict=True)) if old != new]
        self._rows = rows
        for place in changed:
            self.dataChanged.emit(self.index(place), self.index(place), list(self.roleNames()))


def plain(value: Any) -> Any:
    """Return a value as QML takes it: nested rows become maps."""
    if isinstance(value, tuple):
        return [plain(entry) for entry in value]
    if hasattr(value, "__dataclass_fields__"):
        row = cast("Any", value)
        return {camel(entry.name): plain(getattr(row, entry.name)) for entry in fields(row)}
    return value
