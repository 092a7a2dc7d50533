"""The print journal: an unfinished slip survives a crash, a reprint is marked, and none is printed twice unseen.

intent → sent → printed | unknown | failed | abandoned. What is `intent` at the start was never sent; what is `sent` may
lie in the printer's tray: a person looks.
"""

from __future__ import annotations

from collections.abc import Iterable
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


_UNFINISHED = (PrintStep.INTENT, PrintStep.SENT)


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


def sent(store: Store, entry_id: int) -> None:
    """Note that the slip's bytes are about to go to the printer."""
    outcome(store, entry_id, PrintStep.SENT)


def outcome(store: Store, entry_id: int, step: PrintStep, cause: str | None = None) -> None:
    """Note what became of a slip; cause is a code of the printer's."""
    with store.write() as connection:
        connection.execute(
            print_journal.update()
            .where(print_journal.c.id == entry_id)
            .values(state=step.value, cause=cause, updated_at=datetime.now(UTC))
        )


def unfinished(store: Store) -> tuple[PrintEntry, ...]:
    """Return the slips whose end is not noted, oldest first: what a process finds after another one crashed."""
    return _entries(store, print_journal.c.state.in_([step.value for step in _UNFINISHED]))


def copies(store: Store, case_number: str, document: str) -> tuple[PrintEntry, ...]:
    """Return every print of a document of a case, the first one first."""
    return _entries(store, (print_journal.c.case_number == case_number) & (print_journal.c.document == document))


def _entries(store: Store, condition: sa.ColumnElement[bool]) -> tuple[PrintEntry, ...]:
    query = sa.select(print_journal).where(condition).order_by(print_journal.c.id)
    with store.read() as connection:
        return tuple(_read(connection.execute(query)))


def _read(rows: Iterable[Row[Any]]) -> Iterable[PrintEntry]:
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
