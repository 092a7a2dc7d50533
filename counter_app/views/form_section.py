"""One section of the form: its heading in the gutter, what the card told in a line, fields in columns."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from counter_app.parts.boxes import column, row
from counter_app.parts.editors import FieldEditor, make_editor
from counter_app.parts.elided import ElidedLabel
from counter_app.parts.labels import make_frame, make_label, set_role, set_state
from counter_app.ports.form import CellShape, CellState, SectionShape
from counter_app.ports.tone import Tone
from counter_app.theme.look import Look
from counter_app.theme.metrics import Metrics
from counter_app.work.grid import GAP, GUTTER, place, rows_of

_TAG_ROLES = {Tone.GOOD: "good", Tone.WARN: "warn", Tone.BAD: "bad", Tone.ACTIVE: "source"}
_LABEL_HEIGHT = 20


class CellView(QWidget):
    """A field: its label, where its value is from or what is wrong with it, and its editor."""

    def __init__(self, shape: CellShape, look: Look) -> None:
        super().__init__()
        self.shape_of = shape
        self.editor: FieldEditor = make_editor(shape, look)
        self._label = make_label("field", shape.label)
        self._tag = make_label("small", name=f"tag_{shape.field_id}")
        self._state = CellState(shape.field_id)
        inside = column(self, gap=2)
        head = row(gap=6)
        head.addWidget(self._label)
        head.addStretch(1)
        head.addWidget(self._tag)
        for label in (self._label, self._tag):
            label.setFixedHeight(_LABEL_HEIGHT)
        inside.addLayout(head)
        inside.addWidget(self.editor)

    @property
    def state(self) -> CellState:
        """What it shows."""
        return self._state

    def show_state(self, state: CellState) -> None:
        """Show an answer."""
        self._state = state
        self.editor.show_value(state.value)
        self.editor.setReadOnly(state.known)
        self.editor.setFocusPolicy(Qt.FocusPolicy.ClickFocus if state.known else Qt.FocusPolicy.StrongFocus)
        self._tag.setText(state.tag)
        set_role(self._tag, _TAG_ROLES.get(state.tone, "small"))
        set_state(self.editor, "known" if state.known else "missing" if state.faulty else "")
        self.editor.setAccessibleDescription(state.tag)


class SectionView(QWidget):
    """A section. Cells are made once; only their places change."""

    def __init__(self, shape: SectionShape, look: Look, *, first: bool) -> None:
        super().__init__()
        self._line = make_frame("line")
        self._line.setVisible(not first)
        self._title = make_label("section", shape.title, wrap=True)
        self._title.setFixedWidth(GUTTER - GAP)
        self._title.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._facts = ElidedLabel("facts")
        self._facts.setFixedHeight(26)
        self._facts_tag = make_label("source")
        self.cells = tuple(CellView(cell, look) for cell in shape.cells)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(GAP)
        outer = column(self, gap=8)
        outer.addWidget(self._line)
        body = row(gap=GAP)
        body.addWidget(self._title, 0, Qt.AlignmentFlag.AlignTop)
        right = column(gap=2)
        self._facts_row = QWidget()
        facts = row(self._facts_row, gap=GAP)
        facts.addWidget(self._facts, 1)
        facts.addWidget(self._facts_tag)
        right.addWidget(self._facts_row)
        right.addLayout(self._grid)
        body.addLayout(right, 1)
        outer.addLayout(body)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    @property
    def known(self) -> bool:
        """Whether a card told something of this section."""
        return any(cell.state.known for cell in self.cells)

    def height_for(self, columns: int, metrics: Metrics, *, folded: bool) -> int:
        """Return the height in pixels that it takes."""
        shown = [cell for cell in self.cells if not (folded and cell.state.known)]
        rows = rows_of(place((cell.shape_of.span for cell in shown), columns))
        facts = 28 if folded and self.known else 0
        line = 0 if self._line.isHidden() else 9
        cell_height = _LABEL_HEIGHT + 2 + metrics.field
        return line + facts + max(28, rows * (cell_height + metrics.field_gap) - (metrics.field_gap if rows else 0))

    def arrange(self, columns: int, metrics: Metrics, *, folded: bool, facts: str, source: str) -> None:
        """Put the cells into columns; fold the known ones into a line of facts."""
        self._grid.setVerticalSpacing(metrics.field_gap)
        hidden = [cell for cell in self.cells if folded and cell.state.known]
        shown = [cell for cell in self.cells if cell not in hidden]
        for cell in self.cells:
            self._grid.removeWidget(cell)
            cell.editor.setFixedHeight(metrics.field)
        for cell, spot in zip(shown, place((cell.shape_of.span for cell in shown), columns), strict=True):
            self._grid.addWidget(cell, spot.row, spot.column, 1, spot.span)
            cell.show()
        for cell in hidden:
            cell.hide()
        for number in range(self._grid.columnCount()):
            self._grid.setColumnStretch(number, 1 if number < columns else 0)
        for number in range(columns):
            self._grid.setColumnStretch(number, 1)
            self._grid.setColumnMinimumWidth(number, 1)
        self._facts_row.setVisible(bool(hidden))
        self._facts.set_text(facts)
        self._facts_tag.setText(source)
        self._title.setContentsMargins(0, 3 if hidden or not shown else 24, 0, 0)
