"""X.509 certificates of tokens: whose they are, what kind of key they carry, how they are shown."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import Enum, auto

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding

from devices.ca_card.errors import CertificateUnreadableError
from devices.core.errors import ProtocolError


class KeyKind(Enum):
    """The kinds of keys that are signed with."""

    RSA = auto()
    P256 = auto()
    P384 = auto()
    SM2 = auto()


@dataclass(frozen=True, slots=True, repr=False)
class CertificateFacts:
    """What is read from a certificate.

    Attributes:
        subject: RFC 4514, such as CN=样例,O=样例.
        bits: length of the key's modulus or field.
    """

    subject: str
    not_after: datetime.datetime
    pem: str
    kind: KeyKind
    bits: int


def load_certificate(der: bytes) -> x509.Certificate:
    """Parse a certificate.

    Raises:
        CertificateUnreadableError: it is none.
    """
    try:
        return x509.load_der_x509_certificate(der)
    except ValueError as error:
        detail = "no X.509"
        raise CertificateUnreadableError(detail) from error


def read_facts(der: bytes) -> CertificateFacts:
    """Read what a list of certificates shows and what a signature needs.

    Raises:
        CertificateUnreadableError: it is no certificate, or its key is of another kind.
    """
    certificate = load_certificate(der)
    kind, bits = _key(certificate)
    try:
        subject = certificate.subject.rfc4514_string()
        not_after = certificate.not_valid_after_utc
    except ValueError as error:
        detail = "subject or validity"
        raise CertificateUnreadableError(detail) from error
    return CertificateFacts(subject, not_after, certificate.public_bytes(Encoding.PEM).decode("ascii"), kind, bits)


def _key(certificate: x509.Certificate) -> tuple[KeyKind, int]:
    try:
        key = certificate.public_key()
    except (UnsupportedAlgorithm, ValueError) as error:
        # Loads Tongsuo, which other keys have no need of.
        from devices.ca_card.sm2 import sm2_point

        try:
            sm2_point(certificate)
        except ProtocolError:
            detail = "kind of key"
            raise CertificateUnreadableError(detail) from error
        return KeyKind.SM2, 256
    if isinstance(key, rsa.RSAPublicKey):
        return KeyKind.RSA, key.key_size
    if isinstance(key, ec.EllipticCurvePublicKey):
        if isinstance(key.curve, ec.SECP256R1):
            return KeyKind.P256, 256
        if isinstance(key.curve, ec.SECP384R1):
            return KeyKind.P384, 384
    detail = "kind of key"
    raise CertificateUnreadableError(detail)
