"""Tidies at the start what a cut left behind: files ahead of a row that never came, or behind one that went.

Ciphertexts with a record are never removed for want of a row: the row was lost, and is made again (recovering.py).
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import sqlalchemy as sa

from shared.files import is_temporary
from shared.store.files import exclusive_lock_if_free, typed_file_errors
from shared.store.recovering import Recovered, recover_recorded
from shared.store.store import Store
from shared.store.tables import drafts, outbox


@dataclass(frozen=True, slots=True)
class Swept:
    """What was removed and found; `skipped` when another process was writing files and nothing was looked at."""

    parts: int = 0
    drafts: int = 0
    temporaries: int = 0
    recovered: Recovered = field(default_factory=Recovered)
    skipped: bool = False


def sweep_orphans(store: Store) -> Swept:
    """Make lost rows again from their records; then remove ciphertexts without a submission, pages without a draft, and
    half-written files.

    Waits for nobody: while another process seals, it does nothing and says so.
    """
    with typed_file_errors(), exclusive_lock_if_free(store.profile.files_lock) as free:
        if not free:
            return Swept(skipped=True)
        known, removed = _known_submissions(store)
        recovered = recover_recorded(store, _folders(store.profile.outbox) - known)
        kept = (known - removed) | set(recovered.rebuilt)
        parts = _remove_folders(store.profile.outbox, kept)
        draft_folders = _remove_folders(store.profile.drafts, _drafted_cases(store))
        temporaries = _remove_temporaries(store.profile.drafts.glob("*/*"))
    return Swept(parts=parts, drafts=draft_folders, temporaries=temporaries, recovered=recovered)


def _known_submissions(store: Store) -> tuple[set[UUID], set[UUID]]:
    """Return all submissions that have a row, and those of them whose ciphertexts were let go."""
    with store.read() as connection:
        rows = connection.execute(sa.select(outbox.c.submission_id, outbox.c.parts_removed_at)).all()
    return {row.submission_id for row in rows}, {row.submission_id for row in rows if row.parts_removed_at}


def _drafted_cases(store: Store) -> set[UUID]:
    with store.read() as connection:
        return set(connection.execute(sa.select(drafts.c.case_id)).scalars())


def _folders(parent: Path) -> set[UUID]:
    """Return the folders that are named by an id, as ours are."""
    return {UUID(path.name) for path in parent.iterdir() if path.is_dir() and _is_ours(path.name)}


def _remove_folders(parent: Path, kept: set[UUID]) -> int:
    orphans = _folders(parent) - kept
    for orphan in orphans:
        shutil.rmtree(parent / str(orphan))
    return len(orphans)


def _is_ours(name: str) -> bool:
    try:
        return str(UUID(name)) == name
    except ValueError:
        return False


def _remove_temporaries(paths: Iterable[Path]) -> int:
    found = [path for path in paths if is_temporary(path)]
    for path in found:
        path.unlink()
    return len(found)
