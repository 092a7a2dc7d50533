"""Numbers of persons and organizations.

Citizen numbers after GB 11643-1999, residence permits 81/82/83, foreign permanent-resident numbers of 2017 (15
characters) and 2023 (18 digits), unified social credit codes after GB 32100-2015; facts in device-protocols §7.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum, unique

from shared.domain.errors import InvalidNumberError, NumberFault
from shared.domain.masking import masked_name, masked_number
from shared.domain.plain_text import plain_number

__all__ = [
    "CitizenNumber",
    "CitizenNumberKind",
    "CreditCode",
    "InvalidNumberError",
    "NumberFault",
    "Sex",
    "credit_code_check",
    "foreign2017_check",
    "masked_name",
    "masked_number",
    "mod_11_2_check",
    "parse_citizen_number",
    "parse_credit_code",
]


@unique
class CitizenNumberKind(StrEnum):
    """Whose number it is."""

    MAINLAND = "mainland"
    PERMIT_HK = "permit_hk"
    PERMIT_MACAU = "permit_macau"
    PERMIT_TAIWAN = "permit_taiwan"
    FOREIGN2017 = "foreign2017"
    FOREIGN2023 = "foreign2023"


@unique
class Sex(StrEnum):
    """Sex in the words that cards, forms and notices use (GB/T 2261.1: 1, 2, 0, 9)."""

    MALE = "男"
    FEMALE = "女"
    UNKNOWN = "未知"
    NOT_STATED = "未说明"


@dataclass(frozen=True, slots=True, repr=False)
class CitizenNumber:
    """A checked number of a natural person.

    Attributes:
        number: 18 (or 15 for foreign2017) characters, letters in upper case.
        sex: by the parity of the sequence; UNKNOWN for foreign2017, whose single sequence digit is not documented.
        region: what the number says of the place: 6 digits, 4 for foreign2017, 2 for foreign2023.
        nationality: ISO 3166 alpha-3 (foreign2017) or numeric-3 (foreign2023), else None.
    """

    kind: CitizenNumberKind
    number: str
    birth: date
    sex: Sex
    region: str
    nationality: str | None = None

    def __repr__(self) -> str:
        return f"CitizenNumber(kind={self.kind.value!r}, …)"


@dataclass(frozen=True, slots=True, repr=False)
class CreditCode:
    """A checked unified social credit code: registrar, category, region and organization code."""

    code: str

    @property
    def registrar(self) -> str:
        """The registering authority's character: 9 is market supervision, 5 civil affairs."""
        return self.code[0]

    @property
    def category(self) -> str:
        """The kind of organization under its registrar: 9 and 2 together are a sole trader."""
        return self.code[1]

    @property
    def region(self) -> str:
        """The registering authority's division, 6 digits of GB/T 2260."""
        return self.code[2:8]

    @property
    def organization_code(self) -> str:
        """The organization code of GB 11714, 9 characters."""
        return self.code[8:17]

    def __repr__(self) -> str:
        return f"CreditCode(registrar={self.registrar!r}, …)"


_PROVINCES = frozenset(
    str(code)
    for first, last in ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71))
    for code in range(first, last + 1)
)
_PERMITS = {
    "81": CitizenNumberKind.PERMIT_HK,
    "82": CitizenNumberKind.PERMIT_MACAU,
    "83": CitizenNumberKind.PERMIT_TAIWAN,
}
_MOD_11_2_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_MOD_11_2_CHECKS = "10X98765432"
_EARLIEST_BIRTH = date(1850, 1, 1)
_CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))


def parse_citizen_number(text: str, *, today: date) -> CitizenNumber:
    """Check a number as typed or read: spaces are dropped, full-width and lower-case letters normalised.

    `today` bounds the birth date and gives foreign2017 its century. Raises InvalidNumberError.
    """
    number = plain_number(text)
    if re.match(r"[A-Z]{3}", number):
        return _parse_foreign2017(number, today)
    kind = _kind_of(number)
    if len(number) != 18:
        raise InvalidNumberError(NumberFault.LENGTH, kind)
    if not re.fullmatch(r"[0-9]{17}[0-9X]", number):
        raise InvalidNumberError(NumberFault.CHARACTERS, kind)
    region = _checked_region(number, kind)
    birth = _checked_birth(number[6:14], kind, today)
    if number[17] != mod_11_2_check(number[:17]):
        raise InvalidNumberError(NumberFault.CHECK_DIGIT, kind)
    sex = Sex.MALE if int(number[16]) % 2 else Sex.FEMALE
    nationality = number[3:6] if kind is CitizenNumberKind.FOREIGN2023 else None
    return CitizenNumber(kind, number, birth, sex, region, nationality)


def parse_credit_code(text: str) -> CreditCode:
    """Check a unified social credit code (GB 32100-2015), normalised as citizen numbers are.

    Raises InvalidNumberError.
    """
    code = plain_number(text)
    if len(code) != 18:
        raise InvalidNumberError(NumberFault.LENGTH, "credit_code")
    if not set(code) <= set(_CREDIT_ALPHABET) or not re.fullmatch(r"[0-9]{6}", code[2:8]):
        raise InvalidNumberError(NumberFault.CHARACTERS, "credit_code")
    if code[17] != credit_code_check(code[:17]):
        raise InvalidNumberError(NumberFault.CHECK_DIGIT, "credit_code")
    return CreditCode(code)


def mod_11_2_check(body: str) -> str:
    """Return the ISO 7064 MOD 11-2 check character of 17 digits."""
    return _MOD_11_2_CHECKS[sum(int(d) * w for d, w in zip(body, _MOD_11_2_WEIGHTS, strict=True)) % 11]


def foreign2017_check(body: str) -> str:
    """Return the check digit of the first 14 characters: weights 7-3-1, A=10 to Z=35, modulo 10."""
    return str(sum(int(char, 36) * (7, 3, 1)[place % 3] for place, char in enumerate(body)) % 10)


def credit_code_check(body: str) -> str:
    """Return the check character of the first 17 characters of a credit code (GB 32100-2015)."""
    total = sum(_CREDIT_ALPHABET.index(char) * weight for char, weight in zip(body, _CREDIT_WEIGHTS, strict=True))
    return _CREDIT_ALPHABET[-total % 31]


def _kind_of(number: str) -> CitizenNumberKind:
    if number.startswith("9"):
        return CitizenNumberKind.FOREIGN2023
    return _PERMITS.get(number[:2], CitizenNumberKind.MAINLAND)


def _checked_region(number: str, kind: CitizenNumberKind) -> str:
    if kind is CitizenNumberKind.FOREIGN2023:
        region, known = number[1:3], number[1:3] in _PROVINCES
    elif kind is CitizenNumberKind.MAINLAND:
        region, known = number[:6], number[:2] in _PROVINCES
    else:
        region, known = number[:6], number[2:6] == "0000"
    if not known:
        raise InvalidNumberError(NumberFault.REGION, kind)
    return region


def _checked_birth(digits: str, kind: CitizenNumberKind, today: date) -> date:
    try:
        birth = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        raise InvalidNumberError(NumberFault.BIRTH_DATE, kind) from None
    if not _EARLIEST_BIRTH <= birth <= today:
        raise InvalidNumberError(NumberFault.BIRTH_DATE, kind)
    return birth


def _parse_foreign2017(number: str, today: date) -> CitizenNumber:
    kind = CitizenNumberKind.FOREIGN2017
    if len(number) != 15:
        raise InvalidNumberError(NumberFault.LENGTH, kind)
    if not re.fullmatch(r"[A-Z]{3}[0-9]{12}", number):
        raise InvalidNumberError(NumberFault.CHARACTERS, kind)
    if number[3:5] not in _PROVINCES:
        raise InvalidNumberError(NumberFault.REGION, kind)
    birth = _latest_birth(number[7:13], today)
    if number[14] != foreign2017_check(number[:14]):
        raise InvalidNumberError(NumberFault.CHECK_DIGIT, kind)
    return CitizenNumber(kind, number, birth, Sex.UNKNOWN, number[3:7], number[:3])


def _latest_birth(digits: str, today: date) -> date:
    """Return the newest past date that YYMMDD can mean."""
    for century in (today.year // 100 * 100, today.year // 100 * 100 - 100):
        try:
            birth = date(century + int(digits[:2]), int(digits[2:4]), int(digits[4:]))
        except ValueError:
            continue
        if birth <= today:
            return birth
    raise InvalidNumberError(NumberFault.BIRTH_DATE, CitizenNumberKind.FOREIGN2017)
