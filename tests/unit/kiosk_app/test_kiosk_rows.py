"""Rows for QML: roles by field, in-place changes for the same keys, and the committed types equal to the code."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from PySide6.QtCore import QAbstractItemModel
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from kiosk_app import qml_types
from kiosk_app.viewmodels.base import ViewModel
from kiosk_app.viewmodels.form import FieldRow, OptionRow
from kiosk_app.viewmodels.rows import RowsModel, camel


@dataclass(frozen=True)
class Row:
    key: str
    long_name: str = ""


@pytest.mark.parametrize(("name", "wanted"), [("key", "key"), ("long_name", "longName"), ("can_go_back", "canGoBack")])
def test_names_become_camel_case(name: str, wanted: str) -> None:
    assert camel(name) == wanted


def test_each_field_is_a_role_and_nested_rows_are_maps(qtbot: QtBot) -> None:
    model = RowsModel(FieldRow)
    model.replace((FieldRow("f", "学历", "", "choice", options=(OptionRow("1", "本科", "20"),)),))
    roles = {bytes(name.data()).decode(): role for role, name in model.roleNames().items()}
    assert {"key", "title", "options", "placeholder"} <= set(roles)
    assert model.data(model.index(0), roles["options"]) == [{"key": "1", "label": "本科", "value": "20"}]
    assert model.data(model.index(5), roles["title"]) is None
    assert model.data(model.index(0), 0) is None


def test_the_same_keys_are_changed_in_place(qtbot: QtBot) -> None:
    model = RowsModel(Row)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.replace((Row("a", "1"), Row("b", "2")))
    resets: list[bool] = []
    changed: list[int] = []
    model.modelReset.connect(lambda: resets.append(True))
    model.dataChanged.connect(lambda top, *_: changed.append(top.row()))
    model.replace((Row("a", "1"), Row("b", "3")))
    assert (resets, changed) == ([], [1])
    model.replace((Row("b", "3"),))
    assert resets == [True]
    assert isinstance(tester.model(), QAbstractItemModel)


def test_every_view_model_notifies_each_of_its_props() -> None:
    for kind in qml_types.VIEW_MODELS:
        assert issubclass(kind, ViewModel)
        meta = getattr(kind, "staticMetaObject")  # noqa: B009 - the stubs do not know it
        names = {meta.property(place).name() for place in range(meta.propertyOffset(), meta.propertyCount())}
        for place in range(meta.propertyOffset(), meta.propertyCount()):
            entry = meta.property(place)
            listed = entry.name() in {camel(name) for name in kind.ROWS}
            assert entry.isConstant() if listed else entry.hasNotifySignal(), f"{kind.__name__}.{entry.name()}"
        assert names


def test_the_committed_qml_types_are_those_of_the_code() -> None:
    for path, content in qml_types.files().items():
        assert path.read_text(encoding="utf-8") == content, f"run: python -m kiosk_app.qml_types  ({path.name})"
