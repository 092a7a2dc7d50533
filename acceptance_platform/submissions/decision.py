"""Taking on a clerk's decision: who, by what right, which transition, until when (ARCHITECTURE §2, F5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from sqlalchemy import Connection, insert, select, update

from acceptance_platform.database.tables import cases, item_acts, item_applications, materials
from acceptance_platform.submissions.due_dates import due_of
from acceptance_platform.submissions.reading import SubmissionRow
from acceptance_platform.submissions.returned import ReturnedError
from acceptance_platform.submissions.taking import Taking, plausible
from acceptance_platform.terminals.clerks import rights_of
from shared.catalogue.model import Subject
from shared.contract.submissions import DecisionBody, ReturnReason, SealedAct
from shared.contract.terminals import ClerkRight, TerminalKind
from shared.domain.deadlines import WorkCalendar
from shared.domain.items import HandlingMode, Item
from shared.domain.materials import Material, Missing, missing_of
from shared.domain.submissions import DecisionAct
from shared.domain.transitions import (
    ItemApplicationState,
    ItemContext,
    TransitionRefusedError,
    apply_decision,
)

RIGHT_FOR: Final = MappingProxyType(
    {
        DecisionAct.ACCEPTED: ClerkRight.ACCEPT,
        DecisionAct.ACCEPTED_WITH_DEFERRED: ClerkRight.ACCEPT,
        DecisionAct.CORRECTION_ASKED: ClerkRight.ASK_CORRECTION,
        DecisionAct.REFUSED: ClerkRight.REFUSE,
        DecisionAct.DECIDED_ON_THE_SPOT: ClerkRight.DECIDE_ON_THE_SPOT,
    }
)
PROMISED: Final = "promise"
"""`given_by` of a material that the applicant signed to bring later: it is not given yet."""
_CLERK_GUARDS: Final = frozenset({"may_accept", "may_decide", "not_the_acceptor"})
_CLOCK_STARTS: Final = frozenset({ItemApplicationState.ACCEPTED, ItemApplicationState.ACCEPTED_WITH_DEFERRED})


@dataclass(frozen=True, slots=True)
class DecisionGround:
    """What a decision is judged by.

    Attributes:
        subject: the case's own items, by the catalogue version that it froze.
        calendar: of the newest catalogue; it is not frozen.
        effective_on: the legal day that clocks start from.
    """

    subject: Subject
    calendar: WorkCalendar
    effective_on: date


@dataclass(frozen=True, slots=True)
class _Clerk:
    clerk_id: str
    rights: frozenset[ClerkRight]


@dataclass(frozen=True, slots=True)
class HeldMaterials:
    """Codes of the case's materials; `promised` also those that came since."""

    given: frozenset[str]
    promised: frozenset[str]

    @property
    def outstanding(self) -> frozenset[str]:
        """What was promised and has not come."""
        return self.promised - self.given

    def deferred_by(self, act: DecisionAct) -> frozenset[str]:
        """Return what an act leaves for later; that it came meanwhile, the clerk's terminal may not have known."""
        return self.promised if act is DecisionAct.ACCEPTED_WITH_DEFERRED else self.outstanding


@dataclass(frozen=True, slots=True)
class _Gaps:
    missing: Missing
    promised: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Change:
    act: SealedAct
    before: ItemApplicationState
    after: ItemApplicationState


def record_decision(connection: Connection, taking: Taking, body: DecisionBody, ground: DecisionGround) -> None:
    """Apply every act of a decision to its item application.

    Raises:
        ReturnedError: clerk_not_allowed, body_invalid, transition_refused.
    """
    clerk = _Clerk(body.clerk_id, _checked_rights(connection, taking, body))
    _check_form(taking, body)
    held = materials_of(connection, taking.row)
    for act in body.acts:
        application = connection.execute(
            select(item_applications).where(
                item_applications.c.item_number == act.item_number, item_applications.c.case_id == taking.row.case_id
            )
        ).one_or_none()
        if application is None or application.item_code not in taking.envelope.item_codes:
            raise ReturnedError(ReturnReason.BODY_INVALID, "acts: not an item application of this case and manifest")
        item = next(item for item in ground.subject.items if item.code == application.item_code)
        promised = held.deferred_by(act.act).intersection(ground.subject.item_papers[item.code])
        gaps = _Gaps(missing_of(_required(ground.subject, item), held.given), promised)
        before = ItemApplicationState(application.state)
        after = _apply(before, act, _context(item, clerk, act, application.accepted_by, gaps))
        _record(connection, taking, body, _Change(act, before, after))
        if after in _CLOCK_STARTS:
            _start_clock(connection, act, clerk.clerk_id, item, ground)
    connection.execute(update(cases).where(cases.c.case_id == taking.row.case_id).values(latest_root=taking.row.root))


def _checked_rights(connection: Connection, taking: Taking, body: DecisionBody) -> frozenset[ClerkRight]:
    if taking.terminal.kind is not TerminalKind.COUNTER:
        raise ReturnedError(ReturnReason.CLERK_NOT_ALLOWED, "not from a counter")
    rights = rights_of(connection, body.clerk_id)
    if rights is None:
        raise ReturnedError(ReturnReason.CLERK_NOT_ALLOWED, "clerk unknown")
    needed = {RIGHT_FOR[act.act] for act in body.acts}
    allowed = rights | (needed & taking.vouched)
    if needed - allowed:
        raise ReturnedError(ReturnReason.CLERK_NOT_ALLOWED, "without the right " + ", ".join(sorted(needed - allowed)))
    return allowed


def _check_form(taking: Taking, body: DecisionBody) -> None:
    if len({act.item_number for act in body.acts}) != len(body.acts):
        raise ReturnedError(ReturnReason.BODY_INVALID, "acts: an item application twice")
    if not plausible(taking.effective(body.decided_at)):
        raise ReturnedError(ReturnReason.BODY_INVALID, "decided_at: out of range")


def materials_of(connection: Connection, row: SubmissionRow) -> HeldMaterials:
    """Return what was given for a case, and what was only promised."""
    rows = connection.execute(
        select(materials.c.material, materials.c.given_by).where(materials.c.case_id == row.case_id)
    ).all()
    return HeldMaterials(
        frozenset(one.material for one in rows if one.given_by != PROMISED),
        frozenset(one.material for one in rows if one.given_by == PROMISED),
    )


def _required(subject: Subject, item: Item) -> tuple[Material, ...]:
    """Return the subject's lines that an item asks every applicant for; situations stay sealed and are not counted."""
    own = subject.item_papers[item.code]
    return tuple(line for line in subject.materials if line.applies_to(()) and line.code in own)


def _context(item: Item, clerk: _Clerk, act: SealedAct, accepted_by: str | None, gaps: _Gaps) -> ItemContext:
    may_decide = ClerkRight.DECIDE_ON_THE_SPOT in clerk.rights
    return ItemContext(
        item_type=item.item_type,
        handling=item.handling,
        actor=clerk.clerk_id,
        may_accept=RIGHT_FOR[act.act] in clerk.rights,
        may_decide=may_decide,
        delegated=may_decide and item.mode is HandlingMode.DELEGATED,
        accepted_by=accepted_by,
        missing_main=len(gaps.missing.main),
        missing_minor=len(gaps.promised | {material.code for material in gaps.missing.minor}),
        promise_signed=all(material.code in gaps.promised for material in gaps.missing.minor),
        reason=act.reason,
    )


def _apply(before: ItemApplicationState, act: SealedAct, context: ItemContext) -> ItemApplicationState:
    try:
        return apply_decision(before, act.act, context)
    except TransitionRefusedError as error:
        by_clerk = error.guard in _CLERK_GUARDS
        reason = ReturnReason.CLERK_NOT_ALLOWED if by_clerk else ReturnReason.TRANSITION_REFUSED
        detail = f"{act.item_number}: {error.state.value} + {error.event.value}"
        raise ReturnedError(reason, f"{detail}, {error.guard}" if error.guard else detail) from error


def _record(connection: Connection, taking: Taking, body: DecisionBody, change: _Change) -> None:
    connection.execute(
        insert(item_acts).values(
            platform_sequence=taking.sequence,
            item_number=change.act.item_number,
            submission_id=taking.row.submission_id,
            act=change.act.act.value,
            clerk_id=body.clerk_id,
            state_before=change.before.value,
            state_after=change.after.value,
            notice_number=change.act.notice_number,
            effective_at=taking.effective(body.decided_at),
        )
    )
    connection.execute(
        update(item_applications)
        .where(item_applications.c.item_number == change.act.item_number)
        .values(state=change.after.value)
    )


def _start_clock(connection: Connection, act: SealedAct, clerk_id: str, item: Item, ground: DecisionGround) -> None:
    due = due_of(item, ground.effective_on, ground.calendar)
    connection.execute(
        update(item_applications)
        .where(item_applications.c.item_number == act.item_number)
        .values(
            accepted_by=clerk_id,
            accepted_on=ground.effective_on.isoformat(),
            due_date=due.date.isoformat() if due else None,
            due_provisional=due.provisional if due else False,
            due_announced=act.due_date,
        )
    )
