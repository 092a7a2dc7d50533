"""What the document camera sees, painted for QML: the frame, the page's outline, a ring that fills while it lies."""

from __future__ import annotations

from PySide6.QtCore import Property, QObject, QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF
from PySide6.QtQml import QmlElement
from PySide6.QtQuick import QQuickItem, QQuickPaintedItem

from shared.capture.steady_hand import Look, Sight
from shared.qt.camera_eye import LiveFrame

QML_IMPORT_NAME = "Kiosk.Models"
QML_IMPORT_MAJOR_VERSION = 1

_INK, _SURE, _UNSURE = "#17222B", "#5FCB8B", "#E8A33D"
_RING = 64.0
_SIXTEENTHS = 16
_SURE_SIGHTS = frozenset({Sight.MOVING, Sight.HOLDING, Sight.TAKEN})


class LiveFeed(QObject):
    """The newest frame. Nothing of it is kept once the next one is there.

    Signals:
        changed: another frame, or none.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.frame: LiveFrame | None = None

    def show(self, frame: LiveFrame | None) -> None:
        """Show a frame, or nothing."""
        self.frame = frame
        self.changed.emit()


@QmlElement
class LivePicture(QQuickPaintedItem):
    """Paints a feed.

    Signals:
        feedChanged: another feed.
    """

    feedChanged = Signal()

    def __init__(self, parent: QQuickItem | None = None) -> None:
        super().__init__(parent)
        self._feed: LiveFeed | None = None

    def paint(self, painter: QPainter) -> None:
        """Paint the newest frame."""
        frame = self._feed.frame if self._feed is not None else None
        if frame is None or frame.image.isNull():
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        size = QSizeF(frame.image.size()).scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        box = QRectF(
            (self.width() - size.width()) / 2, (self.height() - size.height()) / 2, size.width(), size.height()
        )
        painter.drawImage(box, frame.image)
        _paint_look(painter, box, frame.look)

    def _get_feed(self) -> QObject | None:
        return self._feed

    def _set_feed(self, feed: QObject | None) -> None:
        if feed is self._feed or not (feed is None or isinstance(feed, LiveFeed)):
            return
        if self._feed is not None:
            self._feed.changed.disconnect(self.update)
        self._feed = feed
        if feed is not None:
            feed.changed.connect(self.update)
        self.feedChanged.emit()
        self.update()

    feed = Property(QObject, _get_feed, _set_feed, notify=feedChanged)


def _paint_look(painter: QPainter, box: QRectF, look: Look) -> None:
    corners = [QPointF(box.x() + x * box.width(), box.y() + y * box.height()) for x, y in look.corners or ()]
    if not corners:
        return
    tone = _SURE if look.sight in _SURE_SIGHTS else _UNSURE
    for colour, width in ((_INK, 12.0), (tone, 8.0)):
        painter.setPen(QPen(QColor(colour), width, j=Qt.PenJoinStyle.RoundJoin))
        painter.drawPolygon(QPolygonF(corners))
    if look.held > 0:
        ring = QRectF(0, 0, 2 * _RING, 2 * _RING)
        ring.moveCenter(QPolygonF(corners).boundingRect().center())
        for colour, width, share in ((_INK, 24.0, 1.0), (_SURE, 14.0, look.held)):
            painter.setPen(QPen(QColor(colour), width, c=Qt.PenCapStyle.FlatCap))
            painter.drawArc(ring, 90 * _SIXTEENTHS, -round(360 * _SIXTEENTHS * share))
