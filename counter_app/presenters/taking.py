"""The page that is under way: how far it is, whom it is for, and what becomes of it when it comes."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import QObject, Signal, Slot

from counter_app.work.recall import Recall
from counter_app.work.scan_door import ScanDoor, Shot
from counter_app.work.workbench import Workbench
from shared.capture.taken_pages import TakenPages

Place = tuple[UUID | None, str]
"""A case and one of its materials."""


class TakingPresenter(QObject):
    """At most one page, scanned or cut; it waits until the case's earlier pages are known.

    Of a page whose case was left nothing is told, but that the next one can be begun once it has ended.

    Args:
        here: the place that is looked at now; what was begun for another one is not taken.

    Attributes:
        progress: 0.0 to 1.0, None while none is under way.
        is_cutting: it is no scan, a page is cut between other corners or apart.
        replaces: the pages whose place it takes.

    Signals:
        changed: how far it is, or that another one can be begun.
        came: the Shot, None where another place is looked at by now.
        parted: the Shots of the papers that lay on one glass; none where another place is looked at by now.
        failed: code.
    """

    changed = Signal()
    came = Signal(object)
    parted = Signal(object)
    failed = Signal(str)

    def __init__(self, door: ScanDoor, bench: Workbench, taken: TakenPages, here: Callable[[], Place]) -> None:
        super().__init__()
        self.progress: float | None = None
        self.is_cutting = False
        self.replaces: tuple[UUID, ...] = ()
        self._door = door
        self._taken = taken
        self._here = here
        # None where the case was left whose page may still be under way.
        self._place: Place | None = None
        self._recall = Recall(bench, taken, self._captured)
        door.progressed.connect(self._progressed)
        door.captured.connect(self._captured)
        door.parted.connect(self._parted)
        door.failed.connect(self._failed)

    @property
    def is_on(self) -> bool:
        """Whether a page is under way, waits to be told from those that were taken before, or is being kept."""
        return self._door.scanning or self._recall.is_holding or self._taken.is_expecting

    @property
    def is_stopping(self) -> bool:
        """Whether a page of a case that was left is still under way."""
        return self._door.scanning and self._place is None

    def recall(self, case_id: UUID) -> None:
        """Read the pages of a case that was just opened."""
        self._recall.begin(case_id)

    def begin(self, replaces: tuple[UUID, ...], *, is_cutting: bool) -> None:
        """Follow the page that the door has begun for what is looked at now."""
        self._place, self.progress, self.is_cutting = self._here(), 0.0, is_cutting
        self.replaces = replaces

    def cancel(self) -> bool:
        """Stop it; False where none is under way."""
        if self._door.scanning:
            self._door.cancel()
        elif self._recall.is_holding:
            self._recall.drop()
            self._failed("cancelled")
        else:
            return False
        return True

    def leave(self) -> None:
        """Forget it: the case is left."""
        self._door.cancel()
        self._recall.clear()
        self._place = None
        self._end()

    def _end(self) -> None:
        self.progress, self.is_cutting = None, False

    @Slot(float)
    def _progressed(self, share: float) -> None:
        if self._door.scanning and self._place is not None:
            self.progress = share
            self.changed.emit()

    @Slot(object)
    def _captured(self, shot: Shot) -> None:
        if self._place is None:
            self.changed.emit()
        # It may be one of the pages that were taken before this case was opened here.
        elif not self._recall.hold(shot):
            self._end()
            self.came.emit(shot if self._place == self._here() else None)

    @Slot(object)
    def _parted(self, shots: tuple[Shot, ...]) -> None:
        if self._place is None:
            self.changed.emit()
        else:
            self._end()
            self.parted.emit(shots if self._place == self._here() else ())

    @Slot(str)
    def _failed(self, code: str) -> None:
        self._end()
        if self._place is None:
            self.changed.emit()
        else:
            self.failed.emit(code)
