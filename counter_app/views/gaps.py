"""All that is missing, told at once, and the acts that end an intake."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from counter_app.keys import Act, cap
from counter_app.models.gaps import GapsModel
from counter_app.parts.boxes import column, row
from counter_app.parts.buttons import ButtonKind, KeyButton
from counter_app.parts.labels import make_label, set_role
from counter_app.parts.painting import RIGHT, Pen, paint_row_ground, write
from counter_app.ports.gaps import GapRow, GapsState
from counter_app.ports.tone import Tone
from counter_app.theme.look import Look
from counter_app.theme.metrics import Metrics

_TITLES = {Tone.BAD: "bad_title", Tone.GOOD: "good_title", Tone.NEUTRAL: "title"}
_ROW = 34


class GapDelegate(QStyledItemDelegate):
    """Paints a gap: its number, the thing, what is wrong."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(200, _ROW)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        gap: GapRow = index.data(GapsModel.RowRole)
        sizes = self._look.sizes
        painter.save()
        paint_row_ground(painter, option, self._look)
        box: QRect = option.rect.adjusted(8, 0, -8, 0)
        number = QRect(box.left(), box.top(), 26, box.height())
        write(painter, number, str(index.row() + 1), Pen(sizes.body, "bad", bold=True), self._look)
        painter.setFont(self._look.font(sizes.small))
        detail = min(painter.fontMetrics().horizontalAdvance(gap.detail) + 8, box.width() // 2)
        words = box.adjusted(28, 0, -detail - 8, 0)
        write(painter, words, gap.text, Pen(sizes.body, "ink"), self._look)
        right = QRect(box.right() - detail, box.top(), detail, box.height())
        write(painter, right, gap.detail, Pen(sizes.small, "soft"), self._look, align=RIGHT)
        painter.restore()


class GapsView(QFrame):
    """The list and the acts.

    Signals:
        gapChosen: (kind, where).
        acceptAsked, collectAsked, discardAsked, discardConfirmed, discardLeft, handOverAsked: what was asked for.
    """

    gapChosen = Signal(str, str)
    acceptAsked = Signal()
    collectAsked = Signal()
    discardAsked = Signal()
    discardConfirmed = Signal()
    discardLeft = Signal()
    handOverAsked = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("gaps")
        self.setProperty("role", "card")
        self._title = make_label("title", name="gaps_title")
        self._elapsed = make_label("small", name="gaps_elapsed")
        self._note = make_label("soft", name="gaps_note", wrap=True)
        self._roomy = True
        self._model = GapsModel(self)
        self._list = QListView()
        self._list.setObjectName("gaps_list")
        self._list.setModel(self._model)
        self._list.setItemDelegate(GapDelegate(look, self._list))
        self._list.setMouseTracking(True)
        self._list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._list.setMinimumHeight(_ROW * 2)
        self._list.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        self._list.clicked.connect(self._clicked)
        self._list.activated.connect(self._clicked)
        self._accept = KeyButton(look, "accept_button", ButtonKind.PRIMARY, cap(Act.ACCEPT))
        self._collect = KeyButton(look, "collect_button", ButtonKind.NORMAL, cap(Act.COLLECT))
        self._discard = KeyButton(look, "discard_button", ButtonKind.NORMAL, cap(Act.DISCARD))
        self._hand_over = KeyButton(look, "send_on_button", ButtonKind.LINK, cap(Act.SEND_ON))
        self._sure = KeyButton(look, "discard_sure", ButtonKind.WARM)
        self._keep = KeyButton(look, "discard_keep", ButtonKind.NORMAL, "Esc")
        self._question = make_label("warn", name="discard_question", wrap=True)
        self._lay_out()
        self._retranslate()
        self._connect()
        self.set_state(GapsState())

    def apply_metrics(self, metrics: Metrics) -> None:
        """Take other sizes."""
        roomy = self._roomy = metrics.control > 46
        self._hand_over.setVisible(roomy)
        self._note.setVisible(bool(self._note.text()) and (roomy or self._model.rowCount() == 0))
        self._outer.setContentsMargins(metrics.pad, 12 if roomy else 8, metrics.pad, metrics.pad - 4)
        self._accept.setFixedHeight(metrics.control + 4)
        for button in (self._collect, self._discard, self._sure, self._keep):
            button.setFixedHeight(metrics.control - 4)

    def set_state(self, state: GapsState) -> None:
        """Show a state."""
        self._title.setText(state.title)
        set_role(self._title, _TITLES.get(state.tone, "title"))
        self._model.set_rows(state.rows)
        self._list.setVisible(bool(state.rows))
        self._spring.setVisible(not state.rows)
        self._note.setText(state.note)
        self._note.setVisible(bool(state.note) and (self._roomy or not state.rows))
        self._accept.set_words(state.accept_words)
        self._accept.setEnabled(state.can_accept and not state.busy)
        self._collect.setEnabled(state.can_collect and not state.busy)
        self._discard.setEnabled(not state.busy)
        self._acts.setVisible(not state.discarding)
        self._asking.setVisible(state.discarding)
        self.set_elapsed(state.elapsed)
        self._hold_note()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._hold_note()

    def _hold_note(self) -> None:
        """Keep the room of every line of the note, also where a banner above takes some."""
        margins = self._outer.contentsMargins()
        room = self.width() - margins.left() - margins.right()
        self._note.setMinimumHeight(max(0, self._note.heightForWidth(room)))

    def set_elapsed(self, text: str) -> None:
        """Show the time that the case took so far."""
        self._elapsed.setText(text)

    def focus_next(self) -> None:
        """Lead to the gap after the selected one."""
        rows = self._model.rowCount()
        if rows:
            wanted = (self._list.currentIndex().row() + 1) % rows
            self._list.setCurrentIndex(self._model.index(wanted))
            self._clicked(self._list.currentIndex())

    @Slot(QModelIndex)
    def _clicked(self, index: QModelIndex) -> None:
        gap: GapRow = index.data(GapsModel.RowRole)
        self.gapChosen.emit(gap.kind, gap.where)

    def _lay_out(self) -> None:
        self._outer = column(self, margin=16, gap=8)
        head = row(gap=12)
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(self._hand_over)
        head.addWidget(self._elapsed)
        self._outer.addLayout(head)
        self._outer.addWidget(self._list, 1)
        self._outer.addWidget(self._note)
        self._spring = QWidget()
        self._outer.addWidget(self._spring, 1)
        self._outer.addWidget(self._accept)
        self._acts = QWidget()
        acts = row(self._acts, gap=10)
        acts.addWidget(self._collect, 1)
        acts.addWidget(self._discard, 1)
        self._outer.addWidget(self._acts)
        self._asking = QWidget()
        asking = column(self._asking, gap=6)
        asking.addWidget(self._question)
        answers = row(gap=10)
        answers.addWidget(self._sure, 1)
        answers.addWidget(self._keep, 1)
        asking.addLayout(answers)
        self._outer.addWidget(self._asking)

    def _connect(self) -> None:
        self._accept.clicked.connect(self.acceptAsked)
        self._collect.clicked.connect(self.collectAsked)
        self._discard.clicked.connect(self.discardAsked)
        self._hand_over.clicked.connect(self.handOverAsked)
        self._sure.clicked.connect(self.discardConfirmed)
        self._keep.clicked.connect(self.discardLeft)

    def _retranslate(self) -> None:
        self._list.setAccessibleName(self.tr("还差什么"))
        self._collect.set_words(self.tr("只收件"), self.tr("收下材料，由部门决定是否受理"))
        self._discard.set_words(self.tr("放弃"), self.tr("不办了，清除这一件"))
        self._hand_over.set_words(self.tr("交给别处"), self.tr("出码，由另一窗口或自助机接着办"))
        self._sure.set_words(self.tr("不办了，清除"))
        self._keep.set_words(self.tr("接着办"))
        self._question.setText(self.tr("清除后，填的内容和扫的页都找不回来。"))
        self._elapsed.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
