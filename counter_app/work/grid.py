"""Where the fields of a form go: columns that fit, rows that fill, and whether the known ones fold into a line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

MIN_CELL = 176
"""Pixels that an 18-digit number takes in its box."""
GUTTER = 76
GAP = 10


@dataclass(frozen=True, slots=True)
class Place:
    """Row, column and columns taken."""

    row: int
    column: int
    span: int


def columns_for(width: int, gutter: int = GUTTER) -> int:
    """Return how many columns of fields fit a form of a width in pixels; one at least, six at most."""
    return max(1, min(6, (width - gutter + GAP) // (MIN_CELL + GAP)))


def place(spans: Iterable[int], columns: int) -> tuple[Place, ...]:
    """Lay fields out in reading order; one that does not fit the rest of a row begins the next."""
    places: list[Place] = []
    row = column = 0
    for wanted in spans:
        span = min(max(1, wanted), columns)
        if column + span > columns:
            row, column = row + 1, 0
        places.append(Place(row, column, span))
        column += span
        if column >= columns:
            row, column = row + 1, 0
    return tuple(places)


def rows_of(places: tuple[Place, ...]) -> int:
    """Return how many rows a layout takes."""
    return max((one.row for one in places), default=-1) + 1
