"""The root's certificate and the certificates that it issues."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from shared.security.errors import KeyFormatError, SignatureError
from shared.security.signing import SoftwareSigningKey, VerifyingKey

ROOT_LIFETIME = timedelta(days=20 * 365)
TERMINAL_LIFETIME = timedelta(days=3 * 365)
TLS_SERVER_LIFETIME = timedelta(days=90)
TLS_CLIENT_LIFETIME = timedelta(days=7)
_MAX_CERTIFICATE_BYTES = 16_384
_TERMINAL_DOMAIN = ".terminal.invalid"


def _name(common_name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])


def issue_root(key: SoftwareSigningKey, name: str, now: datetime) -> x509.Certificate:
    """Return a self-signed CA certificate for key."""
    return (
        x509.CertificateBuilder()
        .subject_name(_name(name))
        .issuer_name(_name(name))
        .public_key(key.key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(now + ROOT_LIFETIME)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.key.public_key()), critical=False)
        .sign(key.key, hashes.SHA256())
    )


def issue_terminal(
    root: x509.Certificate, root_key: SoftwareSigningKey, terminal: VerifyingKey, terminal_id: UUID, now: datetime
) -> x509.Certificate:
    """Return the root's certificate for a terminal's signing key; the common name is the terminal's id."""
    return (
        x509.CertificateBuilder()
        .subject_name(_name(str(terminal_id)))
        .issuer_name(root.subject)
        .public_key(terminal.key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(now + TERMINAL_LIFETIME)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .sign(root_key.key, hashes.SHA256())
    )


def issue_tls(
    root: x509.Certificate,
    root_key: SoftwareSigningKey,
    key: VerifyingKey,
    names: Sequence[x509.GeneralName],
    now: datetime,
    *,
    for_server: bool,
) -> x509.Certificate:
    """Return the root's certificate for a TLS key: of the platform's server, or of a terminal as its client."""
    # A terminal is a server too, where another one fetches a draft from it over the LAN. Its name is no host's.
    terminal_usage = [ExtendedKeyUsageOID.CLIENT_AUTH, ExtendedKeyUsageOID.SERVER_AUTH]
    usage = [ExtendedKeyUsageOID.SERVER_AUTH] if for_server else terminal_usage
    return (
        x509.CertificateBuilder()
        .subject_name(_name("platform" if for_server else "terminal"))
        .issuer_name(root.subject)
        .public_key(key.key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(now + (TLS_SERVER_LIFETIME if for_server else TLS_CLIENT_LIFETIME))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.ExtendedKeyUsage(usage), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.key.public_key()), critical=False)
        .sign(root_key.key, hashes.SHA256())
    )


def terminal_name(terminal_id: UUID) -> x509.DNSName:
    """Return the name that stands for a terminal in its TLS certificate."""
    return x509.DNSName(f"{terminal_id}{_TERMINAL_DOMAIN}")


def terminal_of(certificate: x509.Certificate) -> UUID | None:
    """Return the terminal whose TLS certificate this is, None for any other certificate."""
    with contextlib.suppress(x509.ExtensionNotFound, ValueError):
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        (name,) = names.get_values_for_type(x509.DNSName)
        if name.endswith(_TERMINAL_DOMAIN):
            return UUID(name.removesuffix(_TERMINAL_DOMAIN))
    return None


def load_certificate(pem: str | bytes) -> x509.Certificate:
    """Read one PEM certificate (KeyFormatError if it is none)."""
    data = pem.encode("ascii", "replace") if isinstance(pem, str) else pem
    if len(data) > _MAX_CERTIFICATE_BYTES:
        message = "a certificate this large is not one of ours"
        raise KeyFormatError(message)
    try:
        return x509.load_pem_x509_certificate(data)
    except ValueError as error:
        raise KeyFormatError(str(error)) from error


def pem_of(certificate: x509.Certificate) -> str:
    """Return the certificate as PEM text."""
    return certificate.public_bytes(serialization.Encoding.PEM).decode("ascii")


def fingerprint(certificate: x509.Certificate) -> str:
    """Return SHA-256 over the DER, as 64 hex digits."""
    return certificate.fingerprint(hashes.SHA256()).hex()


def verifying_key(certificate: x509.Certificate) -> VerifyingKey:
    """Return the certified P-256 key (KeyFormatError for another kind)."""
    return VerifyingKey.of(certificate.public_key())


def check_issued_by(certificate: x509.Certificate, root: x509.Certificate) -> None:
    """Check that root signed certificate.

    Raises:
        SignatureError: it did not.
    """
    try:
        certificate.verify_directly_issued_by(root)
    except (ValueError, TypeError, InvalidSignature) as error:
        message = "not issued by this root"
        raise SignatureError(message) from error
