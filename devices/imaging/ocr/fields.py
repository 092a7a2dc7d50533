"""A field of a document as it was read, and what finds values beside their printed labels."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from devices.imaging.ocr.text_reader import Box, Line

Validator = Callable[[str], bool]
_SPACES: Final = re.compile(r"\s+")
_BETWEEN_WORDS: Final = re.compile(r"(?<=[A-Za-z,.'])\s+(?=[A-Za-z])")
_CHINESE: Final = re.compile(r"[\u4e00-\u9fff]")
_FULL_WIDTH: Final = {0xFEE0 + code: code for code in range(0x30, 0x7B) if chr(code).isalnum()}
_CHINESE_BRACKETS: Final = str.maketrans("()", "（）")
# Parted, or two digits each: of digits that run together nobody knows which are the month's.
_DATE: Final = re.compile(r"(\d{4})(?:\D{1,2}(\d{1,2})\D{1,2}(\d{1,2})|\D{0,2}(\d{2})\D{0,2}(\d{2}))")
_TENS: Final = re.compile("([一二三四五六七八九]?)十([一二三四五六七八九]?)")
_AFTER_LABEL: Final = " \u3000:：.·"
# What may be two values, or another one's.
_AMBIGUOUS: Final = 0.6
_CHINESE_DIGITS: Final = str.maketrans("〇○零一二三四五六七八九", "000123456789")


@dataclass(frozen=True, slots=True, repr=False)
class Field:
    """One field: a suggestion that a person confirms beside its picture.

    Attributes:
        confidence: 0 to 1; 0.99 and more only where a check digit proves it, under 0.5 where one disproves it.
        box: x, y, width, height of its picture, in pixels of the page.
    """

    text: str
    confidence: float
    box: Box

    def __repr__(self) -> str:
        """Leave the text out; it may name a person."""
        return f"Field({len(self.text)} characters, {self.confidence:.2f}, {self.box})"


Fields = dict[str, Field]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A value, and the line in which its label stands: its own, or the one that it stands beside."""

    label: Line
    value: Field


def plain(text: str) -> str:
    """Return a text with its full-width digits and letters as plain ones."""
    return text.translate(_FULL_WIDTH)


def squeezed(text: str) -> str:
    """Return a text without spaces, which recognisers set where letters are wide apart, and with Chinese brackets."""
    close = _SPACES.sub("", plain(text))
    return close.translate(_CHINESE_BRACKETS) if _CHINESE.search(close) else close


def squeezed_words(text: str) -> str:
    """Return the same, but with one space where Latin words are apart."""
    return " ".join(map(squeezed, _BETWEEN_WORDS.split(text)))


def field_of(lines: Sequence[Line], text: str) -> Field:
    """Return a field that was read from some lines."""
    left, top = min(line.box[0] for line in lines), min(line.box[1] for line in lines)
    right = max(line.box[0] + line.box[2] for line in lines)
    bottom = max(line.box[1] + line.box[3] for line in lines)
    return Field(text, min(line.confidence for line in lines), (left, top, right - left, bottom - top))


def proved(field: Field, is_valid: bool) -> Field:
    """Return a field whose confidence says what its check digit says."""
    return Field(field.text, max(field.confidence, 0.99) if is_valid else min(field.confidence, 0.4), field.box)


def held_back(field: Field, most: float) -> Field:
    """Return a field that is no surer than that."""
    return replace(field, confidence=min(field.confidence, most))


def as_date(text: str) -> str | None:
    """Return YYYY-MM-DD of a date in digits, or in Chinese ones, however it is set; None where it is none."""
    found = _DATE.search(squeezed(text))
    if found is None:
        tens = _TENS.sub(lambda ten: (ten[1] or "一") + (ten[2] or "〇"), squeezed(text))
        found = _DATE.search(tens.translate(_CHINESE_DIGITS))
    if found is None:
        return None
    year, month, day = (int(part) for part in found.groups() if part)
    try:
        date = datetime.date(year, month, day)
    except ValueError:
        return None
    return date.isoformat() if 1900 <= year <= 2100 else None


def is_same_row(one: Line, other: Line) -> bool:
    """Tell whether two lines stand beside each other."""
    overlap = min(one.box[1] + one.box[3], other.box[1] + other.box[3]) - max(one.box[1], other.box[1])
    return overlap > 0.5 * min(one.box[3], other.box[3])


def labelled(lines: Sequence[Line], labels: Mapping[str, Sequence[str]], stops: Iterable[str] = ()) -> Fields:
    """Return the value after each label: the rest of its line up to the next label, else what stands to its right.

    A label begins a line, or follows a gap or a colon. Where its word stands amid a value and nowhere as a label, or
    where several lines begin with it, the value is not sure.

    Args:
        lines: of the page.
        labels: by field name, the ways its label is printed.
        stops: other labels at which a value ends.
    """
    return {name: found.value for name, found in find_labelled(lines, labels, stops).items()}


def find_labelled(
    lines: Sequence[Line], labels: Mapping[str, Sequence[str]], stops: Iterable[str] = ()
) -> dict[str, Labelled]:
    """Return the same as labelled, each value with the line of its label."""
    groups = [*labels.values(), *((stop,) for stop in stops)]
    any_label = label_pattern(word for ways in groups for word in ways)
    seen = {squeezed(label) for line in lines for label in any_label.findall(line.text)}
    unseen = {squeezed(word) for ways in groups if seen.isdisjoint(map(squeezed, ways)) for word in ways}
    found: dict[str, Labelled] = {}
    for name, ways in labels.items():
        label = label_pattern(ways)
        values = [Labelled(line, value) for line in lines if (value := _value(line, label, lines, any_label))]
        if not values:
            continue
        best = next((one for one in values if _is_set_apart(one.label, label)), values[0])
        is_sure = len(values) == 1 and not any(word in best.value.text for word in unseen)
        found[name] = best if is_sure else replace(best, value=held_back(best.value, _AMBIGUOUS))
    return found


def label_pattern(words: Iterable[str]) -> re.Pattern[str]:
    """Return what finds labels, however wide they are set, where one can be: at the start, after a gap or a colon."""
    wide = (r"\s*".join(map(re.escape, squeezed(word))) for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?:^\W*|(?<=[\s:：]))({'|'.join(wide)})")


def _value(line: Line, label: re.Pattern[str], lines: Sequence[Line], any_label: re.Pattern[str]) -> Field | None:
    found = label.search(line.text)
    if found is None:
        return None
    rest = line.text[found.end() :].lstrip(_AFTER_LABEL)
    if rest:
        value = _up_to_a_label(rest, any_label)
        return field_of([line], value) if value else None
    right = [other for other in lines if other is not line and is_same_row(line, other) and other.box[0] > line.box[0]]
    beside = min(right, key=lambda other: other.box[0], default=None)
    value = _up_to_a_label(beside.text.lstrip(_AFTER_LABEL), any_label) if beside else ""
    return field_of([beside], value) if beside and value else None


def _up_to_a_label(text: str, any_label: re.Pattern[str]) -> str:
    end = any_label.search(text)
    return squeezed_words(text[: end.start()] if end else text)


def _is_set_apart(line: Line, label: re.Pattern[str]) -> bool:
    """Tell whether a gap, a colon or nothing follows a label."""
    found = label.search(line.text)
    return found is not None and not line.text[found.end() :][:1].strip(_AFTER_LABEL)
