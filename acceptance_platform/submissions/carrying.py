"""Submissions that came by hand: sealed at one terminal, brought by another or by the operator (ARCHITECTURE §2)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

from acceptance_platform.data_dir import ARRIVING
from acceptance_platform.errors import FaultCode
from acceptance_platform.platform import Platform
from acceptance_platform.refusals import RefusalError
from acceptance_platform.submissions.announcing import announce
from acceptance_platform.submissions.commit import commit
from acceptance_platform.submissions.parts import forget_damaged, keep_part, mark_held, missing_positions
from acceptance_platform.terminals.sign_in import find_terminal
from shared.contract.carried import CarriedError, open_carried
from shared.contract.problems import ProblemCode
from shared.contract.submissions import ReturnReason, SubmissionState
from shared.files import write_atomically


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of one file."""

    subject: str
    values: dict[str, Any] = field(default_factory=dict)
    error: FaultCode | ReturnReason | ProblemCode | None = None
    detail: str = ""


def import_files(platform: Platform, paths: Iterable[Path]) -> Iterator[Imported]:
    """Take on submissions from files as if their terminals had sent them: once, however often and by whatever way."""
    waiting: list[Path] = []
    with platform.data.arrivals():
        for path in paths:
            imported = _tried(platform, path)
            if imported.error is ProblemCode.EARLIER_MISSING:
                waiting.append(path)  # the earlier one may lie further on
            else:
                yield imported
        yield from (_tried(platform, path) for path in waiting)


def _tried(platform: Platform, path: Path) -> Imported:
    try:
        return _import(platform, path)
    except CarriedError as error:
        return Imported(str(path), error=FaultCode.FILE_UNREADABLE, detail=str(error))
    except RefusalError as refusal:
        return Imported(str(path), error=refusal.code, detail=refusal.detail)


def _import(platform: Platform, path: Path) -> Imported:
    with open_carried(path) as carried:
        envelope = carried.manifest.envelope
        with platform.database.read() as connection:
            terminal = find_terminal(connection, envelope.terminal_id)
        if terminal is None:
            raise RefusalError(ProblemCode.TERMINAL_UNKNOWN)
        announce(platform, terminal, envelope.submission_id, carried.manifest)
        forget_damaged(platform, envelope.submission_id)
        with platform.database.read() as connection:
            missing = missing_positions(connection, envelope.submission_id)
        for position in missing:
            arriving = platform.data.root / f"{ARRIVING}{uuid4().hex}"
            write_atomically(arriving, carried.part(position))
            keep_part(platform.data, envelope.submission_id, position, arriving)
            with platform.database.write() as connection:
                mark_held(connection, envelope.submission_id, position, platform.clock())
    status = commit(platform, terminal, envelope.submission_id)
    values = {
        "submission_id": str(status.submission_id),
        "case_number": status.case_number,
        "state": status.state.value,
        "platform_sequence": status.platform_sequence,
    }
    if status.state is SubmissionState.RETURNED and status.reason is not None:
        return Imported(str(path), values, status.reason, status.reason_detail)
    return Imported(str(path), values)
