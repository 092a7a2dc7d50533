"""Machine-readable zones: every layout, every check digit, miscounted fillers, and corrections only where proved."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.imaging.ocr.mrz import check_digit, parse_mrz

# Invented: the specimen of Doc 9303's own Utopia, and zones of the same shape.
TD3 = ["P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"]
TD2 = ["I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6"]
TD1 = ["I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<"]


def _eep(number: str = "C12345678", expiry: str = "320115", birth: str = "900307") -> str:
    parts = [f"{text}{check_digit(text)}" for text in (number, expiry, birth)]
    return "CS" + "<".join(parts) + "<0"


@pytest.mark.parametrize(("layout", "lines"), [("TD3", TD3), ("TD2", TD2), ("TD1", TD1)])
def test_each_layout_is_read(layout: str, lines: list[str]) -> None:
    found = parse_mrz(lines)
    assert found is not None
    assert (found.layout, found.surname, found.given_names) == (layout, "ERIKSSON", "ANNA MARIA")
    assert (found.nationality, found.birth, found.sex, found.expiry) == ("UTO", "740812", "F", "120415")
    assert found.proven == {"number", "birth", "expiry"}


def test_the_single_line_of_a_travel_permit_is_read() -> None:
    found = parse_mrz([_eep()])
    assert found is not None
    assert (found.layout, found.number, found.birth, found.expiry) == ("EEP", "C12345678", "900307", "320115")


def test_print_around_the_zone_is_passed_over() -> None:
    found = parse_mrz(["护照 PASSPORT", *TD3, "样例"])
    assert found is not None
    assert found.number == "L898902C3"


@pytest.mark.parametrize("fillers", [-3, -1, 2, 4])
def test_miscounted_fillers_do_no_harm(fillers: int) -> None:
    first = TD3[0][:-3] if fillers < 0 else TD3[0] + "<" * fillers
    second = TD3[1].replace("<<<<<", "<" * (5 + fillers) if fillers > -3 else "<<")
    found = parse_mrz([first, second])
    assert found is not None
    assert found.proven == {"number", "birth", "expiry"}


def test_a_twin_is_corrected_where_the_check_digit_proves_it() -> None:
    found = parse_mrz([TD3[0], TD3[1].replace("L898902C3", "L8989O2C3").replace("740812", "74O8I2")])
    assert found is not None
    assert (found.number, found.birth) == ("L898902C3", "740812")


def test_a_letter_that_may_be_two_digits_is_the_one_that_the_check_digit_proves() -> None:
    right = (
        f"P<UTOERIKSSON<<ANNA<MARIA{'<' * 19}",
        f"L898902C36UTO7408122F3503{'09'}{check_digit('350309')}{'<' * 14}06",
    )
    read = right[0], right[1].replace("F350309", "FB50309")
    found = parse_mrz(read)
    assert found is not None
    assert found.expiry == "350309"


def test_what_no_check_digit_proves_is_left_as_it_was_read() -> None:
    found = parse_mrz([TD3[0], TD3[1].replace("L898902C3", "L898902C4")])
    assert found is not None
    assert found.number == "L898902C4"
    assert "number" not in found.proven


def _passport(number: str, read: str, issuer: str = "CHN") -> list[str]:
    dates = [f"{day}{check_digit(day)}" for day in ("900307", "300101")]
    second = f"{read}{check_digit(number)}{issuer}{dates[0]}M{dates[1]}".ljust(42, "<") + "00"
    return [f"P<{issuer}CHEN<<YANGLI".ljust(44, "<"), second]


@pytest.mark.parametrize("lost", [0, 1, 5])
def test_a_passport_without_a_personal_number_is_no_smaller_card(lost: int) -> None:
    first, second = _passport("E12345678", "E12345678")
    found = parse_mrz([first[: 44 - lost], second.replace("<" * lost, "", 1) if lost else second])
    assert found is not None
    assert (found.layout, found.number, found.given_names) == ("TD3", "E12345678", "YANGLI")


def test_a_passport_s_names_may_have_lost_most_of_their_fillers() -> None:
    found = parse_mrz(["P<CHNLI<<YANGLI<<<<<<", _passport("EH1234567", "EH1234567")[1]])
    assert found is not None
    assert (found.layout, found.surname, found.given_names) == ("TD3", "LI", "YANGLI")


@pytest.mark.parametrize(
    ("number", "read"),
    [("G61234567", "661234567"), ("E11234567", "EL1234567"), ("E51234567", "EF1234567"), ("K12345678", "012345678")],
)
def test_what_another_sign_would_leave_right_is_not_proved(number: str, read: str) -> None:
    found = parse_mrz(_passport(number, read, "UTO"))
    assert found is not None
    assert found.mistakable == {"number"}


@pytest.mark.parametrize(
    ("number", "read", "is_mistakable"),
    [
        ("E16234567", "E1G234567", True),
        ("EA1234567", "EA1234567", False),
        ("EB6234567", "EBG234567", False),
        ("EH6118802", "EHGL1S8U2", False),
        ("E61234567", "EG1234567", True),
        ("E21234567", "E21234567", False),
        ("G21234567", "621234567", False),
    ],
)
def test_the_shape_of_chinese_numbers_tells_letters_from_digits(number: str, read: str, is_mistakable: bool) -> None:
    found = parse_mrz(_passport(number, read))
    assert found is not None
    assert found.mistakable == ({"number"} if is_mistakable else set())
    assert is_mistakable or found.number == number


def test_two_wrong_check_digits_are_no_zone() -> None:
    assert parse_mrz([TD3[0], TD3[1].replace("L898902C3", "L898902C4").replace("740812", "740813")]) is None


@given(st.lists(st.text(max_size=60), max_size=6))
def test_any_lines_are_borne(lines: list[str]) -> None:
    parse_mrz(lines)


@given(st.lists(st.text("ABC0129<OIZSB", min_size=28, max_size=46), max_size=4))
def test_any_zone_is_borne(lines: list[str]) -> None:
    parse_mrz(lines)


@given(
    st.text("ABCDEFGHJ0123456789", min_size=9, max_size=9),
    st.dates(),
    st.dates(),
    st.sampled_from("MF<"),
    st.text("ABCDEFGH", min_size=1, max_size=12),
)
def test_what_is_written_is_read(number: str, birth: date, expiry: date, sex: str, surname: str) -> None:
    born, ends = f"{birth:%y%m%d}", f"{expiry:%y%m%d}"
    first = f"P<UTO{surname}<<LI".ljust(44, "<")
    checked = [f"{text}{check_digit(text)}" for text in (number, born, ends)]
    second = f"{checked[0]}UTO{checked[1]}{sex}{checked[2]}".ljust(42, "<") + "00"
    found = parse_mrz([first, second])
    assert found is not None
    assert (found.number, found.birth, found.expiry, found.surname) == (number, born, ends, surname)


def test_a_zone_shows_nobody_in_a_log() -> None:
    assert repr(parse_mrz(TD3)) == "Mrz(TD3, ['birth', 'expiry', 'number'])"


def test_a_card_whose_names_can_not_be_read_still_tells_the_rest() -> None:
    number, dates = "H01234567", (("900307", "F"), ("320801", "CHN"))
    first = f"CRCHN{number}{check_digit(number)}".ljust(30, "<")
    second = "".join(date + check_digit(date) + after for date, after in dates).ljust(30, "<")
    found = parse_mrz([first, second, "WONGANGLI"])
    assert found is not None
    assert (found.number, found.birth, found.expiry, found.sex) == (number, "900307", "320801", "F")
    assert (found.surname, found.given_names) == ("", "")
    assert parse_mrz([first.replace(number, "H01234568"), second.replace("900307", "900308")]) is None
