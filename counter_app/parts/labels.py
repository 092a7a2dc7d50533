"""Labels with a role in the type scale, pills and emblems."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from counter_app.theme.look import Look


def make_label(role: str = "", text: str = "", name: str = "", *, wrap: bool = False) -> QLabel:
    """Return a label in a role of the style sheet; `name` is its objectName."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    if role:
        label.setProperty("text_role", role)
    if name:
        label.setObjectName(name)
    label.setWordWrap(wrap)
    return label


def set_role(label: QLabel, role: str) -> None:
    """Give a label another role of the style sheet."""
    if label.property("text_role") != role:
        label.setProperty("text_role", role)
        label.style().unpolish(label)
        label.style().polish(label)


def set_state(widget: QWidget, state: str) -> None:
    """Give a widget another `state` of the style sheet."""
    if widget.property("state") != state:
        widget.setProperty("state", state)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def make_frame(role: str, name: str = "") -> QFrame:
    """Return a frame in a role of the style sheet."""
    frame = QFrame()
    frame.setProperty("role", role)
    if name:
        frame.setObjectName(name)
    return frame


class Pill(QWidget):
    """Words on a rounded tint: a state that stays."""

    def __init__(self, look: Look, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._look = look
        self._text = ""
        self._ink = look.colour("brand")
        self._tint = look.colour("brand_tint")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_colours(self, text: str, ink: QColor, tint: QColor) -> None:
        """Set what it says in a pair of colours."""
        self._text, self._ink, self._tint = text, ink, tint
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        width = QFontMetrics(self._look.font(self._look.sizes.body)).horizontalAdvance(self._text)
        return QSize(width + 32, 36)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._tint)
        radius = self.height() / 2
        painter.drawRoundedRect(QRectF(self.rect()), radius, radius)
        painter.setFont(self._look.font(self._look.sizes.body))
        painter.setPen(self._ink)
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), self._text)


class Emblem(QWidget):
    """One brush character on its tint."""

    def __init__(self, look: Look, side: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._character = ""
        self._pair = "teal"
        self.setFixedSize(side, side)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def set_emblem(self, character: str, pair: str) -> None:
        """Show a character in an emblem pair."""
        self._character, self._pair = character, pair
        self.update()

    def set_side(self, side: int) -> None:
        """Make it larger or smaller."""
        self.setFixedSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        paint_emblem(painter, QRectF(self.rect()), self._character, self._pair, self._look)


def paint_emblem(painter: QPainter, box: QRectF, character: str, pair: str, look: Look) -> None:
    """Paint an emblem into a square box."""
    colours = look.emblem(pair)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colours.tint))
    radius = box.width() * 0.2
    painter.drawRoundedRect(box, radius, radius)
    painter.setFont(look.brush_font(int(box.width() * 0.62)))
    painter.setPen(QColor(colours.ink))
    painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), character)
    painter.restore()
