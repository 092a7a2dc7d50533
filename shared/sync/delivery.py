"""Brings a submission to the platform: PUT manifest, upload what is missing, commit. Every step may be repeated."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from pathlib import Path
from uuid import UUID

from shared.contract.problems import ProblemCode
from shared.contract.submissions import Manifest, PartDigest, SubmissionState, SubmissionStatus
from shared.security.manifests import root_digest
from shared.store import outbox
from shared.store.outbox import OutboxRow
from shared.store.store import Store
from shared.sync.client import PlatformClient
from shared.sync.errors import MalformedAnswerError, RefusedError
from shared.sync.upload_memory import UploadMemory
from shared.sync.uploading import PartUploader

_MAX_ROUNDS = 4
_REPORT_S = 0.5


class Courier:
    """Brings submissions to the platform, several at a time when it is called from several threads.

    Args:
        uploads: runs uploads side by side; all submissions under way share it.
        at_once: how many parts of one submission it may hold at a time, so that a thick case leaves room for others.
    """

    def __init__(
        self,
        client: PlatformClient,
        uploader: PartUploader,
        memory: UploadMemory,
        *,
        uploads: Executor,
        at_once: int,
    ) -> None:
        self._client = client
        self._uploader = uploader
        self._memory = memory
        self._uploads = uploads
        self._at_once = at_once

    def bring(self, manifest: Manifest, part_file: Callable[[int], Path]) -> SubmissionStatus:
        """Bring a submission to its end at the platform: delivered or returned.

        Raises:
            SyncError: it did not get there; every step that was done counts at the next try.
        """
        for _ in range(_MAX_ROUNDS):
            status = own_status(self._client.put_manifest(manifest), manifest)
            if status.state is not SubmissionState.AWAITING_PARTS:
                return status
            self._upload_missing(manifest, frozenset(status.missing), part_file)
            try:
                status = own_status(self._client.commit(manifest.envelope.submission_id), manifest)
            except RefusedError as error:
                if error.problem is not ProblemCode.PARTS_MISSING:
                    raise
                continue  # The platform lost a part between upload and commit: ask again which.
            if status.state is not SubmissionState.AWAITING_PARTS:
                return status
        what = "parts never complete"
        raise MalformedAnswerError(what)

    def _upload_missing(self, manifest: Manifest, missing: frozenset[int], part_file: Callable[[int], Path]) -> None:
        submission_id, parts = manifest.envelope.submission_id, manifest.envelope.parts
        report = _Progress(self._memory, submission_id, parts, missing)
        begun = self._memory.begun_uploads(submission_id)

        def upload(part: PartDigest) -> None:
            path, begun_at = part_file(part.position), begun.get(part.position)
            self._uploader.upload(submission_id, part, path, report.of(part), begun_at)

        left = [part for part in reversed(parts) if part.position in missing]
        flying: set[Future[None]] = set()
        failed: list[BaseException] = []
        while (left and not failed) or flying:
            while left and not failed and len(flying) < self._at_once:
                flying.add(self._uploads.submit(upload, left.pop()))
            done, flying = wait(flying, return_when=FIRST_COMPLETED)
            failed += [error for future in done if (error := future.exception()) is not None]
        if failed:
            raise failed[0]


class Delivery:
    """Delivers the rows of this terminal's outbox."""

    def __init__(self, store: Store, courier: Courier) -> None:
        self._store = store
        self._courier = courier

    def deliver(self, row: OutboxRow) -> SubmissionStatus:
        """Bring a row's submission to its end at the platform. Raises SyncError."""
        manifest = outbox.manifest(self._store, row.submission_id)
        profile = self._store.profile
        return self._courier.bring(manifest, lambda position: profile.part_file(row.submission_id, position))


def own_status(status: SubmissionStatus, manifest: Manifest) -> SubmissionStatus:
    """Check that an answer speaks of this very submission."""
    same_id = status.submission_id == manifest.envelope.submission_id
    if not same_id or status.root != root_digest(manifest.envelope).hex():
        what = "status of another submission"
        raise MalformedAnswerError(what)
    return status


class _Progress:
    """Adds up what the platform holds of a submission's parts while several of them are under way."""

    def __init__(
        self, memory: UploadMemory, submission_id: UUID, parts: tuple[PartDigest, ...], missing: frozenset[int]
    ) -> None:
        self._memory = memory
        self._submission_id = submission_id
        self._held = {part.position: 0 if part.position in missing else part.size for part in parts}
        self._next_at = time.monotonic() + _REPORT_S
        self._guard = threading.Lock()

    def of(self, part: PartDigest) -> Callable[[int], None]:
        """Return what to call with the bytes that are held of a part."""

        def report(held: int) -> None:
            with self._guard:
                self._held[part.position] = held
                total = sum(self._held.values())
                if time.monotonic() < self._next_at:
                    return
                self._next_at = time.monotonic() + _REPORT_S
            self._memory.progress(self._submission_id, total)

        return report
