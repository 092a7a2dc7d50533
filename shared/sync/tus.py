"""A client for resumable uploads, tus 1.0.0 (https://tus.io/protocols/resumable-upload): core, creation, checksum."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from uuid import UUID

from shared.contract.base import API_PREFIX
from shared.contract.submissions import PartDigest
from shared.sync.client import PlatformClient
from shared.sync.errors import MalformedAnswerError
from shared.sync.transport import Answer, Call

_VERSION = {"Tus-Resumable": "1.0.0"}
_OFFSET_MEDIA_TYPE = "application/offset+octet-stream"
_CHUNK_READ_TIMEOUT_S = 30.0


@dataclass(frozen=True, slots=True)
class TusServer:
    """What the server announced by OPTIONS."""

    extensions: frozenset[str]
    checksum_algorithms: frozenset[str]

    @property
    def takes_sha256(self) -> bool:
        return "checksum" in self.extensions and "sha256" in self.checksum_algorithms


class TusClient:
    """Uploads parts to the platform; every method raises SyncError."""

    def __init__(self, client: PlatformClient) -> None:
        self._client = client
        self._server: TusServer | None = None

    @property
    def server(self) -> TusServer:
        """What the server can; asked once."""
        if self._server is None:
            headers = self._client.call(Call("OPTIONS", f"{API_PREFIX}/uploads")).headers
            self._server = TusServer(
                _listed(headers.get("Tus-Extension", "")), _listed(headers.get("Tus-Checksum-Algorithm", ""))
            )
        return self._server

    def create(self, submission_id: UUID, part: PartDigest) -> tuple[str, int]:
        """Begin a part's upload and return its address and offset; a part that is held already is at its end."""
        metadata = {"submission": str(submission_id), "position": str(part.position), "sha256": part.sha256}
        headers = {
            **_VERSION,
            "Upload-Length": str(part.size),
            "Upload-Metadata": ",".join(f"{key} {_base64(value)}" for key, value in metadata.items()),
        }
        answer = self._client.call(Call("POST", f"{API_PREFIX}/uploads", headers=headers))
        location = answer.headers.get("Location")
        if location is None:
            what = "upload location"
            raise MalformedAnswerError(what)
        offset = _offset(answer, part.size) if "Upload-Offset" in answer.headers else 0
        return self._client.transport.own_url(location), offset

    def offset(self, url: str, part: PartDigest) -> int:
        """Ask how many bytes of an upload are held."""
        return _offset(self._client.call(Call("HEAD", url, headers=_VERSION)), part.size)

    def append(self, url: str, offset: int, chunk: bytes, part: PartDigest) -> int:
        """Send the bytes from an offset on and return the new one. Not repeated by itself: ask for the offset first."""
        headers = {**_VERSION, "Upload-Offset": str(offset), "Content-Type": _OFFSET_MEDIA_TYPE}
        if self.server.takes_sha256:
            headers["Upload-Checksum"] = f"sha256 {base64.b64encode(hashlib.sha256(chunk).digest()).decode()}"
        call = Call("PATCH", url, chunk, headers, read_timeout_s=_CHUNK_READ_TIMEOUT_S, total_s=90.0, repeatable=False)
        return _offset(self._client.call(call), part.size)


def _offset(answer: Answer, size: int) -> int:
    text = answer.headers.get("Upload-Offset", "")
    if not text.isascii() or not text.isdigit() or len(text) > 18 or int(text) > size:
        what = "upload offset"
        raise MalformedAnswerError(what)
    return int(text)


def _listed(text: str) -> frozenset[str]:
    return frozenset(word.strip() for word in text.split(",") if word.strip())


def _base64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()
