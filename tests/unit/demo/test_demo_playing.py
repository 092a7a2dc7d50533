"""The players' hands: they find what is shown, wait for it, scroll to it, press it, and say what never came."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer, QUrl
from PySide6.QtQuick import QQuickItem, QQuickView
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from demo.playing.pilot import Pilot, PlayError
from demo.playing.quick import QuickHands
from demo.playing.widgets import WidgetHands
from demo.report import ScoreSheet

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")

SCENE = """
import QtQuick
import QtQuick.Controls.Basic
Item {
    width: 300; height: 200
    property int touched: -1
    Flickable {
        id: flick
        objectName: "flick"
        anchors.fill: parent
        contentHeight: 1200
        interactive: true
        Column {
            Repeater {
                model: 20
                Rectangle {
                    required property int index
                    objectName: "row-" + index
                    width: 300; height: 60
                    TapHandler { onTapped: flick.parent.touched = index }
                }
            }
        }
        Rectangle { objectName: "hidden"; width: 9; height: 9; visible: false }
        Rectangle { objectName: "faint"; width: 9; height: 9; opacity: 0 }
    }
    Button {
        objectName: "scrollOn"
        anchors.bottom: parent.bottom
        height: 40
        visible: flick.contentY < flick.contentHeight - flick.height
        onClicked: flick.contentY = Math.min(flick.contentHeight - flick.height, flick.contentY + 150)
    }
}
"""


@pytest.fixture
def sheet(tmp_path: Path) -> ScoreSheet:
    return ScoreSheet(tmp_path / "score")


@pytest.fixture
def quick(qtbot: QtBot, tmp_path: Path, sheet: ScoreSheet) -> Iterator[QuickHands]:
    source = tmp_path / "Scene.qml"
    source.write_text(SCENE)
    view = QQuickView(QUrl.fromLocalFile(str(source)))
    view.show()
    qtbot.waitUntil(view.isExposed)
    yield QuickHands(Pilot("kiosk", sheet, tmp_path, view.grabWindow), view)
    view.close()
    view.deleteLater()


def _pressed(hands: QuickHands) -> int:
    flick = hands.wait_for("flick")
    root = flick.parentItem()
    assert isinstance(root, QQuickItem)
    return int(root.property("touched"))


@pytest.mark.parametrize("row", [0, 2, 7, 19])
def test_a_row_is_scrolled_to_and_tapped(quick: QuickHands, row: int) -> None:
    quick.tap(f"row-{row}")
    assert _pressed(quick) == row


def test_a_row_above_is_scrolled_back_to(quick: QuickHands) -> None:
    quick.tap("row-19")
    quick.tap("row-1")
    assert _pressed(quick) == 1


@pytest.mark.parametrize("name", ["hidden", "faint", "nowhere"])
def test_what_is_not_shown_is_not_tapped(quick: QuickHands, name: str) -> None:
    with pytest.raises(PlayError, match=name):
        quick.tap(name, deadline_s=0.1)


def test_steps_are_written_down_with_pictures(quick: QuickHands, tmp_path: Path, sheet: ScoreSheet) -> None:
    pilot = Pilot("kiosk", sheet, tmp_path, quick.picture)
    with pilot.step("lay card"):
        pass
    with pytest.raises(PlayError), pilot.step("scan"):
        pilot.wait("paper", lambda: False, 0.05)
    first, second = sheet.read().steps
    assert (first.name, first.ok, second.name, second.ok) == ("lay card", True, "scan", False)
    assert "paper" in second.detail
    assert sorted(path.name for path in tmp_path.glob("*.png")) == ["kiosk-01-lay-card.png", "kiosk-02-failed-scan.png"]


def test_words_are_entered_and_a_button_that_comes_late_is_clicked(
    qtbot: QtBot, tmp_path: Path, sheet: ScoreSheet
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    line, button, told = QLineEdit("旧"), QPushButton("好"), QLabel()
    line.setObjectName("name")
    button.setObjectName("go")
    for widget in (line, button, told):
        column.addWidget(widget)
    button.clicked.connect(lambda: told.setText(line.text()))
    button.setEnabled(False)
    QTimer.singleShot(50, lambda: button.setEnabled(True))
    window.show()
    hands = WidgetHands(Pilot("counter", sheet, tmp_path, lambda: window.grab().toImage()), window)
    hands.enter("name", "样例 A1")
    hands.click("go")
    assert told.text() == "样例 A1"
    hands.enter("name", "13800000000")
    assert line.text() == "13800000000"
