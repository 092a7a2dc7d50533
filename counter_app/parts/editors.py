"""Editors of form fields: a line, and a line that completes to a choice."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLineEdit, QWidget

from counter_app.parts.choice_popup import ChoicePopup
from counter_app.ports.form import CellKind, CellShape, ChoiceOption
from counter_app.theme.look import Look
from counter_app.work.typing import matching, meant, tidy

REST_MS = 900
_ARROW = 28
_SHORT = 18
"""Characters that every field shows whole; a longer value is told by the tool tip as well."""
_MOVES = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class FieldEditor(QLineEdit):
    """A line of the form.

    Signals:
        edited: the value, when the field is left, when Enter is pressed, or when typing rests.
        focused: the field has the cursor now.
    """

    edited = Signal(str)
    focused = Signal()

    def __init__(self, shape: CellShape, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"field_{shape.field_id}")
        self.setAccessibleName(shape.label)
        self._shape = shape
        self._shown = ""
        if shape.max_length:
            self.setMaxLength(shape.max_length)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self.commit)
        self.textEdited.connect(self._typed)
        self.editingFinished.connect(self.commit)
        self.returnPressed.connect(self._next)

    @property
    def typing(self) -> bool:
        """Whether something is typed that was not sent yet."""
        return self.hasFocus() and self._value() != self._shown

    def show_value(self, value: str) -> None:
        """Show a stored value, unless the clerk is typing here."""
        if self.typing:
            return
        self._shown = value
        text = self._text_of(value)
        if self.text() != text:
            self.setText(text)
            self.setCursorPosition(0)
            self.setToolTip(text if len(text) > _SHORT else "")

    @Slot()
    def commit(self) -> None:
        """Send the value if it changed."""
        self._rest.stop()
        value = self._value()
        if value != self._shown and not self.isReadOnly():
            self._shown = value
            self.edited.emit(value)

    def clear_typing(self) -> None:
        """Forget what is typed and not yet sent, as where another value is taken."""
        self._rest.stop()
        self.setText(self._text_of(self._shown))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self and event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            keeps = self._keeps(event)
            if keeps or self._leaves(event):
                event.setAccepted(keeps)
                return True
        return super().eventFilter(watched, event)

    def _keeps(self, event: QKeyEvent) -> bool:
        """Tell whether a key of the window's is this field's now."""
        del event
        return False

    def _leaves(self, event: QKeyEvent) -> bool:
        """Tell whether a key goes to the window: undo belongs to the case once a value was sent."""
        return event.matches(QKeySequence.StandardKey.Undo) and not self.typing

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        # Keys come to the field with the cursor: the others of a form are spared a look at every event of theirs.
        self.installEventFilter(self)
        self.focused.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.removeEventFilter(self)
        super().focusOutEvent(event)

    def _text_of(self, value: str) -> str:
        return value

    def _value(self) -> str:
        return tidy(self._shape.kind, self.text())

    @Slot(str)
    def _typed(self, text: str) -> None:
        del text
        self._rest.start()

    @Slot()
    def _next(self) -> None:
        self.focusNextChild()


class ChoiceEditor(FieldEditor):
    """A line that takes words, pinyin or initials of one of its options."""

    def __init__(self, shape: CellShape, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(shape, parent)
        self._look = look
        self._popup: ChoicePopup | None = None
        self.setTextMargins(0, 0, _ARROW - 8, 0)

    def _text_of(self, value: str) -> str:
        return next((option.label for option in self._shape.options if option.value == value), value)

    def _value(self) -> str:
        if not self.text().strip():
            return ""
        option = meant(self._shape.options, self.text())
        return option.value if option else self.text().strip()

    def _keeps(self, event: QKeyEvent) -> bool:
        opened = self._popup is not None and self._popup.isVisible()
        return opened and Qt.Key(event.key()) is Qt.Key.Key_Escape

    def open_options(self, query: str = "") -> None:
        """Show the options that fit."""
        if self.isReadOnly():
            return
        self._list().offer(matching(self._shape.options, query), self, "" if query else self._shown)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        if self._popup is not None:
            self._popup.hide()
        super().focusOutEvent(event)
        self.setText(self._text_of(self._shown))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if self._popup is not None and self._popup.isVisible():
            self._popup.hide()
        else:
            self.open_options()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        popup = self._popup if self._popup is not None and self._popup.isVisible() else None
        key = Qt.Key(event.key())
        if key in _MOVES:
            if popup is None:
                self.open_options()
            else:
                popup.move_by(_MOVES[key])
        elif popup is not None and key is Qt.Key.Key_Escape:
            popup.hide()
        elif popup is not None and key in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab}:
            self._take(popup.current())
            self.focusNextChild()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.isReadOnly():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._look.colour("soft"), 1.6))
        middle = QPointF(self.width() - _ARROW / 2 - 2, self.height() / 2 + 1)
        tip = QPointF(middle.x(), middle.y() + 2.5)
        painter.drawLine(QPointF(middle.x() - 4.5, middle.y() - 2.5), tip)
        painter.drawLine(tip, QPointF(middle.x() + 4.5, middle.y() - 2.5))

    @Slot(str)
    def _typed(self, text: str) -> None:
        # Half a word is not an answer: a choice is sent when it is taken or left, never while typing rests.
        self.open_options(text)

    @Slot(object)
    def _take(self, option: ChoiceOption | None) -> None:
        if self._popup is not None:
            self._popup.hide()
        if option is not None:
            self.setText(option.label)
        self.commit()

    def _list(self) -> ChoicePopup:
        if self._popup is None or self._popup.parentWidget() is not self.window():
            self._popup = ChoicePopup(self._look, self.window())
            self._popup.chosen.connect(self._take)
            self.destroyed.connect(self._popup.deleteLater)
        return self._popup


def make_editor(shape: CellShape, look: Look) -> FieldEditor:
    """Return the editor of a field."""
    return ChoiceEditor(shape, look) if shape.kind is CellKind.CHOICE else FieldEditor(shape)
