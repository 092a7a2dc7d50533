"""What the operator asks of the database: cases and quarantined submissions, without personal data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, func, select

from acceptance_platform.database.tables import cases, item_acts, item_applications, pages, parts, submissions
from acceptance_platform.platform import Platform
from acceptance_platform.submissions.reading import SubmissionRow, case_state, read_items
from shared.contract.submissions import SubmissionState
from shared.domain.submissions import DecisionAct


def list_cases(platform: Platform) -> Iterator[dict[str, Any]]:
    """Give each case: number, state, items, submissions, page counts; in the order of their intakes."""
    with platform.database.read() as connection:
        for case in connection.execute(select(cases).order_by(cases.c.received_at, cases.c.case_number)).all():
            items = read_items(connection, case.case_id)
            rows = connection.execute(
                select(submissions)
                .where(submissions.c.case_id == case.case_id, submissions.c.state == SubmissionState.DELIVERED.value)
                .order_by(submissions.c.platform_sequence)
            ).all()
            page_rows = connection.execute(select(pages.c.material).where(pages.c.case_id == case.case_id)).scalars()
            yield {
                "case_number": case.case_number,
                "case_id": str(case.case_id),
                "state": case_state(items).value,
                "subject_code": case.subject_code,
                "channel": case.channel,
                "items": [item.model_dump(mode="json") for item in items],
                "submissions": [_submission_line(connection, row) for row in rows],
                "pages": dict(sorted(Counter(page_rows).items())),
                "told": _told(connection, case.case_id, case.told_at_once),
            }


def list_told_again(platform: Platform) -> Iterator[dict[str, Any]]:
    """Give each case whose applicant was told more than once what is missing, for supervision (C6)."""
    return (line for line in list_cases(platform) if line["told"]["again"])


def _told(connection: Connection, case_id: UUID, before: int) -> dict[str, int]:
    """Return how often it was told what is missing: on lists before the case, by corrections after, again in all."""
    corrections = connection.execute(
        select(func.count(item_acts.c.submission_id.distinct()))
        .join(item_applications, item_applications.c.item_number == item_acts.c.item_number)
        .where(item_applications.c.case_id == case_id, item_acts.c.act == DecisionAct.CORRECTION_ASKED.value)
    ).scalar_one()
    return {"before": before, "corrections": corrections, "again": max(0, before + corrections - 1)}


def list_returned(platform: Platform) -> Iterator[dict[str, Any]]:
    """Give each submission in quarantine with its reason."""
    with platform.database.read() as connection:
        rows = connection.execute(
            select(submissions)
            .where(submissions.c.state == SubmissionState.RETURNED.value)
            .order_by(submissions.c.received_at)
        ).all()
        for row in rows:
            yield {
                **_submission_line(connection, row),
                "case_number": row.case_number,
                "reason": row.reason,
                "reason_detail": row.reason_detail,
            }


def _submission_line(connection: Connection, row: SubmissionRow) -> dict[str, Any]:
    count = select(func.count()).select_from(parts).where(parts.c.submission_id == row.submission_id)
    page_count = select(func.count()).select_from(pages).where(pages.c.submission_id == row.submission_id)
    return {
        "submission_id": str(row.submission_id),
        "kind": row.kind,
        "root": row.root,
        "parts": connection.execute(count).scalar_one(),
        "pages": connection.execute(page_count).scalar_one(),
        "platform_sequence": row.platform_sequence,
    }
