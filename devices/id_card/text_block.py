"""The 256 bytes of text on a card, four layouts told apart by the flag at byte 248 (sources: README.md)."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Final

from devices.core.cards import NO_EXPIRY, CardType, IdCard
from devices.core.errors import CardDataInvalidError
from devices.core.gb_codes import ETHNIC_NAMES, SEX_NAMES, SEX_UNKNOWN
from devices.id_card.errors import TruncatedFrameError, UnknownCardTypeError

BLOCK_SIZE: Final = 256
FLAG: Final = slice(248, 250)
NEWEST_ADDRESS_SIZE: Final = 70

_PADDING = " \x00\u3000"

CARD_TYPES: Final[dict[str, CardType]] = {
    " ": CardType.RESIDENT,
    "J": CardType.PERMIT,
    "I": CardType.FOREIGN2017,
    "Y": CardType.FOREIGN2023,
}


@dataclass(frozen=True, slots=True)
class Field:
    """Where a field stands: one or several (offset, size) pieces in bytes, joined before the padding goes."""

    pieces: tuple[tuple[int, int], ...]

    @property
    def size(self) -> int:
        """Size in bytes over all pieces."""
        return sum(size for _, size in self.pieces)


def _at(offset: int, size: int, *more: tuple[int, int]) -> Field:
    return Field(((offset, size), *more))


_COMMON: Final[dict[str, Field]] = {
    "sex": _at(30, 2),
    "birth": _at(36, 16),
    "number": _at(122, 36),
    "valid_from": _at(188, 16),
    "valid_to": _at(204, 16),
}

LAYOUTS: Final[dict[CardType, dict[str, Field]]] = {
    CardType.RESIDENT: {
        **_COMMON,
        "name": _at(0, 30),
        "ethnicity": _at(32, 4),
        "address": _at(52, 70),
        "issuer": _at(158, 30),
    },
    CardType.PERMIT: {
        **_COMMON,
        "name": _at(0, 30),
        "address": _at(52, 70),
        "issuer": _at(158, 30),
        "pass_number": _at(220, 18),
        "issue_count": _at(238, 4),
    },
    CardType.FOREIGN2017: {
        "name_en": _at(0, 120),
        "sex": _at(120, 2),
        "number": _at(122, 30),
        "nationality": _at(152, 6),
        "name": _at(158, 30),
        "valid_from": _at(188, 16),
        "valid_to": _at(204, 16),
        "birth": _at(220, 16),
    },
    CardType.FOREIGN2023: {
        **_COMMON,
        "name": _at(0, 30),
        "issue_count": _at(32, 4),
        # Characters 1 to 35 and 36 to 46.
        "name_en": _at(52, 70, (220, 22)),
        "nationality": _at(242, 6),
        "old_number_link": _at(250, 6),
    },
}

HAS_ADDRESS: Final = frozenset(card_type for card_type, layout in LAYOUTS.items() if "address" in layout)


def card_type(block: bytes) -> CardType:
    """Tell the layout of a block.

    Raises:
        TruncatedFrameError: the block is too short to hold a flag.
        UnknownCardTypeError: the flag belongs to no known layout.
    """
    if len(block) < BLOCK_SIZE:
        detail = f"{len(block)} of {BLOCK_SIZE} bytes of text"
        raise TruncatedFrameError(detail)
    flag = _decode(block[FLAG])
    if flag not in CARD_TYPES:
        raise UnknownCardTypeError(flag)
    return CARD_TYPES[flag]


def parse_card(block: bytes, photo: bytes, newest_address: str | None = None) -> IdCard:
    """Turn the text block of a card into its fields.

    Args:
        block: at least 256 bytes as the card holds them.
        photo: the compressed photo, passed through.
        newest_address: what the card says beside its face, where it says anything.

    Raises:
        TruncatedFrameError: the block is too short.
        UnknownCardTypeError: the flag belongs to no known layout.
        CardDataInvalidError: a name, number or date is missing or impossible.
    """
    kind = card_type(block)
    fields = {name: _text(block, field) for name, field in LAYOUTS[kind].items()}
    printed = fields.get("address")
    name_en = fields.get("name_en")
    return IdCard(
        type=kind,
        name=_required("name", fields.get("name") or name_en),
        number=_required("number", fields.get("number")),
        sex=SEX_NAMES.get(fields.get("sex") or "", SEX_UNKNOWN),
        birth=_required("birth", _date("birth", fields.get("birth"))),
        name_en=name_en,
        ethnicity=ETHNIC_NAMES.get(fields.get("ethnicity") or ""),
        address=newest_address or printed,
        address_printed=printed if newest_address and newest_address != printed else None,
        issuer=fields.get("issuer"),
        valid_from=_date("valid_from", fields.get("valid_from")),
        valid_to=_expiry(fields.get("valid_to")),
        nationality=fields.get("nationality"),
        pass_number=fields.get("pass_number"),
        issue_count=fields.get("issue_count"),
        old_number_link=fields.get("old_number_link"),
        photo_wlt=photo,
    )


def parse_newest_address(data: bytes) -> str | None:
    """Return the newest address of a `read additional` reply, or None where all of it is blank.

    The reply holds one slot of 70 bytes; vendors allow for four. Of several the last one written counts.
    """
    slots = [data[start : start + NEWEST_ADDRESS_SIZE] for start in range(0, len(data), NEWEST_ADDRESS_SIZE)]
    written = [text for text in (_decode(slot).strip(_PADDING) for slot in slots) if text]
    return written[-1] if written else None


def _decode(data: bytes) -> str:
    # A name cut in the middle of a surrogate pair must not make the whole card unreadable.
    return data.decode("utf-16-le", errors="replace")


def _text(block: bytes, field: Field) -> str | None:
    raw = b"".join(block[offset : offset + size] for offset, size in field.pieces)
    return _decode(raw).strip(_PADDING) or None


def _required(field: str, value: str | None) -> str:
    if value is None:
        raise CardDataInvalidError(field)
    return value


def _date(field: str, value: str | None) -> str | None:
    if value is None:
        return None
    if len(value) != 8 or not (value.isascii() and value.isdigit()):
        raise CardDataInvalidError(field)
    try:
        return datetime.date(int(value[:4]), int(value[4:6]), int(value[6:])).isoformat()
    except ValueError:
        raise CardDataInvalidError(field) from None


def _expiry(value: str | None) -> str | None:
    return NO_EXPIRY if value == NO_EXPIRY else _date("valid_to", value)
