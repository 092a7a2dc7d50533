"""Printing with exact accounts: intent, sent, outcome with its evidence; a repeat is marked 补打 (ARCHITECTURE §5)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum, unique

from devices.core.errors import DeviceError
from devices.core.printing import PrintCause, PrintOutcome, PrintState, ReceiptPrinter
from devices.core.slip import Slip
from shared.intake import copies
from shared.intake.decisions import ACCEPTANCE, SealedDecision
from shared.intake.documents import Documents
from shared.intake.sealing import RECEIPT, SealedCase
from shared.notices.draft_slip import DraftSlip
from shared.notices.notice import PLAIN, Notice, NoticeStyle
from shared.notices.strip import strip
from shared.store import audit, cases, journal
from shared.store.audit import AuditEvent
from shared.store.cases import CaseIndexEntry
from shared.store.journal import PARTIAL, REAL_TIME_ONLY, Evidence, PrintEntry, PrintStep
from shared.store.store import Store

PRINT_DEADLINE_S = 30.0
_WAITS_FOR_RECEIPT = timedelta(minutes=2)
_STEPS = {
    PrintState.PRINTED: PrintStep.PRINTED,
    PrintState.SENT: PrintStep.SENT,
    PrintState.UNKNOWN: PrintStep.UNKNOWN,
    PrintState.FAILED: PrintStep.FAILED,
}

_SUPERSEDED = {PrintStep.INTENT: PrintStep.ABANDONED, PrintStep.SENT: PrintStep.UNKNOWN}


@unique
class Document(StrEnum):
    """The slips that the journal accounts for."""

    RECEIPT = RECEIPT
    ACCEPTANCE = ACCEPTANCE

    def is_called(self, name: str) -> bool:
        """Tell whether a name of the journal means this slip, of whichever acceptance it is."""
        return not copies.is_page(name) and name.partition("-")[0] == self.value


@dataclass(frozen=True, slots=True)
class PrintReport:
    """What became of one slip. Copy 1 is the original; any other carries 补打.

    Attributes:
        entry_id: its entry in the journal, for `settle`.
    """

    document: Document
    outcome: PrintOutcome
    copy_no: int
    entry_id: int = 0

    @property
    def is_reprint(self) -> bool:
        return self.copy_no > 1


class PrintDesk:
    """Prints the slips of one terminal.

    Args:
        store: holds the journal.
        printer: None where the terminal has none; then every print fails as unreachable and is journaled so.
        documents: composes what is printed.
        deadline_s: by when a slip must have come out, or its end is noted as it is known then.
    """

    def __init__(
        self,
        store: Store,
        printer: ReceiptPrinter | None,
        documents: Documents,
        deadline_s: float = PRINT_DEADLINE_S,
    ) -> None:
        self._store = store
        self._printer = printer
        self._documents = documents
        self._deadline_s = deadline_s

    def print_receipt(self, sealed: SealedCase, style: NoticeStyle = PLAIN) -> PrintReport:
        """Print the receipt whose intent was journaled at sealing."""
        entry_id = self._entry(RECEIPT, sealed.case.number, sealed.print_id)
        return self._print_receipt(sealed.case, entry_id, style)

    def reprint_receipt(self, case: CaseIndexEntry, style: NoticeStyle = PLAIN) -> PrintReport:
        """Print a receipt again."""
        return self._print_receipt(case, self._entry(RECEIPT, case.number), style)

    def print_acceptance(self, decision: SealedDecision, style: NoticeStyle = PLAIN) -> PrintReport:
        """Print the acceptance slip whose intent was journaled at sealing."""
        entry_id = self._entry(decision.document, decision.case.number, decision.print_id)
        return self._print_acceptance(decision, entry_id, style)

    def reprint_acceptance(self, decision: SealedDecision, style: NoticeStyle = PLAIN) -> PrintReport:
        """Print an acceptance slip again."""
        entry_id = self._entry(decision.document, decision.case.number)
        return self._print_acceptance(decision, entry_id, style)

    def print_told(self, notice: Notice, style: NoticeStyle = PLAIN) -> PrintOutcome:
        """Print a notice that comes before any case, such as the list of what is needed; no copy of it is counted."""
        return self._outcome(self._slip(notice, style))

    def print_draft_slip(self, slip: DraftSlip, style: NoticeStyle = PLAIN) -> PrintOutcome:
        """Print the slip of a draft that goes on elsewhere; there is no case yet, so no copy of it is counted."""
        return self._outcome(strip(self._documents.draft_sheet(slip, style), large=style.large))

    def unfinished(self) -> tuple[PrintEntry, ...]:
        """Return the slips that an earlier process left without a known end: a person looks into the tray."""
        return tuple(entry for entry in journal.unfinished(self._store) if not copies.is_page(entry.document))

    def print_interrupted(self, now: datetime) -> tuple[PrintReport, ...]:
        """Print what a crash kept from being sent, while whoever waits for it may still stand there.

        Only receipts whose intent is younger than two minutes: nothing of them lay on paper. An older intent is given
        up, and a slip that was being sent is of unknown end; both are had again by a reprint.
        """
        reports = []
        for entry in self.unfinished():
            case = cases.find(self._store, entry.case_number)
            fresh = abs(now - entry.intended_at) < _WAITS_FOR_RECEIPT
            if entry.step is PrintStep.INTENT and entry.document == Document.RECEIPT and fresh and case is not None:
                reports.append(self._print_receipt(case, entry.id, PLAIN))
            else:
                journal.outcome(self._store, entry.id, _SUPERSEDED[entry.step], "crash")
        return tuple(reports)

    def open_questions(self) -> tuple[PrintEntry, ...]:
        """Return the slips whose end only a person who looks at the paper can tell."""
        return journal.open_questions(self._store)

    def settle(self, entry_id: int, *, came_out: bool) -> bool:
        """Note what a person saw of such a slip, whole or not; False if nobody asks any more."""
        return journal.settle(self._store, entry_id, came_out=came_out)

    def give_up(self, entry_id: int) -> bool:
        """Note that a slip that was never sent is not wanted any more."""
        return journal.outcome(self._store, entry_id, PrintStep.ABANDONED)

    def _entry(self, document: str, case_number: str, intended: int | None = None) -> int:
        """Return the journal's entry to print under: the one that was intended, unless it was used, else a new one.

        What a crash left open of this slip is closed: the copy that is printed now takes its place.
        """
        chosen = None
        for entry in journal.copies(self._store, case_number, document):
            if entry.id == intended and entry.step is PrintStep.INTENT:
                chosen = entry.id
            elif entry.step in _SUPERSEDED and entry.evidence is Evidence.NONE:
                journal.outcome(self._store, entry.id, _SUPERSEDED[entry.step])
        return chosen or journal.intent(self._store, document, case_number).id

    def _print_receipt(self, case: CaseIndexEntry, entry_id: int, style: NoticeStyle) -> PrintReport:
        def slip(copy_no: int) -> Slip:
            return self._slip(self._documents.receipt(case, copy_no), style)

        return self._print(RECEIPT, case.number, entry_id, slip)

    def _print_acceptance(self, decision: SealedDecision, entry_id: int, style: NoticeStyle) -> PrintReport:
        def slip(copy_no: int) -> Slip:
            return self._slip(self._documents.acceptance(decision, copy_no=copy_no), style)

        return self._print(decision.document, decision.case.number, entry_id, slip)

    def _slip(self, notice: Notice, style: NoticeStyle) -> Slip:
        return strip(self._documents.sheet(notice, style), large=style.large)

    def _print(self, document: str, case_number: str, entry_id: int, compose: Callable[[int], Slip]) -> PrintReport:
        """Compose, note as sent, print, note the outcome. The slip goes out under an entry that nobody else sent."""
        copy_no = copies.copy_no(self._store, case_number, document, under=entry_id)
        slip = compose(copy_no)
        while not journal.sent(self._store, entry_id):
            entry_id = journal.intent(self._store, document, case_number).id
            copy_no = copies.copy_no(self._store, case_number, document, under=entry_id)
            slip = compose(copy_no)
        outcome = self._outcome(slip)
        journal.outcome(self._store, entry_id, _STEPS[outcome.state], _cause(outcome))
        details: dict[str, str | int] = {
            "print": entry_id,
            "document": document,
            "copy": copy_no,
            "state": outcome.state.value,
        }
        audit.append(self._store, AuditEvent.SLIP_PRINTED, None, details)
        return PrintReport(next(slip for slip in Document if slip.is_called(document)), outcome, copy_no, entry_id)

    def _outcome(self, slip: Slip) -> PrintOutcome:
        if self._printer is None:
            return PrintOutcome(PrintState.FAILED, PrintCause.UNREACHABLE)
        try:
            return self._printer.print_slip(slip, self._deadline_s)
        except DeviceError:
            return PrintOutcome(PrintState.FAILED, PrintCause.OFFLINE)


def _cause(outcome: PrintOutcome) -> str | None:
    if outcome.cause is None:
        return REAL_TIME_ONLY if outcome.state is PrintState.SENT else None
    return outcome.cause.value + (PARTIAL if outcome.partial else "")
