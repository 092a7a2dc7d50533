"""What a terminal checks with the platform's root before it believes a download."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from cryptography import x509

from shared.catalogue.errors import CataloguePackageError
from shared.catalogue.package import open_package
from shared.contract.terminals import SealingKey
from shared.security.certificates import verifying_key
from shared.security.errors import KeyFormatError, SignatureError
from shared.security.manifests import check_sealing_key
from shared.sync.errors import UntrustedDownloadError


def check_sealing_keys(keys: Iterable[SealingKey], root: x509.Certificate) -> None:
    """Refuse keys that the root did not sign (UntrustedDownloadError)."""
    signer = verifying_key(root)
    try:
        for key in keys:
            check_sealing_key(key, signer)
    except SignatureError as error:
        what = "sealing_key"
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
