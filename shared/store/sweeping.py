"""Removes at the start what a cut left behind: files ahead of a row that never came, or behind one that went."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import sqlalchemy as sa

from shared.store.files import exclusive_lock_if_free, is_temporary, typed_file_errors
from shared.store.store import Store
from shared.store.tables import drafts, outbox


@dataclass(frozen=True, slots=True)
class Swept:
    """What was removed; `skipped` when another process was writing files and nothing was looked at."""

    parts: int = 0
    drafts: int = 0
    temporaries: int = 0
    skipped: bool = False


def sweep_orphans(store: Store) -> Swept:
    """Remove ciphertexts without a submission, pages without a draft, and half-written files.

    Waits for nobody: while another process seals, it does nothing and says so.
    """
    with typed_file_errors(), exclusive_lock_if_free(store.profile.files_lock) as free:
        if not free:
            return Swept(skipped=True)
        with store.read() as connection:
            kept = sa.select(outbox.c.submission_id).where(outbox.c.parts_removed_at.is_(None))
            submission_ids = {str(value) for value in connection.execute(kept).scalars()}
            case_ids = {str(value) for value in connection.execute(sa.select(drafts.c.case_id)).scalars()}
        parts = _remove_folders(store.profile.outbox, submission_ids)
        draft_folders = _remove_folders(store.profile.drafts, case_ids)
        temporaries = _remove_temporaries(store.profile.drafts.glob("*/*"))
    return Swept(parts=parts, drafts=draft_folders, temporaries=temporaries)


def _remove_folders(parent: Path, kept: set[str]) -> int:
    orphans = [path for path in parent.iterdir() if path.is_dir() and path.name not in kept and _is_ours(path.name)]
    for path in orphans:
        shutil.rmtree(path)
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
