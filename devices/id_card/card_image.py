"""A card as bytes: what a chip holds, built from an IdCard for simulators and tests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from devices.core.cards import NO_EXPIRY, CardType, IdCard
from devices.core.gb_codes import ETHNIC_NAMES, SEX_NAMES
from devices.id_card.text_block import BLOCK_SIZE, CARD_TYPES, FLAG, LAYOUTS, NEWEST_ADDRESS_SIZE, Field

PHOTO_SIZE: Final = 1024

_FLAGS = {kind: flag for flag, kind in CARD_TYPES.items()}
_SEX_CODES = {name: code for code, name in SEX_NAMES.items()}
_ETHNIC_CODES = {name: code for code, name in ETHNIC_NAMES.items()}


@dataclass(frozen=True, slots=True, repr=False)
class CardImage:
    """The files of one chip.

    Attributes:
        text: 256 bytes.
        photo: 1,024 bytes in the maker's compression.
        newest_address: 70 bytes, or None where the card has no such item.
        fingerprint: templates, possibly none.
    """

    text: bytes
    photo: bytes
    newest_address: bytes | None = None
    fingerprint: bytes = b""

    def __repr__(self) -> str:
        """Show sizes only."""
        return f"CardImage({len(self.text)}+{len(self.photo)}+{len(self.fingerprint)} bytes)"


def build_image(card: IdCard) -> CardImage:
    """Write a card's fields into the bytes of its layout.

    Raises:
        ValueError: a field is longer than its place.
    """
    printed = card.address_printed or card.address
    newest = card.address if card.address_printed else None
    values = {
        "name": "" if card.name == card.name_en else card.name,
        "name_en": card.name_en,
        "number": card.number,
        "sex": _SEX_CODES[card.sex],
        "birth": _digits(card.birth),
        "ethnicity": _ETHNIC_CODES.get(card.ethnicity or "", ""),
        "address": printed,
        "issuer": card.issuer,
        "valid_from": _digits(card.valid_from),
        "valid_to": _digits(card.valid_to),
        "nationality": card.nationality,
        "pass_number": card.pass_number,
        "issue_count": card.issue_count,
        "old_number_link": card.old_number_link,
    }
    block = bytearray(" ".encode("utf-16-le") * (BLOCK_SIZE // 2))
    for name, field in LAYOUTS[card.type].items():
        _write(block, name, field, values[name] or "")
    block[FLAG] = _flag(card.type)
    return CardImage(
        text=bytes(block),
        photo=card.photo_wlt or bytes(PHOTO_SIZE),
        newest_address=None if newest is None else _padded("address", newest, NEWEST_ADDRESS_SIZE),
    )


def _write(block: bytearray, name: str, field: Field, value: str) -> None:
    data = _padded(name, value, field.size)
    for offset, size in field.pieces:
        block[offset : offset + size], data = data[:size], data[size:]


def _padded(name: str, value: str, size: int) -> bytes:
    data = value.encode("utf-16-le")
    if len(data) > size:
        detail = f"{name} is longer than {size} bytes"
        raise ValueError(detail)
    return data + " ".encode("utf-16-le") * ((size - len(data)) // 2)


def _digits(date: str | None) -> str:
    return date if date == NO_EXPIRY else (date or "").replace("-", "")


def _flag(kind: CardType) -> bytes:
    return _FLAGS[kind].encode("utf-16-le")
