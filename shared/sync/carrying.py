"""Sealed submissions on a removable disk: written where they were sealed, brought by another terminal.

Both ends keep the once-only promise: a file may be brought twice, by two terminals, or beside the ordinary delivery.
"""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from shared.contract.carried import CarriedSubmission, carried_name, open_carried, write_carried
from shared.contract.submissions import PartDigest, SubmissionStatus
from shared.files import fsync_folder
from shared.store import outbox
from shared.store.errors import MediumError, MediumFullError
from shared.store.files import typed_file_errors
from shared.store.store import Store
from shared.sync.chunks import ChunkSize
from shared.sync.client import PlatformClient
from shared.sync.delivery import Courier
from shared.sync.errors import LocalPartError, LocalReason
from shared.sync.tus import TusClient
from shared.sync.uploading import PartUploader

_UPLOADS_AT_ONCE = 4


def export_submission(store: Store, submission_id: UUID, folder: Path) -> Path:
    """Write a sealed submission to a folder, durably and in one step; return its file. Written again it is the same.

    Raises:
        SubmissionUnknownError: it is not in this store.
        LocalPartError: a ciphertext is not here any more, or can't be read.
        MediumFullError, MediumError: the folder takes nothing more, or nothing at all.
    """
    manifest = outbox.manifest(store, submission_id)

    def read(part: PartDigest) -> bytes:
        try:
            return store.profile.part_file(submission_id, part.position).read_bytes()
        except FileNotFoundError as error:
            raise LocalPartError(LocalReason.PART_MISSING_HERE, part.position) from error
        except OSError as error:  # of this terminal's own disk, not of the one that is written to
            raise LocalPartError(LocalReason.PART_DAMAGED_HERE, part.position) from error

    with _medium(folder):
        folder.mkdir(parents=True, exist_ok=True)
        target = folder / carried_name(manifest)
        temporary = target.with_suffix(".part")
        try:
            write_carried(temporary, manifest, read)
            descriptor = os.open(temporary, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
            temporary.replace(target)
        except BaseException:
            with suppress(OSError):
                temporary.unlink()
            raise
        fsync_folder(folder)
    return target


@contextmanager
def _medium(folder: Path) -> Iterator[None]:
    """Name the folder that refuses a write: nothing is amiss with the terminal's own disk."""
    try:
        yield
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise MediumFullError(str(folder)) from error
        message = f"{folder}: {errno.errorcode.get(error.errno or 0, 'EUNKNOWN')}"
        raise MediumError(message) from error


@dataclass(slots=True)
class _Forgetful:
    """Remembers begun uploads for the import of one file; what is cut is sent again, but for the parts that arrived."""

    urls: dict[int, str] = field(default_factory=dict)

    def begun_uploads(self, _submission_id: UUID) -> Mapping[int, str]:
        return self.urls

    def remember_upload(self, _submission_id: UUID, position: int, url: str) -> None:
        self.urls[position] = url

    def forget_upload(self, _submission_id: UUID, position: int) -> None:
        self.urls.pop(position, None)

    def progress(self, submission_id: UUID, bytes_sent: int) -> None:
        """Nobody watches an import's bytes."""


def import_submission(client: PlatformClient, path: Path) -> SubmissionStatus:
    """Bring a file's submission to the platform in the name of the terminal that sealed it, and return its end there.

    Raises:
        CarriedError: the file is no submission, or not all of one.
        StoreError: there is no folder to unpack it in, or no room.
        SyncError: it did not get there; the file can be brought again.
    """
    with open_carried(path) as carried, _unpacked(carried) as parts, ThreadPoolExecutor(_UPLOADS_AT_ONCE) as uploads:
        memory = _Forgetful()
        uploader = PartUploader(TusClient(client), memory, ChunkSize(), lambda: False)
        courier = Courier(client, uploader, memory, uploads=uploads, at_once=_UPLOADS_AT_ONCE)
        return courier.bring(carried.manifest, lambda position: parts / str(position))


@contextmanager
def _unpacked(carried: CarriedSubmission) -> Iterator[Path]:
    """Lay the ciphertexts into a folder for the time of the block, each checked; none of them is readable."""
    with typed_file_errors():
        unpacked = tempfile.TemporaryDirectory(prefix="yimen-carried-")
    with unpacked as name:
        folder = Path(name)
        for part in carried.manifest.envelope.parts:
            data = carried.part(part.position)
            with typed_file_errors():
                (folder / str(part.position)).write_bytes(data)
        yield folder
