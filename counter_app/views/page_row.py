"""The row of a material's pages, small."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QWidget

from counter_app.parts.boxes import row
from counter_app.parts.marks import paint_mark
from counter_app.parts.tab_path import follow
from counter_app.ports.materials import Thumb
from counter_app.theme.look import Look


class ThumbButton(QPushButton):
    """One page, small, with its number and a mark."""

    def __init__(self, look: Look, thumb: Thumb, *, current: bool) -> None:
        super().__init__()
        self.setObjectName(f"page_{thumb.label}")
        self.setAccessibleName(thumb.label)
        self._look = look
        self._thumb = thumb
        self._current = current
        self.setFixedSize(QSize(48, 62))
        room = QSize(44, 58) * self.devicePixelRatioF()
        fit, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        self._small = thumb.image if thumb.image.isNull() else thumb.image.scaled(room, fit, smooth)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        box = QRectF(self.rect()).adjusted(2, 2, -2, -2)
        painter.fillRect(box, self._look.colour("card"))
        size = self._small.size().scaled(box.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
        target = QRectF(0, 0, size.width(), size.height())
        target.moveCenter(box.center())
        painter.drawImage(target, self._small)
        if self._current or self.hasFocus():
            painter.setPen(QPen(self._look.colour("warn_shape" if self.hasFocus() else "on_brand"), 3))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(box)
        paint_mark(painter, QRectF(box.right() - 14, box.bottom() - 14, 12, 12), self._thumb.tone, self._look)


class PageRow(QWidget):
    """The pages of one material.

    Signals:
        pageChosen: a page id.
    """

    pageChosen = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page_row")
        self._look = look
        self._shown: tuple[tuple[Thumb, ...], str] = ((), "")
        self._row = row(self, gap=8)
        self.hide()

    def set_pages(self, thumbs: tuple[Thumb, ...], current: str) -> None:
        """Show pages; a single one needs no row."""
        self.setVisible(len(thumbs) > 1)
        if (thumbs, current) == self._shown:
            return
        self._shown = (thumbs, current)
        while (item := self._row.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        buttons = []
        for thumb in thumbs:
            button = ThumbButton(self._look, thumb, current=thumb.page_id == current)
            button.clicked.connect(lambda _=False, page=thumb.page_id: self.pageChosen.emit(page))
            self._row.addWidget(button)
            buttons.append(button)
        follow(self, buttons)
        self._row.addStretch(1)
