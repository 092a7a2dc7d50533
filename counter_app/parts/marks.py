"""Small painted signs: state marks that differ in shape as well as colour, and keycaps."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from counter_app.ports.tone import Tone
from counter_app.theme.look import Look

KEYCAP_HEIGHT = 22


_COLOURS = {
    Tone.NEUTRAL: "soft",
    Tone.GOOD: "good_shape",
    Tone.WAITING: "soft",
    Tone.ACTIVE: "brand",
    Tone.WARN: "warn_shape",
    Tone.BAD: "bad",
}
TEXT_COLOURS = {
    Tone.NEUTRAL: "soft",
    Tone.GOOD: "good",
    Tone.WAITING: "soft",
    Tone.ACTIVE: "brand",
    Tone.WARN: "warn",
    Tone.BAD: "bad",
}


def paint_mark(painter: QPainter, box: QRectF, tone: Tone, look: Look) -> None:
    """Paint a state mark: full circle good, ring waiting, half active, triangle warning, cross bad, dash nothing."""
    colour = look.colour(_COLOURS[tone])
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    side = min(box.width(), box.height())
    area = QRectF(0, 0, side, side)
    area.moveCenter(box.center())
    _SHAPES[tone](painter, area, colour)
    painter.restore()


def _disc(painter: QPainter, area: QRectF, colour: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawEllipse(area)


def _ring(painter: QPainter, area: QRectF, colour: QColor) -> None:
    painter.setPen(QPen(colour, 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(area.adjusted(1, 1, -1, -1))


def _dash(painter: QPainter, area: QRectF, colour: QColor) -> None:
    pen = QPen(colour, 2.4)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    middle = area.center().y()
    painter.drawLine(QPointF(area.left() + 2, middle), QPointF(area.right() - 2, middle))


def _half(painter: QPainter, area: QRectF, colour: QColor) -> None:
    _ring(painter, area, colour)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawPie(area, -90 * 16, 180 * 16)


def _triangle(painter: QPainter, area: QRectF, colour: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    top = QPointF(area.center().x(), area.top())
    painter.drawPolygon(QPolygonF([top, area.bottomRight(), area.bottomLeft()]))


def _cross(painter: QPainter, area: QRectF, colour: QColor) -> None:
    inner = area.adjusted(1.5, 1.5, -1.5, -1.5)
    pen = QPen(colour, 2.6)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.drawLine(inner.topLeft(), inner.bottomRight())
    painter.drawLine(inner.topRight(), inner.bottomLeft())


_SHAPES = {
    Tone.NEUTRAL: _dash,
    Tone.GOOD: _disc,
    Tone.WAITING: _ring,
    Tone.ACTIVE: _half,
    Tone.WARN: _triangle,
    Tone.BAD: _cross,
}


def keycap_width(text: str, look: Look) -> int:
    """Return the width in pixels of a keycap."""
    return QFontMetrics(look.font(look.sizes.small)).horizontalAdvance(text) + 14


def paint_keycap(painter: QPainter, box: QRectF, text: str, look: Look, *, on_dark: bool = False) -> None:
    """Paint a key's name in a small frame."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(look.colour("on_brand_soft" if on_dark else "line"), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush if on_dark else look.colour("paper"))
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
    painter.setFont(look.font(look.sizes.small))
    painter.setPen(look.colour("on_brand_soft" if on_dark else "soft"))
    painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), text)
    painter.restore()


class Keycap(QWidget):
    """A key's name in a frame, as a widget."""

    def __init__(self, text: str, look: Look, parent: QWidget | None = None, *, on_dark: bool = False) -> None:
        super().__init__(parent)
        self._text = text
        self._look = look
        self._on_dark = on_dark
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def sizeHint(self) -> QSize:
        return QSize(keycap_width(self._text, self._look), KEYCAP_HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        paint_keycap(painter, QRectF(self.rect()), self._text, self._look, on_dark=self._on_dark)


class StateMark(QWidget):
    """A state mark as a widget, 12 by 12 pixels."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._tone = Tone.NEUTRAL
        self.setFixedSize(12, 12)

    def set_tone(self, tone: Tone) -> None:
        """Show another state."""
        if tone is not self._tone:
            self._tone = tone
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        paint_mark(painter, QRectF(self.rect()), self._tone, self._look)
