"""Where a terminal's two secrets come from: the store's key and the signing key.

In an installation they lie under the TPM, or systemd hands them over as credentials (systemd.exec(5), LoadCredential=).
Files in the profile are for demonstrations only; faces show that by `is_demo`.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from shared.security.errors import KeyFormatError, TpmBlobError, TpmUnavailableError
from shared.security.signing import SigningKey, SoftwareSigningKey, VerifyingKey, write_secret
from shared.security.tpm import Tpm
from shared.store.errors import KeyMalformedError, KeyMissingError, KeyUnavailableError
from shared.store.profile import KeyPlace, Profile, TerminalConfig, TerminalMode

STORE_KEY_BYTES = 32
CREDENTIALS_VARIABLE = "CREDENTIALS_DIRECTORY"


class KeySource(Protocol):
    """Gives the terminal's secrets; never makes one in place of one that is missing."""

    @property
    def is_demo(self) -> bool:
        """Whether the secrets lie in plain files, which the faces must say."""

    def store_key(self) -> bytes:
        """Return the store's key, 32 bytes. Raises KeyMissingError, KeyMalformedError."""

    def signing_key(self) -> SigningKey:
        """Return the signing key. Raises KeyMissingError, KeyMalformedError."""


@dataclass(frozen=True, slots=True)
class _KeyFiles:
    """A store key (64 hex digits) and a signing key (PKCS#8 PEM) in two files."""

    store_key_file: Path
    signing_key_file: Path

    def store_key(self) -> bytes:
        """Return the store's key, 32 bytes. Raises KeyMissingError, KeyMalformedError."""
        name = self.store_key_file.name
        try:
            text = self.store_key_file.read_text(encoding="ascii").strip()
            key = bytes.fromhex(text)
        except FileNotFoundError as error:
            raise KeyMissingError(name) from error
        except (OSError, ValueError) as error:
            raise KeyMalformedError(name) from error
        if len(key) != STORE_KEY_BYTES:
            raise KeyMalformedError(name)
        return key

    def signing_key(self) -> SigningKey:
        """Return the signing key. Raises KeyMissingError, KeyMalformedError."""
        name = self.signing_key_file.name
        try:
            return SoftwareSigningKey.load(self.signing_key_file)
        except FileNotFoundError as error:
            raise KeyMissingError(name) from error
        except (OSError, KeyFormatError) as error:
            raise KeyMalformedError(name) from error


class FileKeySource(_KeyFiles):
    """Keys in the profile's own folder: for demonstrations, development and tests."""

    def __init__(self, profile: Profile) -> None:
        super().__init__(profile.keys / "store.key", profile.keys / "signing.key")

    @property
    def is_demo(self) -> bool:
        return True

    def create_missing(self) -> None:
        """Make the keys that aren't there; one that is there is left as it is.

        The caller makes sure that no store exists whose key would be replaced.
        """
        if not self.store_key_file.exists():
            write_secret(self.store_key_file, os.urandom(STORE_KEY_BYTES).hex().encode("ascii"))
        if not self.signing_key_file.exists():
            SoftwareSigningKey.generate().save(self.signing_key_file)


class CredentialKeySource(_KeyFiles):
    """Keys from systemd credentials; made and renewed by the installer's commands, never here."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        folder = environment.get(CREDENTIALS_VARIABLE)
        if not folder:
            raise KeyMissingError(CREDENTIALS_VARIABLE)
        super().__init__(Path(folder) / "yimen-store-key", Path(folder) / "yimen-signing-key")

    @property
    def is_demo(self) -> bool:
        return False


@contextlib.contextmanager
def _typed() -> Iterator[None]:
    """Turn a TPM that does not answer into this package's error: what was begun is as it was."""
    try:
        yield
    except TpmUnavailableError as error:
        raise KeyUnavailableError(str(error)) from error


@dataclass(frozen=True, slots=True)
class _StoreSigningKey:
    """A signing key whose TPM may fail in the middle of an act (KeyUnavailableError)."""

    key: SigningKey

    @property
    def verifying_key(self) -> VerifyingKey:
        return self.key.verifying_key

    def sign(self, message: bytes) -> bytes:
        with _typed():
            return self.key.sign(message)


class TpmKeySource:
    """Keys under the terminal's TPM; the profile holds blobs that this TPM alone can load."""

    def __init__(self, profile: Profile, tpm: Tpm) -> None:
        self._tpm = tpm
        self._store_blob = profile.keys / "store.tpm"
        self._signing_blob = profile.keys / "signing.tpm"

    @property
    def is_demo(self) -> bool:
        return False

    def store_key(self) -> bytes:
        """Return the store's key, 32 bytes. Raises KeyMissingError, KeyMalformedError, KeyUnavailableError."""
        try:
            with _typed():
                key = self._tpm.unseal(self._store_blob)
        except FileNotFoundError as error:
            raise KeyMissingError(self._store_blob.name) from error
        except (OSError, TpmBlobError) as error:
            raise KeyMalformedError(self._store_blob.name) from error
        if len(key) != STORE_KEY_BYTES:
            raise KeyMalformedError(self._store_blob.name)
        return key

    def signing_key(self) -> SigningKey:
        """Return the signing key. Raises KeyMissingError, KeyMalformedError, KeyUnavailableError."""
        try:
            with _typed():
                return _StoreSigningKey(self._tpm.load_signing_key(self._signing_blob))
        except FileNotFoundError as error:
            raise KeyMissingError(self._signing_blob.name) from error
        except (OSError, TpmBlobError) as error:
            raise KeyMalformedError(self._signing_blob.name) from error

    def create_missing(self) -> None:
        """Make the keys that aren't there; as FileKeySource. Raises KeyUnavailableError."""
        with _typed():
            if not self._store_blob.exists():
                self._tpm.seal(self._store_blob, os.urandom(STORE_KEY_BYTES))
            if not self._signing_blob.exists():
                self._tpm.make_signing_key(self._signing_blob)


def key_source(profile: Profile, config: TerminalConfig) -> KeySource:
    """Return the source that the terminal's mode asks for. Raises KeyMissingError."""
    if config.terminal.mode is TerminalMode.DEMO:
        return FileKeySource(profile)
    if config.terminal.keys is KeyPlace.TPM:
        return TpmKeySource(profile, Tpm(config.terminal.tcti))
    return CredentialKeySource(os.environ)
