"""Submissions on the disk of a terminal whose keys are lost: each is taken on as if it had been exported there."""

from __future__ import annotations

import errno
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from acceptance_platform.data_dir import RESCUE
from acceptance_platform.errors import FaultCode
from acceptance_platform.platform import Platform
from acceptance_platform.submissions.carrying import Imported, import_files
from shared.contract.carried import carried_files, carried_name, write_carried
from shared.contract.submissions import PartDigest
from shared.security.rescue import RECORD_FILE, RescueError, open_rescue_line

_MAX_RECORD_BYTES = 8 * 1024 * 1024


def rescue(platform: Platform, paths: Iterable[Path]) -> Iterator[Imported]:
    """Take on what lies in a terminal's folders `outbox` and `found`, or in single folders of them: once, as ever."""
    with platform.data.arrivals(), tempfile.TemporaryDirectory(prefix=RESCUE, dir=platform.data.root) as name:
        made: dict[str, Path] = {}
        for folder in _recorded(paths):
            try:
                made[str(_carried(platform, folder, Path(name)))] = folder
            except (RescueError, OSError) as error:
                if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}:
                    raise  # of the platform's disk: nothing is amiss with the terminal's
                place = Path(error.filename).name if isinstance(error, OSError) and error.filename else RECORD_FILE
                yield Imported(str(folder), error=FaultCode.FILE_UNREADABLE, detail=f"{place}: {type(error).__name__}")
        for imported in import_files(platform, carried_files([Path(name)])):
            yield replace(imported, subject=str(made[imported.subject]))


def _recorded(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        yield from sorted(record.parent for record in path.rglob(RECORD_FILE) if record.is_file())


def _carried(platform: Platform, folder: Path, work: Path) -> Path:
    """Write a folder's submission to a file as `outbox export` does. Raises RescueError, OSError."""
    record = folder / RECORD_FILE
    if record.stat().st_size > _MAX_RECORD_BYTES:
        message = "too large"
        raise RescueError(message)
    manifest = open_rescue_line(record.read_bytes(), platform.keys.sealing)

    def read(part: PartDigest) -> bytes:
        return (folder / str(part.position)).read_bytes()

    target = work / carried_name(manifest)
    write_carried(target, manifest, read)
    return target
