"""Numbers of persons and organizations: known values, every single error, a second opinion by python-stdnum."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from stdnum.cn import ric, uscc
from stdnum.iso7064 import mod_11_2

from shared.domain.identifiers import (
    CitizenNumberKind,
    InvalidNumberError,
    NumberFault,
    Sex,
    credit_code_check,
    foreign2017_check,
    mod_11_2_check,
    parse_citizen_number,
    parse_credit_code,
)

TODAY = date(2026, 3, 2)
CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
births = st.dates(date(1900, 1, 1), TODAY)
sequences = st.integers(0, 999).map("{:03d}".format)


def _with_check(body: str) -> str:
    return body + mod_11_2_check(body)


@st.composite
def citizen_numbers(draw: st.DrawFn) -> str:
    place = draw(st.sampled_from(["441900", "110105", "650102", "810000", "820000", "830000", "944156", "911840"]))
    return _with_check(f"{place}{draw(births):%Y%m%d}{draw(sequences)}")


@pytest.mark.parametrize(
    ("text", "kind", "birth", "sex", "region", "nationality"),
    [
        ("11010519491231002X", CitizenNumberKind.MAINLAND, date(1949, 12, 31), Sex.FEMALE, "110105", None),
        (_with_check("81000019900101001"), CitizenNumberKind.PERMIT_HK, date(1990, 1, 1), Sex.MALE, "810000", None),
        (
            _with_check("82000019900101002"),
            CitizenNumberKind.PERMIT_MACAU,
            date(1990, 1, 1),
            Sex.FEMALE,
            "820000",
            None,
        ),
        (_with_check("83000019900101003"), CitizenNumberKind.PERMIT_TAIWAN, date(1990, 1, 1), Sex.MALE, "830000", None),
        ("932682198501010017", CitizenNumberKind.FOREIGN2023, date(1985, 1, 1), Sex.MALE, "32", "682"),
        ("931586198001010028", CitizenNumberKind.FOREIGN2023, date(1980, 1, 1), Sex.FEMALE, "31", "586"),
        ("KAZ110090123105", CitizenNumberKind.FOREIGN2017, date(1990, 12, 31), Sex.UNKNOWN, "1100", "KAZ"),
    ],
)
def test_known_numbers_are_read(
    text: str, kind: CitizenNumberKind, birth: date, sex: Sex, region: str, nationality: str | None
) -> None:
    number = parse_citizen_number(text, today=TODAY)
    assert (number.kind, number.birth, number.sex) == (kind, birth, sex)
    assert (number.region, number.nationality) == (region, nationality)


@pytest.mark.parametrize(
    "text", ["11010519491231002x", " 110105 19491231 002X ", "１１０１０５１９４９１２３１００２ｘ"]
)
def test_typing_habits_are_normalised(text: str) -> None:
    assert parse_citizen_number(text, today=TODAY).number == "11010519491231002X"


@pytest.mark.parametrize(
    ("text", "code", "kind"),
    [
        ("", NumberFault.LENGTH, CitizenNumberKind.MAINLAND),
        ("110105491231002", NumberFault.LENGTH, CitizenNumberKind.MAINLAND),
        ("11010519491231002X1", NumberFault.LENGTH, CitizenNumberKind.MAINLAND),
        ("KAZ11009012310", NumberFault.LENGTH, CitizenNumberKind.FOREIGN2017),
        ("1101051949123100²X", NumberFault.CHARACTERS, CitizenNumberKind.MAINLAND),
        ("ßA110090123105", NumberFault.LENGTH, CitizenNumberKind.MAINLAND),
        ("X10105194912310021", NumberFault.CHARACTERS, CitizenNumberKind.MAINLAND),
        ("KAZ1100901231O5", NumberFault.CHARACTERS, CitizenNumberKind.FOREIGN2017),
        (_with_check("99010519491231002"), NumberFault.REGION, CitizenNumberKind.FOREIGN2023),
        (_with_check("19010519491231002"), NumberFault.REGION, CitizenNumberKind.MAINLAND),
        (_with_check("81010519491231002"), NumberFault.REGION, CitizenNumberKind.PERMIT_HK),
        ("KAZ990090123105", NumberFault.REGION, CitizenNumberKind.FOREIGN2017),
        (_with_check("44190019900230001"), NumberFault.BIRTH_DATE, CitizenNumberKind.MAINLAND),
        (_with_check("44190020260303001"), NumberFault.BIRTH_DATE, CitizenNumberKind.MAINLAND),
        (_with_check("44190018490101001"), NumberFault.BIRTH_DATE, CitizenNumberKind.MAINLAND),
        ("KAZ110090133105", NumberFault.BIRTH_DATE, CitizenNumberKind.FOREIGN2017),
        ("110105194912310021", NumberFault.CHECK_DIGIT, CitizenNumberKind.MAINLAND),
        ("KAZ110090123106", NumberFault.CHECK_DIGIT, CitizenNumberKind.FOREIGN2017),
    ],
)
def test_each_fault_has_its_code(text: str, code: NumberFault, kind: CitizenNumberKind) -> None:
    with pytest.raises(InvalidNumberError) as caught:
        parse_citizen_number(text, today=TODAY)
    assert (caught.value.code, caught.value.kind) == (code, kind)


def test_born_today_is_a_valid_newborn() -> None:
    assert parse_citizen_number(_with_check(f"441900{TODAY:%Y%m%d}001"), today=TODAY).birth == TODAY


@pytest.mark.parametrize(
    ("digits", "birth"),
    [
        ("260302", date(2026, 3, 2)),
        ("260303", date(1926, 3, 3)),
        ("000229", date(2000, 2, 29)),
        ("960229", date(1996, 2, 29)),
    ],
)
def test_the_century_of_2017_numbers_is_the_newest_past_one(digits: str, birth: date) -> None:
    body = f"KAZ4419{digits}1"
    assert parse_citizen_number(body + foreign2017_check(body), today=TODAY).birth == birth


@given(number=citizen_numbers(), place=st.integers(0, 17), digit=st.sampled_from("0123456789X"))
def test_a_single_wrong_character_is_always_caught(number: str, place: int, digit: str) -> None:
    assume(number[place] != digit)
    with pytest.raises(InvalidNumberError):
        parse_citizen_number(number[:place] + digit + number[place + 1 :], today=TODAY)


@given(number=citizen_numbers(), place=st.integers(0, 16))
def test_two_neighbours_exchanged_are_always_caught(number: str, place: int) -> None:
    assume(number[place] != number[place + 1])
    exchanged = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    with pytest.raises(InvalidNumberError):
        parse_citizen_number(exchanged, today=TODAY)


@given(
    birth=births,
    region=st.sampled_from(["441900", "110000"]),
    digit=st.sampled_from("0123456789"),
    place=st.integers(3, 14),
)
def test_a_single_wrong_digit_of_a_2017_number_is_caught(birth: date, region: str, digit: str, place: int) -> None:
    body = f"SAU{region[:4]}{birth:%y%m%d}1"
    number = body + foreign2017_check(body)
    assume(number[place] != digit)
    with pytest.raises(InvalidNumberError):
        parse_citizen_number(number[:place] + digit + number[place + 1 :], today=TODAY)


@given(text=st.text(max_size=24) | st.text("0123456789X", min_size=17, max_size=19))
def test_nonsense_is_read_whole_or_refused_by_name(text: str) -> None:
    try:
        number = parse_citizen_number(text, today=TODAY)
    except InvalidNumberError:
        return
    assert len(number.number) in {15, 18}


def test_a_refusal_does_not_repeat_the_number() -> None:
    with pytest.raises(InvalidNumberError) as caught:
        parse_citizen_number("110105194912310021", today=TODAY)
    assert "1949" not in str(caught.value)


@given(body=st.text("0123456789", min_size=17, max_size=17))
def test_check_characters_agree_with_iso7064(body: str) -> None:
    assert mod_11_2_check(body) == mod_11_2.calc_check_digit(body)


@given(birth=births.filter(lambda day: day < TODAY - timedelta(days=1)), sequence=sequences)
def test_mainland_numbers_agree_with_stdnum(birth: date, sequence: str) -> None:
    text = _with_check(f"441900{birth:%Y%m%d}{sequence}")
    number = parse_citizen_number(text, today=TODAY)
    assert ric.compact(text) == number.number
    assert ric.get_birth_date(text) == number.birth
    assert ric.calc_check_digit(text) == text[-1]


@pytest.mark.parametrize("text", ["91350100M000100Y43", "91350100m000100y43", " 9135 0100 M000 100Y 43"])
def test_a_known_credit_code_is_read(text: str) -> None:
    code = parse_credit_code(text)
    assert (code.code, code.registrar, code.category) == ("91350100M000100Y43", "9", "1")
    assert (code.region, code.organization_code) == ("350100", "M000100Y4")


@given(head=st.sampled_from(["91", "92", "52", "11"]), tail=st.text(CREDIT_ALPHABET, min_size=9, max_size=9))
def test_credit_codes_agree_with_stdnum(head: str, tail: str) -> None:
    body = f"{head}441900{tail}"
    text = body + credit_code_check(body)
    assert uscc.validate(text) == parse_credit_code(text).code


@given(
    tail=st.text(CREDIT_ALPHABET, min_size=9, max_size=9),
    place=st.integers(0, 17),
    char=st.sampled_from(CREDIT_ALPHABET + "IOSVZ"),
)
def test_a_single_wrong_character_of_a_credit_code_is_caught(tail: str, place: int, char: str) -> None:
    text = "91441900" + tail + credit_code_check("91441900" + tail)
    assume(text[place] != char)
    with pytest.raises(InvalidNumberError):
        parse_credit_code(text[:place] + char + text[place + 1 :])


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("91350100M000100Y4", NumberFault.LENGTH),
        ("91350100M000100I43", NumberFault.CHARACTERS),
        ("91A50100M000100Y43", NumberFault.CHARACTERS),
        ("91350100M000100Y44", NumberFault.CHECK_DIGIT),
    ],
)
def test_each_fault_of_a_credit_code_has_its_code(text: str, code: NumberFault) -> None:
    with pytest.raises(InvalidNumberError) as caught:
        parse_credit_code(text)
    assert (caught.value.code, caught.value.kind) == (code, "credit_code")


def test_a_remainder_of_zero_gives_the_check_zero() -> None:
    assert credit_code_check("0" * 17) == "0"


def test_reprs_hold_no_number() -> None:
    assert "1949" not in repr(parse_citizen_number("11010519491231002X", today=TODAY))
    assert "M000" not in repr(parse_credit_code("91350100M000100Y43"))
