"""The fault scripts of a bench: a menu to choose one from, and what a clerk is to do while it is played."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import groupby

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QVBoxLayout, QWidget

from demo.dock.drills import DrillStatus, ScriptChoice
from demo.dock.window.slip_view import SLIP_WIDTH
from devices.core.roles import Role

_DEVICES = {
    Role.ID_CARD: "读卡器",
    Role.RECEIPT_PRINTER: "凭条打印机",
    Role.PAGE_PRINTER: "A4 打印机",
    Role.SCANNER: "扫描仪",
    Role.BARCODE: "扫码枪",
    Role.CA_CARD: "CA 证书卡",
    Role.SOCIAL_CARD: "社保卡",
}

_ORDER = tuple(Role)


class DrillView(QWidget):
    """Shows the running script, or a button that offers all.

    Signals:
        picked: name of the script that is wanted, empty to end the running one.
    """

    picked = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__()
        self._offered: tuple[ScriptChoice, ...] = ()
        self._choose = QPushButton("选择一个故障…")
        self._choose.setObjectName(f"{name}_script")
        self._menu = QMenu(self._choose)
        self._choose.setMenu(self._menu)
        self._end = QPushButton("结束演练")
        self._end.setObjectName("end_drill")
        self._end.setAccessibleName(f"{name}: 结束演练")
        self._end.clicked.connect(lambda: self.picked.emit(""))
        self._words = QLabel()
        self._words.setProperty("role", "drill")
        self._words.setTextFormat(Qt.TextFormat.RichText)
        self._words.setWordWrap(True)
        self._words.setFixedWidth(SLIP_WIDTH)
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self._choose, 1)
        row.addWidget(self._end)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(row)
        column.addWidget(self._words)
        self.show_drill((), None)

    def show_drill(self, choices: Sequence[ScriptChoice], drill: DrillStatus | None) -> None:
        """Show what can be played and what is."""
        if tuple(choices) != self._offered:
            self._offered = tuple(choices)
            self._fill_menu()
        self._choose.setEnabled(bool(self._offered))
        self._choose.setText("选择一个故障…" if drill is None else drill.title)
        self._end.setVisible(drill is not None)
        self._words.setVisible(drill is not None)
        if drill is not None:
            self._words.setText(_words(drill))

    def _fill_menu(self) -> None:
        self._menu.clear()
        by_device = sorted(self._offered, key=lambda choice: _ORDER.index(choice.device))
        for device, scripts in groupby(by_device, key=lambda choice: choice.device):
            below = self._menu.addMenu(_DEVICES.get(device, device.value))
            for script in scripts:
                action = below.addAction(script.title)
                action.setObjectName(script.name)
                action.triggered.connect(lambda _=False, name=script.name: self.picked.emit(name))


def _words(drill: DrillStatus) -> str:
    if drill.failed:
        return "模拟设备自己出错了，这次演练作废。请结束演练。"
    state = "故障已发生" if drill.done == drill.steps else f"等待时机，已做 {drill.done} / {drill.steps} 步"
    lines = (("做", drill.task), ("应看到", drill.see), ("恢复", drill.mend))
    rows = "<br>".join(f"<b>{label}</b>　{escape(text)}" for label, text in lines)
    return f"{rows}<br>{state}"
