"""The two people of a marriage certificate, each with the number that stands below the name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from devices.imaging.ocr.fields import Field, Fields, Validator, is_same_row, label_pattern, labelled
from devices.imaging.ocr.identity import citizen_numbers
from devices.imaging.ocr.text_reader import Line

_NAME: Final = label_pattern(("姓名",))
_NUMBER: Final = label_pattern(("身份证件号", "身份证号"))
_STOPS: Final = ("性别", "国籍")
_MOST: Final = 2


def spouses_of(lines: Sequence[Line], is_citizen_number: Validator) -> tuple[Fields, ...]:
    """Return name and number of each, from top to bottom, without what is illegible.

    A number belongs to the name above it; what stands above all names, or below another number, to somebody whose
    name is illegible. People who stand side by side, or are more than two, are not told apart.
    """
    people: list[dict[str, Field | None]] = []
    labels = [line for line in lines if _NAME.match(line.text)]
    for _, part, field in sorted(_parts(labels, lines, is_citizen_number), key=lambda one: one[0]):
        if not people or part == "name" or part in people[-1]:
            people.append({})
        people[-1][part] = field
    side_by_side = any(is_same_row(one, other) for one in labels for other in labels if one is not other)
    if side_by_side or len(people) > _MOST:
        return ()
    return tuple({part: field for part, field in one.items() if field is not None} for one in people)


def _parts(
    names: Sequence[Line], lines: Sequence[Line], is_citizen_number: Validator
) -> Iterator[tuple[float, str, Field | None]]:
    """Yield the height of each name and number, which it is, and what is legible of it."""
    for line in names:
        yield _middle(line), "name", labelled([line, *_right_of(line, lines)], {"name": ("姓名",)}, _STOPS).get("name")
    labels = [line for line in lines if _NUMBER.match(line.text)]
    for line in labels:
        numbers = citizen_numbers([line, *_right_of(line, lines)], is_citizen_number)
        yield _middle(line), "number", numbers[0] if len(numbers) == 1 else None
    for line in lines:
        numbers = citizen_numbers([line], is_citizen_number)
        if numbers and not any(is_same_row(line, label) for label in labels):
            yield _middle(line), "number", numbers[0]


def _right_of(line: Line, lines: Sequence[Line]) -> list[Line]:
    return [one for one in lines if one.box[0] > line.box[0] and is_same_row(line, one)]


def _middle(line: Line) -> float:
    return line.box[1] + line.box[3] / 2
