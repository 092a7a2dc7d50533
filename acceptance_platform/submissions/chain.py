"""The order of a case's submissions: each is based on the one before (ARCHITECTURE §2)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, select

from acceptance_platform.database.tables import cases, item_acts, item_applications, submissions
from acceptance_platform.refusals import RefusalError
from acceptance_platform.submissions.reading import SubmissionRow
from acceptance_platform.submissions.returned import ReturnedError
from shared.contract.problems import ProblemCode
from shared.contract.submissions import ReturnReason, SubmissionState
from shared.domain.submissions import SubmissionKind

CaseRow = Row[tuple[Any, ...]]


def find_case(connection: Connection, row: SubmissionRow) -> CaseRow | None:
    """Return the case that a submission belongs to, None while the platform has not taken its intake."""
    return connection.execute(select(cases).where(cases.c.case_id == row.case_id)).one_or_none()


def items_of_case(connection: Connection, case: CaseRow) -> frozenset[str]:
    """Return the codes of what a case applies for."""
    codes = select(item_applications.c.item_code).where(item_applications.c.case_id == case.case_id)
    return frozenset(connection.execute(codes).scalars())


def time_followed(connection: Connection, row: SubmissionRow) -> datetime | None:
    """Return when the last act of what a submission is based on took place; None where no clock proves it.

    What took place when it came here had no time of its own.
    """
    based_on = select(submissions.c.platform_sequence).where(
        submissions.c.root == row.based_on, submissions.c.case_id == row.case_id
    )
    acts = item_acts.join(item_applications, item_acts.c.item_number == item_applications.c.item_number).join(
        submissions, item_acts.c.submission_id == submissions.c.submission_id
    )
    times = (
        select(func.max(item_acts.c.effective_at))
        .select_from(acts)
        .where(
            item_applications.c.case_id == row.case_id,
            item_acts.c.platform_sequence <= based_on.scalar_subquery(),
            item_acts.c.effective_at != submissions.c.received_at,
        )
    )
    latest: datetime | None = connection.execute(times).scalar_one()
    return latest


def require_earlier(connection: Connection, row: SubmissionRow) -> None:
    """Refuse to commit before what the submission is based on was taken on.

    Raises:
        RefusalError: earlier_missing; the terminal tries again later.
    """
    if row.based_on is None:
        return
    states = connection.execute(
        select(submissions.c.state).where(submissions.c.root == row.based_on, submissions.c.case_id == row.case_id)
    ).scalars()
    found = set(states)
    if SubmissionState.DELIVERED.value in found:
        return
    detail = "the earlier submission was returned" if SubmissionState.RETURNED.value in found else ""
    raise RefusalError(ProblemCode.EARLIER_MISSING, detail)


def check_follows(connection: Connection, row: SubmissionRow, case: CaseRow | None) -> None:
    """Check that a submission continues its case where the platform has it.

    Raises:
        ReturnedError: stale_based_on, draft_sealed_elsewhere.
    """
    if SubmissionKind(row.kind) is SubmissionKind.INTAKE:
        if case is not None:
            first = _intake_of(connection, case)
            if first is None or first.terminal_id != row.terminal_id:
                # Two terminals held the draft and both sealed it: the first stays (ARCHITECTURE §3).
                kept = f", submission {first.submission_id}" if first else ""
                raise ReturnedError(ReturnReason.DRAFT_SEALED_ELSEWHERE, f"the case is {case.case_number}{kept}")
            raise ReturnedError(ReturnReason.STALE_BASED_ON, "the case has an intake already")
        return
    if case is None or case.latest_root != row.based_on:
        raise ReturnedError(ReturnReason.STALE_BASED_ON, "another submission came first")


def _intake_of(connection: Connection, case: CaseRow) -> Row[Any, Any] | None:
    """Return submission and terminal of the intake that the platform keeps."""
    intake = select(submissions.c.submission_id, submissions.c.terminal_id).where(
        submissions.c.case_id == case.case_id,
        submissions.c.kind == SubmissionKind.INTAKE.value,
        submissions.c.state == SubmissionState.DELIVERED.value,
    )
    return connection.execute(intake).first()
