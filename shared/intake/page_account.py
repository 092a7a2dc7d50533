"""Which copy of an A4 notice comes out: prints on the page printer are journaled like slips, and a repeat says 补打."""

from __future__ import annotations

from typing import Final

from devices.core.printing import PrintState
from shared.domain.numbers import NoticeKind
from shared.store import audit, journal
from shared.store.audit import AuditEvent
from shared.store.journal import PARTIAL, PrintEntry, PrintStep
from shared.store.store import Store

_SUFFIX: Final = ".a4"
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
        """Return which copy would be printed now: an earlier one counts unless it is known that no paper came out."""
        earlier = journal.copies(self._store, case_number, _document(kind, running))
        return 1 + sum(entry.may_lie_on_paper for entry in earlier)

    def begin(self, case_number: str, kind: NoticeKind, running: int = 1) -> PrintEntry:
        """Note that a notice is going to the printer."""
        entry = journal.intent(self._store, _document(kind, running), case_number)
        journal.sent(self._store, entry.id)
        return entry

    def end(self, entry: PrintEntry, state: PrintState, *, cause: str = "", partial: bool = False) -> None:
        """Note what became of it; after one that failed with some of it on paper the next copy counts as a reprint."""
        on_paper = PARTIAL if state is PrintState.FAILED and partial else ""
        journal.outcome(self._store, entry.id, _STEPS[state], (cause + on_paper) or None)
        details: dict[str, str | int] = {"print": entry.id, "document": entry.document, "state": state.value}
        audit.append(self._store, AuditEvent.SLIP_PRINTED, None, details)


def _document(kind: NoticeKind, running: int) -> str:
    return kind.name.lower() + (f"-{running}" if running > 1 else "") + _SUFFIX


def is_page(document: str) -> bool:
    """Tell whether a document of the journal goes to the page printer; else it is a slip."""
    return document.endswith(_SUFFIX)
