"""One page on the stage, whole and in its own proportions, with a pill for what was found on it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from counter_app.ports.materials import FindingLine
from counter_app.ports.tone import Tone
from counter_app.theme.look import Look

_PILL_GROUNDS = {
    Tone.GOOD: ("good", "on_brand"),
    Tone.WARN: ("warn_shape", "ink"),
    Tone.BAD: ("bad", "on_brand"),
}
_DISC = 20.0
_LOW = 320
"""Under this height in pixels the pill lies over the page instead of below it."""


def paint_label(painter: QPainter, corner: QPointF, label: str, look: Look) -> None:
    """Write a finding's number on a disc around the corner of its place."""
    disc = QRectF(0, 0, _DISC, _DISC)
    disc.moveCenter(corner)
    painter.setPen(QPen(look.colour("ink"), 1.5))
    painter.setBrush(look.colour("warn_shape"))
    painter.drawEllipse(disc)
    painter.setFont(look.font(look.sizes.small, bold=True))
    painter.setPen(look.colour("ink"))
    painter.drawText(disc, int(Qt.AlignmentFlag.AlignCenter), label)


def paint_pill(painter: QPainter, room: QRect, words: str, tone: Tone, look: Look, *, height: int) -> None:
    """Write a state on a coloured pill at the foot of a place."""
    ground, ink = _PILL_GROUNDS.get(tone, ("brand", "on_brand"))
    font = look.font(look.sizes.body)
    width = min(room.width(), QFontMetrics(font).horizontalAdvance(words) + 48)
    box = QRectF((room.width() - width) / 2, room.height() - height - 4, width, height)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.colour(ground))
    painter.drawRoundedRect(box, height / 2, height / 2)
    painter.setFont(font)
    painter.setPen(look.colour(ink))
    painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), words)


class PagePicture(QWidget):
    """The picture."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page_picture")
        self._look = look
        self._image: QImage | None = None
        self._fitted = QImage()
        self._hint = ""
        self._pill = ""
        self._tone = Tone.NEUTRAL
        self._places: tuple[tuple[str, QRectF], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(80)

    def show_page(self, image: QImage | None, hint: str) -> None:
        """Show a page, or what to do where there is none."""
        self._image = image if image is not None and not image.isNull() else None
        self._hint = hint
        self._fitted = QImage()
        self.setAccessibleName(hint if self._image is None else self._pill)
        self.update()

    def show_pill(self, text: str, tone: Tone) -> None:
        """Say what was found on the page."""
        if (text, tone) != (self._pill, self._tone):
            self._pill, self._tone = text, tone
            self.update()

    def show_places(self, findings: tuple[FindingLine, ...]) -> None:
        """Outline where findings are, each with its label."""
        outlined = tuple((line.label, QRectF(*line.place)) for line in findings if line.place is not None)
        if outlined != self._places:
            self._places = outlined
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(400, 420)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._image is None:
            self._paint_empty(painter)
        else:
            self._paint_page(painter, self._image)
        if self._pill:
            paint_pill(painter, self.rect(), self._pill, self._tone, self._look, height=self._pill_height())

    def _pill_height(self) -> int:
        return 40 if self.height() > _LOW else 32

    def _paint_page(self, painter: QPainter, image: QImage) -> None:
        # A pill never lies on the page: a stamp or a signature may stand where it would.
        below = self._pill_height() + (14 if self.height() > _LOW else 8) if self._pill else 2
        room = self.rect().adjusted(0, 2, 0, -below)
        ratio = self.devicePixelRatioF()
        wanted = image.size().scaled(room.size() * ratio, Qt.AspectRatioMode.KeepAspectRatio)
        if self._fitted.size() != wanted:
            # QPainter only samples neighbours; small print needs every pixel of the page.
            self._fitted = image.scaled(
                wanted, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
        box = QRect(0, 0, round(wanted.width() / ratio), round(wanted.height() / ratio))
        box.moveCenter(room.center())
        painter.drawImage(box, self._fitted)
        for label, place in self._places:
            self._paint_place(painter, box, place, label)

    def _paint_place(self, painter: QPainter, box: QRect, place: QRectF, label: str) -> None:
        spot = QRectF(
            box.x() + place.x() * box.width(),
            box.y() + place.y() * box.height(),
            max(12.0, place.width() * box.width()),
            max(12.0, place.height() * box.height()),
        )
        spot = spot.intersected(QRectF(box).adjusted(2, 2, -2, -2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        # Dark under bright, so that the outline is seen on white paper and on a dark photo.
        for name, width in (("ink", 5.0), ("warn_shape", 3.0)):
            painter.setPen(QPen(self._look.colour(name), width))
            painter.drawRoundedRect(spot, 4, 4)
        if len(self._places) > 1:
            paint_label(painter, spot.topLeft(), label, self._look)

    def _paint_empty(self, painter: QPainter) -> None:
        side = min(self.width() * 0.34, self.height() * 0.46)
        sheet = QRectF(0, 0, side * 0.72, side)
        sheet.moveCenter(QPointF(self.width() / 2, self.height() / 2 - 24))
        painter.setPen(QPen(self._look.colour("on_brand_soft"), 1.5, Qt.PenStyle.DashLine))
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
