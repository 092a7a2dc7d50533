"""Check digits for the command line, which has no domain to pass them in."""

from __future__ import annotations

from typing import Final

from devices.imaging.ocr.documents import Validators

_CREDIT_ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def is_citizen_number(text: str) -> bool:
    """Check a citizen number by ISO 7064 MOD 11-2 (GB 11643)."""
    if len(text) != 18 or not (text[:17].isascii() and text[:17].isdigit()):
        return False
    total = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(text[:17]))
    return "10X98765432"[total % 11] == text[17].upper()


def is_credit_code(text: str) -> bool:
    """Check a unified social credit code (GB 32100): powers of 3 modulo 31."""
    if len(text) != 18 or any(sign not in _CREDIT_ALPHABET for sign in text):
        return False
    total = sum(_CREDIT_ALPHABET.index(sign) * pow(3, place, 31) for place, sign in enumerate(text[:17]))
    return _CREDIT_ALPHABET[(31 - total % 31) % 31] == text[17]


def is_card_number(text: str) -> bool:
    """Check a bank card's number by the Luhn formula (ISO/IEC 7812-1, annex B)."""
    if not (text.isascii() and text.isdigit()):
        return False
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(text))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


VALIDATORS: Final = Validators(is_citizen_number, is_credit_code, is_card_number)
