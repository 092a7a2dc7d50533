"""Whether a signature over a challenge is by somebody that a trust store vouches for."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import verification

from devices.ca_card.certificates import KeyKind, load_certificate, read_facts
from devices.ca_card.errors import CertificateUntrustedError
from devices.ca_card.schemes import verify_signature
from devices.ca_card.sm2_chain import verify_sm2_chain
from devices.core.signing import TokenSignature


@dataclass(frozen=True, slots=True, repr=False)
class VerifiedSigner:
    """Who signed, as far as the trust store vouches for it.

    Attributes:
        subject: RFC 4514.
        der: the signer's certificate.
    """

    subject: str
    der: bytes


class TrustStore:
    """The authorities whose certificates are accepted, and intermediates that lead to them.

    Revocation is not looked at here: a hall's authorities publish it by other ways, and who logs in is asked there.
    """

    def __init__(self, roots: Sequence[bytes], intermediates: Sequence[bytes] = ()) -> None:
        """Take DER certificates.

        Raises:
            CertificateUnreadableError: one of them is none.
        """
        self._roots = [load_certificate(der) for der in roots]
        self._intermediates = [load_certificate(der) for der in intermediates]

    def verify(self, signature: TokenSignature, challenge: bytes, at: datetime.datetime) -> VerifiedSigner:
        """Verify that a signature is over the challenge, by a certificate that leads to a root and is valid at a time.

        Args:
            challenge: fresh bytes that only this signer was given.
            at: with its time zone.

        Raises:
            SignatureInvalidError: the signature is another one's or over something else.
            CertificateUntrustedError: no chain, or not valid at that time.
            CertificateUnreadableError: what was given as a certificate is none.
        """
        verify_signature(signature, challenge)
        leaf = load_certificate(signature.certificate.der)
        facts = read_facts(signature.certificate.der)
        if facts.kind is KeyKind.SM2:
            verify_sm2_chain(leaf, self._intermediates, self._roots, at)
        else:
            self._verify_chain(leaf, at)
        return VerifiedSigner(facts.subject, leaf.public_bytes(Encoding.DER))

    def _verify_chain(self, leaf: x509.Certificate, at: datetime.datetime) -> None:
        roots = [root for root in self._roots if _is_common(root)]
        if not roots:
            detail = "empty trust store"
            raise CertificateUntrustedError(detail)
        # Holders' certificates carry no host name and seldom the usages of the web; the rules for authorities stand.
        verifier = (
            verification.PolicyBuilder()
            .store(verification.Store(roots))
            .time(at.astimezone(datetime.UTC))
            .extension_policies(
                ca_policy=verification.ExtensionPolicy.webpki_defaults_ca(),
                ee_policy=verification.ExtensionPolicy.permit_all(),
            )
            .build_client_verifier()
        )
        try:
            verifier.verify(leaf, [one for one in self._intermediates if _is_common(one)])
        except verification.VerificationError as error:
            raise CertificateUntrustedError(str(error)[:200]) from error


def _is_common(certificate: x509.Certificate) -> bool:
    """Tell whether the library knows the certificate's key; those of SM2 have a chain of their own."""
    try:
        certificate.public_key()
    except (UnsupportedAlgorithm, ValueError):
        return False
    return True
