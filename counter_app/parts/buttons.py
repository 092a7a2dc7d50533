"""Buttons that say their key."""

from __future__ import annotations

from enum import StrEnum, unique

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QStyle, QStyleOptionButton, QWidget

from counter_app.parts.marks import KEYCAP_HEIGHT, keycap_width, paint_keycap
from counter_app.theme.look import Look


@unique
class ButtonKind(StrEnum):
    """How much weight a button has, and what it stands on."""

    PRIMARY = "primary"
    NORMAL = "normal"
    WARM = "warm"
    PLAIN = "plain"
    LINK = "link"
    STAGE = "stage"
    STAGE_FIRST = "stage_first"
    BAND = "band"


_ON_DARK = frozenset({ButtonKind.PRIMARY, ButtonKind.STAGE, ButtonKind.BAND})
_SPACE = 12


class KeyButton(QPushButton):
    """A push button with its shortcut as a keycap at the right end."""

    def __init__(
        self, look: Look, name: str, kind: ButtonKind = ButtonKind.NORMAL, key: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setProperty("kind", kind.value)
        # A click leaves the cursor where the clerk types; a button that hides would pass the focus to its neighbour.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._look = look
        self._kind = kind
        self._key = key

    def set_kind(self, kind: ButtonKind) -> None:
        """Give the button another weight."""
        if kind is not self._kind:
            self._kind = kind
            self.setProperty("kind", kind.value)
            self.style().unpolish(self)
            self.style().polish(self)

    def set_words(self, text: str, hint: str = "") -> None:
        """Set what the button says, and what a reader and a tool tip say beside it."""
        self.setText(text)
        self.setAccessibleName(text)
        self.setAccessibleDescription(hint)
        self.setToolTip(hint)

    def sizeHint(self) -> QSize:
        size = super().sizeHint()
        if self._key:
            size.setWidth(size.width() + keycap_width(self._key, self._look) + _SPACE)
        return size

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._key:
            super().paintEvent(event)
            return
        painter = QPainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        self.style().drawControl(QStyle.ControlElement.CE_PushButtonBevel, option, painter, self)
        cap = self._cap_box()
        free = self.rect()
        text_width = self.fontMetrics().horizontalAdvance(self.text())
        centred_right = (free.width() + text_width) // 2
        if centred_right > cap.left() - _SPACE // 2:
            free.setRight(cap.left() - 2)
        option.rect = free
        self.style().drawControl(QStyle.ControlElement.CE_PushButtonLabel, option, painter, self)
        on_dark = self._kind in _ON_DARK and (self.isEnabled() or self._kind is not ButtonKind.PRIMARY)
        paint_keycap(painter, QRectF(cap), self._key, self._look, on_dark=on_dark)

    def _cap_box(self) -> QRect:
        width = keycap_width(self._key, self._look)
        margin = 0 if self._kind is ButtonKind.LINK else _SPACE
        return QRect(self.width() - width - margin, (self.height() - KEYCAP_HEIGHT) // 2, width, KEYCAP_HEIGHT)
