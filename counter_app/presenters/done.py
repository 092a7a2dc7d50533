"""The page of a sealed case: prints its slips, has its notice set, follows its way to the platform."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from PySide6.QtCore import QObject, Signal, Slot

from counter_app.ports.done import DoneState, DoneViewPort
from counter_app.presenters.done_state import DoneFacts, Words, derive_done
from counter_app.presenters.notice import PapersPresenter
from counter_app.presenters.occasion import OccasionPresenter
from counter_app.work.case_desk import Finished
from counter_app.work.ledger import CaseRecord
from counter_app.work.notice_room import NoticeOrder
from counter_app.work.print_room import PrintRoom
from counter_app.work.workbench import Workbench
from devices.core.cards import IdCard
from devices.core.printing import PrintState
from shared.catalogue.model import Subject
from shared.domain.numbers import NoticeKind
from shared.intake.decisions import SealedDecision
from shared.intake.occasions import SealedOccasion
from shared.intake.print_desk import Document, PrintReport
from shared.notices.notice import Party
from shared.qt.jobs import Err, Lane, Result
from shared.store.cases import CaseIndexEntry

ReadCase = Callable[[UUID], tuple[CaseRecord, Subject]]


class DonePresenter(QObject):
    """Shows one sealed case at a time.

    Args:
        open_case: reads it for the first time, which is entered; read_case: reads it anew.

    Signals:
        opened: UUID of the case that is shown.
        failed: code of what could not be done.
    """

    opened = Signal(object)
    failed = Signal(str)

    def __init__(
        self,
        view: DoneViewPort,
        *,
        notices: PapersPresenter[NoticeOrder],
        bench: Workbench,
        prints: PrintRoom,
        ledger_lane: Lane,
        open_case: ReadCase,
        read_case: ReadCase,
        words: Words,
        occasions: OccasionPresenter,
    ) -> None:
        super().__init__()
        self._view = view
        self._notices = notices
        self._bench = bench
        self._prints = prints
        self._ledger_lane = ledger_lane
        self._open_case = open_case
        self._read_case = read_case
        self._words = words
        self._occasions = occasions
        occasions.sealed.connect(self._occasion_sealed)
        self._may_accept = False
        self._case_id: UUID | None = None
        self._opening: UUID | None = None
        self._facts: DoneFacts | None = None
        self._names: tuple[tuple[str, str], ...] = ()
        self._just_accepted = False
        self._connect()

    @property
    def case_id(self) -> UUID | None:
        """The case that is shown, None for none."""
        return self._case_id

    def set_rights(self, *, may_accept: bool) -> None:
        """Take on the rights of the clerk who works here now."""
        self._may_accept = may_accept

    @Slot(object)
    def show_finished(self, finished: Finished) -> None:
        """Show a case that was just sealed, print its slips and set its notice."""
        self._begin(finished.sealed.case.case_id, finished.applicants)
        self._just_accepted = finished.decision is not None
        self._prints.print_receipt(finished.sealed)
        if finished.decision is not None:
            self._prints.print_acceptance(finished.decision)
            self._show_notice(finished.decision.case, finished.decision, finished.applicants)
        if finished.problem:
            self.failed.emit(finished.problem)

    @Slot(object)
    def show_case(self, case_id: UUID) -> None:
        """Show a case of today; its names are masked. The one that is shown already keeps what stands on its page."""
        if case_id == self._case_id:
            self.refresh()
        else:
            self._begin(case_id, ())

    @Slot()
    def refresh(self) -> None:
        """Read the case anew."""
        case_id = self._case_id
        if case_id is None or case_id == self._opening:
            return
        if self._facts is None:
            self._open(case_id)
        else:
            self._ledger_lane.run(lambda: self._read_case(case_id), self._read)

    def card_read(self, card: IdCard) -> bool:
        """Take a card where somebody receives a result; return whether it was taken."""
        return self._occasions.card_read(card)

    def leave(self) -> None:
        """Forget the case and its notice."""
        self._case_id = self._opening = self._facts = None
        self._names = ()
        self._just_accepted = False
        self._view.set_state(DoneState())
        self._notices.leave()
        self._occasions.leave()

    def _connect(self) -> None:
        self._view.printAsked.connect(self._print)
        self._view.settleAsked.connect(self._settle)
        self._view.acceptAsked.connect(self._accept)
        self._notices.failed.connect(self.failed)
        self._prints.changed.connect(self._slip_changed)
        self._prints.ended.connect(self._slip_ended)
        self._prints.failed.connect(self.failed)
        self._bench.accepted.connect(self._accepted)
        self._bench.failed.connect(self._accept_failed)

    def _begin(self, case_id: UUID, names: tuple[tuple[str, str], ...]) -> None:
        self.leave()
        self._case_id, self._names = case_id, names
        self.opened.emit(case_id)
        self.refresh()

    def _open(self, case_id: UUID) -> None:
        self._opening = case_id

        def deliver(result: Result) -> None:
            if self._opening == case_id:
                self._opening = None
            self._read(result)

        self._ledger_lane.run(lambda: self._open_case(case_id), deliver)

    def _read(self, result: Result) -> None:
        if isinstance(result, Err):
            self.failed.emit(result.code)
            return
        record, subject = result.value
        if record.entry.case_id != self._case_id:
            return
        names = "、".join(name for _, name in self._names)
        busy = self._facts.busy if self._facts else False
        first = self._facts is None
        self._facts = DoneFacts(record, subject, names, may_accept=self._may_accept, busy=busy)
        self._show()
        self._occasions.show_case(record.entry)
        if first:
            self._begin_notice(record)

    def _begin_notice(self, record: CaseRecord) -> None:
        if record.decision is None or not self._just_accepted:
            self._show_notice(record.entry, record.decision, self._names)

    def _show_notice(
        self, case: CaseIndexEntry, decision: SealedDecision | None, names: tuple[tuple[str, str], ...]
    ) -> None:
        """Show what a case is given on paper: its acceptance, else its receipt."""
        kind = NoticeKind.ACCEPTANCE if decision else NoticeKind.RECEIPT
        acts = self._facts.record.acts if self._facts is not None else ()
        if acts and (decision is None or acts[-1].at >= decision.decided_at):
            kind = acts[-1].kind
        parties = tuple(Party(label, name) for label, name in names)
        self._notices.show(NoticeOrder(kind, case, decision, parties, acts=acts))

    @Slot(object)
    def _occasion_sealed(self, sealed: SealedOccasion) -> None:
        """Set the notice of what was just sealed, and read the case anew."""
        if self._facts is None or sealed.case.case_id != self._case_id:
            return
        record = self._facts.record
        record = replace(record, entry=sealed.case, acts=(*record.acts, sealed.act))
        self._facts = replace(self._facts, record=record)
        self._show_notice(sealed.case, record.decision, self._names)
        self.refresh()

    def _show(self) -> None:
        if self._facts is None:
            return
        case_id = self._facts.record.entry.case_id
        printing = frozenset(document for document in Document if self._prints.is_printing(case_id, document))
        reports = {
            document: report for document in Document if (report := self._prints.report(case_id, document)) is not None
        }
        self._view.set_state(derive_done(replace(self._facts, printing=printing, reports=reports), self._words))

    @Slot(object)
    def _slip_changed(self, case_id: UUID) -> None:
        if case_id == self._case_id:
            self._show()
            self.refresh()

    @Slot(object, object)
    def _slip_ended(self, case_id: UUID, report: PrintReport) -> None:
        """Say that a slip failed whose page the clerk left; one of unknown end is asked about."""
        if case_id != self._case_id and report.outcome.state is PrintState.FAILED:
            self.failed.emit("slip_not_printed")

    @Slot(str)
    def _print(self, document: str) -> None:
        if self._facts is None:
            return
        record = self._facts.record
        if Document(document) is Document.RECEIPT:
            self._prints.reprint_receipt(record.entry, self._notices.style)
        elif record.decision is not None:
            self._prints.reprint_acceptance(record.decision, self._notices.style)

    @Slot(str, bool)
    def _settle(self, document: str, came_out: bool) -> None:
        if self._facts is not None:
            self._prints.settle(self._facts.record.entry, Document(document), came_out=came_out)

    @Slot()
    def _accept(self) -> None:
        if self._facts is not None and not self._facts.busy:
            self._facts = replace(self._facts, busy=True)
            self._show()
            self._bench.accept_case(self._facts.record.entry)

    @Slot(object)
    def _accepted(self, decision: SealedDecision) -> None:
        self._prints.print_acceptance(decision)
        if decision.case.case_id == self._case_id:
            if self._facts is not None:
                self._facts = replace(self._facts, busy=False)
            self._show_notice(decision.case, decision, self._names)
            self.refresh()

    @Slot(str)
    def _accept_failed(self, code: str) -> None:
        del code
        if self._facts is not None and self._facts.busy:
            self._facts = replace(self._facts, busy=False)
            self._show()
