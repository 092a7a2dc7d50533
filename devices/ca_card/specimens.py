"""Invented holders, their keys and certificates, and the authorities that vouch for them: for simulators and tests."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from devices.ca_card.virtual_piv import PrivateKey

_YEAR: Final = datetime.timedelta(days=365)


@dataclass(frozen=True, slots=True, repr=False)
class SpecimenAuthority:
    """A certificate authority that nobody should trust."""

    private: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    @classmethod
    def make(cls, name: str, now: datetime.datetime) -> SpecimenAuthority:
        """Make a root of its own, valid from a year before now to ten years after."""
        private = ec.generate_private_key(ec.SECP256R1())
        subject = _name(name)
        builder = _builder(subject, subject, private.public_key(), now - _YEAR, now + 10 * _YEAR)
        builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        builder = builder.add_extension(_usage(signs=False), critical=True)
        return cls(private, builder.sign(private, hashes.SHA256()))

    def vouch(
        self, name: str, key: rsa.RSAPublicKey | ec.EllipticCurvePublicKey, now: datetime.datetime, *, years: int = 3
    ) -> bytes:
        """Return a holder's certificate in DER, valid from a day before now for so many years (negative: long ago)."""
        start = now - datetime.timedelta(days=1) if years > 0 else now + (years - 1) * _YEAR / 4
        end = now + years * _YEAR if years > 0 else start + _YEAR / 8
        builder = _builder(self.certificate.subject, _name(name), key, start, end)
        builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        builder = builder.add_extension(_usage(signs=True), critical=True)
        builder = builder.add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(self.private.public_key()), critical=False
        )
        return builder.sign(self.private, hashes.SHA256()).public_bytes(Encoding.DER)


def new_key(kind: str) -> PrivateKey:
    """Return a fresh key: `p256`, `p384`, `rsa2048`."""
    if kind == "p256":
        return ec.generate_private_key(ec.SECP256R1())
    if kind == "p384":
        return ec.generate_private_key(ec.SECP384R1())
    return rsa.generate_private_key(public_exponent=65537, key_size=int(kind.removeprefix("rsa")))


def _name(common: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "样例"),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )


def _builder(
    issuer: x509.Name,
    subject: x509.Name,
    key: rsa.RSAPublicKey | ec.EllipticCurvePublicKey,
    start: datetime.datetime,
    end: datetime.datetime,
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .issuer_name(issuer)
        .subject_name(subject)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(end)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _usage(*, signs: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=signs,
        content_commitment=signs,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=not signs,
        crl_sign=not signs,
        encipher_only=False,
        decipher_only=False,
    )
