"""The curtain: a calm sheet under the session's window, so that no bare desktop shows between two citizens."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QRasterWindow

from shared.qt.theme import BRUSH_FAMILY, PALETTES, SANS_FAMILY, ThemeName

_PALETTE = PALETTES[ThemeName.PAPER]


def _tr(text: str) -> str:
    return QCoreApplication.translate("Curtain", text)


class Curtain(QRasterWindow):
    """Paints the emblem and one quiet sentence; it takes no input."""

    def __init__(self) -> None:
        super().__init__()
        self.setTitle(_tr("一门"))
        self.setFlag(Qt.WindowType.WindowDoesNotAcceptFocus)
        self.setFlag(Qt.WindowType.WindowStaysOnBottomHint)
        self._sentence = _tr("正在准备，请稍候")

    @property
    def sentence(self) -> str:
        """What it says."""
        return self._sentence

    def say_preparing(self) -> None:
        """Say that the next session is about to start."""
        self._say(_tr("正在准备，请稍候"))

    def say_recovering(self) -> None:
        """Say that something went wrong, what is kept, and where people help."""
        self._say(_tr("机器正在自己恢复，已收下的办件都在。着急的话，请到窗口或拨打 12345"))

    def _say(self, sentence: str) -> None:
        self._sentence = sentence
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.fillRect(0, 0, self.width(), self.height(), QColor(_PALETTE.paper))
            side = min(self.width(), self.height()) / 7
            tile = QRectF((self.width() - side) / 2, self.height() / 2 - side * 1.2, side, side)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(_PALETTE.brand))
            painter.drawRoundedRect(tile, side / 6, side / 6)
            painter.setPen(QColor(_PALETTE.on_brand))
            painter.setFont(_font(BRUSH_FAMILY, side * 0.62))
            painter.drawText(tile, Qt.AlignmentFlag.AlignCenter, "门")
            painter.setPen(QColor(_PALETTE.soft))
            painter.setFont(_font(SANS_FAMILY, max(16.0, side * 0.22)))
            below = QRectF(self.width() * 0.1, tile.bottom() + side * 0.3, self.width() * 0.8, side * 1.6)
            flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
            painter.drawText(below, int(flags), self._sentence)


def _font(family: str, pixels: float) -> QFont:
    font = QFont(family)
    font.setPixelSize(max(1, round(pixels)))
    return font
