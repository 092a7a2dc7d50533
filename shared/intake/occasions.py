"""What a clerk does about a sealed case beside accepting it: correct, refuse, withdraw, hand over (C6, D5, D6).

Each is one submission, effective at sealing, also without a network; with it the facts of its notice are kept.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum, unique
from types import MappingProxyType
from typing import Any, Final

from shared.catalogue.model import Catalogue
from shared.contract.submissions import DecisionBody, SealedApplicant
from shared.contract.terminals import Clerk, ClerkRight
from shared.domain.clock import TimeReading, utc_now
from shared.domain.deadlines import DueDate, add_workdays
from shared.domain.errors import DomainError
from shared.domain.identifiers import parse_citizen_number
from shared.domain.identity import IdentityMethod
from shared.domain.item_states import ItemApplicationState, ItemContext
from shared.domain.item_table import ITEM_APPLICATION
from shared.domain.items import ItemType
from shared.domain.masking import masked_name
from shared.domain.numbers import NoticeKind
from shared.domain.state_table import TransitionRefusedError
from shared.domain.submissions import DecisionAct
from shared.domain.transitions import ItemEvent, apply_decision
from shared.intake.catalogues import CatalogueShelf
from shared.intake.errors import MaterialRefusedError, OccasionRefusedError, RightMissingError
from shared.intake.follow_ups import FollowUpDesk
from shared.intake.sealed_papers import open_promises, subject_of
from shared.intake.sealing_decisions import seal_decision, sealed_act
from shared.store import acts, cases
from shared.store.acts import ActRecord
from shared.store.cases import CaseIndexEntry, IndexedItem, ItemUpdate
from shared.store.clock import read_clock
from shared.store.terminal import Terminal

_LOG = logging.getLogger(__name__)
_LICENSING_LAW: Final = "《中华人民共和国行政许可法》第三十二条第一款"
_LONGEST_REASON: Final = 2_000
"""Characters that the contract lets an act's reason have."""
CORRECTION_DAYS: Final = (5, 10, 15)
"""Working days on offer for bringing what is missing; the law leaves them to the office."""


@unique
class Occasion(StrEnum):
    """What is done about a sealed case."""

    CORRECTION = "correction"
    REFUSAL = "refusal"
    WITHDRAWAL = "withdrawal"
    HANDOVER = "handover"


NOTICE_OF: Final[Mapping[Occasion, NoticeKind]] = MappingProxyType(
    {
        Occasion.CORRECTION: NoticeKind.CORRECTION,
        Occasion.REFUSAL: NoticeKind.ACCEPTANCE_REFUSED,
        Occasion.WITHDRAWAL: NoticeKind.WITHDRAWAL,
        Occasion.HANDOVER: NoticeKind.SERVICE_RECEIPT,
    }
)
_EVENTS: Final = {
    Occasion.CORRECTION: ItemEvent.ASK_CORRECTION,
    Occasion.REFUSAL: ItemEvent.REFUSE_ACCEPTANCE,
    Occasion.WITHDRAWAL: ItemEvent.WITHDRAW,
    Occasion.HANDOVER: ItemEvent.ISSUE,
}
_RIGHTS: Final = {Occasion.CORRECTION: ClerkRight.ASK_CORRECTION, Occasion.REFUSAL: ClerkRight.REFUSE}
_DECISIONS: Final = {Occasion.CORRECTION: DecisionAct.CORRECTION_ASKED, Occasion.REFUSAL: DecisionAct.REFUSED}
_RESULTS: Final = {
    ItemApplicationState.GRANTED: NoticeKind.GRANTED,
    ItemApplicationState.NOT_GRANTED: NoticeKind.NOT_GRANTED,
}


@dataclass(frozen=True, slots=True)
class CorrectionPoint:
    """One thing to be brought or mended: a line of the catalogue, what is wrong with it, how it is mended."""

    material: str
    problem: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Receiver:
    """Who takes a result: by the original of their ID card; an applicant, unless it is for another."""

    name: str = field(repr=False)
    number: str = field(repr=False)
    for_another: bool = False


@dataclass(frozen=True, slots=True)
class OccasionOffer:
    """What may be done about a case now, and what its notices are made of.

    Attributes:
        items: the item applications that each occasion would be about.
        materials: code and name of what may be asked for; nothing else may (C10).
        bases: the rules that the catalogue names for these items.
        departments: where else the applicant may be sent.
    """

    case: CaseIndexEntry
    items: Mapping[Occasion, tuple[IndexedItem, ...]]
    materials: tuple[tuple[str, str], ...]
    bases: tuple[str, ...]
    departments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SealedOccasion:
    """An occasion that was just sealed; `case` already shows the new states."""

    case: CaseIndexEntry
    act: ActRecord


class OccasionDesk:
    """Acts of one clerk about sealed cases of this terminal.

    Raises (every method that seals):
        RightMissingError: the clerk may not.
        OccasionRefusedError: its `reason` says what is missing.
        TransitionRefusedError: an item's state does not allow it; nothing was sealed.
        StoreError: nothing was sealed; CaseMovedOnError: something else was, at the same moment.
    """

    def __init__(
        self, terminal: Terminal, shelf: CatalogueShelf, clerk: Clerk, clock: Callable[[], datetime] = utc_now
    ) -> None:
        self._terminal = terminal
        self._shelf = shelf
        self._clerk = clerk
        self._clock = clock
        self._follow_ups = FollowUpDesk(terminal, shelf, clerk, clock)

    def offer(self, case: CaseIndexEntry) -> OccasionOffer:
        """Return what this clerk may do about a case as it stands now."""
        case = cases.get(self._terminal.store, case.case_id)
        catalogue = self._catalogue(case)
        subject = subject_of(catalogue, case)
        able = {occasion: self._able(case, catalogue, occasion) for occasion in Occasion}
        guides = [catalogue.guide(item.code) for item in case.details.items]
        bases = [str(basis) for guide in guides for basis in guide.legal_basis]
        if any(catalogue.item(item.code).item_type is ItemType.LICENCE for item in case.details.items):
            bases.insert(0, _LICENSING_LAW)
        return OccasionOffer(
            case,
            MappingProxyType({occasion: items for occasion, items in able.items() if items}),
            tuple((line.code, line.name) for line in subject.materials),
            tuple(dict.fromkeys(bases)),
            tuple(dict.fromkeys(guide.department.full_name for guide in guides)),
        )

    def ask_correction(self, case: CaseIndexEntry, points: Sequence[CorrectionPoint], days: int) -> SealedOccasion:
        """Tell at once everything that has to be completed, and by when (补正). Raises MaterialRefusedError, too."""
        if not points or any(not point.problem.strip() for point in points):
            raise OccasionRefusedError(OccasionRefusedError.NO_POINTS)
        if days not in CORRECTION_DAYS:
            raise OccasionRefusedError(OccasionRefusedError.NO_DEADLINE)
        offer = self.offer(case)
        lines = {line.code: line for line in subject_of(self._catalogue(case), case).materials}
        if any(point.material not in lines for point in points):
            reason = "not_asked_for"
            raise MaterialRefusedError(reason)
        time = self._time()
        due = add_workdays(time.legal_date, days, self._shelf.current.work_calendar()) if time.proven else None
        listed = [
            {
                "what": lines[point.material].name,
                "problem": point.problem.strip(),
                "basis": lines[point.material].legal_basis,
                "remedy": point.remedy.strip(),
            }
            for point in points
        ]
        basis = offer.bases[0] + "第四项" if offer.bases[:1] == (_LICENSING_LAW,) else "".join(offer.bases[:1])
        facts = {"points": listed, "basis": basis, **_due_facts(due)}
        reason = "\n".join(f"{point['what']}：{point['problem']} {point['remedy']}".strip() for point in listed)
        return self._decide(case, Occasion.CORRECTION, reason, facts, (time, due))

    def refuse(self, case: CaseIndexEntry, reason: str, basis: str, authority: str = "") -> SealedOccasion:
        """Refuse acceptance (不予受理) on a rule that the catalogue names; `authority`: whom to turn to instead."""
        if not reason.strip():
            raise OccasionRefusedError(OccasionRefusedError.NO_REASON)
        if basis not in self.offer(case).bases:
            raise OccasionRefusedError(OccasionRefusedError.NO_BASIS)
        facts = {"reason": reason.strip(), "basis": basis, "authority": authority.strip()}
        return self._decide(case, Occasion.REFUSAL, f"{reason.strip()}（{basis}）", facts, (self._time(), None))

    def withdraw(self, case: CaseIndexEntry, reason: str, items: Sequence[str]) -> SealedOccasion:
        """Take items back for the applicant before they are decided (撤回)."""
        if not reason.strip():
            raise OccasionRefusedError(OccasionRefusedError.NO_REASON)
        if not items:
            raise OccasionRefusedError(OccasionRefusedError.NO_ITEMS)
        catalogue = self._catalogue(case)
        concerned = [catalogue.guide(item.code) for item in case.details.items if item.number in items]
        authority = "、".join(dict.fromkeys(guide.department.full_name for guide in concerned))
        act = self._act(
            case, Occasion.WITHDRAWAL, {"reason": reason.strip(), "authority": authority, "items": [*items]}
        )
        sealed = self._follow_ups.withdraw(case, reason.strip(), items, act=act)
        return SealedOccasion(sealed.case, act)

    def hand_over(self, case: CaseIndexEntry, items: Sequence[str], receiver: Receiver) -> SealedOccasion:
        """Record that results went into somebody's hands, told by the original of their ID card (出件)."""
        if not items or set(items) - {item.number for item in self.offer(case).items.get(Occasion.HANDOVER, ())}:
            raise OccasionRefusedError(OccasionRefusedError.NO_ITEMS)
        if not receiver.name.strip():
            raise OccasionRefusedError(OccasionRefusedError.NO_RECEIVER)
        try:
            number = parse_citizen_number(receiver.number, today=self._time().legal_date).number
        except DomainError as error:
            raise OccasionRefusedError(OccasionRefusedError.NUMBER_INVALID) from error
        if not receiver.for_another and not self._applied(case, number):
            raise OccasionRefusedError(OccasionRefusedError.NOT_AN_APPLICANT)
        now = self._time().at
        person = SealedApplicant(
            role="agent" if receiver.for_another else "applicant",
            name=receiver.name.strip(),
            number=number,
            identified_by=IdentityMethod.TYPED_ORIGINAL_SEEN.value,
            identified_at=now,
        )
        facts = {"served": self._served(case, items), "receiver": masked_name(person.name), "items": [*items]}
        act = self._act(case, Occasion.HANDOVER, facts)
        return SealedOccasion(self._follow_ups.hand_over(case, person, items, act=act).case, act)

    def _applied(self, case: CaseIndexEntry, number: str) -> bool:
        """Tell whether a citizen number is one of the case's applicants', as far as this terminal knows them."""
        details = case.details
        return cases.hash_applicant(self._terminal.store, number) in {details.applicant_hash, *details.other_applicants}

    def _served(self, case: CaseIndexEntry, items: Sequence[str]) -> list[dict[str, str]]:
        catalogue = self._catalogue(case)
        served = []
        for item in case.details.items:
            state = ItemApplicationState(item.state)
            if item.number in items and state in _RESULTS:
                title = catalogue.notice_titles.title(_RESULTS[state], catalogue.item(item.code).item_type)
                served.append({"name": f"{title}（{item.name}）", "number": item.number})
        return served

    def _able(self, case: CaseIndexEntry, catalogue: Catalogue, occasion: Occasion) -> tuple[IndexedItem, ...]:
        if not self._may(occasion):
            return ()
        promises = open_promises(self._terminal.store, catalogue, case) if occasion is Occasion.HANDOVER else {}
        return tuple(
            item
            for item in case.details.items
            if self._lets(item, catalogue, occasion, len(promises.get(item.code, ())))
        )

    def _lets(self, item: IndexedItem, catalogue: Catalogue, occasion: Occasion, promises_open: int) -> bool:
        context = replace(self._context(item, catalogue, reason=occasion.value), promises_open=promises_open)
        try:
            ITEM_APPLICATION.apply(ItemApplicationState(item.state), _EVENTS[occasion], context)
        except TransitionRefusedError:
            return False
        return True

    def _may(self, occasion: Occasion) -> bool:
        right = _RIGHTS.get(occasion)
        return right is None or right in self._clerk.rights

    def _context(self, item: IndexedItem, catalogue: Catalogue, reason: str) -> ItemContext:
        definition = catalogue.item(item.code)
        return ItemContext(
            actor=self._clerk.clerk_id,
            may_accept=True,
            item_type=definition.item_type,
            handling=definition.handling,
            reason=reason,
        )

    def _decide(
        self,
        case: CaseIndexEntry,
        occasion: Occasion,
        reason: str,
        facts: Mapping[str, Any],
        until: tuple[TimeReading, DueDate | None],
    ) -> SealedOccasion:
        time, due = until
        if not self._may(occasion):
            raise RightMissingError
        if len(reason) > _LONGEST_REASON:
            raise OccasionRefusedError(OccasionRefusedError.TOO_LONG)
        case = cases.get(self._terminal.store, case.case_id)
        catalogue = self._catalogue(case)
        # What another item's state does not allow is left as it is: a correction is asked of those that wait.
        concerned = self._able(case, catalogue, occasion) or case.details.items
        act = self._act(case, occasion, {**facts, "items": [item.number for item in concerned]}, time)
        sealed, updates = [], []
        for item in concerned:
            context = self._context(item, catalogue, reason)
            state = apply_decision(ItemApplicationState(item.state), _DECISIONS[occasion], context)
            updates.append(ItemUpdate(item.number, state.value, item.due_date, item.due_provisional))
            sealed.append(
                sealed_act(item.number, _DECISIONS[occasion], str(act.number(case.number)), due, reason=reason)
            )
        body = DecisionBody(clerk_id=self._clerk.clerk_id, acts=tuple(sealed), decided_at=time.at)
        seal_decision(self._terminal, case, body, tuple(updates), time, act=act)
        _LOG.info("sealed %s of case %s", act.kind.name.lower(), case.number)
        return SealedOccasion(cases.get(self._terminal.store, case.case_id), act)

    def _act(
        self, case: CaseIndexEntry, occasion: Occasion, facts: Mapping[str, Any], time: TimeReading | None = None
    ) -> ActRecord:
        time, kind = time or self._time(), NOTICE_OF[occasion]
        return ActRecord(kind, acts.next_running(self._terminal.store, case.case_id, kind), time.at, time.proven, facts)

    def _time(self) -> TimeReading:
        return read_clock(self._terminal.store, self._clock())

    def _catalogue(self, case: CaseIndexEntry) -> Catalogue:
        return self._shelf.version(case.catalogue_version)


def _due_facts(due: DueDate | None) -> dict[str, Any]:
    return {"due": due.date.isoformat(), "due_provisional": due.provisional} if due else {}
