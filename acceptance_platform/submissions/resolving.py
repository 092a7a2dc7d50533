"""Taking on a returned submission: a person with a right looked at the conflict and says that it counts after all."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Connection, insert, update

from acceptance_platform.counters import Counter, take
from acceptance_platform.database.tables import resolutions, submissions
from acceptance_platform.drafts.records import remove_files
from acceptance_platform.errors import FaultCode, PlatformError
from acceptance_platform.platform import Platform
from acceptance_platform.submissions.chain import time_followed
from acceptance_platform.submissions.commit import newest_calendar, sealing_terminal, take_on
from acceptance_platform.submissions.opening import open_submission
from acceptance_platform.submissions.reading import SubmissionRow, find_submission, status_of
from acceptance_platform.submissions.returned import ReturnedError
from acceptance_platform.submissions.taking import Taking
from acceptance_platform.terminals.clerks import rights_of
from shared.contract.submissions import Manifest, ReturnReason, SubmissionState, SubmissionStatus
from shared.contract.terminals import ClerkRight

RESOLVABLE = frozenset(
    {ReturnReason.STALE_BASED_ON, ReturnReason.NUMBER_INVALID, ReturnReason.UNKNOWN_ITEM,
     ReturnReason.CLERK_NOT_ALLOWED, ReturnReason.TRANSITION_REFUSED}
)  # fmt: skip
"""What a person's word, or what was mended at the platform meanwhile, can answer. A broken seal can't be."""


def take_on_returned(platform: Platform, submission_id: UUID, clerk_id: str, reason: str) -> SubmissionStatus:
    """Take a quarantined submission on, checked afresh but for its place in the case; its terminal learns of it.

    A right that its clerk lacks, who may have lost it since, is answered by whoever takes it on and has it.

    Raises:
        PlatformError: not_found, not_returned, clerk_invalid (unknown or without the right to accept), reason_missing,
            still_refused (all other checks hold for a person's word too; the detail says which does not).
    """
    if not reason.strip():
        raise PlatformError(FaultCode.REASON_MISSING)
    row = _returned(platform, submission_id, clerk_id)
    manifest = Manifest.model_validate_json(row.manifest)
    with platform.database.read() as connection:
        sealed_by = sealing_terminal(connection, row)
    key = sealed_by.keys[manifest.signing_key_id].key
    try:
        body = open_submission(
            manifest,
            key,
            platform.keys.sealing,
            lambda position: platform.data.part(submission_id, position).read_bytes(),
        )
        with platform.database.write() as connection:
            calendar = newest_calendar(platform)
            row = _returned_now(connection, submission_id)
            sequence, follows_at = take(connection, Counter.SUBMISSION), time_followed(connection, row)
            vouched = rights_of(connection, clerk_id) or frozenset()
            taking = Taking(sealed_by, row, manifest.envelope, sequence, platform.clock(), follows_at, vouched)
            take_on(platform.catalogues, connection, taking, body, calendar, follows=False)
            connection.execute(
                update(submissions)
                .where(submissions.c.submission_id == submission_id)
                .values(reason=None, reason_detail="")
            )
            connection.execute(
                insert(resolutions).values(
                    submission_id=submission_id,
                    resolved_at=taking.now,
                    clerk_id=clerk_id,
                    reason=reason.strip()[:400],
                    returned_for=row.reason,
                )
            )
            taken = find_submission(connection, submission_id)
            if taken is None:
                raise PlatformError(FaultCode.NOT_FOUND, str(submission_id))
            status = status_of(connection, taken)
    except ReturnedError as error:
        raise PlatformError(FaultCode.STILL_REFUSED, f"{error.reason.value}: {error.detail}") from error
    remove_files(platform, manifest.envelope.case_id)
    return status


def _returned(platform: Platform, submission_id: UUID, clerk_id: str) -> SubmissionRow:
    with platform.database.read() as connection:
        row = _returned_now(connection, submission_id)
        rights = rights_of(connection, clerk_id)
    if rights is None or ClerkRight.ACCEPT not in rights:
        raise PlatformError(FaultCode.CLERK_INVALID, "no clerk with the right to accept")
    if ReturnReason(row.reason) not in RESOLVABLE:
        raise PlatformError(FaultCode.STILL_REFUSED, row.reason)
    return row


def _returned_now(connection: Connection, submission_id: UUID) -> SubmissionRow:
    """Return a row that is in quarantine still: somebody else may have taken it on while it was opened."""
    row = find_submission(connection, submission_id)
    if row is None:
        raise PlatformError(FaultCode.NOT_FOUND, str(submission_id))
    if row.state != SubmissionState.RETURNED.value:
        raise PlatformError(FaultCode.NOT_RETURNED, row.state)
    return row
