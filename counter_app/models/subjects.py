"""Hits of the search as a list model."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from counter_app.ports.shell import SubjectTile

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class SubjectsModel(QAbstractListModel):
    """Subjects in the order of their rank. TileRole carries the SubjectTile."""

    TileRole = Qt.ItemDataRole.UserRole + 1

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tiles: tuple[SubjectTile, ...] = ()

    def set_tiles(self, tiles: tuple[SubjectTile, ...]) -> None:
        """Show other subjects."""
        if tiles != self._tiles:
            self.beginResetModel()
            self._tiles = tiles
            self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._tiles)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._tiles):
            return None
        tile = self._tiles[index.row()]
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return tile.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{tile.name} {tile.department} {tile.closed}".strip()
        return tile if role == self.TileRole else None
