"""One section of the form: its heading in the gutter, what the card told in a line, fields in columns."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from counter_app.parts.boxes import column, row
from counter_app.parts.elided import ElidedLabel
from counter_app.parts.labels import make_frame, make_label
from counter_app.ports.form import CellShape
from counter_app.theme.look import Look
from counter_app.theme.metrics import Metrics
from counter_app.views.form_cell import LABEL_HEIGHT, CellView
from counter_app.work.grid import GAP, GUTTER, place, rows_of

_FACTS_HEIGHT = 28
_LINE_HEIGHT = 7


class SectionView(QWidget):
    """A section. A cell is made once; only its place changes, also into the row of the section before."""

    def __init__(self, title: str, look: Look) -> None:
        super().__init__()
        self.setAccessibleName(title)
        self.title = title
        self.cells: tuple[CellView, ...] = ()
        self._look = look
        self._line = make_frame("line")
        self._first = False
        self._title = make_label("section", title, wrap=True)
        self._title.setFixedWidth(GUTTER - GAP)
        self._title.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._facts = ElidedLabel("facts")
        self._facts.setFixedHeight(_FACTS_HEIGHT - 4)
        self._facts_tag = make_label("source")
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(GAP)
        outer = column(self, gap=_LINE_HEIGHT - 1)
        outer.addWidget(self._line)
        self._body = row(gap=GAP)
        self._body.addWidget(self._title, 0, Qt.AlignmentFlag.AlignTop)
        right = column(gap=4)
        self._facts_row = QWidget()
        facts = row(self._facts_row, gap=GAP)
        facts.addWidget(self._facts, 1)
        facts.addWidget(self._facts_tag)
        right.addWidget(self._facts_row)
        right.addLayout(self._grid)
        self._body.addLayout(right, 1)
        outer.addLayout(self._body)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def set_cells(self, shapes: tuple[CellShape, ...], *, first: bool) -> None:
        """Take its fields; a cell whose shape stays is kept."""
        self._first = first
        self._line.setVisible(not first)
        former = {cell.shape_of: cell for cell in self.cells}
        self.cells = tuple(
            former.pop(shape) if shape in former else CellView(shape, self._look, self) for shape in shapes
        )
        for cell in self.cells:
            cell.set_heading("")
        for cell in former.values():
            cell.let_go()

    def come_home(self, hosts: Collection[SectionView]) -> None:
        """Take back what stands in the row of a section that goes."""
        for part in (self._title, *self.cells):
            if part.parentWidget() in hosts:
                part.setParent(self)

    def let_go(self) -> None:
        """Go for good, with every part, wherever it stands."""
        for cell in self.cells:
            cell.let_go()
        self._title.deleteLater()
        self.deleteLater()

    @property
    def has_facts(self) -> bool:
        """Whether a card told something of this section, or will."""
        return any(cell.state.known or cell.state.awaited for cell in self.cells)

    def shown(self, *, folded: bool) -> tuple[CellView, ...]:
        """Return the cells that are shown as fields; what a card will tell is never asked."""
        return tuple(cell for cell in self.cells if not cell.state.awaited and not (folded and cell.state.known))

    def columns_taken(self, *, folded: bool) -> int:
        """Return the columns of its fields, all in one row."""
        return sum(cell.shape_of.span for cell in self.shown(folded=folded))

    def height_for(self, columns: int, metrics: Metrics, *, folded: bool) -> int:
        """Return the height in pixels that it takes."""
        shown = self.shown(folded=folded)
        rows = rows_of(place((cell.shape_of.span for cell in shown), columns))
        facts = _FACTS_HEIGHT if len(shown) < len(self.cells) else 0
        line = 0 if self._first else _LINE_HEIGHT
        cell_height = LABEL_HEIGHT + 2 + metrics.field
        return line + facts + max(28, rows * (cell_height + metrics.field_gap) - (metrics.field_gap if rows else 0))

    def arrange(self, columns: int, metrics: Metrics, *, folded: bool, guest: SectionView | None) -> None:
        """Put the cells into columns; fold what cards tell into a line; take a short section into the row."""
        self._empty_grid()
        self._grid.setVerticalSpacing(metrics.field_gap)
        self._body.insertWidget(0, self._title, 0, Qt.AlignmentFlag.AlignTop)
        self._title.show()
        self.cells[0].set_heading("")
        shown = self.shown(folded=folded)
        for cell in self.cells:
            cell.editor.setFixedHeight(metrics.field)
            if cell not in shown:
                cell.hide()
        for cell, spot in zip(shown, place((cell.shape_of.span for cell in shown), columns), strict=True):
            self._grid.addWidget(cell, spot.row, spot.column, 1, spot.span)
            cell.show()
        if guest is not None:
            guest.move_into(self._grid, self.columns_taken(folded=folded), columns, metrics, folded=folded)
        for number in range(max(columns, self._grid.columnCount())):
            self._grid.setColumnStretch(number, 1 if number < columns else 0)
            self._grid.setColumnMinimumWidth(number, 1 if number < columns else 0)
        self._facts_row.setVisible(len(shown) < len(self.cells))
        self.show()

    def move_into(self, grid: QGridLayout, at: int, columns: int, metrics: Metrics, *, folded: bool) -> None:
        """Stand in another section's first row from a column on, heading first."""
        self._empty_grid()
        alone = len(self.cells) == 1
        self.cells[0].set_heading(self._title.text() if alone else "")
        if alone:
            self._title.hide()
        else:
            grid.addWidget(self._title, 0, at, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight)
            self._title.show()
            at += 1
        for cell in self.shown(folded=folded):
            cell.editor.setFixedHeight(metrics.field)
            span = min(cell.shape_of.span, columns - at)
            grid.addWidget(cell, 0, at, 1, span)
            cell.show()
            at += span
        self.hide()

    def set_facts(self, facts: str, source: str) -> None:
        """Set the line of what the card told."""
        self._facts.set_text(facts)
        self._facts_tag.setText(source)

    def _empty_grid(self) -> None:
        while self._grid.takeAt(0) is not None:
            pass
