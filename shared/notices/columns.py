"""How wide the columns of a table are: as the notice says, unless what stands in them asks for something else."""

from __future__ import annotations

from typing import Final
from unicodedata import east_asian_width

from shared.notices.sheet import Column, Table, Words

_LEAST: Final = 13.0
"""Per cent that a column of words always has: its head stays in two lines."""
_CHARACTERS: Final = 0.42
"""Chinese characters that one per cent of an A4 page's width holds, in the size of tables."""
_LINES: Final = 4
"""A table whose cells need no more lines than this stays as it was laid out."""


def shares_of(table: Table) -> tuple[float, ...]:
    """Return the columns' widths in per cent: where long texts would stand tall and narrow, the wordy ones get room."""
    columns = tuple(enumerate(table.columns))
    needs = {at: _need(table, at) for at, column in columns if not column.short}
    if not needs or all(_fits(table, at, column) for at, column in columns):
        return tuple(float(column.share) for column in table.columns)
    room = sum(table.columns[at].share for at in needs)
    spare = max(0.0, room - _LEAST * len(needs))
    total = sum(needs.values())
    least = min(_LEAST, room / len(needs))
    return tuple(least + spare * needs[at] / total if at in needs else float(column.share) for at, column in columns)


def _fits(table: Table, at: int, column: Column) -> bool:
    return all(_length(row[at]) <= column.share * _CHARACTERS * _LINES for row in table.rows)


def _need(table: Table, at: int) -> float:
    """Return how much stands in a column: the mean of its cells, at least its head."""
    lengths = [_length(row[at]) for row in table.rows] or [0.0]
    return max(sum(lengths) / len(lengths), _length(table.columns[at].head), 1.0)


def _length(words: Words) -> float:
    """Return a cell's length in Chinese characters; its second language is set smaller."""
    return _wide(words.text) + 0.8 * _wide(words.second)


def _wide(text: str) -> float:
    return sum(1.0 if east_asian_width(character) in "WF" else 0.55 for character in text)
