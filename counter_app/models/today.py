"""Today's cases and the unfinished ones as list models."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from counter_app.ports.today import DraftRow, TodayRow

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class TodayModel(QAbstractListModel):
    """Rows of today, newest first. RowRole carries the TodayRow or DraftRow.

    A row that changes in place is told by dataChanged, so that selection and scrolling stay.
    """

    RowRole = Qt.ItemDataRole.UserRole + 1

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[TodayRow | DraftRow, ...] = ()

    def set_rows(self, rows: tuple[TodayRow | DraftRow, ...]) -> None:
        """Show other rows."""
        if rows == self._rows:
            return
        if tuple(row.case_id for row in rows) != tuple(row.case_id for row in self._rows):
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()
            return
        changed = [number for number, row in enumerate(rows) if row != self._rows[number]]
        self._rows = rows
        for number in changed:
            self.dataChanged.emit(self.index(number), self.index(number))

    def row_of(self, case_id: object) -> int:
        """Return the row of a case, -1 when it is not among them."""
        return next((number for number, row in enumerate(self._rows) if row.case_id == case_id), -1)

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}:
            return _words(row)
        return row if role == self.RowRole else None


def _words(row: TodayRow | DraftRow) -> str:
    if isinstance(row, DraftRow):
        return f"{row.time} {row.subject} {row.person}".strip()
    return f"{row.time} {row.subject} {row.person} {row.state} {row.delivery}"
