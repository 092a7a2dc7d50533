"""Opening a submission that was returned, for the person who has to resolve it: its terminal can read it no more.

ARCHITECTURE §2. What is in it is written for its owner alone, and the reading is recorded first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select

from acceptance_platform.database.tables import returned_readings
from acceptance_platform.errors import FaultCode, PlatformError
from acceptance_platform.platform import Platform
from acceptance_platform.submissions.cutting import suffix_of
from acceptance_platform.submissions.handing_out import Reader, require_new_folder, write_for_owner
from acceptance_platform.submissions.opening import open_page, pages_of
from acceptance_platform.submissions.reading import SubmissionRow, find_submission
from acceptance_platform.submissions.verifying import open_held
from acceptance_platform.terminals.clerks import rights_of
from shared.contract.submissions import Manifest, SealedPage, SubmissionState
from shared.contract.terminals import ClerkRight

BODY_FILE = "body.json"


@dataclass(frozen=True, slots=True)
class OpenedReturned:
    """What was written, without personal data."""

    case_number: str
    kind: str
    reason: str
    pages: int


def open_returned(platform: Platform, submission_id: UUID, reader: Reader, folder: Path) -> OpenedReturned:
    """Write what a quarantined submission holds into a new folder: `body.json` and its pages.

    Raises:
        PlatformError: not_found, not_returned, clerk_invalid (unknown or without the right to accept), reason_missing,
            file_exists, or what `verify` would say of it.
        ReturnedError: it can't be opened.
    """
    row = _returned(platform, submission_id, reader)
    require_new_folder(folder)
    manifest = Manifest.model_validate_json(row.manifest)
    body = open_held(platform, row, manifest)
    pages = pages_of(body)
    _record(platform, submission_id, reader, len(pages))
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for page in pages:
        ciphertext = platform.data.part(submission_id, page.position).read_bytes()
        write_for_owner(folder / _name(page), open_page(manifest, platform.keys.sealing, page, ciphertext))
    write_for_owner(folder / BODY_FILE, body.model_dump_json(indent=2).encode())
    return OpenedReturned(row.case_number, row.kind, row.reason, len(pages))


def list_returned_readings(platform: Platform) -> Iterator[dict[str, Any]]:
    """Give each time that a returned submission was opened: which, by whom, what for, when; the oldest first."""
    with platform.database.read() as connection:
        for row in connection.execute(select(returned_readings).order_by(returned_readings.c.number)).all():
            yield {
                "number": row.number,
                "submission_id": str(row.submission_id),
                "clerk_id": row.clerk_id,
                "reason": row.reason,
                "read_at": row.read_at.isoformat(),
                "pages": row.pages,
            }


def _returned(platform: Platform, submission_id: UUID, reader: Reader) -> SubmissionRow:
    if not reader.reason.strip():
        raise PlatformError(FaultCode.REASON_MISSING)
    with platform.database.read() as connection:
        row = find_submission(connection, submission_id)
        rights = rights_of(connection, reader.clerk_id)
    if rights is None or ClerkRight.ACCEPT not in rights:
        raise PlatformError(FaultCode.CLERK_INVALID, "no clerk with the right to accept")
    if row is None:
        raise PlatformError(FaultCode.NOT_FOUND, str(submission_id))
    if row.state != SubmissionState.RETURNED.value:
        raise PlatformError(FaultCode.NOT_RETURNED, row.state)
    return row


def _record(platform: Platform, submission_id: UUID, reader: Reader, pages: int) -> None:
    with platform.database.write() as connection:
        connection.execute(
            insert(returned_readings).values(
                submission_id=submission_id,
                clerk_id=reader.clerk_id,
                reason=reader.reason.strip()[:400],
                read_at=platform.clock(),
                pages=pages,
            )
        )


def _name(page: SealedPage) -> str:
    return f"{page.position:04d}-{page.material}.{suffix_of(page)}"
