"""A sealed case: what was done, where it is on its way, its items, its slips."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QAbstractItemView, QFrame, QGridLayout, QHeaderView, QTableView, QWidget

from counter_app.keys import Act, cap
from counter_app.models.items import ItemsModel
from counter_app.parts.boxes import column, row
from counter_app.parts.buttons import ButtonKind, KeyButton
from counter_app.parts.labels import Emblem, make_frame, make_label, set_role
from counter_app.parts.marks import StateMark
from counter_app.ports.done import DoneState
from counter_app.ports.tone import Tone
from counter_app.theme.look import Look
from counter_app.theme.metrics import ROOMY, Metrics
from counter_app.views.occasion import OccasionView
from counter_app.views.print_row import PrintRow

_PRINT_KEYS = {"receipt": Act.PRINT_INTAKE, "acceptance": Act.PRINT_ACCEPTANCE}
_ROLES = {Tone.GOOD: "good", Tone.WARN: "warn", Tone.BAD: "bad", Tone.ACTIVE: "source"}


class DoneView(QWidget):
    """The page of a sealed case.

    Signals:
        printAsked: the document.
        settleAsked: the document, and whether it came out whole.
        acceptAsked: accept a case that was only collected.
    """

    printAsked = Signal(str)
    settleAsked = Signal(str, bool)
    acceptAsked = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("done")
        self._is_roomy, self._panel_open = True, False
        self._look = look
        self._emblem = Emblem(look, 88)
        self._headline = make_label("page", name="done_headline")
        self._line = make_label("soft", name="done_line", wrap=True)
        self._number = make_label("number", name="done_number")
        self._number.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._mark = StateMark(look)
        self._delivery = make_label("strong", name="done_delivery")
        self._detail = make_label("small", name="done_delivery_detail", wrap=True)
        self._accept = KeyButton(look, "done_accept", ButtonKind.PRIMARY, cap(Act.ACCEPT))
        headers = (self.tr("序"), self.tr("事项"), self.tr("承办部门"), self.tr("状态"), self.tr("办结期限"))
        self._items = ItemsModel(headers, self)
        self._table = _table(self._items)
        self._table.setAccessibleName(self.tr("事项"))
        self._materials = QGridLayout()
        self._materials.setHorizontalSpacing(12)
        self._materials.setVerticalSpacing(8)
        self._materials_sum = make_label("soft", name="done_materials_sum")
        self._shown_materials: tuple[tuple[str, str], ...] = ()
        self._prints: dict[str, PrintRow] = {}
        self._print_column = column(gap=10)
        self.occasions = OccasionView(look, self._accept)
        self._lay_out()
        self.occasions.panelShown.connect(self._make_room)
        self._accept.clicked.connect(self.acceptAsked)

    def apply_metrics(self, metrics: Metrics) -> None:
        """Take other sizes."""
        roomy = metrics is ROOMY
        self._outer.setSpacing(metrics.gap)
        self._emblem.set_side(88 if roomy else 64)
        for layout in self._cards:
            layout.setContentsMargins(metrics.pad, metrics.pad - 4, metrics.pad, metrics.pad - 4)
        self._accept.setFixedHeight(38)
        self._table.setColumnHidden(2, not roomy)
        self._is_roomy = roomy
        self._make_room(self._panel_open)

    def set_state(self, state: DoneState) -> None:
        """Show a state."""
        self._emblem.set_emblem(state.emblem, state.colour)
        self._headline.setText(state.headline)
        self._line.setText(state.line)
        self._number.setText(state.number)
        self._mark.set_tone(state.delivery_tone)
        self._delivery.setText(state.delivery)
        self._detail.setText(state.delivery_detail)
        self._detail.setVisible(bool(state.delivery_detail))
        set_role(self._detail, _ROLES.get(state.delivery_tone, "small"))
        self._items.set_lines(state.items)
        self._fit_table()
        self._materials_sum.setText(state.materials_sum)
        self._show_materials(state.materials)
        self._accept.setVisible(state.can_accept)
        self._accept.setEnabled(not state.busy)
        self._accept.set_words(self.tr("受理这一件"))
        self._show_prints(state)

    @Slot(bool)
    def _make_room(self, panel_open: bool) -> None:
        """Give the panel of an act the place of what lies below it."""
        self._panel_open = panel_open
        for card in self._below:
            card.setVisible(not panel_open)
        self._papers.setVisible(self._is_roomy and not panel_open)
        self._head.setVisible(self._is_roomy or not panel_open)
        self._outer.setStretchFactor(self.occasions, 1 if panel_open else 0)

    def _fit_table(self) -> None:
        self._table.resizeRowsToContents()
        rows = sum(self._table.rowHeight(row) for row in range(self._items.rowCount()))
        self._table.setMaximumHeight(self._table.horizontalHeader().sizeHint().height() + rows + 4)

    def _show_materials(self, materials: tuple[tuple[str, str], ...]) -> None:
        if materials == self._shown_materials:
            return
        self._shown_materials = materials
        while (item := self._materials.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for number, (name, how) in enumerate(materials):
            side = 3 * (number % 2)
            self._materials.addWidget(make_label("", name), number // 2, side)
            self._materials.addWidget(make_label("soft", how), number // 2, side + 1)
        self._materials.setColumnMinimumWidth(2, 24)
        self._materials.setColumnStretch(0, 1)
        self._materials.setColumnStretch(3, 1)

    def _show_prints(self, state: DoneState) -> None:
        documents = {line.document for line in state.prints}
        for document in [document for document in self._prints if document not in documents]:
            old = self._prints.pop(document)
            self._print_column.removeWidget(old)
            old.deleteLater()
        for line in state.prints:
            shown = self._prints.get(line.document)
            if shown is None:
                key = cap(_PRINT_KEYS[line.document]) if line.document in _PRINT_KEYS else ""
                shown = PrintRow(self._look, line.document, key)
                shown.printAsked.connect(self.printAsked)
                shown.settleAsked.connect(self.settleAsked)
                self._prints[line.document] = shown
                self._print_column.addWidget(shown)
            shown.show_line(line)

    def _lay_out(self) -> None:
        self._outer = column(self, gap=16)
        head, items, slips = make_frame("card"), make_frame("card"), make_frame("card")
        self._papers = make_frame("card", "done_papers")
        papers = column(self._papers, gap=12)
        self._cards = (row(head, gap=24), column(items, gap=8), column(slips, gap=10), papers)
        self._fill_head()
        self._cards[1].addWidget(make_label("title", self.tr("事项")))
        self._cards[1].addWidget(self._table, 1)
        self._cards[1].addStretch(0)
        self._cards[2].addWidget(make_label("title", self.tr("小票")))
        self._cards[2].addLayout(self._print_column)
        title = row(gap=14)
        title.addWidget(make_label("title", self.tr("收到的材料")))
        title.addWidget(self._materials_sum, 1)
        papers.addLayout(title)
        papers.addLayout(self._materials)
        self._below, self._head = (slips, items), head
        for card in (head, self.occasions, slips, items, self._papers):
            self._outer.addWidget(card)
        self._outer.addStretch(1)

    def _fill_head(self) -> None:
        inside = self._cards[0]
        inside.addWidget(self._emblem, 0, Qt.AlignmentFlag.AlignTop)
        words = column(gap=4)
        words.addWidget(self._headline)
        words.addWidget(self._line)
        words.addSpacing(6)
        words.addWidget(make_label("small", self.tr("办件编号")))
        words.addWidget(self._number)
        words.addSpacing(6)
        delivery = row(gap=8)
        delivery.addWidget(self._mark)
        delivery.addWidget(self._delivery)
        delivery.addStretch(1)
        words.addLayout(delivery)
        words.addWidget(self._detail)
        inside.addLayout(words, 1)


def _table(model: ItemsModel) -> QTableView:
    table = QTableView()
    table.setObjectName("done_items")
    table.setModel(model)
    table.setShowGrid(False)
    table.setWordWrap(True)
    table.setFrameShape(QFrame.Shape.NoFrame)
    table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.verticalHeader().hide()
    header = table.horizontalHeader()
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    header.setHighlightSections(False)
    header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
    table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    table.verticalHeader().setMinimumSectionSize(40)
    return table
