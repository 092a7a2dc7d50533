"""How large a photographed paper is, from its shape and from what is asked for: a camera sees no millimetres."""

from __future__ import annotations

from math import log
from types import MappingProxyType
from typing import Final

MM_PER_INCH: Final = 25.4
CARD: Final = "card"
_LONG_SIDES: Final = MappingProxyType({CARD: 85.6, "a6": 148.0, "a5": 210.0, "a4": 297.0, "a3": 420.0})
"""Long sides in millimetres of the papers that a catalogue names (ISO/IEC 7810 ID-1, ISO 216)."""
_ID_1: Final = 85.6 / 54.0
_ISO_216: Final = 2**0.5
_ALIKE: Final = 0.06


def is_card(width: int, height: int) -> bool:
    """Whether a page has the shape of an ID-1 card, either way round."""
    shape = max(width, height) / max(1, min(width, height))
    return abs(log(shape / _ID_1)) < _ALIKE


def dpi_of(width: int, height: int, paper: str, otherwise: int) -> int:
    """Return the dots per inch of a page that was cut from a photograph.

    A page of a card's shape is a card. One of the shape of A papers is the one that is asked for; where a card is asked
    for, its sheet is A6. For other shapes nothing is known.

    Args:
        paper: the paper that is asked for, as the catalogue names it; empty where nobody knows.
        otherwise: what is taken where nothing is known.
    """
    long_px = max(width, height)
    shape = long_px / max(1, min(width, height))
    if paper not in _LONG_SIDES:
        return otherwise
    if is_card(width, height):
        return round(long_px / _LONG_SIDES[CARD] * MM_PER_INCH)
    if abs(log(shape / _ISO_216)) < _ALIKE:
        return round(long_px / _LONG_SIDES["a6" if paper == CARD else paper] * MM_PER_INCH)
    return otherwise
