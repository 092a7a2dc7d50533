"""Taking a draft's state from its owner: announced, then its parts, whole with the last of them."""

from __future__ import annotations

import hashlib
import hmac
import os
from datetime import timedelta
from pathlib import Path
from typing import Final, NoReturn
from uuid import UUID

from sqlalchemy import Connection, delete, func, insert, select

from acceptance_platform.database.tables import draft_subjects, shared_drafts
from acceptance_platform.drafts.claims import pseudonym, read_claim, verifier_of
from acceptance_platform.drafts.records import (
    DraftAct,
    DraftRow,
    envelope_in,
    expire_drafts,
    find_draft,
    is_case,
    known_draft,
    missing_parts,
    note_act,
    remove_files,
    status_of,
    write_draft,
)
from acceptance_platform.platform import Platform
from acceptance_platform.refusals import RefusalError
from acceptance_platform.terminals.sign_in import SignedIn
from shared.contract.drafts import (
    MAX_DRAFT_BYTES,
    MAX_DRAFT_PART_BYTES,
    DraftClaim,
    DraftEnvelope,
    DraftStatus,
    SharedDraftState,
)
from shared.contract.problems import ProblemCode
from shared.files import write_atomically
from shared.security.sealing import SUITE

MAX_LIFETIME: Final = timedelta(days=90)
MAX_DRAFTS: Final = 500
"""That one terminal may have shared at a time."""


def announce(platform: Platform, terminal: SignedIn, case_id: UUID, envelope: DraftEnvelope) -> DraftStatus:
    """Take a draft's next state; whole once its parts are here. The same again changes nothing.

    Raises:
        RefusalError: bad_request, forbidden (another terminal owns it), revision_stale, too_large, too_busy,
            draft_sealed_elsewhere.
    """
    expire_drafts(platform)
    _check_shape(platform, terminal, case_id, envelope)
    read_claim(platform.keys, envelope.sealing_key_id, envelope.claim, case_id, terminal.terminal_id)
    text, now = envelope.model_dump_json(), platform.clock()
    with platform.database.write() as connection:
        if is_case(connection, case_id):
            raise RefusalError(ProblemCode.DRAFT_SEALED_ELSEWHERE)
        row = find_draft(connection, case_id) or _first(connection, terminal, envelope, platform)
        if row.owner != terminal.terminal_id:
            raise RefusalError(ProblemCode.FORBIDDEN, "another terminal owns the draft")
        if text in {row.envelope, row.pending}:
            return status_of(platform.data, row)
        if envelope.revision != row.revision + 1:
            raise RefusalError(ProblemCode.REVISION_STALE, f"revision {row.revision} is here")
        row = write_draft(connection, case_id, pending=text)
        if row.state != SharedDraftState.SHARED.value:
            row = write_draft(connection, case_id, state=SharedDraftState.SHARED.value, expires_at=envelope.expires_at)
        note_act(connection, case_id, DraftAct.SHARED, terminal.terminal_id, now)
    if not missing_parts(platform.data, envelope):
        return _complete(platform, terminal, envelope)
    return status_of(platform.data, row)


def put_part(platform: Platform, terminal: SignedIn, case_id: UUID, position: int, data: bytes) -> DraftStatus:
    """Keep a part of the state that was announced; the last one makes it the draft's state.

    Raises:
        RefusalError: not_found, forbidden, digest_mismatch, draft_sealed_elsewhere.
    """
    with platform.database.read() as connection:
        row = known_draft(connection, case_id)
    if row.owner != terminal.terminal_id:
        raise RefusalError(ProblemCode.FORBIDDEN, "another terminal owns the draft")
    envelope = envelope_in(row.pending)
    announced = envelope or envelope_in(row.envelope)
    if announced is None or position >= len(announced.parts):
        raise RefusalError(ProblemCode.NOT_FOUND, "position: not announced")
    part = announced.parts[position]
    digest = hashlib.sha256(data).hexdigest()
    if len(data) != part.size or not hmac.compare_digest(digest, part.sha256):
        raise RefusalError(ProblemCode.DIGEST_MISMATCH, f"part {position}")
    if envelope is None:
        return status_of(platform.data, row)
    _keep(platform.data.draft_part(case_id, digest), data)
    with platform.database.read() as connection:
        known = find_draft(connection, case_id)
    if known is None or known.pending != row.pending:
        remove_files(platform, case_id)  # it ended or went meanwhile
    if not missing_parts(platform.data, envelope):
        return _complete(platform, terminal, envelope)
    return status_of(platform.data, known or row)


def _keep(path: Path, data: bytes) -> None:
    path.parent.mkdir(mode=0o700, exist_ok=True)
    try:
        write_atomically(path, data)
    except FileNotFoundError as error:
        raise RefusalError(ProblemCode.NOT_FOUND, "the draft ended meanwhile") from error


def _complete(platform: Platform, terminal: SignedIn, envelope: DraftEnvelope) -> DraftStatus:
    """Make an announced state the draft's, in one transaction; whoever comes second finds it done."""
    case_id, keys = envelope.case_id, platform.keys
    claim = read_claim(keys, envelope.sealing_key_id, envelope.claim, case_id, envelope.terminal_id)
    with platform.database.write() as connection:
        row = known_draft(connection, case_id)
        if row.owner != terminal.terminal_id or row.pending != envelope.model_dump_json():
            return status_of(platform.data, row)
        _put_subjects(platform, connection, case_id, claim)
        salt = os.urandom(16)
        row = write_draft(
            connection,
            case_id,
            revision=envelope.revision,
            envelope=row.pending,
            pending=None,
            salt=salt,
            verifier=None if claim.digits is None else verifier_of(keys, salt, claim.digits),
            previous_owner=None,
            taken_by=None,
            begun=False,
            shared_at=platform.clock(),
            expires_at=envelope.expires_at,
        )
    remove_files(platform, case_id)
    return status_of(platform.data, row)


def _put_subjects(platform: Platform, connection: Connection, case_id: UUID, claim: DraftClaim) -> None:
    connection.execute(delete(draft_subjects).where(draft_subjects.c.case_id == case_id))
    for subject in sorted({pseudonym(platform.keys, subject) for subject in claim.subjects}):
        connection.execute(insert(draft_subjects).values(case_id=case_id, subject=subject))


def _first(connection: Connection, terminal: SignedIn, envelope: DraftEnvelope, platform: Platform) -> DraftRow:
    own = select(func.count()).where(
        shared_drafts.c.owner == terminal.terminal_id, shared_drafts.c.state == SharedDraftState.SHARED.value
    )
    if connection.execute(own).scalar_one() >= MAX_DRAFTS:
        raise RefusalError(ProblemCode.TOO_LARGE, f"at most {MAX_DRAFTS} drafts of a terminal")
    connection.execute(
        insert(shared_drafts).values(
            case_id=envelope.case_id,
            owner=terminal.terminal_id,
            state=SharedDraftState.SHARED.value,
            revision=0,
            begun=False,
            shared_at=platform.clock(),
            expires_at=envelope.expires_at,
        )
    )
    return known_draft(connection, envelope.case_id)


def _check_shape(platform: Platform, terminal: SignedIn, case_id: UUID, envelope: DraftEnvelope) -> None:
    if envelope.case_id != case_id:
        _refuse("case_id: not the one of the address")
    if envelope.terminal_id != terminal.terminal_id:
        raise RefusalError(ProblemCode.FORBIDDEN, "terminal_id: not yours")
    if envelope.suite != SUITE:
        _refuse("suite: not known here")
    if not platform.clock() < envelope.expires_at <= platform.clock() + MAX_LIFETIME:
        _refuse(f"expires_at: not within {MAX_LIFETIME.days} days")
    if [part.position for part in envelope.parts] != list(range(len(envelope.parts))):
        _refuse("parts: positions must be 0, 1, 2 … in order")
    largest = max(part.size for part in envelope.parts)
    if largest > MAX_DRAFT_PART_BYTES or sum(part.size for part in envelope.parts) > MAX_DRAFT_BYTES:
        raise RefusalError(ProblemCode.TOO_LARGE, f"parts: {MAX_DRAFT_PART_BYTES} bytes each, {MAX_DRAFT_BYTES} in all")


def _refuse(detail: str) -> NoReturn:
    raise RefusalError(ProblemCode.BAD_REQUEST, detail, status=422)
