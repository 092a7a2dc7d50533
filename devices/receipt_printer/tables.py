"""Tables on narrow paper: widths by need, cells wrapped, columns kept under each other."""

from __future__ import annotations

from collections.abc import Sequence

from devices.core.slip import Align
from devices.receipt_printer.text import columns_of
from devices.receipt_printer.wrap import wrap

_GAP = 2
_NARROW_GAP = 1
_NARROWEST = 4
"""Two hanzi: below that a column can't be read."""


def table_lines(rows: Sequence[Sequence[str]], aligns: Sequence[Align], columns: int) -> list[list[str]] | None:
    """Return the lines of each row of normalised cells; None where the columns can't stand beside each other."""
    count = max((len(row) for row in rows), default=0)
    whole = [[*row, *[""] * (count - len(row))] for row in rows if row]
    if not whole:
        return []
    wanted = [max(_NARROWEST, *(columns_of(row[at]) for row in whole)) for at in range(count)]
    gap = _GAP if sum(wanted) + _GAP * (count - 1) <= columns else _NARROW_GAP
    widths = _shared_out(wanted, columns - gap * (count - 1))
    if widths is None:
        return None
    sides = [aligns[at] if at < len(aligns) else Align.LEFT for at in range(count)]
    lines = [_row_lines(row, widths, sides, " " * gap) for row in whole]
    return lines if len(whole) == len(rows) else [[], *lines]


def _shared_out(wanted: list[int], room: int) -> list[int] | None:
    """Narrow the widest columns, two columns of print at a time, until all fit."""
    widths = list(wanted)
    while sum(widths) > room:
        widest = max(range(len(widths)), key=widths.__getitem__)
        if widths[widest] <= _NARROWEST:
            return None
        widths[widest] = max(_NARROWEST, widths[widest] - min(2, sum(widths) - room))
    return widths


def _row_lines(cells: Sequence[str], widths: Sequence[int], sides: Sequence[Align], gap: str) -> list[str]:
    wrapped = [wrap(cell, width) for cell, width in zip(cells, widths, strict=True)]
    lines = []
    for at in range(max(map(len, wrapped))):
        parts = (
            _placed(cell[at] if at < len(cell) else "", width, side)
            for cell, width, side in zip(wrapped, widths, sides, strict=True)
        )
        lines.append(gap.join(parts).rstrip(" "))
    return lines


def _placed(text: str, width: int, side: Align) -> str:
    free = max(0, width - columns_of(text))
    before = {Align.LEFT: 0, Align.CENTER: free // 2, Align.RIGHT: free}[side]
    return " " * before + text + " " * (free - before)
