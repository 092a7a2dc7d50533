"""Sealing to the platform's key: HPKE (RFC 9180, X25519) wraps a content key, AES-256-GCM seals each part.

A part is sealed as nonce (12 bytes) + ciphertext + tag. Its associated data binds suite, submission, position: a part
can't be moved to another place or another submission; the HPKE info binds suite, key id, submission and terminal.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import x25519
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from shared.security.errors import KeyFormatError, UnknownSuiteError, UnsealError
from shared.security.signing import key_id_of

SUITE: Final = "hpke-x25519-aes256gcm-v1"
_NONCE_BYTES: Final = 12
_KEY_BYTES: Final = 32
_HPKE: Final = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


def _info(suite: str, key_id: str, submission: UUID, terminal: UUID) -> bytes:
    return b"\0".join([b"yimen-seal-v1", suite.encode(), key_id.encode(), submission.bytes, terminal.bytes])


def _associated_data(submission: UUID, position: int) -> bytes:
    return b"yimen-part-v1\0" + SUITE.encode() + b"\0" + submission.bytes + position.to_bytes(4, "big")


@dataclass(frozen=True, slots=True)
class SealingPublicKey:
    """The platform's X25519 public key."""

    raw: bytes

    @property
    def key_id(self) -> str:
        return key_id_of(self.raw)


class Sealer:
    """Seals the parts of one submission under one fresh content key; made once, used once."""

    def __init__(self, platform_key: SealingPublicKey, submission: UUID, terminal: UUID) -> None:
        try:
            public = x25519.X25519PublicKey.from_public_bytes(platform_key.raw)
        except ValueError as error:
            message = "an X25519 public key has 32 bytes"
            raise KeyFormatError(message) from error
        content_key = os.urandom(_KEY_BYTES)
        self._aead = AESGCM(content_key)
        self._submission = submission
        self.key_id = platform_key.key_id
        self.wrapped_key = _HPKE.encrypt(
            content_key, public, info=_info(SUITE, platform_key.key_id, submission, terminal)
        )

    def seal(self, position: int, plaintext: bytes) -> bytes:
        """Return nonce + ciphertext + tag of one part."""
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + self._aead.encrypt(nonce, plaintext, _associated_data(self._submission, position))


class Opener:
    """Opens the parts of one submission with the platform's private key."""

    def __init__(self, aead: AESGCM, submission: UUID) -> None:
        self._aead = aead
        self._submission = submission

    def open(self, position: int, sealed: bytes) -> bytes:
        """Return the plaintext of one part.

        Raises:
            UnsealError: the bytes are not what was sealed at this position of this submission.
        """
        nonce, ciphertext = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
        try:
            return self._aead.decrypt(nonce, ciphertext, _associated_data(self._submission, position))
        except (InvalidTag, ValueError) as error:
            message = f"part {position} can't be opened"
            raise UnsealError(message) from error


@dataclass(frozen=True, slots=True)
class PlatformSealingKeys:
    """The platform's private keys by key id: the newest and all older ones, kept for reading."""

    private: Mapping[str, x25519.X25519PrivateKey]

    @staticmethod
    def generate() -> x25519.X25519PrivateKey:
        return x25519.X25519PrivateKey.generate()

    @staticmethod
    def public_of(private: x25519.X25519PrivateKey) -> SealingPublicKey:
        raw = private.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
        return SealingPublicKey(raw)

    def opener(self, *, suite: str, key_id: str, wrapped_key: bytes, submission: UUID, terminal: UUID) -> Opener:
        """Unwrap a submission's content key.

        Raises:
            UnknownSuiteError: the suite is not ours.
            UnsealError: no such key here, or the wrapped key does not fit.
        """
        if suite != SUITE:
            raise UnknownSuiteError(suite)
        private = self.private.get(key_id)
        if private is None:
            message = "sealed to a key that is not here"
            raise UnsealError(message)
        try:
            content_key = _HPKE.decrypt(wrapped_key, private, info=_info(suite, key_id, submission, terminal))
            return Opener(AESGCM(content_key), submission)
        except (InvalidTag, ValueError) as error:
            message = "the content key can't be unwrapped"
            raise UnsealError(message) from error
