"""Backup of a serving platform, and restore from one (ARCHITECTURE §3: backup watermark and epoch).

A backup holds the database as of one moment, every part that the database says is held, and the catalogue packages. It
holds no private key: whoever finds it reads nothing. Terminals let go of a ciphertext only once a backup has it; a
restored platform takes a new epoch, so that they offer again what the backup lacks.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import uuid
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path

from sqlalchemy import Connection, create_engine, delete, func, inspect, select, update
from sqlalchemy.engine import make_url

from acceptance_platform.counters import Counter
from acceptance_platform.data_dir import DataDir
from acceptance_platform.database.engine import Database
from acceptance_platform.database.tables import (
    access_tokens,
    catalogues,
    challenges,
    counters,
    draft_subjects,
    draft_tries,
    parts,
    sealing_keys,
    shared_drafts,
    submissions,
    uploads,
)
from acceptance_platform.errors import FaultCode, PlatformError
from acceptance_platform.facts import EPOCH, put_fact, put_watermark
from acceptance_platform.keys import load_keys
from acceptance_platform.platform import Platform
from acceptance_platform.submissions.parts import digest_of
from shared.files import fsync_folder, write_atomically

_DATABASE = "platform.db"
_STATEMENT = "backup.json"
ENROLMENT_CODES_SKIPPED = 1000
"""Enrolments after the backup took codes that the restored database doesn't know; none may be given twice."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What a backup says of itself, written last: without it the backup is not whole.

    Attributes:
        platform_sequence: the last submission in it, by the platform's order.
        copied: parts that were new to it; it may be made again and again in the same folder.
    """

    epoch: str
    made_at: str
    platform_sequence: int
    parts: int
    copied: int


def back_up(platform: Platform, target: Path) -> Statement:
    """Bring a folder to the platform's present state, while it serves, and move the watermark once that is durable.

    Raises:
        PlatformError: backup_unsupported (another database than SQLite), part_damaged (a part is not what its digest
            says: the backup does not count).
    """
    source = make_url(str(platform.database.engine.url)).database
    if platform.database.engine.dialect.name != "sqlite" or source is None:
        raise PlatformError(FaultCode.BACKUP_UNSUPPORTED, "use the database's own backup")
    copy = DataDir(target)
    for folder in (copy.root, copy.parts, copy.catalogue):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    now = platform.clock()
    snapshot = target / f"{_DATABASE}.new"
    _copy_database(Path(source), snapshot)
    with closing(_reader(snapshot)) as connection:
        last = int(connection.execute(select(func.max(submissions.c.platform_sequence))).scalar() or 0)
        total, copied = _copy_parts(platform.data, copy, connection)
        for (sha256,) in connection.execute(select(catalogues.c.sha256)).all():
            _copy_durably(platform.data.package(sha256), copy.package(sha256))
    snapshot.replace(target / _DATABASE)
    fsync_folder(target)
    statement = Statement(str(platform.epoch), now.isoformat(), last, total, copied)
    write_atomically(target / _STATEMENT, json.dumps(asdict(statement)).encode())
    with platform.database.write() as writing:
        put_watermark(writing, last)
    return statement


def restore(backup: Path, root: Path, keys: Path) -> Statement:
    """Make a data directory of a backup and a folder of the platform's keys, under a new epoch.

    Raises:
        PlatformError: backup_incomplete, data_dir_taken, keys_missing, keys_unreadable, part_damaged.
    """
    statement = _statement_of(backup)
    if DataDir(root).root.exists() and any(root.iterdir()):
        raise PlatformError(FaultCode.DATA_DIR_TAKEN, str(root))
    rising = root.with_name(f"{root.name}.restoring")
    shutil.rmtree(rising, ignore_errors=True)
    try:
        _make(backup, rising, keys, statement)
        if root.exists():
            root.rmdir()
        rising.replace(root)
    except BaseException:
        shutil.rmtree(rising, ignore_errors=True)  # it holds copies of the keys
        raise
    fsync_folder(root.parent)
    return statement


def _make(backup: Path, rising: Path, keys: Path, statement: Statement) -> None:
    made = DataDir(rising)
    made.create()
    _copy_durably(backup / _DATABASE, rising / _DATABASE)
    for path in keys.iterdir() if keys.is_dir() else ():
        _copy_durably(path, made.keys / path.name)
    held = load_keys(made.keys)
    database = Database(made.database_url)
    with database.write() as connection:
        known = set(connection.execute(select(sealing_keys.c.key_id)).scalars())
        if known - set(held.sealing.private):
            raise PlatformError(FaultCode.KEYS_MISSING, "the backup has sealing keys that are not in the key folder")
        _copy_parts(DataDir(backup), made, connection)
        for (sha256,) in connection.execute(select(catalogues.c.sha256)).all():
            _copy_durably(DataDir(backup).package(sha256), made.package(sha256))
        _begin_epoch(connection, statement)
    database.close()


def _begin_epoch(connection: Connection, statement: Statement) -> None:
    put_fact(connection, EPOCH, str(uuid.uuid4()))
    put_watermark(connection, statement.platform_sequence)
    for forgotten in (access_tokens, challenges, uploads):
        connection.execute(delete(forgotten))
    if inspect(connection).has_table(shared_drafts.name):  # not in a backup of an older schema
        # Their ciphertexts are not in a backup; the terminals that still offer them share them again.
        for forgotten in (draft_subjects, draft_tries, shared_drafts):
            connection.execute(delete(forgotten))
    connection.execute(
        update(counters)
        .where(counters.c.name == Counter.ENROLMENT.value)
        .values(value=counters.c.value + ENROLMENT_CODES_SKIPPED)
    )


def _copy_database(source: Path, target: Path) -> None:
    target.unlink(missing_ok=True)
    with closing(sqlite3.connect(source)) as reading, closing(sqlite3.connect(target)) as writing:
        reading.backup(writing)
        writing.execute("PRAGMA journal_mode = DELETE")
    target.chmod(0o600)
    _sync(target)


def _reader(path: Path) -> Connection:
    return create_engine(f"sqlite:///{path}").connect()


def _copy_parts(source: DataDir, target: DataDir, connection: Connection) -> tuple[int, int]:
    """Copy the parts that the database says are held and the target lacks; return how many there are and were new."""
    held = connection.execute(select(parts).where(parts.c.held_at.is_not(None))).all()
    copied = 0
    for part in held:
        there = target.part(part.submission_id, part.position)
        if digest_of(there) == (part.sha256, part.size):
            continue
        there.parent.mkdir(mode=0o700, exist_ok=True)
        path = source.part(part.submission_id, part.position)
        if path.exists():
            _copy_durably(path, there)
        if digest_of(there) != (part.sha256, part.size):
            raise PlatformError(FaultCode.PART_DAMAGED, f"{part.submission_id} part {part.position}")
        fsync_folder(there.parent)
        copied += 1
    fsync_folder(target.parts)
    return len(held), copied


def _copy_durably(source: Path, target: Path) -> None:
    shutil.copyfile(source, target)
    target.chmod(0o600)
    _sync(target)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _statement_of(backup: Path) -> Statement:
    try:
        return Statement(**json.loads((backup / _STATEMENT).read_bytes()))
    except (OSError, ValueError, TypeError) as error:
        raise PlatformError(FaultCode.BACKUP_INCOMPLETE, str(backup)) from error
