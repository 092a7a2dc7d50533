"""One page on the stage, whole and in its own proportions, with a pill for what was found on it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from counter_app.ports.tone import Tone
from counter_app.theme.look import Look

_PILL_HEIGHT = 40
_PILL_GROUNDS = {Tone.GOOD: ("good_shape", "on_brand"), Tone.WARN: ("warn_shape", "ink"), Tone.BAD: ("bad", "on_brand")}


class PagePicture(QWidget):
    """The picture."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page_picture")
        self._look = look
        self._image: QImage | None = None
        self._hint = ""
        self._pill = ""
        self._tone = Tone.NEUTRAL
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(120)

    def show_page(self, image: QImage | None, hint: str) -> None:
        """Show a page, or what to do where there is none."""
        self._image, self._hint = image, hint
        self.setAccessibleName(hint if image is None else self._pill)
        self.update()

    def show_pill(self, text: str, tone: Tone) -> None:
        """Say what was found on the page."""
        self._pill, self._tone = text, tone
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(400, 420)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if self._image is None or self._image.isNull():
            self._paint_empty(painter)
        else:
            self._paint_page(painter, self._image)
        if self._pill:
            self._paint_pill(painter)

    def _paint_page(self, painter: QPainter, image: QImage) -> None:
        room = self.rect().adjusted(0, 4, 0, -(_PILL_HEIGHT + 16 if self._pill else 4))
        size = image.size().scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
        box = QRect(0, 0, size.width(), size.height())
        box.moveCenter(room.center())
        painter.drawImage(box, image)

    def _paint_empty(self, painter: QPainter) -> None:
        side = min(self.width() * 0.34, self.height() * 0.46)
        sheet = QRectF(0, 0, side * 0.72, side)
        sheet.moveCenter(QPointF(self.width() / 2, self.height() / 2 - 24))
        pen = QPen(self._look.colour("soft"), 2, Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(sheet, 6, 6)
        painter.setPen(QPen(self._look.colour("soft"), 2))
        for number in range(4):
            y = sheet.top() + sheet.height() * (0.24 + 0.15 * number)
            end = sheet.right() - sheet.width() * (0.18 if number % 2 == 0 else 0.34)
            painter.drawLine(QPointF(sheet.left() + sheet.width() * 0.18, y), QPointF(end, y))
        painter.setFont(self._look.font(self._look.sizes.body))
        painter.setPen(self._look.colour("on_brand_soft"))
        words = QRectF(16, sheet.bottom() + 14, self.width() - 32, self.height() - sheet.bottom() - 14)
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        painter.drawText(words, int(flags), self._hint)

    def _paint_pill(self, painter: QPainter) -> None:
        ground, ink = _PILL_GROUNDS.get(self._tone, ("brand", "on_brand"))
        font = self._look.font(self._look.sizes.body)
        width = min(self.width(), QFontMetrics(font).horizontalAdvance(self._pill) + 56)
        box = QRectF((self.width() - width) / 2, self.height() - _PILL_HEIGHT - 4, width, _PILL_HEIGHT)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._look.colour(ground))
        painter.drawRoundedRect(box, _PILL_HEIGHT / 2, _PILL_HEIGHT / 2)
        painter.setFont(font)
        painter.setPen(self._look.colour(ink))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), self._pill)
