"""The formats of field values that a pattern can't say: check digits, dates, telephone, divisions (GB/T 2260)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Final

from shared.domain.divisions import is_division
from shared.domain.errors import InvalidNumberError
from shared.domain.identifiers import parse_citizen_number, parse_credit_code

_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_BANK_CARD = re.compile(r"[0-9]{16,19}")
_DAY_OF_MONTH = re.compile(r"[1-9]|[12][0-9]|3[01]")

FormatRule = Callable[[str, date], str | None]


def format_fault(name: str, value: str, today: date) -> str | None:
    """Return what is wrong with a value of a named format, None when nothing is.

    The codes are those of domain.errors.NumberFault for numbers, and format, check_digit, no_such_date, future_date.
    `today` bounds dates of birth and of what has happened.
    """
    return _RULES[name](value, today)


def _citizen_number(value: str, today: date) -> str | None:
    try:
        parse_citizen_number(value, today=today)
    except InvalidNumberError as error:
        return str(error.code)
    return None


def _credit_code(value: str, _today: date) -> str | None:
    try:
        parse_credit_code(value)
    except InvalidNumberError as error:
        return str(error.code)
    return None


def _mobile_phone(value: str, _today: date) -> str | None:
    return None if _MOBILE.fullmatch(value) else "format"


def _date(value: str, _today: date) -> str | None:
    if not _DATE.fullmatch(value):
        return "format"
    try:
        date.fromisoformat(value)
    except ValueError:
        return "no_such_date"
    return None


def _past_date(value: str, today: date) -> str | None:
    wrong = _date(value, today)
    if wrong is None and date.fromisoformat(value) > today:
        return "future_date"
    return wrong


def _bank_card(value: str, _today: date) -> str | None:
    if not _BANK_CARD.fullmatch(value):
        return "format"
    return None if luhn_holds(value) else "check_digit"


def _division(value: str, _today: date) -> str | None:
    return None if is_division(value) else "format"


def _day_of_month(value: str, _today: date) -> str | None:
    return None if _DAY_OF_MONTH.fullmatch(value) else "format"


def luhn_holds(digits: str) -> bool:
    """Tell whether a bank card number's last digit fits the others (ISO/IEC 7812-1 annex B)."""
    doubled = ((int(digit) * 2 if place % 2 else int(digit)) for place, digit in enumerate(reversed(digits)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


_RULES: Final[dict[str, FormatRule]] = {
    "citizen-number": _citizen_number,
    "credit-code": _credit_code,
    "mobile-phone": _mobile_phone,
    "date": _date,
    "past-date": _past_date,
    "bank-card": _bank_card,
    "division": _division,
    "day-of-month": _day_of_month,
}
FORMATS: Final = frozenset(_RULES)
"""Every format that a field may name."""
LENGTHS: Final = {
    "citizen-number": 18,
    "credit-code": 18,
    "mobile-phone": 11,
    "bank-card": 19,
    "day-of-month": 2,
}
"""How long the numbers among them may become."""
