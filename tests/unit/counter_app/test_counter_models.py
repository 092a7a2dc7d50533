"""The item models, watched by Qt's own tester."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

import pytest
from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from counter_app.models.choices import ChoicesModel
from counter_app.models.gaps import GapsModel
from counter_app.models.items import ItemsModel
from counter_app.models.materials import MaterialsModel
from counter_app.models.subjects import SubjectsModel
from counter_app.models.today import TodayModel
from counter_app.ports.done import ItemLine
from counter_app.ports.form import ChoiceOption
from counter_app.ports.gaps import GapRow
from counter_app.ports.materials import MaterialRow
from counter_app.ports.shell import SubjectTile
from counter_app.ports.today import TodayRow
from counter_app.ports.tone import Tone

ROW = TodayRow(UUID(int=1), "09:41", "结婚落户", "陈**", "已受理", "待上传（没有网络）", Tone.WAITING)
PAPER = MaterialRow("a", "户口簿", "没有扫描", "没扫", "", "Alt 1", Tone.WAITING)
TILE = SubjectTile("8", "结婚落户", "市民政局", "登记、户口一次办", "喜", "vermilion")
OPTION = ChoiceOption("1", "配偶", "peiou", "po")
GAP = GapRow("与户主关系", "没有填", "field", "x")
LINE = ItemLine("01", "内地居民婚姻登记", "市民政局", "已受理", "当场办结")


def today() -> QAbstractItemModel:
    model = TodayModel()
    model.set_rows((ROW, replace(ROW, case_id=UUID(int=2))))
    model.set_rows((replace(ROW, delivery="已送达 09:42"), replace(ROW, case_id=UUID(int=2))))
    return model


def materials() -> QAbstractItemModel:
    model = MaterialsModel()
    model.set_rows((PAPER,))
    model.set_rows((replace(PAPER, status="1 页"),))
    model.set_rows((PAPER, replace(PAPER, code="b")))
    return model


def subjects() -> QAbstractItemModel:
    model = SubjectsModel()
    model.set_tiles((TILE, replace(TILE, code="9")))
    return model


def choices() -> QAbstractItemModel:
    model = ChoicesModel()
    model.set_options((OPTION,))
    return model


def gaps() -> QAbstractItemModel:
    model = GapsModel()
    model.set_rows((GAP, GAP))
    return model


def items() -> QAbstractItemModel:
    model = ItemsModel(("序", "事项", "部门", "状态", "期限"))
    model.set_lines((LINE,))
    model.set_lines((replace(LINE, state="已办结"),))
    return model


@pytest.mark.parametrize("make", [today, materials, subjects, choices, gaps, items])
def test_models_keep_qts_rules(make: Callable[[], QAbstractItemModel], qtbot: QtBot) -> None:
    del qtbot
    model = make()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert model.rowCount() > 0
    index = model.index(0, 0)
    assert model.data(index, Qt.ItemDataRole.AccessibleTextRole)
    assert model.rowCount(index) == 0
    assert model.data(QModelIndex()) is None


def test_a_change_in_place_keeps_the_rows(qtbot: QtBot) -> None:
    model = TodayModel()
    model.set_rows((ROW, replace(ROW, case_id=UUID(int=2))))
    with qtbot.waitSignal(model.dataChanged) as changed, qtbot.assertNotEmitted(model.modelReset):
        model.set_rows((ROW, replace(ROW, case_id=UUID(int=2), delivery="上传中 40%", tone=Tone.ACTIVE)))
    assert changed.args[0].row() == 1
    assert model.row_of(UUID(int=2)) == 1
    assert model.row_of(UUID(int=9)) == -1


def test_the_checklist_keeps_its_place_too(qtbot: QtBot) -> None:
    model = MaterialsModel()
    model.set_rows((PAPER, replace(PAPER, code="b")))
    with qtbot.waitSignal(model.dataChanged), qtbot.assertNotEmitted(model.modelReset):
        model.set_rows((PAPER, replace(PAPER, code="b", status="2 页")))
    assert (model.row_of("b"), model.code_at(1), model.code_at(7)) == (1, "b", "")
