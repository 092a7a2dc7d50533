"""The answers of a choice as a list model, narrowed by what is typed."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from counter_app.ports.form import ChoiceOption

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class ChoicesModel(QAbstractListModel):
    """Options on offer. OptionRole carries the ChoiceOption."""

    OptionRole = Qt.ItemDataRole.UserRole + 1

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._options: tuple[ChoiceOption, ...] = ()

    def set_options(self, options: tuple[ChoiceOption, ...]) -> None:
        """Offer other options."""
        if options != self._options:
            self.beginResetModel()
            self._options = options
            self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._options)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._options):
            return None
        option = self._options[index.row()]
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return option.label
        return option if role == self.OptionRole else None
