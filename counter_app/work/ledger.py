"""What the store knows of sealed cases: today's list, one case whole, and how the platform is reached.

Blocking, for the ledger's own lane; it reads, and enters what was read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shared.domain.numbers import CaseNumber, NoticeKind
from shared.domain.submissions import SubmissionKind
from shared.intake.copies import slip_document
from shared.intake.decisions import SealedDecision, decision_of
from shared.intake.print_desk import Document
from shared.store import acts, audit, cases, journal, outbox
from shared.store.acts import ActRecord
from shared.store.audit import AuditEvent
from shared.store.cases import CaseIndexEntry
from shared.store.journal import PrintEntry
from shared.store.overview import CaseDelivery, DeliveryOverview, case_deliveries, delivery_overview
from shared.store.store import Store


@dataclass(frozen=True, slots=True)
class TodayFacts:
    """Today's cases, the last first, and where each is on its way."""

    entries: tuple[CaseIndexEntry, ...]
    deliveries: Mapping[UUID, CaseDelivery]
    overview: DeliveryOverview


@dataclass(frozen=True, slots=True)
class CaseRecord:
    """A sealed case with all that the terminal knows of it.

    Attributes:
        decision: its acceptance, None when it was only collected.
        prints: the journal's entries by document.
        acts: what the applicant was told after the receipt, beside an acceptance.
    """

    entry: CaseIndexEntry
    delivery: CaseDelivery | None
    decision: SealedDecision | None
    prints: Mapping[Document, tuple[PrintEntry, ...]]
    online: bool | None
    offline_reason: str = ""
    acts: tuple[ActRecord, ...] = ()


class Ledger:
    """Reads the store of one terminal; each case that is opened is entered into the audit chain, with its reader."""

    def __init__(self, store: Store, clock: Callable[[], datetime], reader: Callable[[], str]) -> None:
        self._store = store
        self._clock = clock
        self._reader = reader

    def today(self) -> TodayFacts:
        """Return today's list."""
        now = self._clock()
        entries = cases.today(self._store, now)
        deliveries = case_deliveries(self._store, [entry.case_id for entry in entries])
        return TodayFacts(entries, deliveries, delivery_overview(self._store, now))

    def find(self, text: str) -> UUID | None:
        """Return the case that a receipt's code or a case number means, None where this terminal doesn't know it."""
        entry = cases.find_by_receipt(self._store, text) or cases.find(self._store, text)
        return entry.case_id if entry else None

    def open(self, case_id: UUID) -> CaseRecord:
        """Return a case that somebody opens, and enter that they read it. Raises CaseUnknownError."""
        record = self.case(case_id)
        audit.append(self._store, AuditEvent.CASE_READ, None, {"case": record.entry.number, "by": self._reader()})
        return record

    def case(self, case_id: UUID) -> CaseRecord:
        """Return one case, as for a reader who has it open. Raises CaseUnknownError."""
        entry = cases.get(self._store, case_id)
        told = acts.of_case(self._store, case_id)
        decision = self._decision(entry, told)
        prints = {document: journal.copies(self._store, entry.number, document.value) for document in Document}
        if decision is not None:
            prints[Document.ACCEPTANCE] = journal.copies(self._store, entry.number, decision.document)
        overview = delivery_overview(self._store, self._clock())
        return CaseRecord(
            acts=tuple(act for act in told if act.kind is not NoticeKind.ACCEPTANCE),
            entry=entry,
            delivery=case_deliveries(self._store, [case_id]).get(case_id),
            decision=decision,
            prints=prints,
            online=overview.agent_online,
            offline_reason=overview.offline_reason or "",
        )

    def _decision(self, entry: CaseIndexEntry, told: tuple[ActRecord, ...]) -> SealedDecision | None:
        """Return the last acceptance of a case; that of an older release has no act."""
        act = next((act for act in reversed(told) if act.kind is NoticeKind.ACCEPTANCE), None)
        if act is not None:
            return decision_of(act, entry, self._print_id(entry, slip_document(act.kind, act.running)))
        others = {act.submission_id for act in told}
        rows = outbox.of_cases(self._store, [entry.case_id])
        row = next(
            (row for row in rows if row.kind is SubmissionKind.DECISION and row.submission_id not in others), None
        )
        if row is None:
            return None
        envelope = outbox.manifest(self._store, row.submission_id).envelope
        return SealedDecision(
            case=entry,
            notice_number=str(CaseNumber.parse(entry.number).notice(NoticeKind.ACCEPTANCE, 1)),
            decided_at=envelope.sealed_at,
            time_proven=envelope.time_proven,
            print_id=self._print_id(entry, slip_document(NoticeKind.ACCEPTANCE)),
        )

    def _print_id(self, entry: CaseIndexEntry, document: str) -> int:
        return next((one.id for one in journal.copies(self._store, entry.number, document)), 0)
