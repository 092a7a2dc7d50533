"""What may stand in for the selected paper: acts for the checklist's head, and the declaration to be read out below."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from counter_app.keys import Act, cap
from counter_app.parts.boxes import column, row
from counter_app.parts.buttons import ButtonKind, KeyButton
from counter_app.parts.labels import make_label
from counter_app.ports.stand_in import StandInState
from counter_app.theme.look import Look


class StandInView(QFrame):
    """The strip with a declaration's words; `acts` goes where there is room. Not there where nothing can stand in.

    Signals:
        promiseAsked, commitAsked, takeBackAsked: what was asked for.
        actsChanged: how many acts are on offer now.
    """

    promiseAsked = Signal()
    commitAsked = Signal()
    takeBackAsked = Signal()
    actsChanged = Signal(int)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("stand_in")
        self.setProperty("role", "note")
        self._text = make_label("", name="stand_in_text", wrap=True)
        self._detail = make_label("warn", name="stand_in_detail", wrap=True)
        words = column(self, gap=2)
        words.setContentsMargins(16, 6, 16, 6)
        words.addWidget(self._text)
        words.addWidget(self._detail)
        self.acts = QWidget()
        """The buttons, in one row."""
        self._promise = KeyButton(look, "promise_button", ButtonKind.LINK, cap(Act.PROMISE))
        self._commit = KeyButton(look, "commit_button", ButtonKind.LINK, cap(Act.COMMIT))
        self._take_back = KeyButton(look, "take_back_button", ButtonKind.LINK, cap(Act.TAKE_BACK))
        self._promise.clicked.connect(self.promiseAsked)
        self._commit.clicked.connect(self.commitAsked)
        self._take_back.clicked.connect(self.takeBackAsked)
        buttons = row(self.acts, gap=14)
        for button in (self._promise, self._commit, self._take_back):
            buttons.addWidget(button)
        self.set_state(StandInState())

    def set_state(self, state: StandInState) -> None:
        """Show a state."""
        self.setVisible(bool(state.detail))
        self._text.setText(state.text)
        self._detail.setText(state.detail)
        shown = ((self._promise, state.promise), (self._commit, state.commit), (self._take_back, state.take_back))
        for button, words in shown:
            button.setVisible(bool(words))
            button.set_words(words, state.text)
        count = sum(bool(words) for _, words in shown)
        self.acts.setVisible(count > 0)
        self.actsChanged.emit(count)
