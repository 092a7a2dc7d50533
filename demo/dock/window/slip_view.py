"""The last paper that a printer gave out, slip or A4 page, as a picture on a dark ground."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout

_WIDTH = 240
SLIP_WIDTH = _WIDTH + 28


class SlipView(QFrame):
    """Shows what came out last and how much there was."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "slip")
        self.setFixedWidth(SLIP_WIDTH)
        self._slips = 0
        self._pages = 0
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

    def show_papers(self, slips: tuple[Path, ...], pages: tuple[Path, ...]) -> None:
        """Show the newest of the pictures of slips and of the PDF pages."""
        if len(slips) > self._slips and self._show(QPixmap(str(slips[-1])), f"最后一张凭条（共 {len(slips)} 张）"):
            self._slips = len(slips)
        if len(pages) > self._pages and self._show(_first_page(pages[-1]), f"最后一份 A4（共 {len(pages)} 份）"):
            self._pages = len(pages)

    def _show(self, picture: QPixmap, words: str) -> bool:
        """Show a picture; False while it can't be read yet."""
        if picture.isNull():
            return False
        self._words.setText(words)
        self._paper.setPixmap(picture.scaledToWidth(_WIDTH, Qt.TransformationMode.SmoothTransformation))
        return True


def _first_page(pdf: Path) -> QPixmap:
    """Draw the first page, twice as large as it is shown; of what is no PDF nothing."""
    document = QPdfDocument()
    if document.load(str(pdf)) is not QPdfDocument.Error.None_:
        return QPixmap()
    points = document.pagePointSize(0)
    size = QSize(2 * _WIDTH, round(2 * _WIDTH * points.height() / points.width()))
    page = QImage(size, QImage.Format.Format_RGB32)
    page.fill(QColor("white"))
    painter = QPainter(page)
    painter.drawImage(0, 0, document.render(0, size))
    painter.end()
    return QPixmap.fromImage(page)
