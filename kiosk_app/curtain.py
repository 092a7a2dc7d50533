"""A plain window beneath the sessions, so that their change shows no bare desktop."""

from __future__ import annotations

import os
from typing import Final

from PySide6.QtCore import QEvent, QRect, Qt, Slot
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QRasterWindow

from kiosk_app.supervisor import Mood
from kiosk_app.words.say import QT_TRANSLATE_NOOP, say
from shared.qt.theme import BRUSH_FAMILY, PALETTES, SANS_FAMILY, ThemeName

_WORDS: Final = {
    Mood.CHANGING: QT_TRANSLATE_NOOP("Kiosk", "请稍候"),
    Mood.RECOVERING: QT_TRANSLATE_NOOP("Kiosk", "正在恢复，请稍候。已提交的办件不受影响。"),
}
_HIDDEN_PLATFORMS: Final = frozenset({"offscreen", "minimal", "vnc"})


def has_display() -> bool:
    """Whether there is a desktop to cover."""
    if os.environ.get("QT_QPA_PLATFORM", "").partition(":")[0] in _HIDDEN_PLATFORMS:
        return False
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


class Curtain(QRasterWindow):
    """Paper, the hall's name, and one line."""

    def __init__(self, hall: str) -> None:
        super().__init__()
        self._hall = hall
        self._mood = Mood.CHANGING
        self.setFlags(Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnBottomHint)
        self.setCursor(Qt.CursorShape.BlankCursor)

    @Slot(str)
    def show_mood(self, mood: str) -> None:
        """Say another line."""
        self._mood = Mood(mood)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        palette = PALETTES[ThemeName.PAPER]
        area = QRect(0, 0, self.width(), self.height())
        unit = min(area.width(), area.height()) / 1080
        painter = QPainter(self)
        painter.fillRect(area, QColor(palette.paper))
        self._line(painter, area.translated(0, round(-60 * unit)), self._hall, (BRUSH_FAMILY, 64 * unit, palette.brand))
        words = say(_WORDS[self._mood])
        self._line(painter, area.translated(0, round(60 * unit)), words, (SANS_FAMILY, 36 * unit, palette.soft))
        painter.end()
        del event

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Close:
            event.ignore()
            return True
        return super().event(event)

    def _line(self, painter: QPainter, area: QRect, text: str, look: tuple[str, float, str]) -> None:
        family, pixels, colour = look
        font = QFont(family)
        font.setPixelSize(max(1, round(pixels)))
        painter.setFont(font)
        painter.setPen(QColor(colour))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, text)
