"""The code of a draft that goes on elsewhere: what its slip's QR carries, and the digits beside it for a hand.

Text: `YM2:` + base45(CBOR), map {1: draft id (16 bytes), 2: key (32 bytes), 3: expiry (Unix seconds), 4: list of
addresses (4 or 16 bytes of IP and 2 of port, big-endian), 5: key id of the terminal that holds it (8 bytes),
6: form (bytes, see shared.handoff.form_part)}, canonical (RFC 8949 §4.2), 4 to 6 left out when empty.
Nothing in it names a person.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import IntEnum, unique
from typing import Final
from uuid import UUID

import base45
import cbor2

from shared.domain.numbers import mod_11_10_check
from shared.handoff.errors import DraftCodeMalformedError, FormTooLargeError, TypedCodeMistypedError
from shared.security.surprises import SURPRISES

PREFIX: Final = "YM2:"
MAX_CHARACTERS: Final = 1853
"""What version 25-L holds in alphanumeric mode (ISO/IEC 18004): 117 modules, the most that 58 mm paper prints at three
dots a module with its quiet zone."""
KEY_BYTES: Final = 32
TERMINAL_BYTES: Final = 8
MAX_ADDRESSES: Final = 4
TYPED_DIGITS: Final = 12
_TYPED_SECRET_DIGITS: Final = TYPED_DIGITS - 1
_GROUP: Final = 4
_IP_BYTES: Final = (4, 16)
_PORT_BYTES: Final = 2


@unique
class _Field(IntEnum):
    DRAFT = 1
    KEY = 2
    EXPIRES = 3
    ADDRESSES = 4
    TERMINAL = 5
    FORM = 6


@dataclass(frozen=True, slots=True)
class Address:
    """Where a terminal's agent listens on the LAN. Raises ValueError for what is no IP address or port."""

    host: str
    port: int

    def __post_init__(self) -> None:
        ipaddress.ip_address(self.host)
        if not 0 < self.port < 1 << (8 * _PORT_BYTES):
            message = f"no port: {self.port}"
            raise ValueError(message)


@dataclass(frozen=True, slots=True)
class DraftCode:
    """What whoever holds a draft's slip holds.

    Attributes:
        draft_id: the case's id, which the draft keeps wherever it goes.
        key: one-time key, 32 bytes.
        expires_at: aware, to the second.
        addresses: where the agent that holds the draft can be asked.
        terminal: key id of the terminal that holds the draft, 16 hex digits, empty where it is not told.
        form: the sealed form, for where there is neither platform nor LAN.
    """

    draft_id: UUID
    key: bytes = field(repr=False)
    expires_at: datetime
    addresses: tuple[Address, ...] = ()
    terminal: str = ""
    form: bytes = field(default=b"", repr=False)

    @property
    def typed(self) -> str:
        """The digits that stand for the key where no code can be read."""
        return typed_code(self.key)

    def has_expired(self, now: datetime) -> bool:
        """Tell whether it counts no more."""
        return now >= self.expires_at


def new_key() -> bytes:
    """Return a one-time key."""
    return secrets.token_bytes(KEY_BYTES)


def typed_code(key: bytes) -> str:
    """Return a key's twelve digits: eleven of its HMAC-SHA256, and a check digit (ISO 7064 MOD 11,10).

    They open nothing by themselves: who asks with them has a card and few tries.
    """
    digest = hmac.new(key, b"yimen draft typed code", hashlib.sha256).digest()
    digits = f"{int.from_bytes(digest, 'big') % 10**_TYPED_SECRET_DIGITS:0{_TYPED_SECRET_DIGITS}d}"
    return digits + mod_11_10_check(digits)


def grouped(digits: str) -> str:
    """Return digits as people read them, four by four."""
    return " ".join(digits[at : at + _GROUP] for at in range(0, len(digits), _GROUP))


def parse_typed(text: str) -> str:
    """Return the twelve digits of what was typed. Raises TypedCodeMistypedError."""
    digits = "".join(text.replace("-", " ").split())
    fits = len(digits) == TYPED_DIGITS and digits.isascii() and digits.isdigit()
    if not fits or mod_11_10_check(digits[:-1]) != digits[-1]:
        raise TypedCodeMistypedError
    return digits


def is_typed_code_of(text: str, key: bytes) -> bool:
    """Tell in constant time whether digits are a key's. Raises TypedCodeMistypedError."""
    return hmac.compare_digest(parse_typed(text), typed_code(key))


def is_draft_code(text: str) -> bool:
    """Tell whether a text that was read means to be a draft's code."""
    return text.strip().startswith(PREFIX)


def encode(code: DraftCode) -> str:
    """Return the text of a draft's QR code.

    Raises:
        FormTooLargeError: with its form it does not fit into one.
    """
    text = PREFIX + str(base45.b45encode(_to_cbor(code)).decode("ascii"))
    if len(text) > MAX_CHARACTERS:
        raise FormTooLargeError(len(text), MAX_CHARACTERS)
    return text


def decode(text: str) -> DraftCode:
    """Read the text of a draft's QR code. Raises DraftCodeMalformedError, whatever is wrong with it."""
    trimmed = text.strip()
    if len(trimmed) > MAX_CHARACTERS or not trimmed.startswith(PREFIX):
        raise DraftCodeMalformedError
    try:
        encoded = base45.b45decode(trimmed[len(PREFIX) :])
        code = _from_fields(cbor2.loads(encoded))
        # CBOR can be written in several ways, and readers pass over what follows it: only our own way is taken.
        is_ours = _to_cbor(code) == encoded
    except SURPRISES as error:
        raise DraftCodeMalformedError from error
    if not is_ours:
        raise DraftCodeMalformedError
    return code


def _to_cbor(code: DraftCode) -> bytes:
    fields: dict[int, object] = {
        _Field.DRAFT: code.draft_id.bytes,
        _Field.KEY: code.key,
        _Field.EXPIRES: int(code.expires_at.timestamp()),
    }
    if code.addresses:
        fields[_Field.ADDRESSES] = [_packed(address) for address in code.addresses]
    if code.terminal:
        fields[_Field.TERMINAL] = bytes.fromhex(code.terminal)
    if code.form:
        fields[_Field.FORM] = code.form
    return cbor2.dumps({int(name): value for name, value in fields.items()}, canonical=True)


def _from_fields(fields: object) -> DraftCode:
    if not isinstance(fields, dict):
        message = "not a map"
        raise TypeError(message)
    known = {_Field(name): value for name, value in fields.items()}
    addresses = known.get(_Field.ADDRESSES, [])
    if not isinstance(addresses, list) or len(addresses) > MAX_ADDRESSES:
        message = "not a list of addresses"
        raise TypeError(message)
    seconds = known[_Field.EXPIRES]
    if type(seconds) is not int:
        message = "no time"
        raise TypeError(message)
    return DraftCode(
        draft_id=UUID(bytes=_blob(known[_Field.DRAFT], 16)),
        key=_blob(known[_Field.KEY], KEY_BYTES),
        expires_at=datetime.fromtimestamp(seconds, UTC),
        addresses=tuple(_unpacked(address) for address in addresses),
        terminal=_blob(known[_Field.TERMINAL], TERMINAL_BYTES).hex() if _Field.TERMINAL in known else "",
        form=_blob(known.get(_Field.FORM, b"")),
    )


def _packed(address: Address) -> bytes:
    return ipaddress.ip_address(address.host).packed + address.port.to_bytes(_PORT_BYTES, "big")


def _unpacked(packed: object) -> Address:
    data = _blob(packed)
    if len(data) - _PORT_BYTES not in _IP_BYTES:
        message = "no address"
        raise ValueError(message)
    return Address(str(ipaddress.ip_address(data[:-_PORT_BYTES])), int.from_bytes(data[-_PORT_BYTES:], "big"))


def _blob(value: object, size: int | None = None) -> bytes:
    if not isinstance(value, bytes) or (size is not None and len(value) != size):
        message = "other bytes are needed"
        raise TypeError(message)
    return value
