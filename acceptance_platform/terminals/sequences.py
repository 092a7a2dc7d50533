"""What came from a terminal by its sequences, which it gives without a network (ARCHITECTURE §2)."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Connection, func, select

from acceptance_platform.database.tables import submissions


def last_sequence(connection: Connection, terminal_id: UUID) -> int:
    """Return the highest sequence that came from a terminal, under any enrolment; 0 before the first."""
    last = select(func.max(submissions.c.sequence)).where(submissions.c.terminal_id == terminal_id)
    return connection.execute(last).scalar_one() or 0
