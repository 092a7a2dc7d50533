"""The rows and files of shared drafts, and how they end."""

from __future__ import annotations

import shutil
from contextlib import suppress
from datetime import datetime
from enum import StrEnum, unique
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from acceptance_platform.data_dir import DataDir
from acceptance_platform.database.tables import cases, draft_acts, draft_subjects, shared_drafts, terminals
from acceptance_platform.platform import Platform
from acceptance_platform.refusals import RefusalError
from shared.contract.drafts import DraftEnvelope, DraftStatus, SharedDraftState
from shared.contract.problems import ProblemCode

DraftRow = Row[tuple[Any, ...]]


@unique
class DraftAct(StrEnum):
    """What was done with a shared draft; on record without saying whose it is."""

    SHARED = "shared"
    FOUND = "found"
    TAKEN = "taken"
    MOVED = "moved"
    BEGUN = "begun"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    SEALED = "sealed"


def find_draft(connection: Connection, case_id: UUID) -> DraftRow | None:
    """Return a draft's row, with the name of the terminal that owns it."""
    return connection.execute(
        select(shared_drafts, terminals.c.name.label("owner_name"))
        .join(terminals, terminals.c.terminal_id == shared_drafts.c.owner)
        .where(shared_drafts.c.case_id == case_id)
    ).one_or_none()


def known_draft(connection: Connection, case_id: UUID) -> DraftRow:
    """Return a draft's row.

    Raises:
        RefusalError: not_found, draft_sealed_elsewhere (there is a case by now).
    """
    row = find_draft(connection, case_id)
    if is_case(connection, case_id):
        raise RefusalError(ProblemCode.DRAFT_SEALED_ELSEWHERE)
    if row is None:
        raise RefusalError(ProblemCode.NOT_FOUND)
    return row


def is_case(connection: Connection, case_id: UUID) -> bool:
    """Tell whether the draft's intake was taken on."""
    return connection.execute(select(cases.c.case_id).where(cases.c.case_id == case_id)).one_or_none() is not None


def write_draft(connection: Connection, case_id: UUID, **values: object) -> DraftRow:
    """Change a row and return it."""
    connection.execute(update(shared_drafts).where(shared_drafts.c.case_id == case_id).values(**values))
    row = find_draft(connection, case_id)
    if row is None:
        raise RefusalError(ProblemCode.NOT_FOUND)
    return row


def note_act(
    connection: Connection,
    case_id: UUID,
    act: DraftAct,
    terminal_id: UUID,
    at: datetime,
    *,
    clerk_id: str | None = None,
    offer: str | None = None,
) -> None:
    """Enter what a terminal did with a draft, and under which offer where the platform was told only afterwards."""
    values = {"case_id": case_id, "act": act.value, "terminal_id": terminal_id, "clerk_id": clerk_id}
    connection.execute(insert(draft_acts).values(**values, at=at, offer=offer))


def was_told(connection: Connection, case_id: UUID, offer: str) -> bool:
    """Tell whether the platform heard before that a draft moved under an offer."""
    query = select(func.count()).where(draft_acts.c.case_id == case_id, draft_acts.c.offer == offer)
    return bool(connection.execute(query).scalar_one())


def had_part(connection: Connection, case_id: UUID, terminal_id: UUID) -> bool:
    """Tell whether a terminal ever held a draft."""
    query = select(func.count()).where(draft_acts.c.case_id == case_id, draft_acts.c.terminal_id == terminal_id)
    return bool(connection.execute(query.where(draft_acts.c.act != DraftAct.FOUND.value)).scalar_one())


def envelope_in(text: str | None) -> DraftEnvelope | None:
    """Return an envelope as it was kept."""
    return None if text is None else DraftEnvelope.model_validate_json(text)


def missing_parts(data: DataDir, envelope: DraftEnvelope | None) -> tuple[int, ...]:
    """Return the positions whose ciphertexts are not here."""
    if envelope is None:
        return ()
    return tuple(
        part.position for part in envelope.parts if not data.draft_part(envelope.case_id, part.sha256).is_file()
    )


def status_of(data: DataDir, row: DraftRow) -> DraftStatus:
    """Return what is answered about a draft."""
    return DraftStatus(
        case_id=row.case_id,
        state=SharedDraftState(row.state),
        owner=row.owner,
        owner_name=row.owner_name,
        revision=row.revision,
        begun=row.begun,
        expires_at=row.expires_at,
        missing=missing_parts(data, envelope_in(row.pending)),
    )


def end_draft(connection: Connection, case_id: UUID, state: SharedDraftState) -> None:
    """End a draft and forget who may ask for it; its files are the caller's to remove after the commit."""
    connection.execute(delete(draft_subjects).where(draft_subjects.c.case_id == case_id))
    connection.execute(
        update(shared_drafts)
        .where(shared_drafts.c.case_id == case_id)
        .values(state=state.value, envelope=None, pending=None, salt=None, verifier=None, taken_by=None)
    )


def end_sealed(connection: Connection, case_id: UUID, terminal_id: UUID, now: datetime) -> bool:
    """End the shared draft of a case whose intake was taken on; return whether there was one."""
    row = find_draft(connection, case_id)
    if row is None or row.state == SharedDraftState.SEALED.value:
        return False
    end_draft(connection, case_id, SharedDraftState.SEALED)
    note_act(connection, case_id, DraftAct.SEALED, terminal_id, now)
    return True


def remove_files(platform: Platform, case_id: UUID) -> None:
    """Remove a draft's ciphertexts that no envelope names; nothing is announced meanwhile."""
    folder = platform.data.drafts / str(case_id)
    if not folder.exists():  # as of nearly every case that is delivered
        return
    with platform.database.write() as connection:
        row = find_draft(connection, case_id)
        envelopes = () if row is None else (envelope_in(row.envelope), envelope_in(row.pending))
        names = {part.sha256 for envelope in envelopes if envelope is not None for part in envelope.parts}
        if not names:
            shutil.rmtree(folder, ignore_errors=True)
            return
        for path in folder.glob("*"):
            if path.stem not in names:  # of a half-written one as of a whole one
                path.unlink(missing_ok=True)


def sweep_drafts(platform: Platform) -> None:
    """Remove the ciphertexts of drafts that ended, where a cut came before they went; for the start of a server."""
    for folder in platform.data.drafts.iterdir():
        with suppress(ValueError):  # not a draft's: a disk of its own has lost+found
            remove_files(platform, UUID(folder.name))


def expire_drafts(platform: Platform) -> int:
    """End the drafts that have run out, with their files; return how many."""
    now = platform.clock()
    shared = shared_drafts.c.state == SharedDraftState.SHARED.value
    with platform.database.read() as connection:
        waiting = connection.execute(
            select(shared_drafts.c.case_id).where(shared, shared_drafts.c.expires_at <= now)
        ).scalars().all()  # fmt: skip
    if not waiting:
        return 0
    with platform.database.write() as connection:
        for case_id in waiting:
            row = find_draft(connection, case_id)
            if row is not None and row.expires_at <= now and row.state == SharedDraftState.SHARED.value:
                end_draft(connection, case_id, SharedDraftState.EXPIRED)
                note_act(connection, case_id, DraftAct.EXPIRED, row.owner, now)
    for case_id in waiting:
        remove_files(platform, case_id)
    return len(waiting)
