"""Where a terminal's two secrets come from: the store's key and the signing key.

In an installation systemd hands both over as credentials (systemd.exec(5), LoadCredential=), which it can keep under a
TPM. Files in the profile are for demonstrations only; faces show that by `is_demo`.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from shared.security.errors import KeyFormatError
from shared.security.signing import SigningKey, SoftwareSigningKey, write_secret
from shared.store.errors import KeyMalformedError, KeyMissingError
from shared.store.profile import Profile, TerminalConfig, TerminalMode

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


def key_source(profile: Profile, config: TerminalConfig) -> KeySource:
    """Return the source that the terminal's mode asks for. Raises KeyMissingError."""
    if config.terminal.mode is TerminalMode.DEMO:
        return FileKeySource(profile)
    return CredentialKeySource(os.environ)
