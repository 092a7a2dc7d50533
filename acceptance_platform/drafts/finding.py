"""A person's drafts by card and second factor; an enterprise's by credit code and the card of one whom it names."""

from __future__ import annotations

from sqlalchemy import Connection, select

from acceptance_platform.database.tables import draft_subjects, shared_drafts, terminals
from acceptance_platform.drafts.claims import WRONG_TRIES, Tries, check_clerk, is_code, pseudonym, read_claim
from acceptance_platform.drafts.records import DraftAct, DraftRow, envelope_in, expire_drafts, note_act
from acceptance_platform.platform import Platform
from acceptance_platform.refusals import RefusalError
from acceptance_platform.terminals.sign_in import SignedIn
from shared.contract.drafts import DraftClaim, DraftQuestion, SharedDraft, SharedDraftState
from shared.contract.problems import ProblemCode
from shared.security.parcels import NO_CASE


def find_drafts(platform: Platform, terminal: SignedIn, question: DraftQuestion) -> tuple[SharedDraft, ...]:
    """Return the drafts that a question may see, the newest first.

    Wrong digits and a person without drafts get the same answer, so that nobody learns who has any.

    Raises:
        RefusalError: bad_request, forbidden, draft_code_wrong (its detail is how many tries are left), too_many_tries.
    """
    expire_drafts(platform)
    claim = read_claim(platform.keys, question.sealing_key_id, question.claim, NO_CASE, terminal.terminal_id)
    if len(claim.subjects) != 1 or (claim.digits is None) is (claim.clerk_id is None):
        raise RefusalError(ProblemCode.BAD_REQUEST, "claim: one person and one second factor")
    now = platform.clock()
    left = WRONG_TRIES
    tries = Tries(pseudonym(platform.keys, claim.subjects[0]))
    with platform.database.write() as connection:
        if claim.digits is not None:
            tries.check(connection, now)
        seen = _seen(platform, connection, terminal, claim, tries.subject)
        for row in seen:
            note_act(connection, row.case_id, DraftAct.FOUND, terminal.terminal_id, now, clerk_id=claim.clerk_id)
        if claim.digits is not None and not seen:
            left = tries.failed(connection, now)
        elif claim.digits is not None:
            tries.succeeded(connection)
    if claim.digits is not None and not seen:
        raise RefusalError(ProblemCode.DRAFT_CODE_WRONG, str(left))
    return tuple(_line(row) for row in seen)


def _seen(
    platform: Platform, connection: Connection, terminal: SignedIn, claim: DraftClaim, subject: str
) -> list[DraftRow]:
    if claim.clerk_id is not None:
        check_clerk(connection, terminal, claim.clerk_id)
    rows = connection.execute(
        select(shared_drafts, terminals.c.name.label("owner_name"))
        .join(draft_subjects, draft_subjects.c.case_id == shared_drafts.c.case_id)
        .join(terminals, terminals.c.terminal_id == shared_drafts.c.owner)
        .where(
            draft_subjects.c.subject == subject,
            shared_drafts.c.state == SharedDraftState.SHARED.value,
            shared_drafts.c.revision > 0,
        )
        .order_by(shared_drafts.c.shared_at.desc())
    ).all()
    digits = claim.digits
    if digits is None:
        return list(rows)
    return [row for row in rows if is_code(platform.keys, row.salt, row.verifier, digits)]


def _line(row: DraftRow) -> SharedDraft:
    envelope = envelope_in(row.envelope)
    if envelope is None:
        raise RefusalError(ProblemCode.NOT_FOUND)
    return SharedDraft(
        case_id=row.case_id,
        subject_code=envelope.subject_code,
        catalogue_version=envelope.catalogue_version,
        owner=row.owner,
        owner_name=row.owner_name,
        begun=row.begun,
        shared_at=row.shared_at,
        expires_at=row.expires_at,
        pages=len(envelope.parts) - 1,
        size=sum(part.size for part in envelope.parts),
    )
