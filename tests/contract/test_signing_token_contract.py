"""What every SigningToken keeps, whatever it is built like. A new driver joins by one more rig in RIGS."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import ClassVar, Protocol

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from devices.ca_card.errors import (
    LastPinAttemptError,
    PinIncorrectError,
    PinLockedError,
    SignatureInvalidError,
    SlotEmptyError,
)
from devices.ca_card.opening import open_pkcs11, open_skf
from devices.ca_card.piv_driver import PivToken
from devices.ca_card.schemes import verify_signature
from devices.ca_card.specimens import SpecimenAuthority, new_key
from devices.ca_card.trust import TrustStore
from devices.ca_card.virtual_piv import TRIES, VirtualKey, VirtualPiv
from devices.core.errors import DeviceDisconnectedError, DeviceError
from devices.core.signing import Mechanism, Pin, PinLevel, SigningToken
from devices.core.status import DeviceState
from devices.pcsc.simulator.virtual_card import VirtualCard
from tests.fixtures.pcscd import CardMaker, pull_out, put_in
from tests.fixtures.skf import SkfUKey, build_library
from tests.fixtures.sm2 import OpenSslSm2
from tests.fixtures.softhsm import SOFTHSM, SoftToken

NOW = datetime.datetime.now(datetime.UTC)
key_of = cache(new_key)
"""The same key for each token of a kind: nothing is proved by another."""
PIN, WRONG = Pin("123456"), Pin("654321")
DATA = "样例：我同意\n".encode()
DEADLINE_S = 30


class Rig(Protocol):
    """A token, its authority, and the hand that holds it."""

    token: SigningToken
    roots: list[bytes]
    slots: ClassVar[dict[str, Mechanism]]
    tells_attempts: bool

    def pull_out(self) -> None: ...
    def put_in(self) -> None: ...
    def close(self) -> None: ...


class PivRig:
    """The PIV driver on a real PC/SC service with a virtual card."""

    tells_attempts = True
    slots: ClassVar[dict[str, Mechanism]] = {"9A": Mechanism.ECDSA_SHA256, "9C": Mechanism.RSA_PKCS1_SHA256}

    def __init__(self, make: CardMaker, *, t1: bool) -> None:
        authority = SpecimenAuthority.make("样例根证书", NOW)
        keys = {"9A": key_of("p256"), "9C": key_of("rsa2048")}
        held = {
            slot: VirtualKey(key, authority.vouch("样例·陈样", key.public_key(), NOW), compressed=slot == "9C")
            for slot, key in keys.items()
        }
        self.roots = [authority.certificate.public_bytes(Encoding.DER)]
        self._card: VirtualCard = make(VirtualPiv(held, t1=t1, portion=256 if t1 else 128, exact_length=not t1))
        self.token: SigningToken = PivToken("virtual reader")
        self.put_in()

    def pull_out(self) -> None:
        pull_out(self._card)

    def put_in(self) -> None:
        put_in(self._card)

    def close(self) -> None:
        self.token.close()


class Pkcs11Rig:
    """The PKCS#11 driver on SoftHSM2: its tokens tell no number and never lock."""

    tells_attempts = False
    slots: ClassVar[dict[str, Mechanism]] = {"01": Mechanism.ECDSA_SHA256, "02": Mechanism.RSA_PKCS1_SHA256}

    def __init__(self, request: pytest.FixtureRequest) -> None:
        folder, monkeypatch = (request.getfixturevalue(name) for name in ("tmp_path", "monkeypatch"))
        like, root = request.getfixturevalue("filled")
        self.roots = [root]
        self._token = SoftToken(folder, monkeypatch, label="样例", pin=PIN.value, like=like)
        self.token: SigningToken = open_pkcs11(SOFTHSM, "样例")

    def pull_out(self) -> None:
        self._token.hide()

    def put_in(self) -> None:
        self._token.show()

    def close(self) -> None:
        self.token.close()


class SkfRig:
    """The SKF driver on the tests' own library, with SM2 and RSA."""

    tells_attempts = True
    slots: ClassVar[dict[str, Mechanism]] = {"sm2": Mechanism.SM2_SM3, "rsa": Mechanism.RSA_PKCS1_SHA256}

    def __init__(self, request: pytest.FixtureRequest) -> None:
        folder: Path = request.getfixturevalue("tmp_path")
        sm2: OpenSslSm2 = request.getfixturevalue("sm2")
        self._key = SkfUKey(folder, request.getfixturevalue("monkeypatch"), sm2, pin=PIN.value)
        authority = SpecimenAuthority.make("样例根证书", NOW)
        key = key_of("rsa2048")
        self._key.store_rsa(key, authority.vouch("样例·陈样", key.public_key(), NOW))
        self.roots = [sm2.root, authority.certificate.public_bytes(Encoding.DER)]
        self.token: SigningToken = open_skf(str(build_library(sm2.folder, wide=False)))

    def pull_out(self) -> None:
        self._key.mark("removed")

    def put_in(self) -> None:
        self._key.unmark("removed")

    def close(self) -> None:
        self.token.close()


@pytest.fixture(scope="module")
def sm2(tmp_path_factory: pytest.TempPathFactory) -> OpenSslSm2:
    return OpenSslSm2(tmp_path_factory.mktemp("sm2"), "样例·陈样")


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> tuple[SoftToken, bytes]:
    """A soft token with a key of each kind that no test changes, and the root of its certificates."""
    authority = SpecimenAuthority.make("样例根证书", NOW)
    with pytest.MonkeyPatch.context() as monkeypatch:
        token = SoftToken(tmp_path_factory.mktemp("softhsm"), monkeypatch, label="样例", pin=PIN.value)
        for number, kind in ((1, "p256"), (2, "rsa2048")):
            key = key_of(kind)
            token.store(number, key, authority.vouch("样例·陈样", key.public_key(), NOW))
    return token, authority.certificate.public_bytes(Encoding.DER)


RIGS: dict[str, Callable[[pytest.FixtureRequest], Rig]] = {
    "piv-t1": lambda request: PivRig(request.getfixturevalue("virtual_card"), t1=True),
    "pkcs11": Pkcs11Rig,
    "skf": SkfRig,
    "piv-t0": lambda request: PivRig(request.getfixturevalue("virtual_card"), t1=False),
}


# SoftHSM2 counts no wrong PINs.
NEVER_LOCK = {"pkcs11"}


@pytest.fixture(params=list(RIGS))
def rig(request: pytest.FixtureRequest) -> Iterator[Rig]:
    rig = RIGS[request.param](request)
    yield rig
    rig.close()


@pytest.fixture(params=[name for name in RIGS if name not in NEVER_LOCK])
def locking_rig(request: pytest.FixtureRequest) -> Iterator[Rig]:
    rig = RIGS[request.param](request)
    yield rig
    rig.close()


class TestSigningToken:
    """Each rig's token passes all of these."""

    def test_lists_its_certificates_without_a_pin(self, rig: Rig) -> None:
        found = rig.token.certificates(DEADLINE_S)
        assert [certificate.slot for certificate in found] == list(rig.slots)
        assert "样例" not in repr(found)

    def test_signs_with_each_slot_what_the_trust_store_verifies(self, rig: Rig) -> None:
        trust = TrustStore(rig.roots)
        for slot, mechanism in rig.slots.items():
            for data in (DATA, b"", bytes(5000)):
                signature = rig.token.sign(data, PIN, DEADLINE_S, slot=slot)
                assert signature.mechanism is mechanism
                assert signature.certificate.slot == slot
                assert "陈样" in trust.verify(signature, data, datetime.datetime.now(datetime.UTC)).subject
                with pytest.raises(SignatureInvalidError):
                    verify_signature(signature, data + b"?")

    def test_signs_without_a_word_on_the_slot(self, rig: Rig) -> None:
        verify_signature(rig.token.sign(DATA, PIN, DEADLINE_S), DATA)

    def test_an_empty_slot_says_so_and_costs_no_attempt(self, rig: Rig) -> None:
        with pytest.raises(SlotEmptyError):
            rig.token.sign(DATA, PIN, DEADLINE_S, slot="9E")
        assert rig.token.pin_status(DEADLINE_S).level is PinLevel.OK

    def test_the_right_pin_is_right_and_forgives(self, rig: Rig) -> None:
        with pytest.raises(PinIncorrectError):
            rig.token.verify_pin(WRONG, DEADLINE_S)
        rig.token.verify_pin(PIN, DEADLINE_S)
        assert rig.token.pin_status(DEADLINE_S).level is PinLevel.OK

    def test_a_wrong_pin_tells_what_is_left(self, rig: Rig) -> None:
        with pytest.raises(PinIncorrectError) as refused:
            rig.token.sign(DATA, WRONG, DEADLINE_S)
        left = rig.token.pin_status(DEADLINE_S)
        assert refused.value.pin == left
        if rig.tells_attempts:
            assert left.attempts == TRIES - 1
        else:
            assert (left.attempts, left.level) == (None, PinLevel.LOW)

    def test_the_last_attempt_is_used_with_a_word_alone(self, locking_rig: Rig) -> None:
        for _ in range(TRIES - 1):
            with pytest.raises(PinIncorrectError):
                locking_rig.token.verify_pin(WRONG, DEADLINE_S)
        assert locking_rig.token.pin_status(DEADLINE_S).level is PinLevel.FINAL
        for pin in (WRONG, PIN):
            with pytest.raises(LastPinAttemptError):
                locking_rig.token.verify_pin(pin, DEADLINE_S)
            with pytest.raises(LastPinAttemptError):
                locking_rig.token.sign(DATA, pin, DEADLINE_S)
        assert locking_rig.token.pin_status(DEADLINE_S).level is PinLevel.FINAL
        verify_signature(locking_rig.token.sign(DATA, PIN, DEADLINE_S, use_last_attempt=True), DATA)
        assert locking_rig.token.pin_status(DEADLINE_S).level is PinLevel.OK

    def test_a_locked_token_says_so_even_to_the_right_pin(self, locking_rig: Rig) -> None:
        for _ in range(TRIES):
            with pytest.raises((PinIncorrectError, PinLockedError)):
                locking_rig.token.verify_pin(WRONG, DEADLINE_S, use_last_attempt=True)
        assert locking_rig.token.pin_status(DEADLINE_S).level is PinLevel.LOCKED
        with pytest.raises(PinLockedError):
            locking_rig.token.sign(DATA, PIN, DEADLINE_S, use_last_attempt=True)

    def test_no_pin_outlives_its_call(self, rig: Rig) -> None:
        rig.token.verify_pin(PIN, DEADLINE_S)
        with pytest.raises(PinIncorrectError):
            rig.token.sign(DATA, WRONG, DEADLINE_S)

    def test_a_token_that_is_pulled_out_is_missed_and_found_again(self, rig: Rig) -> None:
        rig.pull_out()
        with pytest.raises(DeviceError) as missed:
            rig.token.certificates(DEADLINE_S)
        assert missed.value.code in {"no_card", "device_not_found", "device_disconnected"}
        rig.put_in()
        assert len(rig.token.certificates(DEADLINE_S)) == len(rig.slots)

    def test_status_and_close(self, rig: Rig) -> None:
        assert rig.token.status() is DeviceState.READY
        rig.token.close()
        rig.token.close()
        with pytest.raises(DeviceDisconnectedError):
            rig.token.certificates(1)
        assert rig.token.status() is DeviceState.OFFLINE
