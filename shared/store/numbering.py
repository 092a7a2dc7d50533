"""Numbers without a network: each sequence is used up in a transaction of its own before anything is sealed under it.

A sealing that fails leaves a gap; nothing is ever numbered twice (ARCHITECTURE §2).
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.engine import Connection

from shared.domain.clock import CHINA_TIME, TimeReading
from shared.domain.numbers import CaseNumber
from shared.security.certificates import load_certificate
from shared.security.errors import KeyFormatError
from shared.store.errors import SequenceExhaustedError
from shared.store.profile import Profile
from shared.store.settings import bar_numbering, check_numbering, enrolment, is_numbering_barred
from shared.store.store import Store
from shared.store.tables import sequence

MAX_SEQUENCE = 999_999


@dataclass(frozen=True, slots=True)
class ReservedNumber:
    """A terminal sequence that is used up, and the case number that the submission goes under, 20 digits."""

    sequence: int
    case_number: str


def reserve_number(store: Store, time: TimeReading) -> ReservedNumber:
    """Use up the next sequence and make a new case's number of it.

    Raises:
        NotEnrolledError: no enrolment code to number under.
        EnrolmentSpentError: the store was rebuilt since the last enrolment.
        SequenceExhaustedError: all sequences of this enrolment are used.
    """
    terminal = enrolment(store)
    used = _next_sequence(store)
    year = time.at.astimezone(CHINA_TIME).year
    number = CaseNumber(terminal.division, min(max(year, 2000), 2099), terminal.enrolment_code, used)
    return ReservedNumber(used, str(number))


def reserve_for_case(store: Store, case_number: str) -> ReservedNumber:
    """Use up the next sequence for a further submission of a case.

    Raises SequenceExhaustedError, EnrolmentSpentError.
    """
    return ReservedNumber(_next_sequence(store), case_number)


def spend_enrolments(connection: Connection, profile: Profile) -> None:
    """Give no more numbers under any certificate that this terminal was given so far: some may have been given before.

    That is so where the store was rebuilt, or put back to what it was.
    """
    given = []
    for path in profile.trust.glob("*.pem"):
        with contextlib.suppress(OSError, KeyFormatError):
            given.append(load_certificate(path.read_bytes()))
    bar_numbering(connection, given)


def stop_where_put_back(store: Store, last_known: int) -> bool:
    """Give no more numbers before a new enrolment where the platform had a higher one from here; return whether so.

    Numbers that never got there may have been given with it. Before the first word of the platform nothing tells a
    store that was put back from any other.
    """
    with store.read() as connection:
        last = connection.execute(sa.select(sequence.c.last)).scalar_one_or_none() or 0
        if last_known <= last or is_numbering_barred(connection):
            return False
    with store.write() as connection:
        spend_enrolments(connection, store.profile)
    return True


def _next_sequence(store: Store) -> int:
    statement = insert(sequence).values(id=1, last=1)
    statement = statement.on_conflict_do_update(index_elements=["id"], set_={"last": sequence.c.last + 1})
    with store.write() as connection:
        check_numbering(connection)
        connection.execute(statement)
        last = connection.execute(sa.select(sequence.c.last)).scalar_one()
        if last > MAX_SEQUENCE:
            raise SequenceExhaustedError
    return int(last)
