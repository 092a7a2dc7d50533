"""The hits of the search: a panel under the field, in nobody's way."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from counter_app.models.subjects import SubjectsModel
from counter_app.parts.boxes import column
from counter_app.parts.labels import make_label, paint_emblem
from counter_app.parts.painting import Pen, two_lines, write
from counter_app.ports.shell import SearchState, SubjectTile
from counter_app.theme.look import Look

_ROW = 64
_SHOWN = 7
_LINE = 22
_TEXT_LEFT, _TEXT_RIGHT = 68, 12


class SubjectDelegate(QStyledItemDelegate):
    """Paints one hit: emblem, whole name, department."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self.width = 560
        """Pixels that a row has; the panel sets it."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        tile: SubjectTile = index.data(SubjectsModel.TileRole)
        return QSize(200, _ROW + (_LINE if len(self._lines(tile)) > 1 else 0))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        tile: SubjectTile = index.data(SubjectsModel.TileRole)
        box: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._look.colour("brand_tint"))
            painter.drawRoundedRect(QRectF(box), 8, 8)
        paint_emblem(painter, QRectF(box.left() + 10, box.top() + 10, 44, 44), tile.emblem, tile.colour, self._look)
        words = box.adjusted(_TEXT_LEFT, 8, -_TEXT_RIGHT, -8)
        name = Pen(self._look.sizes.body, "soft" if tile.closed else "ink", bold=True)
        for number, text in enumerate(self._lines(tile)):
            place = QRect(words.left(), words.top() + number * _LINE, words.width(), _LINE + 2)
            write(painter, place, text, name, self._look)
        line = tile.closed or " · ".join(part for part in (tile.department, tile.detail) if part)
        below = QRect(words.left(), words.bottom() - 22, words.width(), 22)
        role = "ink" if selected else "warn" if tile.closed else "soft"
        write(painter, below, line, Pen(self._look.sizes.small, role), self._look)
        painter.restore()

    def _lines(self, tile: SubjectTile) -> tuple[str, ...]:
        metrics = QFontMetrics(self._look.font(self._look.sizes.body, bold=True))
        return two_lines(tile.name, metrics, self.width - _TEXT_LEFT - _TEXT_RIGHT)


class SearchPanel(QFrame):
    """Shows hits and passes on which one was taken.

    Signals:
        subjectChosen: a subject's code.
    """

    subjectChosen = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("search_panel")
        self._message = make_label("soft", name="search_message", wrap=True)
        self._model = SubjectsModel(self)
        self._list = QListView()
        self._list.setObjectName("search_hits")
        self._list.setModel(self._model)
        self._delegate = SubjectDelegate(look, self._list)
        self._list.setItemDelegate(self._delegate)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setAccessibleName(self.tr("查到的事项"))
        self._list.clicked.connect(self._clicked)
        inside = column(self, margin=8)
        inside.addWidget(self._message)
        inside.addWidget(self._list)
        self.hide()

    def set_state(self, state: SearchState) -> None:
        """Show hits, or the message where there are none."""
        self._model.set_tiles(state.hits)
        self._message.setText(state.message)
        self._message.setVisible(bool(state.message))
        self._message.setContentsMargins(10, 8, 10, 8)
        self._list.setVisible(bool(state.hits))
        if state.hits:
            self._list.setCurrentIndex(self._model.index(0))

    def wanted_height(self, width: int) -> int:
        """Return the height in pixels that the hits take in a width."""
        self._delegate.width = width - 20
        self._list.doItemsLayout()
        message = 56 if not self._message.isHidden() else 0
        shown = range(min(self._model.rowCount(), _SHOWN))
        return 20 + message + sum(self._list.sizeHintForRow(row) for row in shown)

    def move_by(self, step: int) -> None:
        """Select another hit."""
        last = self._model.rowCount() - 1
        if last >= 0:
            wanted = min(last, max(0, self._list.currentIndex().row() + step))
            self._list.setCurrentIndex(self._model.index(wanted))

    def choose_current(self) -> None:
        """Take the selected hit."""
        if self.isVisible() and self._list.currentIndex().isValid():
            self._clicked(self._list.currentIndex())

    @Slot(QModelIndex)
    def _clicked(self, index: QModelIndex) -> None:
        self.subjectChosen.emit(index.data(SubjectsModel.TileRole).code)
