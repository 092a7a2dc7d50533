"""One field of the form: its label, where its value is from or what is wrong with it, and its editor."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from counter_app.parts.boxes import column, row
from counter_app.parts.editors import FieldEditor, make_editor
from counter_app.parts.labels import make_label, set_role, set_state
from counter_app.ports.form import CellShape, CellState
from counter_app.ports.tone import Tone
from counter_app.theme.look import Look

LABEL_HEIGHT = 18
_TAG_ROLES = {Tone.GOOD: "good", Tone.WARN: "warn", Tone.BAD: "bad", Tone.ACTIVE: "source"}


class CellView(QWidget):
    """A field."""

    def __init__(self, shape: CellShape, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self.shape_of = shape
        self.editor: FieldEditor = make_editor(shape, look)
        self._label = make_label("field", shape.label)
        self._label.setBuddy(self.editor)
        self._tag = make_label("small", name=f"tag_{shape.field_id}")
        self._state = CellState(shape.field_id)
        self._locked = False
        inside = column(self, gap=2)
        head = row(gap=6)
        head.addWidget(self._label)
        head.addStretch(1)
        head.addWidget(self._tag)
        for label in (self._label, self._tag):
            label.setFixedHeight(LABEL_HEIGHT)
        inside.addLayout(head)
        inside.addWidget(self.editor)

    def set_heading(self, heading: str) -> None:
        """Name the section in the label, where the field stands without its heading."""
        self._label.setText(f"{heading} · {self.shape_of.label}" if heading else self.shape_of.label)

    def set_locked(self, *, locked: bool) -> None:
        """Take no typing for now, or take it again."""
        self._locked = locked
        self.editor.setReadOnly(self._state.known or locked)

    def let_go(self) -> None:
        """Go for good; what is typed and not yet sent is nobody's answer."""
        self.editor.blockSignals(True)
        self.deleteLater()

    @property
    def state(self) -> CellState:
        """What it shows."""
        return self._state

    def show_state(self, state: CellState) -> None:
        """Show an answer."""
        self._state = state
        self.editor.show_value(state.value)
        self.editor.setReadOnly(state.known or self._locked)
        self.editor.setFocusPolicy(Qt.FocusPolicy.ClickFocus if state.known else Qt.FocusPolicy.StrongFocus)
        self._tag.setText(state.tag)
        set_role(self._tag, _TAG_ROLES.get(state.tone, "small"))
        set_state(self.editor, "known" if state.known else "missing" if state.faulty else "")
        self.editor.setAccessibleDescription(state.tag)
