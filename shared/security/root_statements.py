"""What the root says under its signature: sealing keys, the certificate directory, audit anchors.

Each is a wire model with a `signature` field; what is signed is a context of its own and the canonical JSON (RFC 8785)
of the model less that field, so that no statement can be passed off as one of another kind.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any, Final, TypeVar

import rfc8785

from shared.contract.base import WireModel, decode_bytes, encode_bytes
from shared.contract.terminals import (
    ANCHOR_CONTEXT,
    DIRECTORY_CONTEXT,
    AuditAnchor,
    CertificateDirectory,
    Revocation,
    SealingKey,
)
from shared.security.signing import SigningKey, VerifyingKey

_SEALING_KEY_CONTEXT: Final = b"yimen-sealing-key-v1\0"
_CONTEXTS: Final[dict[type[WireModel], bytes]] = {
    SealingKey: _SEALING_KEY_CONTEXT,
    CertificateDirectory: DIRECTORY_CONTEXT,
    AuditAnchor: ANCHOR_CONTEXT,
}


Statement = TypeVar("Statement", SealingKey, CertificateDirectory, AuditAnchor)


def sign_statement(unsigned: Statement, root_key: SigningKey) -> Statement:
    """Return the statement with the root's signature in place of whatever was there."""
    return unsigned.model_copy(update={"signature": encode_bytes(root_key.sign(_message(unsigned)))})


def check_statement(statement: SealingKey | CertificateDirectory | AuditAnchor, root: VerifyingKey) -> None:
    """Check the root's signature.

    Raises:
        SignatureError: the root did not sign this.
    """
    root.verify(_message(statement), decode_bytes(statement.signature))


def directory_version(certificates: Iterable[str], revocations: Iterable[Revocation]) -> str:
    """Return the digest of what a directory lists: 64 hex digits, the same on every day that nothing changes."""
    listed: dict[str, Any] = {
        "certificates": sorted(certificates),
        "revocations": sorted((entry.model_dump(mode="json") for entry in revocations), key=lambda one: one["key_id"]),
    }
    return hashlib.sha256(rfc8785.dumps(listed)).hexdigest()


def _message(statement: WireModel) -> bytes:
    return _CONTEXTS[type(statement)] + rfc8785.dumps(statement.model_dump(mode="json", exclude={"signature"}))
