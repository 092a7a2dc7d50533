"""Where a code ends, its text, and the keys that type it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.barcode.framing import MOST_BYTES, CodeFramer, decode_text
from devices.barcode.keys import ENDS, KeyTranslator
from devices.core.barcodes import CodeTooLongError, CodeUndecodableError
from devices.core.errors import DeviceError


@pytest.mark.parametrize(
    ("data", "codes"),
    [
        (b"6901234567892\r", [b"6901234567892"]),
        (b"one\r\ntwo\r\n", [b"one", b"two"]),
        (b"\x02one\x03\r", [b"one"]),
        (b"one\t\r\rtwo\r", [b"one", b"two"]),
        ("名称：样例\n类型：个体\r".encode(), ["名称：样例\n类型：个体".encode()]),
        (b"\r\n\r\n", []),
    ],
)
def test_a_suffix_ends_a_code(data: bytes, codes: list[bytes]) -> None:
    assert CodeFramer().feed(data, 1.0) == codes


def test_silence_ends_a_code_without_a_suffix_and_strips_line_feeds() -> None:
    framer = CodeFramer()
    assert framer.feed(b"YM1:", 1.0) == []
    assert framer.feed(b"AB\n", 1.02) == []
    assert framer.silence(1.05) == []
    assert framer.silence(1.13) == [b"YM1:AB"]
    assert not framer.is_waiting


def test_only_silence_counts_where_a_code_may_hold_carriage_returns() -> None:
    framer = CodeFramer(ends_at_cr=False)
    assert framer.feed(b"a\rb", 1.0) == []
    assert framer.silence(1.2) == [b"a\rb"]


@pytest.mark.parametrize("ends_at_cr", [True, False])
def test_a_code_that_is_read_in_two_goes_stays_one(ends_at_cr: bool) -> None:
    framer = CodeFramer(ends_at_cr=ends_at_cr)
    assert framer.feed(b"91440300MA5E", 1.0) == []
    codes = framer.feed(b"XAMPLE1\r", 2.0)
    assert codes + framer.silence(2.2) == [b"91440300MA5EXAMPLE1"]


def test_noise_without_an_end_is_refused_once_and_forgotten() -> None:
    framer = CodeFramer()
    with pytest.raises(CodeTooLongError):
        framer.feed(b"x" * (MOST_BYTES + 1), 1.0)
    assert framer.feed(b"tail\rgood\r", 1.01) == [b"good"]


@given(st.lists(st.tuples(st.binary(max_size=40), st.floats(0, 1)), max_size=20), st.booleans())
def test_any_stream_gives_codes_without_suffixes(pieces: list[tuple[bytes, float]], ends_at_cr: bool) -> None:
    framer, now = CodeFramer(ends_at_cr=ends_at_cr), 0.0
    for data, pause in pieces:
        now += pause
        for code in framer.feed(data, now):
            assert code
            assert not code.endswith((b"\r", b"\n"))
    framer.silence(now + 1)
    assert not framer.is_waiting


@pytest.mark.parametrize("text", ["YM1:AB12", "统一社会信用代码", "㐀䶮𠀀", "é"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_text_in_either_encoding(text: str, encoding: str) -> None:
    data = text.encode(encoding)
    told = decode_text(data)
    assert told == text or data.decode("utf-8", "replace") == told


def test_hanzi_in_gb18030_that_are_sound_utf_8_by_chance_stay_hanzi() -> None:
    assert decode_text("A123|元英".encode("gb18030")) == "A123|元英"


@pytest.mark.parametrize("text", ["Élodie Müller", "Анна Каренина", "Ελλάδα", "ئۇيغۇر"])
def test_letters_of_other_scripts_in_utf_8_stay_letters(text: str) -> None:
    assert decode_text(text.encode()) == text


def test_what_is_no_text_is_refused() -> None:
    with pytest.raises(CodeUndecodableError):
        decode_text(b"\xff\xff\x80")


@given(st.binary(max_size=60))
def test_any_bytes_are_text_or_refused(data: bytes) -> None:
    try:
        decode_text(data)
    except DeviceError:
        return


def test_caps_lock_turns_letters_alone() -> None:
    keys = KeyTranslator()
    keys.press(58)
    assert keys.press(30) + keys.press(2) == b"A1"
    keys.press(42)
    assert keys.press(30) + keys.press(2) == b"a!"


def test_ctrl_and_a_letter_are_a_control_character() -> None:
    keys = KeyTranslator()
    typed = keys.press(30)
    for ctrl, letter in ((29, 36), (97, 27), (29, 2)):
        typed += keys.press(ctrl) + keys.press(letter) + keys.release(letter) + keys.release(ctrl)
    assert typed + keys.press(48) == b"a\n\x1db"


@given(st.lists(st.tuples(st.integers(0, 767), st.booleans()), max_size=60))
def test_any_keys_type_bytes(events: list[tuple[int, bool]]) -> None:
    keys = KeyTranslator()
    typed = b"".join(keys.press(key) if down else keys.release(key) for key, down in events if key not in ENDS)
    assert isinstance(typed, bytes)
