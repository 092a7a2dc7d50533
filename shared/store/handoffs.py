"""Where drafts stand that were offered to other terminals or came from one; a draft without a row is simply ours.

Ownership is decided here, inside the transactions that change or seal a draft: what was handed over refuses both.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum, unique
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.engine import Connection, Row

from shared.store.errors import DraftHandedOverError, DraftLeavingError
from shared.store.store import Store
from shared.store.tables import handoffs


@unique
class Standing(StrEnum):
    """Where a draft of this store stands; what each means to a face is told in shared.handoff.port."""

    HERE = "here"
    OFFERED = "offered"
    LEAVING = "leaving"
    HANDED_OVER = "handed_over"
    UNCONFIRMED = "unconfirmed"
    CONTESTED = "contested"
    DISCARDED = "discarded"
    """Erased here; the platform has still to be told."""


@unique
class Tell(StrEnum):
    """What the platform does not know yet. MOVE_ON: that it came back, and then went."""

    MOVE = "move"
    MOVE_ON = "move_on"
    BEGIN = "begin"
    RETURN = "return"


OPEN = frozenset({Standing.OFFERED, Standing.LEAVING})
"""Whoever holds the code may ask for these over the LAN."""


@dataclass(frozen=True, slots=True)
class Handoff:
    """One draft's row.

    Attributes:
        updated_at: when it came to stand so; of what was handed over, when it was let go.
        key: the one-time key of the offer, or of the code by which it came over the LAN: by that its source asks back.
        expires_at: until when the offer counts.
        wrong_tries: wrong codes in a row; wrong_at: the last one.
        peer: where it goes, or came from; peer_name: of the terminal where it went, empty where nobody told.
        addresses: as host and port, where the source listens that has still to confirm or to learn where the draft is;
            of one that was handed over on the LAN, where its owner can be asked for it.
        came_by: platform, lan or form; None for one that was begun here.
        came_digits: of the slip by which it came: who holds it finds the draft here, also after it was offered anew.
        begun: worked on since it came.
        revision: of the platform's copy, 0 for none; shared_digest: of the state that it holds, as
            `drafts.state_digest` gives it.
        to_tell: what the agent has to tell the platform.
        arrival: a DraftArrival's JSON that it has to tell first: by whose signed words the draft came over the LAN.
    """

    case_id: UUID
    standing: Standing
    updated_at: datetime
    key: bytes | None = field(default=None, repr=False)
    expires_at: datetime | None = None
    wrong_tries: int = 0
    wrong_at: datetime | None = None
    peer: UUID | None = None
    peer_name: str = ""
    addresses: tuple[tuple[str, int], ...] = ()
    came_by: str | None = None
    came_digits: str | None = field(default=None, repr=False)
    begun: bool = False
    revision: int = 0
    shared_digest: str | None = None
    to_tell: Tell | None = None
    arrival: str | None = None

    @property
    def went_untold(self) -> bool:
        """Whether the platform does not know yet that it went to another terminal."""
        return self.to_tell in {Tell.MOVE, Tell.MOVE_ON}

    @property
    def where(self) -> str:
        """Name of the terminal where the draft went or goes, empty for one that is here or where nobody told it."""
        return self.peer_name if self.standing in {Standing.HANDED_OVER, Standing.LEAVING} else ""


def find(store: Store, case_id: UUID) -> Handoff | None:
    """Return a draft's row, None for one that is simply ours, or none."""
    with store.read() as connection:
        return find_in(connection, case_id)


def find_in(connection: Connection, case_id: UUID) -> Handoff | None:
    """Do the same inside a transaction."""
    row = connection.execute(sa.select(handoffs).where(handoffs.c.case_id == case_id)).one_or_none()
    return None if row is None else _handoff(row)


def all_of(store: Store) -> tuple[Handoff, ...]:
    """Return every row, the one changed last first."""
    with store.read() as connection:
        rows = connection.execute(sa.select(handoffs).order_by(handoffs.c.updated_at.desc()))
        return tuple(map(_handoff, rows))


def put(connection: Connection, handoff: Handoff) -> None:
    """Keep a row in place of an older one."""
    row: dict[str, Any] = {
        "case_id": handoff.case_id,
        "standing": handoff.standing.value,
        "key": handoff.key,
        "expires_at": handoff.expires_at,
        "wrong_tries": handoff.wrong_tries,
        "wrong_at": handoff.wrong_at,
        "peer": handoff.peer,
        "peer_name": handoff.peer_name,
        "addresses": [list(address) for address in handoff.addresses],
        "came_by": handoff.came_by,
        "came_digits": handoff.came_digits,
        "begun": handoff.begun,
        "revision": handoff.revision,
        "shared_digest": handoff.shared_digest,
        "to_tell": None if handoff.to_tell is None else handoff.to_tell.value,
        "arrival": handoff.arrival,
        "updated_at": handoff.updated_at,
    }
    statement = insert(handoffs).values(row)
    connection.execute(statement.on_conflict_do_update(index_elements=["case_id"], set_=row))


def put_or_forget(connection: Connection, handoff: Handoff) -> None:
    """Keep a row as long as it says more than that a draft is simply ours, or none."""
    is_plain = handoff.standing is Standing.HERE and handoff.came_by is None and handoff.peer is None
    if (is_plain or handoff.standing is Standing.DISCARDED) and handoff.to_tell is None and handoff.arrival is None:
        forget(connection, handoff.case_id)
    else:
        put(connection, handoff)


def forget(connection: Connection, case_id: UUID) -> None:
    """Delete a row: the draft was sealed here, or is simply ours again."""
    connection.execute(handoffs.delete().where(handoffs.c.case_id == case_id))


def check_ours(connection: Connection, case_id: UUID) -> None:
    """Make sure that a draft may be changed or sealed here. Raises DraftHandedOverError, DraftLeavingError."""
    standing = connection.execute(sa.select(handoffs.c.standing).where(handoffs.c.case_id == case_id)).scalar()
    if standing == Standing.HANDED_OVER.value:
        raise DraftHandedOverError(str(case_id))
    if standing == Standing.LEAVING.value:
        raise DraftLeavingError(str(case_id))


def note_begun(connection: Connection, case_id: UUID) -> None:
    """Note that a draft that came from elsewhere is worked on: from then it can't be taken back."""
    connection.execute(
        handoffs.update()
        .where(handoffs.c.case_id == case_id, handoffs.c.came_by.is_not(None), handoffs.c.begun.is_(False))
        .values(begun=True, to_tell=Tell.BEGIN.value)
    )


def note_discarded(connection: Connection, case_id: UUID) -> None:
    """Forget an erased draft, or keep that the platform's copy of our own has to go too, and where the draft is then.

    Of what another terminal fetches, or has without the platform's knowing, that is the other terminal.
    """
    row = find_in(connection, case_id)
    if row is None:
        return
    is_ours = row.standing in {Standing.HERE, *OPEN} or row.went_untold
    if is_ours and (row.revision or row.arrival):
        gone = Handoff(
            case_id,
            Standing.DISCARDED,
            datetime.now(UTC),
            peer=row.peer,
            revision=row.revision,
            to_tell=Tell.RETURN,
            arrival=row.arrival,
        )
        put(connection, gone)
    else:
        forget(connection, case_id)


def _handoff(row: Row[Any]) -> Handoff:
    return Handoff(
        case_id=row.case_id,
        standing=Standing(row.standing),
        updated_at=row.updated_at,
        key=None if row.key is None else bytes(row.key),
        expires_at=row.expires_at,
        wrong_tries=row.wrong_tries,
        wrong_at=row.wrong_at,
        peer=row.peer,
        peer_name=row.peer_name,
        addresses=tuple((str(host), int(port)) for host, port in row.addresses),
        came_by=row.came_by,
        came_digits=row.came_digits,
        begun=row.begun,
        revision=row.revision,
        shared_digest=row.shared_digest,
        to_tell=None if row.to_tell is None else Tell(row.to_tell),
        arrival=row.arrival,
    )
