"""What a kept page says of the form's fields: suggestions with their picture, which a person takes or leaves.

Reading takes a second and belongs on a worker of its own.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import Final

import cv2
import numpy as np

from devices.core.errors import UnsupportedError
from devices.core.scanning import Pixels
from devices.imaging.ocr.documents import Validators, read_document
from devices.imaging.ocr.fields import Field
from devices.imaging.ocr.text_reader import shipped_reader
from shared.capture.pages import Place
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

_PERSON: Final = ("name", "sex", "ethnicity", "birth", "address", "number")


@dataclass(frozen=True, slots=True)
class Document:
    """What kind of document a material is, and which of its fields answer which of the dictionary's.

    Attributes:
        kind: one of devices.imaging.ocr.documents.KINDS.
        answers: names of the document's fields by dictionary id.
    """

    kind: str
    answers: Mapping[str, str]


DOCUMENTS: Final[Mapping[str, Document]] = MappingProxyType(
    {
        "id_card": Document("id-card-front", {f"person.{name}": name for name in _PERSON}),
        "household_register": Document("household-register", {f"person.{name}": name for name in _PERSON}),
        "marriage_certificate": Document(
            "marriage-certificate",
            {"marriage.registered_on": "registered_on", "marriage.certificate_number": "certificate_number"},
        ),
        "bank_card": Document("bank-card", {"bank.account": "number", "bank.name": "bank"}),
        "business_licence": Document(
            "business-licence",
            {
                "business.name": "name",
                "business.credit_code": "credit_code",
                "business.registered_on": "established",
                "business.address": "address",
                "business.scope": "scope",
                "org.name": "name",
                "org.credit_code": "credit_code",
                "org.legal_representative": "legal_representative",
                "org.address": "address",
            },
        ),
    }
)
"""By the catalogue's material code, which may carry a role behind a full stop."""


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
        """What tells readings apart: the field and what was read, wherever."""
        return f"{self.field_id}={self.value}"

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

    def read(self, pixels: Pixels, material: str, form: JoinedForm) -> tuple[Reading, ...]:
        """Return what a page says of the form's fields; nothing where its kind is not known or can't be read here."""
        document = DOCUMENTS.get(material.partition(".")[0])
        if document is None:
            return ()
        role = material.partition(".")[2]
        with contextlib.suppress(UnsupportedError):
            found = read_document(shipped_reader(), pixels, document.kind, validators(legal_date(self._clock())))
            return tuple(_readings(pixels, document, found, form, role))
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
    pixels: Pixels, document: Document, found: Mapping[str, Field], form: JoinedForm, role: str
) -> Iterator[Reading]:
    for field_id, definition in form.fields.items():
        name = document.answers.get(definition.shared_meaning)
        field = found.get(name) if name else None
        if field is None or field.confidence < _LEAST or not _is_of(definition, form, role):
            continue
        value = _value(definition, field.text)
        if value:
            text = definition.label_of(value)
            place = _shares(field, pixels)
            yield Reading(field_id, definition.title, value, text, field.confidence, place, _crop(pixels, field))


def _is_of(definition: FieldDefinition, form: JoinedForm, role: str) -> bool:
    """Whether a field is of the person whose paper it is: the role that is named, or the only one there is."""
    if definition.role is None or definition.role == role:
        return True
    return not role and len(form.roles) == 1


def _value(definition: FieldDefinition, text: str) -> str:
    if not definition.options:
        return text
    names = {text, text + "族"}
    return next((option.code for option in definition.options if option.label in names), "")


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
