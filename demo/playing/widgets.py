"""Hands on a window of widgets: widgets by objectName, clicks, keys, and words as an input method would bring them."""

from __future__ import annotations

from typing import Final, TypeVar

from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtGui import QImage, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget

from demo.playing.pilot import Pilot

W = TypeVar("W", bound=QWidget)
_DEADLINE_S: Final = 60.0


class WidgetHands:
    """Finds, waits for, clicks and types into what is on the screen."""

    def __init__(self, pilot: Pilot, window: QWidget) -> None:
        self._pilot = pilot
        self.window = window

    def find(self, name: str, kind: type[W]) -> W | None:
        """Return the shown widget of a name, or None."""
        return next((each for each in self.window.findChildren(kind, name) if each.isVisible()), None)

    def wait_for(self, name: str, kind: type[W], deadline_s: float = _DEADLINE_S) -> W:
        """Wait until a widget is shown. Raises PlayError."""
        return self._pilot.wait(f"'{name}' is shown", lambda: self.find(name, kind), deadline_s)

    def wait_enabled(self, name: str, kind: type[W], deadline_s: float = _DEADLINE_S) -> W:
        """Wait until a widget is shown and can be used. Raises PlayError."""

        def usable() -> W | None:
            found = self.find(name, kind)
            return found if found is not None and found.isEnabled() else None

        return self._pilot.wait(f"'{name}' can be used", usable, deadline_s)

    def click(self, name: str, deadline_s: float = _DEADLINE_S) -> None:
        """Wait until a widget can be used, and click it. Raises PlayError."""
        click_at(self.wait_enabled(name, QWidget, deadline_s))

    def enter(self, name: str, text: str) -> None:
        """Click into a line, replace what it holds by text, and go on with Tab. Raises PlayError."""
        line = self.wait_enabled(name, QLineEdit)
        self.type_into(line, text)
        self.key(line, Qt.Key.Key_Tab)

    def type_into(self, line: QLineEdit, text: str) -> None:
        """Click into a line and replace what it holds."""
        click_at(line)
        line.selectAll()
        if text.isascii():
            QTest.keyClicks(line, text)
            return
        event = QInputMethodEvent()
        event.setCommitString(text)
        QCoreApplication.sendEvent(line, event)

    def key(self, widget: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key in a widget."""
        QTest.keyClick(widget, key, modifier)

    def picture(self) -> QImage:
        """Return a picture of the window."""
        return self.window.grab().toImage()


def click_at(widget: QWidget, place: QPoint | None = None) -> None:
    """Click a widget in its middle, or at a place in it."""
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=place or widget.rect().center())
