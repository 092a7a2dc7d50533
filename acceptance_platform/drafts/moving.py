"""One owner: hand-off moves a draft in one transaction, and every step may be repeated by whoever lost the answer."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric import x25519
from sqlalchemy import Connection, select

from acceptance_platform.database.tables import draft_subjects
from acceptance_platform.drafts.claims import Tries, check_clerk, is_code, pseudonym, read_claim
from acceptance_platform.drafts.records import (
    DraftAct,
    DraftRow,
    end_draft,
    envelope_in,
    expire_drafts,
    had_part,
    known_draft,
    note_act,
    remove_files,
    status_of,
    write_draft,
)
from acceptance_platform.platform import Platform
from acceptance_platform.refusals import RefusalError
from acceptance_platform.terminals.sign_in import SignedIn, find_terminal
from shared.catalogue.model import UnknownSubjectError
from shared.contract.base import decode_bytes, encode_bytes
from shared.contract.drafts import (
    DraftClaim,
    DraftEnvelope,
    DraftStatus,
    DraftTake,
    SharedDraftState,
    TakenEnvelope,
)
from shared.contract.problems import ProblemCode
from shared.contract.terminals import TerminalKind
from shared.domain.items import Channel
from shared.security.errors import KeyFormatError, UnsealError
from shared.security.parcels import key_request, platform_key, unwrap_parcel_key
from shared.security.sealing import SUITE, SealingPublicKey


def take_draft(platform: Platform, terminal: SignedIn, case_id: UUID, request: DraftTake) -> TakenEnvelope:
    """Move a draft to a terminal and wrap its key for the key that the terminal's signing key vouches for.

    Raises:
        RefusalError: bad_request, forbidden, not_found, draft_code_wrong, too_many_tries, code_used, holder_wrong,
            holder_needed, channel_closed, draft_sealed_elsewhere. The detail of code_used is the name of the terminal
            that has it, to who knows the code; of a wrong code or card, how many tries are left.
    """
    expire_drafts(platform)
    public_key = _vouched_key(terminal, case_id, request)
    claim = read_claim(platform.keys, request.sealing_key_id, request.claim, case_id, terminal.terminal_id)
    now, tries = platform.clock(), Tries(f"case:{case_id.hex}")
    refusal: RefusalError | None = None
    with platform.database.write() as connection:
        row = known_draft(connection, case_id)
        if claim.clerk_id is None:
            tries.check(connection, now)
        try:
            _check_may_take(platform, connection, terminal, row, claim)
        except RefusalError as error:
            # What was refused is counted, so the transaction ends well.
            refusal = error
            if claim.clerk_id is None and error.code in {ProblemCode.DRAFT_CODE_WRONG, ProblemCode.HOLDER_WRONG}:
                refusal = RefusalError(error.code, str(tries.failed(connection, now)))
        else:
            tries.succeeded(connection)
            if row.owner != terminal.terminal_id:
                write_draft(
                    connection,
                    case_id,
                    owner=terminal.terminal_id,
                    previous_owner=_goes_back_to(connection, row),
                    taken_by=terminal.terminal_id,
                    begun=False,
                    pending=None,
                )
                note_act(connection, case_id, DraftAct.TAKEN, terminal.terminal_id, now, clerk_id=claim.clerk_id)
    if refusal is not None:
        raise refusal
    return _wrapped(platform, _whole(row), public_key, terminal.terminal_id)


def _check_may_take(
    platform: Platform, connection: Connection, terminal: SignedIn, row: DraftRow, claim: DraftClaim
) -> None:
    is_taken = row.taken_by not in {None, terminal.terminal_id} and not _is_revoked(connection, row.owner)
    if row.state == SharedDraftState.WITHDRAWN.value or is_taken:
        knows = claim.digits is not None and is_code(platform.keys, row.salt, row.verifier, claim.digits)
        raise RefusalError(ProblemCode.CODE_USED, row.owner_name if knows and row.taken_by else "")
    if row.state != SharedDraftState.SHARED.value or row.envelope is None:  # announced, and not whole yet
        raise RefusalError(ProblemCode.NOT_FOUND)
    if claim.clerk_id is not None:
        check_clerk(connection, terminal, claim.clerk_id)
    elif claim.digits is None or not is_code(platform.keys, row.salt, row.verifier, claim.digits):
        raise RefusalError(ProblemCode.DRAFT_CODE_WRONG)
    known = set(
        connection.execute(select(draft_subjects.c.subject).where(draft_subjects.c.case_id == row.case_id)).scalars()
    )
    asking = {pseudonym(platform.keys, subject) for subject in claim.subjects}
    if asking and known and not asking & known:
        raise RefusalError(ProblemCode.HOLDER_WRONG)
    by_code_alone_at_kiosk = terminal.kind is TerminalKind.KIOSK and bool(known)
    if not asking and (claim.clerk_id is not None or by_code_alone_at_kiosk):
        raise RefusalError(ProblemCode.HOLDER_NEEDED)
    _check_channel(platform, terminal, row)


def _goes_back_to(connection: Connection, row: DraftRow) -> UUID:
    """Return whose a draft is that its taker hands back: where a revoked terminal had it, the one's before that."""
    source: UUID | None = row.previous_owner if _is_revoked(connection, row.owner) else row.owner
    owner: UUID = row.owner
    return source or owner


def _check_channel(platform: Platform, terminal: SignedIn, row: DraftRow) -> None:
    """Refuse before anything moves what this kind of terminal could not go on with."""
    envelope = _whole(row)
    catalogue = platform.catalogues.find(envelope.catalogue_version)
    if catalogue is None:
        return
    try:
        subject = catalogue.subject(envelope.subject_code)
    except UnknownSubjectError:
        return
    if not subject.channels[Channel(terminal.kind.value)].takes:
        raise RefusalError(ProblemCode.CHANNEL_CLOSED)


def _vouched_key(terminal: SignedIn, case_id: UUID, request: DraftTake) -> SealingPublicKey:
    """Return the public key to wrap for, once one of the terminal's keys that counts has signed it."""
    try:
        raw, signature = decode_bytes(request.public_key), decode_bytes(request.signature)
        x25519.X25519PublicKey.from_public_bytes(raw)
    except ValueError as error:
        raise RefusalError(ProblemCode.BAD_REQUEST, "public_key: 32 bytes of X25519 are needed") from error
    if not terminal.signed(key_request(case_id, terminal.terminal_id, raw), signature):
        raise RefusalError(ProblemCode.PROOF_INVALID, "signature: by no key of this terminal")
    return SealingPublicKey(raw)


def _whole(row: DraftRow) -> DraftEnvelope:
    envelope = envelope_in(row.envelope)
    if envelope is None:
        raise RefusalError(ProblemCode.NOT_FOUND)
    return envelope


def _wrapped(platform: Platform, envelope: DraftEnvelope, recipient: SealingPublicKey, taker: UUID) -> TakenEnvelope:
    try:
        private = platform_key(platform.keys.sealing.private, envelope.sealing_key_id)
        key = unwrap_parcel_key(
            decode_bytes(envelope.wrapped_key), private, envelope.case_id, envelope.terminal_id
        )  # fmt: skip
        wrapped = key.wrapped_for(recipient, taker)
    except (UnsealError, ValueError, KeyFormatError) as error:
        raise RefusalError(ProblemCode.NOT_FOUND, "the draft can't be read any more") from error
    return TakenEnvelope(
        case_id=envelope.case_id,
        revision=envelope.revision,
        catalogue_version=envelope.catalogue_version,
        source=envelope.terminal_id,
        suite=SUITE,
        wrapped_key=encode_bytes(wrapped),
        parts=envelope.parts,
    )


def part_of(platform: Platform, terminal: SignedIn, case_id: UUID, position: int) -> Path:
    """Return where a part lies of a draft that the terminal owns.

    Raises:
        RefusalError: not_found, forbidden, draft_sealed_elsewhere.
    """
    with platform.database.read() as connection:
        row = known_draft(connection, case_id)
    if row.owner != terminal.terminal_id:
        raise RefusalError(ProblemCode.FORBIDDEN)
    envelope = envelope_in(row.envelope)
    if envelope is None or position >= len(envelope.parts):
        raise RefusalError(ProblemCode.NOT_FOUND)
    path = platform.data.draft_part(case_id, envelope.parts[position].sha256)
    if not path.is_file():
        raise RefusalError(ProblemCode.NOT_FOUND, "the part is gone")
    return path


def read_status(platform: Platform, terminal: SignedIn, case_id: UUID) -> DraftStatus:
    """Return where a draft stands, to a terminal that holds or held it.

    Raises:
        RefusalError: not_found, draft_sealed_elsewhere.
    """
    expire_drafts(platform)
    with platform.database.read() as connection:
        row = known_draft(connection, case_id)
        if row.owner != terminal.terminal_id and not had_part(connection, case_id, terminal.terminal_id):
            raise RefusalError(ProblemCode.NOT_FOUND)
    return status_of(platform.data, row)


def begin_draft(platform: Platform, terminal: SignedIn, case_id: UUID) -> DraftStatus:
    """Note that the owner works on a draft: from then it can't be taken back.

    Raises:
        RefusalError: not_found, forbidden, draft_sealed_elsewhere.
    """
    with platform.database.write() as connection:
        row = known_draft(connection, case_id)
        if row.owner != terminal.terminal_id:
            raise RefusalError(ProblemCode.FORBIDDEN)
        if not row.begun:
            row = write_draft(connection, case_id, begun=True)
            note_act(connection, case_id, DraftAct.BEGUN, terminal.terminal_id, platform.clock())
    return status_of(platform.data, row)


def return_draft(platform: Platform, terminal: SignedIn, case_id: UUID) -> DraftStatus:
    """Give a draft back to where it came from, or end its offer; the copy at the platform goes.

    Its owner ends an offer that nobody took, and keeps the draft where it began work on it, else hands it back to whom
    it came from, who may take it back as well. Who had it earlier still is told that it was gone on with: its owner has
    offered it on. What a revoked terminal has, stolen or broken, whoever had it may take back.

    Raises:
        RefusalError: not_found, forbidden, draft_begun_elsewhere, draft_sealed_elsewhere.
    """
    with platform.database.write() as connection:
        row = known_draft(connection, case_id)
        before = None if row.begun else row.previous_owner
        if terminal.terminal_id != row.owner:
            _check_may_take_back(connection, terminal, row)
            before = terminal.terminal_id
        end_draft(connection, case_id, SharedDraftState.WITHDRAWN)
        row = write_draft(connection, case_id, owner=before or row.owner, previous_owner=None)
        act = DraftAct.WITHDRAWN if before is None else DraftAct.RETURNED
        note_act(connection, case_id, act, terminal.terminal_id, platform.clock())
    remove_files(platform, case_id)
    return status_of(platform.data, row)


def _is_revoked(connection: Connection, terminal_id: UUID) -> bool:
    terminal = find_terminal(connection, terminal_id)
    return terminal is not None and all(key.revoked_at is not None for key in terminal.keys.values())


def _check_may_take_back(connection: Connection, terminal: SignedIn, row: DraftRow) -> None:
    came_from_it = terminal.terminal_id == row.previous_owner
    if not came_from_it and not had_part(connection, row.case_id, terminal.terminal_id):
        raise RefusalError(ProblemCode.NOT_FOUND)
    if (not came_from_it or row.begun) and not _is_revoked(connection, row.owner):
        raise RefusalError(ProblemCode.DRAFT_BEGUN_ELSEWHERE, row.owner_name)
