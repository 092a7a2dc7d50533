"""A page that was scanned and not taken, because something was found on it: a person judges it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from counter_app.ports.materials import StageViewPort
from counter_app.work.scan_door import Shot


class PendingPresenter(QObject):
    """At most one page. It is used all the same only with a reason.

    Attributes:
        shot: the page, None where none waits.
        is_reason_asked: the clerk wants to use it, and the reason is being asked for.

    Signals:
        changed: what is asked about it.
        used: the Shot, and the reason why it is used all the same.
    """

    changed = Signal()
    used = Signal(object, str)

    def __init__(self, view: StageViewPort) -> None:
        super().__init__()
        self.shot: Shot | None = None
        self.is_reason_asked = False
        view.overrideAsked.connect(self._ask_reason)
        view.overrideGiven.connect(self._use)
        view.overrideLeft.connect(self._leave_reason)

    def hold(self, shot: Shot) -> None:
        """Let a page wait for a person."""
        self.shot = shot

    def ask_nothing(self) -> None:
        """Put the question for a reason away: something else is looked at."""
        self.is_reason_asked = False

    def clear(self) -> None:
        """Let go of it."""
        self.shot, self.is_reason_asked = None, False

    @Slot()
    def _ask_reason(self) -> None:
        self.is_reason_asked = self.shot is not None
        self.changed.emit()

    @Slot()
    def _leave_reason(self) -> None:
        self.is_reason_asked = False
        self.changed.emit()

    @Slot(str)
    def _use(self, reason: str) -> None:
        if self.shot is not None:
            self.used.emit(self.shot, reason)
