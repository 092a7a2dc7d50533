"""A client for resumable uploads, tus 1.0.0 (https://tus.io/protocols/resumable-upload).

Core and creation, which every server needs; of creation-with-upload and checksum it uses what OPTIONS announces.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from uuid import UUID

from shared.contract.base import API_PREFIX
from shared.contract.problems import ProblemCode
from shared.contract.submissions import PartDigest
from shared.sync.client import PlatformClient
from shared.sync.errors import MalformedAnswerError, RefusedError
from shared.sync.transport import Answer, Call

_VERSION = {"Tus-Resumable": "1.0.0"}
_OFFSET_MEDIA_TYPE = "application/offset+octet-stream"
_CHUNK_READ_TIMEOUT_S = 30.0


@dataclass(frozen=True, slots=True)
class TusServer:
    """What the server announced by OPTIONS."""

    extensions: frozenset[str]
    checksum_algorithms: frozenset[str]
    max_size: int | None

    @property
    def checksum(self) -> str | None:
        """The algorithm that chunks are checked by: SHA-256 where it is offered, else SHA-1, else none."""
        if "checksum" not in self.extensions:
            return None
        return next((name for name in ("sha256", "sha1") if name in self.checksum_algorithms), None)

    @property
    def takes_bytes_at_creation(self) -> bool:
        return "creation-with-upload" in self.extensions


class TusClient:
    """Uploads parts to the platform, from any thread; every method raises SyncError."""

    def __init__(self, client: PlatformClient) -> None:
        self._client = client
        self._server: TusServer | None = None

    @property
    def server(self) -> TusServer:
        """What the server can; asked once. Raises MalformedAnswerError for one that can't be spoken with."""
        if self._server is None:
            self._server = _announced(self._client.call(Call("OPTIONS", f"{API_PREFIX}/uploads")))
        return self._server

    def create(self, submission_id: UUID, part: PartDigest, chunk: bytes) -> tuple[str, int]:
        """Begin a part's upload and return its address and offset; a part that is held already is at its end.

        The chunk goes with it where the server takes it. May be repeated: the server forgets what was begun in vain.
        """
        server = self.server
        if server.max_size is not None and part.size > server.max_size:
            raise RefusedError(ProblemCode.TOO_LARGE, 413, f"part {part.position}: above Tus-Max-Size")
        metadata = {"submission": str(submission_id), "position": str(part.position), "sha256": part.sha256}
        headers = {
            **_VERSION,
            "Upload-Length": str(part.size),
            "Upload-Metadata": ",".join(f"{key} {_base64(value)}" for key, value in metadata.items()),
        }
        body = chunk if server.takes_bytes_at_creation else b""
        if body:
            headers |= {"Content-Type": _OFFSET_MEDIA_TYPE, **self._checksum(body, part)}
        call = Call("POST", f"{API_PREFIX}/uploads", body, headers, read_timeout_s=_CHUNK_READ_TIMEOUT_S, total_s=90.0)
        answer = self._client.call(call)
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
        headers |= self._checksum(chunk, part)
        call = Call("PATCH", url, chunk, headers, read_timeout_s=_CHUNK_READ_TIMEOUT_S, total_s=90.0, repeatable=False)
        return _offset(self._client.call(call), part.size)

    def _checksum(self, chunk: bytes, part: PartDigest) -> dict[str, str]:
        algorithm = self.server.checksum
        if algorithm is None:
            return {}
        if algorithm == "sha256" and len(chunk) == part.size:
            digest = bytes.fromhex(part.sha256)
        else:
            digest = hashlib.new(algorithm, chunk, usedforsecurity=False).digest()
        return {"Upload-Checksum": f"{algorithm} {base64.b64encode(digest).decode()}"}


def _announced(answer: Answer) -> TusServer:
    headers = answer.headers
    if "1.0.0" not in _listed(headers.get("Tus-Version", "1.0.0")):
        what = "another version of tus"
        raise MalformedAnswerError(what)
    extensions = _listed(headers.get("Tus-Extension", ""))
    if "creation" not in extensions:
        what = "tus without creation"
        raise MalformedAnswerError(what)
    size = headers.get("Tus-Max-Size", "")
    limit = int(size) if size.isascii() and size.isdigit() and int(size[:18]) > 0 else None
    return TusServer(extensions, _listed(headers.get("Tus-Checksum-Algorithm", "")), limit)


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
