"""Delivers one submission: PUT manifest, upload what the platform lacks, commit. Every step may be repeated or cut."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from shared.contract.problems import ProblemCode
from shared.contract.submissions import Manifest, SubmissionState, SubmissionStatus
from shared.security.manifests import root_digest
from shared.store import outbox
from shared.store.outbox import OutboxRow
from shared.store.outbox_writer import OutboxWriter
from shared.store.store import Store
from shared.sync.client import PlatformClient
from shared.sync.errors import MalformedAnswerError, RefusedError
from shared.sync.tus import TusClient
from shared.sync.uploading import PartUploader

_MAX_ROUNDS = 4


class Delivery:
    """Delivers submissions one at a time."""

    def __init__(
        self, store: Store, writer: OutboxWriter, client: PlatformClient, stopping: Callable[[], bool]
    ) -> None:
        self._store = store
        self._writer = writer
        self._client = client
        self._uploader = PartUploader(TusClient(client), writer, stopping)

    def deliver(self, row: OutboxRow) -> SubmissionStatus:
        """Bring a submission to its end at the platform: delivered or returned.

        Raises:
            SyncError: it did not get there; every step that was done counts at the next try.
        """
        manifest = outbox.manifest(self._store, row.submission_id)
        for _ in range(_MAX_ROUNDS):
            status = self._own(self._client.put_manifest(manifest), manifest)
            if status.state is not SubmissionState.AWAITING_PARTS:
                return status
            self._upload_missing(manifest, frozenset(status.missing))
            try:
                status = self._own(self._client.commit(row.submission_id), manifest)
            except RefusedError as error:
                if error.problem is not ProblemCode.PARTS_MISSING:
                    raise
                continue  # The platform lost a part between upload and commit: ask again which.
            if status.state is not SubmissionState.AWAITING_PARTS:
                return status
        what = "parts never complete"
        raise MalformedAnswerError(what)

    def _upload_missing(self, manifest: Manifest, missing: frozenset[int]) -> None:
        submission_id = manifest.envelope.submission_id
        held = sum(part.size for part in manifest.envelope.parts if part.position not in missing)
        for part in manifest.envelope.parts:
            if part.position not in missing:
                continue
            path = self._store.profile.part_file(submission_id, part.position)
            self._uploader.upload(submission_id, part, path, self._reporter(submission_id, held))
            held += part.size

    def _reporter(self, submission_id: UUID, held: int) -> Callable[[int], None]:
        def report(of_part: int) -> None:
            self._writer.progress(submission_id, held + of_part)

        return report

    @staticmethod
    def _own(status: SubmissionStatus, manifest: Manifest) -> SubmissionStatus:
        """Check that an answer speaks of this very submission."""
        same_id = status.submission_id == manifest.envelope.submission_id
        if not same_id or status.root != root_digest(manifest.envelope).hex():
            what = "status of another submission"
            raise MalformedAnswerError(what)
        return status
