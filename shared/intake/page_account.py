"""The account of A4 notices: prints on the page printer are journaled like slips."""

from __future__ import annotations

from typing import Final

from devices.core.printing import PrintState
from shared.domain.numbers import NoticeKind
from shared.intake import copies
from shared.store import audit, journal
from shared.store.audit import AuditEvent
from shared.store.journal import PARTIAL, PrintEntry, PrintStep
from shared.store.store import Store

_STEPS: Final = {
    PrintState.PRINTED: PrintStep.PRINTED,
    PrintState.SENT: PrintStep.UNKNOWN,
    PrintState.UNKNOWN: PrintStep.UNKNOWN,
    PrintState.FAILED: PrintStep.FAILED,
}


class PageAccount:
    """Keeps the account of one terminal's A4 notices. Calls block."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def copy_no(self, case_number: str, kind: NoticeKind, running: int = 1) -> int:
        """Return which copy would be printed now."""
        return copies.copy_no(self._store, case_number, copies.page_document(kind, running))

    def begin(self, case_number: str, kind: NoticeKind, running: int = 1) -> PrintEntry:
        """Note that a notice is going to the printer."""
        entry = journal.intent(self._store, copies.page_document(kind, running), case_number)
        journal.sent(self._store, entry.id)
        return entry

    def end(self, entry: PrintEntry, state: PrintState, *, cause: str = "", partial: bool = False) -> None:
        """Note what became of it; after one that failed with some of it on paper the next copy counts as a reprint."""
        on_paper = PARTIAL if state is PrintState.FAILED and partial else ""
        journal.outcome(self._store, entry.id, _STEPS[state], (cause + on_paper) or None)
        details: dict[str, str | int] = {"print": entry.id, "document": entry.document, "state": state.value}
        audit.append(self._store, AuditEvent.SLIP_PRINTED, None, details)
