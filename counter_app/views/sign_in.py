"""Signing in: a clerk's id and password, checked at this terminal."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QWidget

from counter_app.parts.boxes import column, row
from counter_app.parts.buttons import ButtonKind, KeyButton
from counter_app.parts.labels import make_frame, make_label, set_role
from counter_app.ports.sign_in import SignInState
from counter_app.ports.tone import Tone
from counter_app.theme.look import Look

_ROLES = {Tone.BAD: "bad", Tone.WARN: "warn", Tone.GOOD: "good"}


class SignInView(QWidget):
    """The first page.

    Signals:
        submitted: (clerk id, password).
    """

    submitted = Signal(str, str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sign_in")
        self._hall = make_label("door", name="sign_in_hall", wrap=True)
        self._line = make_label("door_soft", wrap=True)
        self._clerk = _field("sign_in_clerk")
        self._password = _field("sign_in_password")
        self._password.setEchoMode(QLineEdit.EchoMode.Password)
        self._clerk_label = make_label()
        self._password_label = make_label()
        self._message = make_label("small", name="sign_in_message", wrap=True)
        self._button = KeyButton(look, "sign_in_button", ButtonKind.PRIMARY, "Enter")
        self._button.setFixedHeight(56)
        self._title = make_label("page")
        self._kept = make_label("small", wrap=True)
        self._lay_out(look)
        self._retranslate()
        self._clerk.returnPressed.connect(self._password.setFocus)
        self._password.returnPressed.connect(self._submit)
        self._button.clicked.connect(self._submit)
        self.setFocusProxy(self._clerk)

    def set_state(self, state: SignInState) -> None:
        """Show a state."""
        self._hall.setText(state.hall)
        self._message.setText(state.message)
        set_role(self._message, _ROLES.get(state.tone, "small"))
        for field in (self._clerk, self._password):
            field.setEnabled(state.can_submit and not state.busy)
        self._button.setEnabled(state.can_submit and not state.busy)
        self._button.set_words(self.tr("正在核对…") if state.busy else self.tr("登录"))

    def clear_password(self) -> None:
        """Empty the password field and put the cursor there."""
        self._password.clear()
        self._password.setFocus()

    def clear_all(self) -> None:
        """Empty both fields and put the cursor into the first."""
        self._clerk.clear()
        self._password.clear()
        self._clerk.setFocus()

    @Slot()
    def _submit(self) -> None:
        if self._clerk.text().strip() and self._password.text():
            self.submitted.emit(self._clerk.text().strip(), self._password.text())
        else:
            (self._password if self._clerk.text().strip() else self._clerk).setFocus()

    def _lay_out(self, look: Look) -> None:
        outer = row(self)
        door = DoorPanel(look)
        words = column(door, margin=72, gap=20)
        words.addSpacing(24)
        words.addWidget(self._hall)
        words.addWidget(self._line)
        words.addStretch(1)
        outer.addWidget(door, 10)
        right = column(margin=48)
        right.addStretch(1)
        # Between two stretches, not aligned: else it is no taller for words that take more lines.
        middle = row()
        middle.addStretch(1)
        middle.addWidget(self._card())
        middle.addStretch(1)
        right.addLayout(middle)
        right.addStretch(1)
        outer.addLayout(right, 9)

    def _card(self) -> QWidget:
        card = make_frame("card", "sign_in_card")
        card.setFixedWidth(440)
        inside = column(card, margin=36, gap=8)
        inside.addWidget(self._title)
        inside.addSpacing(12)
        inside.addWidget(self._clerk_label)
        inside.addWidget(self._clerk)
        inside.addSpacing(8)
        inside.addWidget(self._password_label)
        inside.addWidget(self._password)
        self._message.setMinimumHeight(44)
        self._message.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        inside.addWidget(self._message)
        inside.addWidget(self._button)
        inside.addSpacing(12)
        inside.addWidget(self._kept)
        return card

    def _retranslate(self) -> None:
        self._title.setText(self.tr("窗口人员登录"))
        self._clerk_label.setText(self.tr("工号"))
        self._password_label.setText(self.tr("密码"))
        self._clerk.setAccessibleName(self.tr("工号"))
        self._password.setAccessibleName(self.tr("密码"))
        self._line.setText(self.tr("一个窗口，收所有部门的件。没有网络，照样收件、受理。"))
        self._kept.setText(self.tr("密码在本机核对，断网也能登录。忘了密码，请找大厅管理员重设。"))
        self._button.set_words(self.tr("登录"))


class DoorPanel(QFrame):
    """The door: a plain ground of the brand with the character for it, large and faint."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setProperty("role", "band")
        self._look = look

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        side = int(min(self.width() * 0.8, self.height() * 0.72))
        ink = self._look.colour("on_brand")
        ink.setAlpha(18)
        painter.setFont(self._look.brush_font(side))
        painter.setPen(ink)
        box = QRect(self.width() - side - 24, self.height() - side - 16, side, side)
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), "门")


def _field(name: str) -> QLineEdit:
    field = QLineEdit()
    field.setObjectName(name)
    field.setMaxLength(64)
    return field
