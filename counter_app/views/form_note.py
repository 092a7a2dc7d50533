"""What is said of the field in focus: plain words, the rule, and values on offer."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QWidget

from counter_app.keys import Act, cap
from counter_app.parts.boxes import column, row
from counter_app.parts.buttons import ButtonKind, KeyButton
from counter_app.parts.elided import ElidedLabel
from counter_app.parts.labels import make_label, set_role
from counter_app.ports.form import NoteState
from counter_app.theme.look import Look
from counter_app.theme.metrics import ROOMY, Metrics

_MARGIN: Final = 16
_LINE: Final = 41
_SHARE: Final = 0.72
"""Of the strip, at most, for what is on offer beside the words."""


class NoteView(QFrame):
    """A strip at the foot of the form; always there, so that nothing moves.

    Only offers as long as an address make it grow.

    Signals:
        suggestionTaken: (field id, number of the suggestion).
    """

    suggestionTaken = Signal(str, int)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("form_note")
        self.setProperty("role", "note")
        self._look = look
        self._note = NoteState()
        self._inline = False
        self._text = make_label("", name="note_text", wrap=True)
        self._basis = ElidedLabel("warn", "note_basis")
        self._offers = row(gap=8)
        self._buttons: list[tuple[KeyButton, str]] = []
        self._height = 50
        self._outer = row(self, margin=12, gap=16)
        words = column(gap=2)
        words.addStretch(1)
        words.addWidget(self._text)
        words.addWidget(self._basis)
        words.addStretch(1)
        self._outer.addLayout(words, 1)
        self._outer.addLayout(self._offers)
        self.set_note(NoteState())

    def apply_metrics(self, metrics: Metrics) -> None:
        """Take other sizes."""
        roomy = metrics is ROOMY
        self._height = 56 if roomy else 50
        self._outer.setContentsMargins(16 if roomy else 12, 4, 12, 4)
        self._inline = not roomy
        set_role(self._text, "" if roomy else "details")
        self.set_note(self._note)
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def set_note(self, note: NoteState) -> None:
        """Show a note."""
        same_offers = note.suggestions == self._note.suggestions and note.field_id == self._note.field_id
        self._note = note
        lead = f"{note.label}：" if note.label else ""
        basis = self.tr("依据 {rule}").format(rule=note.basis) if note.basis else ""
        words = note.problem or lead + note.note or self.tr("把光标放进一栏，这里就写着怎么填、依据是什么。")
        self._text.setText(f"{words} {basis}".strip() if self._inline else words)
        self._basis.setVisible(bool(basis) and not self._inline)
        self._basis.set_text(basis)
        if not same_offers:
            self._show_offers()

    def take_first(self) -> None:
        """Take the first value on offer."""
        if self._note.suggestions:
            self.suggestionTaken.emit(self._note.field_id, 0)

    def _show_offers(self) -> None:
        self._buttons.clear()
        while (item := self._offers.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for number, words in enumerate(self._note.suggestions):
            key = cap(Act.SUGGEST) if number == 0 else ""
            button = KeyButton(self._look, f"suggestion_{number}", ButtonKind.NORMAL, key)
            button.set_words(words)
            button.setFixedHeight(36)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(lambda _=False, at=number: self.suggestionTaken.emit(self._note.field_id, at))
            self._offers.addWidget(button)
            self._buttons.append((button, words))
        self._arrange()

    def _arrange(self) -> None:
        """Stand what is on offer beside the words, or beneath them where it is as long as an address."""
        room = self.width() - 2 * _MARGIN
        for button, words in self._buttons:
            button.setText(words)
        wanted = sum(button.sizeHint().width() for button, _ in self._buttons)
        stacked = wanted > _SHARE * room
        direction = QBoxLayout.Direction.TopToBottom if stacked else QBoxLayout.Direction.LeftToRight
        for layout in (self._outer, self._offers):
            layout.setDirection(direction)
        self._outer.setSpacing(4 if stacked else 16)
        for button, words in self._buttons:
            over = button.sizeHint().width() - room
            if stacked and over > 0:
                least = button.fontMetrics().horizontalAdvance(words) - over
                button.setText(button.fontMetrics().elidedText(words, Qt.TextElideMode.ElideMiddle, least))
                button.setToolTip(words)
        self.setFixedHeight(self._height + (len(self._buttons) * _LINE + 6 if stacked else 0))
