"""Headers of tus 1.0.0 (https://tus.io/protocols/resumable-upload).

Core, creation, creation-with-upload, checksum, termination and expiration.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from typing import Final, NoReturn
from uuid import UUID

from starlette.datastructures import Headers

from acceptance_platform.refusals import RefusalError
from shared.contract.problems import ProblemCode

VERSION: Final = "1.0.0"
EXTENSIONS: Final = "creation,creation-with-upload,checksum,termination,expiration"
CHECKSUM_ALGORITHMS: Final = ("sha256", "sha1")
OFFSET_MEDIA_TYPE: Final = "application/offset+octet-stream"
CHECKSUM_MISMATCH: Final = 460
MAX_METADATA_CHARACTERS: Final = 2000
_MAX_DIGITS: Final = 18


@dataclass(frozen=True, slots=True)
class Checksum:
    """What a chunk must hash to."""

    algorithm: str
    digest: bytes

    def fits(self, data: bytes) -> bool:
        """Tell whether data is what was announced."""
        return hashlib.new(self.algorithm, data, usedforsecurity=False).digest() == self.digest


@dataclass(frozen=True, slots=True)
class Creation:
    """What a creation request asks for: one part of one submission."""

    length: int
    submission_id: UUID
    position: int
    sha256: str | None
    metadata: str


def require_version(headers: Mapping[str, str]) -> None:
    """Refuse another version of the protocol (412 with Tus-Version)."""
    if headers.get("tus-resumable") != VERSION:
        _refuse("Tus-Resumable: 1.0.0 is needed", status=412, headers={"Tus-Version": VERSION})


def require_offset_media_type(headers: Mapping[str, str]) -> None:
    """Refuse a body that is not application/offset+octet-stream (415)."""
    if not has_offset_media_type(headers):
        _refuse(f"Content-Type: {OFFSET_MEDIA_TYPE} is needed", status=415)


def has_offset_media_type(headers: Mapping[str, str]) -> bool:
    """Tell whether the body is announced as bytes of an upload."""
    return headers.get("content-type", "").split(";")[0].strip().lower() == OFFSET_MEDIA_TYPE


def number_header(headers: Headers, name: str) -> int:
    """Return a header's non-negative integer; one of many digits as a number that is larger than any upload.

    Raises:
        RefusalError: bad_request, it is missing, given twice or something else.
    """
    values = headers.getlist(name)
    if len(values) != 1 or not re.fullmatch(r"[0-9]+", values[0]):
        _refuse(f"{name}: a non-negative integer is needed")
    digits = values[0].lstrip("0") or "0"
    return int(digits) if len(digits) <= _MAX_DIGITS else 10**_MAX_DIGITS


def read_creation(headers: Headers) -> Creation:
    """Read what a creation request asks for.

    Raises:
        RefusalError: bad_request, a header is missing or malformed.
    """
    if "upload-defer-length" in headers:
        _refuse("Upload-Defer-Length: not supported")
    length = number_header(headers, "Upload-Length")
    text = headers.get("upload-metadata", "")
    metadata = parse_metadata(text)
    try:
        submission_id = UUID(metadata["submission"])
        position = _position(metadata["position"])
    except (KeyError, ValueError):
        _refuse("Upload-Metadata: submission (UUID) and position (number) are needed")
    return Creation(length, submission_id, position, metadata.get("sha256"), text)


def _position(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,6}", text):
        raise ValueError
    return int(text)


def parse_metadata(text: str) -> dict[str, str]:
    """Read Upload-Metadata: `key base64, key base64, key`; keys are unique.

    Raises:
        RefusalError: bad_request.
    """
    if len(text) > MAX_METADATA_CHARACTERS:
        _refuse("Upload-Metadata: too long")
    metadata: dict[str, str] = {}
    for pair in text.split(",") if text else ():
        key, _, value = pair.strip().partition(" ")
        if not key or key in metadata or not key.isascii():
            _refuse("Upload-Metadata: keys must be ASCII, unique and not empty")
        try:
            metadata[key] = base64.b64decode(value, validate=True).decode("utf-8")
        except ValueError:
            _refuse("Upload-Metadata: values must be base64 of UTF-8")
    return metadata


def read_checksum(headers: Mapping[str, str]) -> Checksum | None:
    """Return the checksum that a chunk is announced with, None without one.

    Raises:
        RefusalError: bad_request, malformed or of an algorithm that is not announced.
    """
    text = headers.get("upload-checksum")
    if text is None:
        return None
    algorithm, _, value = text.partition(" ")
    if algorithm not in CHECKSUM_ALGORITHMS:
        _refuse("Upload-Checksum: algorithm not supported")
    try:
        digest = base64.b64decode(value, validate=True)
    except ValueError:  # of base64, or of a character beyond ASCII
        _refuse("Upload-Checksum: not base64")
    if len(digest) != hashlib.new(algorithm, usedforsecurity=False).digest_size:
        _refuse("Upload-Checksum: of another length")
    return Checksum(algorithm, digest)


def announcement(max_size: int) -> dict[str, str]:
    """Return the headers of an OPTIONS answer."""
    return {
        "Tus-Version": VERSION,
        "Tus-Extension": EXTENSIONS,
        "Tus-Max-Size": str(max_size),
        "Tus-Checksum-Algorithm": ",".join(CHECKSUM_ALGORITHMS),
    }


def expires_header(at: datetime) -> dict[str, str]:
    """Return Upload-Expires as RFC 9110 writes dates."""
    return {"Upload-Expires": format_datetime(at, usegmt=True)}


def _refuse(detail: str, *, status: int = 400, headers: Mapping[str, str] | None = None) -> NoReturn:
    raise RefusalError(ProblemCode.BAD_REQUEST, detail, status=status, headers=headers)
