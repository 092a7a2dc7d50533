"""Fields of ID cards and residence permits: at their printed places first, by their labels where that fails.

Places are those of GA 450 (resident ID card), which the residence permit of residents of Hong Kong, Macao and Taiwan
shares, as parts of a card of 85.6 by 54 mm, upright and cut at its edges.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

import numpy as np

from devices.core.gb_codes import ETHNIC_NAMES
from devices.core.scanning import Pixels
from devices.imaging.ocr.fields import (
    Field,
    Fields,
    Validator,
    as_date,
    field_of,
    held_back,
    label_pattern,
    labelled,
    proved,
    squeezed,
)
from devices.imaging.ocr.text_reader import Box, Line, TextReader

Region = tuple[float, float, float, float]

_CARD_ASPECT: Final = (1.4, 1.8)
_FRONT: Final[dict[str, Region]] = {
    "name": (0.165, 0.085, 0.62, 0.215),
    "sex": (0.165, 0.215, 0.27, 0.335),
    "ethnicity": (0.375, 0.215, 0.56, 0.335),
    "birth": (0.165, 0.325, 0.60, 0.455),
    "address_1": (0.165, 0.455, 0.64, 0.57),
    "address_2": (0.165, 0.555, 0.64, 0.665),
    "address_3": (0.165, 0.655, 0.64, 0.77),
    "number": (0.33, 0.805, 0.96, 0.935),
}
_ADDRESS_ROWS: Final = ("address_1", "address_2", "address_3")
# Of a row's region: what is lower is no line, but the edge of the next one. It includes margins.
_PRINTED_HEIGHT: Final = 0.55
_PART_LOST: Final = 0.45
# Of a line's height: rows of an address whose middles are farther from each other have one between them.
_ROW_BETWEEN: Final = 2.4
_BACK: Final[dict[str, Region]] = {"issuer": (0.38, 0.69, 0.96, 0.815), "validity": (0.38, 0.805, 0.96, 0.93)}
_NUMBER: Final = re.compile(r"(?<![0-9])[0-9]{17}[0-9Xx](?![0-9])")
_VALIDITY: Final = re.compile(r"(\d{4}\D?\d{2}\D?\d{2})\D{1,3}(\d{4}\D?\d{2}\D?\d{2}|长期)")
_FRONT_LABELS: Final = {
    "name": ("姓名",),
    "sex": ("性别",),
    "ethnicity": ("民族",),
    "birth": ("出生",),
    "address": ("住址",),
}
_NUMBER_LABELS: Final = ("公民身份号码", "公民身份证号码", "身份号码", "份号码", "证件号码")
# Their labels may be read in one, without the gap between them.
_SEX_AND_PEOPLE: Final = re.compile(r"^\W*(?:性\s*别)?\s*[男女](?=民\s*族)")
_BACK_LABELS: Final = {"issuer": ("签发机关",), "validity": ("有效期限", "有效期")}
_LEAST_SURE: Final = 0.7
# Years of an identity card by its holder's age; the oldest have theirs without end (居民身份证法, article 5).
_CARD_TERMS: Final = frozenset({5, 10, 20})
_IMPOSSIBLE: Final = 0.4


def read_front(reader: TextReader, pixels: Pixels, is_citizen_number: Validator) -> Fields:
    """Return name, sex, ethnicity, birth, address and number of the side with the photo, as far as they are legible."""
    placed = _front_by_places(reader, pixels)
    if "number" in placed and is_citizen_number(placed["number"].text) and {"name", "birth"} <= placed.keys():
        return _checked_front(placed, is_citizen_number)
    return _checked_front(_front_by_labels(reader.lines(pixels)), is_citizen_number)


def read_back(reader: TextReader, pixels: Pixels) -> Fields:
    """Return issuer, valid_from and valid_to of the side with the emblem."""
    placed = _read_regions(reader, pixels, _BACK)
    fields = _validity(placed.get("validity"), _CARD_TERMS)
    is_sure = bool(fields) and fields["valid_to"].confidence > _IMPOSSIBLE
    if is_sure and "issuer" in placed and placed["issuer"].confidence >= _LEAST_SURE:
        return {"issuer": placed["issuer"], **fields}
    lines = reader.lines(pixels)
    by_label = labelled(lines, _BACK_LABELS)
    fields = validity_of(by_label.get("validity"), lines, _CARD_TERMS)
    return {**({"issuer": by_label["issuer"]} if "issuer" in by_label else {}), **fields}


def read_permit_back(reader: TextReader, pixels: Pixels) -> Fields:
    """Return issuer, valid_from, valid_to, pass_number and issue_count of a residence permit."""
    lines = reader.lines(pixels)
    labels = {**_BACK_LABELS, "pass_number": ("通行证号码",), "issue_count": ("签发次数",)}
    fields = labelled(lines, labels)
    validity = validity_of(fields.pop("validity", None), lines)
    return {**fields, **validity}


def _front_by_places(reader: TextReader, pixels: Pixels) -> Fields:
    read = _read_regions(reader, pixels, _FRONT)
    if "name" in read and _reaches_right(read["name"].box, _FRONT["name"], pixels.shape[1]):
        del read["name"]
    rows = [read.pop(key, None) for key in _ADDRESS_ROWS]
    address = _address_of(rows, _FRONT["address_1"], pixels.shape[0])
    legible = {name: field for name, field in read.items() if field.text}
    return legible if address is None else {**legible, "address": address}


def _address_of(rows: Sequence[Field | None], region: Region, height: int) -> Field | None:
    """Return the address of its rows, not to be relied on where one between or below them is illegible.

    Args:
        rows: in their order; None where nothing is printed.
        region: of one row.
        height: of the picture.
    """
    legible = [row for row in rows if row is not None and row.text and row.confidence >= _LEAST_SURE]
    if not legible:
        return None
    lines = [Line(row.text, row.confidence, row.box) for row in legible]
    address = field_of(lines, "".join(row.text for row in legible))
    least = _PRINTED_HEIGHT * (region[3] - region[1]) * height
    last = rows.index(legible[-1])
    is_lost = len(legible) <= last or any(row is not None and row.box[3] >= least for row in rows[last + 1 :])
    return held_back(address, _PART_LOST) if is_lost else address


def _read_regions(reader: TextReader, pixels: Pixels, regions: dict[str, Region]) -> Fields:
    height, width = pixels.shape[:2]
    if not _CARD_ASPECT[0] <= width / height <= _CARD_ASPECT[1]:
        return {}
    boxes = {name: _box(region, width, height) for name, region in regions.items()}
    cuts = {name: _tight(pixels, box) for name, box in boxes.items()}
    inked = {name: box for name, box in cuts.items() if box is not None}
    texts = reader.recognise([pixels[y : y + h, x : x + w] for x, y, w, h in inked.values()])
    return {
        name: Field(squeezed(text), confidence, box)
        for (name, box), (text, confidence) in zip(inked.items(), texts, strict=True)
    }


def _box(region: Region, width: int, height: int) -> Box:
    left, top, right, bottom = region
    x, y = round(left * width), round(top * height)
    return x, y, max(1, round(right * width) - x), max(1, round(bottom * height) - y)


def _reaches_right(box: Box, region: Region, width: int) -> bool:
    """Tell whether print goes up to the right border of its region: it may go on behind it."""
    return box[0] + box[2] >= round(region[2] * width)


def _tight(pixels: Pixels, box: Box) -> Box | None:
    """Return the box of the print in a region, so that a line fills its picture; None where nothing is printed."""
    x, y, w, h = box
    part = pixels[y : y + h, x : x + w]
    dark = part if part.ndim == 2 else part.min(axis=2)
    ground = float(np.percentile(dark, 75))
    ink = dark < ground - max(35.0, 0.3 * ground)
    rows, columns = np.nonzero(ink.sum(axis=1) > 1)[0], np.nonzero(ink.sum(axis=0) > 1)[0]
    if len(rows) < 4 or len(columns) < 4:
        return None
    margin = max(2, round(0.12 * h))
    top, bottom = max(0, int(rows[0]) - margin), min(h, int(rows[-1]) + margin + 1)
    left, right = max(0, int(columns[0]) - 2 * margin), min(w, int(columns[-1]) + 2 * margin + 1)
    return x + left, y + top, right - left, bottom - top


def _front_by_labels(lines: Sequence[Line]) -> Fields:
    lines = [replace(line, text=_SEX_AND_PEOPLE.sub(r"\g<0> ", line.text)) for line in lines]
    fields = labelled(lines, _FRONT_LABELS, _NUMBER_LABELS)
    number = next((line for line in lines if _NUMBER.search(squeezed(line.text))), None)
    if number is not None:
        found = _NUMBER.search(squeezed(number.text))
        fields["number"] = field_of([number], found.group() if found else "")
    if "address" in fields:
        fields["address"] = _whole_address(fields["address"], lines, number)
    return fields


def _whole_address(first: Field, lines: Sequence[Line], number: Line | None) -> Field:
    """Add the lines below the address's first one: they start where its value starts and end above the number."""
    bottom = number.box[1] if number else first.box[1] + 6 * first.box[3]
    left, right = first.box[0], first.box[0] + 1.4 * first.box[2]
    number_label = label_pattern(_NUMBER_LABELS)
    below = [
        line
        for line in lines
        if first.box[1] + 0.6 * first.box[3] < line.box[1] + line.box[3] / 2 < bottom
        and left - first.box[3] <= line.box[0] < right
        and not number_label.match(line.text)
    ]
    rows = [Line(first.text, first.confidence, first.box), *sorted(below, key=lambda line: line.box[1])]
    whole = field_of(rows, "".join(squeezed(row.text) for row in rows))
    is_gap = any(_middle(low) - _middle(high) > _ROW_BETWEEN * high.box[3] for high, low in pairwise(rows))
    return held_back(whole, _PART_LOST) if is_gap else whole


def _middle(line: Line) -> float:
    return line.box[1] + line.box[3] / 2


def _checked_front(fields: Fields, is_citizen_number: Validator) -> Fields:
    if "ethnicity" in fields and fields["ethnicity"].text not in ETHNIC_NAMES.values():
        fields["ethnicity"] = proved(fields["ethnicity"], is_valid=False)
    if "number" not in fields:
        return _without_bad_dates(fields)
    number = fields["number"]
    valid = is_citizen_number(number.text.upper())
    fields["number"] = proved(Field(number.text.upper(), number.confidence, number.box), valid)
    fields = _without_bad_dates(fields)
    if not valid:
        return fields
    return {**fields, **held_by_number(fields, fields["number"])}


def citizen_numbers(lines: Sequence[Line], is_citizen_number: Validator) -> list[Field]:
    """Return what has the shape of a citizen number in some lines, as sure as its check digit."""
    found = ((line, _NUMBER.search(squeezed(line.text))) for line in lines)
    numbers = [field_of([line], number.group().upper()) for line, number in found if number]
    return [proved(number, is_citizen_number(number.text)) for number in numbers]


def held_by_number(fields: Fields, number: Field) -> Fields:
    """Return birth and sex as a citizen number holds them (GB 11643), where its check digit is right.

    What was read is proved by it, or lowered; what could not be read is told with the number's own picture.
    """
    digits = number.text
    born = f"{digits[6:10]}-{digits[10:12]}-{digits[12:14]}"
    sex = "男" if int(digits[16]) % 2 else "女"
    told: Fields = {}
    for name, value in (("birth", born), ("sex", sex)):
        read = fields.get(name)
        illegible = read is None or (name == "sex" and read.text not in {"男", "女"})
        told[name] = (
            Field(value, min(number.confidence, 0.95), number.box)
            if read is None or illegible
            else proved(read, read.text == value)
        )
    return told


def _without_bad_dates(fields: Fields) -> Fields:
    if "birth" in fields:
        birth = as_date(fields["birth"].text)
        if birth is None:
            del fields["birth"]
        else:
            fields["birth"] = Field(birth, fields["birth"].confidence, fields["birth"].box)
    return fields


def validity_of(field: Field | None, lines: Sequence[Line], terms: Collection[int] = ()) -> Fields:
    """Return valid_from and valid_to of the field that should hold them, else of any line that does.

    They are not to be relied on where the end is no later than the beginning, or in none of the years that are usual.

    Args:
        field: that should hold them.
        lines: of the page.
        terms: for how many years such a document is issued; any where none is named.
    """
    return _validity(field, terms) or _validity_anywhere(lines, terms)


def _validity(field: Field | None, terms: Collection[int] = ()) -> Fields:
    found = _VALIDITY.search(field.text) if field else None
    if field is None or found is None:
        return {}
    begin, end = as_date(found.group(1)), "长期" if found.group(2) == "长期" else as_date(found.group(2))
    if begin is None or end is None:
        return {}
    sure = field if _can_be_term(begin, end, terms) else held_back(field, _IMPOSSIBLE)
    return {"valid_from": replace(sure, text=begin), "valid_to": replace(sure, text=end)}


def _can_be_term(begin: str, end: str, terms: Collection[int]) -> bool:
    """Tell whether a document may be valid from one date to another; of 29 February the next year has none."""
    if end == "长期":
        return True
    years = int(end[:4]) - int(begin[:4])
    is_same_day = begin[5:] == end[5:] or (begin[5:] == "02-29" and end[5:] in {"02-28", "03-01"})
    return begin < end and (not terms or (years in terms and is_same_day))


def _validity_anywhere(lines: Sequence[Line], terms: Collection[int]) -> Fields:
    for line in lines:
        fields = _validity(field_of([line], squeezed(line.text)), terms)
        if fields:
            return fields
    return {}
