"""Sealing to the platform's key: a part opens at its place, in its submission, for its terminal, and nowhere else."""

from __future__ import annotations

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.security.errors import KeyFormatError, UnknownSuiteError, UnsealError
from shared.security.sealing import SUITE, Opener, PlatformSealingKeys, Sealer, SealingPublicKey

PRIVATE, OTHER_PRIVATE = PlatformSealingKeys.generate(), PlatformSealingKeys.generate()
PUBLIC = PlatformSealingKeys.public_of(PRIVATE)
KEYS = PlatformSealingKeys({PUBLIC.key_id: PRIVATE})
SUBMISSION, TERMINAL = uuid.uuid4(), uuid.uuid4()


def opener(
    sealer: Sealer, *, keys: PlatformSealingKeys = KEYS, submission: uuid.UUID = SUBMISSION,
    terminal: uuid.UUID = TERMINAL, suite: str = SUITE, wrapped_key: bytes | None = None,
) -> Opener:  # fmt: skip
    wrapped = sealer.wrapped_key if wrapped_key is None else wrapped_key
    return keys.opener(suite=suite, key_id=sealer.key_id, wrapped_key=wrapped, submission=submission, terminal=terminal)


@pytest.fixture
def sealer() -> Sealer:
    return Sealer(PUBLIC, SUBMISSION, TERMINAL)


@given(plaintext=st.binary(max_size=500), position=st.integers(0, 2000))
def test_a_part_opens_at_its_place_only(plaintext: bytes, position: int) -> None:
    sealer = Sealer(PUBLIC, SUBMISSION, TERMINAL)
    sealed = sealer.seal(position, plaintext)
    assert opener(sealer).open(position, sealed) == plaintext
    assert plaintext not in sealed or len(plaintext) < 8
    with pytest.raises(UnsealError):
        opener(sealer).open(position + 1, sealed)


@given(place=st.integers(0, 10**6), flip=st.integers(1, 255))
def test_no_changed_byte_opens(place: int, flip: int) -> None:
    sealer = Sealer(PUBLIC, SUBMISSION, TERMINAL)
    sealed = bytearray(sealer.seal(0, b"sealed"))
    sealed[place % len(sealed)] ^= flip
    with pytest.raises(UnsealError):
        opener(sealer).open(0, bytes(sealed))


@given(sealed=st.binary(max_size=60))
def test_any_bytes_do_not_open(sealed: bytes) -> None:
    with pytest.raises(UnsealError):
        opener(Sealer(PUBLIC, SUBMISSION, TERMINAL)).open(0, sealed)


@given(wrapped_key=st.binary(max_size=100))
def test_any_bytes_are_no_wrapped_key(wrapped_key: bytes) -> None:
    with pytest.raises(UnsealError):
        opener(Sealer(PUBLIC, SUBMISSION, TERMINAL), wrapped_key=wrapped_key)


def test_the_same_plaintext_seals_differently_each_time(sealer: Sealer) -> None:
    assert sealer.seal(0, b"same") != sealer.seal(0, b"same")
    assert sealer.wrapped_key != Sealer(PUBLIC, SUBMISSION, TERMINAL).wrapped_key


def test_the_wrapped_key_is_for_one_submission_of_one_terminal(sealer: Sealer) -> None:
    for other in ({"submission": uuid.uuid4()}, {"terminal": uuid.uuid4()}):
        with pytest.raises(UnsealError):
            opener(sealer, **other)


def test_another_platforms_key_does_not_open(sealer: Sealer) -> None:
    for keys in (PlatformSealingKeys({}), PlatformSealingKeys({PUBLIC.key_id: OTHER_PRIVATE})):
        with pytest.raises(UnsealError):
            opener(sealer, keys=keys)


def test_another_suite_is_named(sealer: Sealer) -> None:
    with pytest.raises(UnknownSuiteError):
        opener(sealer, suite="sm2-sm4-v1")


def test_old_keys_still_open_what_was_sealed_to_them(sealer: Sealer) -> None:
    newer = PlatformSealingKeys.public_of(OTHER_PRIVATE)
    keys = PlatformSealingKeys({PUBLIC.key_id: PRIVATE, newer.key_id: OTHER_PRIVATE})
    assert opener(sealer, keys=keys).open(0, sealer.seal(0, b"old")) == b"old"


@pytest.mark.parametrize("raw", [b"", b"short", bytes(33)])
def test_what_is_no_public_key_is_refused(raw: bytes) -> None:
    with pytest.raises(KeyFormatError):
        Sealer(SealingPublicKey(raw), SUBMISSION, TERMINAL)
