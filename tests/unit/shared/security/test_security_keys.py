"""Signing keys, certificates and the folder of certificates."""

from __future__ import annotations

import stat
import uuid
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from hypothesis import given
from hypothesis import strategies as st

from shared.security.certificates import (
    check_issued_by,
    fingerprint,
    issue_root,
    issue_terminal,
    load_certificate,
    pem_of,
    verifying_key,
)
from shared.security.errors import KeyFormatError, SignatureError
from shared.security.signing import SoftwareSigningKey, VerifyingKey, key_id_of, write_secret
from shared.security.trust_folder import TrustFolder

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
KEY, OTHER = SoftwareSigningKey.generate(), SoftwareSigningKey.generate()
SPKI = (serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)


@given(message=st.binary(max_size=200))
def test_a_signature_fits_its_message_and_key(message: bytes) -> None:
    signature = KEY.sign(message)
    assert len(signature) == 64
    KEY.verifying_key.verify(message, signature)
    with pytest.raises(SignatureError):
        KEY.verifying_key.verify(message + b"x", signature)
    with pytest.raises(SignatureError):
        OTHER.verifying_key.verify(message, signature)


@given(signature=st.binary(max_size=80))
def test_any_bytes_are_no_signature(signature: bytes) -> None:
    with pytest.raises(SignatureError):
        KEY.verifying_key.verify(b"message", signature)


@pytest.mark.parametrize("signature", [bytes(64), b"\xff" * 64, bytes(63) + b"\x01"])
def test_numbers_out_of_range_are_no_signature(signature: bytes) -> None:
    with pytest.raises(SignatureError):
        KEY.verifying_key.verify(b"message", signature)


def test_a_public_key_travels_as_spki() -> None:
    again = VerifyingKey.from_spki(KEY.verifying_key.spki)
    assert again.key_id == KEY.verifying_key.key_id == key_id_of(again.spki)
    assert len(again.key_id) == 16
    again.verify(b"m", KEY.sign(b"m"))


@given(data=st.binary(max_size=120))
def test_any_bytes_are_no_key(data: bytes) -> None:
    with pytest.raises(KeyFormatError):
        VerifyingKey.from_spki(data)


@pytest.mark.parametrize(
    "private",
    [
        ec.generate_private_key(ec.SECP384R1()),
        ec.generate_private_key(ec.SECP256K1()),
        ed25519.Ed25519PrivateKey.generate(),
        rsa.generate_private_key(65537, 2048),
    ],
    ids=["p384", "secp256k1", "ed25519", "rsa"],
)
def test_only_p256_is_taken(private: ec.EllipticCurvePrivateKey, tmp_path: Path) -> None:
    with pytest.raises(KeyFormatError):
        VerifyingKey.from_spki(private.public_key().public_bytes(*SPKI))
    path = tmp_path / "key"
    path.write_bytes(
        private.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    with pytest.raises(KeyFormatError):
        SoftwareSigningKey.load(path)


def test_a_key_is_kept_for_its_owner_and_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "signing.key"
    KEY.save(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert SoftwareSigningKey.load(path).verifying_key.key_id == KEY.verifying_key.key_id
    with pytest.raises(FileExistsError):
        OTHER.save(path)
    with pytest.raises(FileExistsError):
        write_secret(path, b"x")


@pytest.mark.parametrize("content", [b"", b"no key", b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"])
def test_a_file_without_a_key_is_named_so(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "key"
    path.write_bytes(content)
    with pytest.raises(KeyFormatError):
        SoftwareSigningKey.load(path)


def test_a_root_issues_terminals() -> None:
    root, stranger = issue_root(KEY, "样例 root", NOW), issue_root(OTHER, "样例 root", NOW)
    terminal_key, terminal_id = SoftwareSigningKey.generate(), uuid.uuid4()
    certificate = issue_terminal(root, KEY, terminal_key.verifying_key, terminal_id, NOW)
    check_issued_by(certificate, root)
    for issuer in (stranger, certificate):
        with pytest.raises(SignatureError):
            check_issued_by(certificate, issuer)
    assert verifying_key(certificate).key_id == terminal_key.verifying_key.key_id
    assert str(terminal_id) in certificate.subject.rfc4514_string()
    again = load_certificate(pem_of(certificate))
    assert fingerprint(again) == fingerprint(certificate)
    assert len(fingerprint(root)) == 64


@given(data=st.binary(max_size=100) | st.text(max_size=100))
def test_any_text_is_no_certificate(data: bytes | str) -> None:
    with pytest.raises(KeyFormatError):
        load_certificate(data)


def test_a_huge_certificate_is_not_read() -> None:
    with pytest.raises(KeyFormatError):
        load_certificate(pem_of(issue_root(KEY, "样例", NOW)) + " " * 20_000)


def test_the_trust_folder_holds_what_its_root_issued(tmp_path: Path) -> None:
    root, stranger = issue_root(KEY, "样例 root", NOW), issue_root(OTHER, "样例 root", NOW)
    own = issue_terminal(root, KEY, SoftwareSigningKey.generate().verifying_key, uuid.uuid4(), NOW)
    foreign = issue_terminal(stranger, OTHER, SoftwareSigningKey.generate().verifying_key, uuid.uuid4(), NOW)
    TrustFolder.store(tmp_path, root, is_root=True)
    TrustFolder.store(tmp_path, own)
    TrustFolder.store(tmp_path, foreign)
    (tmp_path / "junk.pem").write_text("junk")
    (tmp_path / "folder.pem").mkdir()
    trust = TrustFolder.load(tmp_path)
    assert set(trust.terminals) == {verifying_key(own).key_id}
    assert fingerprint(trust.root) == fingerprint(root)


def test_a_trust_folder_needs_its_root(tmp_path: Path) -> None:
    with pytest.raises(KeyFormatError):
        TrustFolder.load(tmp_path)
    with pytest.raises(KeyFormatError):
        TrustFolder.load(tmp_path / "missing")
