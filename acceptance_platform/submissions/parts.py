"""Ciphertexts on disk. A part counts only when the database says that it is held, after its bytes were made durable."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, select, update

from acceptance_platform.data_dir import DataDir
from acceptance_platform.database.tables import parts, submissions
from acceptance_platform.platform import Platform
from shared.contract.submissions import SubmissionState
from shared.files import fsync_folder

_READ_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class PartRow:
    """What the manifest announced of a part, and whether it is here."""

    submission_id: UUID
    position: int
    sha256: str
    size: int
    held: bool


@dataclass(frozen=True, slots=True)
class LostPart:
    """A part of a submission that was delivered or returned, and that is not here any more as it was sent."""

    submission_id: UUID
    case_number: str
    position: int
    sha256: str
    size: int


def find_part(connection: Connection, submission_id: UUID, position: int) -> PartRow | None:
    """Return one announced part."""
    row = connection.execute(
        select(parts).where(parts.c.submission_id == submission_id, parts.c.position == position)
    ).one_or_none()
    return None if row is None else _of(row)


def _of(row: Row[tuple[Any, ...]]) -> PartRow:
    return PartRow(row.submission_id, row.position, row.sha256, row.size, row.held_at is not None)


def held_parts(connection: Connection) -> tuple[PartRow, ...]:
    """Return every part that is here."""
    return tuple(_of(row) for row in connection.execute(select(parts).where(parts.c.held_at.is_not(None))).all())


def lost_parts(connection: Connection) -> tuple[LostPart, ...]:
    """Return the parts that were here, were found damaged and were not brought again since."""
    rows = connection.execute(
        select(parts, submissions.c.case_number)
        .join(submissions, submissions.c.submission_id == parts.c.submission_id)
        .where(parts.c.held_at.is_(None), submissions.c.state != SubmissionState.AWAITING_PARTS.value)
        .order_by(submissions.c.platform_sequence, parts.c.submission_id, parts.c.position)
    ).all()
    return tuple(LostPart(row.submission_id, row.case_number, row.position, row.sha256, row.size) for row in rows)


def missing_positions(connection: Connection, submission_id: UUID) -> tuple[int, ...]:
    """Return the positions that are announced but not held, in order."""
    rows = connection.execute(
        select(parts.c.position)
        .where(parts.c.submission_id == submission_id, parts.c.held_at.is_(None))
        .order_by(parts.c.position)
    )
    return tuple(rows.scalars())


def mark_held(connection: Connection, submission_id: UUID, position: int, now: datetime | None) -> None:
    """Note that a part is here, or with None that it has to be sent again."""
    connection.execute(
        update(parts).where(parts.c.submission_id == submission_id, parts.c.position == position).values(held_at=now)
    )


def forget_damaged(platform: Platform, submission_id: UUID) -> tuple[int, ...]:
    """Compare every part on disk with its digest; what does not fit any more has to be sent again."""
    with platform.database.read() as connection:
        announced = connection.execute(select(parts).where(parts.c.submission_id == submission_id)).all()
    damaged = tuple(
        row.position
        for row in announced
        if digest_of(platform.data.part(submission_id, row.position)) != (row.sha256, row.size)
    )
    if damaged:
        with platform.database.write() as connection:
            for position in damaged:
                mark_held(connection, submission_id, position, None)
    return damaged


def keep_part(data: DataDir, submission_id: UUID, position: int, finished: Path) -> None:
    """Move the durable bytes of a finished upload to their place, over whatever lay there."""
    target = data.part(submission_id, position)
    if not target.parent.exists():
        target.parent.mkdir(mode=0o700, exist_ok=True)
        fsync_folder(data.parts)
    finished.replace(target)
    fsync_folder(target.parent)


def digest_of(path: Path) -> tuple[str, int] | None:
    """Return SHA-256 in hex and size of a file, None where it can't be read."""
    digest, size = hashlib.sha256(), 0
    try:
        with path.open("rb") as file:
            while chunk := file.read(_READ_BYTES):
                digest.update(chunk)
                size += len(chunk)
    except OSError:
        return None
    return digest.hexdigest(), size
