"""A page that was scanned and not taken, because something was found on it or it was not kept: a person judges it."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import QObject, Signal, Slot

from counter_app.ports.materials import StageViewPort
from counter_app.work.scan_door import Shot


class PendingPresenter(QObject):
    """At most one page of each material; told is that of the one that is looked at. In memory only.

    A page on which something was found is used all the same only with a reason.

    Attributes:
        is_reason_asked: the clerk wants to use it, and the reason is being asked for.

    Signals:
        changed: what is asked about it.
        held: a page waits now; its material.
        used: the Shot, and the reason why it is used all the same, empty for a good page.
    """

    changed = Signal()
    held = Signal(str)
    used = Signal(object, str)

    def __init__(self, view: StageViewPort) -> None:
        super().__init__()
        self.is_reason_asked = False
        self._material = ""
        self._waiting: dict[str, tuple[Shot, tuple[UUID, ...]]] = {}
        view.overrideAsked.connect(self._ask_reason)
        view.overrideGiven.connect(self._use)
        view.overrideLeft.connect(self._leave_reason)

    @property
    def shot(self) -> Shot | None:
        """The page, None where none waits."""
        waiting = self._waiting.get(self._material)
        return waiting[0] if waiting else None

    @property
    def replaces(self) -> tuple[UUID, ...]:
        """The pages whose place it is to take."""
        waiting = self._waiting.get(self._material)
        return waiting[1] if waiting else ()

    def look_at(self, material: str) -> None:
        """Look at another material; a page of the one before waits until that is looked at again."""
        self._material = material
        self.ask_nothing()

    @Slot(str, object, object)
    def hold(self, material: str, shot: Shot, replaces: tuple[UUID, ...]) -> None:
        """Let a page of a material wait for a person."""
        self._waiting[material] = shot, replaces
        self.held.emit(material)

    def ask_nothing(self) -> None:
        """Put the question for a reason away: something else is looked at."""
        self.is_reason_asked = False

    def clear(self) -> None:
        """Let go of it."""
        self._waiting.pop(self._material, None)
        self.ask_nothing()

    def leave(self) -> None:
        """Let go of all: the case is left."""
        self._waiting.clear()
        self.look_at("")

    @Slot()
    def _ask_reason(self) -> None:
        if self.shot is None:
            return
        if not self.shot.captured.findings:
            self.used.emit(self.shot, "")
            return
        self.is_reason_asked = True
        self.changed.emit()

    @Slot()
    def _leave_reason(self) -> None:
        self.ask_nothing()
        self.changed.emit()

    @Slot(str)
    def _use(self, reason: str) -> None:
        if self.shot is not None:
            self.used.emit(self.shot, reason)
