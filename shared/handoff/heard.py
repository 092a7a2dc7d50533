"""What a store takes on of its drafts at the platform: which state is held there, and whose the platform says they are.

Each step is one transaction, and may find that the draft went on meanwhile.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.engine import Connection

from shared.contract.drafts import DraftStatus, SharedDraftState
from shared.handoff.moves import come_back, contest, hand_over, is_sealed, is_there
from shared.store import audit, handoffs
from shared.store.audit import AuditEvent
from shared.store.drafts import note_shared_state
from shared.store.handoffs import Handoff, Standing, Tell
from shared.store.store import Store


def note_sharing(store: Store, offered: Handoff, held: bytes | None) -> None:
    """Keep which state the platform holds while another one is on its way there: None, it is uncertain.

    Of what went meanwhile the other terminal has what lies here, which is kept already.
    """
    with store.write() as connection:
        row = handoffs.find_in(connection, offered.case_id)
        if row is not None and row.key == offered.key and row.standing in handoffs.OPEN:
            note_shared_state(connection, row.case_id, held)


def note_shared(store: Store, offered: Handoff, revision: int, content: bytes, now: datetime, *, digest: str) -> None:
    """Keep that the platform holds a state of an offered draft, which may have gone or ended while that was brought.

    Args:
        content: its JSON there.
        digest: that state's, as `drafts.state_digest` gives it.
    """
    with store.write() as connection:
        row = handoffs.find_in(connection, offered.case_id)
        if row is None or row.key != offered.key:
            _have_returned(connection, row, offered.case_id, revision, now)
            return
        known = replace(row, revision=revision, shared_digest=digest)
        if row.standing is Standing.HANDED_OVER:
            # The moment when it went names that it did.
            handoffs.put(connection, replace(known, to_tell=Tell.MOVE))
        else:
            handoffs.put(connection, replace(known, to_tell=None, updated_at=now))
            note_shared_state(connection, row.case_id, content)
        details: dict[str, str | int | bool | None] = {"case": str(row.case_id), "revision": revision}
        audit.append_in(connection, AuditEvent.DRAFT_SHARED, None, details, now=now)


def _have_returned(connection: Connection, row: Handoff | None, case_id: UUID, revision: int, now: datetime) -> None:
    """Have the platform's copy go of a draft whose offer ended before it was there; another offer replaces it."""
    is_ours_alone = row is None or (row.standing is Standing.HERE and row.came_by is None)
    if not is_ours_alone or is_sealed(connection, case_id):
        return
    standing = Standing.HERE if is_there(connection, case_id) else Standing.DISCARDED
    handoffs.put(connection, Handoff(case_id, standing, now, revision=revision, to_tell=Tell.RETURN))


def note_told(store: Store, told: Handoff) -> None:
    """Keep that the platform was told; a row that says nothing more goes."""
    with store.write() as connection:
        row = handoffs.find_in(connection, told.case_id)
        if row is not None and row.to_tell is told.to_tell:
            handoffs.put_or_forget(connection, replace(row, to_tell=None))


def note_arrival_told(store: Store, told: Handoff, status: DraftStatus | None) -> None:
    """Keep that the platform was told how a draft came here; None where it keeps none, or does not believe it.

    From then it knows us, and is asked whose the draft is; also of a copy that never got whole, which nobody can take.
    """
    with store.write() as connection:
        row = handoffs.find_in(connection, told.case_id)
        if row is not None and row.arrival == told.arrival:
            revision = row.revision if status is None else max(row.revision, status.revision, 1)
            handoffs.put_or_forget(connection, replace(row, arrival=None, revision=revision))


def note_unshared(store: Store, case_id: UUID, now: datetime, *, revision: int = 0) -> None:
    """Keep that the platform has no copy of an offered draft: it is shared again.

    Args:
        revision: of the copy that it had, handed back or run out; 0 where it knows of none, restored from a backup say.
    """
    with store.write() as connection:
        row = handoffs.find_in(connection, case_id)
        if row is not None and row.standing is Standing.OFFERED:
            handoffs.put(connection, replace(row, revision=revision, shared_digest=None, updated_at=now))


def learn(store: Store, row: Handoff, status: DraftStatus, me: UUID, now: datetime) -> None:
    """Take on what the platform says of a draft: it alone knows who took one while this terminal was away.

    Of what came over the LAN without its source's word it knows nothing before its source has told it, and of what came
    back over the LAN nothing before we have.
    """
    knows_nothing = not row.revision and status.owner == row.peer
    if row.standing in handoffs.OPEN and (knows_nothing or row.to_tell is Tell.RETURN):
        return
    if status.owner != me and row.standing in {Standing.OFFERED, Standing.LEAVING}:
        hand_over(store, row, status.owner, now, told=True, name=status.owner_name)
    elif status.owner != me and row.standing is Standing.HERE and (row.came_by is not None or row.to_tell is None):
        if row.begun or row.came_by is None:  # what was offered on was gone on with
            contest(store, row, now)
        else:
            hand_over(store, row, status.owner, now, told=True, name=status.owner_name)
    elif _is_handed_back(row, status, me):
        stand_again(store, row, status, now)
    elif row.standing is Standing.OFFERED and status.state is not SharedDraftState.SHARED:
        if status.state is SharedDraftState.EXPIRED and _has_run_out(row, status, now):
            come_back(store, row, now, told=True)
        elif row.shared_digest is not None:
            # Its target handed it back before we heard that it went.
            note_unshared(store, row.case_id, now, revision=status.revision)
    elif row.standing is Standing.HANDED_OVER and status.owner != me and row.to_tell is None:
        _note_where(store, row.case_id, status)


def _note_where(store: Store, case_id: UUID, status: DraftStatus) -> None:
    """Keep where a draft is by now: it may have gone on from where it went."""
    with store.write() as connection:
        row = handoffs.find_in(connection, case_id)
        if row is None or row.standing is not Standing.HANDED_OVER or not status.owner_name:
            return
        known = (row.peer, row.peer_name) == (status.owner, status.owner_name)
        if not known:
            addresses = row.addresses if row.peer == status.owner else ()
            there = replace(row, peer=status.owner, peer_name=status.owner_name, addresses=addresses)
            handoffs.put(connection, there)


def _has_run_out(row: Handoff, status: DraftStatus, now: datetime) -> bool:
    """Tell whether it is this offer that ran out there, and not one before it, by the clock here as well."""
    return row.expires_at is None or row.expires_at <= min(status.expires_at, now)


def _is_handed_back(row: Handoff, status: DraftStatus, me: UUID) -> bool:
    """Tell whether it came back to us: its copy at the platform went then.

    One that we took there and could not fetch yet is ours there too, and not what lies here.
    """
    is_ours = status.owner == me and status.state is not SharedDraftState.SHARED
    return row.standing is Standing.HANDED_OVER and is_ours and row.to_tell is None


def stand_again(store: Store, seen: Handoff, status: DraftStatus, now: datetime) -> None:
    """Let the offer of a draft that its target handed back stand again until it ends: somebody holds its slip.

    Without an offer nobody would have kept it, and a kiosk erases what nobody keeps.
    """
    if seen.key is None or seen.expires_at is None or now >= seen.expires_at:
        come_back(store, seen, now, told=True)
        return
    with store.write() as connection:
        row = handoffs.find_in(connection, seen.case_id)
        if row is None or row.key != seen.key or row.standing is not seen.standing:
            return
        # The platform's copy went when it was handed back: it is shared anew.
        offer = Handoff(
            row.case_id,
            Standing.OFFERED,
            now,
            row.key,
            row.expires_at,
            came_digits=row.came_digits,
            revision=status.revision,
        )
        handoffs.put(connection, offer)
        audit.append_in(connection, AuditEvent.DRAFT_TAKEN_BACK, None, {"case": str(row.case_id)}, now=now)
