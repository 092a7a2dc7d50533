"""Characters of numbers and dates in their plain form, however a keyboard or a page gave them."""

from __future__ import annotations

from typing import Final

_FULL_WIDTH: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


def half_width(text: str) -> str:
    """Return a text with full-width digits, letters and marks as plain ones."""
    return text.translate(_FULL_WIDTH)


def plain_number(text: str) -> str:
    """Return a number of digits and letters without spaces, in plain upper case."""
    compact = "".join(half_width(text).split())
    return compact.upper() if compact.isascii() else compact
