"""SM2 with SM3 (GB/T 32918, GM/T 0009): public keys out of certificates, and verification by Tongsuo."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from asn1crypto import x509 as asn1
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding
from tongsuopy.crypto import hashes
from tongsuopy.crypto.asymciphers import ec
from tongsuopy.crypto.exceptions import InternalError, InvalidSignature

from devices.ca_card.errors import CertificateUnreadableError, SignatureInvalidError
from devices.core.errors import ProtocolError

if TYPE_CHECKING:
    from cryptography import x509

# GM/T 0006: the curve sm2p256v1.
_CURVE: Final = "1.2.156.10197.1.301"
_POINT_SIZE: Final = 65


def sm2_point(certificate: x509.Certificate) -> bytes:
    """Return the public key of an SM2 certificate as an uncompressed point, 04 and two coordinates of 32 bytes.

    Raises:
        ProtocolError: the certificate's key is of another kind.
    """
    try:
        info = asn1.Certificate.load(certificate.public_bytes(Encoding.DER))["tbs_certificate"][
            "subject_public_key_info"
        ]
        algorithm = info["algorithm"].native
        point = bytes(info["public_key"].contents)[1:]
    except (ValueError, TypeError, KeyError) as error:
        detail = "public key"
        raise ProtocolError(detail) from error
    if algorithm.get("parameters") != _CURVE or len(point) != _POINT_SIZE or point[0] != 4:
        detail = "no SM2 key"
        raise ProtocolError(detail)
    return point


def verify_sm2(point: bytes, signature: bytes, data: bytes) -> None:
    """Verify a DER signature over data: SM3 over Z, of the usual identity 1234567812345678, and the data.

    Raises:
        CertificateUnreadableError: the point is not on the curve.
        SignatureInvalidError: the signature is not by that key over that data.
    """
    try:
        key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SM2(), point)
    except ValueError as error:
        detail = "point of the public key"
        raise CertificateUnreadableError(detail) from error
    try:
        # Tongsuo takes what is no DER for an internal error, and so would we take one of its own.
        decode_dss_signature(signature)
        key.verify(signature, data, ec.ECDSA(hashes.SM3()))
    except (InvalidSignature, InternalError, ValueError) as error:
        raise SignatureInvalidError from error
