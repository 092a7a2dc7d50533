"""Handing a department its part of a case: opened with the platform's key, for its owner alone, and on record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select

from acceptance_platform.database.tables import cases, part_readings, submissions
from acceptance_platform.errors import FaultCode, PlatformError
from acceptance_platform.platform import Platform
from acceptance_platform.submissions.cutting import ItemWords, Opened, cut, item_of, with_supplements
from acceptance_platform.submissions.opening import open_page
from acceptance_platform.submissions.verifying import open_held
from acceptance_platform.terminals.clerks import rights_of
from shared.contract.departments import DepartmentPart, PartPage
from shared.contract.submissions import IntakeBody, Manifest, SubmissionState, SupplementBody
from shared.domain.errors import InvalidNumberError
from shared.domain.numbers import ItemNumber
from shared.domain.submissions import SubmissionKind

PART_FILE = "part.json"
_CARRYING = (SubmissionKind.INTAKE, SubmissionKind.SUPPLEMENT, SubmissionKind.PROMISE_KEPT)
_OWNER_ONLY, _FILE_OWNER_ONLY = 0o700, 0o600


@dataclass(frozen=True, slots=True)
class Reader:
    """Who opens what a citizen gave, and what for."""

    clerk_id: str
    reason: str


def hand_out(platform: Platform, item_number: str, reader: Reader, folder: Path) -> DepartmentPart:
    """Write an item application's part into a new folder: `part.json` and its pages. The reading is recorded first.

    Raises:
        PlatformError: case_number_invalid, not_found, part_not_told, clerk_invalid, reason_missing, file_exists,
            or what `verify` would say of a submission of the case.
        ReturnedError: what is held can't be opened.
    """
    number = _number(item_number)
    _check_reader(platform, reader)
    require_new_folder(folder)
    opened = {one.envelope.submission_id: one for one in _opened(platform, str(number.case))}
    intake, *later = opened.values() or (None,)
    if intake is None or not isinstance(intake.body, IntakeBody):
        raise PlatformError(FaultCode.NOT_FOUND, item_number)
    item = item_of(intake.body, str(number))
    words = _words(platform, intake.envelope.catalogue_version, item.item_code)
    part = with_supplements(cut(intake.envelope, intake.body, item, words), intake.body, later)
    _record(platform, part, reader)
    folder.mkdir(mode=_OWNER_ONLY, parents=True, exist_ok=True)
    for page in part.pages:
        write_for_owner(folder / page.file, _page(platform, opened[page.submission_id].manifest, page))
    write_for_owner(folder / PART_FILE, part.model_dump_json(indent=2).encode())
    return part


def list_readings(platform: Platform) -> Iterator[dict[str, Any]]:
    """Give each time that a department's part was opened: which, by whom, what for, when; the oldest first."""
    with platform.database.read() as connection:
        for row in connection.execute(select(part_readings).order_by(part_readings.c.number)).all():
            yield {
                "number": row.number,
                "item_number": row.item_number,
                "item_code": row.item_code,
                "clerk_id": row.clerk_id,
                "reason": row.reason,
                "read_at": row.read_at.isoformat(),
                "fields": row.fields,
                "pages": row.pages,
            }


def _number(text: str) -> ItemNumber:
    try:
        return ItemNumber.parse(text)
    except InvalidNumberError as error:
        raise PlatformError(FaultCode.CASE_NUMBER_INVALID, text) from error


def _check_reader(platform: Platform, reader: Reader) -> None:
    if not reader.reason.strip():
        raise PlatformError(FaultCode.REASON_MISSING)
    with platform.database.read() as connection:
        if not rights_of(connection, reader.clerk_id):
            raise PlatformError(FaultCode.CLERK_INVALID, "unknown, or without any right")


def _opened(platform: Platform, case_number: str) -> Iterator[Opened]:
    """Yield what brought fields or papers to a case, the intake first."""
    case_id = select(cases.c.case_id).where(cases.c.case_number == case_number).scalar_subquery()
    query = select(submissions).where(
        submissions.c.case_id == case_id,
        submissions.c.state == SubmissionState.DELIVERED.value,
        submissions.c.kind.in_([kind.value for kind in _CARRYING]),
    )
    with platform.database.read() as connection:
        rows = connection.execute(query.order_by(submissions.c.platform_sequence)).all()
    for row in rows:
        manifest = Manifest.model_validate_json(row.manifest)
        body = open_held(platform, row, manifest)
        if isinstance(body, IntakeBody | SupplementBody):
            yield Opened(manifest, body)


def _words(platform: Platform, catalogue_version: str, item_code: str) -> ItemWords:
    catalogue = platform.catalogues.find(catalogue_version)
    item = catalogue.items.get(item_code) if catalogue else None
    return ItemWords(item.name, item.department) if item else ItemWords()


def _record(platform: Platform, part: DepartmentPart, reader: Reader) -> None:
    with platform.database.write() as connection:
        connection.execute(
            insert(part_readings).values(
                item_number=part.item_number,
                item_code=part.item_code,
                clerk_id=reader.clerk_id,
                reason=reader.reason.strip()[:400],
                read_at=platform.clock(),
                fields=len(part.fields),
                pages=len(part.pages),
            )
        )


def _page(platform: Platform, manifest: Manifest, page: PartPage) -> bytes:
    path = platform.data.part(page.submission_id, page.page.position)
    return open_page(manifest, platform.keys.sealing, page.page, path.read_bytes())


def require_new_folder(folder: Path) -> None:
    """Raises PlatformError file_exists for one that holds something."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise PlatformError(FaultCode.FILE_EXISTS, str(folder))


def write_for_owner(path: Path, data: bytes) -> None:
    """Write a new file that its owner alone can read."""
    path.touch(mode=_FILE_OWNER_ONLY, exist_ok=False)
    path.write_bytes(data)
