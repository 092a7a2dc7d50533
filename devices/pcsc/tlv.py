"""BER-TLV as cards use it (ISO 7816-4 section 5.2.2): definite lengths up to 64 KiB, tags of one or two bytes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from devices.core.errors import ProtocolError

_LONG_TAG = 0x1F


@dataclass(frozen=True, slots=True, repr=False)
class Tlv:
    """One data object."""

    tag: int
    value: bytes

    def __repr__(self) -> str:
        """Show tag and size."""
        return f"Tlv({self.tag:02X}, {len(self.value)} bytes)"


def parse_tlv(data: bytes) -> Iterator[Tlv]:
    """Yield the data objects one after the other; filler bytes 00 and FF between them are passed over.

    Raises:
        ProtocolError: a length claims more than there is, or has a form that cards don't use.
    """
    position = 0
    while position < len(data):
        if data[position] in {0x00, 0xFF}:
            position += 1
            continue
        tag, position = _tag(data, position)
        size, position = _length(data, position)
        if position + size > len(data):
            detail = f"tag {tag:02X} claims {size} of {len(data) - position} bytes"
            raise ProtocolError(detail)
        yield Tlv(tag, data[position : position + size])
        position += size


def find_tlv(data: bytes, *path: int) -> bytes | None:
    """Return the value behind a path of tags, each within the one before it; None where it is not there."""
    for wanted in path:
        found = next((item.value for item in parse_tlv(data) if item.tag == wanted), None)
        if found is None:
            return None
        data = found
    return data


def require_tlv(data: bytes, *path: int) -> bytes:
    """Return the value behind a path of tags.

    Raises:
        ProtocolError: it is not there.
    """
    found = find_tlv(data, *path)
    if found is None:
        detail = "no tag " + "/".join(f"{tag:02X}" for tag in path)
        raise ProtocolError(detail)
    return found


def build_tlv(tag: int, value: bytes) -> bytes:
    """Return a data object."""
    size = len(value)
    if size < 0x80:
        length = bytes((size,))
    elif size < 0x100:
        length = bytes((0x81, size))
    else:
        length = b"\x82" + size.to_bytes(2, "big")
    return tag.to_bytes(1 if tag < 0x100 else 2, "big") + length + value


def _tag(data: bytes, position: int) -> tuple[int, int]:
    tag = data[position]
    position += 1
    if tag & _LONG_TAG != _LONG_TAG:
        return tag, position
    if position >= len(data) or data[position] & 0x80:
        detail = "tag of an unknown form"
        raise ProtocolError(detail)
    return tag << 8 | data[position], position + 1


def _length(data: bytes, position: int) -> tuple[int, int]:
    if position >= len(data):
        detail = "tag without a length"
        raise ProtocolError(detail)
    first = data[position]
    position += 1
    if first < 0x80:
        return first, position
    count = first & 0x7F
    if count not in {1, 2} or position + count > len(data):
        detail = "length of an unknown form"
        raise ProtocolError(detail)
    return int.from_bytes(data[position : position + count], "big"), position + count
