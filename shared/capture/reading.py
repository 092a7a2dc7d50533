"""What a kept page says of the form's fields: suggestions with their picture, which a person takes or leaves.

Reading takes a second and belongs on a worker of its own.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import Final

import cv2
import numpy as np

from devices.core.errors import UnsupportedError
from devices.core.scanning import Pixels
from devices.imaging.ocr.documents import KINDS, Validators, read_document
from devices.imaging.ocr.fields import Field
from devices.imaging.ocr.text_reader import shipped_reader
from shared.capture.pages import Place
from shared.catalogue.readable import ReadableSide
from shared.domain.clock import legal_date
from shared.domain.identifiers import InvalidNumberError, parse_citizen_number, parse_credit_code
from shared.forms.definition import FieldDefinition
from shared.forms.formats import luhn_holds
from shared.forms.joined import JoinedForm

DOUBTFUL_BELOW: Final = 0.9
"""Confidence under which a person is told to look twice."""
_LEAST: Final = 0.5
_MARGIN: Final = 0.35
_MOST_HEIGHT: Final = 120
_QUALITY: Final = 85

# As passports print it (ICAO Doc 9303), and as choices name it.
_SEXES: Final = MappingProxyType({"M": "男", "F": "女"})
_ZONE_DATE: Final = 6


@dataclass(frozen=True, slots=True, repr=False)
class Reading:
    """One field as a page says it.

    Attributes:
        value: as the form keeps it, a code where the field is a choice; text: as it is shown.
        place: where it was read, as shares of the page.
        crop: that part of the page, as JPEG.
    """

    field_id: str
    title: str
    value: str
    text: str
    confidence: float
    place: Place
    crop: bytes

    @property
    def key(self) -> str:
        """What tells readings apart: the field and a digest of what was read, wherever."""
        return f"{self.field_id}={hashlib.blake2s(self.value.encode(), digest_size=8).hexdigest()}"

    @property
    def is_doubtful(self) -> bool:
        """Whether a person should look twice."""
        return self.confidence < DOUBTFUL_BELOW

    def __repr__(self) -> str:
        """Leave the text out; it may name a person."""
        return f"Reading({self.field_id}, {self.confidence:.2f})"


class PageReader:
    """Reads pages with the networks of this machine. One thread at a time."""

    def __init__(self, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._clock = clock

    def read(self, pixels: Pixels, material: str, side: ReadableSide | None, form: JoinedForm) -> tuple[Reading, ...]:
        """Return what a page says of the form's fields; nothing where its kind is not known or can't be read here.

        Args:
            pixels: the page, upright.
            material: its code, which may carry a role behind a full stop.
            side: what the catalogue says can be read of it.
            form: whose fields are answered.
        """
        if side is None or side.kind not in KINDS:
            return ()
        today = legal_date(self._clock())
        with contextlib.suppress(UnsupportedError):
            found = read_document(shipped_reader(), pixels, side.kind, validators(today))
            return tuple(_readings(pixels, side, found, form, role=material.partition(".")[2], today=today))
        return ()


def validators(today: date) -> Validators:
    """Return the domain's rules for numbers that carry a check digit."""
    return Validators(
        citizen_number=lambda text: _is_sound(lambda: parse_citizen_number(text, today=today)),
        credit_code=lambda text: _is_sound(lambda: parse_credit_code(text)),
        card_number=luhn_holds,
    )


def open_readings(
    readings: tuple[Reading, ...], values: Mapping[str, str], refused: frozenset[str]
) -> tuple[Reading, ...]:
    """Return the readings that tell something new: not what stands there already, not what a person refused."""
    return tuple(one for one in readings if values.get(one.field_id) != one.value and one.key not in refused)


def _is_sound(parse: Callable[[], object]) -> bool:
    try:
        parse()
    except InvalidNumberError:
        return False
    return True


def _readings(
    pixels: Pixels, side: ReadableSide, found: Mapping[str, Field], form: JoinedForm, *, role: str, today: date
) -> Iterator[Reading]:
    holder = _holder(side, form, role)
    for field_id, definition in form.fields.items():
        field = _joined([found.get(name) for name in side.answers.get(definition.shared_meaning, ())])
        if field is None or field.confidence < _LEAST or definition.role not in {None, holder}:
            continue
        value = _value(definition, field.text, today)
        if value:
            text = definition.label_of(value)
            place = _shares(field, pixels)
            yield Reading(field_id, definition.title, value, text, field.confidence, place, _crop(pixels, field))


def _joined(parts: Sequence[Field | None]) -> Field | None:
    """Return fields that answer one question together as one; None where one is missing."""
    fields = [part for part in parts if part is not None]
    if not fields or len(fields) < len(parts):
        return None
    left, top = min(field.box[0] for field in fields), min(field.box[1] for field in fields)
    right, bottom = (max(field.box[at] + field.box[at + 2] for field in fields) for at in (0, 1))
    box = left, top, right - left, bottom - top
    return Field(" ".join(field.text for field in fields), min(field.confidence for field in fields), box)


def _holder(side: ReadableSide, form: JoinedForm, role: str) -> str | None:
    """Return whose paper it is: the role that is named, the only one there is, or the only one that is asked for the
    first thing that such a paper answers, as only foreigners are asked for a passport's number.
    """
    if role or len(form.roles) == 1:
        return role or form.roles[0].code
    first = next(iter(side.answers), "")
    asked = {field.role for field in form.fields.values() if field.shared_meaning == first}
    return asked.pop() if len(asked) == 1 else None


def _value(definition: FieldDefinition, text: str, today: date) -> str:
    """Return what was read as the form keeps it, nothing where it can't be that."""
    if definition.options:
        names = {text, text + "族", _SEXES.get(text, ""), *text.split("/")}
        return next((one.code for one in definition.options if one.label in names or one.code in names), "")
    if str(definition.schema.get("format", "")).endswith("date") and len(text) == _ZONE_DATE and text.isdigit():
        return _whole_date(text, definition, today)
    return text


def _whole_date(text: str, definition: FieldDefinition, today: date) -> str:
    """Return YYMMDD with its century: of a birth the last one that has come, of other days (expiries) this one."""
    year = today.year // 100 * 100 + int(text[:2])
    is_past = definition.schema["format"] == "past-date" or definition.shared_meaning.endswith("birth")
    try:
        found = date(year, int(text[2:4]), int(text[4:]))
        return (found.replace(year=year - 100) if is_past and found > today else found).isoformat()
    except ValueError:
        return ""


def _shares(field: Field, pixels: Pixels) -> Place:
    height, width = pixels.shape[:2]
    x, y, w, h = field.box
    return x / width, y / height, w / width, h / height


def _crop(pixels: Pixels, field: Field) -> bytes:
    """Return the field's part of the page with some paper around it."""
    x, y, w, h = field.box
    margin = round(_MARGIN * h)
    top, left = max(0, y - margin), max(0, x - margin)
    part = pixels[top : y + h + margin, left : x + w + margin]
    if part.shape[0] > _MOST_HEIGHT:
        scale = _MOST_HEIGHT / part.shape[0]
        size = max(1, round(part.shape[1] * scale)), _MOST_HEIGHT
        part = np.asarray(cv2.resize(part, size, interpolation=cv2.INTER_AREA), np.uint8)
    bgr = part if part.ndim == 2 else cv2.cvtColor(part, cv2.COLOR_RGB2BGR)
    return bytes(cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])[1].tobytes())
