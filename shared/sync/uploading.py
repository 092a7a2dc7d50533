"""Brings one sealed part to the platform, going on where an earlier try was cut."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from shared.contract.problems import ProblemCode
from shared.contract.submissions import PartDigest
from shared.store.outbox_writer import OutboxWriter
from shared.sync.errors import (
    GatewayError,
    LocalPartError,
    LocalReason,
    MalformedAnswerError,
    OfflineError,
    OfflineReason,
    RefusedError,
    StoppedError,
    TransferDamagedError,
)
from shared.sync.tus import TusClient

CHUNK_BYTES = 1024 * 1024
_MIN_CHUNK_BYTES = 64 * 1024
_MAX_FAULTS = 3
_HASH_BYTES = 256 * 1024
_GONE = frozenset({ProblemCode.NOT_FOUND, ProblemCode.FORBIDDEN})
_TOO_BIG_FOR_A_PROXY = frozenset({408, 413})


class PartUploader:
    """Uploads parts in chunks; the size is halved where a proxy on the way takes no larger ones."""

    def __init__(self, tus: TusClient, writer: OutboxWriter, stopping: Callable[[], bool]) -> None:
        self._tus = tus
        self._writer = writer
        self._stopping = stopping
        self.chunk_bytes = CHUNK_BYTES

    def upload(self, submission_id: UUID, part: PartDigest, path: Path, on_progress: Callable[[int], None]) -> None:
        """Upload a part; on_progress gets the bytes of it that the platform holds.

        Raises:
            LocalPartError: the file is missing here or not what was sealed.
            TransferDamagedError: the platform says so, but the file is right.
            StoppedError: the agent is to end.
            SyncError: what else goes wrong; the next try goes on from here.
        """
        _check_file(part, path)
        url, offset = self._begin(submission_id, part)
        faults = 0
        with path.open("rb") as file:
            while offset < part.size:
                on_progress(offset)
                if self._stopping():
                    raise StoppedError
                try:
                    offset = self._append(url, offset, file, part)
                    faults = 0
                except RefusedError as error:
                    faults += 1
                    if faults > _MAX_FAULTS or error.problem not in {
                        ProblemCode.OFFSET_MISMATCH,
                        ProblemCode.DIGEST_MISMATCH,
                    }:
                        raise
                    offset = self._after_fault(error, submission_id, url, part)
        self._writer.forget_upload(submission_id, part.position)
        on_progress(part.size)

    def _begin(self, submission_id: UUID, part: PartDigest) -> tuple[str, int]:
        """Return the upload's address and offset, of the one begun earlier where the platform still has it."""
        url = self._writer.upload_url(submission_id, part.position)
        if url is not None:
            try:
                return url, self._tus.offset(url, part)
            except RefusedError as error:
                if error.problem not in _GONE:
                    raise
            except MalformedAnswerError:
                # An address of another platform, kept from before a move.
                self._writer.forget_upload(submission_id, part.position)
        url, offset = self._tus.create(submission_id, part)
        self._writer.remember_upload(submission_id, part.position, url)
        return url, offset

    def _append(self, url: str, offset: int, file: BinaryIO, part: PartDigest) -> int:
        file.seek(offset)
        try:
            reached = self._tus.append(url, offset, file.read(self.chunk_bytes), part)
        except GatewayError as error:
            if error.status in _TOO_BIG_FOR_A_PROXY:
                self._halve()
            raise
        except OfflineError as error:
            if error.kind is not OfflineReason.NO_CONNECTION:
                self._halve()
            raise
        if reached <= offset:
            what = "upload offset did not move"
            raise MalformedAnswerError(what)
        return reached

    def _halve(self) -> None:
        self.chunk_bytes = max(_MIN_CHUNK_BYTES, self.chunk_bytes // 2)

    def _after_fault(self, error: RefusedError, submission_id: UUID, url: str, part: PartDigest) -> int:
        """Return the offset to go on from after a refused chunk."""
        try:
            return self._tus.offset(url, part)
        except RefusedError as gone:
            if gone.problem not in _GONE:
                raise
            # The platform threw the upload away: its bytes did not fit the manifest's digest.
            self._writer.forget_upload(submission_id, part.position)
            raise TransferDamagedError(error.problem.value) from gone


def _check_file(part: PartDigest, path: Path) -> None:
    digest, size = hashlib.sha256(), 0
    try:
        with path.open("rb") as file:
            while chunk := file.read(_HASH_BYTES):
                digest.update(chunk)
                size += len(chunk)
    except FileNotFoundError as error:
        raise LocalPartError(LocalReason.PART_MISSING_HERE, part.position) from error
    if (digest.hexdigest(), size) != (part.sha256, part.size):
        raise LocalPartError(LocalReason.PART_DAMAGED_HERE, part.position)
