"""Slips that were left open: which they are, and what a person says or wants of them. Blocking, for the slips' lane."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum, unique
from uuid import UUID

from counter_app.work.ledger import CaseRecord
from devices.core.printing import PrintOutcome
from shared.intake.copies import is_page
from shared.intake.print_desk import Document, PrintDesk
from shared.store import cases, journal
from shared.store.cases import CaseIndexEntry
from shared.store.journal import PrintEntry, PrintStep
from shared.store.store import Store


@unique
class SlipAnswer(StrEnum):
    """What the clerk says of an open slip, or wants done about it."""

    CAME_OUT = "came_out"
    NOT_WHOLE = "not_whole"
    PRINT = "print"
    GIVE_UP = "give_up"


@dataclass(frozen=True, slots=True)
class OpenSlip:
    """One slip that asks for a person.

    Attributes:
        was_sent: part of it may lie on paper; else it never went to the printer.
        left: so many others are open too.
    """

    entry: PrintEntry
    case: CaseIndexEntry
    was_sent: bool
    left: int = 0

    @property
    def document(self) -> Document:
        """What was printed."""
        return next(each for each in Document if each.is_called(self.entry.document))


class SlipDesk:
    """Asks and answers for one terminal."""

    def __init__(
        self,
        store: Store,
        desk_of: Callable[[CaseIndexEntry], PrintDesk],
        read_case: Callable[[UUID], CaseRecord],
    ) -> None:
        self._store = store
        self._desk_of = desk_of
        self._read_case = read_case

    def first(self, skipped: frozenset[int] = frozenset()) -> OpenSlip | None:
        """Return the oldest open slip but the skipped ones, None for none."""
        slips = [slip for entry in self._entries() if entry.id not in skipped and (slip := self._slip(entry))]
        return OpenSlip(slips[0].entry, slips[0].case, slips[0].was_sent, len(slips) - 1) if slips else None

    def answer(self, slip: OpenSlip, answer: SlipAnswer) -> PrintOutcome | None:
        """Note what was seen, give up what was never sent, or print again: then return what became of that."""
        desk = self._desk_of(slip.case)
        if answer is SlipAnswer.PRINT:
            return self._print(desk, slip)
        if answer is SlipAnswer.GIVE_UP:
            desk.give_up(slip.entry.id)
        else:
            desk.settle(slip.entry.id, came_out=answer is SlipAnswer.CAME_OUT)
        return None

    def _print(self, desk: PrintDesk, slip: OpenSlip) -> PrintOutcome | None:
        if slip.entry.document == Document.RECEIPT:
            return desk.reprint_receipt(slip.case).outcome
        decision = self._read_case(slip.case.case_id).decision
        return desk.reprint_acceptance(decision).outcome if decision is not None else None

    def _entries(self) -> list[PrintEntry]:
        entries = (*journal.unfinished(self._store), *journal.open_questions(self._store))
        found = {entry.id: entry for entry in entries if not is_page(entry.document)}
        return [found[number] for number in sorted(found)]

    def _slip(self, entry: PrintEntry) -> OpenSlip | None:
        case = cases.find(self._store, entry.case_number)
        return None if case is None else OpenSlip(entry, case, entry.step is not PrintStep.INTENT)
