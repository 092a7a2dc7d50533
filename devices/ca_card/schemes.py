"""How data is signed with each kind of key, and how a signature is verified."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from devices.ca_card.certificates import CertificateFacts, KeyKind, load_certificate
from devices.ca_card.errors import CertificateUnreadableError, SignatureInvalidError
from devices.core.errors import ProtocolError
from devices.core.signing import Mechanism, TokenSignature

# RFC 8017 section 9.2, note 1: DigestInfo of SHA-256 up to the digest.
SHA256_INFO: Final = bytes.fromhex("3031300d060960864801650304020105000420")


@dataclass(frozen=True, slots=True)
class Scheme:
    """What goes with a kind of key: the mechanism's name, and hashlib's name of the digest."""

    mechanism: Mechanism
    digest: str


_SCHEMES: Final = {
    KeyKind.RSA: Scheme(Mechanism.RSA_PKCS1_SHA256, "sha256"),
    KeyKind.P256: Scheme(Mechanism.ECDSA_SHA256, "sha256"),
    KeyKind.P384: Scheme(Mechanism.ECDSA_SHA384, "sha384"),
    KeyKind.SM2: Scheme(Mechanism.SM2_SM3, ""),
}
_HASHES: Final = {"sha256": hashes.SHA256(), "sha384": hashes.SHA384()}


def scheme_of(kind: KeyKind) -> Scheme:
    """Return how data is signed with a kind of key."""
    return _SCHEMES[kind]


def digest_of(kind: KeyKind, data: bytes) -> bytes:
    """Return the digest that an RSA or ECDSA signature is made over."""
    return hashlib.new(_SCHEMES[kind].digest, data).digest()


def raw_block(facts: CertificateFacts, data: bytes) -> bytes:
    """Return what a card with bare keys signs: the padded block for RSA (RFC 8017 section 9.2), else the digest."""
    digest = digest_of(facts.kind, data)
    if facts.kind is not KeyKind.RSA:
        return digest
    info = SHA256_INFO + digest
    filling = facts.bits // 8 - len(info) - 3
    return b"\x00\x01" + b"\xff" * filling + b"\x00" + info


def der_of_pair(raw: bytes) -> bytes:
    """Turn r and s side by side, as PKCS#11 and SKF give them, into DER.

    Raises:
        SignatureInvalidError: these are no two numbers of the same length.
    """
    half, odd = divmod(len(raw), 2)
    if odd or not half:
        raise SignatureInvalidError
    return encode_dss_signature(int.from_bytes(raw[:half], "big"), int.from_bytes(raw[half:], "big"))


def verify_signature(signature: TokenSignature, data: bytes) -> None:
    """Verify a signature against the certificate that came with it; says nothing of whether that is to be trusted.

    Raises:
        SignatureInvalidError: it is not by that certificate's key over that data.
        CertificateUnreadableError: the certificate's key is not of a known kind.
    """
    certificate = load_certificate(signature.certificate.der)
    if signature.mechanism is Mechanism.SM2_SM3:
        # Loads Tongsuo, which other keys have no need of.
        from devices.ca_card.sm2 import sm2_point, verify_sm2

        try:
            point = sm2_point(certificate)
        except ProtocolError as error:
            raise SignatureInvalidError from error
        verify_sm2(point, signature.value, data)
        return
    try:
        key = certificate.public_key()
    except (UnsupportedAlgorithm, ValueError) as error:
        detail = "kind of key"
        raise CertificateUnreadableError(detail) from error
    scheme = next(scheme for scheme in _SCHEMES.values() if scheme.mechanism is signature.mechanism)
    digest = _HASHES[scheme.digest]
    try:
        if isinstance(key, rsa.RSAPublicKey) and signature.mechanism is Mechanism.RSA_PKCS1_SHA256:
            key.verify(signature.value, data, padding.PKCS1v15(), digest)
        elif isinstance(key, ec.EllipticCurvePublicKey) and signature.mechanism is not Mechanism.RSA_PKCS1_SHA256:
            key.verify(signature.value, data, ec.ECDSA(digest))
        else:
            raise SignatureInvalidError
    except InvalidSignature as error:
        raise SignatureInvalidError from error
