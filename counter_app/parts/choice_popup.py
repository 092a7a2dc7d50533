"""The list under a choice field: a child of the window, so that it is in nobody's way and never modal."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from counter_app.models.choices import ChoicesModel
from counter_app.parts.painting import RIGHT, Pen, write
from counter_app.ports.form import ChoiceOption
from counter_app.theme.look import Look

_ROW = 38
_SHOWN = 8


class OptionDelegate(QStyledItemDelegate):
    """Paints an option and its initials."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(120, _ROW)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        choice: ChoiceOption = index.data(ChoicesModel.OptionRole)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._look.colour("brand_tint"))
            painter.drawRoundedRect(QRectF(option.rect), 6, 6)
        box = option.rect.adjusted(10, 0, -10, 0)
        keys = choice.initials.upper()
        cap = 0 if not keys else min(90, 12 * len(keys))
        write(painter, box.adjusted(0, 0, -cap, 0), choice.label, Pen(self._look.sizes.body, "ink"), self._look)
        pen = Pen(self._look.sizes.small, "ink" if selected else "soft")
        write(painter, box, keys, pen, self._look, align=RIGHT)
        painter.restore()


class ChoicePopup(QListView):
    """Shows options under an editor that keeps the focus.

    Signals:
        chosen: the ChoiceOption.
    """

    chosen = Signal(object)

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("choices_popup")
        self._options = ChoicesModel(self)
        self.setModel(self._options)
        self.setItemDelegate(OptionDelegate(look, self))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(self._clicked)
        self.hide()

    def offer(self, options: tuple[ChoiceOption, ...], under: QWidget, selected: str = "") -> None:
        """Show options under an editor, above it where there is no room; hide when there are none.

        `selected` is the value to begin at, the first one where it is not on offer.
        """
        self._options.set_options(options)
        if not options:
            self.hide()
            return
        self.setGeometry(self._place(under, len(options)))
        at = next((number for number, option in enumerate(options) if option.value == selected), 0)
        self.setCurrentIndex(self._options.index(at))
        self.show()
        self.raise_()

    def move_by(self, step: int) -> None:
        """Select another option."""
        last = self._options.rowCount() - 1
        self.setCurrentIndex(self._options.index(min(last, max(0, self.currentIndex().row() + step))))

    def current(self) -> ChoiceOption | None:
        """Return the selected option while the list is open."""
        if self.isHidden() or not self.currentIndex().isValid():
            return None
        option: ChoiceOption = self.currentIndex().data(ChoicesModel.OptionRole)
        return option

    def _place(self, under: QWidget, count: int) -> QRect:
        ground = self.parentWidget() or under.window()
        corner = under.mapTo(ground, QPoint(0, under.height() + 4))
        height = 14 + _ROW * min(count, _SHOWN)
        if corner.y() + height > ground.height():
            corner.setY(max(0, corner.y() - under.height() - height - 8))
        width = max(under.width(), 300)
        return QRect(min(corner.x(), ground.width() - width), corner.y(), width, height)

    @Slot(QModelIndex)
    def _clicked(self, index: QModelIndex) -> None:
        self.chosen.emit(index.data(ChoicesModel.OptionRole))
