"""How a draft's standing in this store changes: each step one transaction with its audit entry, and repeatable."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from shared.contract.drafts import DraftArrival
from shared.handoff.code import new_key
from shared.handoff.errors import HandoffError, HandoffFault
from shared.store import audit, handoffs
from shared.store.audit import AuditEvent
from shared.store.errors import DraftMissingError
from shared.store.handoffs import Handoff, Standing, Tell
from shared.store.store import Store
from shared.store.tables import cases, drafts

OFFER_LIFETIME: Final = timedelta(days=7)
FETCHED_WITHIN: Final = timedelta(minutes=10)
"""A line over which a draft is fetched is cut after five; what is not confirmed by then broke."""
_ON_ITS_WAY: Final = frozenset({Standing.LEAVING, Standing.HANDED_OVER})


def offer(store: Store, case_id: UUID, now: datetime) -> Handoff:
    """Let a draft be taken: under the key of the offer that stands, else under a new one.

    Raises:
        DraftMissingError, DraftHandedOverError, DraftLeavingError: it is not ours to offer.
        HandoffError: elsewhere_unreachable, its own source has not let go of it yet.
    """
    with store.write() as connection:
        if not is_there(connection, case_id):
            raise DraftMissingError(str(case_id))
        handoffs.check_ours(connection, case_id)
        row = handoffs.find_in(connection, case_id) or Handoff(case_id, Standing.HERE, now)
        if row.standing is Standing.UNCONFIRMED:
            raise HandoffError(HandoffFault.ELSEWHERE_UNREACHABLE, "its source has not confirmed yet")
        if row.standing is Standing.OFFERED and row.expires_at is not None and now < row.expires_at:
            return row
        made = replace(
            row,
            standing=Standing.OFFERED,
            key=new_key(),
            expires_at=(now + OFFER_LIFETIME).replace(microsecond=0),
            wrong_tries=0,
            wrong_at=None,
            came_by=None,
            addresses=(),
            begun=row.begun and row.to_tell is Tell.RETURN,
            shared_digest=None,
            # Offering what came is going on with it: until that is told, the platform would hand it back to its source.
            to_tell=Tell.BEGIN if row.came_by and not row.begun else row.to_tell,
            updated_at=now,
        )
        handoffs.put(connection, made)
        audit.append_in(connection, AuditEvent.DRAFT_OFFERED, None, {"case": str(case_id)}, now=now)
    return made


def let_leave(store: Store, seen: Handoff, peer: UUID, now: datetime, *, name: str = "") -> None:
    """Make an offered draft read-only while another terminal, of that name, fetches it. May be repeated.

    Args:
        seen: the row as that terminal's proof was checked against it.

    Raises:
        HandoffError: code_used, since then it was taken back or another terminal fetches it.
    """
    with store.write() as connection:
        row = _still_offered(connection, seen, peer)
        if row.standing is Standing.OFFERED:
            leaving = replace(row, standing=Standing.LEAVING, peer=peer, peer_name=name, updated_at=now)
            handoffs.put(connection, leaving)
        details = {"case": str(row.case_id), "to": str(peer)}
        audit.append_in(connection, AuditEvent.DRAFT_GIVEN, None, details, now=now)


def end_fetching(store: Store, seen: Handoff, digits: str, now: datetime) -> None:
    """Offer a draft anew that another terminal began to fetch long ago and never had whole: its holder is back here.

    Its old key counts no more, so that the other terminal learns of it should it ask; the slip still opens it here.
    """
    with store.write() as connection:
        row = handoffs.find_in(connection, seen.case_id)
        if row is None or row.standing is not Standing.LEAVING or row.key != seen.key:
            return
        if timedelta() <= now - row.updated_at < FETCHED_WITHIN:
            return
        offered = replace(
            row,
            standing=Standing.OFFERED,
            key=new_key(),
            expires_at=(now + OFFER_LIFETIME).replace(microsecond=0),
            peer=None,
            peer_name="",
            came_digits=digits,
            shared_digest=None,
            updated_at=now,
        )
        handoffs.put(connection, offered)
        details = {"case": str(row.case_id)}
        audit.append_in(connection, AuditEvent.DRAFT_TAKEN_BACK, None, details, now=now)


def let_go(store: Store, seen: Handoff, peer: UUID, now: datetime) -> Handoff:
    """Keep that a draft is the terminal's that fetched it and has it whole; return the row as it stands since.

    May be repeated: the row stays as it was when the draft went.

    Raises:
        HandoffError: code_used, since `seen` it was taken back.
    """
    with store.write() as connection:
        row = _still_offered(connection, seen, peer)
        if row.standing is Standing.OFFERED:
            raise HandoffError(HandoffFault.CODE_USED)
        return _hand_over_in(connection, row, peer, now, told=False)


def _still_offered(connection: Connection, seen: Handoff, peer: UUID) -> Handoff:
    """Return the row of a draft that is on offer yet as it was seen, or on its way to that terminal, or there."""
    row = handoffs.find_in(connection, seen.case_id)
    if row is None or row.key is None or row.key != seen.key:
        raise HandoffError(HandoffFault.CODE_USED)
    if row.standing is not Standing.OFFERED and (row.peer != peer or row.standing not in _ON_ITS_WAY):
        raise HandoffError(HandoffFault.CODE_USED, row.where)
    return row


def hand_over(store: Store, seen: Handoff, peer: UUID, now: datetime, *, told: bool, name: str = "") -> None:
    """Keep that a draft is another terminal's, unless it stands otherwise by now.

    Args:
        seen: the row as it stood when it was asked whose the draft is.
        name: of that terminal; empty keeps the one that it said.
        told: the platform knows; else the agent tells it.
    """
    with store.write() as connection:
        row = _as_seen(connection, seen)
        if row is not None:
            _hand_over_in(connection, row, peer, now, told=told, name=name)


def _as_seen(connection: Connection, seen: Handoff) -> Handoff | None:
    """Return a draft's row as long as it stands as it was seen: app and agent may both be at it."""
    row = handoffs.find_in(connection, seen.case_id)
    is_so = row is not None and (row.standing, row.key, row.begun) == (seen.standing, seen.key, seen.begun)
    return row if is_so else None


def _hand_over_in(
    connection: Connection, row: Handoff, peer: UUID, now: datetime, *, told: bool, name: str = ""
) -> Handoff:
    if row.standing is Standing.HANDED_OVER:
        return row
    known = name or (row.peer_name if row.peer == peer else "")
    moved = replace(
        row,
        standing=Standing.HANDED_OVER,
        peer=peer,
        peer_name=known,
        # Begun here, which the platform has not heard yet: that is told if it comes back.
        begun=not told and (row.begun or row.to_tell is Tell.BEGIN),
        # Also where the platform is not known to have a copy: a part of one may be there, or just coming.
        to_tell=None if told else Tell.MOVE_ON if row.to_tell is Tell.RETURN else Tell.MOVE,
        updated_at=now,
    )
    handoffs.put(connection, moved)
    if not told:
        _note_given(connection, row.case_id)
    details = {"case": str(row.case_id), "to": str(peer)}
    audit.append_in(connection, AuditEvent.DRAFT_HANDED_OVER, None, details, now=now)
    return moved


def _note_given(connection: Connection, case_id: UUID) -> None:
    """Keep that the other terminal has what lies here, sealed as it is: it was read-only while it was fetched."""
    connection.execute(drafts.update().where(drafts.c.case_id == case_id).values(shared_content=drafts.c.content))


def note_arrival(connection: Connection, taken: Handoff, details: dict[str, str | int | bool | None]) -> None:
    """Write what is written together with a draft that comes from elsewhere.

    Raises:
        HandoffError: draft_sealed_elsewhere, its case was sealed here.
    """
    if is_sealed(connection, taken.case_id):
        raise HandoffError(HandoffFault.DRAFT_SEALED_ELSEWHERE)
    handoffs.put(connection, taken)
    audit.append_in(connection, AuditEvent.DRAFT_TAKEN, None, details, now=taken.updated_at)


def confirm_arrival(
    store: Store, case_id: UUID, now: datetime, arrival: DraftArrival | None, *, revision: int = 0
) -> None:
    """Keep that the source let go of a draft that we took, and by whose words, where it gave them.

    Args:
        revision: of the platform's copy, where the platform gave it to us.
    """
    with store.write() as connection:
        row = handoffs.find_in(connection, case_id)
        if row is not None and row.standing is Standing.UNCONFIRMED:
            words = None if arrival is None else arrival.model_dump_json()
            ours = replace(row, standing=Standing.HERE, arrival=words, revision=revision, updated_at=now)
            handoffs.put(connection, ours)


def note_whereabouts(store: Store, case_id: UUID, addresses: tuple[tuple[str, int], ...]) -> None:
    """Keep where the other terminal can be asked; none once it was told where we are."""
    with store.write() as connection:
        row = handoffs.find_in(connection, case_id)
        if row is not None and row.addresses != addresses:
            handoffs.put(connection, replace(row, addresses=addresses))


def give_back(store: Store, case_id: UUID, now: datetime, *, name: str) -> bool:
    """Give what came over the LAN back to its source, of that name; False where work on it began. May be repeated."""
    with store.write() as connection:
        row = handoffs.find_in(connection, case_id)
        if row is not None and row.standing is Standing.HANDED_OVER:
            return True
        if row is None or row.begun or row.standing not in {Standing.HERE, Standing.UNCONFIRMED}:
            return False
        # The platform has heard that the draft came here, or may be hearing it just now; its source may tell it late.
        to_tell = Tell.RETURN if row.revision or row.arrival is not None else None
        gone = replace(
            row,
            standing=Standing.HANDED_OVER,
            addresses=(),
            peer_name=name,
            to_tell=to_tell,
            arrival=None,
            updated_at=now,
        )
        handoffs.put(connection, gone)
        details = {"case": str(case_id), "to": str(row.peer)}
        audit.append_in(connection, AuditEvent.DRAFT_HANDED_OVER, None, details, now=now)
        return True


def come_back(store: Store, seen: Handoff, now: datetime, *, told: bool) -> bool:
    """Make a draft ours again, by hand or because its target gave it back; its code counts no more.

    Args:
        seen: the row by which it was decided that it may come back.

    Returns:
        False where it went on meanwhile, to another terminal or under another offer: nothing is changed.
    """
    case_id = seen.case_id
    with store.write() as connection:
        row = handoffs.find_in(connection, case_id)
        if row is None:
            return True
        if row.key != seen.key or (row.standing is Standing.HANDED_OVER) is not (seen.standing is Standing.HANDED_OVER):
            return False
        to_tell = None if told else Tell.RETURN
        if row.to_tell is Tell.BEGIN:
            to_tell = Tell.BEGIN  # what the platform holds is its source's offer yet, not ours
        begun = row.begun and to_tell is Tell.RETURN
        ours = Handoff(
            case_id, Standing.HERE, now, begun=begun, revision=row.revision, to_tell=to_tell, arrival=row.arrival
        )
        if row.standing is Standing.OFFERED:
            # Erased here, it is again the one's from whom it came.
            ours = replace(ours, peer=row.peer, came_digits=row.came_digits)
        handoffs.put_or_forget(connection, ours)
        audit.append_in(connection, AuditEvent.DRAFT_TAKEN_BACK, None, {"case": str(case_id)}, now=now)
        return True


def contest(store: Store, seen: Handoff, now: datetime) -> None:
    """Keep that two terminals hold a draft and both began, unless it stands otherwise by now than it was seen."""
    with store.write() as connection:
        row = _as_seen(connection, seen)
        if row is not None:
            handoffs.put(connection, replace(row, standing=Standing.CONTESTED, to_tell=None, key=None, updated_at=now))


def note_sealed_elsewhere(store: Store, case_id: UUID, now: datetime) -> None:
    """Keep that the draft's case was sealed at another terminal: what lies here can be looked at only."""
    with store.write() as connection:
        row = handoffs.find_in(connection, case_id)
        if row is not None and not is_sealed(connection, case_id):
            # The platform has nothing more to say of it.
            moved = replace(row, standing=Standing.HANDED_OVER, key=None, to_tell=None, revision=0, updated_at=now)
            handoffs.put(connection, moved)


def note_gone_back(store: Store, case_id: UUID, now: datetime) -> None:
    """Keep that the source took a draft back before work on it began here."""
    with store.write() as connection:
        row = handoffs.find_in(connection, case_id)
        if row is not None and not row.begun:
            moved = replace(row, standing=Standing.HANDED_OVER, key=None, to_tell=None, updated_at=now)
            handoffs.put(connection, moved)


def is_sealed(connection: Connection, case_id: UUID) -> bool:
    """Tell whether the draft's case was sealed at this terminal."""
    return connection.execute(sa.select(cases.c.case_id).where(cases.c.case_id == case_id)).first() is not None


def is_there(connection: Connection, case_id: UUID) -> bool:
    """Tell whether a draft lies at this terminal, whosever it is."""
    return connection.execute(sa.select(drafts.c.case_id).where(drafts.c.case_id == case_id)).first() is not None
