"""Asks why a page with a finding is used all the same."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from counter_app.parts.boxes import column, row
from counter_app.parts.buttons import ButtonKind, KeyButton
from counter_app.parts.flow import FlowLayout
from counter_app.parts.tab_path import follow
from counter_app.theme.look import Look

_NUMBERS: Final = frozenset("123456789")


class ReasonRow(QWidget):
    """Asks why a page with a finding is used all the same.

    Signals:
        given: the reason.
        left: given up.
    """

    given = Signal(str)
    left = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("reason_row")
        self._look = look
        self._reasons: tuple[str, ...] | None = None
        self._field = QLineEdit()
        self._field.setObjectName("override_reason")
        self._field.setMaxLength(60)
        self._field.setFixedHeight(40)
        self._field.setPlaceholderText(self.tr("为什么照用这一页？"))
        self._field.setAccessibleName(self.tr("照用的理由"))
        self._take = KeyButton(look, "override_take", ButtonKind.STAGE, "Enter")
        self._take.set_words(self.tr("照用"))
        self._take.setFixedHeight(40)
        self._leave = KeyButton(look, "override_leave", ButtonKind.STAGE, "Esc")
        self._leave.set_words(self.tr("不照用"))
        self._leave.setFixedHeight(36)
        self._leave.clicked.connect(self.left)
        self._offers = FlowLayout()
        outer = column(self, gap=8)
        outer.addLayout(self._offers)
        line = row(gap=8)
        line.addWidget(self._field, 1)
        line.addWidget(self._take)
        outer.addLayout(line)
        self._field.installEventFilter(self)
        self._field.returnPressed.connect(self._give)
        self._take.clicked.connect(self._give)

    def open(self, reasons: tuple[str, ...] | None) -> None:
        """Open with reasons on offer, or close for None."""
        self.setVisible(reasons is not None)
        if reasons == self._reasons:
            return
        self._reasons = reasons
        while (item := self._offers.takeAt(0)) is not None:
            if (widget := item.widget()) is not None and widget is not self._leave:
                widget.hide()
                widget.deleteLater()
        if reasons is None:
            self._field.clear()
            return
        buttons = []
        for number, words in enumerate(reasons):
            button = KeyButton(self._look, f"override_reason_{number}", ButtonKind.STAGE, str(number + 1))
            button.set_words(words)
            button.setFixedHeight(36)
            button.clicked.connect(lambda _=False, reason=words: self.given.emit(reason))
            self._offers.addWidget(button)
            buttons.append(button)
        self._offers.addWidget(self._leave)
        follow(self._take, buttons)
        follow(buttons[-1] if buttons else self._take, [self._leave])
        self._field.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take a number that is pressed in the empty field for the reason that bears it."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and not self._field.text():
            number = event.text()
            if number in _NUMBERS and int(number) <= len(self._reasons or ()):
                self.given.emit((self._reasons or ())[int(number) - 1])
                return True
        return super().eventFilter(watched, event)

    @Slot()
    def _give(self) -> None:
        if self._field.text().strip():
            self.given.emit(self._field.text().strip())
