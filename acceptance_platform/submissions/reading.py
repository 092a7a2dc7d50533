"""Reading back: what the platform says of a submission and of a case."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, insert, select

from acceptance_platform.database.tables import carriers, cases, item_applications, submissions
from acceptance_platform.refusals import RefusalError
from acceptance_platform.submissions.parts import missing_positions
from shared.contract.problems import ProblemCode
from shared.contract.submissions import CaseStatus, ItemStatus, ReturnReason, SubmissionState, SubmissionStatus
from shared.domain.submissions import SubmissionKind
from shared.domain.transitions import CaseState, ItemApplicationState, derive_case_state

SubmissionRow = Row[tuple[Any, ...]]


def find_submission(connection: Connection, submission_id: UUID) -> SubmissionRow | None:
    """Return a submission's row."""
    return connection.execute(select(submissions).where(submissions.c.submission_id == submission_id)).one_or_none()


def note_carrier(connection: Connection, submission_id: UUID, terminal_id: UUID) -> None:
    """Let a terminal that showed a submission's signed manifest bring its parts and learn how it ends."""
    if not _carries(connection, submission_id, terminal_id):
        connection.execute(insert(carriers).values(submission_id=submission_id, terminal_id=terminal_id))


def _carries(connection: Connection, submission_id: UUID, terminal_id: UUID) -> bool:
    known = select(carriers).where(carriers.c.submission_id == submission_id, carriers.c.terminal_id == terminal_id)
    return connection.execute(known).one_or_none() is not None


def own_submission(connection: Connection, submission_id: UUID, terminal_id: UUID) -> SubmissionRow:
    """Return the row of a submission that a terminal sealed, or carries by hand.

    Raises:
        RefusalError: not_found, forbidden (another terminal's).
    """
    row = find_submission(connection, submission_id)
    if row is None:
        raise RefusalError(ProblemCode.NOT_FOUND)
    if row.terminal_id != terminal_id and not _carries(connection, submission_id, terminal_id):
        raise RefusalError(ProblemCode.FORBIDDEN)
    return row


def status_of(connection: Connection, row: SubmissionRow) -> SubmissionStatus:
    """Return what is answered about a submission."""
    return SubmissionStatus(
        submission_id=row.submission_id,
        case_id=row.case_id,
        case_number=row.case_number,
        kind=SubmissionKind(row.kind),
        state=SubmissionState(row.state),
        root=row.root,
        missing=missing_positions(connection, row.submission_id),
        received_at=row.received_at,
        reason=None if row.reason is None else ReturnReason(row.reason),
        reason_detail=row.reason_detail,
        platform_sequence=row.platform_sequence,
    )


def read_items(connection: Connection, case_id: UUID) -> tuple[ItemStatus, ...]:
    """Return a case's item applications in their order."""
    rows = connection.execute(
        select(item_applications)
        .where(item_applications.c.case_id == case_id)
        .order_by(item_applications.c.item_number)
    )
    return tuple(
        ItemStatus(
            item_number=row.item_number,
            item_code=row.item_code,
            state=row.state,
            due_date=row.due_date,
            due_provisional=row.due_provisional,
        )
        for row in rows
    )


def case_state(items: tuple[ItemStatus, ...]) -> CaseState:
    """Derive a case's state from its items."""
    return derive_case_state(ItemApplicationState(item.state) for item in items)


def read_case(connection: Connection, case_number: str, terminal_id: UUID, root: str | None = None) -> CaseStatus:
    """Return a case to one of the terminals that delivered to it, or to one that shows a root digest of it.

    The digest stands in the receipt: whoever holds that may have the case looked up at any window. What is based on
    one shows it, also where it was returned; else anybody could announce something to a case id and read.

    Raises:
        RefusalError: not_found, also for a case of other terminals: case numbers can be guessed.
    """
    case = connection.execute(select(cases).where(cases.c.case_number == case_number)).one_or_none()
    if case is None:
        raise RefusalError(ProblemCode.NOT_FOUND)
    rows = connection.execute(
        select(submissions)
        .where(submissions.c.case_id == case.case_id)
        .order_by(
            submissions.c.platform_sequence.is_(None), submissions.c.platform_sequence, submissions.c.announced_at
        )
    ).all()
    roots = {row.root for row in rows if row.state == SubmissionState.DELIVERED.value}
    own = (row for row in rows if row.terminal_id == terminal_id)
    if root not in roots and not any(row.root in roots or row.based_on in roots for row in own):
        raise RefusalError(ProblemCode.NOT_FOUND)
    items = read_items(connection, case.case_id)
    return CaseStatus(
        case_id=case.case_id,
        case_number=case.case_number,
        state=case_state(items).value,
        items=items,
        submissions=tuple(status_of(connection, row) for row in rows),
        subject_code=case.subject_code,
        catalogue_version=case.catalogue_version,
        latest_root=case.latest_root,
    )
