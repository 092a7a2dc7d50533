"""One slip and what became of it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from counter_app.parts.boxes import column, row
from counter_app.parts.buttons import ButtonKind, KeyButton
from counter_app.parts.labels import make_label, set_role
from counter_app.parts.marks import StateMark
from counter_app.ports.done import PrintLine
from counter_app.ports.tone import Tone
from counter_app.theme.look import Look

_ROLES = {Tone.GOOD: "good", Tone.WARN: "warn", Tone.BAD: "bad", Tone.ACTIVE: "source"}


class PrintRow(QWidget):
    """A slip's title, its outcome in words, what to do, and the button that prints it again.

    Signals:
        printAsked: the document.
        settleAsked: the document, and whether it came out whole.
    """

    printAsked = Signal(str)
    settleAsked = Signal(str, bool)

    def __init__(self, look: Look, document: str, key: str) -> None:
        super().__init__()
        self.setObjectName(f"print_{document}")
        self._mark = StateMark(look)
        self._title = make_label("strong")
        self._words = make_label("small", name=f"print_{document}_words")
        self._remedy = make_label("warn", name=f"print_{document}_remedy", wrap=True)
        self._button = KeyButton(look, f"print_{document}_button", ButtonKind.NORMAL, key)
        self._button.setFixedHeight(42)
        self._button.setMinimumWidth(150)
        self._button.clicked.connect(lambda: self.printAsked.emit(document))
        self._whole = KeyButton(look, f"print_{document}_whole")
        self._not_whole = KeyButton(look, f"print_{document}_not_whole")
        self._whole.set_words(self.tr("出来了"), self.tr("看过了，这一张完整"))
        self._not_whole.set_words(self.tr("没出全"), self.tr("看过了，没出来或者不完整"))
        self._whole.clicked.connect(lambda: self.settleAsked.emit(document, True))
        self._not_whole.clicked.connect(lambda: self.settleAsked.emit(document, False))
        outer = row(self, gap=12)
        outer.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignVCenter)
        words = column(gap=2)
        top = row(gap=10)
        top.addWidget(self._title)
        top.addWidget(self._words)
        top.addStretch(1)
        words.addLayout(top)
        words.addWidget(self._remedy)
        answers = row(gap=8)
        for button in (self._whole, self._not_whole):
            button.setFixedHeight(34)
            answers.addWidget(button)
        answers.addStretch(1)
        words.addLayout(answers)
        outer.addLayout(words, 1)
        outer.addWidget(self._button, 0, Qt.AlignmentFlag.AlignVCenter)

    def show_line(self, line: PrintLine) -> None:
        """Show an outcome."""
        self._mark.set_tone(line.tone)
        self._title.setText(line.title)
        self._words.setText(line.words)
        set_role(self._words, _ROLES.get(line.tone, "small"))
        self._remedy.setText(line.remedy)
        self._remedy.setVisible(bool(line.remedy))
        set_role(self._remedy, "small" if line.tone in {Tone.GOOD, Tone.NEUTRAL} else "warn")
        self._button.set_words(line.button, line.title)
        self._button.setEnabled(line.can_print)
        self._whole.setVisible(line.asks)
        self._not_whole.setVisible(line.asks)
