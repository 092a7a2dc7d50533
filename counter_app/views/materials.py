"""The checklist: each material, how it stands, how far it can be relied on, and the key that scans it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from counter_app.keys import Act, cap
from counter_app.models.materials import MaterialsModel
from counter_app.parts.boxes import column, row
from counter_app.parts.buttons import ButtonKind, KeyButton
from counter_app.parts.labels import make_label
from counter_app.parts.marks import KEYCAP_HEIGHT, TEXT_COLOURS, keycap_width, paint_keycap, paint_mark
from counter_app.parts.painting import RIGHT, Pen, paint_row_ground, write
from counter_app.ports.materials import MaterialRow
from counter_app.ports.tone import Tone
from counter_app.theme.look import Look
from counter_app.theme.metrics import ROOMY, Metrics
from counter_app.views.demand import DemandView
from counter_app.views.stand_in import StandInView

_TWO_COLUMNS_FROM = 680
_ROWS_IN_ONE_COLUMN = 4
_TRUST_WIDTH = 52
_ROOMY_FROM = 400


class MaterialDelegate(QStyledItemDelegate):
    """Paints a line: mark, name, state, trust, keycap."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self.cell = QSize(200, 36)
        """Width and height of a line; the view sets it."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return self.cell

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row: MaterialRow = index.data(MaterialsModel.RowRole)
        painter.save()
        paint_row_ground(painter, option, self._look, ground="paper")
        box: QRect = option.rect.adjusted(12, 2, -10, -2)
        paint_mark(painter, QRectF(box.left(), box.center().y() - 5.5, 12, 12), row.tone, self._look)
        right = self._paint_key(painter, box, row)
        roomy = box.width() >= _ROOMY_FROM
        right = self._paint_trust(painter, box, right, row) if roomy else right
        self._paint_words(
            painter, QRect(box.left() + 24, box.top(), right - box.left() - 24, box.height()), row, roomy=roomy
        )
        painter.restore()

    def _paint_key(self, painter: QPainter, box: QRect, row: MaterialRow) -> int:
        if not row.key:
            return box.right()
        width = keycap_width(row.key, self._look)
        top = box.center().y() - KEYCAP_HEIGHT / 2 + 1
        paint_keycap(painter, QRectF(box.right() - width, top, width, KEYCAP_HEIGHT), row.key, self._look)
        return box.right() - width - 10

    def _paint_trust(self, painter: QPainter, box: QRect, right: int, row: MaterialRow) -> int:
        words = QRect(right - _TRUST_WIDTH, box.top(), _TRUST_WIDTH, box.height())
        write(painter, words, row.trust, Pen(self._look.sizes.small, "soft"), self._look, align=RIGHT)
        return words.left() - 8

    def _paint_words(self, painter: QPainter, box: QRect, row: MaterialRow, *, roomy: bool) -> None:
        sizes = self._look.sizes
        painter.setFont(self._look.font(sizes.body))
        wanted = painter.fontMetrics().horizontalAdvance(row.name) + 14
        name = min(wanted, box.width() - 60)
        write(painter, QRect(box.left(), box.top(), name, box.height()), row.name, Pen(sizes.body, "ink"), self._look)
        state = QRect(box.left() + name, box.top(), box.width() - name, box.height())
        role = "soft" if row.tone is Tone.GOOD else TEXT_COLOURS[row.tone]
        write(painter, state, row.status if roomy else row.brief, Pen(sizes.small, role), self._look, align=RIGHT)


class MaterialsView(QFrame):
    """The checklist.

    Signals:
        materialSelected: a material's code.
        scanAsked: the code of the material to scan.
        papersAsked: show or put away what can be given on paper.
        demanded: the name of a further paper that the clerk wants.
    """

    materialSelected = Signal(str)
    scanAsked = Signal(str)
    papersAsked = Signal()
    demanded = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("materials")
        self.setProperty("role", "card")
        self._metrics = ROOMY
        self._acts = 0
        self._title = make_label("title")
        self._summary = make_label("soft", name="materials_summary")
        self._papers = KeyButton(look, "papers_button", ButtonKind.LINK, cap(Act.PAPERS))
        self._papers.clicked.connect(self.papersAsked)
        self._model = MaterialsModel(self)
        self._list = QListView()
        self._list.setObjectName("materials_list")
        self._list.setModel(self._model)
        self._delegate = MaterialDelegate(look, self._list)
        self._list.setItemDelegate(self._delegate)
        self._list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._list.setFlow(QListView.Flow.LeftToRight)
        self._list.setWrapping(True)
        self._list.setResizeMode(QListView.ResizeMode.Adjust)
        self._list.setMouseTracking(True)
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._list.clicked.connect(self._clicked)
        self._list.doubleClicked.connect(self._double_clicked)
        self._list.viewport().installEventFilter(self)
        self._list.installEventFilter(self)
        self._outer = column(self, margin=16, gap=8)
        head = row(gap=14)
        head.addWidget(self._title)
        head.addWidget(self._summary)
        head.addStretch(1)
        self.stand_in = StandInView(look)
        self.stand_in.actsChanged.connect(self._make_room)
        head.addWidget(self.stand_in.acts)
        self.demand = DemandView(look)
        self.demand.demanded.connect(self.demanded)
        head.addWidget(self.demand.opener)
        head.addWidget(self._papers)
        self._outer.addLayout(head)
        self._outer.addWidget(self._list)
        self._outer.addWidget(self.stand_in)
        self._outer.addWidget(self.demand)
        self._title.setText(self.tr("材料"))
        self._papers.set_words(
            self.tr("告知单、空表、样表"), self.tr("把还差的一次打给申请人；空表、样表和业务手册也在这里")
        )
        self._list.setAccessibleName(self.tr("材料清单"))

    def apply_metrics(self, metrics: Metrics) -> None:
        """Take other sizes."""
        self._metrics = metrics
        self._make_room(self._acts)
        self._outer.setContentsMargins(metrics.pad - 4, 12, metrics.pad - 4, 10)
        self._fit()

    @Slot(int)
    def _make_room(self, acts: int) -> None:
        """Put the counts away where acts need their room, and the wish for a further paper where two do."""
        self._acts = acts
        self._summary.setVisible(acts < 1 or self._metrics is ROOMY)
        self.demand.opener.setVisible(acts < 2 or self._metrics is ROOMY)

    def set_summary(self, text: str) -> None:
        """Show the counts beside the title."""
        self._summary.setText(text)

    def set_rows(self, rows: tuple[MaterialRow, ...], selected: str) -> None:
        """Show the lines."""
        self._model.set_rows(rows)
        at = self._model.row_of(selected)
        if at >= 0 and self._list.currentIndex().row() != at:
            self._list.setCurrentIndex(self._model.index(at, 0))
        self._fit()

    def close_demand(self) -> None:
        """Put away the line for a further paper, and forget what was typed there."""
        self.demand.put_away()

    def scan_number(self, number: int) -> None:
        """Ask to scan the material of a row, counted from 0."""
        if code := self._model.code_at(number):
            self.scanAsked.emit(code)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._list.viewport() and event.type() is QEvent.Type.Resize:
            self._fit()
        if watched is self._list and isinstance(event, QKeyEvent) and _is_enter(event):
            self._double_clicked(self._list.currentIndex())
            return True
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        rows = self._model.rowCount()
        width = self._list.viewport().width()
        columns = 2 if rows > _ROWS_IN_ONE_COLUMN and width >= _TWO_COLUMNS_FROM else 1
        height = self._metrics.row
        self._delegate.cell = QSize(width // columns - 6, height - 4)
        self._list.setGridSize(QSize(width // columns - 1, height))
        self._list.setFixedHeight(-(-rows // columns) * height + 2)

    @Slot(QModelIndex)
    def _clicked(self, index: QModelIndex) -> None:
        self.materialSelected.emit(self._model.code_at(index.row()))

    @Slot(QModelIndex)
    def _double_clicked(self, index: QModelIndex) -> None:
        if index.isValid():
            self.scanAsked.emit(self._model.code_at(index.row()))


def _is_enter(event: QKeyEvent) -> bool:
    return event.type() is QEvent.Type.KeyPress and Qt.Key(event.key()) in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
