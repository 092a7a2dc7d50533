"""A gun among a window's keys: recognised by time, taken where somebody wants its code, typed where nobody does."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QWindow

from devices.core.wedge import Stroke, Typed, WedgeRecogniser, WedgeTimes

_ENDS: Final = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab})
_COMMANDS: Final = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
)
_SILENT: Final = frozenset({Qt.Key.Key_Shift, Qt.Key.Key_CapsLock, Qt.Key.Key_NumLock})
Keys = tuple[QKeyEvent, ...]


class WedgeFilter(QObject):
    """Watches the keys that come to one window, of widgets or QML.

    Keys are held back for some hundredths of a second until they can be told apart, then given to the window in order.
    An input method sees keys before any window does: a gun that types letters needs it switched off.

    Args:
        wants: tells whether a code is for somebody here; one that nobody wants is typed as if by hand.

    Signals:
        scanned: the text of a code.
    """

    scanned = Signal(str)

    def __init__(self, window: QWindow, wants: Callable[[str], bool], times: WedgeTimes | None = None) -> None:
        super().__init__(window)
        self._window = window
        self._wants = wants
        self._recogniser: WedgeRecogniser[Keys] = WedgeRecogniser(times)
        self._releases: list[QKeyEvent] = []
        self._is_replaying = False
        self._last = 0.0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._silence)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hold a key that a gun may have pressed; let all else pass, after what is held."""
        if self._is_replaying or watched is not self._window or not isinstance(event, QKeyEvent):
            return False
        if event.type() is QEvent.Type.KeyRelease:
            return self._hold_release(event)
        if event.type() is not QEvent.Type.KeyPress or event.key() in _SILENT:
            return False
        self._last = event.timestamp() / 1000 or time.monotonic()
        self._carry_out(self._recogniser.key(self._stroke(event)))
        self._wait()
        return True

    def _stroke(self, event: QKeyEvent) -> Stroke[Keys]:
        is_command = bool(event.modifiers() & _COMMANDS)
        return Stroke(
            "" if is_command or not event.text().isprintable() else event.text(),
            self._last,
            ends=event.key() in _ENDS and not is_command,
            repeats=event.isAutoRepeat(),
            key=(event.clone(),),
        )

    def _hold_release(self, event: QKeyEvent) -> bool:
        """Keep a key's release behind its press while that is held."""
        if self._recogniser.due is None:
            return False
        self._releases.append(event.clone())
        return True

    @Slot()
    def _silence(self) -> None:
        due = self._recogniser.due
        if due is not None:
            self._carry_out(self._recogniser.silence(due))
            self._wait()

    def _wait(self) -> None:
        due = self._recogniser.due
        if due is None:
            self._timer.stop()
            self._replay(())
        else:
            self._timer.start(max(1, round((due - self._last) * 1000)))

    def _carry_out(self, decided: list[Typed[Keys]]) -> None:
        for typed in decided:
            if typed.code is not None and self._wants(typed.code):
                self._releases.clear()
                self.scanned.emit(typed.code)
            else:
                self._replay(tuple(event for stroke in typed.strokes for event in stroke.key or ()))

    def _replay(self, events: Keys) -> None:
        releases, self._releases = tuple(self._releases), []
        self._is_replaying = True
        try:
            for event in (*events, *releases):
                QCoreApplication.sendEvent(self._window, event)
        finally:
            self._is_replaying = False
