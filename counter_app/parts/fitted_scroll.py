"""A scroll area that is as high as its content, and scrolls where there isn't room for that."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget


class FittedScroll(QScrollArea):
    """Wants to be as high as what it holds at its width, and never scrolls sideways."""

    def __init__(self, content: QWidget) -> None:
        super().__init__()
        self._wanted = 0
        self.setWidget(content)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def fit(self, height: int) -> None:
        """Take on the height of the content in pixels."""
        self._wanted = height
        self.setMaximumHeight(height)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._wanted)
