"""Fields of papers whose places vary: business licence, household register, marriage certificate, bank card, MRZ."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

import cv2
import numpy as np

from devices.core.scanning import Pixels
from devices.imaging.ocr.couples import spouses_of
from devices.imaging.ocr.fields import (
    Field,
    Fields,
    Validator,
    as_date,
    field_of,
    is_same_row,
    labelled,
    plain,
    proved,
    squeezed,
)
from devices.imaging.ocr.identity import citizen_numbers, held_by_number
from devices.imaging.ocr.licence import credit_code_of, licence_of
from devices.imaging.ocr.mrz import Mrz, parse_mrz
from devices.imaging.ocr.text_reader import Line, TextReader
from devices.imaging.ocr.turning import lies_on_its_side, stands_on_its_head

_REGISTER_LABELS: Final = {
    "name": ("姓名",),
    "relation": ("户主或与户主关系", "与户主关系"),
    "sex": ("性别",),
    "birthplace": ("出生地",),
    "native_place": ("籍贯",),
    "ethnicity": ("民族",),
    "birth": ("出生日期",),
}
_REGISTER_STOPS: Final = (
    "公民身份证件编号",
    "公民身份号码",
    "身份证件编号",
    "曾用名",
    "宗教信仰",
    "身高",
    "血型",
    "文化程度",
    "婚姻状况",
    "兵役状况",
    "服务处所",
    "职业",
)
_MARRIAGE_LABELS: Final = {
    "holder": ("持证人",),
    "registered_on": ("登记日期",),
    "certificate_number": ("结婚证字号",),
}
# Lines of print are found on a picture of this size in less than half of the time that a close look takes.
_QUICK_SIDE: Final = 960
# Only a check digit makes a field so sure.
_PROVED: Final = 0.99
# Of a zone: what its check digits are about; what one disproves, and what none is about, a person should look at.
_CHECKED: Final = frozenset({"number", "birth", "expiry"})
_UNPROVEN: Final = 0.45
_UNCHECKED: Final = 0.85
# The zone is the lowest part of a page; where it is looked for closely, somewhat more of it.
_ZONE_TOP: Final = 0.62
_ZONE_TOP_AT_LEAST: Final = 0.55
# Small zones are read as they are with single signs lost.
_SMALL_WIDTH: Final = 1100
_ENLARGED: Final = 1.6
# Of a line of a zone; of fillers at its end some are overlooked.
_LEAST_SIGNS: Final = 20
_LEAST_FILLED: Final = 12
_FILLERS: Final = "<<<"
_SPOUSES: Final = 2
_CARD_NUMBER: Final = re.compile(r"[0-9]{15,19}")
# What is no Chinese, with the strokes of a date: "05/28" is no four digits.
_WORDS: Final = re.compile(r"[^\s\u3000-\u9fff:：]+")


def read_business_licence(reader: TextReader, pixels: Pixels, is_credit_code: Validator) -> Fields:
    """Return credit_code, name, type, legal_representative, capital, established, address and scope."""
    code: Field | None = None
    fields: Fields = {}
    for lines in _looks(reader, pixels):
        fields = _dated(licence_of(lines), "established")
        code = credit_code_of(lines, is_credit_code)
        if code is not None and code.confidence >= _PROVED and "name" in fields:
            break
    return {**({"credit_code": code} if code else {}), **fields}


def read_household_register(reader: TextReader, pixels: Pixels, is_citizen_number: Validator) -> Fields:
    """Return name, relation, sex, birthplace, native_place, ethnicity, birth and number of 常住人口登记卡."""
    fields: Fields = {}
    for lines in _looks(reader, pixels):
        fields = _dated(labelled(lines, _REGISTER_LABELS, _REGISTER_STOPS), "birth")
        number = citizen_numbers(lines, is_citizen_number)
        if number:
            fields["number"] = number[0]
        if number and number[0].confidence >= _PROVED:
            return {**fields, **held_by_number(fields, number[0])}
    return fields


def read_marriage_certificate(reader: TextReader, pixels: Pixels, is_citizen_number: Validator) -> Fields:
    """Return holder, registered_on, certificate_number, and of both spouses name_1, number_1, name_2, number_2."""
    fields: Fields = {}
    for lines in _looks(reader, pixels):
        fields = _dated(labelled(lines, _MARRIAGE_LABELS), "registered_on")
        spouses = spouses_of(lines, is_citizen_number)
        fields |= {f"{part}_{place}": field for place, one in enumerate(spouses, 1) for part, field in one.items()}
        if (
            sum("name" in one and "number" in one and one["number"].confidence >= _PROVED for one in spouses)
            >= _SPOUSES
        ):
            break
    return fields


def read_bank_card(reader: TextReader, pixels: Pixels, is_card_number: Validator) -> Fields:
    """Return number (proved by ISO/IEC 7812's check digit) and bank."""
    lines = reader.lines(pixels)
    numbers = [proved(number, is_card_number(number.text)) for number in _card_numbers(lines)]
    number = max(numbers, key=lambda one: one.confidence, default=None)
    bank = next((line for line in lines if "银行" in line.text), None)
    return {
        **({"number": number} if number else {}),
        **({"bank": field_of([bank], squeezed(bank.text))} if bank else {}),
    }


def _card_numbers(lines: Sequence[Line]) -> Iterator[Field]:
    """Yield the digits that stand in one row with nothing but gaps between, however many boxes they were found in."""
    for first in lines:
        row = [line for line in lines if is_same_row(first, line)]
        row.sort(key=lambda line: line.box[0])
        if row[0] is not first:
            continue
        words = [(line, word) for line in row for word in _WORDS.findall(plain(line.text))]
        for is_digits, run in groupby(words, key=lambda one: one[1].isdigit()):
            parts = list(run)
            text = "".join(word for _, word in parts)
            if is_digits and _CARD_NUMBER.fullmatch(text):
                yield field_of([line for line, _ in parts], text)


def read_mrz(reader: TextReader, pixels: Pixels) -> Fields:
    """Return document_type, issuer, number, surname, given_names, nationality, birth, sex and expiry of a zone.

    Its lines are the lowest on the page: that part alone is read first, enlarged where it is small, and all of the
    page where a check digit is wrong.
    """
    height, width = pixels.shape[:2]
    top, scale = (_ZONE_TOP_AT_LEAST, _ENLARGED) if width <= _SMALL_WIDTH else (_ZONE_TOP, 1.0)
    read = _zone(reader, pixels, round(top * height), scale)
    if read.proven < len(_CHECKED):
        read = max(read, _zone(reader, pixels, 0, 1.0), key=_worth)
    return read.fields


@dataclass(frozen=True, slots=True, repr=False)
class _Zone:
    """One reading of a zone: how many of its check digits are right, how surely it was read, and its fields."""

    proven: int
    sureness: float
    fields: Fields


def _worth(zone: _Zone) -> tuple[int, int, float]:
    return zone.proven, len(zone.fields), zone.sureness


def _zone(reader: TextReader, pixels: Pixels, top: int, scale: float) -> _Zone:
    """Read the zone below a height, at some scale."""
    part = pixels[top:]
    if scale > 1:
        part = np.asarray(cv2.resize(part, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC), np.uint8)
    lines = [line for line in reader.lines(part, _QUICK_SIDE) if _looks_like_zone(line)]
    found = parse_mrz(line.text for line in lines)
    if found is None:
        return _Zone(0, 0.0, {})
    whole = field_of(lines, "")
    x, y, w, h = (round(value / scale) for value in whole.box)
    placed = Field("", whole.confidence, (x, y + top, w, h))
    return _Zone(len(found.proven & _CHECKED), whole.confidence, _of_zone(found, placed))


def _of_zone(found: Mrz, whole: Field) -> Fields:
    values = {
        "document_type": found.document_type,
        "issuer": _country(found.issuer),
        "number": found.number,
        "surname": found.surname,
        "given_names": found.given_names,
        "nationality": _country(found.nationality),
        "birth": found.birth,
        "sex": found.sex,
        "expiry": found.expiry,
    }
    return {name: Field(text, _certainty(name, found, whole), whole.box) for name, text in values.items() if text}


def _certainty(name: str, found: Mrz, whole: Field) -> float:
    """Return how far a field can be relied on: of names no check digit tells anything, of some numbers not all."""
    if name in found.proven - found.mistakable:
        return 0.99
    return min(whole.confidence, _UNPROVEN if name in _CHECKED - found.proven else _UNCHECKED)


def _country(text: str) -> str:
    """Return a country's code, nothing where it can be none: three letters, or D for Germany (Doc 9303 part 3, 5)."""
    return text if text == "D" or (len(text) == 3 and text.isalpha()) else ""


def _looks(reader: TextReader, pixels: Pixels) -> Iterator[Sequence[Line]]:
    """Yield the lines of a page: as a quick look finds them, then, where that was not enough, as a close one does.

    A page that lies on its side is not read, one that stands on its head not closely: it is turned first.
    """
    spots = reader.find(pixels, _QUICK_SIDE)
    if lies_on_its_side(spots):
        yield ()
        return
    yield reader.read(pixels, spots)
    if max(pixels.shape[:2]) > _QUICK_SIDE and not stands_on_its_head(reader, pixels, spots):
        yield reader.lines(pixels)


def _looks_like_zone(line: Line) -> bool:
    text = squeezed(line.text)
    least = _LEAST_FILLED if _FILLERS in text else _LEAST_SIGNS
    return len(text) >= least and sum(sign.isascii() for sign in text) >= 0.7 * len(text)


def _dated(fields: Fields, name: str) -> Fields:
    if name in fields:
        value = as_date(fields[name].text)
        if value is None:
            del fields[name]
        else:
            fields[name] = Field(value, fields[name].confidence, fields[name].box)
    return fields
