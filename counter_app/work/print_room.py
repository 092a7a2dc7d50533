"""The door to the receipt printer: one lane, slips in order, every outcome kept until the clerk has seen it."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from shared.intake.decisions import SealedDecision
from shared.intake.print_desk import Document, PrintDesk, PrintReport
from shared.intake.sealing import SealedCase
from shared.notices.notice import PLAIN, NoticeStyle
from shared.qt.jobs import Err, Lane, Result
from shared.store.cases import CaseIndexEntry

DeskOf = Callable[[CaseIndexEntry], PrintDesk]
"""Gives the desk that composes slips by the catalogue version of a case; called on the lane."""


class PrintRoom(QObject):
    """Prints slips.

    Signals:
        changed: UUID of the case whose slip began or ended.
        ended: UUID of the case and the PrintReport of a slip that was tried.
        failed: code of what kept a slip from being tried at all.
    """

    changed = Signal(object)
    ended = Signal(object, object)
    failed = Signal(str)

    def __init__(self, lane: Lane, desk_of: DeskOf, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lane = lane
        self._desk_of = desk_of
        self._under_way: set[tuple[UUID, Document]] = set()
        self._reports: dict[tuple[UUID, Document], PrintReport] = {}

    def is_printing(self, case_id: UUID, document: Document) -> bool:
        """Tell whether a slip is under way."""
        return (case_id, document) in self._under_way

    def report(self, case_id: UUID, document: Document) -> PrintReport | None:
        """Return what became of the last slip printed since the start, None for none."""
        return self._reports.get((case_id, document))

    def forget(self, case_id: UUID, document: Document) -> None:
        """Let the last report of a slip go, as where a person has told of it elsewhere or it was printed again."""
        self._reports.pop((case_id, document), None)
        self.changed.emit(case_id)

    def print_receipt(self, sealed: SealedCase) -> None:
        """Print the receipt of a case that was just sealed."""
        case = sealed.case
        self._run(case.case_id, Document.RECEIPT, lambda: self._desk_of(case).print_receipt(sealed))

    def print_acceptance(self, decision: SealedDecision) -> None:
        """Print the acceptance slip of a case that was just accepted."""
        case = decision.case
        self._run(case.case_id, Document.ACCEPTANCE, lambda: self._desk_of(case).print_acceptance(decision))

    def reprint_receipt(self, case: CaseIndexEntry, style: NoticeStyle = PLAIN) -> None:
        """Print a receipt again, for another reader perhaps."""
        self._run(case.case_id, Document.RECEIPT, lambda: self._desk_of(case).reprint_receipt(case, style))

    def reprint_acceptance(self, decision: SealedDecision, style: NoticeStyle = PLAIN) -> None:
        """Print an acceptance slip again, for another reader perhaps."""
        case = decision.case
        self._run(case.case_id, Document.ACCEPTANCE, lambda: self._desk_of(case).reprint_acceptance(decision, style))

    def settle(self, case: CaseIndexEntry, document: Document, *, came_out: bool) -> None:
        """Note what the clerk saw of the slip whose end nobody else knows."""
        key = (case.case_id, document)

        def deliver(result: Result) -> None:
            if isinstance(result, Err):
                self.failed.emit(result.code)
            else:
                self._reports.pop(key, None)
            self.changed.emit(case.case_id)

        self._lane.run(lambda: self._settle(case, document, came_out=came_out), deliver)

    def _settle(self, case: CaseIndexEntry, document: Document, *, came_out: bool) -> None:
        desk = self._desk_of(case)
        for entry in desk.open_questions():
            if entry.case_number == case.number and document.is_called(entry.document):
                desk.settle(entry.id, came_out=came_out)

    def _run(self, case_id: UUID, document: Document, job: Callable[[], PrintReport]) -> None:
        key = (case_id, document)
        if key in self._under_way:
            return
        self._under_way.add(key)
        self.changed.emit(case_id)

        def deliver(result: Result) -> None:
            self._under_way.discard(key)
            if isinstance(result, Err):
                self.failed.emit(result.code)
            else:
                self._reports[key] = result.value
                self.ended.emit(case_id, result.value)
            self.changed.emit(case_id)

        self._lane.run(job, deliver)
