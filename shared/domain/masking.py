"""How names and numbers are shown where the whole is not needed: lists, receipts, reprints, logs of acts."""

from __future__ import annotations

from typing import Final

_DISTRICTS: Final = ("街道", "镇", "乡", "区", "县")


def masked_name(name: str) -> str:
    """Keep the first character, one star for each other: 陈样例 → 陈**. A single character is hidden whole."""
    characters = [char for char in name.strip() if not _is_variation_selector(char)]
    if len(characters) < 2:
        return "*" * len(characters)
    return characters[0] + "*" * (len(characters) - 1)


def masked_number(number: str) -> str:
    """Keep the first three and last four characters of a person's number; under ten characters hide it whole."""
    if len(number) < 10:
        return "*" * len(number)
    return number[:3] + "*" * (len(number) - 7) + number[-4:]


def _is_variation_selector(char: str) -> bool:
    return "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef"


def masked_phone(number: str) -> str:
    """Keep the first three and last four digits: 138****0000; under eight characters hide it whole."""
    if len(number) < 8:
        return "*" * len(number)
    return number[:3] + "*" * (len(number) - 7) + number[-4:]


def masked_account(number: str) -> str:
    """Keep the last four digits of a bank account."""
    return "*" * max(0, len(number) - 4) + number[-4:] if len(number) > 8 else "*" * len(number)


def masked_address(address: str) -> str:
    """Keep down to district, town or street office, hide the rest: 东莞市南城街道****."""
    ends = [address.find(mark) + len(mark) for mark in _DISTRICTS if mark in address]
    kept = address[: min(ends)] if ends else ""
    return kept + "****" if len(address) > len(kept) else "*" * len(address)
