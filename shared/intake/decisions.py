"""A clerk's acceptance: the second submission of its case, signed and effective at sealing, also without a network."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from shared.catalogue.model import Catalogue
from shared.contract.submissions import DecisionBody
from shared.contract.terminals import Clerk, ClerkRight
from shared.domain.calendars import WorkCalendar
from shared.domain.clock import TimeReading, utc_now
from shared.domain.deadlines import DueDate, due_date
from shared.domain.item_states import ItemApplicationState, ItemContext
from shared.domain.item_table import AWAITING_ACCEPTANCE
from shared.domain.items import HandlingKind, Item
from shared.domain.numbers import NoticeKind
from shared.domain.submissions import DecisionAct
from shared.domain.transitions import apply_decision
from shared.intake.catalogues import CatalogueShelf
from shared.intake.copies import slip_document
from shared.intake.errors import RightMissingError
from shared.intake.sealed_papers import open_promises
from shared.intake.sealing_decisions import seal_decision, sealed_act
from shared.store import acts, cases
from shared.store.acts import ActRecord
from shared.store.cases import CaseIndexEntry, IndexedItem, ItemUpdate
from shared.store.clock import read_clock
from shared.store.terminal import Terminal

ACCEPTANCE = "acceptance"
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SealedDecision:
    """An acceptance of a case, which already shows the new states.

    Attributes:
        print_id: the journal's entry of its slip.
        running: the how-manieth of its case.
        items: the numbers of what it accepts; None of an older release's, which accepted all.
    """

    case: CaseIndexEntry
    notice_number: str
    decided_at: datetime
    time_proven: bool
    print_id: int
    running: int = 1
    items: tuple[str, ...] | None = None

    @property
    def document(self) -> str:
        """The name that the journal has for its slips."""
        return slip_document(NoticeKind.ACCEPTANCE, self.running)


@dataclass(frozen=True, slots=True)
class _Accepted:
    number: str
    act: DecisionAct
    state: ItemApplicationState
    due: DueDate | None


class DecisionDesk:
    """What a clerk with the right decides about a sealed case of this terminal."""

    def __init__(
        self, terminal: Terminal, shelf: CatalogueShelf, clerk: Clerk, clock: Callable[[], datetime] = utc_now
    ) -> None:
        self._terminal = terminal
        self._shelf = shelf
        self._clerk = clerk
        self._clock = clock

    def accept(self, case: CaseIndexEntry) -> SealedDecision:
        """Accept every item of a case that awaits it, as the case stands now; `case` may be an older look at it.

        Raises:
            RightMissingError: the clerk may not accept.
            TransitionRefusedError: no item awaits it; nothing was sealed.
            StoreError: nothing was sealed; CaseMovedOnError: something else was, at the same moment.
        """
        if ClerkRight.ACCEPT not in self._clerk.rights:
            raise RightMissingError
        case = cases.get(self._terminal.store, case.case_id)
        catalogue = self._shelf.version(case.catalogue_version)
        time = read_clock(self._terminal.store, self._clock())
        waiting = [item for item in case.details.items if item.state in AWAITING_ACCEPTANCE]
        # Where none waits, the table says why.
        promises = open_promises(self._terminal.store, catalogue, case)
        accepted = tuple(
            self._accept_item(item, catalogue, time, len(promises[item.code])) for item in waiting or case.details.items
        )
        act = self._act(case, accepted, time)
        notice, document = str(act.number(case.number)), slip_document(act.kind, act.running)
        body = self._body(accepted, notice, time)
        updates = tuple(_update(item) for item in accepted)
        result = seal_decision(self._terminal, case, body, updates, time, act=act, documents=(document,))
        _LOG.info("sealed the acceptance of case %s", case.number)
        case = cases.get(self._terminal.store, case.case_id)
        return decision_of(act, case, result.print_ids[0])

    def _act(self, case: CaseIndexEntry, accepted: tuple[_Accepted, ...], time: TimeReading) -> ActRecord:
        running = acts.next_running(self._terminal.store, case.case_id, NoticeKind.ACCEPTANCE)
        facts = {"items": [item.number for item in accepted]}
        return ActRecord(NoticeKind.ACCEPTANCE, running, time.at, time.proven, facts)

    def _accept_item(self, item: IndexedItem, catalogue: Catalogue, time: TimeReading, later: int) -> _Accepted:
        definition = catalogue.item(item.code)
        act = DecisionAct.ACCEPTED_WITH_DEFERRED if later else DecisionAct.ACCEPTED
        context = ItemContext(
            actor=self._clerk.clerk_id,
            may_accept=True,
            item_type=definition.item_type,
            handling=definition.handling,
            missing_minor=later,
            promise_signed=True,
        )
        state = apply_decision(ItemApplicationState(item.state), act, context)
        # The case's catalogue is frozen, the working days are not (ARCHITECTURE §4).
        return _Accepted(item.number, act, state, _due(definition, self._shelf.current.work_calendar(), time))

    def _body(self, accepted: tuple[_Accepted, ...], notice: str, time: TimeReading) -> DecisionBody:
        acts = tuple(sealed_act(item.number, item.act, notice, item.due) for item in accepted)
        return DecisionBody(clerk_id=self._clerk.clerk_id, acts=acts, decided_at=time.at)


def decision_of(act: ActRecord, case: CaseIndexEntry, print_id: int) -> SealedDecision:
    """Return the acceptance that an act is the record of."""
    return SealedDecision(
        case,
        str(act.number(case.number)),
        act.at,
        act.time_proven,
        print_id,
        running=act.running,
        items=tuple(act.facts["items"]),
    )


def _update(item: _Accepted) -> ItemUpdate:
    due = item.due
    return ItemUpdate(
        item.number, item.state.value, due.date.isoformat() if due else None, bool(due and due.provisional)
    )


def _due(item: Item, calendar: WorkCalendar, time: TimeReading) -> DueDate | None:
    """Return an item's due date; none for one decided on the spot, none when only the platform can tell the time."""
    if item.handling is HandlingKind.IMMEDIATE or not time.proven:
        return None
    return due_date(time.legal_date, item.days, (), calendar)
