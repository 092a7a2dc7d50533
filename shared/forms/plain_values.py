"""A value as the form keeps it: numbers and dates one way only, however they were typed or read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from shared.domain.plain_text import half_width, plain_number
from shared.forms.definition import FieldDefinition, Schema, Widget

_DIGITS: Final = frozenset({Widget.DIGITS, Widget.PHONE})
_NUMBERS: Final = frozenset({"citizen-number", "credit-code", "mobile-phone", "bank-card", "division"})
"""Formats of what is a number, whatever it is typed into."""
_OF_A_NUMBER: Final = re.compile(r"[][0-9A-Z{},^$-]+")
"""A pattern that takes digits, capital letters and hyphens alone."""
_COMPACT_DATE: Final = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_PARTED_DATE: Final = re.compile(r"([0-9]{4})[^0-9]+([0-9]{1,2})[^0-9]+([0-9]{1,2})[^0-9]*")


def plain_value(definition: FieldDefinition, text: str) -> str:
    """Return what is kept of a value: what its check would overlook, spaces, widths and small letters, is put right."""
    if definition.widget is Widget.DATE:
        return plain_date(text)
    if definition.widget in _DIGITS:
        return plain_digits(text)
    return plain_number(text) if _is_number(definition) else text.strip()


def plain_date(text: str) -> str:
    """Return a date of eight digits, or of parted year, month and day, as YYYY-MM-DD; anything else as it is."""
    plain = half_width(text).strip()
    match = _COMPACT_DATE.fullmatch(plain) or _PARTED_DATE.fullmatch(plain)
    return "-".join(part.zfill(2) for part in match.groups()) if match else plain


def plain_digits(text: str) -> str:
    """Return digits without the gaps and hyphens that group them."""
    return re.sub(r"[\s-]+", "", half_width(text))


def _is_number(definition: FieldDefinition) -> bool:
    return any(
        part.get("format") in _NUMBERS or _OF_A_NUMBER.fullmatch(part.get("pattern", "")) is not None
        for part in _parts(definition.schema)
    )


def _parts(schema: Schema) -> Iterator[Schema]:
    yield schema
    for part in schema.get("allOf", ()):
        yield from _parts(part)
