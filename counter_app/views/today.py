"""The left column: a new case, what is not finished, today's cases with their way to the platform."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QFocusEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from counter_app.keys import Act, cap
from counter_app.models.today import TodayModel
from counter_app.parts.boxes import column
from counter_app.parts.buttons import ButtonKind, KeyButton
from counter_app.parts.labels import make_label
from counter_app.parts.marks import paint_mark
from counter_app.parts.painting import Pen, paint_row_ground, write
from counter_app.ports.today import DraftRow, TodayRow, TodayState
from counter_app.ports.tone import Tone
from counter_app.theme.look import Look
from counter_app.theme.metrics import Metrics

_CASE_ROW = 78
_DRAFT_ROW = 56
_DRAFTS_SHOWN = 3
_ON_QUIET = {Tone.ACTIVE: "brand", Tone.BAD: "bad"}
"""Colours that are dark enough on the column's ground; the mark tells the others apart."""


class CaseDelegate(QStyledItemDelegate):
    """Paints a case: time and matter, person, then its state with a mark."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        row = index.data(TodayModel.RowRole)
        return QSize(160, _DRAFT_ROW if isinstance(row, DraftRow) else _CASE_ROW)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row = index.data(TodayModel.RowRole)
        painter.save()
        paint_row_ground(painter, option, self._look)
        box: QRect = option.rect.adjusted(12, 8, -12, -8)
        sizes = self._look.sizes
        left, width = box.left() + 56, box.width() - 56
        write(painter, QRect(box.left(), box.top(), 54, 22), row.time, Pen(sizes.body, "ink", bold=True), self._look)
        write(painter, QRect(left, box.top(), width, 22), row.subject, Pen(sizes.body, "ink"), self._look)
        if isinstance(row, DraftRow):
            write(painter, QRect(left, box.top() + 22, width, 20), row.person, Pen(sizes.small, "ink"), self._look)
        else:
            self._paint_state(painter, QRect(left, box.top() + 22, width, 40), row)
        painter.restore()

    def _paint_state(self, painter: QPainter, box: QRect, row: TodayRow) -> None:
        small = self._look.sizes.small
        line = f"{row.person} · {row.state}"
        write(painter, QRect(box.left(), box.top(), box.width(), 20), line, Pen(small, "ink"), self._look)
        paint_mark(painter, QRectF(box.left(), box.top() + 25, 10, 10), row.tone, self._look)
        words = QRect(box.left() + 16, box.top() + 20, box.width() - 16, 20)
        write(painter, words, row.delivery, Pen(small, _ON_QUIET.get(row.tone, "ink")), self._look)


class CaseList(QListView):
    """Cases, of which the open one is selected, whatever row the keys are on; that row is seen as soon as they come."""

    def __init__(self, name: str, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._rows = TodayModel(self)
        self._opened: UUID | None = None
        self.setObjectName(name)
        self.setModel(self._rows)
        self.setItemDelegate(CaseDelegate(look, self))
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_rows(self, rows: tuple[TodayRow | DraftRow, ...], opened: UUID | None) -> None:
        """Show cases; the keys go to the one that is opened now, else they stay where they are."""
        here = self.currentIndex().data(TodayModel.RowRole)
        keys_on = here.case_id if here is not None and opened == self._opened else opened
        self._opened = opened
        self._rows.set_rows(rows)
        choice = self.selectionModel()
        choice.select(self._index_of(opened), QItemSelectionModel.SelectionFlag.ClearAndSelect)
        choice.setCurrentIndex(self._index_of(keys_on), QItemSelectionModel.SelectionFlag.NoUpdate)

    def selectionCommand(
        self, index: QModelIndex | QPersistentModelIndex, event: QEvent | None = None
    ) -> QItemSelectionModel.SelectionFlag:
        """Let no key and no click select: what they choose is opened, and is selected then."""
        del index, event
        return QItemSelectionModel.SelectionFlag.NoUpdate

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self.setCurrentIndex(self._rows.index(0))

    def _index_of(self, case_id: UUID | None) -> QModelIndex:
        row = self._rows.row_of(case_id)
        return self._rows.index(row) if row >= 0 else QModelIndex()


class TodayView(QFrame):
    """The left column.

    Signals:
        caseChosen: UUID of a sealed case.
        draftChosen: UUID of a draft.
        newCaseAsked: begin another case.
        draftsAsked: go on with a draft from elsewhere.
    """

    caseChosen = Signal(object)
    draftChosen = Signal(object)
    newCaseAsked = Signal()
    draftsAsked = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("today")
        self.setProperty("role", "aside")
        self._new = KeyButton(look, "new_case", ButtonKind.PRIMARY, cap(Act.NEW_CASE))
        self._new.clicked.connect(self.newCaseAsked)
        self._drafts_button = KeyButton(look, "drafts_button", ButtonKind.PLAIN, cap(Act.DRAFTS))
        self._drafts_button.clicked.connect(self.draftsAsked)
        self._drafts_title = make_label("strong", name="drafts_title")
        self._title = make_label("strong", name="today_title")
        self._message = make_label("details", name="today_message", wrap=True)
        self._drafts = CaseList("drafts_list", look, self)
        self._list = CaseList("today_list", look, self)
        self._drafts.clicked.connect(self._draft_clicked)
        self._drafts.activated.connect(self._draft_clicked)
        self._list.clicked.connect(self._case_clicked)
        self._list.activated.connect(self._case_clicked)
        self._lay_out()
        self._retranslate()
        self.set_state(TodayState())

    def apply_metrics(self, metrics: Metrics) -> None:
        """Take other sizes."""
        self.setFixedWidth(metrics.left)
        self._new.setFixedHeight(metrics.control)
        self._drafts_button.setFixedHeight(metrics.control)
        self._inside.setContentsMargins(metrics.gap - 4, metrics.gap, metrics.gap - 4, metrics.gap - 4)

    def set_state(self, state: TodayState) -> None:
        """Show a state."""
        self._drafts.show_rows(state.drafts, next((row.case_id for row in state.drafts if row.current), None))
        self._list.show_rows(state.rows, state.selected)
        shown = min(len(state.drafts), _DRAFTS_SHOWN)
        self._drafts.setFixedHeight(shown * _DRAFT_ROW)
        self._drafts.setVisible(bool(state.drafts))
        self._drafts_title.setVisible(bool(state.drafts))
        self._drafts_title.setText(self.tr("没办完的 {count} 件").format(count=len(state.drafts)))
        self._title.setText(self.tr("今日办件") + (f" {len(state.rows)}" if state.rows else ""))
        self._message.setText(state.message)
        self._message.setVisible(bool(state.message))

    def focus_list(self) -> None:
        """Put the focus into today's cases."""
        self._list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot(QModelIndex)
    def _case_clicked(self, index: QModelIndex) -> None:
        self.caseChosen.emit(index.data(TodayModel.RowRole).case_id)

    @Slot(QModelIndex)
    def _draft_clicked(self, index: QModelIndex) -> None:
        self.draftChosen.emit(index.data(TodayModel.RowRole).case_id)

    def _lay_out(self) -> None:
        self._inside = column(self, margin=12, gap=6)
        self._inside.addWidget(self._new)
        self._inside.addWidget(self._drafts_button)
        self._inside.addSpacing(10)
        for widget in (self._drafts_title, self._drafts):
            self._inside.addWidget(widget)
        self._inside.addSpacing(6)
        self._inside.addWidget(self._title)
        self._inside.addWidget(self._message)
        self._inside.addWidget(self._list, 1)
        for label in (self._drafts_title, self._title, self._message):
            label.setContentsMargins(8, 4, 8, 4)

    def _retranslate(self) -> None:
        self._new.set_words(self.tr("新办件"))
        self._drafts_button.set_words(self.tr("接续草稿"), self.tr("自助机、别的窗口存的，接过来办"))
        self._list.setAccessibleName(self.tr("今日办件"))
        self._drafts.setAccessibleName(self.tr("没办完的办件"))
