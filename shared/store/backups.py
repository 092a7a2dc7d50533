"""Copies of the store from before each migration: encrypted as it is, kept for a while, and without destroyed drafts.

A copy holds the keys of the drafts of its day. Destroying a draft destroys its key and content there too, at once where
that can be done and in the quiet hours at the latest.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import sqlcipher3.dbapi2 as sqlcipher

from shared.files import fsync_folder
from shared.store.connections import connect
from shared.store.files import typed_file_errors
from shared.store.profile import Profile

_STAMP = "%Y%m%dT%H%M%S%fZ"
_KEPT = 3
KEPT_FOR = timedelta(days=30)


def back_up(profile: Profile, key: bytes, schema: str) -> Path:
    """Copy the store to backups/ and keep the newest three copies.

    The caller holds a write transaction, so what is copied is the last commit.
    """
    stamp = datetime.now(UTC).strftime(_STAMP)
    copy = profile.backups / f"store-{schema}-{stamp}.db"
    temporary = copy.with_suffix(".part")
    temporary.touch(mode=0o600)
    with (
        contextlib.closing(connect(profile.store_file, key)) as source,
        contextlib.closing(connect(temporary, key)) as target,
    ):
        source.backup(target)
        target.execute("PRAGMA journal_mode = DELETE")
    descriptor = os.open(temporary, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    temporary.replace(copy)
    fsync_folder(profile.backups)
    for old in copies(profile)[:-_KEPT]:
        old.unlink()
    return copy


def copies(profile: Profile) -> tuple[Path, ...]:
    """Return the copies that are kept, the oldest first."""
    return tuple(sorted(profile.backups.glob("store-*-*.db"), key=_stamp))


def _stamp(copy: Path) -> str:
    """Return the time in a copy's name, which forgetting a draft in it does not change."""
    return copy.stem.rpartition("-")[2]


def forget_draft(profile: Profile, key: bytes, case_id: UUID) -> None:
    """Destroy one draft in every copy. Raises StoreError."""
    _forget(profile, key, lambda held: held & {case_id.hex})


def forget_all_but(profile: Profile, key: bytes, case_ids: frozenset[UUID]) -> int:
    """Destroy in every copy the drafts that are not among these; return how many. Raises StoreError."""
    living = {case_id.hex for case_id in case_ids}
    return _forget(profile, key, lambda held: held - living)


def remove_old(profile: Profile, now: datetime) -> int:
    """Remove copies that are older than KEPT_FOR; return how many. Raises StoreError."""
    with typed_file_errors():
        old = [copy for copy in copies(profile) if _stamp(copy) < (now - KEPT_FOR).strftime(_STAMP)]
        for path in old:
            path.unlink()
    return len(old)


def _forget(profile: Profile, key: bytes, choose: Callable[[set[str]], set[str]]) -> int:
    """Destroy the chosen drafts in every copy. One that can't be read holds what nobody can take out: it goes."""
    destroyed = 0
    for copy in copies(profile):
        try:
            with _opened(copy, key) as connection:
                held = {str(row[0]) for row in connection.execute("SELECT case_id FROM drafts")}
                chosen = [(case_id,) for case_id in choose(held)]
                connection.executemany("DELETE FROM drafts WHERE case_id = ?", chosen)
        except sqlcipher.Error:
            with typed_file_errors():
                copy.unlink()
        else:
            destroyed += len(chosen)
    return destroyed


@contextlib.contextmanager
def _opened(copy: Path, key: bytes) -> Iterator[Any]:
    """Open a copy for a change whose old pages are overwritten (secure_delete) and written nowhere else."""
    with contextlib.closing(connect(copy, key, journal_mode="MEMORY")) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield connection
        connection.execute("COMMIT")
