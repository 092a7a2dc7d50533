"""The strip of an open case: the matter, who applies, how each is known."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from counter_app.keys import Act, cap
from counter_app.parts.boxes import column, row
from counter_app.parts.buttons import ButtonKind, KeyButton
from counter_app.parts.labels import Emblem, Pill, make_frame, make_label, set_role
from counter_app.ports.applicants import ApplicantSlot, ApplicantsState
from counter_app.ports.tone import Tone
from counter_app.theme.look import Look
from counter_app.theme.metrics import ROOMY, Metrics

_SOURCE_ROLES = {Tone.GOOD: "good", Tone.WARN: "warn", Tone.BAD: "bad"}


class ApplicantBlock(QFrame):
    """One role: who is in it, or what to do."""

    def __init__(self, look: Look, slot: ApplicantSlot) -> None:
        super().__init__()
        self.setObjectName(f"applicant_{slot.role}")
        self._role = make_label("small")
        self._name = make_label("page", name=f"applicant_{slot.role}_name")
        self._details = make_label("details", name=f"applicant_{slot.role}_details")
        self._source = make_label("small", name=f"applicant_{slot.role}_source")
        self._key = KeyButton(look, f"type_{slot.role}", ButtonKind.LINK, cap(Act.TYPE_APPLICANT))
        self._key.setFixedHeight(24)
        inside = column(self, gap=2)
        top = row(gap=10)
        top.addWidget(self._name)
        top.addWidget(self._role, 0, Qt.AlignmentFlag.AlignBottom)
        top.addStretch(1)
        inside.addLayout(top)
        inside.addWidget(self._details)
        bottom = row(gap=6)
        bottom.addWidget(self._source)
        bottom.addWidget(self._key)
        bottom.addStretch(1)
        inside.addLayout(bottom)
        self.show_slot(slot)

    @property
    def type_button(self) -> KeyButton:
        """The button that lets the clerk type from the original."""
        return self._key

    def show_slot(self, slot: ApplicantSlot) -> None:
        """Show who is in the role."""
        filled = bool(slot.name)
        self.setProperty("filled", filled)
        self._role.setText(slot.label if filled else "")
        self._name.setText(slot.name or slot.label)
        set_role(self._name, "page" if filled else "title")
        self._details.setText(slot.details)
        self._source.setText(slot.source)
        self._source.setVisible(bool(slot.source))
        set_role(self._source, _SOURCE_ROLES.get(slot.tone, "small"))
        self._key.setVisible(slot.can_type)
        if filled:
            self._key.set_words(self.tr("照原件改"), self.tr("号码不同就是换人，会清掉原来那个人填的内容"))
        else:
            self._key.set_words(self.tr("没带卡，照原件录入"))
        self.setAccessibleName(f"{slot.label} {slot.name} {slot.source}")


class ApplicantsView(QFrame):
    """The strip.

    Signals:
        roleChosen: a role code, or empty to leave the card aside.
        typingAsked: a role code, or empty for the first open role.
        typed: (role code, name, number).
        typingLeft: typing was given up.
    """

    roleChosen = Signal(str)
    typingAsked = Signal(str)
    typed = Signal(str, str, str)
    typingLeft = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("applicants")
        self.setProperty("role", "card")
        self._look = look
        self._emblem = Emblem(look, 72)
        self._matter = Pill(look, "applicants_matter")
        self._slots: tuple[ApplicantSlot, ...] = ()
        self._blocks = QHBoxLayout()
        self._blocks.setSpacing(20)
        self._problem = make_label("bad", name="applicants_problem", wrap=True)
        self._choice = QWidget()
        self._choice.setObjectName("role_choice")
        self._choice_row = row(self._choice, gap=10)
        self._typing = TypingRow(look)
        self._typing.entered.connect(self.typed)
        self._typing.left.connect(self.typingLeft)
        self._outer = column(self, margin=16, gap=10)
        top = row(gap=16)
        top.addWidget(self._emblem, 0, Qt.AlignmentFlag.AlignVCenter)
        top.addLayout(self._blocks, 1)
        top.addWidget(self._matter, 0, Qt.AlignmentFlag.AlignVCenter)
        self._outer.addLayout(top)
        for widget in (self._choice, self._typing, self._problem):
            self._outer.addWidget(widget)
        self.set_state(ApplicantsState())

    def apply_metrics(self, metrics: Metrics) -> None:
        """Take other sizes."""
        self._outer.setContentsMargins(metrics.pad, 8, metrics.pad, 10)
        self._emblem.set_side(metrics.strip - 40)
        self._matter.setVisible(metrics is ROOMY)

    def set_state(self, state: ApplicantsState) -> None:
        """Show a state."""
        self._emblem.set_emblem(state.emblem, state.colour)
        pair = self._look.emblem(state.colour)
        words = " · ".join(part for part in (state.subject, state.items) if part)
        self._matter.set_colours(words, QColor(pair.ink), QColor(pair.tint))
        self._show_slots(state.slots)
        self._show_choice(state)
        self._typing.set_role(state.typing)
        self._problem.setText(state.problem)
        self._problem.setVisible(bool(state.problem))

    def _show_slots(self, slots: tuple[ApplicantSlot, ...]) -> None:
        if slots == self._slots:
            return
        self._slots = slots
        _clear(self._blocks)
        for number, slot in enumerate(slots):
            if number:
                self._blocks.addWidget(make_frame("vline"))
            block = ApplicantBlock(self._look, slot)
            block.type_button.clicked.connect(lambda _=False, role=slot.role: self.typingAsked.emit(role))
            self._blocks.addWidget(block, 1)

    def _show_choice(self, state: ApplicantsState) -> None:
        _clear(self._choice_row)
        self._choice.setVisible(state.choice is not None)
        if state.choice is None:
            return
        self._choice_row.addWidget(make_label("strong", state.choice.words))
        for role, label in state.choice.roles:
            button = KeyButton(self._look, f"role_{role}", ButtonKind.NORMAL)
            button.set_words(label)
            button.setFixedHeight(38)
            button.clicked.connect(lambda _=False, chosen=role: self.roleChosen.emit(chosen))
            self._choice_row.addWidget(button)
        leave = KeyButton(self._look, "role_none", ButtonKind.PLAIN)
        leave.set_words(self.tr("不用这张卡"))
        leave.setFixedHeight(38)
        leave.clicked.connect(lambda: self.roleChosen.emit(""))
        self._choice_row.addWidget(leave)
        self._choice_row.addStretch(1)


class TypingRow(QWidget):
    """Name and number typed from an original that the clerk holds.

    Signals:
        entered: (role code, name, number).
        left: given up.
    """

    entered = Signal(str, str, str)
    left = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("typing_row")
        self._role = ""
        self._title = make_label("strong")
        self._name = _line("typed_name", 30)
        self._number = _line("typed_number", 18)
        self._take = KeyButton(look, "typed_take", ButtonKind.PRIMARY, "Enter")
        self._leave = KeyButton(look, "typed_leave", ButtonKind.PLAIN, "Esc")
        inside = row(self, gap=10)
        inside.addWidget(self._title)
        inside.addWidget(self._name, 2)
        inside.addWidget(self._number, 3)
        for button in (self._take, self._leave):
            button.setFixedHeight(38)
            inside.addWidget(button)
        self._name.setPlaceholderText(self.tr("姓名"))
        self._name.setAccessibleName(self.tr("姓名"))
        self._number.setPlaceholderText(self.tr("证件上的号码，18 位"))
        self._number.setAccessibleName(self.tr("证件号码"))
        self._take.set_words(self.tr("原件已核"))
        self._leave.set_words(self.tr("取消"))
        self._name.returnPressed.connect(self._number.setFocus)
        self._number.returnPressed.connect(self._enter)
        self._take.clicked.connect(self._enter)
        self._leave.clicked.connect(self.left)
        self.hide()

    def set_role(self, typing: tuple[str, str] | None) -> None:
        """Open for a (role code, label), or close."""
        opened = typing is not None and typing[0] != self._role
        self._role = typing[0] if typing else ""
        self.setVisible(typing is not None)
        if typing is None:
            self._name.clear()
            self._number.clear()
            return
        self._title.setText(typing[1])
        if opened:
            self._name.setFocus()

    @Slot()
    def _enter(self) -> None:
        self.entered.emit(self._role, self._name.text().strip(), self._number.text().strip())


def _line(name: str, length: int) -> QLineEdit:
    field = QLineEdit()
    field.setObjectName(name)
    field.setMaxLength(length)
    field.setFixedHeight(38)
    return field


def _clear(layout: QHBoxLayout | QVBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
