"""A few things of which one holds: buttons in a grid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget


@dataclass(frozen=True, slots=True)
class Choice:
    """One button: what it stands for, what it says, and the tone it has while it holds."""

    key: str
    label: str
    tone: str = ""


class ChoiceGrid(QWidget):
    """Shows which choice holds; a press asks for another, and changes nothing by itself.

    Signals:
        picked: the key that was pressed.
    """

    picked = Signal(str)

    def __init__(self, name: str, choices: Sequence[Choice], columns: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(6)
        self._buttons: dict[str, QPushButton] = {}
        for place, choice in enumerate(choices):
            button = QPushButton(choice.label)
            button.setCheckable(True)
            button.setObjectName(f"{name}_{choice.key or 'none'}")
            button.setProperty("tone", choice.tone)
            button.clicked.connect(lambda _=False, key=choice.key: self._press(key))
            grid.addWidget(button, place // columns, place % columns)
            self._buttons[choice.key] = button
        self._held = ""

    def show_held(self, key: str) -> None:
        """Show which choice holds."""
        self._held = key
        for each, button in self._buttons.items():
            button.setChecked(each == key)

    def _press(self, key: str) -> None:
        self.show_held(self._held)
        self.picked.emit(key)
