"""What every view model does alike: swap the props, then notify each field that changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any, ClassVar

from PySide6.QtCore import QObject

from kiosk_app.viewmodels.rows import RowsModel, camel


def of(name: str) -> Callable[[Any], Any]:
    """Return the getter of a props field."""
    return lambda model: getattr(model.props, name)


def rows_of(name: str) -> Callable[[Any], RowsModel]:
    """Return the getter of a list of rows."""
    return lambda model: model.rows(name)


class ViewModel(QObject):
    """Holds frozen props for one screen.

    Attributes:
        ROWS: the props fields that are lists, with their row types. Each other field has a signal <field>Changed.
    """

    ROWS: ClassVar[Mapping[str, type]] = {}

    def __init__(self, props: Any, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._props = props
        self._rows = {name: RowsModel(row_type, self) for name, row_type in self.ROWS.items()}
        for name, rows in self._rows.items():
            rows.replace(getattr(props, name))

    @property
    def props(self) -> Any:
        """What is shown."""
        return self._props

    def rows(self, name: str) -> RowsModel:
        """Return a list model by the name of its props field."""
        return self._rows[name]

    def show(self, props: Any) -> None:
        """Show other props: all of them are in place before the first notify."""
        old, self._props = self._props, props
        changed = [entry.name for entry in fields(props) if getattr(old, entry.name) != getattr(props, entry.name)]
        for name in changed:
            if name in self._rows:
                self._rows[name].replace(getattr(props, name))
        for name in changed:
            if name not in self._rows:
                getattr(self, f"{camel(name)}Changed").emit()
