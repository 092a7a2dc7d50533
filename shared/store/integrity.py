"""Whether a store's pages are what was written: SQLCipher's HMAC over each page, then SQLite's own check."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any

from shared.store.connections import connect, typed_database_errors
from shared.store.errors import StoreDamagedError

_MOST_FINDINGS = 20
_LOOKS = 2


def find_damage(store_file: Path, key: bytes) -> tuple[str, ...]:
    """Return what is wrong with a database file, at most 20 lines without personal data; nothing for a sound one.

    Reads the whole file while nobody writes. What still lies in the write-ahead log is checked as SQLite checks it.

    Raises:
        StoreError: it could not be read for another reason, such as a busy store.
    """
    try:
        with typed_database_errors(store_file.parent), contextlib.closing(connect(store_file, key)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            pages = _damaged_pages(connection)
            if pages:
                return pages
            found = connection.execute(f"PRAGMA integrity_check({_MOST_FINDINGS})").fetchall()
            if not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                return ("the database is empty",)
    except StoreDamagedError as error:
        return (f"the database can't be read ({error})",)
    lines = tuple(line for row in found for line in str(row[0]).splitlines())[:_MOST_FINDINGS]
    return () if lines == ("ok",) else lines


def _damaged_pages(connection: Any) -> tuple[str, ...]:
    """Return what every look finds: a page that a checkpoint is writing just then looks damaged once."""
    found: tuple[str, ...] = ()
    for look in range(_LOOKS):
        seen = [str(row[0]) for row in connection.execute("PRAGMA cipher_integrity_check")]
        found = tuple(line for line in seen if look == 0 or line in found)
        if not found:
            break
    return found[:_MOST_FINDINGS]
