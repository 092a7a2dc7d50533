"""What the platform is told of a draft that moved without it: by the owner that let it go, or by who got it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection

from acceptance_platform.drafts.records import (
    DraftAct,
    DraftRow,
    find_draft,
    is_case,
    known_draft,
    note_act,
    status_of,
    was_told,
    write_draft,
)
from acceptance_platform.platform import Platform
from acceptance_platform.refusals import RefusalError
from acceptance_platform.terminals.sign_in import SignedIn, find_terminal
from shared.contract.base import decode_bytes
from shared.contract.drafts import DraftArrival, DraftRelease, DraftStatus
from shared.contract.problems import ProblemCode
from shared.security.parcels import release_message


def move_draft(platform: Platform, terminal: SignedIn, case_id: UUID, to_terminal: UUID, offer: str) -> DraftStatus:
    """Take the owner's word that a draft went to another terminal without the platform.

    Raises:
        RefusalError: not_found, forbidden, draft_sealed_elsewhere.
    """
    with platform.database.write() as connection:
        row = known_draft(connection, case_id)
        if find_terminal(connection, to_terminal) is None:
            raise RefusalError(ProblemCode.FORBIDDEN, "to_terminal: not known here")
        is_there = row.previous_owner == terminal.terminal_id and row.owner == to_terminal
        if row.owner != terminal.terminal_id and not is_there:
            raise RefusalError(ProblemCode.FORBIDDEN)
        row = _heard(platform, connection, row, _Word(terminal.terminal_id, to_terminal, offer))
    return status_of(platform.data, row)


@dataclass(frozen=True, slots=True)
class _Word:
    """That a draft went from one terminal to another under an offer."""

    source: UUID
    to_terminal: UUID
    offer: str


def _heard(platform: Platform, connection: Connection, row: DraftRow, word: _Word) -> DraftRow:
    """Let a word count once; one that says what is known already must not move the draft again later."""
    if was_told(connection, row.case_id, word.offer) or row.owner not in {word.source, word.to_terminal}:
        return row
    now = platform.clock()
    note_act(connection, row.case_id, DraftAct.MOVED, word.source, now, offer=word.offer)
    if row.owner == word.to_terminal:
        return row
    note_act(connection, row.case_id, DraftAct.TAKEN, word.to_terminal, now, offer=word.offer)
    return write_draft(
        connection,
        row.case_id,
        owner=word.to_terminal,
        previous_owner=row.owner,
        taken_by=word.to_terminal,
        begun=False,
        pending=None,
    )


def take_arrival(platform: Platform, terminal: SignedIn, case_id: UUID, arrival: DraftArrival) -> DraftStatus:
    """Take the signed words by which a draft came to a terminal without the platform, and tell whose it is by now.

    A word counts once, and only of the terminal that has the draft: it may have gone another way, or back, meanwhile.
    Words about a draft that the platform does not know count as told: it may be shared before somebody repeats them.

    Raises:
        RefusalError: bad_request, forbidden, not_found, proof_invalid, draft_sealed_elsewhere.
    """
    if arrival.releases[-1].to_terminal != terminal.terminal_id:
        raise RefusalError(ProblemCode.FORBIDDEN, "releases: the last is for another terminal")
    with platform.database.write() as connection:
        for release in arrival.releases:
            _check_release(connection, case_id, release)
        if find_draft(connection, case_id) is not None or is_case(connection, case_id):
            row = known_draft(connection, case_id)
            for release in arrival.releases:
                row = _heard(platform, connection, row, _Word(release.source, release.to_terminal, release.offer))
            return status_of(platform.data, row)
        _note_told(platform, connection, case_id, arrival.releases)
    raise RefusalError(ProblemCode.NOT_FOUND)


def _note_told(platform: Platform, connection: Connection, case_id: UUID, releases: Iterable[DraftRelease]) -> None:
    for release in releases:
        if not was_told(connection, case_id, release.offer):
            note_act(connection, case_id, DraftAct.MOVED, release.source, platform.clock(), offer=release.offer)


def _check_release(connection: Connection, case_id: UUID, release: DraftRelease) -> None:
    try:
        signature = decode_bytes(release.signature)
    except ValueError as error:
        raise RefusalError(ProblemCode.BAD_REQUEST, "releases: a signature is no base64") from error
    source, taker = find_terminal(connection, release.source), find_terminal(connection, release.to_terminal)
    if source is None or taker is None:
        raise RefusalError(ProblemCode.FORBIDDEN, "releases: a terminal is not known here")
    message = release_message(case_id, release.source, release.to_terminal, release.offer)
    if not source.signed(message, signature):
        raise RefusalError(ProblemCode.PROOF_INVALID, "releases: by no key of its source")
