"""Numbers that only grow: enrolment codes, the platform's sequence, the order of catalogues."""

from __future__ import annotations

from enum import StrEnum, unique

from sqlalchemy import Connection, insert, select, update

from acceptance_platform.database.tables import counters


@unique
class Counter(StrEnum):
    """The counters of a platform."""

    ENROLMENT = "enrolment_code"
    SUBMISSION = "platform_sequence"
    CATALOGUE = "catalogue"


def take(connection: Connection, counter: Counter) -> int:
    """Return the counter's next number; only inside a writing transaction."""
    own = select(counters.c.value).where(counters.c.name == counter.value).with_for_update()
    row = connection.execute(own).one_or_none()
    if row is None:
        connection.execute(insert(counters).values(name=counter.value, value=1))
        return 1
    taken: int = row.value + 1
    connection.execute(update(counters).where(counters.c.name == counter.value).values(value=taken))
    return taken


def raise_to(connection: Connection, counter: Counter, least: int) -> None:
    """Have a counter go on behind a number that was given; only inside a writing transaction."""
    own = counters.c.name == counter.value
    connection.execute(update(counters).where(own, counters.c.value < least).values(value=least))
