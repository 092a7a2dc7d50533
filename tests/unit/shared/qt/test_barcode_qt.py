"""Guns in a window: keys told apart by time, nothing of a hand's lost; a gun of its own read in a thread."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from devices.barcode import SerialGun
from devices.barcode.simulator import VirtualSerialGun
from devices.core.simulation import SimulationPermit
from shared.qt.gun_watch import GunWatch
from shared.qt.wedge_filter import WedgeFilter
from tests.patience import PATIENCE_MS, PATIENCE_S

GUN_MS, HAND_MS = 10, 120


class Desk:
    """A window with a field, and somebody or a gun that types into it."""

    def __init__(self, qtbot: QtBot) -> None:
        self.widget = QWidget()
        self.field = QLineEdit(self.widget)
        QVBoxLayout(self.widget).addWidget(self.field)
        qtbot.addWidget(self.widget)
        self.widget.winId()
        self.field.setFocus()
        handle = self.widget.windowHandle()
        assert handle is not None
        self.window: QWindow = handle
        self.codes: list[str] = []
        self.entered: list[str] = []
        self.field.returnPressed.connect(lambda: self.entered.append(self.field.text()))
        self.filter = WedgeFilter(self.window, lambda code: code.startswith("YM1:"))
        self.filter.scanned.connect(self.codes.append)
        self.now_ms = 1000

    def type(self, text: str, gap_ms: int, *, repeat: bool = False) -> None:
        for char in text:
            self.now_ms += gap_ms
            key = Qt.Key.Key_Return if char == "\n" else Qt.Key(ord(char.upper()))
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, "\r" if char == "\n" else char, repeat)
                event.setTimestamp(self.now_ms)
                QCoreApplication.sendEvent(self.window, event)


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    return Desk(qtbot)


@pytest.mark.parametrize("end", ["\n", ""])
def test_a_code_that_is_wanted_reaches_no_field(desk: Desk, qtbot: QtBot, end: str) -> None:
    desk.type(f"YM1:ABC123{end}", GUN_MS)
    qtbot.waitUntil(lambda: desk.codes == ["YM1:ABC123"])
    assert (desk.field.text(), desk.entered) == ("", [])


def test_a_code_that_nobody_wants_is_typed(desk: Desk, qtbot: QtBot) -> None:
    desk.type("6901234567892\n", GUN_MS)
    assert (desk.field.text(), desk.entered, desk.codes) == ("6901234567892", ["6901234567892"], [])


def test_a_hand_loses_nothing_and_waits_for_nothing_longer_than_a_moment(desk: Desk, qtbot: QtBot) -> None:
    desk.type("YM1:ab", HAND_MS)
    qtbot.waitUntil(lambda: desk.field.text() == "YM1:ab")
    desk.type("cd\n", HAND_MS)
    assert (desk.entered, desk.codes) == (["YM1:abcd"], [])


def test_a_key_held_down_repeats_into_the_field(desk: Desk) -> None:
    desk.type("a" * 12, GUN_MS, repeat=True)
    assert desk.field.text() == "a" * 12


def test_commands_pass_at_once_and_after_what_is_held(desk: Desk) -> None:
    desk.type("ab", GUN_MS)
    event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier, "\x01")
    event.setTimestamp(desk.now_ms + GUN_MS)
    QCoreApplication.sendEvent(desk.window, event)
    assert (desk.field.text(), desk.field.selectedText()) == ("ab", "ab")


def test_a_serial_gun_is_read_and_found_again(tmp_path: Path, qtbot: QtBot) -> None:
    virtual = VirtualSerialGun(SimulationPermit.for_development(), tmp_path / "ttyGun", baud=115200)
    watch = GunWatch(SerialGun(tmp_path / "ttyGun"), pause_s=0.05)
    codes: list[str] = []
    watch.scanned.connect(codes.append)
    watch.start()

    def read(text: str) -> None:
        def sent_and_read() -> bool:
            virtual.scan(text)
            return text in codes

        qtbot.waitUntil(sent_and_read)

    read("first")
    virtual.unplug()
    virtual.replug()
    read("second")
    assert watch.stop(PATIENCE_S)
    virtual.close()


def test_a_code_that_is_no_text_does_not_hold_up_the_next(tmp_path: Path, qtbot: QtBot) -> None:
    virtual = VirtualSerialGun(SimulationPermit.for_development(), tmp_path / "ttyGun", baud=115200)
    gun = SerialGun(tmp_path / "ttyGun")
    gun.read(0.01)
    watch = GunWatch(gun, pause_s=10 * PATIENCE_S)
    virtual.send(b"\xff\xff\x80\r")
    virtual.scan("again")
    with qtbot.waitSignal(watch.scanned, timeout=PATIENCE_MS) as scanned:
        watch.start()
    assert scanned.args == ["again"]
    assert watch.stop(PATIENCE_S)
    virtual.close()
