"""Social security cards: commands, and data objects to fields; no input or output (sources: README.md)."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum, unique
from typing import Final

from devices.core.errors import CardDataInvalidError, ProtocolError
from devices.core.gb_codes import ETHNIC_NAMES, SEX_NAMES, SEX_UNKNOWN
from devices.core.social_cards import SocialCard
from devices.pcsc.apdu import Apdu
from devices.pcsc.tlv import find_tlv

# "sx1.sh." and 社会保障 in GBK: the card's directory.
APPLICATION: Final = "sx1.sh.社会保障".encode("gbk")
NAME_SIZE: Final = 30


@unique
class Tag(IntEnum):
    """The data objects that are read; a file's tags in the order of its records."""

    CARD_ID = 0x01
    CARD_CLASS = 0x02
    VERSION = 0x03
    INSTITUTION = 0x04
    ISSUED = 0x05
    VALID_TO = 0x06
    CARD_NUMBER = 0x07
    NUMBER = 0x08
    NAME = 0x09
    SEX = 0x0A
    ETHNICITY = 0x0B
    BIRTHPLACE = 0x0C
    BIRTH = 0x0D
    NAME_CONTINUED = 0x4E


@dataclass(frozen=True, slots=True)
class Record:
    """Where a data object stands.

    Attributes:
        number: of the record, for cards that know no tags.
        size: bytes of its value.
    """

    tag: Tag
    number: int
    size: int


@dataclass(frozen=True, slots=True)
class RecordFile:
    """An elementary file of the card."""

    file_id: int
    records: tuple[Record, ...]


CARD_FILE: Final = RecordFile(
    0xEF05,
    (
        Record(Tag.CARD_ID, 1, 16),
        Record(Tag.CARD_CLASS, 2, 1),
        Record(Tag.VERSION, 3, 4),
        Record(Tag.INSTITUTION, 4, 12),
        Record(Tag.ISSUED, 5, 4),
        Record(Tag.VALID_TO, 6, 4),
        Record(Tag.CARD_NUMBER, 7, 9),
    ),
)
HOLDER_FILE: Final = RecordFile(
    0xEF06,
    (
        Record(Tag.NUMBER, 1, 18),
        Record(Tag.NAME, 2, NAME_SIZE),
        Record(Tag.SEX, 3, 1),
        Record(Tag.ETHNICITY, 4, 1),
        Record(Tag.BIRTHPLACE, 5, 3),
        Record(Tag.BIRTH, 6, 4),
    ),
)
# Only on cards of version 2 and later, for names that don't fit.
NAME_CONTINUED: Final = Record(Tag.NAME_CONTINUED, 7, 20)


def select_application() -> Apdu:
    """Return the command that chooses the card's directory."""
    return Apdu(0x00, 0xA4, 0x04, 0x00, APPLICATION, le=256)


def select_file(file: RecordFile, *, under_directory: bool) -> Apdu:
    """Return the command that chooses a file: among the directory's own, or by the number alone as older cards want."""
    return Apdu(0x00, 0xA4, 0x02 if under_directory else 0x00, 0x00, file.file_id.to_bytes(2, "big"), le=256)


def read_record(record: Record, *, by_tag: bool) -> Apdu:
    """Return the command that reads a data object by its tag, or by its record's number."""
    p1, p2 = (record.tag, 0x00) if by_tag else (record.number, 0x04)
    return Apdu(0x00, 0xB2, p1, p2, le=record.size + 2)


def read_value(data: bytes, record: Record) -> bytes:
    """Return the value of a data object.

    Raises:
        CardDataInvalidError: it is another one, or broken.
    """
    try:
        value = find_tlv(data, record.tag)
    except ProtocolError as error:
        raise CardDataInvalidError(record.tag.name.lower()) from error
    if value is None:
        raise CardDataInvalidError(record.tag.name.lower())
    return value


def parse_card(values: Mapping[Tag, bytes]) -> SocialCard:
    """Turn the values of a card's data objects into its fields.

    Raises:
        CardDataInvalidError: name or number is missing, or a field makes no sense.
    """
    card_id = values.get(Tag.CARD_ID, b"")
    name = _name(values)
    number = _ascii(values, Tag.NUMBER) or ""
    for tag, value in ((Tag.NAME, name), (Tag.NUMBER, number)):
        if not value:
            raise CardDataInvalidError(tag.name.lower())
    return SocialCard(
        name=name,
        number=number.upper(),
        sex=SEX_NAMES.get(_ascii(values, Tag.SEX) or "", SEX_UNKNOWN),
        birth=_date(values, Tag.BIRTH),
        ethnicity=ETHNIC_NAMES.get(_digits(values, Tag.ETHNICITY) or ""),
        birthplace=_digits(values, Tag.BIRTHPLACE),
        card_number=_ascii(values, Tag.CARD_NUMBER),
        card_id=card_id.hex().upper() or None,
        issuing_area=_bcd(card_id[:3]),
        card_class=_ascii(values, Tag.CARD_CLASS),
        version=_ascii(values, Tag.VERSION),
        institution=values.get(Tag.INSTITUTION, b"").hex().upper() or None,
        issued=_date(values, Tag.ISSUED),
        valid_to=_date(values, Tag.VALID_TO),
    )


def _name(values: Mapping[Tag, bytes]) -> str:
    # Some cards fill up with zeros, some with spaces, some with FF; the first part may end within a character.
    parts = (values.get(tag, b"").rstrip(b"\x00\xff ") for tag in (Tag.NAME, Tag.NAME_CONTINUED))
    try:
        return b"".join(parts).decode("gb18030").strip(" \u3000")
    except UnicodeDecodeError:
        raise CardDataInvalidError(Tag.NAME.name.lower()) from None


def _ascii(values: Mapping[Tag, bytes], tag: Tag) -> str | None:
    raw = values.get(tag, b"").strip(b"\x00\xff ")
    if not raw.isascii() or not raw.decode("ascii").isprintable():
        raise CardDataInvalidError(tag.name.lower())
    return raw.decode("ascii") or None


def _digits(values: Mapping[Tag, bytes], tag: Tag) -> str | None:
    return _bcd(values.get(tag, b""))


def _bcd(raw: bytes) -> str | None:
    """Return packed digits; None where the card fills the place with F or holds no digits."""
    digits = raw.hex()
    return digits if digits.isdigit() else None


def _date(values: Mapping[Tag, bytes], tag: Tag) -> str | None:
    digits = _digits(values, tag)
    if not digits or not digits.strip("0"):
        return None
    try:
        return datetime.datetime.strptime(digits, "%Y%m%d").date().isoformat()  # noqa: DTZ007  a day has no zone
    except ValueError:
        raise CardDataInvalidError(tag.name.lower()) from None
