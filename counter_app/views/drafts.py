"""The page of drafts: take one over, see where this clerk's own stand, and show the code of one that is handed over."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QLayout, QLineEdit, QProgressBar, QScrollArea, QVBoxLayout, QWidget

from counter_app.parts.boxes import column, row
from counter_app.parts.buttons import ButtonKind, KeyButton
from counter_app.parts.labels import make_frame, make_label
from counter_app.parts.marks import StateMark
from counter_app.ports.drafts import DraftsState, FoundLine, MineLine
from counter_app.ports.shell import BannerAct
from counter_app.ports.tone import Tone
from counter_app.theme.look import Look
from counter_app.theme.metrics import Metrics
from counter_app.views.offer import OfferPanel

_NOTE_ROLES = {Tone.GOOD: "banner_good", Tone.BAD: "banner_bad", Tone.WARN: "banner_warn"}
_TITLE_LINE = 26
_DIGITS = "9999 9999 9999;_"


class DraftsView(QWidget):
    """The page of drafts.

    Signals:
        lookAsked: the digits that were typed.
        confirmAsked, cancelAsked, printAsked, offerClosed: what was asked for.
        foundChosen: UUID of a draft elsewhere.
        messageActed: the key of what is to be done about the message.
        mineActed: (UUID of a draft here, key of what is to be done with it).
    """

    lookAsked = Signal(str)
    confirmAsked = Signal()
    cancelAsked = Signal()
    foundChosen = Signal(object)
    messageActed = Signal(str)
    mineActed = Signal(object, str)
    printAsked = Signal()
    offerClosed = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("drafts")
        self._look = look
        self._person = make_label("facts", name="drafts_person", wrap=True)
        self._digits = QLineEdit()
        self._digits.setObjectName("drafts_digits")
        self._digits.setInputMask(_DIGITS)
        self._look_button = KeyButton(look, "drafts_look", ButtonKind.PRIMARY, "Enter")
        self._confirm = KeyButton(look, "drafts_confirm", ButtonKind.NORMAL)
        self._busy = make_label("soft", name="drafts_busy", wrap=True)
        self._progress = QProgressBar()
        self._progress.setObjectName("drafts_progress")
        self._progress.setRange(0, 0)
        self._progress.setTextVisible(False)
        self._cancel = KeyButton(look, "drafts_cancel", ButtonKind.PLAIN, "Esc")
        self._note = make_frame("banner_plain", "drafts_note")
        self._note_text = make_label("strong", name="drafts_text", wrap=True)
        self._note_detail = make_label("", name="drafts_detail", wrap=True)
        self._note_acts = row(gap=8)
        self._found = column(gap=8)
        self._mine = column(gap=8)
        self._mine_title = make_label("title", name="drafts_mine_title")
        self._mine_empty = make_label("soft", self.tr("这里还没有没办完的。"), "drafts_mine_empty", wrap=True)
        self._offer = OfferPanel(look)
        self._state = DraftsState()
        self._lay_out()
        self._retranslate()
        self._connect()
        self.set_state(DraftsState())

    def apply_metrics(self, metrics: Metrics) -> None:
        """Take other sizes."""
        self._outer.setSpacing(metrics.gap)
        for widget in (self._digits, self._look_button, self._confirm, self._cancel):
            widget.setFixedHeight(metrics.control)

    def focus_code(self) -> None:
        """Empty the field and put the cursor there."""
        self._digits.clear()
        self._digits.setFocus(Qt.FocusReason.OtherFocusReason)
        self._digits.setCursorPosition(0)

    def set_state(self, state: DraftsState) -> None:
        """Show a state."""
        before, self._state = self._state, state
        self._person.setText(state.person)
        self._digits.setEnabled(not state.busy)
        self._look_button.setEnabled(state.can_look)
        self._confirm.setEnabled(state.can_confirm)
        for widget in (self._progress, self._cancel, self._busy):
            widget.setVisible(bool(state.busy))
        self._busy.setText(state.busy)
        self._show_note(state)
        if state.found != before.found:
            _fill(self._found, (self._found_row(line) for line in state.found))
        if state.mine != before.mine:
            _fill(self._mine, (self._mine_row(line) for line in state.mine))
        self._mine_empty.setVisible(not state.mine)
        self._mine_title.setText(self.tr("本终端我的草稿") + (f" {len(state.mine)}" if state.mine else ""))
        self._offer.set_state(state.offer, state.read_only)
        self._list.setVisible(state.offer is None and not state.read_only)

    def _show_note(self, state: DraftsState) -> None:
        self._note.setVisible(bool(state.text))
        self._note_text.setText(state.text)
        self._note_detail.setText(state.detail)
        self._note_detail.setVisible(bool(state.detail))
        _fill(self._note_acts, (self._act_button("drafts_note", act) for act in state.acts))
        role = _NOTE_ROLES.get(state.tone, "banner_plain")
        if self._note.property("role") != role:
            self._note.setProperty("role", role)
            self._note.style().unpolish(self._note)
            self._note.style().polish(self._note)

    def _act_button(self, prefix: str, act: BannerAct) -> KeyButton:
        button = KeyButton(self._look, f"{prefix}_{act.key}")
        button.set_words(act.words, act.hint)
        button.setFixedHeight(36)
        button.clicked.connect(lambda _=False, key=act.key: self.messageActed.emit(key))
        return button

    def _found_row(self, line: FoundLine) -> QWidget:
        frame = make_frame("card", f"found_{line.case_id}")
        inside = row(frame, margin=12, gap=12)
        words = column(gap=2)
        words.addWidget(make_label("strong", line.subject, wrap=True))
        words.addWidget(make_label("small", line.detail, wrap=True))
        inside.addLayout(words, 1)
        take = KeyButton(self._look, f"take_{line.case_id}", ButtonKind.PRIMARY)
        take.set_words(self.tr("接过来"), line.subject)
        take.setFixedHeight(40)
        take.clicked.connect(lambda _=False, case_id=line.case_id: self.foundChosen.emit(case_id))
        inside.addWidget(take)
        return frame

    def _mine_row(self, line: MineLine) -> QWidget:
        frame = make_frame("card", f"mine_{line.case_id}")
        inside = row(frame, margin=12, gap=10)
        mark = StateMark(self._look)
        mark.set_tone(line.tone)
        mark.setFixedHeight(_TITLE_LINE)
        inside.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        words = column(gap=2)
        words.addWidget(make_label("strong", line.subject, wrap=True))
        words.addWidget(make_label("details", line.person, wrap=True))
        words.addWidget(make_label("small", line.detail, wrap=True))
        inside.addLayout(words, 1)
        for act in line.acts:
            button = KeyButton(self._look, f"{act.key}_{line.case_id}", ButtonKind.NORMAL)
            button.set_words(act.words, act.hint)
            button.setFixedHeight(36)
            button.clicked.connect(lambda _=False, case_id=line.case_id, key=act.key: self.mineActed.emit(case_id, key))
            inside.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        return frame

    def _lay_out(self) -> None:
        self._outer = row(self, gap=16)
        take = make_frame("card", "drafts_take")
        inside = column(take, margin=24, gap=12)
        inside.addWidget(make_label("title", self.tr("接续草稿")))
        inside.addWidget(
            make_label(
                "soft", self.tr("扫草稿条上的码就接过来。扫不了的，刷申请人的身份证，再输条上的提取码。"), wrap=True
            )
        )
        inside.addWidget(self._person)
        field = row(gap=10)
        field.addWidget(self._digits, 1)
        field.addWidget(self._look_button)
        inside.addLayout(field)
        inside.addWidget(self._confirm)
        for widget in (self._busy, self._progress):
            inside.addWidget(widget)
        inside.addWidget(self._cancel, 0, Qt.AlignmentFlag.AlignLeft)
        note = column(self._note, margin=16, gap=6)
        note.addWidget(self._note_text)
        note.addWidget(self._note_detail)
        self._note_acts.setAlignment(Qt.AlignmentFlag.AlignLeft)
        note.addLayout(self._note_acts)
        inside.addWidget(self._note)
        inside.addLayout(self._found)
        inside.addStretch(1)
        self._outer.addWidget(take, 10)
        self._outer.addWidget(self._right(), 11)

    def _right(self) -> QWidget:
        right = make_frame("card", "drafts_right")
        inside = column(right, margin=24, gap=12)
        self._list = QWidget()
        listed = column(self._list, gap=12)
        listed.addWidget(self._mine_title)
        listed.addWidget(self._mine_empty)
        scroll = QScrollArea()
        scroll.setObjectName("drafts_scroll")
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        rows = QWidget()
        held = QVBoxLayout(rows)
        held.setContentsMargins(0, 0, 8, 0)
        held.addLayout(self._mine)
        held.addStretch(1)
        scroll.setWidget(rows)
        listed.addWidget(scroll, 1)
        inside.addWidget(self._list, 1)
        inside.addWidget(self._offer, 1)
        return right

    def _connect(self) -> None:
        self._digits.returnPressed.connect(self._look_asked)
        self._look_button.clicked.connect(self._look_asked)
        self._confirm.clicked.connect(self.confirmAsked)
        self._cancel.clicked.connect(self.cancelAsked)
        self._offer.printAsked.connect(self.printAsked)
        self._offer.closed.connect(self.offerClosed)

    @Slot()
    def _look_asked(self) -> None:
        if self._state.can_look:
            self.lookAsked.emit(self._digits.text().replace("_", ""))

    def _retranslate(self) -> None:
        self._digits.setAccessibleName(self.tr("12 位提取码"))
        self._look_button.set_words(self.tr("取草稿"))
        self._confirm.set_words(self.tr("没带条：人证已核对，查他的草稿"), self.tr("您核对过本人和身份证，会记在平台"))
        self._cancel.set_words(self.tr("不等了"), self.tr("转好了会列在没办完的里"))


def _fill(layout: QLayout, widgets: Iterable[QWidget]) -> None:
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
    for widget in widgets:
        layout.addWidget(widget)
