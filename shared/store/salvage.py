"""Copies what can still be read of a damaged database into a fresh one, row by row.

SQLCipher refuses a whole connection after the first page that fails its check, so each try has a connection of its own.
A page that passes may be an old one, where a write never reached the disk. An old row of the outbox is delivered once
more, which does no harm; an old sequence would, so a rebuilt terminal gives no number before it is enrolled anew.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy.engine import Connection

from shared.store import tables
from shared.store.connections import connect

_TABLES = (
    tables.settings,
    tables.sequence,
    tables.catalogues,
    tables.sealing_keys,
    tables.drafts,
    tables.handoffs,
    tables.cases,
    tables.case_acts,
    tables.submissions,
    tables.outbox,
    tables.print_journal,
    tables.audit,
)
"""In the order of their references. Requests and begun uploads are left out: they are asked for again."""
_MOST_TRIES = 300
_HIGHEST_ROWID = 1 << 40


def salvage(source: Path, key: bytes, target: Connection) -> dict[str, int]:
    """Copy the readable rows of a database file into a fresh store's transaction; return how many of each table."""
    return {table.name: _salvage_table(source, key, table, target) for table in _TABLES}


def _salvage_table(source: Path, key: bytes, table: sa.Table, target: Connection) -> int:
    names = _columns(source, key, table)
    if not names:
        return 0
    places = ", ".join("?" for _ in names)
    insert = f"INSERT OR IGNORE INTO {table.name} ({', '.join(names)}) VALUES ({places})"  # noqa: S608 - our own names
    taken = 0
    for row in _readable_rows(source, key, table.name, names):
        with contextlib.suppress(sa.exc.IntegrityError):  # its case is not among what could be read
            taken += target.exec_driver_sql(insert, row).rowcount
    return taken


def _columns(source: Path, key: bytes, table: sa.Table) -> tuple[str, ...]:
    """Return the columns that both the damaged table, of an older schema perhaps, and ours have."""
    try:
        with contextlib.closing(connect(source, key)) as connection:
            there = {str(row[1]) for row in connection.execute(f"PRAGMA table_info({table.name})")}
    except sqlcipher.DatabaseError:
        return ()
    return tuple(column.name for column in table.columns if column.name in there)


def _readable_rows(source: Path, key: bytes, table: str, names: tuple[str, ...]) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of every page that can be read: from both ends, then by halving what lies between."""
    columns = ", ".join(names)
    gaps = [(1, _HIGHEST_ROWID)]
    tries = 0
    while gaps and tries < _MOST_TRIES:
        low, high = gaps.pop()
        for order in ("ASC", "DESC"):
            tries += 1
            query = (
                f"SELECT rowid, {columns} FROM {table} "  # noqa: S608 - our own names, numbers are bound
                f"WHERE rowid BETWEEN ? AND ? ORDER BY rowid {order}"
            )
            last = None
            try:
                with contextlib.closing(connect(source, key)) as connection:
                    for row in connection.execute(query, (low, high)):
                        last = int(row[0])
                        yield tuple(row[1:])
            except sqlcipher.DatabaseError:
                if last is not None:
                    low, high = (last + 1, high) if order == "ASC" else (low, last - 1)
            else:
                low, high = 1, 0
                break
        if low < high:
            middle = (low + high) // 2
            gaps += [(middle + 1, high), (low, middle)]
