"""Notices that nobody touches the screen any more: a warning with seconds to stay, then the end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QTimer, Slot

_TOUCHES = frozenset(
    {
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.TouchBegin,
        QEvent.Type.TouchUpdate,
        QEvent.Type.KeyPress,
        QEvent.Type.Wheel,
    }
)
_SECOND_MS = 1000


@dataclass(frozen=True, slots=True)
class IdlePace:
    """Seconds without a touch until the warning, and seconds to stay from then on."""

    until_warning: int = 90
    to_stay: int = 20


class IdleGuard(QObject):
    """Counts whole seconds without a touch. Install it as an event filter on the window.

    Args:
        counts: whether an absence matters at present; a card on the reader or a long job asks for patience.
        tell: called each second of the warning with the seconds left, 0 at the end.
        came_back: called when somebody was there during the warning.
    """

    def __init__(
        self,
        *,
        counts: Callable[[], bool],
        tell: Callable[[int], None],
        came_back: Callable[[], None],
        pace: IdlePace | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._counts = counts
        self._tell = tell
        self._came_back = came_back
        self._pace = pace or IdlePace()
        self._quiet_s = 0
        self._warned = False
        self._timer = QTimer(self)
        self._timer.setInterval(_SECOND_MS)
        self._timer.timeout.connect(self.second)

    def start(self) -> None:
        """Begin to count."""
        self._timer.start()

    def stop(self) -> None:
        """Count no more."""
        self._timer.stop()

    def touched(self) -> None:
        """Somebody is here."""
        self._quiet_s = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _TOUCHES:
            self.touched()
        return super().eventFilter(watched, event)

    @Slot()
    def second(self) -> None:
        """One more second has passed."""
        if not self._counts():
            self._quiet_s = 0
            return
        self._quiet_s += 1
        left = self._pace.until_warning + self._pace.to_stay - self._quiet_s
        if left <= 0:
            self._quiet_s = 0
        if left <= self._pace.to_stay:
            self._warned = left > 0
            self._tell(max(0, left))
        elif self._warned and self._quiet_s > 1:
            # Not within the first second: a finger may still be on a button of the warning.
            self._warned = False
            self._came_back()
