"""Rows of uploads. The offset in the row is the truth: bytes of the file beyond it were never made durable."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, delete, exists, or_, select, update

from acceptance_platform.database.tables import carriers, submissions, uploads


@dataclass(frozen=True, slots=True)
class Upload:
    """An upload of one part, finished when the offset is the size."""

    upload_id: UUID
    submission_id: UUID
    position: int
    size: int
    offset: int
    metadata: str
    expires_at: datetime

    @property
    def finished(self) -> bool:
        return self.offset == self.size


def find_upload(connection: Connection, upload_id: UUID, terminal_id: UUID, now: datetime) -> Upload | None:
    """Return a terminal's upload; None for one that is unknown, another terminal's or has run out."""
    row = connection.execute(
        select(uploads)
        .join(submissions, submissions.c.submission_id == uploads.c.submission_id)
        .where(
            uploads.c.upload_id == upload_id,
            or_(
                submissions.c.terminal_id == terminal_id,
                exists().where(
                    carriers.c.submission_id == uploads.c.submission_id, carriers.c.terminal_id == terminal_id
                ),
            ),
            uploads.c.expires_at > now,
        )
    ).one_or_none()
    return None if row is None else _of(row)


def _of(row: Row[tuple[Any, ...]]) -> Upload:
    return Upload(
        row.upload_id, row.submission_id, row.position, row.size, row.offset, row.upload_metadata, row.expires_at
    )


def set_offset(connection: Connection, upload_id: UUID, offset: int, expires_at: datetime) -> None:
    """Note that the bytes up to an offset are durable."""
    connection.execute(
        update(uploads).where(uploads.c.upload_id == upload_id).values(offset=offset, expires_at=expires_at)
    )


def remove_upload(connection: Connection, upload_id: UUID) -> None:
    """Forget an upload."""
    connection.execute(delete(uploads).where(uploads.c.upload_id == upload_id))


def remove_expired(connection: Connection, now: datetime) -> tuple[UUID, ...]:
    """Forget the uploads that have run out and return their ids."""
    expired = tuple(connection.execute(select(uploads.c.upload_id).where(uploads.c.expires_at <= now)).scalars())
    if expired:
        connection.execute(delete(uploads).where(uploads.c.expires_at <= now))
    return expired
