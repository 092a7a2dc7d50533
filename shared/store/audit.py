"""The audit chain: an append-only list in which each entry's digest covers the one before it.

Digest = SHA-256 over the canonical JSON (RFC 8785) of the entry with the digest of the one before. Subjects are keyed
pseudonyms (settings.keyed_hash), details hold no personal data.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum, unique
from typing import Any

import rfc8785
import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

from shared.contract.terminals import AuditHead
from shared.store.store import Store
from shared.store.tables import audit


@unique
class AuditEvent(StrEnum):
    """What is entered. Reading a citizen's record is an event like changing it."""

    ENROLLED = "enrolled"
    SIGNED_IN = "signed_in"
    DRAFT_BEGUN = "draft_begun"
    DRAFT_READ = "draft_read"
    DRAFT_DISCARDED = "draft_discarded"
    DRAFT_MOVED = "draft_moved"
    DRAFTS_LISTED = "drafts_listed"
    IDENTIFIED = "identified"
    PAGE_READ = "page_read"
    SEALED = "sealed"
    SUBMISSION_CLOSED = "submission_closed"
    CLOSING_UNDONE = "closing_undone"
    RECOVERED = "recovered"
    STORE_REBUILT = "store_rebuilt"
    UNLISTED_DEMAND = "unlisted_demand"
    TOLD_AT_ONCE = "told_at_once"
    CASE_READ = "case_read"
    SLIP_PRINTED = "slip_printed"
    DRAFT_OFFERED = "draft_offered"
    DRAFT_SHARED = "draft_shared"
    DRAFTS_FOUND = "drafts_found"
    DRAFT_TAKEN = "draft_taken"
    DRAFT_GIVEN = "draft_given"
    DRAFT_HANDED_OVER = "draft_handed_over"
    DRAFT_TAKEN_BACK = "draft_taken_back"


GENESIS = "0" * 64
"""What the first entry names as the digest before it."""


@dataclass(frozen=True, slots=True)
class AuditReport:
    """What a check of the chain found.

    Attributes:
        entries: how many there are.
        head: digest of the last one, GENESIS for none.
        broken_at: number of the first entry that doesn't fit, None when all do.
        wanted: digest of the entry that was asked for, None where there is no such entry.
    """

    entries: int
    head: str
    broken_at: int | None
    wanted: str | None = None

    @property
    def ok(self) -> bool:
        return self.broken_at is None


def append(
    store: Store,
    event: AuditEvent,
    subject: str | None = None,
    details: Mapping[str, str | int | bool | None] | None = None,
    *,
    now: datetime | None = None,
) -> str:
    """Add an entry and return its digest, 64 hex digits.

    Args:
        store: the terminal's store.
        event: what took place.
        subject: a pseudonym, or None.
        details: more, without personal data.
        now: the time to enter.
    """
    with store.write() as connection:
        return append_in(connection, event, subject, details, now=now)


def append_in(
    connection: Connection,
    event: AuditEvent,
    subject: str | None = None,
    details: Mapping[str, str | int | bool | None] | None = None,
    *,
    now: datetime | None = None,
) -> str:
    """Add an entry in the caller's transaction and return its digest."""
    last = connection.execute(
        sa.select(audit.c.number, audit.c.digest).order_by(audit.c.number.desc()).limit(1)
    ).first()
    number, previous = (1, GENESIS) if last is None else (last.number + 1, last.digest)
    at = (now or datetime.now(UTC)).astimezone(UTC)
    text = json.dumps(dict(details or {}), ensure_ascii=False, sort_keys=True)
    digest = _digest(number=number, at=at, event=event.value, subject=subject, details=text, previous=previous)
    connection.execute(
        audit.insert().values(
            number=number, at=at, event=event.value, subject=subject, details=text, previous=previous, digest=digest
        )
    )
    return digest


def verify(store: Store, wanted: int | None = None) -> AuditReport:
    """Walk the chain from its beginning, and tell the digest of the entry of a wanted number."""
    previous, number, found = GENESIS, 0, None
    with store.read() as connection:
        for row in connection.execute(sa.select(audit).order_by(audit.c.number)):
            if not _fits(row, number + 1, previous):
                return AuditReport(_count(connection), previous, broken_at=number + 1, wanted=found)
            number, previous = row.number, row.digest
            found = previous if number == wanted else found
    return AuditReport(number, previous, broken_at=None, wanted=found)


def head(store: Store) -> AuditHead | None:
    """Return the last entry's number and digest, None for an empty chain."""
    with store.read() as connection:
        query = sa.select(audit.c.number, audit.c.digest).order_by(audit.c.number.desc()).limit(1)
        last = connection.execute(query).first()
    return None if last is None else AuditHead(number=last.number, digest=last.digest)


def _fits(row: Row[Any], number: int, previous: str) -> bool:
    digest = _digest(
        number=row.number,
        at=row.at,
        event=row.event,
        subject=row.subject,
        details=row.details,
        previous=row.previous,
    )
    return bool(row.number == number and row.previous == previous and row.digest == digest)


def _count(connection: Connection) -> int:
    return int(connection.execute(sa.select(sa.func.count()).select_from(audit)).scalar_one())


def _digest(*, at: datetime, **entry: str | int | None) -> str:
    text = at.astimezone(UTC).isoformat(timespec="microseconds")
    return hashlib.sha256(rfc8785.dumps({"at": text, **entry})).hexdigest()
