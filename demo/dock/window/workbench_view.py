"""The workbench: devices without a terminal, each with the command that tries it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from demo.dock.state import BenchState
from demo.dock.status import BenchStatus
from demo.dock.window.choices import ChoiceGrid
from demo.dock.window.drill_view import DrillView
from demo.dock.window.labels import add_section, new_label
from demo.dock.window.page_choices import page_choices, page_words
from devices.core.roles import Role

_TITLES: Final = {Role.CA_CARD: "CA 证书卡", Role.SOCIAL_CARD: "社保卡"}
_NO_CARDS: Final = "这台机器上起不来智能卡服务：请安装 pcscd 和 vsmartcard-vpcd，再重开设备坞。"


class WorkbenchView(QFrame):
    """Shows the bench and says what a hand wants to change.

    Signals:
        wanted: name of the bench, and the changes to its state as a dict.
    """

    wanted = Signal(str, object)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setProperty("role", "bench")
        self._page = ChoiceGrid(f"{name}_page", page_choices(), 5)
        self._page_words = new_label("state")
        self._scan = _Command(f"{name}_scan_command")
        self._cards = {role: _Command(f"{name}_{role.value}_command") for role in _TITLES}
        self._no_cards = new_label("state", _NO_CARDS)
        self._no_cards.setWordWrap(True)
        self._drill = DrillView(name)
        self._lay_out()
        self._page.picked.connect(lambda key: self.wanted.emit(name, {"page": key or None}))
        self._drill.picked.connect(lambda key: self.wanted.emit(name, {"script": key or None}))

    def show_bench(self, state: BenchState, status: BenchStatus) -> None:
        """Show how the bench is."""
        self._page.show_held(state.page or "")
        self._page_words.setText(page_words(state))
        self._scan.show_command(status.commands.get(Role.SCANNER.value, ""))
        for role, command in self._cards.items():
            command.show_command(status.commands.get(role.value, ""))
        self._no_cards.setVisible(Role.CA_CARD.value not in status.commands)
        self._drill.show_drill(status.scripts, status.drill)

    def _lay_out(self) -> None:
        whole = QHBoxLayout(self)
        whole.setContentsMargins(16, 14, 16, 14)
        whole.setSpacing(24)
        tools = QVBoxLayout()
        tools.setSpacing(8)
        heading = QHBoxLayout()
        heading.setSpacing(12)
        emblem = new_label("emblem", "器")
        emblem.setFixedSize(48, 48)
        emblem.setAlignment(Qt.AlignmentFlag.AlignCenter)
        heading.addWidget(emblem)
        heading.addWidget(new_label("title", "设备桌"))
        heading.addWidget(new_label("state", "不接终端的设备，用命令试。命令在项目文件夹里运行。"), 1)
        tools.addLayout(heading)
        add_section(tools, "网络扫描仪（eSCL）", self._page_words, self._page, self._scan)
        for role, title in _TITLES.items():
            add_section(tools, title, new_label("state"), self._cards[role])
        tools.addWidget(self._no_cards)
        tools.addStretch(1)
        whole.addLayout(tools, 1)
        beside = QVBoxLayout()
        add_section(beside, "故障演练", new_label("state"), self._drill)
        beside.addStretch(1)
        whole.addLayout(beside)


class _Command(QWidget):
    """A command to read, and to copy by one press."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._text = QLineEdit()
        self._text.setReadOnly(True)
        self._text.setObjectName(name)
        copy = QPushButton("复制")
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self._text.text()))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self._text, 1)
        row.addWidget(copy)

    def show_command(self, command: str) -> None:
        """Show a command; none hides it."""
        self.setVisible(bool(command))
        if command != self._text.text():
            self._text.setText(command)
            self._text.setCursorPosition(0)
