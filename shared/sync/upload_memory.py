"""What an upload needs to remember so that it goes on after a cut."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol
from uuid import UUID


class UploadMemory(Protocol):
    """Where begun uploads and progress are kept."""

    def begun_uploads(self, submission_id: UUID) -> Mapping[int, str]:
        """Return where parts' uploads were begun, by position."""

    def remember_upload(self, submission_id: UUID, position: int, url: str) -> None:
        """Keep where a part's upload was begun."""

    def forget_upload(self, submission_id: UUID, position: int) -> None:
        """The upload is finished or gone."""

    def progress(self, submission_id: UUID, bytes_sent: int) -> None:
        """So many bytes of a submission are held by the platform."""
