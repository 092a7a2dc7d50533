"""What was told an applicant about a sealed case: the facts of each notice that followed its receipt, names masked.

The sealed body can't be read here any more; what stands here is enough to set the notice again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.engine import Connection

from shared.domain.numbers import CaseNumber, NoticeKind, NoticeNumber
from shared.store.store import Store
from shared.store.tables import case_acts, cases


@dataclass(frozen=True, slots=True)
class ActRecord:
    """One notice of a case.

    Attributes:
        running: the how-manieth of its kind; facts: what the notice says, as JSON.
        submission_id: the submission that it was sealed with.
    """

    kind: NoticeKind
    running: int
    at: datetime
    time_proven: bool
    facts: Mapping[str, Any] = field(repr=False)
    submission_id: UUID | None = None

    def number(self, case_number: str) -> NoticeNumber:
        """Return the notice's number."""
        return CaseNumber.parse(case_number).notice(self.kind, self.running)


def of_case(store: Store, case_id: UUID) -> tuple[ActRecord, ...]:
    """Return what was told about a case, the first first."""
    query = (
        sa.select(case_acts).where(case_acts.c.case_id == case_id).order_by(case_acts.c.acted_at, case_acts.c.running)
    )
    with store.read() as connection:
        return tuple(
            ActRecord(
                NoticeKind(row.notice_kind), row.running, row.acted_at, row.time_proven, row.facts, row.submission_id
            )
            for row in connection.execute(query)
        )


def next_running(store: Store, case_id: UUID, kind: NoticeKind) -> int:
    """Return which of its kind a case's next notice is."""
    return 1 + sum(act.kind is kind for act in of_case(store, case_id))


def note_in(connection: Connection, case_id: UUID, submission_id: UUID, act: ActRecord) -> None:
    """Note an act in the transaction that seals it, or that makes it again; one that is noted stays."""
    row = {
        "submission_id": submission_id,
        "case_id": case_id,
        "notice_kind": act.kind.value,
        "running": act.running,
        "facts": dict(act.facts),
        "acted_at": act.at,
        "time_proven": act.time_proven,
    }
    connection.execute(insert(case_acts).values(row).on_conflict_do_nothing())


def told_again(store: Store) -> Mapping[str, int]:
    """Return the numbers of cases that were told more than once what is missing, each with how often (C6)."""
    count = sa.func.count()
    query = (
        sa.select(cases.c.number, count)
        .join(case_acts, case_acts.c.case_id == cases.c.case_id)
        .where(case_acts.c.notice_kind == NoticeKind.CORRECTION.value)
        .group_by(cases.c.number)
        .having(count > 1)
    )
    with store.read() as connection:
        return {row[0]: row[1] for row in connection.execute(query)}
