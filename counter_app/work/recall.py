"""Pages that were taken before their case was opened here: until they are known, a new page waits to be told apart."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from uuid import UUID

from counter_app.work.scan_door import Shot
from counter_app.work.workbench import Workbench
from devices.imaging.duplicates import Fingerprint
from shared.capture.taken_pages import TakenPages

Prints = Mapping[str, Fingerprint]


class Recall:
    """Brings the fingerprints of a case's earlier pages back, once for each opening.

    Args:
        bench: has the open case, and reads them.
        taken: takes them.
        go_on: takes the page that waited.
    """

    def __init__(self, bench: Workbench, taken: TakenPages, go_on: Callable[[Shot], None]) -> None:
        self._bench = bench
        self._taken = taken
        self._go_on = go_on
        self._case_id: UUID | None = None
        self._held: Shot | None = None

    @property
    def is_holding(self) -> bool:
        """Whether a page waits."""
        return self._held is not None

    def begin(self, case_id: UUID) -> None:
        """Read the pages of a case that was just opened."""
        self._case_id = case_id
        self._bench.load_prints(partial(self._known, case_id))

    def hold(self, shot: Shot) -> bool:
        """Let a page wait where the earlier ones are not known yet; False where they are."""
        if self._case_id is None:
            return False
        self._held = shot
        return True

    def drop(self) -> None:
        """Let go of the page that waits."""
        self._held = None

    def clear(self) -> None:
        """Wait for nothing any more: another case is looked at."""
        self._case_id, self._held = None, None

    def _known(self, case_id: UUID, prints: Prints) -> None:
        if case_id != self._case_id:
            return
        self._taken.recall(prints)
        held = self._held
        self.clear()
        if held is not None:
            self._go_on(held)
