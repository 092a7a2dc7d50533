"""The last slip that a printer cut, as a picture on a dark ground."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout

_WIDTH = 240
SLIP_WIDTH = _WIDTH + 28


class SlipView(QFrame):
    """Shows a slip and how many there were."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "slip")
        self.setFixedWidth(SLIP_WIDTH)
        self._shown: Path | None = None
        self._words = QLabel("还没有打印过")
        self._paper = QLabel()
        self._paper.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignHCenter)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(self._paper)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 10, 10, 10)
        layout.addWidget(self._words)
        layout.addWidget(scroll, 1)

    def show_slips(self, slips: tuple[Path, ...]) -> None:
        """Show the last of these pictures."""
        if not slips or slips[-1] == self._shown:
            return
        picture = QPixmap(str(slips[-1]))
        if picture.isNull():
            return
        self._shown = slips[-1]
        self._words.setText(f"最后一张凭条（共 {len(slips)} 张）")
        self._paper.setPixmap(picture.scaledToWidth(_WIDTH, Qt.TransformationMode.SmoothTransformation))
