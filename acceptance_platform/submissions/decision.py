"""Taking on a clerk's decision: who, by what right, which transition, until when (ARCHITECTURE §2, F5)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from sqlalchemy import Connection, insert, select, update

from acceptance_platform.database.tables import cases, item_acts, item_applications, materials
from acceptance_platform.submissions.reading import SubmissionRow
from acceptance_platform.submissions.returned import ReturnedError
from acceptance_platform.terminals.clerks import rights_of
from acceptance_platform.terminals.sign_in import SignedIn
from shared.contract.submissions import DecisionBody, ReturnReason, SealedAct
from shared.contract.terminals import ClerkRight, TerminalKind
from shared.domain.deadlines import DueDate, WorkCalendar, add_workdays
from shared.domain.items import HandlingMode, Item
from shared.domain.materials import missing_of
from shared.domain.submissions import DecisionAct
from shared.domain.transitions import (
    ItemApplicationState,
    ItemContext,
    TransitionRefusedError,
    apply_decision,
)

RIGHT_FOR = MappingProxyType(
    {
        DecisionAct.ACCEPTED: ClerkRight.ACCEPT,
        DecisionAct.ACCEPTED_WITH_DEFERRED: ClerkRight.ACCEPT,
        DecisionAct.CORRECTION_ASKED: ClerkRight.ASK_CORRECTION,
        DecisionAct.REFUSED: ClerkRight.REFUSE,
        DecisionAct.DECIDED_ON_THE_SPOT: ClerkRight.DECIDE_ON_THE_SPOT,
    }
)
PROMISED = "promise"
"""`given_by` of a material that the applicant signed to bring later: it is not given yet."""
_CLERK_GUARDS = frozenset({"may_accept", "may_decide", "not_the_acceptor"})
_CLOCK_STARTS = frozenset({ItemApplicationState.ACCEPTED, ItemApplicationState.ACCEPTED_WITH_DEFERRED})


@dataclass(frozen=True, slots=True)
class DecisionGround:
    """What a decision is judged by.

    Attributes:
        items: by code, of the catalogue version that the case froze.
        calendar: of the newest catalogue; it is not frozen.
        effective_on: the legal day that clocks start from.
    """

    terminal: SignedIn
    items: Mapping[str, Item]
    calendar: WorkCalendar
    effective_on: date


def record_decision(
    connection: Connection, row: SubmissionRow, body: DecisionBody, ground: DecisionGround, sequence: int
) -> None:
    """Apply every act of a decision to its item application.

    Raises:
        ReturnedError: clerk_not_allowed, body_invalid, transition_refused.
    """
    rights = _checked_rights(connection, ground.terminal, body)
    if len({act.item_number for act in body.acts}) != len(body.acts):
        raise ReturnedError(ReturnReason.BODY_INVALID, "acts: an item application twice")
    given, promised = _materials_of(connection, row)
    for act in body.acts:
        application = connection.execute(
            select(item_applications).where(
                item_applications.c.item_number == act.item_number, item_applications.c.case_id == row.case_id
            )
        ).one_or_none()
        if application is None or application.item_code not in ground.items:
            raise ReturnedError(ReturnReason.BODY_INVALID, "acts: not an item application of this case and manifest")
        item = ground.items[application.item_code]
        context = _context(item, body.clerk_id, rights, act, application.accepted_by, given, promised)
        before = ItemApplicationState(application.state)
        after = _apply(before, act, context)
        _record(connection, row, body, act, sequence, before, after)
        if after in _CLOCK_STARTS:
            due = add_workdays(ground.effective_on, item.days, ground.calendar)
            _start_clock(connection, act, body.clerk_id, ground.effective_on, due)
    connection.execute(update(cases).where(cases.c.case_id == row.case_id).values(latest_root=row.root))


def _checked_rights(connection: Connection, terminal: SignedIn, body: DecisionBody) -> frozenset[ClerkRight]:
    if terminal.kind is not TerminalKind.COUNTER:
        raise ReturnedError(ReturnReason.CLERK_NOT_ALLOWED, "not from a counter")
    rights = rights_of(connection, body.clerk_id)
    if rights is None:
        raise ReturnedError(ReturnReason.CLERK_NOT_ALLOWED, "clerk unknown")
    lacking = {RIGHT_FOR[act.act] for act in body.acts} - rights
    if lacking:
        raise ReturnedError(ReturnReason.CLERK_NOT_ALLOWED, "without the right " + ", ".join(sorted(lacking)))
    return rights


def _materials_of(connection: Connection, row: SubmissionRow) -> tuple[frozenset[str], frozenset[str]]:
    """Return the codes of the case's given and of its promised materials."""
    rows = connection.execute(
        select(materials.c.material, materials.c.given_by).where(materials.c.case_id == row.case_id)
    ).all()
    promised = frozenset(one.material for one in rows if one.given_by == PROMISED)
    return frozenset(one.material for one in rows if one.given_by != PROMISED), promised


def _context(
    item: Item,
    clerk_id: str,
    rights: frozenset[ClerkRight],
    act: SealedAct,
    accepted_by: str | None,
    given: Iterable[str],
    promised: frozenset[str],
) -> ItemContext:
    # The applicant's situations stay sealed, so only what every applicant must give is counted here.
    missing = missing_of(item.required(()), given)
    may_decide = ClerkRight.DECIDE_ON_THE_SPOT in rights
    return ItemContext(
        item_type=item.item_type,
        handling=item.handling,
        actor=clerk_id,
        may_accept=RIGHT_FOR[act.act] in rights,
        may_decide=may_decide,
        delegated=may_decide and item.mode is HandlingMode.DELEGATED,
        accepted_by=accepted_by,
        missing_main=len(missing.main),
        missing_minor=len(missing.minor),
        promise_signed=bool(missing.minor) and all(material.code in promised for material in missing.minor),
        reason=act.reason,
    )


def _apply(before: ItemApplicationState, act: SealedAct, context: ItemContext) -> ItemApplicationState:
    try:
        return apply_decision(before, act.act, context)
    except TransitionRefusedError as error:
        reason = ReturnReason.CLERK_NOT_ALLOWED if error.guard in _CLERK_GUARDS else ReturnReason.TRANSITION_REFUSED
        detail = f"{act.item_number}: {error.state.value} + {error.event.value}"
        raise ReturnedError(reason, f"{detail}, {error.guard}" if error.guard else detail) from error


def _record(
    connection: Connection,
    row: SubmissionRow,
    body: DecisionBody,
    act: SealedAct,
    sequence: int,
    before: ItemApplicationState,
    after: ItemApplicationState,
) -> None:
    connection.execute(
        insert(item_acts).values(
            platform_sequence=sequence,
            item_number=act.item_number,
            submission_id=row.submission_id,
            act=act.act.value,
            clerk_id=body.clerk_id,
            state_before=before.value,
            state_after=after.value,
            notice_number=act.notice_number,
            effective_at=body.decided_at,
        )
    )
    connection.execute(
        update(item_applications).where(item_applications.c.item_number == act.item_number).values(state=after.value)
    )


def _start_clock(connection: Connection, act: SealedAct, clerk_id: str, accepted_on: date, due: DueDate) -> None:
    connection.execute(
        update(item_applications)
        .where(item_applications.c.item_number == act.item_number)
        .values(
            accepted_by=clerk_id,
            accepted_on=accepted_on.isoformat(),
            due_date=due.date.isoformat(),
            due_provisional=due.provisional,
            due_announced=act.due_date,
        )
    )
