"""The short-lived certificate that the terminal shows in mutual TLS: asked for, kept and renewed by the agent."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import serialization

from shared.contract.base import encode_bytes
from shared.contract.terminals import TlsCertificateRequest
from shared.files import write_atomically
from shared.security.certificates import check_issued_by, load_certificate
from shared.security.errors import KeyFormatError, SignatureError
from shared.security.signing import SoftwareSigningKey
from shared.sync.client import PlatformClient
from shared.sync.errors import UntrustedDownloadError
from shared.sync.shown_certificate import ShownCertificate

CLIENT_FILE = "client.pem"


def renew_client_certificate(folder: Path, client: PlatformClient, root: x509.Certificate, now: datetime) -> bool:
    """Ask for a new key's certificate when there is none or two thirds of its life are over; return whether it did.

    Key and certificate are put in place together, in one file of mode 0600.

    Raises:
        UntrustedDownloadError: the certificate is not the root's or of another key; the one before stays.
        SyncError: it did not come.
    """
    path = folder / CLIENT_FILE
    known = ShownCertificate.read(path)
    if known is not None and not known.is_due(now):
        return False
    key = SoftwareSigningKey.generate()
    answer = client.tls_certificate(TlsCertificateRequest(public_key=encode_bytes(key.verifying_key.spki)))
    what = "tls certificate"
    try:
        certificate = load_certificate(answer.certificate_pem)
        check_issued_by(certificate, root)
    except (KeyFormatError, SignatureError) as error:
        raise UntrustedDownloadError(what) from error
    if certificate.public_key() != key.key.public_key():
        raise UntrustedDownloadError(what)
    secret = key.key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_atomically(path, secret + answer.certificate_pem.encode("ascii"))
    return True
