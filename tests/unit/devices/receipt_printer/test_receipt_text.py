"""Text as the printer takes it: nothing lost, nothing guessed, columns as GBK counts them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.receipt_printer.text import GLUE, char_columns, columns_of, normalise, to_gbk


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("¥12.50", "￥12.50"),
        ("买买提•吐尔逊", "买买提·吐尔逊"),
        ("0769‑22330000", "0769-22330000"),
        ("一\u3000二", "一\u3000二"),
        ("第\u00a03\u00a0号", f"第{GLUE}3{GLUE}号"),
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("零\u200b宽\ufeff字\x00符\x1b", "零宽字符"),
        ("葛\U000e0100", "葛"),
        ("e\u0301", "é"),
        ("⼈民", "人民"),
        ("5µg", "5μg"),
        ("№ 3 ℃ ①〇", "№ 3 ℃ ①〇"),
    ],
)
def test_replaces_what_has_another_code(text: str, expected: str) -> None:
    assert normalise(text) == expected


def test_yen_sign_becomes_the_two_byte_one() -> None:
    assert to_gbk(normalise("¥")) == b"\xa3\xa4"


@pytest.mark.parametrize("char", ["䶮", "𠀀", "㐀", "²", "À", "€", "©", "\ue000", "\ud800", "👍"])
def test_says_which_characters_must_be_drawn(char: str) -> None:
    assert to_gbk(normalise(char)) is None


@pytest.mark.parametrize(
    ("char", "columns"),
    [("A", 1), ("样", 2), ("…", 2), ("“", 2), ("·", 2), ("①", 2), ("Ж", 2), ("䶮", 2), ("²", 1), ("À", 1), ("½", 2)],
)
def test_counts_columns_as_the_printer_does(char: str, columns: int) -> None:
    assert char_columns(char) == columns


def test_marks_take_no_column_and_the_unknown_two() -> None:
    assert char_columns("\u0323") == 0
    assert char_columns("\ue000") == char_columns("\ud800") == 2


@given(st.text())
def test_no_control_character_and_nothing_of_four_bytes_is_left(text: str) -> None:
    plain = normalise(text)
    assert not {char for char in plain if (char < " " and char not in {"\n", GLUE}) or "\x7f" <= char < "\xa0"}
    gbk = to_gbk(plain)
    assert columns_of(plain) == (len(gbk) if gbk is not None else sum(map(char_columns, plain)))


@given(st.characters())
def test_what_is_sent_as_text_comes_back_as_the_same_character(char: str) -> None:
    gbk = to_gbk(char)
    assert gbk is None or (len(gbk) <= 2 and gbk.decode("gbk") == char)
