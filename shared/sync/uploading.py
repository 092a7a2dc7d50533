"""Brings one sealed part to the platform, going on where an earlier try was cut."""

from __future__ import annotations

import errno
import hashlib
import time
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from shared.contract.problems import ProblemCode
from shared.contract.submissions import PartDigest
from shared.sync.chunks import ChunkSize
from shared.sync.errors import (
    GatewayError,
    LocalPartError,
    LocalReason,
    MalformedAnswerError,
    OfflineError,
    OfflineReason,
    RefusedError,
    StoppedError,
    SyncError,
    TransferDamagedError,
)
from shared.sync.tus import TusClient
from shared.sync.upload_memory import UploadMemory

_MAX_FAULTS = 3
_HASH_BYTES = 256 * 1024
_GONE = frozenset({ProblemCode.NOT_FOUND, ProblemCode.FORBIDDEN})
_PASSING = frozenset({ProblemCode.OFFSET_MISMATCH, ProblemCode.DIGEST_MISMATCH, ProblemCode.NOT_FOUND})
_TOO_BIG_FOR_A_PROXY = frozenset({408, 413})
_SPOILT = frozenset({errno.EIO, errno.EUCLEAN, errno.EBADMSG, errno.EISDIR})
"""What a disk says of a file that it lost. Any other error, no handle left say, is this process's and may pass."""


class PartUploader:
    """Uploads parts in chunks, from any thread. A small part goes in one request, its creation."""

    def __init__(self, tus: TusClient, memory: UploadMemory, chunks: ChunkSize, stopping: Callable[[], bool]) -> None:
        self._tus = tus
        self._memory = memory
        self._chunks = chunks
        self._stopping = stopping

    def upload(
        self,
        submission_id: UUID,
        part: PartDigest,
        path: Path,
        on_progress: Callable[[int], None],
        begun_at: str | None = None,
    ) -> None:
        """Upload a part.

        Args:
            on_progress: gets the bytes of it that the platform holds.
            begun_at: the address of an upload of it that an earlier try began.

        Raises:
            LocalPartError: the file is missing here or not what was sealed.
            TransferDamagedError: the platform says so, but the file is right.
            StoppedError: the agent is to end.
            OSError: the file can't be read just now.
            SyncError: what else goes wrong; the next try goes on from here.
        """
        _check_file(part, path)
        with path.open("rb") as file:
            url, offset = self._begin(submission_id, part, file, begun_at)
            faults = 0
            while offset < part.size:
                on_progress(offset)
                if self._stopping():
                    raise StoppedError
                try:
                    offset = self._append(url, offset, file, part)
                    faults = 0
                except (RefusedError, OfflineError) as error:
                    faults += 1
                    if faults > _MAX_FAULTS or not _may_pass(error):
                        raise
                    offset = self._after_fault(error, submission_id, url, part)
        on_progress(part.size)

    def _begin(self, submission_id: UUID, part: PartDigest, file: BinaryIO, begun_at: str | None) -> tuple[str, int]:
        """Return the upload's address and offset, of the one begun earlier where the platform still has it.

        One that came to its end is of no use: the part is asked for, so what it brought is not there any more.
        """
        if begun_at is not None:
            try:
                offset = self._tus.offset(begun_at, part)
                if offset < part.size:
                    return begun_at, offset
                self._memory.forget_upload(submission_id, part.position)
            except RefusedError as error:
                if error.problem not in _GONE:
                    raise
            except MalformedAnswerError:
                # An address of another platform, kept from before a move.
                self._memory.forget_upload(submission_id, part.position)
        chunk = file.read(self._chunks.bytes)
        url, offset = self._timed(len(chunk), lambda: self._tus.create(submission_id, part, chunk))
        if offset < part.size:
            self._memory.remember_upload(submission_id, part.position, url)
        return url, offset

    def _append(self, url: str, offset: int, file: BinaryIO, part: PartDigest) -> int:
        file.seek(offset)
        chunk = file.read(self._chunks.bytes)
        _, reached = self._timed(len(chunk), lambda: (url, self._tus.append(url, offset, chunk, part)))
        if reached <= offset:
            what = "upload offset did not move"
            raise MalformedAnswerError(what)
        return reached

    def _timed(self, count: int, send: Callable[[], tuple[str, int]]) -> tuple[str, int]:
        """Send a chunk and learn from it how large the next one should be."""
        began = time.monotonic()
        try:
            reached = send()
        except SyncError as error:
            if _too_large(error):
                self._chunks.failed()
            raise
        if count >= self._chunks.bytes:
            self._chunks.arrived(count, time.monotonic() - began)
        return reached

    def _after_fault(self, error: SyncError, submission_id: UUID, url: str, part: PartDigest) -> int:
        """Return the offset to go on from after a chunk that was refused or cut."""
        try:
            return self._tus.offset(url, part)
        except RefusedError as gone:
            if gone.problem not in _GONE:
                raise
            # The platform threw the upload away: its bytes did not fit the manifest's digest.
            self._memory.forget_upload(submission_id, part.position)
            raise TransferDamagedError(error.reason) from gone


def _may_pass(error: RefusedError | OfflineError) -> bool:
    """Tell whether the upload may stand elsewhere than thought, so that it is asked where."""
    if isinstance(error, OfflineError):
        return error.kind is OfflineReason.CONNECTION_CUT
    return error.problem in _PASSING


def _too_large(error: SyncError) -> bool:
    """Tell whether a smaller chunk may get through where this one did not."""
    if isinstance(error, GatewayError):
        return error.status in _TOO_BIG_FOR_A_PROXY
    return isinstance(error, OfflineError) and error.kind is not OfflineReason.NO_CONNECTION


def _check_file(part: PartDigest, path: Path) -> None:
    digest, size = hashlib.sha256(), 0
    try:
        with path.open("rb") as file:
            while chunk := file.read(_HASH_BYTES):
                digest.update(chunk)
                size += len(chunk)
    except FileNotFoundError as error:
        raise LocalPartError(LocalReason.PART_MISSING_HERE, part.position) from error
    except OSError as error:
        if error.errno not in _SPOILT:
            raise
        raise LocalPartError(LocalReason.PART_DAMAGED_HERE, part.position) from error
    if (digest.hexdigest(), size) != (part.sha256, part.size):
        raise LocalPartError(LocalReason.PART_DAMAGED_HERE, part.position)
