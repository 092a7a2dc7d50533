"""What can be done while the corners of a page are set by hand."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from counter_app.keys import Act, cap
from counter_app.parts.buttons import ButtonKind, KeyButton
from counter_app.parts.flow import FlowLayout
from counter_app.ports.materials import CornersState
from counter_app.theme.look import Look

_HEIGHT = 36


class CornerActs(QWidget):
    """The row of buttons.

    Signals:
        taken: cut the page between these corners; undone, reset, left: as they say.
    """

    taken = Signal()
    undone = Signal()
    reset = Signal()
    left = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("corner_acts")
        self._take = KeyButton(look, "corners_take", ButtonKind.STAGE_FIRST, "Enter")
        self._undo = KeyButton(look, "corners_undo", ButtonKind.STAGE, cap(Act.UNDO))
        self._reset = KeyButton(look, "corners_reset", ButtonKind.STAGE, "Home")
        self._leave = KeyButton(look, "corners_leave", ButtonKind.STAGE, "Esc")
        self._take.set_words(self.tr("就用这四个角"))
        self._undo.set_words(self.tr("退一步"))
        self._reset.set_words(self.tr("还原"), self.tr("回到自动找到的四个角"))
        self._leave.set_words(self.tr("不改"))
        line = FlowLayout(self)
        for button, said in (
            (self._take, self.taken),
            (self._undo, self.undone),
            (self._reset, self.reset),
            (self._leave, self.left),
        ):
            button.setFixedHeight(_HEIGHT)
            button.clicked.connect(said)
            line.addWidget(button)

    def show_corners(self, corners: CornersState) -> None:
        """Offer what can be done now."""
        self._take.setEnabled(corners.is_possible)
        self._undo.setEnabled(corners.can_undo)
        self._reset.setEnabled(corners.can_reset)
