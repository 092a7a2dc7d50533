"""The platform's own keys: the root that certifies terminals, and the sealing keys that submissions are sealed to."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import x25519
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from acceptance_platform.errors import FaultCode, PlatformError
from shared.contract.base import encode_bytes
from shared.contract.terminals import SealingKey
from shared.files import write_atomically
from shared.security.certificates import issue_root, load_certificate, pem_of, verifying_key
from shared.security.errors import KeyFormatError, SignatureError
from shared.security.root_statements import sign_statement
from shared.security.sealing import SUITE, PlatformSealingKeys
from shared.security.signing import SoftwareSigningKey, VerifyingKey, write_secret

_KEY_ID = re.compile(r"[0-9a-f]{16}")
_ROOT_KEY = "root.key"
_ROOT_CERTIFICATE = "root.pem"
_ROOT_NAME = "Yimen acceptance platform"


@dataclass(frozen=True, slots=True)
class PlatformKeys:
    """What the platform holds in its key folder."""

    root_key: SoftwareSigningKey
    root: x509.Certificate
    sealing: PlatformSealingKeys

    @property
    def root_pem(self) -> str:
        """The root's certificate as terminals get it."""
        return pem_of(self.root)

    @property
    def pseudonym_key(self) -> bytes:
        """The secret of the keyed pseudonyms and verifiers in the database, 32 bytes (HKDF-SHA256 of the root's key).

        It is backed up and restored with the root, and a stolen database does not hold it.
        """
        scalar = self.root_key.key.private_numbers().private_value.to_bytes(32, "big")
        return HKDF(hashes.SHA256(), 32, salt=None, info=b"yimen-platform-pseudonyms-v1").derive(scalar)

    def verify_root(self, key_id: str, message: bytes, signature: bytes) -> bool:
        """Tell whether the root signed a message: what catalogue packages are checked with."""
        key = verifying_key(self.root)
        return key_id == key.key_id and _fits(key, message, signature)


def _fits(key: VerifyingKey, message: bytes, signature: bytes) -> bool:
    try:
        key.verify(message, signature)
    except SignatureError:
        return False
    return True


def make_root(folder: Path, now: datetime) -> None:
    """Make the root's key and certificate where they are missing. Only for a platform that never served."""
    key_path, certificate_path = folder / _ROOT_KEY, folder / _ROOT_CERTIFICATE
    if not key_path.exists():
        SoftwareSigningKey.generate().save(key_path)
    if not certificate_path.exists():
        certificate = issue_root(SoftwareSigningKey.load(key_path), _ROOT_NAME, now)
        write_atomically(certificate_path, pem_of(certificate).encode("ascii"))


def make_sealing_key(folder: Path, root_key: SoftwareSigningKey, now: datetime) -> SealingKey:
    """Make a sealing key, keep its private half in the folder and return the public half signed by the root."""
    private = PlatformSealingKeys.generate()
    public = PlatformSealingKeys.public_of(private)
    pem = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    write_secret(folder / f"sealing-{public.key_id}.key", pem)
    unsigned = SealingKey(
        key_id=public.key_id, suite=SUITE, public_key=encode_bytes(public.raw), not_before=now, signature=""
    )
    return sign_statement(unsigned, root_key)


def load_keys(folder: Path) -> PlatformKeys:
    """Read the key folder.

    Raises:
        PlatformError: keys_missing or keys_unreadable; a new key is never made over an old database.
    """
    try:
        root_key = SoftwareSigningKey.load(folder / _ROOT_KEY)
        root = load_certificate((folder / _ROOT_CERTIFICATE).read_bytes())
        sealing = SealingKeyFolder(folder)
        sealing.load_all()
    except FileNotFoundError as error:
        raise PlatformError(
            FaultCode.KEYS_MISSING, "the database is here but its key folder is not complete"
        ) from error
    except (OSError, KeyFormatError) as error:
        raise PlatformError(FaultCode.KEYS_UNREADABLE, type(error).__name__) from error
    return PlatformKeys(root_key, root, PlatformSealingKeys(sealing))


def read_key_files(folder: Path) -> dict[str, bytes]:
    """Return every file of a key folder by name. Raises PlatformError keys_unreadable."""
    try:
        wanted = [folder / _ROOT_KEY, folder / _ROOT_CERTIFICATE, *sorted(folder.glob("sealing-*.key"))]
        return {path.name: path.read_bytes() for path in wanted}
    except OSError as error:
        raise PlatformError(FaultCode.KEYS_UNREADABLE, type(error).__name__) from error


class SealingKeyFolder(Mapping[str, x25519.X25519PrivateKey]):
    """The private sealing keys of a folder by key id; one made while the platform serves is found when it is needed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._loaded: dict[str, x25519.X25519PrivateKey] = {}

    def load_all(self) -> None:
        """Read every key. Raises OSError, KeyFormatError."""
        for path in sorted(self._folder.glob("sealing-*.key")):
            self._load(path)

    def __getitem__(self, key_id: str) -> x25519.X25519PrivateKey:
        if key_id not in self._loaded and _KEY_ID.fullmatch(key_id):
            with contextlib.suppress(OSError, KeyFormatError):
                self._load(self._folder / f"sealing-{key_id}.key")
        return self._loaded[key_id]

    def __iter__(self) -> Iterator[str]:
        return iter(dict(self._loaded))

    def __len__(self) -> int:
        return len(self._loaded)

    def _load(self, path: Path) -> None:
        key = _load_sealing_key(path)
        self._loaded[PlatformSealingKeys.public_of(key).key_id] = key


def _load_sealing_key(path: Path) -> x25519.X25519PrivateKey:
    try:
        key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    except (ValueError, TypeError) as error:
        message = "not a private key"
        raise KeyFormatError(message) from error
    if not isinstance(key, x25519.X25519PrivateKey):
        message = "not an X25519 private key"
        raise KeyFormatError(message)
    return key
