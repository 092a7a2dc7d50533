"""Drafts on their way: parts under one content key, which HPKE wraps for the platform and then for who takes it.

The platform wraps the key anew and opens no part. Contexts differ from a submission's (sealing.py), so that neither can
be passed off as the other. A claim is a short secret beside it, sealed to the platform's key alone.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import x25519
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from shared.contract.drafts import DRAFT_KEY_CONTEXT, DRAFT_RELEASE_CONTEXT
from shared.security.errors import KeyFormatError, UnsealError
from shared.security.sealing import SUITE, SealingPublicKey

_HPKE: Final = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
_NONCE_BYTES: Final = 12
_KEY_BYTES: Final = 32
NO_CASE: Final = UUID(int=0)
"""In the place of a case id where a claim is of no single draft."""


@dataclass(frozen=True, slots=True)
class ParcelKey:
    """The content key of one state of a draft; never of two."""

    case_id: UUID
    secret: bytes = field(repr=False)

    @classmethod
    def new(cls, case_id: UUID) -> ParcelKey:
        return cls(case_id, os.urandom(_KEY_BYTES))

    def seal(self, position: int, plaintext: bytes) -> bytes:
        """Return nonce + ciphertext + tag of one part, the same each time.

        A key is made for one state of a draft and seals one plaintext at each position: its nonce is the position, so
        that a part can be sealed for its digest and once more to be sent, and lies in memory only for so long.
        """
        nonce = position.to_bytes(_NONCE_BYTES, "big")
        return nonce + AESGCM(self.secret).encrypt(nonce, plaintext, _associated_data(self.case_id, position))

    def open(self, position: int, sealed: bytes) -> bytes:
        """Return one part's plaintext. Raises UnsealError."""
        nonce, ciphertext = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
        try:
            return AESGCM(self.secret).decrypt(nonce, ciphertext, _associated_data(self.case_id, position))
        except (InvalidTag, ValueError) as error:
            message = f"part {position} can't be opened"
            raise UnsealError(message) from error

    def wrapped_for(self, recipient: SealingPublicKey, terminal: UUID) -> bytes:
        """Wrap the key.

        Args:
            recipient: the platform, or the terminal that takes the draft.
            terminal: who sealed the parts, where the platform is the recipient; else the recipient itself.

        Raises:
            KeyFormatError: the recipient's key is no X25519 key, or one that agrees with everybody.
        """
        return _seal_to(recipient, self.secret, _info(b"key", self.case_id, terminal))


def unwrap_parcel_key(wrapped: bytes, private: x25519.X25519PrivateKey, case_id: UUID, terminal: UUID) -> ParcelKey:
    """Return the key that `wrapped_for` wrapped. Raises UnsealError."""
    secret = _open_with(private, wrapped, _info(b"key", case_id, terminal))
    if len(secret) != _KEY_BYTES:
        message = "no content key"
        raise UnsealError(message)
    return ParcelKey(case_id, secret)


def seal_claim(plaintext: bytes, platform: SealingPublicKey, case_id: UUID, terminal: UUID) -> bytes:
    """Seal a claim that a terminal makes about a draft, or about no single one (NO_CASE)."""
    return _seal_to(platform, plaintext, _info(b"claim", case_id, terminal))


def open_claim(sealed: bytes, private: x25519.X25519PrivateKey, case_id: UUID, terminal: UUID) -> bytes:
    """Return what `seal_claim` sealed. Raises UnsealError."""
    return _open_with(private, sealed, _info(b"claim", case_id, terminal))


def platform_key(private: Mapping[str, x25519.X25519PrivateKey], key_id: str) -> x25519.X25519PrivateKey:
    """Return one of the platform's private keys. Raises UnsealError."""
    found = private.get(key_id)
    if found is None:
        message = "sealed to a key that is not here"
        raise UnsealError(message)
    return found


def public_of(private: x25519.X25519PrivateKey) -> SealingPublicKey:
    """Return a private key's public half."""
    raw = private.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    return SealingPublicKey(raw)


def key_request(case_id: UUID, terminal: UUID, public_key: bytes) -> bytes:
    """Return what a terminal signs to have a draft's key wrapped for its own."""
    return DRAFT_KEY_CONTEXT + case_id.bytes + terminal.bytes + public_key


def release_name(key: bytes, let_go_at: datetime) -> str:
    """Return what names to the platform that a draft was let go, once, under an offer's key that it must not learn.

    A draft that comes back while its offer stands is let go again under the same key.
    """
    moment = let_go_at.astimezone(UTC).isoformat().encode()
    return hashlib.sha256(b"yimen-draft-release-v2\0" + key + moment).hexdigest()


def erasure_name(case_id: UUID, erased_at: datetime) -> str:
    """Return what names to the platform that a draft went back to whom it came from since it was erased, once."""
    return release_name(case_id.bytes, erased_at)


def release_message(case_id: UUID, source: UUID, taker: UUID, offer: str) -> bytes:
    """Return what the source of a draft signs when it lets it go under an offer."""
    return DRAFT_RELEASE_CONTEXT + case_id.bytes + source.bytes + taker.bytes + bytes.fromhex(offer)


def _seal_to(recipient: SealingPublicKey, plaintext: bytes, info: bytes) -> bytes:
    try:
        return _HPKE.encrypt(plaintext, x25519.X25519PublicKey.from_public_bytes(recipient.raw), info=info)
    except ValueError as error:
        message = "no X25519 key to seal to"
        raise KeyFormatError(message) from error


def _open_with(private: x25519.X25519PrivateKey, sealed: bytes, info: bytes) -> bytes:
    try:
        return _HPKE.decrypt(sealed, private, info=info)
    except (InvalidTag, ValueError) as error:
        message = "can't be unwrapped with this key"
        raise UnsealError(message) from error


def _info(what: bytes, case_id: UUID, terminal: UUID) -> bytes:
    return b"\0".join([b"yimen-draft-v1", what, SUITE.encode(), case_id.bytes, terminal.bytes])


def _associated_data(case_id: UUID, position: int) -> bytes:
    return b"yimen-draft-part-v1\0" + SUITE.encode() + b"\0" + case_id.bytes + position.to_bytes(4, "big")
