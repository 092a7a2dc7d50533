"""Transactions: readers beside one writer, every commit durable."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, RootTransaction, create_engine, event
from sqlalchemy.exc import ArgumentError, OperationalError

from acceptance_platform.errors import FaultCode, PlatformError

WRITE_DEADLINE_S = 30.0
_WRITES = "yimen_writes"
_SQLITE_FULL = frozenset({sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_SHMSIZE})
_PG_FULL = "53100"


class DatabaseBusyError(Exception):
    """The writer's place did not come free within the deadline."""


class DatabaseFullError(Exception):
    """The disk takes nothing more; nothing of the transaction was written."""


class Database:
    """A database and its one writer's place.

    SQLite: WAL, synchronous=FULL, BEGIN IMMEDIATE for writers, so that a transaction that read may also write.
    """

    def __init__(self, url: str) -> None:
        """Take a database by its URL; nothing is opened yet.

        Raises:
            PlatformError: database_unsupported, the URL is none or of a kind that nothing here speaks to.
        """
        options: dict[str, Any] = {"pool_size": 20, "max_overflow": 40}
        try:
            self.engine: Engine = create_engine(url, hide_parameters=True, **options)
        except (ArgumentError, ImportError) as error:  # the first may repeat the URL with its password
            raise PlatformError(FaultCode.DATABASE_UNSUPPORTED, getattr(error, "name", None) or "") from error
        self._sqlite = self.engine.dialect.name == "sqlite"
        self._writer = threading.Lock()
        if self._sqlite:
            event.listen(self.engine, "connect", _configure_sqlite)
            event.listen(self.engine, "begin", _begin_sqlite)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Give a connection that sees one state of the database and writes nothing."""
        with self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Give the one writing transaction: committed at the end of the block, rolled back by any exception.

        Raises:
            DatabaseBusyError: another writer, here or in another process, held on for 30 seconds.
            DatabaseFullError: there is no room for what is written.
        """
        if not self._writer.acquire(timeout=WRITE_DEADLINE_S):
            raise DatabaseBusyError
        try:
            with self.engine.connect().execution_options(**{_WRITES: True}) as connection, _begun(connection):
                yield connection
        except OperationalError as error:
            if _is_full(error.orig):
                raise DatabaseFullError from error
            raise
        finally:
            self._writer.release()

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()


def _begun(connection: Connection) -> RootTransaction:
    try:
        return connection.begin()
    except OperationalError as error:
        if getattr(error.orig, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY:
            raise DatabaseBusyError from error
        raise


def _is_full(original: BaseException | None) -> bool:
    """Tell what SQLite and PostgreSQL say of a full disk."""
    return getattr(original, "sqlite_errorcode", None) in _SQLITE_FULL or getattr(original, "sqlstate", "") == _PG_FULL


def _configure_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # transactions begin below, not where sqlite3 guesses
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        f"busy_timeout={int(WRITE_DEADLINE_S * 1000)}",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
