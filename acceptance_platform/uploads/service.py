"""What an upload does to files and rows: begin, append, finish, end. Blocking; routes call it in threads."""

from __future__ import annotations

import os
import uuid
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from sqlalchemy import insert, select

from acceptance_platform.database.tables import uploads
from acceptance_platform.platform import Platform
from acceptance_platform.refusals import RefusalError
from acceptance_platform.submissions.parts import PartRow, digest_of, find_part, keep_part, mark_held
from acceptance_platform.submissions.reading import own_submission
from acceptance_platform.terminals.sign_in import SignedIn
from acceptance_platform.uploads.protocol import Creation
from acceptance_platform.uploads.records import Upload, find_upload, remove_expired, remove_upload, set_offset
from shared.contract.problems import ProblemCode

UPLOAD_LIFETIME = timedelta(hours=24)


class UploadService:
    """The uploads of a platform."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform

    def begin(self, terminal: SignedIn, creation: Creation) -> Upload:
        """Begin the upload of an announced part. One that is held already is a finished upload at once.

        Raises:
            RefusalError: not_found, forbidden, different_body (length or digest are not the manifest's).
        """
        platform, now = self._platform, self._platform.clock()
        with platform.database.write() as connection:
            expired = remove_expired(connection, now)
            own_submission(connection, creation.submission_id, terminal.terminal_id)
            part = find_part(connection, creation.submission_id, creation.position)
            _check_announced(part, creation)
            upload = Upload(
                uuid.uuid4(),
                creation.submission_id,
                creation.position,
                creation.length,
                creation.length if part is not None and part.held else 0,
                creation.metadata,
                now + UPLOAD_LIFETIME,
            )
            connection.execute(
                insert(uploads).values(
                    upload_id=upload.upload_id,
                    submission_id=upload.submission_id,
                    position=upload.position,
                    size=upload.size,
                    offset=upload.offset,
                    upload_metadata=upload.metadata,
                    expires_at=upload.expires_at,
                )
            )
        for upload_id in expired:
            self._unlink(upload_id)
        return upload

    def find(self, terminal: SignedIn, upload_id: UUID) -> Upload:
        """Return a terminal's upload.

        Raises:
            RefusalError: not_found.
        """
        with self._platform.database.read() as connection:
            upload = find_upload(connection, upload_id, terminal.terminal_id, self._platform.clock())
        if upload is None:
            raise RefusalError(ProblemCode.NOT_FOUND)
        return upload

    def append(self, upload: Upload, data: bytes) -> Upload:
        """Write data at the offset, make it durable, and only then move the offset.

        Raises:
            RefusalError: not_found, the bytes before the offset are gone.
        """
        descriptor = os.open(self._platform.data.upload(upload.upload_id), os.O_WRONLY | os.O_CREAT, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            if os.fstat(descriptor).st_size < upload.offset:
                self.end(upload)
                raise RefusalError(ProblemCode.NOT_FOUND, "the upload's bytes are gone")
            file.truncate(upload.offset)
            file.seek(upload.offset)
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        return self._move(upload, upload.offset + len(data))

    def finish(self, upload: Upload) -> Upload:
        """Take a whole part on, or throw it away where its digest is not the manifest's.

        Raises:
            RefusalError: digest_mismatch, not_found.
        """
        data = self._platform.data
        path = data.upload(upload.upload_id)
        with self._platform.database.read() as connection:
            part = find_part(connection, upload.submission_id, upload.position)
        if part is None or digest_of(path) != (part.sha256, part.size):
            self.end(upload)
            raise RefusalError(ProblemCode.DIGEST_MISMATCH, f"part {upload.position}")
        keep_part(data, upload.submission_id, upload.position, path)
        now = self._platform.clock()
        with self._platform.database.write() as connection:
            mark_held(connection, upload.submission_id, upload.position, now)
            set_offset(connection, upload.upload_id, upload.size, now + UPLOAD_LIFETIME)
        return self._moved(upload, upload.size)

    def end(self, upload: Upload) -> None:
        """Forget an upload and the bytes that are not yet a part."""
        with self._platform.database.write() as connection:
            remove_upload(connection, upload.upload_id)
        self._unlink(upload.upload_id)

    def sweep(self) -> None:
        """Remove uploads that have run out and bytes that belong to none; for the start of a server."""
        with self._platform.database.write() as connection:
            remove_expired(connection, self._platform.clock())
            known = {upload_id.hex for upload_id in connection.execute(select(uploads.c.upload_id)).scalars()}
        for path in self._platform.data.uploads.iterdir():
            if path.name not in known:
                path.unlink(missing_ok=True)

    def _move(self, upload: Upload, offset: int) -> Upload:
        if offset == upload.size:
            # The last offset is written together with the part, in finish().
            return self._moved(upload, offset)
        moved = self._moved(upload, offset)
        with self._platform.database.write() as connection:
            set_offset(connection, upload.upload_id, offset, moved.expires_at)
        return moved

    def _moved(self, upload: Upload, offset: int) -> Upload:
        return replace(upload, offset=offset, expires_at=self._platform.clock() + UPLOAD_LIFETIME)

    def _unlink(self, upload_id: UUID) -> None:
        self._platform.data.upload(upload_id).unlink(missing_ok=True)


def _check_announced(part: PartRow | None, creation: Creation) -> None:
    if part is None:
        raise RefusalError(ProblemCode.NOT_FOUND, "position: not in the manifest")
    if part.size != creation.length:
        raise RefusalError(ProblemCode.DIFFERENT_BODY, "Upload-Length: not the manifest's")
    if creation.sha256 is not None and creation.sha256 != part.sha256:
        raise RefusalError(ProblemCode.DIFFERENT_BODY, "sha256: not the manifest's")
