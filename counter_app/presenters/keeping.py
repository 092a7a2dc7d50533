"""Pages that count: kept with the case, read for the form, and told from those that come after them."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from counter_app.presenters.readings import ReadingsPresenter
from counter_app.work.scan_door import Shot
from counter_app.work.workbench import Workbench
from shared.capture.pages import DUPLICATE, PageFinding
from shared.capture.taken_pages import TakenPages


class KeepingPresenter(QObject):
    """Keeps pages of the open case, and removes them; what the pages of a material said goes with any of them.

    Args:
        taken: takes note of what is kept.
        readings: reads it, None where pages are not read.

    Signals:
        refused: a material, the Shot of it that was not kept, and the pages whose place it was to take; the bench says
            why.
    """

    refused = Signal(str, object, object)

    def __init__(self, bench: Workbench, taken: TakenPages, readings: ReadingsPresenter | None) -> None:
        super().__init__()
        self._bench = bench
        self._taken = taken
        self._readings = readings

    def told_apart(self, shot: Shot, replaces: tuple[UUID, ...]) -> Shot:
        """Return a page, with a finding where it is one that was taken already and that it does not replace."""
        is_taken = self._taken.holds(shot.captured.fingerprint, besides=[page.hex for page in replaces])
        return shot.with_finding(PageFinding(DUPLICATE)) if is_taken else shot

    def keep(self, material: str, shot: Shot, reason: str, replaces: tuple[UUID, ...]) -> None:
        """Keep a page of a material, in place of others where they are named.

        Args:
            reason: why it is used all the same, empty for a good page.
            replaces: its place is the first one's.
        """
        self._taken.expect(shot.captured)
        ended = partial(self._attached, material, shot, replaces)
        self._bench.attach_page(material, shot.captured, reason, replaces, ended)

    def remove(self, material: str, page: UUID) -> None:
        """Remove a page of a material."""
        self._forget(material)
        self._bench.remove_page(material, page)

    def show_readings(self, material: str) -> None:
        """Show what a material's pages say; none for an empty code."""
        if self._readings is not None:
            self._readings.show_for(material)

    def _attached(self, material: str, shot: Shot, replaces: tuple[UUID, ...], is_kept: bool) -> None:
        """Have a page read that was kept; one that was not says nothing, and keeps no other from being taken."""
        if not is_kept:
            self._taken.give_up()
            self.refused.emit(material, shot, replaces)
            return
        if replaces:
            self._forget(material)
        if self._readings is not None:
            self._readings.read(material, shot.captured.pixels, shot.captured.side)

    def _forget(self, material: str) -> None:
        if self._readings is not None:
            self._readings.forget(material)
