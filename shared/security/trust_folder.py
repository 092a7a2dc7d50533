"""The folder that a receipt is checked against without a network: the root, certificates, the certificate directory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from cryptography import x509
from pydantic import ValidationError

from shared.contract.terminals import CertificateDirectory, Revocation
from shared.security.certificates import check_issued_by, load_certificate, pem_of, verifying_key
from shared.security.errors import KeyFormatError, SignatureError, UntrustedDirectoryError
from shared.security.root_statements import check_statement

ROOT_FILE = "root.pem"
DIRECTORY_FILE = "directory.json"
_MAX_DIRECTORY_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class TrustFolder:
    """A root, the terminal certificates it issued and what it revoked, by key id. All of it is public.

    Attributes:
        listed_at: when the platform issued the directory; None without one, and then nothing is known of revocations.
    """

    root: x509.Certificate
    terminals: Mapping[str, x509.Certificate] = field(default_factory=dict)
    revocations: Mapping[str, Revocation] = field(default_factory=dict)
    listed_at: datetime | None = None

    @classmethod
    def load(cls, folder: Path) -> TrustFolder:
        """Read root.pem, directory.json and every other *.pem that the root issued.

        Single certificates that are unreadable or not the root's are passed over.

        Raises:
            KeyFormatError: root.pem is missing or no certificate.
            UntrustedDirectoryError: directory.json is damaged or not the root's.
        """
        root = read_root(folder)
        directory = read_directory(folder, root)
        listed = () if directory is None else directory.certificates
        terminals = dict(_issued(root, (*_loose(folder), *listed)))
        if directory is None:
            return cls(root, terminals)
        revocations = {entry.key_id: entry for entry in directory.revocations}
        return cls(root, terminals, revocations, directory.issued_at)

    @staticmethod
    def store(folder: Path, certificate: x509.Certificate, *, is_root: bool = False) -> Path:
        """Write a certificate where `load` finds it and return its path."""
        folder.mkdir(parents=True, exist_ok=True)
        name = ROOT_FILE if is_root else f"{verifying_key(certificate).key_id}.pem"
        path = folder / name
        path.write_text(pem_of(certificate), encoding="ascii")
        return path


def read_root(folder: Path) -> x509.Certificate:
    """Return the folder's root. Raises KeyFormatError where it is missing or no certificate."""
    try:
        return load_certificate((folder / ROOT_FILE).read_bytes())
    except OSError as error:
        message = f"no {ROOT_FILE} to trust"
        raise KeyFormatError(message) from error


def read_directory(folder: Path, root: x509.Certificate) -> CertificateDirectory | None:
    """Return the folder's directory, None where there is none. Raises UntrustedDirectoryError."""
    path = folder / DIRECTORY_FILE
    try:
        if path.stat().st_size > _MAX_DIRECTORY_BYTES:
            raise UntrustedDirectoryError
        directory = CertificateDirectory.model_validate_json(path.read_bytes())
        check_statement(directory, verifying_key(root))
    except FileNotFoundError:
        return None
    except (OSError, ValidationError, SignatureError) as error:
        raise UntrustedDirectoryError from error
    return directory


def _loose(folder: Path) -> Iterator[bytes]:
    for path in sorted(folder.glob("*.pem")):
        if path.name != ROOT_FILE:
            try:
                yield path.read_bytes()
            except OSError:
                continue


def _issued(root: x509.Certificate, pems: tuple[str | bytes, ...]) -> Iterator[tuple[str, x509.Certificate]]:
    for pem in pems:
        try:
            certificate = load_certificate(pem)
            check_issued_by(certificate, root)
            yield verifying_key(certificate).key_id, certificate
        except (KeyFormatError, SignatureError):
            continue
