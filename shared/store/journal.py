"""The print journal: an unfinished slip survives a crash, a reprint is marked, and none is printed twice unseen.

intent → sent → printed | sent | unknown | failed; intent → abandoned. What is `intent` at the start was never sent;
what is `sent`, `unknown` or failed with paper out may lie in the printer's tray: a person is asked, and their answer is
the evidence. Each arrow is taken once, whoever tries it: two processes never send the same intent.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum, unique
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

from shared.store.store import Store
from shared.store.tables import print_journal


@unique
class PrintStep(StrEnum):
    """How far a slip got."""

    INTENT = "intent"
    SENT = "sent"
    PRINTED = "printed"
    UNKNOWN = "unknown"
    FAILED = "failed"
    ABANDONED = "abandoned"


@unique
class Evidence(StrEnum):
    """What the end of a slip rests on."""

    IN_ORDER = "in_order"
    REAL_TIME = "real_time"
    FAULT = "fault"
    PERSON = "person"
    NONE = "none"


PARTIAL = "+partial"
"""Ends a cause where part of the slip may lie on paper."""
SEEN_BY_PERSON = "seen_by_person"
RECOVERED = "recovered"
"""The slip's own entry was lost with the store's last commits: it may have been printed."""
REAL_TIME_ONLY = "real_time_only"
"""The printer answers, but never in order: it was sent and no more is proven."""
_BEFORE: dict[PrintStep, tuple[PrintStep, ...]] = {
    PrintStep.SENT: (PrintStep.INTENT, PrintStep.SENT),
    PrintStep.PRINTED: (PrintStep.INTENT, PrintStep.SENT),
    PrintStep.UNKNOWN: (PrintStep.INTENT, PrintStep.SENT),
    PrintStep.FAILED: (PrintStep.INTENT, PrintStep.SENT),
    PrintStep.ABANDONED: (PrintStep.INTENT,),
}
"""From which steps each one is reached."""
_ASKED = (PrintStep.SENT, PrintStep.UNKNOWN, PrintStep.FAILED)


@dataclass(frozen=True, slots=True)
class PrintEntry:
    """One slip. `document` is a code such as `receipt`; `copy_no` 1 is the first print, later ones are marked 补打."""

    id: int
    document: str
    case_number: str
    copy_no: int
    step: PrintStep
    cause: str | None
    intended_at: datetime
    updated_at: datetime

    @property
    def evidence(self) -> Evidence:
        """What its end rests on."""
        cause = self.cause or ""
        if cause.startswith(SEEN_BY_PERSON):
            return Evidence.PERSON
        if self.step is PrintStep.SENT and cause == REAL_TIME_ONLY:
            return Evidence.REAL_TIME
        known = {PrintStep.PRINTED: Evidence.IN_ORDER, PrintStep.FAILED: Evidence.FAULT}
        return known.get(self.step, Evidence.NONE)

    @property
    def may_lie_on_paper(self) -> bool:
        """Whether any of it may have come out, or may still come out of the printer's buffer."""
        if self.step is PrintStep.FAILED:
            return (self.cause or "").endswith(PARTIAL)
        return self.step not in {PrintStep.INTENT, PrintStep.ABANDONED}

    @property
    def is_open(self) -> bool:
        """Whether only a person who looks at the paper can say what became of it."""
        return self.step in _ASKED and self.may_lie_on_paper and self.evidence is not Evidence.PERSON


def intent(store: Store, document: str, case_number: str) -> PrintEntry:
    """Note that a slip is about to be printed and give it the next copy number."""
    with store.write() as connection:
        return note_intent(connection, document, case_number)


def note_intent(connection: Connection, document: str, case_number: str) -> PrintEntry:
    """Do the same in the caller's transaction, such as the one that seals."""
    of_document = (print_journal.c.case_number == case_number) & (print_journal.c.document == document)
    last = connection.execute(sa.select(sa.func.max(print_journal.c.copy_no)).where(of_document)).scalar() or 0
    now = datetime.now(UTC)
    statement = print_journal.insert().values(
        document=document,
        case_number=case_number,
        copy_no=last + 1,
        state=PrintStep.INTENT.value,
        intended_at=now,
        updated_at=now,
    )
    entry_id = connection.execute(statement.returning(print_journal.c.id)).scalar_one()
    return PrintEntry(entry_id, document, case_number, last + 1, PrintStep.INTENT, None, now, now)


def note_unknown(connection: Connection, document: str, case_number: str, cause: str) -> None:
    """Note a slip of which nobody knows whether it was printed, unless one of that document is on record."""
    of_document = (print_journal.c.case_number == case_number) & (print_journal.c.document == document)
    if connection.execute(sa.select(print_journal.c.id).where(of_document)).first() is None:
        entry = note_intent(connection, document, case_number)
        _write(connection, print_journal.c.id == entry.id, PrintStep.UNKNOWN, cause)


def sent(store: Store, entry_id: int) -> bool:
    """Note that the slip's bytes are about to go to the printer; False if they went, or it was given up, before."""
    return _step(store, entry_id, PrintStep.SENT, None, (PrintStep.INTENT,))


def outcome(store: Store, entry_id: int, step: PrintStep, cause: str | None = None) -> bool:
    """Note what became of a slip; False, and nothing noted, if its end is known already.

    Args:
        cause: a code of the printer's, with PARTIAL behind it where paper may have come out, or what the end rests on.
    """
    return _step(store, entry_id, step, cause, _BEFORE[step])


def settle(store: Store, entry_id: int, *, came_out: bool) -> bool:
    """Note what a person saw of a slip whose end nobody else can know; False if none is asked.

    What did not come out whole may still lie there in part, or come out of the printer's buffer later: the next copy
    counts as a reprint.
    """
    step, cause = (PrintStep.PRINTED, SEEN_BY_PERSON) if came_out else (PrintStep.FAILED, SEEN_BY_PERSON + PARTIAL)
    with store.write() as connection:
        row = connection.execute(sa.select(print_journal).where(print_journal.c.id == entry_id)).one_or_none()
        if row is None or not next(_read([row])).is_open:
            return False
        _write(connection, print_journal.c.id == entry_id, step, cause)
    return True


def _step(store: Store, entry_id: int, step: PrintStep, cause: str | None, before: tuple[PrintStep, ...]) -> bool:
    reachable = print_journal.c.state.in_([each.value for each in before])
    with store.write() as connection:
        return _write(connection, (print_journal.c.id == entry_id) & reachable, step, cause)


def _write(connection: Connection, where: sa.ColumnElement[bool], step: PrintStep, cause: str | None) -> bool:
    changed = print_journal.update().where(where).values(state=step.value, cause=cause, updated_at=datetime.now(UTC))
    return connection.execute(changed).rowcount == 1


def unfinished(store: Store) -> tuple[PrintEntry, ...]:
    """Return the slips whose end is not noted, oldest first: what a process finds after another one crashed."""
    under_way = (print_journal.c.state == PrintStep.SENT.value) & print_journal.c.cause.is_(None)
    return _entries(store, (print_journal.c.state == PrintStep.INTENT.value) | under_way)


def open_questions(store: Store) -> tuple[PrintEntry, ...]:
    """Return the slips whose end only a person can tell, oldest first: of each document of a case its last copy.

    A later copy that reached the printer stands for the earlier ones; one that was never sent leaves them open. Slips
    under way right now are among them.
    """
    newer = print_journal.alias()
    was_refused = (newer.c.state == PrintStep.FAILED.value) & sa.func.coalesce(newer.c.cause, "").not_like(
        f"%{PARTIAL}"
    )
    is_superseded = sa.exists().where(
        newer.c.case_number == print_journal.c.case_number,
        newer.c.document == print_journal.c.document,
        newer.c.id > print_journal.c.id,
        newer.c.state.not_in([PrintStep.INTENT.value, PrintStep.ABANDONED.value]),
        ~was_refused,
    )
    asked = print_journal.c.state.in_([step.value for step in _ASKED])
    return tuple(entry for entry in _entries(store, asked & ~is_superseded) if entry.is_open)


def copies(store: Store, case_number: str, document: str) -> tuple[PrintEntry, ...]:
    """Return every print of a document of a case, the first one first."""
    return _entries(store, (print_journal.c.case_number == case_number) & (print_journal.c.document == document))


def _entries(store: Store, condition: sa.ColumnElement[bool]) -> tuple[PrintEntry, ...]:
    query = sa.select(print_journal).where(condition).order_by(print_journal.c.id)
    with store.read() as connection:
        return tuple(_read(connection.execute(query)))


def _read(rows: Iterable[Row[Any]]) -> Iterator[PrintEntry]:
    for row in rows:
        yield PrintEntry(
            id=row.id,
            document=row.document,
            case_number=row.case_number,
            copy_no=row.copy_no,
            step=PrintStep(row.state),
            cause=row.cause,
            intended_at=row.intended_at,
            updated_at=row.updated_at,
        )
