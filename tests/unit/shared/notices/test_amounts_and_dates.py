"""Amounts in capital numerals and dates in the official form."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.notices.amounts import capital_amount, yuan
from shared.notices.dates import english_date, official_date, official_time

_VALUES = {"零": 0, "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5, "陆": 6, "柒": 7, "捌": 8, "玖": 9}


@pytest.mark.parametrize(
    ("cents", "expected"),
    [
        (0, "零元整"),
        (5, "伍分"),
        (50, "伍角整"),
        (12_000, "壹佰贰拾元整"),
        (100_05, "壹佰元零伍分"),
        (10_000_00, "壹万元整"),
        (10_010_00, "壹万零壹拾元整"),
        (16_409_02, "壹万陆仟肆佰零玖元零贰分"),
        (107_000_53, "壹拾万柒仟元伍角叁分"),
        (1_000_000_001_00, "壹拾亿零壹元整"),
        (325_04, "叁佰贰拾伍元零肆分"),
    ],
)
def test_amounts_in_capital_numerals(cents: int, expected: str) -> None:
    assert capital_amount(cents) == expected


@given(st.integers(0, 10**13))
def test_capital_numerals_are_worth_their_amount(cents: int) -> None:
    assert _worth(capital_amount(cents)) == cents


def _worth(text: str) -> int:
    text = text.removesuffix("整")
    whole, _, rest = text.rpartition("元") if "元" in text else ("", "", text)
    total = group = digit = 0
    for character in whole:
        if character in _VALUES:
            digit = _VALUES[character]
        elif character in "拾佰仟":
            group += digit * {"拾": 10, "佰": 100, "仟": 1000}[character]
            digit = 0
        else:
            total = (
                (total + group + digit) * 10_000 ** {"万": 1, "亿": 2}[character]
                if character == "亿"
                else total + (group + digit) * 10_000
            )
            group = digit = 0
    cents = (total + group + digit) * 100
    for unit, worth in (("角", 10), ("分", 1)):
        place = rest.find(unit)
        if place > 0:
            cents += _VALUES[rest[place - 1]] * worth
    return cents


@pytest.mark.parametrize("cents", [-1, 10**15])
def test_an_amount_out_of_range_is_refused(cents: int) -> None:
    with pytest.raises(ValueError, match=str(cents)):
        capital_amount(cents)


def test_figures_are_grouped() -> None:
    assert (yuan(0), yuan(123_450), yuan(1_000_000_00)) == ("0.00", "1,234.50", "1,000,000.00")


@pytest.mark.parametrize(
    ("day", "chinese", "english"),
    [
        (date(2026, 11, 26), "2026年11月26日", "26 November 2026"),
        (date(2030, 1, 10), "2030年1月10日", "10 January 2030"),
        (date(2024, 10, 30), "2024年10月30日", "30 October 2024"),
    ],
)
def test_dates_in_words(day: date, chinese: str, english: str) -> None:
    assert official_date(day) == chinese
    assert english_date(day) == english


def test_a_time_that_can_not_be_relied_on_says_so() -> None:
    at = datetime(2026, 11, 23, 1, 41, tzinfo=UTC)
    assert official_time(at) == "2026年11月23日 09:41"
    assert "待平台核定" in official_time(at, proven=False)
