"""Payloads: encodings, check digits, the number that retail codes stand for; any bytes become text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import ean

from devices.imaging.code_payloads import gtin_format, gtin_is_valid, gtin_of, payload_text


@given(st.binary(max_size=300))
def test_any_bytes_become_text(data: bytes) -> None:
    assert isinstance(payload_text(data), str)


@given(st.text(max_size=40))
def test_utf_8_is_kept(text: str) -> None:
    assert payload_text(text.encode()) == text


@pytest.mark.parametrize("text", ["陈样例", "东莞市样例有限公司", "营业执照 91441900MA00000000", "㐂样例商店"])
def test_chinese_of_older_licences_is_chinese(text: str) -> None:
    assert payload_text(text.encode("gb18030"), hint="wrong guess") == text


@pytest.mark.parametrize("text", ["ﾃﾞｻﾞｲﾝQR", "Google モバイル"])
def test_japanese_is_not_taken_for_chinese(text: str) -> None:
    assert payload_text(text.encode("shift_jis")) == text


def test_western_letters_are_left_to_the_reader() -> None:
    assert payload_text("Histórico ó".encode("latin-1"), hint="Histórico ó") == "Histórico ó"


@given(st.text("0123456789", min_size=12, max_size=12))
def test_gtin_check_digits_agree_with_another_implementation(digits: str) -> None:
    whole = digits + ean.calc_check_digit(digits)
    assert gtin_is_valid(whole)
    assert gtin_of("ean13", whole) == whole
    wrong = digits + str((int(whole[-1]) + 1) % 10)
    assert gtin_of("ean13", wrong) is None


@pytest.mark.parametrize(
    ("short", "long"),
    [("01234565", "0012345000065"), ("00123457", "0001234000057"), ("01234531", "0012300000451")],
)
def test_upc_e_is_written_out(short: str, long: str) -> None:
    assert gtin_of("upce", short) == long


def test_upc_a_by_any_name_is_one() -> None:
    assert gtin_of("upca", "031415926531") == gtin_of("ean13", "0031415926531") == "0031415926531"
    assert gtin_format("ean13", "0031415926531") == "upca"
    assert gtin_format("ean13", "6901234567892") == "ean13"


@pytest.mark.parametrize("text", ["", "12", "abcdefgh", "１２３４５６７８"])
def test_what_is_no_number_is_no_gtin(text: str) -> None:
    assert gtin_of("ean8", text) is None
