"""How one field stands on paper: as a line, boxes, a date or ticks, half a line or a whole one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from shared.forms.definition import FieldDefinition, Schema, Widget
from shared.forms.formats import LENGTHS
from shared.forms.printed_form import Filling, Row, Tick

_MOST_TICKS: Final = 14
"""A choice of more is written out: nobody ticks one of fifty-six."""
_SHORT_TICKS: Final = 10
"""Characters of all labels together that still fit half a line."""
_IN_BOXES: Final = frozenset({"citizen-number", "credit-code", "mobile-phone", "bank-card"})
_HALF_LENGTH: Final = 60
_LONG: Final = 200


def row_of(field: FieldDefinition, *, label: str, second: str, condition: str, required: bool, value: str) -> Row:
    """Return the row of a field; `value` is what fills it, empty to leave it blank."""
    boxes = next((LENGTHS[name] for name in _formats(field.schema) if name in _IN_BOXES), 0)
    ticks: tuple[Tick, ...] = ()
    if field.options and len(field.options) <= _MOST_TICKS:
        filling = Filling.TICKS
        ticks = tuple(Tick(option.label, option.code == value) for option in field.options)
        wide = sum(len(option.label) + 1 for option in field.options) > _SHORT_TICKS
    elif field.options:
        filling, wide, value = Filling.LINE, False, field.label_of(value) if value else ""
    elif boxes:
        filling, wide = Filling.BOXES, boxes > LENGTHS["mobile-phone"]
    elif field.widget is Widget.DATE:
        filling, wide = Filling.DATE, False
    else:
        longest = _longest(field.schema)
        filling = Filling.LINES if longest > _LONG else Filling.LINE
        wide = field.widget is Widget.ADDRESS or longest > _HALF_LENGTH
    return Row(label, filling, second, field.plain_note, condition, required, boxes, ticks, _shown(field, value), wide)


def _shown(field: FieldDefinition, value: str) -> str:
    if field.widget is not Widget.DATE or not value:
        return value
    try:
        day = date.fromisoformat(value)
    except ValueError:
        # Half typed, or no day: as it was written, to be put right by hand.
        return value
    return f"{day.year} 年 {day.month} 月 {day.day} 日"


def paired(rows: Iterator[Row]) -> tuple[tuple[Row, ...], ...]:
    """Put two narrow rows that follow each other on one line."""
    lines: list[tuple[Row, ...]] = []
    for row in rows:
        if not row.wide and lines and len(lines[-1]) == 1 and not lines[-1][0].wide:
            lines[-1] = (lines[-1][0], row)
        else:
            lines.append((row,))
    return tuple(lines)


def _formats(schema: Schema) -> Iterator[str]:
    if "format" in schema:
        yield str(schema["format"])
    for part in schema.get("allOf", ()):
        yield from _formats(part)


def _longest(schema: Mapping[str, Any]) -> int:
    """Return how long a value may be: the least of all demands."""
    lengths = [int(schema["maxLength"])] if "maxLength" in schema else []
    lengths += [_longest(part) for part in schema.get("allOf", ())]
    return min(lengths, default=_HALF_LENGTH)
