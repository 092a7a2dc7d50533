"""The outbox: where each sealed submission is on its way. Faces read it; the agent alone changes it (OutboxWriter).

Order within a case is kept by the query, not by a column: a row is held up while its case has an earlier one that is
neither delivered nor closed, and names the nearest such row in `waits_for`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum, unique
from functools import cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.engine import Connection, Row

from shared.contract.submissions import Manifest
from shared.domain.submissions import SubmissionKind
from shared.store.errors import CloseRefusedError, SubmissionUnknownError
from shared.store.store import Store
from shared.store.tables import cases, close_requests, outbox, retry_requests, submissions


@unique
class OutboxState(StrEnum):
    """Where a row stands. WAITING and SENDING are `sealed` in the domain's table of delivery."""

    WAITING = "waiting"
    SENDING = "sending"
    DELIVERED = "delivered"
    RETURNED = "returned"
    CLOSED = "closed"


@unique
class WhoActs(StrEnum):
    """Who must do something for a row to move on."""

    AGENT = "agent"
    TERMINAL_STAFF = "terminal_staff"
    PLATFORM_STAFF = "platform_staff"


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """One submission on its way.

    Attributes:
        attempts: answers that were not what was hoped for, since the last progress.
        next_try_at: not before then; None means as soon as the platform can be reached.
        reason_code: why it waits or was returned: a code of the platform's or of shared.sync's.
        waits_for: the earlier submission of its case that must go first.
        bytes_total, bytes_sent: of the ciphertexts.
        platform_sequence: its place in the platform's order, once delivered: what the backup watermark is of.
        closed_by, follow_up: who closed it, and the submission that takes its place.
    """

    submission_id: UUID
    case_id: UUID
    case_number: str
    sequence: int
    kind: SubmissionKind
    sealed_at: datetime
    state: OutboxState
    attempts: int
    next_try_at: datetime | None
    reason_code: str | None
    reason_detail: str
    who_acts: WhoActs | None
    waits_for: UUID | None
    delivered_at: datetime | None
    parts_removed_at: datetime | None
    bytes_total: int
    bytes_sent: int
    platform_sequence: int | None = None
    closed_by: str | None = None
    follow_up: UUID | None = None


LONGEST_WAIT = timedelta(hours=2)
_ENDED = (OutboxState.DELIVERED.value, OutboxState.CLOSED.value)


@cache  # building it costs more than running it
def _waits_for() -> sa.ScalarSelect[Any]:
    earlier, earlier_row = submissions.alias("earlier"), outbox.alias("earlier_row")
    return (
        sa.select(earlier.c.submission_id)
        .join(earlier_row, earlier_row.c.submission_id == earlier.c.submission_id)
        .where(
            earlier.c.case_id == submissions.c.case_id,
            earlier.c.sequence < submissions.c.sequence,
            earlier_row.c.state.not_in(_ENDED),
        )
        .order_by(earlier.c.sequence.desc())
        .limit(1)
        .correlate(submissions)
        .scalar_subquery()
    )


@cache
def _query() -> sa.Select[Any]:
    return (
        sa.select(
            submissions.c.submission_id,
            submissions.c.case_id,
            cases.c.number.label("case_number"),
            submissions.c.sequence,
            submissions.c.kind,
            submissions.c.sealed_at,
            submissions.c.bytes_total,
            outbox.c.state,
            outbox.c.attempts,
            outbox.c.next_try_at,
            outbox.c.reason_code,
            outbox.c.reason_detail,
            outbox.c.who_acts,
            outbox.c.delivered_at,
            outbox.c.parts_removed_at,
            outbox.c.bytes_sent,
            outbox.c.platform_sequence,
            outbox.c.closed_by,
            outbox.c.follow_up,
            _waits_for().label("waits_for"),
        )
        .join(outbox, outbox.c.submission_id == submissions.c.submission_id)
        .join(cases, cases.c.case_id == submissions.c.case_id)
    )


def _row(row: Row[Any]) -> OutboxRow:
    return OutboxRow(
        submission_id=row.submission_id,
        case_id=row.case_id,
        case_number=row.case_number,
        sequence=row.sequence,
        kind=SubmissionKind(row.kind),
        sealed_at=row.sealed_at,
        state=OutboxState(row.state),
        attempts=row.attempts,
        next_try_at=row.next_try_at,
        reason_code=row.reason_code,
        reason_detail=row.reason_detail,
        who_acts=None if row.who_acts is None else WhoActs(row.who_acts),
        waits_for=row.waits_for,
        delivered_at=row.delivered_at,
        parts_removed_at=row.parts_removed_at,
        bytes_total=row.bytes_total,
        bytes_sent=row.bytes_sent,
        platform_sequence=row.platform_sequence,
        closed_by=row.closed_by,
        follow_up=row.follow_up,
    )


def all_rows(store: Store, *, undelivered_only: bool = False) -> tuple[OutboxRow, ...]:
    """Return the rows in the order of their sequence."""
    query = _query().order_by(submissions.c.sequence)
    if undelivered_only:
        query = query.where(outbox.c.state.not_in(_ENDED))
    with store.read() as connection:
        return tuple(map(_row, connection.execute(query)))


def closed_rows(store: Store) -> tuple[OutboxRow, ...]:
    """Return what a person closed, the last first."""
    query = _query().where(outbox.c.state == OutboxState.CLOSED.value).order_by(submissions.c.sequence.desc())
    with store.read() as connection:
        return tuple(map(_row, connection.execute(query)))


def of_cases(store: Store, case_ids: Iterable[UUID]) -> tuple[OutboxRow, ...]:
    """Return the rows of some cases in the order of their sequence."""
    query = _query().where(submissions.c.case_id.in_(list(case_ids))).order_by(submissions.c.sequence)
    with store.read() as connection:
        return tuple(map(_row, connection.execute(query)))


@dataclass(frozen=True, slots=True)
class OutboxCounts:
    """How many rows are where; `waiting` counts those being sent too."""

    waiting: int
    returned: int


@cache
def _states() -> sa.Select[Any]:
    return sa.select(outbox.c.state, sa.func.count()).where(outbox.c.state.not_in(_ENDED)).group_by(outbox.c.state)


def counts(store: Store) -> OutboxCounts:
    """Count the rows that are not delivered."""
    with store.read() as connection:
        by_state = {str(row[0]): int(row[1]) for row in connection.execute(_states())}
    waiting = by_state.get(OutboxState.WAITING.value, 0) + by_state.get(OutboxState.SENDING.value, 0)
    return OutboxCounts(waiting, by_state.get(OutboxState.RETURNED.value, 0))


def delivered_between(store: Store, start: datetime, end: datetime) -> int:
    """Count the rows delivered from start to just before end."""
    query = (
        sa.select(sa.func.count())
        .select_from(outbox)
        .where(outbox.c.delivered_at >= start, outbox.c.delivered_at < end)
    )
    with store.read() as connection:
        return int(connection.execute(query).scalar_one())


def get(store: Store, submission_id: UUID) -> OutboxRow:
    """Return one row. Raises SubmissionUnknownError."""
    with store.read() as connection:
        return get_in(connection, submission_id)


def get_in(connection: Connection, submission_id: UUID) -> OutboxRow:
    """Return one row inside a transaction. Raises SubmissionUnknownError."""
    row = connection.execute(_query().where(submissions.c.submission_id == submission_id)).one_or_none()
    if row is None:
        raise SubmissionUnknownError(str(submission_id))
    return _row(row)


_LAG = {
    SubmissionKind.DECISION: 0,
    SubmissionKind.WITHDRAWAL: 0,
    SubmissionKind.SUPPLEMENT: 20,
    SubmissionKind.PROMISE_KEPT: 20,
    SubmissionKind.INTAKE: 50,
    SubmissionKind.HANDOVER: 50,
    SubmissionKind.TRANSFER: 50,
    SubmissionKind.RATING: 500,
}
"""How many later submissions may go before one of a kind: what has an effect in law goes first, and nothing starves."""
_BYTES_A_PLACE = 256 * 1024
_MOST_PLACES = 400


def _place() -> sa.ColumnElement[int]:
    """Return the place in the queue: the sequence, put back for kinds that can wait and, within bounds, for bulk."""
    lag = sa.case({kind.value: lag for kind, lag in _LAG.items()}, value=submissions.c.kind, else_=0)
    bulk = sa.func.min(submissions.c.bytes_total / _BYTES_A_PLACE, _MOST_PLACES)
    return submissions.c.sequence + lag + sa.cast(bulk, sa.Integer)


def due(store: Store, now: datetime, *, limit: int = 100) -> tuple[OutboxRow, ...]:
    """Return what the agent may send or ask about now, the most urgent first; held-up rows are left out.

    A try set for later than anyone ever waits was set by a clock that has been put back since: it is due.
    """
    query = _query().where(
        outbox.c.state.not_in(_ENDED),
        sa.or_(
            outbox.c.next_try_at.is_(None),
            outbox.c.next_try_at <= now,
            outbox.c.next_try_at > now + LONGEST_WAIT,
        ),
        sa.or_(outbox.c.state != OutboxState.RETURNED.value, outbox.c.next_try_at.is_not(None)),
        _waits_for().is_(None),
    )
    with store.read() as connection:
        return tuple(map(_row, connection.execute(query.order_by(_place(), submissions.c.sequence).limit(limit))))


def next_due_at(store: Store, now: datetime) -> datetime | None:
    """Return when the next backed-off row may be tried again, None when none is backed off."""
    query = (
        sa.select(outbox.c.next_try_at)
        .where(outbox.c.state.not_in(_ENDED), outbox.c.next_try_at > now)
        .order_by(outbox.c.next_try_at)
        .limit(1)
    )
    with store.read() as connection:
        return connection.execute(query).scalar()


def follows_closed(store: Store, submission_id: UUID) -> bool:
    """Tell whether a submission is based on one of this store that a person closed."""
    before, row_before = submissions.alias("before"), outbox.alias("row_before")
    query = (
        sa.select(row_before.c.state)
        .join(before, before.c.submission_id == row_before.c.submission_id)
        .join(submissions, submissions.c.based_on == before.c.root)
        .where(submissions.c.submission_id == submission_id)
    )
    with store.read() as connection:
        return OutboxState.CLOSED.value in connection.execute(query).scalars().all()


def manifest(store: Store, submission_id: UUID) -> Manifest:
    """Return a submission's signed manifest. Raises SubmissionUnknownError."""
    query = sa.select(submissions.c.manifest).where(submissions.c.submission_id == submission_id)
    with store.read() as connection:
        text = connection.execute(query).scalar()
    if text is None:
        raise SubmissionUnknownError(str(submission_id))
    return Manifest.model_validate_json(text)


def ask_retry(store: Store, submission_id: UUID, *, now: datetime | None = None) -> None:
    """Ask the agent to try a row at once; wake it after. Raises SubmissionUnknownError."""
    with store.write() as connection:
        get_in(connection, submission_id)
        moment = now or datetime.now(UTC)
        statement = insert(retry_requests).values(submission_id=submission_id, asked_at=moment)
        connection.execute(statement.on_conflict_do_update(index_elements=["submission_id"], set_={"asked_at": moment}))


def ask_close(
    store: Store, submission_id: UUID, *, person: str, reason: str, follow_up: UUID, now: datetime | None = None
) -> None:
    """Ask the agent to close a returned row, because another submission takes its place; wake it after.

    Args:
        follow_up: of this store, or that of another terminal which the platform named when it returned the row.

    Raises:
        SubmissionUnknownError: either is not in this store, and the platform named no such.
        CloseRefusedError: the row is not returned, or person, reason or a follow-up of the same case is missing.
    """
    with store.write() as connection:
        row = get_in(connection, submission_id)
        if row.state is not OutboxState.RETURNED or not person.strip() or not reason.strip():
            raise CloseRefusedError(str(submission_id))
        named_by_platform = str(follow_up) in row.reason_detail
        if not named_by_platform and get_in(connection, follow_up).state is OutboxState.CLOSED:
            raise CloseRefusedError(str(submission_id))
        if follow_up == submission_id:
            raise CloseRefusedError(str(submission_id))
        values = {"person": person.strip(), "reason": reason.strip()[:400], "follow_up": follow_up,
                  "asked_at": now or datetime.now(UTC)}  # fmt: skip
        statement = insert(close_requests).values(submission_id=submission_id, **values)
        connection.execute(statement.on_conflict_do_update(index_elements=["submission_id"], set_=values))


def insert_row(connection: Connection, submission_id: UUID) -> None:
    """Add a waiting row in the transaction that seals; the only thing that an app ever writes here."""
    connection.execute(
        outbox.insert().values(
            submission_id=submission_id,
            state=OutboxState.WAITING.value,
            attempts=0,
            reason_detail="",
            who_acts=WhoActs.AGENT.value,
            bytes_sent=0,
        )
    )
