"""Commit: the last step of a delivery. Digests decide; a repeated commit gets the same answer."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, update

from acceptance_platform.catalogues import CatalogueShelf
from acceptance_platform.counters import Counter, take
from acceptance_platform.database.tables import submissions
from acceptance_platform.drafts.records import end_sealed, remove_files
from acceptance_platform.platform import Platform
from acceptance_platform.refusals import RefusalError
from acceptance_platform.submissions.chain import (
    check_follows,
    find_case,
    items_of_case,
    require_earlier,
    time_followed,
)
from acceptance_platform.submissions.decision import DecisionGround, record_decision
from acceptance_platform.submissions.follow_up import record_follow_up
from acceptance_platform.submissions.intake import check_intake, find_subject, record_intake, require_judgeable
from acceptance_platform.submissions.opening import open_submission
from acceptance_platform.submissions.parts import forget_damaged, missing_positions
from acceptance_platform.submissions.reading import SubmissionRow, own_submission, status_of
from acceptance_platform.submissions.returned import ReturnedError
from acceptance_platform.submissions.taking import Taking
from acceptance_platform.terminals.sign_in import SignedIn, find_terminal
from shared.contract.problems import ProblemCode
from shared.contract.submissions import (
    Body,
    DecisionBody,
    Envelope,
    IntakeBody,
    Manifest,
    ReturnReason,
    SubmissionState,
    SubmissionStatus,
)
from shared.domain.clock import legal_date
from shared.domain.deadlines import WorkCalendar


def commit(platform: Platform, terminal: SignedIn, submission_id: UUID) -> SubmissionStatus:
    """Take a submission on, or return it with a named reason and keep its ciphertext in quarantine.

    Raises:
        RefusalError: not_found, forbidden, parts_missing, earlier_missing, version_missing, enrolment_missing.
    """
    status = _commit(platform, terminal, submission_id)
    if status.state is SubmissionState.DELIVERED:
        remove_files(platform, status.case_id)
    return status


def _commit(platform: Platform, terminal: SignedIn, submission_id: UUID) -> SubmissionStatus:
    with platform.database.read() as connection:
        row = own_submission(connection, submission_id, terminal.terminal_id)
        if _is_final(row):
            return status_of(connection, row)
        _require_parts(missing_positions(connection, submission_id))
        require_earlier(connection, row)
        manifest = Manifest.model_validate_json(row.manifest)
        require_judgeable(connection, platform.catalogues, manifest.envelope)
        sealed_by = sealing_terminal(connection, row)
    _require_parts(forget_damaged(platform, submission_id))
    opened: Body | ReturnedError
    try:
        opened = open_submission(
            manifest,
            sealed_by.keys[manifest.signing_key_id].key,
            platform.keys.sealing,
            lambda position: platform.data.part(submission_id, position).read_bytes(),
        )
    except ReturnedError as returned:
        opened = returned
    return _settle(platform, sealed_by, submission_id, manifest.envelope, opened)


def sealing_terminal(connection: Connection, row: SubmissionRow) -> SignedIn:
    """Return the terminal that sealed a submission, whoever brings it."""
    terminal = find_terminal(connection, row.terminal_id)
    if terminal is None:
        raise RefusalError(ProblemCode.TERMINAL_UNKNOWN)
    return terminal


def _is_final(row: SubmissionRow) -> bool:
    return SubmissionState(row.state) is not SubmissionState.AWAITING_PARTS


def _require_parts(missing: tuple[int, ...]) -> None:
    if missing:
        raise RefusalError(ProblemCode.PARTS_MISSING, ",".join(str(position) for position in missing))


def _settle(
    platform: Platform, sealed_by: SignedIn, submission_id: UUID, envelope: Envelope, opened: Body | ReturnedError
) -> SubmissionStatus:
    """Write the outcome in one transaction; whoever comes second finds it written."""
    with platform.database.write() as connection:
        calendar = newest_calendar(platform)  # nothing newer is published before this is written
        row = own_submission(connection, submission_id, sealed_by.terminal_id)
        if _is_final(row):
            return status_of(connection, row)
        require_earlier(connection, row)
        now = platform.clock()
        try:
            if isinstance(opened, ReturnedError):
                raise opened
            with connection.begin_nested():
                sequence, follows_at = take(connection, Counter.SUBMISSION), time_followed(connection, row)
                taking = Taking(sealed_by, row, envelope, sequence, now, follows_at)
                take_on(platform.catalogues, connection, taking, opened, calendar)
        except ReturnedError as returned:
            _mark_returned(connection, submission_id, returned, now)
        return status_of(connection, own_submission(connection, submission_id, sealed_by.terminal_id))


def newest_calendar(platform: Platform) -> WorkCalendar | None:
    """Return the working days of the newest catalogue; they are not frozen (ARCHITECTURE §4)."""
    with platform.database.read() as connection:
        newest = platform.catalogues.newest(connection)
    catalogue = None if newest is None else platform.catalogues.find(newest.version)
    return None if catalogue is None else catalogue.work_calendar()


def take_on(
    shelf: CatalogueShelf,
    connection: Connection,
    taking: Taking,
    body: Body,
    calendar: WorkCalendar | None,
    *,
    follows: bool = True,
) -> None:
    """Write what a submission says into its case.

    Args:
        follows: it has to continue the case where the platform has it; not where a person took that on themselves.

    Raises:
        ReturnedError: it can't be; nothing may be kept of the transaction.
    """
    case = find_case(connection, taking.row)
    if follows or case is None:
        check_follows(connection, taking.row, case)
    connection.execute(
        update(submissions)
        .where(submissions.c.submission_id == taking.row.submission_id)
        .values(state=SubmissionState.DELIVERED.value, received_at=taking.now, platform_sequence=taking.sequence)
    )
    if isinstance(body, IntakeBody):
        check_intake(taking, body, find_subject(shelf, taking.envelope.catalogue_version, body.subject_code))
        record_intake(connection, taking, body)
        end_sealed(connection, taking.row.case_id, taking.row.terminal_id, taking.now)
        return
    if case is None:
        raise ReturnedError(ReturnReason.STALE_BASED_ON, "the case has no intake here")
    if case.case_number != taking.row.case_number:
        raise ReturnedError(ReturnReason.NUMBER_INVALID, "not the number of this case")
    subject = find_subject(shelf, case.catalogue_version, case.subject_code, items_of_case(connection, case))
    if not isinstance(body, DecisionBody):
        record_follow_up(connection, taking, body, subject)
    elif calendar is not None:
        effective_on = legal_date(taking.effective(body.decided_at))
        record_decision(connection, taking, body, DecisionGround(subject, calendar, effective_on))
    else:
        raise ReturnedError(ReturnReason.UNKNOWN_ITEM, "no catalogue is published")


def _mark_returned(connection: Connection, submission_id: UUID, returned: ReturnedError, now: datetime) -> None:
    connection.execute(
        update(submissions)
        .where(submissions.c.submission_id == submission_id)
        .values(
            state=SubmissionState.RETURNED.value,
            reason=returned.reason.value,
            reason_detail=returned.detail,
            received_at=now,
        )
    )
