"""The code of a draft: what it holds, the digits beside it, and every text that is none."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime, timedelta
from uuid import UUID

import base45
import cbor2
import pytest
import segno
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.handoff.code import (
    MAX_CHARACTERS,
    PREFIX,
    Address,
    DraftCode,
    decode,
    encode,
    grouped,
    is_draft_code,
    is_typed_code_of,
    new_key,
    parse_typed,
    typed_code,
)
from shared.handoff.errors import DraftCodeMalformedError, FormTooLargeError, TypedCodeMistypedError

UNTIL = datetime(2026, 12, 4, 9, 30, tzinfo=UTC)
KEY = bytes(range(32))
CODE = DraftCode(
    UUID(int=7), KEY, UNTIL, (Address("192.168.7.12", 8443), Address("fd00::12", 8443)), "0123456789abcdef", b"form"
)

codes = st.builds(
    DraftCode,
    draft_id=st.uuids(),
    key=st.binary(min_size=32, max_size=32),
    expires_at=st.integers(0, 2**33).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)),
    addresses=st.lists(st.builds(Address, st.ip_addresses().map(str), st.integers(1, 65535)), max_size=4).map(tuple),
    terminal=st.one_of(st.just(""), st.binary(min_size=8, max_size=8).map(bytes.hex)),
    form=st.binary(max_size=900),
)


@given(codes)
def test_what_is_written_is_read(code: DraftCode) -> None:
    assert decode(encode(code)) == code


def test_a_code_without_a_form_is_small_and_fits_every_alphanumeric_reader() -> None:
    plain = DraftCode(CODE.draft_id, KEY, UNTIL, CODE.addresses, CODE.terminal)
    text = encode(plain)
    assert text.startswith(PREFIX)
    assert len(text) < 180
    assert segno.make(text, error="m").mode == "alphanumeric"


def test_the_largest_code_is_what_58_mm_paper_prints() -> None:
    longest = "A" * MAX_CHARACTERS
    assert len(segno.make(longest, error="l", boost_error=False).matrix) == 117
    assert len(segno.make(longest + "A", error="l", boost_error=False).matrix) > 117


def test_a_form_that_is_too_large_says_by_how_much() -> None:
    with pytest.raises(FormTooLargeError) as told:
        encode(DraftCode(CODE.draft_id, KEY, UNTIL, form=bytes(1300)))
    assert told.value.limit == MAX_CHARACTERS < told.value.characters


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused(text: str) -> None:
    for attempt in (text, PREFIX + text):
        with pytest.raises(DraftCodeMalformedError):
            decode(attempt)


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with pytest.raises(DraftCodeMalformedError):
        decode(PREFIX + base45.b45encode(data).decode())


@given(st.integers(0, 120), st.integers(1, 255))
def test_a_damaged_code_is_another_one_or_none(place: int, change: int) -> None:
    data = bytearray(base45.b45decode(encode(CODE).removeprefix(PREFIX)))
    data[place % len(data)] ^= change
    with contextlib.suppress(DraftCodeMalformedError):
        assert decode(PREFIX + base45.b45encode(bytes(data)).decode()) != CODE


@pytest.mark.parametrize(
    "fields",
    [
        [],
        {1: CODE.draft_id.bytes, 2: KEY},
        {1: CODE.draft_id.bytes, 2: KEY, 3: "tomorrow"},
        {1: CODE.draft_id.bytes, 2: KEY, 3: True},
        {1: CODE.draft_id.bytes, 2: KEY, 3: 2**70},
        {1: CODE.draft_id.bytes, 2: KEY[:31], 3: 0},
        {1: b"short", 2: KEY, 3: 0},
        {1: CODE.draft_id.bytes, 2: KEY, 3: 0, 4: [bytes(6)]},
        {1: CODE.draft_id.bytes, 2: KEY, 3: 0, 4: [bytes(9)]},
        {1: CODE.draft_id.bytes, 2: KEY, 3: 0, 4: [bytes(5) + b"\x01"] * 5},
        {1: CODE.draft_id.bytes, 2: KEY, 3: 0, 5: bytes(9)},
        {1: CODE.draft_id.bytes, 2: KEY, 3: 0, 9: 1},
        {1: CODE.draft_id.bytes, 2: KEY, 3: 0, 6: b""},
    ],
)
def test_other_fields_are_refused(fields: object) -> None:
    with pytest.raises(DraftCodeMalformedError):
        decode(PREFIX + base45.b45encode(cbor2.dumps(fields, canonical=True)).decode())


def test_what_follows_a_code_is_refused() -> None:
    data = base45.b45decode(encode(CODE).removeprefix(PREFIX))
    with pytest.raises(DraftCodeMalformedError):
        decode(PREFIX + base45.b45encode(data + b"\x00").decode())


def test_deep_nesting_is_refused() -> None:
    with pytest.raises(DraftCodeMalformedError):
        decode(PREFIX + base45.b45encode(b"\x81" * 1100).decode())


def test_nothing_of_a_code_shows_in_a_log() -> None:
    assert KEY.hex() not in repr(CODE).replace("\\x", "")
    assert "form" not in repr(CODE)


def test_a_code_counts_until_its_end() -> None:
    assert not CODE.has_expired(UNTIL - timedelta(seconds=1))
    assert CODE.has_expired(UNTIL)


def test_receipts_are_not_drafts() -> None:
    assert is_draft_code(f" {encode(CODE)}\n")
    assert not is_draft_code("YM1:6BFOXN")


@given(st.binary(min_size=32, max_size=32))
def test_the_digits_of_a_key_are_read_however_they_are_grouped(key: bytes) -> None:
    digits = typed_code(key)
    assert len(digits) == 12
    for text in (digits, grouped(digits), "-".join((digits[:4], digits[4:8], digits[8:])), f" {digits} "):
        assert parse_typed(text) == digits
        assert is_typed_code_of(text, key)


@given(st.integers(0, 11), st.integers(1, 9))
def test_one_wrong_digit_is_seen_before_a_try_is_lost(place: int, change: int) -> None:
    digits = typed_code(KEY)
    wrong = str((int(digits[place]) + change) % 10)
    with pytest.raises(TypedCodeMistypedError):
        parse_typed(digits[:place] + wrong + digits[place + 1 :])


@given(st.text(max_size=16))
def test_any_typing_is_read_or_refused(text: str) -> None:
    with contextlib.suppress(TypedCodeMistypedError):
        assert len(parse_typed(text)) == 12


@settings(max_examples=20)
@given(st.binary(min_size=32, max_size=32))
def test_the_digits_of_another_key_are_others(key: bytes) -> None:
    other = new_key()
    assert is_typed_code_of(typed_code(key), other) is (typed_code(key) == typed_code(other))
