"""Which of a side's marks are on a page, and how much each tells."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from devices.imaging.codes import Code
from devices.imaging.ocr.documents import Validators
from devices.imaging.ocr.mrz import parse_mrz
from devices.imaging.ocr.text_reader import Box, Line
from devices.imaging.recognition.expected import DocumentSide, NumberKind, PrintedCode, Shape, Zone

# How much a mark tells: a label is on many papers, a title on one, a zone or a code of one's own on no other.
LABEL: Final = 1.0
HEADING: Final = 2.0
NUMBER: Final = 2.0
ZONE: Final = 3.0
CODE: Final = 3.0
SHAPE: Final = 1.0

# Long words may have one sign in five misread.
_SIGNS_FOR_A_SLIP: Final = 5
# A name such as that of a bank ends its line, which is short.
_SHORT_LINE: Final = 12
# A line is a heading's own if the heading is this much of it.
_OWN_SHARE: Final = 0.6
# Before a label there may be a bullet or a number.
_BEFORE_LABEL: Final = 3
# Labels that are fewer than these among many lines are words of a text.
_LABEL_SHARE: Final = 0.12
_SURELY_LABELS: Final = 5
_CARD_DIGITS: Final = (15, 19)
# The upper line of a passport's zone, whose fillers are misread sooner than its names: P, kind, state, names.
_PASSPORT_NAMES: Final = re.compile(r"P[A-Z<][A-Z<]{3}[A-Z]+<<[A-Z<]{3,}")
_ID1: Final = 85.6 / 54.0
_CARD_SPREAD: Final = 0.06

Mark = str | NumberKind | PrintedCode | Zone


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read on a page.

    Attributes:
        lines: of print that were recognised so far.
        line_count: of all lines that were found.
        codes: barcodes.
        shape: of the page, None where it could be either.
    """

    lines: tuple[Line, ...]
    line_count: int
    codes: tuple[Code, ...] = ()
    shape: Shape | None = None


Marks = Mapping[Mark, tuple[float, Box | None]]
"""What was found of a side: each mark with its weight and where it is."""


def shape_of(height: int, width: int) -> Shape | None:
    """Return the shape of a page of that many pixels, cut at its edges; None where it could be either."""
    ratio = max(height, width) / max(1, min(height, width))
    if abs(ratio / _ID1 - 1) < _CARD_SPREAD / 2:
        return Shape.CARD
    return None if abs(ratio / _ID1 - 1) < 2 * _CARD_SPREAD else Shape.SHEET


def vocabulary(sides: Iterable[DocumentSide]) -> frozenset[str]:
    """Return the words of all sides between which a page has to be told."""
    return frozenset(bare(word) for side in sides for word in (*side.headings, *side.labels))


def marks_on(side: DocumentSide, reading: Reading, rules: Validators, words: frozenset[str]) -> Marks:
    """Return the marks of a side that are on a page.

    Args:
        side: whose marks.
        reading: what was read.
        rules: check digits.
        words: of all sides; a line that has one of them as it is was not misread from another.
    """
    found: dict[Mark, tuple[float, Box | None]] = {}
    texts = [(bare(line.text), line) for line in reading.lines]
    slips = {text for text, _ in texts if not any(word in text for word in words)}
    for heading in side.headings:
        lines = [line for text, line in texts if _is_heading(text, bare(heading), may_slip=text in slips)]
        found |= _seen(heading, HEADING, lines)
    labels: dict[Mark, tuple[float, Box | None]] = {}
    for label in side.labels:
        lines = [line for text, line in texts if _is_label(text, bare(label), may_slip=text in slips)]
        labels |= _seen(label, LABEL, lines)
    if len(labels) >= min(_SURELY_LABELS, _LABEL_SHARE * reading.line_count):
        found |= labels
    for number in side.numbers:
        found |= _seen(number, NUMBER, [line for line in reading.lines if _holds(line.text, number, rules)])
    for wanted in side.codes:
        if any(code.format == wanted.format and code.text.startswith(wanted.begins) for code in reading.codes):
            found[wanted] = CODE, None
    if side.zone is not None:
        found |= _zone(side.zone, reading.lines)
    return found


def all_marks(side: DocumentSide) -> float:
    """Return what a side's marks would tell if all of them were read."""
    return (
        HEADING * len(side.headings)
        + LABEL * len(side.labels)
        + NUMBER * len(side.numbers)
        + CODE * len(side.codes)
        + (ZONE if side.zone else 0.0)
    )


def bare(text: str) -> str:
    """Return a text's letters, digits and characters alone, at full size and in capitals."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", text).upper() if sign.isalnum() or sign == "<")


def _seen(mark: Mark, weight: float, lines: Sequence[Line]) -> dict[Mark, tuple[float, Box | None]]:
    return {mark: (weight, lines[0].box)} if lines else {}


def _is_heading(text: str, heading: str, *, may_slip: bool) -> bool:
    return len(heading) >= _OWN_SHARE * len(text) and _place(text, heading, may_slip=may_slip) is not None


def _is_label(text: str, label: str, *, may_slip: bool) -> bool:
    place = _place(text, label, may_slip=may_slip)
    if place is None:
        return False
    is_end = len(text) <= _SHORT_LINE and place == len(text) - len(label)
    return place <= _BEFORE_LABEL or is_end or len(text) <= 2 * len(label)


def _place(text: str, word: str, *, may_slip: bool) -> int | None:
    """Return where a word begins in a text, or None; one sign in five of a long one may be another."""
    exact = text.find(word)
    if exact >= 0:
        return exact
    slips = len(word) // _SIGNS_FOR_A_SLIP if may_slip else 0
    for start in range(len(text) - len(word) + 1 if slips else 0):
        if sum(one != other for one, other in zip(text[start:], word, strict=False)) <= slips:
            return start
    return None


def _holds(text: str, number: NumberKind, rules: Validators) -> bool:
    """Tell whether a line ends in a number whose check digit is right."""
    if number is NumberKind.CITIZEN:
        return rules.citizen_number(bare(text)[-18:])
    if number is NumberKind.CREDIT_CODE:
        return rules.credit_code(bare(text)[-18:])
    # Dates and telephone numbers have signs between their digits, a card's number spaces at most.
    digits = "".join(text.split())
    is_card = _CARD_DIGITS[0] <= len(digits) <= _CARD_DIGITS[1] and rules.card_number(digits)
    return is_card and not rules.citizen_number(digits)


def _zone(zone: Zone, lines: Sequence[Line]) -> dict[Mark, tuple[float, Box | None]]:
    rows = [line for line in lines if "<" in line.text or len(bare(line.text)) >= 28]
    found = parse_mrz(line.text for line in rows) if rows else None
    if found is not None and found.layout.lower() == zone:
        return {zone: (ZONE, rows[0].box)}
    names = [line for line in rows if zone is Zone.TD3 and _PASSPORT_NAMES.match(bare(line.text))]
    return _seen(zone, ZONE, names)
