"""A draft of this terminal is opened: where others may take it, the platform is asked first whether one did."""

from __future__ import annotations

from functools import partial
from typing import Final
from uuid import UUID

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from counter_app.work.draft_room import DraftRoom
from shared.qt.jobs import Lane, Ok, Result

DEADLINE_MS: Final = 4000


class OpeningPresenter(QObject):
    """Opens drafts. Nobody waits longer for the platform than the deadline, and without a network hardly at all.

    Args:
        lane: for asking the platform.

    Signals:
        asking: the platform is asked, and somebody waits.
        opened: the UUID of a draft that is to go on here.
        gone: the UUID of a draft that another terminal took, and the terminal's name; also when that is heard late.
    """

    asking = Signal()
    opened = Signal(object)
    gone = Signal(object, str)

    def __init__(self, lane: Lane, deadline_ms: int = DEADLINE_MS) -> None:
        super().__init__()
        self._lane = lane
        self._room: DraftRoom | None = None
        self._waiting: UUID | None = None
        self._deadline = QTimer(self)
        self._deadline.setSingleShot(True)
        self._deadline.setInterval(deadline_ms)
        self._deadline.timeout.connect(self.open_now)

    def use(self, room: DraftRoom | None) -> None:
        """Work for a clerk from now on; None when the clerk left."""
        self.leave()
        self._room = room

    def open(self, case_id: UUID, *, is_offered: bool) -> None:
        """Open a draft; one that others may take once it is known that none did, or nobody can tell."""
        self.leave()
        room = self._room
        if room is None:
            return
        if not is_offered:
            self.opened.emit(case_id)
            return
        self._waiting = case_id
        self._deadline.start()
        self.asking.emit()
        self._lane.run(lambda: room.who_took(case_id), partial(self._heard, room, case_id))

    @Slot()
    def open_now(self) -> None:
        """Wait no longer."""
        waiting = self._waiting
        self.leave()
        if waiting is not None:
            self.opened.emit(waiting)

    @Slot()
    def leave(self) -> None:
        """Open nothing after all."""
        self._deadline.stop()
        self._waiting = None

    def _heard(self, room: DraftRoom, case_id: UUID, result: Result) -> None:
        if room is not self._room:
            return
        taker = result.value if isinstance(result, Ok) else None
        if taker is not None:
            if self._waiting == case_id:
                self.leave()
            self.gone.emit(case_id, taker)
        elif self._waiting == case_id:
            self.open_now()
