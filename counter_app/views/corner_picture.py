"""The picture that a page is cut from, with four corners that mouse and keyboard move, and a magnifier beside them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from counter_app.ports.materials import CornersState
from counter_app.theme.look import Look

_MARGIN = 14
_HANDLE = 9.0
_REACH = 28.0
_GLASS = 132.0
_ENLARGED = 3.0
_AWAY = 24.0
_STEPS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_FAR = 10
_OURS = frozenset(
    {
        *_STEPS,
        Qt.Key.Key_Tab,
        Qt.Key.Key_Backtab,
        Qt.Key.Key_Return,
        Qt.Key.Key_Enter,
        Qt.Key.Key_Escape,
        Qt.Key.Key_Home,
    }
)


class CornerPicture(QWidget):
    """The picture.

    Signals:
        grabbed: the index of a corner that is about to be dragged.
        moved: the index of a corner and where it is now, as shares of the picture.
        nudged: the index of a corner, and pixels of the picture to the right and down.
        taken, left, reset: Enter, Esc and Home.
    """

    grabbed = Signal(int)
    moved = Signal(int, float, float)
    nudged = Signal(int, int, int)
    taken = Signal()
    left = Signal()
    reset = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("corner_picture")
        self._look = look
        self._state = CornersState(QImage(), ())
        self._fitted = QImage()
        self._dragged: int | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(160)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(self.tr("纸的四个角"))
        self.setAccessibleDescription(self.tr("Tab 换角，方向键移动，加 Shift 快些，Enter 用这四个角，Home 还原"))

    def show_corners(self, state: CornersState) -> None:
        """Show corners."""
        if state.picture.cacheKey() != self._state.picture.cacheKey():
            self._fitted = QImage()
            self.setFocus()
        self._state = state
        self.update()

    def corner_at(self, index: int) -> QPoint:
        """Return where a corner is on this widget."""
        return self._points(self._box())[index].toPoint()

    def sizeHint(self) -> QSize:
        return QSize(400, 420)

    def event(self, event: QEvent) -> bool:
        # Tab goes from corner to corner here, not to the next control; Enter and Esc lead on.
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and self._key(event):
            return True
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.ShortcutOverride and _is_ours(event):
            event.accept()
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and (near := self._nearest(event.position())) is not None:
            self._dragged = near
            self.grabbed.emit(near)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._dragged is None:
            over = self._nearest(event.position()) is not None
            self.setCursor(Qt.CursorShape.SizeAllCursor if over else Qt.CursorShape.ArrowCursor)
            return
        box = self._box()
        x = (event.position().x() - box.x()) / max(1, box.width())
        y = (event.position().y() - box.y()) / max(1, box.height())
        self.moved.emit(self._dragged, min(1.0, max(0.0, x)), min(1.0, max(0.0, y)))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        del event
        self._dragged = None
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        if self._state.picture.isNull():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = self._box()
        self._fit(box)
        painter.drawImage(box, self._fitted)
        points = self._points(box)
        self._paint_outline(painter, points)
        self._paint_glass(painter, points, box)

    def _key(self, event: QKeyEvent) -> bool:
        key, count = Qt.Key(event.key()), max(1, len(self._state.corners))
        selected = self._state.selected
        if key in _STEPS:
            step = _FAR if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
            self.nudged.emit(selected, _STEPS[key][0] * step, _STEPS[key][1] * step)
        elif key in {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}:
            self.nudged.emit((selected + (1 if key is Qt.Key.Key_Tab else -1)) % count, 0, 0)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.taken.emit()
        elif key is Qt.Key.Key_Escape:
            self.left.emit()
        elif key is Qt.Key.Key_Home:
            self.reset.emit()
        else:
            return False
        return True

    def _box(self) -> QRect:
        room = self.rect().adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        size = self._state.picture.size().scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
        box = QRect(0, 0, size.width(), size.height())
        box.moveCenter(room.center())
        return box

    def _fit(self, box: QRect) -> None:
        wanted = box.size() * self.devicePixelRatioF()
        if self._fitted.size() != wanted:
            smooth = Qt.TransformationMode.SmoothTransformation
            self._fitted = self._state.picture.scaled(wanted, Qt.AspectRatioMode.IgnoreAspectRatio, smooth)

    def _points(self, box: QRect) -> list[QPointF]:
        return [QPointF(box.x() + x * box.width(), box.y() + y * box.height()) for x, y in self._state.corners]

    def _nearest(self, spot: QPointF) -> int | None:
        points = self._points(self._box())
        if not points:
            return None
        distances = [(point - spot).manhattanLength() for point in points]
        near = min(range(len(points)), key=distances.__getitem__)
        return near if distances[near] <= _REACH else None

    def _paint_outline(self, painter: QPainter, points: list[QPointF]) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for name, width in (("ink", 5.0), (self._tone(), 3.0)):
            painter.setPen(QPen(self._look.colour(name), width))
            painter.drawPolygon(QPolygonF(points))
        for at, point in enumerate(points):
            selected = at == self._state.selected
            painter.setPen(QPen(self._look.colour("ink"), 2))
            painter.setBrush(self._look.colour("on_brand" if selected else self._tone()))
            size = _HANDLE + 3 if selected else _HANDLE
            painter.drawEllipse(point, size, size)

    def _paint_glass(self, painter: QPainter, points: list[QPointF], box: QRect) -> None:
        """Enlarge what is around the selected corner, beside it and towards the middle, so that no edge is hidden."""
        if not points:
            return
        point = points[self._state.selected]
        room = min(_GLASS, 0.42 * box.width())
        glass = QRectF(0, 0, room, room)
        middle = box.center()
        glass.moveLeft(point.x() - room - _AWAY if point.x() > middle.x() else point.x() + _AWAY)
        glass.moveTop(point.y() - room - _AWAY if point.y() > middle.y() else point.y() + _AWAY)
        glass.moveLeft(min(max(2.0, glass.left()), self.width() - room - 2.0))
        glass.moveTop(min(max(2.0, glass.top()), self.height() - room - 2.0))
        picture = self._state.picture
        scale = picture.width() / max(1, box.width())
        side = room / _ENLARGED * scale
        centre = QPointF((point.x() - box.x()) * scale, (point.y() - box.y()) * scale)
        part = QRectF(centre.x() - side / 2, centre.y() - side / 2, side, side)
        painter.fillRect(glass, self._look.colour("ink"))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.save()
        painter.setClipRect(glass)
        painter.drawImage(glass, picture, part)
        focus = glass.center()
        painter.setPen(QPen(self._look.colour(self._tone()), 2))
        for other in (points[self._state.selected - 1], points[(self._state.selected + 1) % len(points)]):
            painter.drawLine(focus, focus + (other - point) * _ENLARGED)
        painter.drawEllipse(focus, 7, 7)
        painter.restore()
        painter.setPen(QPen(self._look.colour("on_brand"), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(glass)

    def _tone(self) -> str:
        return "brand_tint" if self._state.is_possible else "warn_shape"


def _is_ours(event: QKeyEvent) -> bool:
    return Qt.Key(event.key()) in _OURS
