"""All that is missing as a list model."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from counter_app.ports.gaps import GapRow

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class GapsModel(QAbstractListModel):
    """Gaps in the order of the form. RowRole carries the GapRow."""

    RowRole = Qt.ItemDataRole.UserRole + 1

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[GapRow, ...] = ()

    def set_rows(self, rows: tuple[GapRow, ...]) -> None:
        """Show other gaps."""
        if rows != self._rows:
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}:
            return f"{row.text} {row.detail}".strip()
        return row if role == self.RowRole else None
