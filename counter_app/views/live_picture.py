"""What the document camera sees now, with the page outlined and a ring that fills while it lies still."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from counter_app.ports.materials import LiveState
from counter_app.ports.tone import Tone
from counter_app.theme.look import Look
from counter_app.views.page_picture import paint_pill

_RING = 30.0
_PILL = 34
_SIXTEENTHS = 16
_WHOLE = 360 * _SIXTEENTHS


class LivePicture(QWidget):
    """The picture."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("live_picture")
        self._look = look
        self._state = LiveState()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(80)

    def show_live(self, state: LiveState) -> None:
        """Show a moment."""
        if state.words != self._state.words:
            self.setAccessibleName(state.words)
        self._state = state
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(400, 420)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        state = self._state
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = self._box()
        if state.image.isNull():
            painter.setPen(QPen(self._look.colour("on_brand_soft"), 1.5, Qt.PenStyle.DashLine))
            painter.drawRoundedRect(QRectF(box), 8, 8)
        else:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(box, state.image)
            self._paint_outline(painter, box)
        paint_pill(painter, self.rect(), state.words, state.tone, self._look, height=_PILL)

    def _box(self) -> QRect:
        room = self.rect().adjusted(2, 2, -2, -(_PILL + 12))
        shape = QSize(4, 3) if self._state.image.isNull() else self._state.image.size()
        size = shape.scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
        box = QRect(0, 0, size.width(), size.height())
        box.moveCenter(room.center())
        return box

    def _paint_outline(self, painter: QPainter, box: QRect) -> None:
        corners = [QPointF(box.x() + x * box.width(), box.y() + y * box.height()) for x, y in self._state.corners]
        if not corners:
            return
        tone = "brand_tint" if self._state.tone is Tone.GOOD else "warn_shape"
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for name, width in (("ink", 6.0), (tone, 3.5)):
            painter.setPen(QPen(self._look.colour(name), width, j=Qt.PenJoinStyle.RoundJoin))
            painter.drawPolygon(QPolygonF(corners))
        if self._state.held > 0:
            self._paint_ring(painter, QPolygonF(corners).boundingRect().center())

    def _paint_ring(self, painter: QPainter, centre: QPointF) -> None:
        ring = QRectF(0, 0, 2 * _RING, 2 * _RING)
        ring.moveCenter(centre)
        for name, width, share in (("ink", 11.0, 1.0), ("brand_tint", 6.0, self._state.held)):
            painter.setPen(QPen(self._look.colour(name), width, c=Qt.PenCapStyle.FlatCap))
            painter.drawArc(ring, 90 * _SIXTEENTHS, -round(_WHOLE * share))
