"""PIV commands and answers without a wire."""

from __future__ import annotations

import datetime
import gzip
import zlib
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.ca_card import piv
from devices.ca_card.certificates import KeyKind, read_facts
from devices.ca_card.errors import (
    CertificateUnreadableError,
    PinInvalidError,
    PinLockedError,
    PinMissingError,
    SignatureInvalidError,
)
from devices.ca_card.schemes import der_of_pair, raw_block
from devices.ca_card.specimens import SpecimenAuthority, new_key
from devices.ca_card.virtual_piv import VirtualKey, VirtualPiv
from devices.core.deadline import Deadline
from devices.core.errors import ProtocolError, UnsupportedError
from devices.core.signing import Pin, PinLevel, PinStatus
from devices.pcsc.apdu import Answer, exchange
from devices.pcsc.tlv import build_tlv

NOW = datetime.datetime.now(datetime.UTC)


@pytest.fixture(scope="module")
def certificate() -> bytes:
    authority = SpecimenAuthority.make("样例根证书", NOW)
    return authority.vouch("样例", new_key("p256").public_key(), NOW)


def container(stored: bytes, information: bytes = b"\0") -> bytes:
    return build_tlv(0x53, build_tlv(0x70, stored) + build_tlv(0x71, information) + build_tlv(0xFE, b""))


def test_a_pin_is_padded_to_eight_bytes() -> None:
    assert piv.verify(Pin("123456")).encode(t0=False).hex() == "0020008008313233343536ffff"


@pytest.mark.parametrize("value", ["123", "123456789", "１２３４５６", "12\n456", "12345é"])
def test_a_pin_that_no_card_takes_is_not_sent(value: str) -> None:
    with pytest.raises(PinInvalidError):
        piv.verify(Pin(value))


def test_no_pin_is_no_pin() -> None:
    with pytest.raises(PinMissingError):
        piv.verify(Pin(""))


@pytest.mark.parametrize(
    ("status", "attempts", "level"),
    [(0x63C3, 3, PinLevel.OK), (0x63C1, 1, PinLevel.FINAL), (0x63C0, 0, PinLevel.LOCKED), (0x6983, 0, PinLevel.LOCKED)],
)
def test_the_retry_counter_is_read(status: int, attempts: int, level: PinLevel) -> None:
    assert piv.read_attempts(Answer(b"", status)) == PinStatus(attempts, level)


def test_a_counter_that_is_not_told_is_not_made_up() -> None:
    assert piv.read_attempts(Answer(b"", 0x9000)) is None
    with pytest.raises(ProtocolError):
        piv.read_attempts(Answer(b"", 0x6700))


def test_answers_to_a_pin() -> None:
    assert piv.require_verified(Answer(b"", 0x9000)) is None
    assert piv.require_verified(Answer(b"", 0x63C2)) == PinStatus(2, PinLevel.OK)
    with pytest.raises(PinLockedError):
        piv.require_verified(Answer(b"", 0x6983))
    with pytest.raises(PinInvalidError):
        piv.require_verified(Answer(b"", 0x6A80))


def test_a_certificate_comes_plain_or_compressed(certificate: bytes) -> None:
    assert piv.read_certificate(container(certificate)) == certificate
    assert piv.read_certificate(container(gzip.compress(certificate), b"\x01")) == certificate
    assert piv.read_certificate(container(b"")) is None


@pytest.mark.parametrize(
    "stored",
    [b"no gzip", gzip.compress(b"x" * 200)[:-9], gzip.compress(bytes(1 << 20)), zlib.compress(b"x")],
    ids=["noise", "cut", "too large", "another format"],
)
def test_a_compressed_certificate_that_is_none_is_refused(stored: bytes) -> None:
    with pytest.raises(CertificateUnreadableError):
        piv.read_certificate(container(stored, b"\x01"))


@given(st.binary(max_size=300))
def test_any_bytes_are_a_certificate_or_a_typed_error(data: bytes) -> None:
    for read in (piv.read_certificate, piv.read_signature, read_facts):
        with suppress(CertificateUnreadableError, ProtocolError):
            read(data)


@pytest.mark.parametrize(
    ("slot", "object_number"), [("9A", "5FC105"), ("9C", "5FC10A"), ("82", "5FC10D"), ("95", "5FC120")]
)
def test_each_slot_has_its_object(slot: str, object_number: str) -> None:
    assert piv.get_certificate(slot).encode(t0=False).hex().upper() == f"00CB3FFF055C03{object_number}00"


@pytest.mark.parametrize("slot", ["", "9B", "9a", "XX", "100"])
def test_there_are_no_other_slots(slot: str) -> None:
    with pytest.raises(UnsupportedError):
        piv.get_certificate(slot)


@pytest.mark.parametrize(
    ("kind", "algorithm", "size"), [("p256", 0x11, 32), ("p384", 0x14, 48), ("rsa2048", 0x07, 256)]
)
def test_a_block_has_the_form_of_its_key(kind: str, algorithm: int, size: int) -> None:
    authority = SpecimenAuthority.make("样例根证书", NOW)
    facts = read_facts(authority.vouch("样例", new_key(kind).public_key(), NOW))
    block = raw_block(facts, b"data")
    assert len(block) == size
    command = piv.sign(facts, "9A", block)
    assert (command.p1, command.p2) == (algorithm, 0x9A)
    assert facts.kind is {"p256": KeyKind.P256, "p384": KeyKind.P384, "rsa2048": KeyKind.RSA}[kind]


@pytest.mark.parametrize("raw", [b"", b"x", bytes(63)])
def test_a_pair_of_uneven_halves_is_no_signature(raw: bytes) -> None:
    with pytest.raises(SignatureInvalidError):
        der_of_pair(raw)


class Direct:
    """A chip without a reader."""

    def __init__(self, chip: VirtualPiv) -> None:
        self.chip = chip
        self.t0 = not chip.t1

    def transmit(self, command: bytes) -> bytes:
        return self.chip.answer(command)


@given(st.lists(st.binary(max_size=270), max_size=12))
def test_the_virtual_card_answers_anything_with_a_status(commands: list[bytes]) -> None:
    chip = VirtualPiv()
    for command in commands:
        assert len(chip.answer(command)) >= 2


def test_slot_9c_wants_the_pin_before_each_signature() -> None:
    authority = SpecimenAuthority.make("样例根证书", NOW)
    key = new_key("p256")
    der = authority.vouch("样例", key.public_key(), NOW)
    chip = VirtualPiv({slot: VirtualKey(key, der) for slot in ("9A", "9C")})
    channel, deadline = Direct(chip), Deadline(60)
    exchange(channel, piv.select(), deadline).require_ok()
    facts = read_facts(der)

    def sign(*slots: str) -> list[int]:
        return [exchange(channel, piv.sign(facts, slot, bytes(32)), deadline).status for slot in slots]

    assert sign("9C", "9A", "9C") == [0x6982] * 3
    exchange(channel, piv.verify(Pin(chip.pin)), deadline).require_ok()
    assert sign("9C", "9C", "9A", "9A") == [0x9000, 0x6982, 0x9000, 0x9000]
