"""Connections to an SQLCipher file: the key goes in by PRAGMA, never in a URL, and SQLite's faults come out typed.

WAL with synchronous=FULL, because with NORMAL a cut in power can take back a commit that was answered.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from shared.store.errors import (
    DiskFullError,
    ReadOnlyError,
    StoreBusyError,
    StoreDamagedError,
    StoreError,
    StoreFileError,
)

BUSY_TIMEOUT_S = 5.0
_SHARED_MEMORY_BYTES = 32 * 1024
BEGIN_OPTION = "yimen_begin"
_PRAGMAS = (
    "PRAGMA synchronous = FULL",
    "PRAGMA secure_delete = ON",
    "PRAGMA foreign_keys = ON",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cell_size_check = ON",
)
_BY_SQLITE_CODE: dict[int, type[StoreError]] = {
    5: StoreBusyError,  # SQLITE_BUSY
    6: StoreBusyError,  # SQLITE_LOCKED
    8: ReadOnlyError,  # SQLITE_READONLY
    10: StoreFileError,  # SQLITE_IOERR
    11: StoreDamagedError,  # SQLITE_CORRUPT
    13: DiskFullError,  # SQLITE_FULL
    14: StoreFileError,  # SQLITE_CANTOPEN
    26: StoreDamagedError,  # SQLITE_NOTADB
}


def connect(path: Path, key: bytes, *, journal_mode: str = "WAL") -> Any:
    """Return a DB-API connection to an SQLCipher file that leaves transactions to its caller."""
    connection = sqlcipher.connect(str(path), isolation_level=None, check_same_thread=False, timeout=BUSY_TIMEOUT_S)
    try:
        connection.execute("PRAGMA cipher_log = off")
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        for pragma in (f"PRAGMA journal_mode = {journal_mode}", *_PRAGMAS):
            connection.execute(pragma)
    except BaseException:
        connection.close()
        raise
    return connection


def make_engine(path: Path, key: bytes) -> Engine:
    """Return an engine whose transactions begin as the connection's BEGIN_OPTION says."""
    engine = sa.create_engine(
        "sqlite+pysqlite://",
        module=sqlcipher,
        creator=lambda: connect(path, key),
        poolclass=QueuePool,
        pool_size=4,
        max_overflow=12,
        pool_timeout=BUSY_TIMEOUT_S,
        hide_parameters=True,
    )

    @sa.event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql(connection.get_execution_options().get(BEGIN_OPTION, "BEGIN"))

    return engine


@contextlib.contextmanager
def typed_database_errors(folder: Path) -> Iterator[None]:
    """Turn what SQLite says of a database in a folder into this package's errors, but for a broken constraint."""
    try:
        yield
    except DBAPIError as error:
        raise _typed(error.orig, error, folder) from error
    except sqlcipher.Error as error:
        raise _typed(error, error, folder) from error
    except sa.exc.TimeoutError as error:
        raise StoreBusyError from error


def _typed(original: BaseException | None, otherwise: Exception, folder: Path) -> Exception:
    code = getattr(original, "sqlite_errorcode", None)
    kind = _BY_SQLITE_CODE.get(code & 0xFF) if isinstance(code, int) else None
    if kind is StoreFileError:
        kind = _file_error(folder)
    return otherwise if kind is None else kind(f"sqlite {code}")


def _file_error(folder: Path) -> type[StoreError]:
    """Return what SQLite calls an I/O error."""
    try:
        disk = os.statvfs(folder)
    except OSError:
        return StoreFileError  # the disk itself is gone
    if disk.f_flag & os.ST_RDONLY:
        return ReadOnlyError  # it turned read-only under files that were open
    if disk.f_bavail * disk.f_frsize < _SHARED_MEMORY_BYTES:
        return DiskFullError  # no room for the index of the log
    return StoreFileError
