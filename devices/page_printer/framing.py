"""Walking an IPP answer before it is parsed (RFC 8010 §3): lengths stay inside it, collections stay shallow.

pyipp reads lengths as signed numbers and trusts them, so that a wrong one would send its parser round for ever.
"""

from __future__ import annotations

from typing import Final

from devices.core.errors import ProtocolError

_SIZE, _COLLECTION, _LENGTH, _END_MISSING = "size", "collection", "length", "end"
_HEADER: Final = 8
_END: Final = 0x03
_FIRST_VALUE_TAG: Final = 0x10
_BEGIN_COLLECTION, _END_COLLECTION = 0x34, 0x37
_DEEPEST: Final = 16
_LONGEST: Final = 0x7FFF
MOST_BYTES: Final = 4 << 20


def checked(answer: bytes) -> bytes:
    """Return a whole IPP message without its empty groups, which pyipp can't read. Raises ProtocolError."""
    if len(answer) > MOST_BYTES:
        raise _fault(_SIZE)
    place, empty = _walk(answer)
    return bytes(byte for at, byte in enumerate(answer[:place]) if at not in empty) if empty else answer[:place]


def head_length(message: bytes) -> int:
    """Return the length of a message's attributes; what is behind them is a document. Raises ProtocolError."""
    place, _ = _walk(message)
    if place > MOST_BYTES:
        raise _fault(_SIZE)
    return place


def _walk(message: bytes) -> tuple[int, set[int]]:
    """Return where the attributes end, and the places of the tags of empty groups."""
    if len(message) < _HEADER:
        raise _fault(_SIZE)
    place, depth, empty = _HEADER, 0, set[int]()
    while True:
        tag = _byte(message, place)
        place += 1
        if tag == _END:
            break
        if tag < _FIRST_VALUE_TAG:
            if _byte(message, place) < _FIRST_VALUE_TAG:
                empty.add(place - 1)
            continue
        depth += (tag == _BEGIN_COLLECTION) - (tag == _END_COLLECTION)
        if not 0 <= depth <= _DEEPEST:
            raise _fault(_COLLECTION)
        for _ in ("name", "value"):
            place += 2 + _length(message, place)
        if place > len(message):
            raise _fault(_LENGTH)
    if depth:
        raise _fault(_COLLECTION)
    return place, empty


def _length(answer: bytes, place: int) -> int:
    length = _byte(answer, place) << 8 | _byte(answer, place + 1)
    if length > _LONGEST:
        raise _fault(_LENGTH)
    return length


def _byte(answer: bytes, place: int) -> int:
    if place >= len(answer):
        raise _fault(_END_MISSING)
    return answer[place]


def _fault(where: str) -> ProtocolError:
    return ProtocolError(f"IPP {where}")
