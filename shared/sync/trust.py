"""What a terminal checks with the platform's root before it believes a download."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from cryptography import x509

from shared.catalogue.errors import CataloguePackageError
from shared.catalogue.package import open_package
from shared.contract.terminals import AuditAnchor, CertificateDirectory, SealingKey
from shared.security.certificates import verifying_key
from shared.security.errors import KeyFormatError, SignatureError
from shared.security.root_statements import check_statement
from shared.sync.errors import UntrustedDownloadError


def check_sealing_keys(keys: Iterable[SealingKey], root: x509.Certificate) -> None:
    """Refuse keys that the root did not sign (UntrustedDownloadError)."""
    for key in keys:
        _check(key, root, "sealing_key")


def check_directory(directory: CertificateDirectory, root: x509.Certificate) -> None:
    """Refuse a certificate directory that the root did not sign (UntrustedDownloadError)."""
    _check(directory, root, "certificate_directory")


def check_anchor(anchor: AuditAnchor, root: x509.Certificate) -> None:
    """Refuse an audit anchor that the root did not sign (UntrustedDownloadError)."""
    _check(anchor, root, "audit_anchor")


def _check(statement: CertificateDirectory | AuditAnchor | SealingKey, root: x509.Certificate, what: str) -> None:
    try:
        check_statement(statement, verifying_key(root))
    except SignatureError as error:
        raise UntrustedDownloadError(what) from error


def catalogue_verifier(root: x509.Certificate) -> Callable[[str, bytes, bytes], bool]:
    """Return the `verify` of open_package for packages signed by the root's key."""
    signer = verifying_key(root)

    def verify(key_id: str, message: bytes, signature: bytes) -> bool:
        if key_id != signer.key_id:
            return False
        try:
            signer.verify(message, signature)
        except (SignatureError, KeyFormatError):
            return False
        return True

    return verify


def check_catalogue(data: bytes, version: str, root: x509.Certificate) -> None:
    """Refuse a package that is faulty, not signed by the root, or not the version it was offered as.

    Raises:
        UntrustedDownloadError: with the package's own fault as its cause.
    """
    what = "catalogue"
    try:
        found = open_package(data, catalogue_verifier(root)).version
    except CataloguePackageError as error:
        raise UntrustedDownloadError(what) from error
    if found != version:
        raise UntrustedDownloadError(what)
