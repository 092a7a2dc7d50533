"""Wrong side, wrong document: a finding only where what was read leaves no other meaning."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from devices.core.scanning import Pixels
from devices.imaging.codes import Code, read_codes
from devices.imaging.gate import Finding, FindingCode
from devices.imaging.ocr.documents import Validators
from devices.imaging.ocr.text_reader import Box, Line, TextReader
from devices.imaging.recognition.expected import DocumentSide, ExpectedDocument, Shape
from devices.imaging.recognition.marks import (
    HEADING,
    SHAPE,
    Marks,
    Reading,
    all_marks,
    bare,
    marks_on,
    shape_of,
    vocabulary,
)

# Marks worth so much tell a side from another that bears none of its own.
_TELLING: Final = 3.0
# A page that is not the expected one has at least so many signs that were read without doubt, or fewer where its very
# shape is another one.
_LEGIBLE_SIGNS: Final = 40
_LEGIBLE_SIGNS_OF_OTHER_SHAPE: Final = 12
_NO_DOUBT: Final = 0.9
# Marks worth so much can't all be overlooked on a page that is legible.
_UNMISSABLE: Final = 4.0
_BATCH: Final = 4
_MOST_LINES: Final = 48
# Headings and labels are found on a picture of this size, on A4 as well.
_FIND_SIDE: Final = 960


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a page was found to be.

    Attributes:
        findings: wrong_side or wrong_document, where that is sure.
        side: the name of the wanted side that the page bears marks of and no other wanted one does more; else nothing.
        is_doubtful: nothing is wrong for sure, but it is legible and bears no mark of any wanted side: a person should
            look whether it is what was asked for.
    """

    findings: tuple[Finding, ...] = ()
    side: str = ""
    is_doubtful: bool = False


def check_document(
    reader: TextReader,
    pixels: Pixels,
    expected: ExpectedDocument,
    rules: Validators,
    codes: Sequence[Code] | None = None,
) -> tuple[Finding, ...]:
    """Return wrong_side or wrong_document where a page is surely not what is expected; see judge_document."""
    return judge_document(reader, pixels, expected, rules, codes).findings


def judge_document(
    reader: TextReader,
    pixels: Pixels,
    expected: ExpectedDocument,
    rules: Validators,
    codes: Sequence[Code] | None = None,
) -> Judgement:
    """Judge whether a page is what is expected: findings only where that is beyond doubt.

    Lines of print are read only until it is settled that the page is right, which takes a few of them.

    Args:
        reader: holds the networks.
        pixels: 8-bit gray or RGB, upright, best cut at the page's edges.
        expected: what the page should be.
        rules: check digits.
        codes: the page's barcodes, if they were read already; read here only where a side is told by one.

    Raises:
        UnsupportedError: the networks are not installed.
    """
    sides = (*expected.wanted, *expected.others)
    if codes is None:
        codes = read_codes(pixels) if any(side.codes for side in sides) else ()
    words = vocabulary(sides)
    shape = shape_of(*pixels.shape[:2])
    reading = Reading((), 0, tuple(codes), shape)
    for reading in _readings(reader, pixels, tuple(codes), shape):
        side = _surely(expected, reading, rules, words)
        if side is not None:
            return Judgement(side=side.name)
    return _judged(expected, reading, rules, words)


def _readings(reader: TextReader, pixels: Pixels, codes: tuple[Code, ...], shape: Shape | None) -> Iterator[Reading]:
    """Yield what is read of a page, line by line: what stands out first."""
    places = reader.find(pixels, _FIND_SIDE)
    order = sorted(range(len(places)), key=lambda index: -_prominence(places[index].box))[:_MOST_LINES]
    lines: list[Line] = []
    for start in range(0, len(order), _BATCH):
        lines += reader.read(pixels, [places[index] for index in order[start : start + _BATCH]])
        yield Reading(tuple(sorted(lines, key=lambda line: line.box[1])), len(places), codes, shape)


def _prominence(box: Box) -> float:
    """Labels are short and headings tall: both come before the long lines of a text."""
    _, _, width, height = box
    return height / max(width, 4 * height)


def _surely(
    expected: ExpectedDocument, reading: Reading, rules: Validators, words: frozenset[str]
) -> DocumentSide | None:
    """Return the wanted side that a page surely is, None where that is not settled."""
    for side in expected.wanted:
        marks = marks_on(side, reading, rules, words)
        if _worth(marks) >= _UNMISSABLE and all(_own(marks, other) >= _TELLING for other in expected.others):
            return side
    return None


def _judged(expected: ExpectedDocument, reading: Reading, rules: Validators, words: frozenset[str]) -> Judgement:
    wanted = [(side, marks_on(side, reading, rules, words)) for side in expected.wanted]
    likely: list[tuple[float, DocumentSide, Marks]] = []
    for other in expected.others:
        marks = marks_on(other, reading, rules, words)
        if all(_is_rather(other, marks, side, seen, reading.shape) for side, seen in wanted):
            likely.append((_worth(marks), other, marks))
    if likely:
        _, side, marks = max(likely, key=lambda one: one[0])
        same = any(side.document == one.document for one in expected.wanted)
        code = FindingCode.WRONG_SIDE if same else FindingCode.WRONG_DOCUMENT
        return Judgement((Finding(code, _around(marks), 0.0, side.name),))
    if expected.is_complete and _is_none_of(wanted, reading):
        return Judgement((Finding(FindingCode.WRONG_DOCUMENT, None, 0.0),))
    if _bears_nothing_of(wanted) and _legible_signs(reading) >= _LEGIBLE_SIGNS_OF_OTHER_SHAPE:
        return Judgement(is_doubtful=True)
    return Judgement(side=_likeliest(wanted))


def _likeliest(wanted: Sequence[tuple[DocumentSide, Marks]]) -> str:
    """Return the name of the side whose marks tell most, nothing where two tell as much.

    Of two that do, one that lacks a heading more is out: 临时居民身份证 bears all that 居民身份证 does, and its name.
    """
    most = max((_worth(marks) for _, marks in wanted), default=0.0)
    tied = [side for side, marks in wanted if _worth(marks) == most > 0.0]
    named = [
        side for side in tied if all(all_marks(other) - all_marks(side) >= HEADING for other in tied if other != side)
    ]
    return named[0].name if named else ""


def _is_rather(other: DocumentSide, marks: Marks, side: DocumentSide, seen: Marks, shape: Shape | None) -> bool:
    """Tell whether a page is the one side and surely not the other: it bears marks of the one alone."""
    gain = _own(marks, side)
    if other.shape is not None and shape is other.shape and side.shape not in {None, shape}:
        gain += SHAPE
    return gain >= _TELLING and _own(seen, other) == 0.0


def _is_none_of(wanted: Sequence[tuple[DocumentSide, Marks]], reading: Reading) -> bool:
    """Tell whether a page is legible and bears nothing of what any wanted side would."""
    if not _bears_nothing_of(wanted):
        return False
    other_shape = reading.shape is not None and all(side.shape not in {None, reading.shape} for side, _ in wanted)
    return _legible_signs(reading) >= (_LEGIBLE_SIGNS_OF_OTHER_SHAPE if other_shape else _LEGIBLE_SIGNS)


def _bears_nothing_of(wanted: Sequence[tuple[DocumentSide, Marks]]) -> bool:
    """Tell whether not one mark of sides was read whose marks can't all be overlooked."""
    return not any(marks for _, marks in wanted) and all(all_marks(side) >= _UNMISSABLE for side, _ in wanted)


def _legible_signs(reading: Reading) -> int:
    return sum(len(bare(line.text)) for line in reading.lines if line.confidence >= _NO_DOUBT)


def _worth(marks: Marks) -> float:
    return sum(weight for weight, _ in marks.values())


def _own(marks: Marks, other: DocumentSide) -> float:
    """Return what those marks tell that the other side does not bear."""
    shared = {*other.headings, *other.labels, *other.numbers, *other.codes, other.zone}
    words = [bare(word) for word in (*other.headings, *other.labels)]
    own = 0.0
    for mark, (weight, _) in marks.items():
        # 出生 is no mark of its own beside 出生日期.
        inside = isinstance(mark, str) and any(bare(mark) in word for word in words)
        own += 0.0 if mark in shared or inside else weight
    return own


def _around(marks: Marks) -> Box | None:
    boxes = [box for _, box in marks.values() if box is not None]
    if not boxes:
        return None
    left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
    right, bottom = max(box[0] + box[2] for box in boxes), max(box[1] + box[3] for box in boxes)
    return left, top, right - left, bottom - top
