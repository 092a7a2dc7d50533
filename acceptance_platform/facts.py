"""What a platform knows of itself: its epoch, and how far its backup reaches."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, insert, select, update

from acceptance_platform.database.tables import facts

EPOCH: Final = "epoch"
_WATERMARK: Final = "backup_watermark"


def get_fact(connection: Connection, name: str) -> str | None:
    """Return a fact, None where it was never stated."""
    value = connection.execute(select(facts.c.value).where(facts.c.name == name)).scalar_one_or_none()
    return None if value is None else str(value)


def put_fact(connection: Connection, name: str, value: str) -> None:
    """State a fact, in place of an older one."""
    if connection.execute(update(facts).where(facts.c.name == name).values(value=value)).rowcount == 0:
        connection.execute(insert(facts).values(name=name, value=value))


def watermark(connection: Connection) -> int:
    """Return the last place in the platform's order that a backup holds, 0 before the first backup."""
    return int(get_fact(connection, _WATERMARK) or 0)


def put_watermark(connection: Connection, platform_sequence: int) -> None:
    """Move the watermark; a backup never makes it fall."""
    put_fact(connection, _WATERMARK, str(max(platform_sequence, watermark(connection))))
