"""Fields of the 外国人永久居留身份证 (2017 and 2023): labels in two languages, values beside or below them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from typing import Final

from devices.core.scanning import Pixels
from devices.imaging.ocr.fields import (
    Field,
    Fields,
    Validator,
    as_date,
    field_of,
    held_back,
    labelled,
    proved,
    squeezed,
    squeezed_words,
)
from devices.imaging.ocr.identity import validity_of
from devices.imaging.ocr.text_reader import Line, TextReader

# A label is printed in Chinese and then, behind a stroke, in English.
_WORDS: Final = {
    "name": ("姓名", "Name"),
    "sex": ("性别", "Sex"),
    "birth": ("出生日期", "DateofBirth"),
    "nationality": ("国籍", "Nationality"),
    "validity": ("有效期限", "PeriodofValidity"),
    "issuer": ("签发机关", "IssuingAuthority"),
    "number": ("证件号码", "IDNo."),
}
_LABELS: Final = {name: (chinese,) for name, (chinese, _) in _WORDS.items()}
_ALIKE: Final = 0.7
# Three letters for the country and twelve digits (2017), or 18 digits that begin with 9 (2023, GB 11643).
_NUMBER: Final = re.compile(r"(?<![A-Z0-9])(?:[A-Z]{3}\d{12}|9\d{16}[\dX])(?![A-Z0-9])")
# No check digit is about names, whose spaces are easily lost, and none is known of the number of 2017.
_UNPROVED: Final = 0.85
_SEX: Final = re.compile(r"男|女")


def read_permanent_residence(reader: TextReader, pixels: Pixels, is_citizen_number: Validator) -> Fields:
    """Return name, sex, birth, nationality, number, issuer, valid_from and valid_to, as far as they are legible."""
    lines = [_in_chinese(line) for line in reader.lines(pixels)]
    read = labelled(lines, _LABELS)
    for name, ways in _LABELS.items():
        if name not in read and (below := _below(lines, ways)) is not None:
            read[name] = below
    fields: Fields = {name: read[name] for name in ("name", "nationality", "issuer") if name in read}
    if "name" in fields:
        fields["name"] = held_back(fields["name"], _UNPROVED)
    fields |= validity_of(read.get("validity"), lines)
    if "sex" in read and (sex := _SEX.search(read["sex"].text)) is not None:
        fields["sex"] = Field(sex.group(), read["sex"].confidence, read["sex"].box)
    if "birth" in read and (birth := as_date(read["birth"].text)) is not None:
        fields["birth"] = Field(birth, read["birth"].confidence, read["birth"].box)
    number = _number(lines)
    if number is not None:
        has_check = len(number.text) == 18
        is_valid = has_check and is_citizen_number(number.text)
        fields["number"] = proved(number, is_valid) if has_check else held_back(number, _UNPROVED)
    return fields


def _in_chinese(line: Line) -> Line:
    """Return a line without the English half of its label, however that was read."""
    text = squeezed_words(line.text)
    for chinese, english in _WORDS.values():
        before, label, rest = text.partition(chinese)
        rest = rest.lstrip("/／")
        twin = re.match(rf"(?:\s*\S){{,{len(english)}}}", rest)
        read = squeezed(twin.group()) if twin else ""
        if label and SequenceMatcher(None, read.upper(), english.upper()).ratio() >= _ALIKE:
            return replace(line, text=before + label + rest[twin.end() if twin else 0 :])
    return line


def _number(lines: Sequence[Line]) -> Field | None:
    for line in lines:
        found = _NUMBER.search(squeezed(line.text).upper().replace("证件号码", " "))
        if found is not None:
            return field_of([line], found.group())
    return None


def _below(lines: Sequence[Line], ways: Sequence[str]) -> Field | None:
    """Return what stands right below a label that has a line of its own."""
    label = next((line for line in lines if squeezed(line.text).strip(":：") in ways), None)
    if label is None:
        return None
    left, top, width, height = label.box
    under = [
        line
        for line in lines
        if 0 < line.box[1] - top < 3 * height and line.box[0] < left + width and line.box[0] + line.box[2] > left
    ]
    nearest = min(under, key=lambda line: line.box[1], default=None)
    is_label = nearest is not None and any(squeezed(nearest.text) in others for others in _LABELS.values())
    return None if nearest is None or is_label else field_of([nearest], squeezed_words(nearest.text))
