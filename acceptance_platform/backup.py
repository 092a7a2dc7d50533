"""Backup of a serving platform, and restore from one (ARCHITECTURE §3: backup watermark and epoch).

A backup holds the database as of one moment, every part that the database says is held, and the catalogue packages. It
holds no private key: whoever finds it reads nothing. Terminals let go of a ciphertext only once a backup has it; a
restored platform takes a new epoch, so that they offer again what the backup lacks. A part that rotted here first stops
no backup: it is held no more until it is brought again, and until then the watermark stays before its submission.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import uuid
from collections.abc import Sequence
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
from acceptance_platform.facts import EPOCH, put_fact, put_watermark, watermark
from acceptance_platform.keys import load_keys
from acceptance_platform.platform import Platform
from acceptance_platform.submissions.parts import LostPart, PartRow, digest_of, held_parts, lost_parts, mark_held
from shared.files import fsync_folder, write_atomically

_DATABASE = "platform.db"
_STATEMENT = "backup.json"
ENROLMENT_CODES_SKIPPED = 1000
"""Enrolments after the backup took codes that the restored database doesn't know; none may be given twice."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What a backup says of itself, written last: without it the backup is not whole.

    Attributes:
        platform_sequence: up to which place in the platform's order it holds every submission.
        copied: parts that were new to it; it may be made again and again in the same folder.
    """

    epoch: str
    made_at: str
    platform_sequence: int
    parts: int
    copied: int


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was made, and the parts that the platform took on and has not whole any more."""

    statement: Statement
    damaged: tuple[LostPart, ...]


def back_up(platform: Platform, target: Path) -> Backup:
    """Bring a folder to the platform's present state, while it serves, and move the watermark once that is durable.

    Raises:
        PlatformError: backup_unsupported (another database than SQLite), data_dir_busy (another backup is at work),
            part_damaged (the backup's disk does not keep what is written to it).
    """
    source = make_url(str(platform.database.engine.url)).database
    if platform.database.engine.dialect.name != "sqlite" or source is None:
        raise PlatformError(FaultCode.BACKUP_UNSUPPORTED, "use the database's own backup")
    with platform.data.hold("backup", wait=False):
        return _back_up(platform, Path(source), target)


def _back_up(platform: Platform, source: Path, target: Path) -> Backup:
    copy = DataDir(target)
    for folder in (copy.root, copy.parts, copy.catalogue):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    now = platform.clock()
    _hold_what_is_back(platform)
    snapshot = target / f"{_DATABASE}.new"
    _copy_database(source, snapshot)
    with closing(_opened(snapshot)) as connection:
        held = held_parts(connection)
        copied, damaged = _copy_parts(platform.data, copy, held)
        _hold_no_more(connection, damaged)
        connection.commit()
        last, lost = _reach(connection), lost_parts(connection)
        for (sha256,) in connection.execute(select(catalogues.c.sha256)).all():
            _copy_durably(platform.data.package(sha256), copy.package(sha256))
    snapshot.replace(target / _DATABASE)
    fsync_folder(target)
    statement = Statement(str(platform.epoch), now.isoformat(), last, len(held) - len(damaged), copied)
    write_atomically(target / _STATEMENT, json.dumps(asdict(statement)).encode())
    with platform.database.write() as writing:
        _hold_no_more(writing, damaged)
        put_watermark(writing, last)
    return Backup(statement, lost)


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
        _, damaged = _copy_parts(DataDir(backup), made, held_parts(connection))
        if damaged:
            raise _damaged(damaged[0])
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


def _opened(path: Path) -> Connection:
    return create_engine(f"sqlite:///{path}").connect()


def _hold_what_is_back(platform: Platform) -> None:
    """Hold again what was missed and lies whole in its place: its disk was away, or somebody put it back."""
    with platform.database.read() as connection:
        lost = lost_parts(connection)
    for part in lost:
        path = platform.data.part(part.submission_id, part.position)
        if digest_of(path) == (part.sha256, part.size):
            fsync_folder(path.parent)
            with platform.database.write() as connection:
                mark_held(connection, part.submission_id, part.position, platform.clock())


def _hold_no_more(connection: Connection, damaged: Sequence[PartRow]) -> None:
    for part in damaged:
        mark_held(connection, part.submission_id, part.position, None)


def _reach(connection: Connection) -> int:
    """Return the last place before the first submission that is not whole, of those that terminals still keep."""
    first_lost = connection.execute(
        select(func.min(submissions.c.platform_sequence))
        .join(parts, parts.c.submission_id == submissions.c.submission_id)
        .where(parts.c.held_at.is_(None), submissions.c.platform_sequence > watermark(connection))
    ).scalar()
    if first_lost is not None:
        return int(first_lost) - 1
    return int(connection.execute(select(func.max(submissions.c.platform_sequence))).scalar() or 0)


def _copy_parts(source: DataDir, target: DataDir, held: Sequence[PartRow]) -> tuple[int, list[PartRow]]:
    """Copy the parts that the target lacks; return how many were new to it, and which are not whole in the source."""
    copied, damaged = 0, []
    for part in held:
        there = target.part(part.submission_id, part.position)
        if digest_of(there) == (part.sha256, part.size):
            continue
        there.parent.mkdir(mode=0o700, exist_ok=True)
        if _copy_part(source.part(part.submission_id, part.position), there, part):
            copied += 1
        else:
            damaged.append(part)
    fsync_folder(target.parts)
    return copied, damaged


def _copy_part(path: Path, there: Path, part: PartRow) -> bool:
    """Copy a part durably; return False where it is not whole. Raises PlatformError, OSError: the target fails."""
    wanted = (part.sha256, part.size)
    try:
        _copy_durably(path, there)
    except OSError:
        if digest_of(path) == wanted:
            raise
    if digest_of(there) == wanted:
        fsync_folder(there.parent)
        return True
    there.unlink(missing_ok=True)
    if digest_of(path) == wanted:
        raise _damaged(part)
    return False


def _damaged(part: PartRow) -> PlatformError:
    return PlatformError(FaultCode.PART_DAMAGED, f"{part.submission_id} part {part.position}")


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
