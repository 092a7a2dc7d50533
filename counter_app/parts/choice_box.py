"""A choice of few, on the dark ground of the stage or on paper; the look's own chevron for the style's arrow."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QComboBox, QSizePolicy, QWidget

from counter_app.theme.look import Look

_FROM_RIGHT, _HALF, _DEPTH = 19.0, 5.0, 5.0


class ChoiceBox(QComboBox):
    """Offers values by their words."""

    def __init__(self, look: Look, name: str, parent: QWidget | None = None, *, on_paper: bool = False) -> None:
        super().__init__(parent)
        self._look = look
        self._ink = "ink" if on_paper else "on_brand"
        self.setObjectName(name)
        self.setProperty("kind", "paper" if on_paper else "stage")
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.setSizePolicy(QSizePolicy.Policy.MinimumExpanding, QSizePolicy.Policy.Fixed)
        if on_paper:
            self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.hide()

    def offer(self, entries: tuple[tuple[str, str], ...], chosen: str) -> None:
        """Show what can be chosen, each its value and words; with nothing to choose the box hides."""
        if tuple((self.itemData(place), self.itemText(place)) for place in range(self.count())) != entries:
            self.clear()
            for value, words in entries:
                self.addItem(words, value)
        self.setCurrentIndex(self.findData(chosen))
        self.setVisible(bool(entries))

    @property
    def value(self) -> str:
        """The value chosen, empty for none."""
        return str(self.currentData() or "")

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        x, y = self.width() - _FROM_RIGHT, self.height() / 2 - _DEPTH / 2
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(self._look.colour(self._ink), 2)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawPolyline(QPolygonF([QPointF(x - _HALF, y), QPointF(x, y + _DEPTH), QPointF(x + _HALF, y)]))
        painter.end()
