"""ES256 signatures (ECDSA on P-256 with SHA-256, r||s as in RFC 7518 §3.4) behind a seam that a TPM can fill."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature

from shared.security.errors import KeyFormatError, SignatureError

_COORDINATE_BYTES = 32


@dataclass(frozen=True, slots=True)
class VerifyingKey:
    """A P-256 public key."""

    key: ec.EllipticCurvePublicKey

    @classmethod
    def from_spki(cls, der: bytes) -> VerifyingKey:
        """Read a SubjectPublicKeyInfo.

        Raises:
            KeyFormatError: not DER, not an elliptic-curve key, or not on P-256.
        """
        try:
            key = serialization.load_der_public_key(der)
        except (ValueError, TypeError) as error:
            raise KeyFormatError(str(error)) from error
        return cls.of(key)

    @classmethod
    def load(cls, path: Path) -> VerifyingKey:
        """Read a public key as PEM.

        Raises:
            KeyFormatError: the file is not a P-256 public key.
            OSError: the file can't be read.
        """
        try:
            key = serialization.load_pem_public_key(path.read_bytes())
        except (ValueError, TypeError) as error:
            raise KeyFormatError(str(error)) from error
        return cls.of(key)

    @classmethod
    def of(cls, key: object) -> VerifyingKey:
        """Wrap a key object of `cryptography`, refusing all but P-256 (KeyFormatError)."""
        if not isinstance(key, ec.EllipticCurvePublicKey) or not isinstance(key.curve, ec.SECP256R1):
            message = "a P-256 public key is needed"
            raise KeyFormatError(message)
        return cls(key)

    @property
    def spki(self) -> bytes:
        """The key as SubjectPublicKeyInfo, DER."""
        return self.key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)

    @property
    def key_id(self) -> str:
        """First 8 bytes of SHA-256 over the SPKI, as 16 hex digits."""
        return key_id_of(self.spki)

    def verify(self, message: bytes, signature: bytes) -> None:
        """Check r||s over message.

        Raises:
            SignatureError: it does not fit.
        """
        if len(signature) != 2 * _COORDINATE_BYTES:
            message_text = "an ES256 signature has 64 bytes"
            raise SignatureError(message_text)
        r = int.from_bytes(signature[:_COORDINATE_BYTES], "big")
        s = int.from_bytes(signature[_COORDINATE_BYTES:], "big")
        try:
            self.key.verify(encode_dss_signature(r, s), message, ec.ECDSA(hashes.SHA256()))
        except InvalidSignature as error:
            message_text = "the signature does not fit"
            raise SignatureError(message_text) from error


class SigningKey(Protocol):
    """A P-256 private key that may live in a file, a TPM or a token."""

    @property
    def verifying_key(self) -> VerifyingKey:
        """Its public half."""

    def sign(self, message: bytes) -> bytes:
        """Return ES256 over message as r||s, 64 bytes."""


@dataclass(frozen=True, slots=True)
class SoftwareSigningKey:
    """A signing key in this process's memory, kept in a file: for the platform's reference and demo terminals."""

    key: ec.EllipticCurvePrivateKey

    @classmethod
    def generate(cls) -> SoftwareSigningKey:
        return cls(ec.generate_private_key(ec.SECP256R1()))

    @classmethod
    def load(cls, path: Path) -> SoftwareSigningKey:
        """Read an unencrypted PKCS#8 PEM.

        Raises:
            KeyFormatError: the file is not a P-256 private key.
            OSError: the file can't be read.
        """
        try:
            key = serialization.load_pem_private_key(path.read_bytes(), password=None)
        except (ValueError, TypeError) as error:
            raise KeyFormatError(str(error)) from error
        if not isinstance(key, ec.EllipticCurvePrivateKey) or not isinstance(key.curve, ec.SECP256R1):
            message = "a P-256 private key is needed"
            raise KeyFormatError(message)
        return cls(key)

    def save(self, path: Path) -> None:
        """Write a PKCS#8 PEM that only its owner may read; refuses to overwrite (FileExistsError)."""
        pem = self.key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        write_secret(path, pem)

    @property
    def verifying_key(self) -> VerifyingKey:
        return VerifyingKey(self.key.public_key())

    def sign(self, message: bytes) -> bytes:
        r, s = decode_dss_signature(self.key.sign(message, ec.ECDSA(hashes.SHA256())))
        return r.to_bytes(_COORDINATE_BYTES, "big") + s.to_bytes(_COORDINATE_BYTES, "big")


def key_id_of(spki_or_raw: bytes) -> str:
    """Return the key id of a public key's encoding: 16 hex digits."""
    return hashlib.sha256(spki_or_raw).hexdigest()[:16]


def write_secret(path: Path, data: bytes) -> None:
    """Create path with mode 0600, write data and fsync file and folder.

    Raises:
        FileExistsError: something is there already; secrets are never overwritten.
    """
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
