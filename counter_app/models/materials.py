"""The checklist of materials as a table model: material, state, trust, key."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from counter_app.ports.materials import MaterialRow

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_COLUMNS = ("name", "status", "trust", "key")


class MaterialsModel(QAbstractTableModel):
    """One row a material. RowRole carries the MaterialRow in every column."""

    RowRole = Qt.ItemDataRole.UserRole + 1

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[MaterialRow, ...] = ()

    def set_rows(self, rows: tuple[MaterialRow, ...]) -> None:
        """Show other rows; the same materials in another state keep selection and place."""
        if rows == self._rows:
            return
        if tuple(row.code for row in rows) != tuple(row.code for row in self._rows):
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()
            return
        changed = [number for number, row in enumerate(rows) if row != self._rows[number]]
        self._rows = rows
        for number in changed:
            self.dataChanged.emit(self.index(number, 0), self.index(number, len(_COLUMNS) - 1))

    def row_of(self, code: str) -> int:
        """Return the row of a material, -1 when it is not among them."""
        return next((number for number, row in enumerate(self._rows) if row.code == code), -1)

    def code_at(self, row: int) -> str:
        """Return the code of a row, empty when there is no such row."""
        return self._rows[row].code if 0 <= row < len(self._rows) else ""

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(_COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return str(getattr(row, _COLUMNS[index.column()]))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{row.name} {row.status} {row.trust} {row.key}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return row.note or row.name
        return row if role == self.RowRole else None
