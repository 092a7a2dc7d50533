"""A fresh store in the place of a damaged or missing one: salvage, records, and the old file set aside.

The new database is made whole under another name and takes the old one's place in one step: a cut leaves one of them.
Nothing of the old one is changed; it lies in the profile's `damaged` folder.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from shared.files import fsync_folder
from shared.store import audit, maintenance, outbox
from shared.store.agent_lock import AgentLock
from shared.store.audit import AuditEvent
from shared.store.drafts import seal_what_is_plain
from shared.store.errors import DiskFullError, StoreBusyError
from shared.store.files import exclusive_lock, typed_file_errors
from shared.store.integrity import find_damage
from shared.store.numbering import spend_enrolments
from shared.store.profile import Profile
from shared.store.recovering import Recovered
from shared.store.salvage import salvage
from shared.store.store import Store, check_key, open_store
from shared.store.sweeping import sweep_orphans
from shared.store.tables import cases, drafts, submissions
from shared.store.tables import outbox as outbox_table

_SMALL_STORE_BYTES = 1024 * 1024
_SIDE_FILES = ("-wal", "-shm")
_ANY_STORE_BYTES = 1 << 30
"""SQLite reads nothing of a file that is shorter than its header says: a copy's end is made up for by a hole."""
_MISSING = "the database is missing"


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What became of a store.

    Attributes:
        damage: what was wrong; nothing for a sound store, which is left as it is.
        set_aside: where the old files lie.
        salvaged: rows that could still be read, by table.
        recovered: what was made again from the records beside the ciphertexts.
    """

    damage: tuple[str, ...] = ()
    set_aside: Path | None = None
    salvaged: dict[str, int] = field(default_factory=dict)
    recovered: Recovered = field(default_factory=Recovered)


def rebuild_store(profile: Profile, key: bytes) -> Rebuilt:
    """Put a fresh store in the place of one that is damaged or gone, with every submission that is still here.

    Until the terminal is enrolled again it delivers, and gives no numbers.

    Raises:
        AgentRunningError, StoreBusyError: end the agent and the app first.
        StoreKeyWrongError: this is not the store's key. Nothing was changed.
        StoreError: the disk is full or can't be written. Nothing was changed.
    """
    profile.prepare()
    with AgentLock.acquire(profile), typed_file_errors(), exclusive_lock(profile.seal_lock):
        check_key(profile, key)
        _check_unused(profile.store_file)
        damage = find_damage(profile.store_file, key) if profile.store_file.exists() else (_MISSING,)
        if not damage:
            with open_store(profile, key) as store:
                return Rebuilt(recovered=sweep_orphans(store).recovered)
        _check_room(profile)
        with _work_folder(profile) as work:
            salvaged = _make_fresh(profile, key, work)
            set_aside = _exchange(profile, work.store_file)
        with open_store(profile, key) as store:
            recovered = sweep_orphans(store).recovered
            audit.append(store, AuditEvent.STORE_REBUILT, None, {"salvaged": sum(salvaged.values()),
                                                                 "recovered": len(recovered.rebuilt)})  # fmt: skip
    return Rebuilt(damage, set_aside, salvaged, recovered)


def _check_room(profile: Profile) -> None:
    """Raise DiskFullError where there is no room for a copy of the old database and the new one."""
    old = profile.store_file.stat().st_size if profile.store_file.exists() else 0
    if shutil.disk_usage(profile.folder).free < 2 * old + _SMALL_STORE_BYTES:
        raise DiskFullError


def _check_unused(store_file: Path) -> None:
    """Raise StoreBusyError while a process has the file open: it would go on writing to the one set aside."""
    for link in Path("/proc").glob("[0-9]*/fd/*"):
        with contextlib.suppress(OSError):  # gone meanwhile, or another user's
            if link.readlink() == store_file:
                raise StoreBusyError(store_file.name)


@contextlib.contextmanager
def _work_folder(profile: Profile) -> Iterator[Profile]:
    with tempfile.TemporaryDirectory(prefix="rebuild-", dir=profile.folder) as folder:
        yield Profile(Path(folder))


def _make_fresh(profile: Profile, key: bytes, work: Profile) -> dict[str, int]:
    """Make the new database in the work folder out of a copy of the old one."""
    old = work.folder / "old.db"
    with open_store(work, key, create=True) as fresh:
        salvaged: dict[str, int] = {}
        if profile.store_file.exists():
            for suffix in ("", *_SIDE_FILES[:1]):
                with contextlib.suppress(FileNotFoundError):
                    shutil.copyfile(f"{profile.store_file}{suffix}", f"{old}{suffix}")
            with contextlib.suppress(OSError):  # on a disk that can't have holes
                os.truncate(old, max(old.stat().st_size, _ANY_STORE_BYTES))
            with fresh.write() as connection:
                salvaged = salvage(old, key, connection)
        with fresh.write() as connection:
            _complete_outbox(connection)
            seal_what_is_plain(connection)
            # Of an old page: what is sealed is no draft any more.
            connection.execute(drafts.delete().where(drafts.c.case_id.in_(sa.select(cases.c.case_id))))
            maintenance.forget(connection)  # what was found of the old database
            spend_enrolments(connection, profile)
        _settle(fresh)
    return salvaged


def _complete_outbox(connection: Connection) -> None:
    """Give a row to each salvaged submission that lost it.

    It waits, also where there are no ciphertexts: whether they were let go or lost the platform knows, which has it
    delivered, or else it comes back by name.
    """
    lost = sa.select(submissions.c.submission_id).where(
        submissions.c.submission_id.not_in(sa.select(outbox_table.c.submission_id))
    )
    for submission_id in connection.execute(lost).scalars().all():
        outbox.insert_row(connection, submission_id)


def _settle(store: Store) -> None:
    """Leave nothing in the write-ahead log, which stays behind when the file moves."""
    if not store.checkpoint():
        raise StoreBusyError(store.profile.store_file.name)


def _exchange(profile: Profile, fresh: Path) -> Path | None:
    """Set the old files aside and let the fresh database take their place.

    The log of the old one goes first: beside the new one it would be played into it.
    """
    target = None
    if profile.store_file.exists():
        target = profile.damaged / datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
        target.mkdir(mode=0o700, parents=True)
        os.link(profile.store_file, target / profile.store_file.name)
        fsync_folder(target)
        fsync_folder(profile.damaged)
    for suffix in _SIDE_FILES:
        side = profile.store_file.with_name(profile.store_file.name + suffix)
        if side.exists():
            side.rename((target or profile.damaged) / side.name)
    fresh.replace(profile.store_file)
    fsync_folder(profile.folder)
    return target
