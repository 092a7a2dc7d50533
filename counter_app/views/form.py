"""The one form of a case: known answers folded, open ones in columns, a note on the field in focus."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from counter_app.keys import Act, cap
from counter_app.parts.boxes import column, row
from counter_app.parts.buttons import ButtonKind, KeyButton
from counter_app.parts.elided import ElidedLabel
from counter_app.parts.labels import make_label
from counter_app.parts.tab_path import follow
from counter_app.ports.form import CellState, NoteState, SectionShape
from counter_app.theme.look import Look
from counter_app.theme.metrics import ROOMY, Metrics
from counter_app.views.form_cell import CellView
from counter_app.views.form_note import NoteView
from counter_app.views.form_section import SectionView
from counter_app.work.grid import columns_for


class FormView(QFrame):
    """The form.

    Signals:
        fieldEdited: (field id, value).
        fieldFocused: a field id.
        undoAsked: take back the last change.
        suggestionTaken: (field id, number of the suggestion).
    """

    fieldEdited = Signal(str, str)
    fieldFocused = Signal(str)
    undoAsked = Signal()
    suggestionTaken = Signal(str, int)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("form")
        self.setProperty("role", "card")
        self._look = look
        self._metrics = ROOMY
        self._sections: tuple[SectionView, ...] = ()
        self._cells: dict[str, CellView] = {}
        self._fold: bool | None = None
        self._locked = False
        self._arranged: tuple[object, ...] = ()
        self._title = make_label("title")
        self._summary = ElidedLabel("soft", "form_summary")
        self._subject = ""
        self._known = KeyButton(look, "known_button", ButtonKind.PLAIN, cap(Act.KNOWN))
        self._undo = KeyButton(look, "undo_button", ButtonKind.PLAIN, cap(Act.UNDO))
        self._note = NoteView(look)
        self._note.suggestionTaken.connect(self.suggestionTaken)
        self._area = QScrollArea()
        self._area.setObjectName("form_area")
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.viewport().installEventFilter(self)
        self._body = QWidget()
        self._stack = column(self._body, gap=10)
        self._stack.setContentsMargins(2, 0, 10, 2)
        self._area.setWidget(self._body)
        self._lay_out()
        self._retranslate()

    def apply_metrics(self, metrics: Metrics) -> None:
        """Take other sizes."""
        self._metrics = metrics
        self._outer.setContentsMargins(metrics.pad - 2, 8, metrics.pad - 2, 12)
        self._stack.setSpacing(6)
        self._note.apply_metrics(metrics)
        self._name_it()
        self._arrange()

    def set_shape(self, subject: str, sections: tuple[SectionShape, ...]) -> None:
        """Lay out another form; where the strip has no room for the subject, it is named here."""
        self._subject = subject
        self._name_it()
        for old in self._sections:
            old.let_go()
        self._sections, self._cells = (), {}
        self._fold = None
        self.set_sections(sections)
        self._arrange()

    def set_sections(self, sections: tuple[SectionShape, ...]) -> None:
        """Let the form ask for other fields; what is typed into one that stays is kept. Their answers come next."""
        former = {section.title: section for section in self._sections}
        self._sections = tuple(
            former.pop(shape.title) if shape.title in former else SectionView(shape.title, self._look)
            for shape in sections
        )
        leaving = tuple(former.values())
        while self._stack.count():
            self._stack.takeAt(0)
        for number, (section, shape) in enumerate(zip(self._sections, sections, strict=True)):
            section.come_home(leaving)
            section.set_cells(shape.cells, first=number == 0)
            self._stack.addWidget(section)
        self._stack.addStretch(1)
        for old in leaving:
            old.let_go()
        self._take_cells()
        self._arranged = ()

    def set_summary(self, text: str) -> None:
        """Show the counts beside the title."""
        self._summary.set_text(text)

    def set_cells(self, cells: tuple[CellState, ...]) -> None:
        """Show answers; a field that is being typed into keeps its text."""
        for state in cells:
            if (cell := self._cells.get(state.field_id)) is not None:
                cell.show_state(state)
        self._arrange()

    @Slot(bool)
    def set_locked(self, locked: bool) -> None:
        """Take no typing, as while the case is being sealed."""
        self._locked = locked
        for cell in self._cells.values():
            cell.set_locked(locked=locked)

    def set_note(self, note: NoteState) -> None:
        """Show the plain-language note of the field in focus."""
        self._note.set_note(note)

    def set_can_undo(self, possible: bool) -> None:
        """Say whether there is a change to take back."""
        self._undo.setEnabled(possible)

    def focus_field(self, field_id: str) -> None:
        """Put the cursor into a field and bring it into sight."""
        cell = self._cells.get(field_id)
        if cell is None:
            return
        if cell.isHidden():
            self._fold = False
            self._arrange()
        self._body.adjustSize()
        cell.editor.setFocus(Qt.FocusReason.ShortcutFocusReason)
        cell.editor.selectAll()
        self._area.ensureWidgetVisible(cell, 0, 40)

    def commit(self) -> None:
        """Send what is typed and not yet sent."""
        for cell in self._cells.values():
            cell.editor.commit()

    def clear_typing(self, field_id: str) -> None:
        """Forget what is typed into a field and not yet sent."""
        if (cell := self._cells.get(field_id)) is not None:
            cell.editor.clear_typing()

    @Slot()
    def toggle_known(self) -> None:
        """Fold or unfold what the cards told."""
        self._fold = not self._folded()
        self._arrange()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._area.viewport() and event.type() is QEvent.Type.Resize:
            self._arrange()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _take_cells(self) -> None:
        former = self._cells
        self._cells = {cell.shape_of.field_id: cell for section in self._sections for cell in section.cells}
        for field_id, cell in self._cells.items():
            cell.set_locked(locked=self._locked)
            if former.get(field_id) is not cell:
                cell.editor.edited.connect(lambda value, field=field_id: self.fieldEdited.emit(field, value))
                cell.editor.focused.connect(lambda field=field_id: self._focused(field))
        follow(self._area, [cell.editor for cell in self._cells.values()])

    def _name_it(self) -> None:
        alone = self._metrics is ROOMY or not self._subject
        self._title.setText(self.tr("一张表") if alone else self._subject)

    def _focused(self, field_id: str) -> None:
        self._area.ensureWidgetVisible(self._cells[field_id], 0, 24)
        self.fieldFocused.emit(field_id)

    def _columns(self) -> int:
        # The bar's width is left free, so that its coming and going does not move the columns.
        return columns_for(max(200, self.width() - 2 * self._metrics.pad - 24))

    def _folded(self) -> bool:
        if self._fold is not None:
            return self._fold
        return self._height_of(folded=False) > self._area.viewport().height()

    def _height_of(self, *, folded: bool) -> int:
        columns = self._columns()
        bands = self._bands(columns, folded=folded)
        heights = (section.height_for(columns, self._metrics, folded=folded) for section, _ in bands)
        return sum(heights) + self._stack.spacing() * max(0, len(bands) - 1)

    def _bands(self, columns: int, *, folded: bool) -> list[tuple[SectionView, SectionView | None]]:
        """Return the sections with the short one that fits behind each in its row, heading and all."""
        bands: list[tuple[SectionView, SectionView | None]] = []
        for section in self._sections:
            taken = section.columns_taken(folded=folded)
            if bands and bands[-1][1] is None and not section.has_facts and not bands[-1][0].has_facts:
                before = bands[-1][0].columns_taken(folded=folded)
                if before + (1 if len(section.cells) == 1 else 1 + taken) <= columns:
                    bands[-1] = (bands[-1][0], section)
                    continue
            bands.append((section, None))
        return bands

    def _arrange(self) -> None:
        states = tuple(cell.state for cell in self._cells.values())
        told = tuple((state.value, state.known, state.awaited) for state in states if state.known or state.awaited)
        folded = self._folded() and any(state.known for state in states)
        key = (self._columns(), folded, self._metrics, told, len(self._cells))
        if key == self._arranged:
            return
        self._arranged = key
        for section, guest in self._bands(self._columns(), folded=folded):
            section.arrange(self._columns(), self._metrics, folded=folded, guest=guest)
            section.set_facts(*self._facts_of(section))
        self._known.setVisible(any(state.known for state in states))
        self._known.set_words(self.tr("展开已知项") if folded else self.tr("收起已知项"))

    def _facts_of(self, section: SectionView) -> tuple[str, str]:
        awaited = [cell.shape_of.label for cell in section.cells if cell.state.awaited]
        if awaited:
            return self.tr("刷身份证后自动填：{labels}").format(labels="、".join(awaited)), ""
        known = [cell for cell in section.cells if cell.state.known]
        facts = " · ".join(cell.editor.text() for cell in known if cell.editor.text())
        return facts, known[0].state.tag if known else ""

    def _lay_out(self) -> None:
        self._outer = column(self, margin=16, gap=6)
        head = row(gap=14)
        head.addWidget(self._title)
        head.addWidget(self._summary, 1)
        for button in (self._known, self._undo):
            button.setFixedHeight(34)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            head.addWidget(button)
        self._outer.addLayout(head)
        self._outer.addWidget(self._area, 1)
        self._outer.addWidget(self._note)
        self._known.clicked.connect(self.toggle_known)
        self._undo.clicked.connect(self.undoAsked)

    def _retranslate(self) -> None:
        self._name_it()
        self._undo.set_words(self.tr("撤销"), self.tr("撤回上一处修改"))
        self._undo.setEnabled(False)
