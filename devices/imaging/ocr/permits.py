"""Fields printed on the photo side of 港澳居民来往内地通行证 and 台湾居民来往大陆通行证; their zone is on the back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from devices.core.scanning import Pixels
from devices.imaging.ocr.fields import Field, Fields, as_date, field_of, labelled, squeezed
from devices.imaging.ocr.identity import validity_of
from devices.imaging.ocr.text_reader import Line, TextReader

_LABELS: Final = {
    "name": ("姓名",),
    "birth": ("出生日期",),
    "sex": ("性别",),
    "validity": ("有效期限", "有效期至", "有效期"),
    "issuer": ("签发机关",),
    "number": ("证件号码",),
    "issue_count": ("签发次数", "换证次数"),
}
_STOPS: Final = ("签发地点",)
# A letter for Hong Kong or Macao and eight digits, or eight digits for Taiwan; two more count the cards in older ones.
_NUMBER: Final = re.compile(r"(?<![A-Z0-9])[HM]?\d{8}(?:\d{2})?(?![A-Z0-9])")
_EIGHT_DIGITS: Final = re.compile(r"\d{8}")
_AS_DIGIT: Final = str.maketrans("OQDIL", "00011")
_SEX: Final = re.compile(r"男|女")
_LATIN_NAME: Final = re.compile(r"[A-Z][A-Z'\-]*,? ?[A-Z][A-Z ,'\-]*")
_COUNT: Final = re.compile(r"\d{1,2}")
# No check digit proves the number, so a person should look at it.
_UNPROVED: Final = 0.85


def read_permit_front(reader: TextReader, pixels: Pixels) -> Fields:
    """Return name, name_en, birth, sex, number, issuer, valid_from, valid_to and issue_count, as far as legible."""
    lines = reader.lines(pixels)
    read = labelled(lines, _LABELS, _STOPS)
    fields: Fields = {name: read[name] for name in ("name", "issuer") if name in read}
    fields |= validity_of(read.get("validity"), lines)
    if "birth" in read and (birth := as_date(read["birth"].text)) is not None:
        fields["birth"] = Field(birth, read["birth"].confidence, read["birth"].box)
    for name, pattern in (("sex", _SEX), ("issue_count", _COUNT)):
        if name in read and (found := pattern.search(read[name].text)) is not None:
            fields[name] = Field(found.group(), read[name].confidence, read[name].box)
    if (number := _number(read.get("number"), lines)) is not None:
        fields["number"] = number
    if "name" in fields and (latin := _latin_name(fields["name"], lines)) is not None:
        fields["name_en"] = latin
    return fields


def _number(labelled_one: Field | None, lines: Sequence[Line]) -> Field | None:
    """Return the number beside its label, else one that stands alone; never a date."""
    if labelled_one is not None:
        text = labelled_one.text.upper()
        found = _NUMBER.fullmatch(text[:1] + text[1:].translate(_AS_DIGIT))
        if found is not None:
            return Field(found.group(), min(labelled_one.confidence, _UNPROVED), labelled_one.box)
    for line in lines:
        alone = _NUMBER.fullmatch(squeezed(line.text).upper())
        if alone is not None and not (_EIGHT_DIGITS.fullmatch(alone.group()) and as_date(alone.group())):
            return Field(alone.group(), min(line.confidence, _UNPROVED), line.box)
    return None


def _latin_name(name: Field, lines: Sequence[Line]) -> Field | None:
    """Return the name in Latin letters, which is set right below the Chinese one."""
    below = [
        line
        for line in lines
        if 0 < line.box[1] - name.box[1] < 3 * name.box[3] and _LATIN_NAME.fullmatch(line.text.strip().upper())
    ]
    nearest = min(below, key=lambda line: line.box[1], default=None)
    return None if nearest is None else field_of([nearest], _set_apart(nearest.text))


def _set_apart(text: str) -> str:
    """Return a name with one space after its comma, however wide it was set."""
    return re.sub(r"\s*,\s*", ", ", text.strip().upper())
