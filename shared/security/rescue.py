"""The clear line of a sealing's record: the manifest once more, sealed to the platform.

A terminal whose store key is lost can read neither its database nor its records; its ciphertexts are whole, and useless
without their manifests. With this line the platform gets both out of the terminal's disk.
"""

from __future__ import annotations

from typing import Final

from pydantic import ValidationError

from shared.contract.base import UUID, Base64Text, Code, KeyId, WireModel, decode_bytes, encode_bytes
from shared.contract.submissions import MAX_PARTS, Manifest
from shared.security.errors import SecurityError
from shared.security.sealing import SUITE, PlatformSealingKeys, Sealer, SealingPublicKey

RECORD_FILE: Final = "record"
_POSITION: Final = MAX_PARTS + 1
"""Where the manifest is sealed: at no part's place, so that neither passes for the other."""


class RescueError(Exception):
    """A record's clear line is none, or not of a submission sealed to this platform."""


class RescueLine(WireModel):
    """What names no person and no case, and the sealed manifest."""

    submission_id: UUID
    terminal_id: UUID
    suite: Code
    sealing_key_id: KeyId
    wrapped_key: Base64Text
    manifest: Base64Text


def seal_rescue_line(manifest: Manifest, platform_key: SealingPublicKey) -> bytes:
    """Return the line with its newline."""
    envelope = manifest.envelope
    sealer = Sealer(platform_key, envelope.submission_id, envelope.terminal_id)
    line = RescueLine(
        submission_id=envelope.submission_id,
        terminal_id=envelope.terminal_id,
        suite=SUITE,
        sealing_key_id=sealer.key_id,
        wrapped_key=encode_bytes(sealer.wrapped_key),
        manifest=encode_bytes(sealer.seal(_POSITION, manifest.model_dump_json().encode())),
    )
    return line.model_dump_json().encode() + b"\n"


def split_record(record: bytes) -> tuple[bytes, bytes]:
    """Return a record's clear line and what is for its terminal alone."""
    line, _, rest = record.partition(b"\n")
    return line, rest


def open_rescue_line(record: bytes, keys: PlatformSealingKeys) -> Manifest:
    """Return the manifest of a record. Raises RescueError; its signature is the caller's to check."""
    try:
        line = RescueLine.model_validate_json(split_record(record)[0])
        opener = keys.opener(
            suite=line.suite,
            key_id=line.sealing_key_id,
            wrapped_key=decode_bytes(line.wrapped_key),
            submission=line.submission_id,
            terminal=line.terminal_id,
        )
        return Manifest.model_validate_json(opener.open(_POSITION, decode_bytes(line.manifest)))
    except (ValidationError, SecurityError, ValueError) as error:
        raise RescueError(type(error).__name__) from error
