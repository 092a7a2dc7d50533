"""Case, item and notice numbers and how they are shown masked."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from stdnum.iso7064 import mod_11_10

from shared.domain.masking import masked_name, masked_number
from shared.domain.numbers import (
    CaseNumber,
    InvalidNumberError,
    ItemNumber,
    NoticeKind,
    NoticeNumber,
    NumberFault,
    mod_11_10_check,
)

case_numbers = st.builds(
    CaseNumber,
    division=st.text("0123456789", min_size=6, max_size=6),
    year=st.integers(2000, 2099),
    enrolment=st.integers(0, 99_999),
    sequence=st.integers(1, 999_999),
)
FIRST = CaseNumber("441900", 2026, 1, 1)


def test_a_number_is_shown_in_groups() -> None:
    assert str(FIRST) == "44190026000010000012"
    assert FIRST.grouped == "441900 26 00001 000001 2"
    assert CaseNumber.parse(FIRST.grouped) == FIRST


@given(number=case_numbers)
def test_composing_and_parsing_agree(number: CaseNumber) -> None:
    assert len(str(number)) == 20
    assert CaseNumber.parse(str(number)) == number
    assert CaseNumber.parse(number.grouped) == number


@given(body=st.text("0123456789", min_size=1, max_size=30))
def test_the_check_digit_agrees_with_iso7064(body: str) -> None:
    assert mod_11_10_check(body) == mod_11_10.calc_check_digit(body)


@given(number=case_numbers, place=st.integers(0, 19), digit=st.sampled_from("0123456789"))
def test_a_single_wrong_digit_is_caught(number: CaseNumber, place: int, digit: str) -> None:
    text = str(number)
    assume(text[place] != digit)
    with pytest.raises(InvalidNumberError):
        CaseNumber.parse(text[:place] + digit + text[place + 1 :])


@given(text=st.text(max_size=30))
def test_nonsense_is_refused(text: str) -> None:
    for parse in (CaseNumber.parse, ItemNumber.parse, NoticeNumber.parse):
        with pytest.raises(InvalidNumberError):
            parse(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("4419002600001000001", NumberFault.LENGTH),
        ("4419002600001000001A", NumberFault.CHARACTERS),
        ("4419002600001000001٢", NumberFault.CHARACTERS),
        ("44190026000010000013", NumberFault.CHECK_DIGIT),
        ("4419002600001000000" + mod_11_10_check("4419002600001000000"), NumberFault.RANGE),
    ],
)
def test_each_fault_has_its_code(text: str, code: NumberFault) -> None:
    with pytest.raises(InvalidNumberError) as caught:
        CaseNumber.parse(text)
    assert (caught.value.code, caught.value.kind) == (code, "case")


@pytest.mark.parametrize(
    "parts",
    [
        ("44190", 2026, 1, 1),
        ("44190a", 2026, 1, 1),
        ("441900", 26, 1, 1),
        ("441900", 2100, 1, 1),
        ("441900", 2026, 100_000, 1),
        ("441900", 2026, -1, 1),
        ("441900", 2026, 1, 0),
        ("441900", 2026, 1, 1_000_000),
    ],
)
def test_parts_out_of_range_are_refused(parts: tuple[str, int, int, int]) -> None:
    with pytest.raises(InvalidNumberError):
        CaseNumber(*parts)


@given(number=case_numbers, position=st.integers(1, 99))
def test_item_numbers_round_trip(number: CaseNumber, position: int) -> None:
    item = number.item(position)
    assert str(item) == f"{number}-{position:02d}"
    assert ItemNumber.parse(str(item)) == item


@given(number=case_numbers, kind=st.sampled_from(NoticeKind), running=st.integers(1, 999))
def test_notice_numbers_round_trip(number: CaseNumber, kind: NoticeKind, running: int) -> None:
    notice = number.notice(kind, running)
    assert NoticeNumber.parse(str(notice)) == notice
    assert len(str(notice)) <= 40


def test_a_notice_number_reads_as_it_is_printed() -> None:
    assert str(FIRST.notice(NoticeKind.RECEIPT, 1)) == "44190026000010000012SJ01"
    assert NoticeNumber.parse("441900 26 00001 000001 2 sl 01").kind is NoticeKind.ACCEPTANCE


@pytest.mark.parametrize("tail", ["SJ00", "SJ1", "SJ001", "XX01", "SJ1000", "01"])
def test_other_notice_numbers_are_refused(tail: str) -> None:
    with pytest.raises(InvalidNumberError):
        NoticeNumber.parse(f"{FIRST}{tail}")


@pytest.mark.parametrize("position", [0, 100])
def test_item_positions_are_two_digits(position: int) -> None:
    with pytest.raises(InvalidNumberError):
        FIRST.item(position)


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("陈样例", "陈**"),
        ("欧阳样例", "欧***"),
        (" 陈样 ", "陈*"),
        ("陈", "*"),
        ("", ""),
        ("\U00020bb7样例", "\U00020bb7**"),
        ("葛\U000e0100样例", "葛**"),
    ],
)
def test_names_are_masked(name: str, masked: str) -> None:
    assert masked_name(name) == masked


@pytest.mark.parametrize(
    ("number", "masked"),
    [("11010519491231002X", "110***********002X"), ("KAZ110090123105", "KAZ********3105"), ("123456789", "*********")],
)
def test_numbers_are_masked(number: str, masked: str) -> None:
    assert masked_number(number) == masked
