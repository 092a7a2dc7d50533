"""Chains of SM2 certificates (GB/T 20518), which the X.509 library does not verify: the rules of RFC 5280 that apply.

Names are chained, each signature is verified, validity is looked at, and who vouches must be an authority that may. A
certificate with a critical extension that is not understood here is refused.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Final, TypeVar

from cryptography import x509
from cryptography.x509.oid import ExtensionOID

from devices.ca_card.errors import CertificateUntrustedError
from devices.ca_card.sm2 import sm2_point, verify_sm2
from devices.core.errors import DeviceError

ExtensionT = TypeVar("ExtensionT", bound=x509.ExtensionType)
_LONGEST: Final = 5
# GM/T 0006: SM2 signature with SM3.
_SIGNED_WITH: Final = "1.2.156.10197.1.501"
_UNDERSTOOD: Final = frozenset(
    {
        ExtensionOID.BASIC_CONSTRAINTS,
        ExtensionOID.KEY_USAGE,
        ExtensionOID.EXTENDED_KEY_USAGE,
        ExtensionOID.SUBJECT_ALTERNATIVE_NAME,
        ExtensionOID.CERTIFICATE_POLICIES,
    }
)


def verify_sm2_chain(
    leaf: x509.Certificate,
    intermediates: Sequence[x509.Certificate],
    roots: Sequence[x509.Certificate],
    at: datetime.datetime,
) -> None:
    """Find a chain from a holder's certificate to a root.

    Raises:
        CertificateUntrustedError: there is none that is valid at that time.
    """
    if not _is_valid(leaf, at):
        detail = "not valid at that time"
        raise CertificateUntrustedError(detail)
    usage = _extension(leaf, x509.KeyUsage)
    if usage is not None and not (usage.digital_signature or usage.content_commitment):
        detail = "not for signatures"
        raise CertificateUntrustedError(detail)
    if not _leads_to_root(leaf, intermediates, roots, at, authorities_below=0):
        detail = "no chain to a root"
        raise CertificateUntrustedError(detail)


def _leads_to_root(
    certificate: x509.Certificate,
    intermediates: Sequence[x509.Certificate],
    roots: Sequence[x509.Certificate],
    at: datetime.datetime,
    *,
    authorities_below: int,
) -> bool:
    if authorities_below > _LONGEST:
        return False

    def vouches(authority: x509.Certificate) -> bool:
        return _may_vouch(authority, authorities_below, at) and _is_signed_by(certificate, authority)

    if any(vouches(root) for root in roots):
        return True
    return any(
        vouches(authority)
        and _leads_to_root(authority, intermediates, roots, at, authorities_below=authorities_below + 1)
        for authority in intermediates
    )


def _may_vouch(authority: x509.Certificate, authorities_below: int, at: datetime.datetime) -> bool:
    constraints = _extension(authority, x509.BasicConstraints)
    usage = _extension(authority, x509.KeyUsage)
    if constraints is None or not constraints.ca or (usage is not None and not usage.key_cert_sign):
        return False
    if constraints.path_length is not None and constraints.path_length < authorities_below:
        return False
    return _is_valid(authority, at)


def _is_valid(certificate: x509.Certificate, at: datetime.datetime) -> bool:
    try:
        understood = all(one.oid in _UNDERSTOOD for one in certificate.extensions if one.critical)
        return understood and certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc
    except ValueError:
        return False


def _is_signed_by(certificate: x509.Certificate, authority: x509.Certificate) -> bool:
    if certificate.issuer != authority.subject or certificate.signature_algorithm_oid.dotted_string != _SIGNED_WITH:
        return False
    try:
        verify_sm2(sm2_point(authority), certificate.signature, certificate.tbs_certificate_bytes)
    except DeviceError:
        return False
    return True


def _extension(certificate: x509.Certificate, kind: type[ExtensionT]) -> ExtensionT | None:
    try:
        return certificate.extensions.get_extension_for_class(kind).value
    except (x509.ExtensionNotFound, ValueError):
        return None
