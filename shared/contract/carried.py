"""A sealed submission in one file, to be carried by hand: a ZIP archive of its manifest and its ciphertexts.

Nothing in it is readable without the platform's key but what the manifest's envelope says in clear.
"""

from __future__ import annotations

import errno
import hashlib
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pydantic import ValidationError

from shared.contract.submissions import MAX_PART_BYTES, Manifest, PartDigest

SUFFIX = ".yimen"
_MANIFEST = "manifest.json"
_MAX_MANIFEST_BYTES = 2 * 1024 * 1024


class CarriedError(Exception):
    """The file is no carried submission, or not all of one; the message says where."""


class CarriedSubmission:
    """An opened file; parts are read one by one and checked against the manifest's digests."""

    def __init__(self, archive: zipfile.ZipFile, manifest: Manifest) -> None:
        self._archive = archive
        self.manifest = manifest
        self._parts = {part.position: part for part in manifest.envelope.parts}

    def part(self, position: int) -> bytes:
        """Return a part's ciphertext. Raises CarriedError."""
        announced = self._parts.get(position)
        if announced is None:
            message = f"part {position}: not in the manifest"
            raise CarriedError(message)
        data = _read(self._archive, _name(position), min(announced.size, MAX_PART_BYTES))
        if (hashlib.sha256(data).hexdigest(), len(data)) != (announced.sha256, announced.size):
            message = f"part {position}: not what was sealed"
            raise CarriedError(message)
        return data


@contextmanager
def open_carried(path: Path) -> Iterator[CarriedSubmission]:
    """Open a file for the time of the block. Raises CarriedError."""
    with _readable():
        archive = zipfile.ZipFile(path)
    with archive:
        text = _read(archive, _MANIFEST, _MAX_MANIFEST_BYTES)
        try:
            manifest = Manifest.model_validate_json(text)
        except ValidationError as error:
            message = f"{_MANIFEST}: not a manifest"
            raise CarriedError(message) from error
        yield CarriedSubmission(archive, manifest)


@contextmanager
def _readable() -> Iterator[None]:
    """Turn what zipfile says of a file that is none of ours, or was cut or changed, into CarriedError."""
    try:
        yield
    except FileNotFoundError as error:
        message = "there is no such file"
        raise CarriedError(message) from error
    except OSError as error:
        message = f"it can't be read: {errno.errorcode.get(error.errno or 0, 'not whole')}"
        raise CarriedError(message) from error
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        message = "it is no sealed submission, or not all of one"
        raise CarriedError(message) from error


def carried_files(paths: Iterable[Path]) -> Iterator[Path]:
    """Give the files that are named and those in the folders that are named, the earlier of a case first."""
    for path in paths:
        yield from sorted(path.glob(f"*{SUFFIX}")) if path.is_dir() else [path]


def carried_name(manifest: Manifest) -> str:
    """Return a file name that sorts the submissions of a case by their order."""
    envelope = manifest.envelope
    return f"{envelope.case_number}-{envelope.sequence:06d}-{str(envelope.submission_id)[:8]}{SUFFIX}"


def write_carried(target: Path, manifest: Manifest, read: Callable[[PartDigest], bytes]) -> None:
    """Write a submission to a file; making it durable and giving it its name is the caller's. Raises OSError."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(_MANIFEST, manifest.model_dump_json())
        for part in manifest.envelope.parts:
            archive.writestr(_name(part.position), read(part))


def _name(position: int) -> str:
    return f"parts/{position}"


def _read(archive: zipfile.ZipFile, name: str, limit: int) -> bytes:
    try:
        with _readable(), archive.open(name) as member:
            data = member.read(limit + 1)
    except KeyError as error:
        message = f"{name}: missing"
        raise CarriedError(message) from error
    if len(data) > limit:
        message = f"{name}: too large"
        raise CarriedError(message)
    return data
