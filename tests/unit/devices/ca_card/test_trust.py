"""Whom a trust store vouches for, and whom not."""

from __future__ import annotations

import datetime

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import given
from hypothesis import strategies as st

from devices.ca_card.errors import (
    CertificateUnreadableError,
    CertificateUntrustedError,
    SignatureInvalidError,
)
from devices.ca_card.specimens import SpecimenAuthority, new_key
from devices.ca_card.trust import TrustStore
from devices.core.errors import DeviceError
from devices.core.signing import Mechanism, TokenCertificate, TokenSignature
from tests.fixtures.sm2 import OpenSslSm2

NOW = datetime.datetime.now(datetime.UTC)
CHALLENGE = b"challenge of this moment"
YEAR = datetime.timedelta(days=365)


@pytest.fixture(scope="module")
def authority() -> SpecimenAuthority:
    return SpecimenAuthority.make("样例根证书", NOW)


@pytest.fixture(scope="module")
def key() -> ec.EllipticCurvePrivateKey:
    key = new_key("p256")
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    return key


def signed(key: ec.EllipticCurvePrivateKey, der: bytes, data: bytes = CHALLENGE) -> TokenSignature:
    value = key.sign(data, ec.ECDSA(hashes.SHA256()))
    return TokenSignature(value, Mechanism.ECDSA_SHA256, TokenCertificate("9A", der))


def root_of(authority: SpecimenAuthority) -> bytes:
    return authority.certificate.public_bytes(Encoding.DER)


def test_a_vouched_signer_is_named(authority: SpecimenAuthority, key: ec.EllipticCurvePrivateKey) -> None:
    signature = signed(key, authority.vouch("样例·陈样", key.public_key(), NOW))
    assert "CN=样例·陈样" in TrustStore([root_of(authority)]).verify(signature, CHALLENGE, NOW).subject


def test_another_challenge_is_not_the_one(authority: SpecimenAuthority, key: ec.EllipticCurvePrivateKey) -> None:
    signature = signed(key, authority.vouch("样例", key.public_key(), NOW))
    with pytest.raises(SignatureInvalidError):
        TrustStore([root_of(authority)]).verify(signature, CHALLENGE + b"?", NOW)


def test_a_stranger_and_a_namesake_of_the_root_are_refused(
    authority: SpecimenAuthority, key: ec.EllipticCurvePrivateKey
) -> None:
    namesake = SpecimenAuthority.make("样例根证书", NOW)
    signature = signed(key, namesake.vouch("样例", key.public_key(), NOW))
    for roots in ([root_of(authority)], []):
        with pytest.raises(CertificateUntrustedError):
            TrustStore(roots).verify(signature, CHALLENGE, NOW)


@pytest.mark.parametrize("at", [NOW - 2 * YEAR, NOW + 5 * YEAR])
def test_a_certificate_counts_in_its_time_alone(
    authority: SpecimenAuthority, key: ec.EllipticCurvePrivateKey, at: datetime.datetime
) -> None:
    signature = signed(key, authority.vouch("样例", key.public_key(), NOW))
    with pytest.raises(CertificateUntrustedError):
        TrustStore([root_of(authority)]).verify(signature, CHALLENGE, at)


def test_a_holder_can_vouch_for_nobody(authority: SpecimenAuthority, key: ec.EllipticCurvePrivateKey) -> None:
    holder = authority.vouch("样例", key.public_key(), NOW)
    false = SpecimenAuthority(key, x509.load_der_x509_certificate(holder))
    other = new_key("p256")
    assert isinstance(other, ec.EllipticCurvePrivateKey)
    signature = signed(other, false.vouch("冒名", other.public_key(), NOW))
    with pytest.raises(CertificateUntrustedError):
        TrustStore([root_of(authority)], [holder]).verify(signature, CHALLENGE, NOW)


@given(st.binary(max_size=100), st.binary(max_size=100), st.sampled_from(Mechanism))
def test_nonsense_is_refused_with_a_typed_error(value: bytes, der: bytes, mechanism: Mechanism) -> None:
    store = TrustStore([])
    with pytest.raises(DeviceError):
        store.verify(TokenSignature(value, mechanism, TokenCertificate("9A", der)), CHALLENGE, NOW)


def test_a_root_that_is_no_certificate_is_refused() -> None:
    with pytest.raises(CertificateUnreadableError):
        TrustStore([b"none"])


@pytest.fixture(scope="module")
def sm2(tmp_path_factory: pytest.TempPathFactory) -> OpenSslSm2:
    return OpenSslSm2(tmp_path_factory.mktemp("sm2"))


def test_an_sm2_signer_is_verified_with_its_chain(sm2: OpenSslSm2) -> None:
    signature = sm2.sign(CHALLENGE)
    store = TrustStore([sm2.root])
    assert store.verify(signature, CHALLENGE, datetime.datetime.now(datetime.UTC)).subject == "CN=holder"
    with pytest.raises(SignatureInvalidError):
        store.verify(signature, CHALLENGE + b"?", NOW)


def test_an_sm2_signer_without_a_chain_or_out_of_time_is_refused(sm2: OpenSslSm2, authority: SpecimenAuthority) -> None:
    signature = sm2.sign(CHALLENGE)
    with pytest.raises(CertificateUntrustedError):
        TrustStore([root_of(authority)], [sm2.root]).verify(signature, CHALLENGE, NOW + datetime.timedelta(minutes=5))
    with pytest.raises(CertificateUntrustedError):
        TrustStore([sm2.root]).verify(signature, CHALLENGE, NOW + 2 * YEAR)
