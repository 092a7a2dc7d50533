"""Taking a manifest: the first step of a delivery, the same however often it is repeated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NoReturn
from uuid import UUID

from sqlalchemy import Connection, insert, select

from acceptance_platform.database.tables import parts, submissions
from acceptance_platform.platform import Platform
from acceptance_platform.refusals import RefusalError
from acceptance_platform.submissions.reading import find_submission, note_carrier, status_of
from acceptance_platform.terminals.sign_in import SignedIn, find_terminal
from shared.contract.problems import ProblemCode
from shared.contract.submissions import MANIFEST_SCHEMA, Envelope, Manifest, SubmissionState, SubmissionStatus
from shared.domain.errors import InvalidNumberError
from shared.domain.numbers import CaseNumber
from shared.domain.submissions import SubmissionKind
from shared.security.errors import SignatureError
from shared.security.manifests import check_manifest
from shared.security.sealing import SUITE
from shared.security.signing import VerifyingKey

MAX_SUBMISSION_BYTES = 2 * 1024**3
MAX_SEQUENCE = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Announced:
    """The answer, and whether the submission is new by it."""

    status: SubmissionStatus
    is_new: bool


def announce(platform: Platform, terminal: SignedIn, submission_id: UUID, manifest: Manifest) -> Announced:
    """Record a manifest, or recognise it. `terminal` brings it; another may have sealed it (carried by hand).

    Raises:
        RefusalError: forbidden, manifest_invalid, different_body, too_large.
    """
    envelope = manifest.envelope
    _check_shape(platform, submission_id, envelope)
    with platform.database.read() as connection:
        sealed_by = find_terminal(connection, envelope.terminal_id)
    if sealed_by is None:
        raise RefusalError(ProblemCode.FORBIDDEN, "envelope.terminal_id: no terminal of this platform")
    try:
        root = check_manifest(manifest, _key_of(sealed_by, manifest)).hex()
    except SignatureError as error:
        _refuse("signature", str(error))
    with platform.database.write() as connection:
        if find_submission(connection, submission_id) is None:
            _check_sequence(connection, envelope)
            _record(platform, connection, manifest, root)
            is_new = True
        else:
            is_new = False
        row = find_submission(connection, submission_id)
        if row is None or row.root != root:
            raise RefusalError(ProblemCode.DIFFERENT_BODY)
        if terminal.terminal_id != envelope.terminal_id:
            note_carrier(connection, submission_id, terminal.terminal_id)
        return Announced(_awaited(status_of(connection, row)), is_new)


def _awaited(status: SubmissionStatus) -> SubmissionStatus:
    """Return what an offer is answered with: parts that rotted after the commit are awaited like any that lack."""
    return status.model_copy(update={"state": SubmissionState.AWAITING_PARTS}) if status.missing else status


def _key_of(terminal: SignedIn, manifest: Manifest) -> VerifyingKey:
    certified = terminal.keys.get(manifest.signing_key_id)
    if certified is None:
        _refuse("signature", "by no key of this terminal")
    if not certified.believed(manifest.envelope.sealed_at, time_proven=manifest.envelope.time_proven):
        _refuse("signature", "by a key that was revoked when this was sealed")
    return certified.key


def _refuse(place: str, problem: str) -> NoReturn:
    raise RefusalError(ProblemCode.MANIFEST_INVALID, f"{place}: {problem}")


def _check_shape(platform: Platform, submission_id: UUID, envelope: Envelope) -> None:
    if envelope.submission_id != submission_id:
        _refuse("submission_id", "not the one of the address")
    if envelope.schema_version != MANIFEST_SCHEMA:
        _refuse("schema_version", "not known here")
    if (envelope.based_on is None) != (envelope.kind is SubmissionKind.INTAKE):
        _refuse("based_on", "an intake has none, every other submission has one")
    if envelope.suite != SUITE:
        _refuse("suite", "not known here")
    if envelope.sealing_key_id not in platform.keys.sealing.private:
        _refuse("sealing_key_id", "not one of this platform's keys")
    if envelope.sequence > MAX_SEQUENCE:
        _refuse("sequence", "too large")
    if not envelope.item_codes:
        _refuse("item_codes", "empty")
    try:
        CaseNumber.parse(envelope.case_number)
    except InvalidNumberError as error:
        _refuse("case_number", error.code)
    if [part.position for part in envelope.parts] != list(range(len(envelope.parts))):
        _refuse("parts", "positions must be 0, 1, 2 … in order")
    if sum(part.size for part in envelope.parts) > MAX_SUBMISSION_BYTES:
        raise RefusalError(ProblemCode.TOO_LARGE, f"parts: more than {MAX_SUBMISSION_BYTES} bytes together")


def _check_sequence(connection: Connection, envelope: Envelope) -> None:
    taken = connection.execute(
        select(submissions.c.submission_id).where(
            submissions.c.terminal_id == envelope.terminal_id, submissions.c.sequence == envelope.sequence
        )
    ).one_or_none()
    if taken is not None:
        _refuse("sequence", "used by another submission of this terminal")


def _record(platform: Platform, connection: Connection, manifest: Manifest, root: str) -> None:
    envelope = manifest.envelope
    connection.execute(
        insert(submissions).values(
            submission_id=envelope.submission_id,
            terminal_id=envelope.terminal_id,
            sequence=envelope.sequence,
            kind=envelope.kind.value,
            case_id=envelope.case_id,
            case_number=envelope.case_number,
            based_on=envelope.based_on,
            root=root,
            manifest=manifest.model_dump_json(),
            state=SubmissionState.AWAITING_PARTS.value,
            reason_detail="",
            announced_at=platform.clock(),
        )
    )
    connection.execute(
        insert(parts),
        [
            {
                "submission_id": envelope.submission_id,
                "position": part.position,
                "sha256": part.sha256,
                "size": part.size,
            }
            for part in envelope.parts
        ],
    )
