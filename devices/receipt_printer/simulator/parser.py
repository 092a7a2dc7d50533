"""Cutting an ESC/POS stream into commands, whatever chunks it comes in (Epson's reference, Chinese makers' manuals)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

_MAX_RASTER = 8 << 20

_FIXED: dict[bytes, dict[bytes, int]] = {
    b"\x1b": {
        **dict.fromkeys((b"@", b"2", b"i", b"m", b"S", b"L", b"<", b"v", b"u"), 0),
        **dict.fromkeys((b"!", b"-", b"E", b"G", b"a", b"d", b"e", b"J", b"K", b"t", b"R", b"M", b"V", b"{", b"3"), 1),
        **dict.fromkeys((b"A", b"+", b" ", b"T", b"U", b"r", b"=", b"%"), 1),
        **dict.fromkeys((b"$", b"\\", b"c", b"B", b"?"), 2),
        b"p": 3,
        b"W": 8,
    },
    b"\x1c": {
        **dict.fromkeys((b"&", b"."), 0),
        **dict.fromkeys((b"!", b"-", b"W", b"C"), 1),
        **dict.fromkeys((b"S", b"p"), 2),
        b"2": 74,
    },
    b"\x1d": {
        **dict.fromkeys((b":", b"c"), 0),
        **dict.fromkeys((b"!", b"B", b"H", b"h", b"w", b"f", b"r", b"a", b"I", b"b", b"T", b"/", b"j", b"|"), 1),
        **dict.fromkeys((b"L", b"W", b"P", b"\\", b"$"), 2),
        b"^": 3,
        b"g": 4,
    },
    b"\x10": {b"\x04": 1, b"\x05": 1},
}
_FEEDING_CUTS = frozenset(b"ABabgh")
_CONTROLS = frozenset(b"\n\r\t\f\x18\x0b")
_PULSE, _POWER_OFF, _CLEAR = 1, 2, 8
_DLE_DC4_LENGTHS = {_PULSE: 2, _POWER_OFF: 2, _CLEAR: 7}


@dataclass(frozen=True, slots=True)
class Command:
    """One command: its name (two bytes as a rule, with the function for GS ( and the like), its parameters."""

    name: bytes
    arguments: bytes = b""


@dataclass(frozen=True, slots=True)
class Characters:
    """A run of bytes to print."""

    data: bytes


@dataclass(frozen=True, slots=True)
class Unknown:
    """Bytes that begin no command known here."""

    data: bytes


Item = Command | Characters | Unknown


class _MoreWantedError(Exception):
    """The command is not complete yet."""


class StreamParser:
    """Take bytes in any chunks, give whole commands in order."""

    def __init__(self) -> None:
        self._data = bytearray()

    def feed(self, data: bytes) -> None:
        """Add bytes at the end."""
        self._data += data

    @property
    def waiting(self) -> int:
        """How many bytes wait here."""
        return len(self._data)

    def clear(self) -> None:
        """Forget what waits."""
        self._data.clear()

    def next(self) -> tuple[Item, int] | None:
        """Return the next item and how many bytes it took, or None until more bytes come."""
        if not self._data:
            return None
        try:
            item, length = _cut(self._data)
        except _MoreWantedError:
            return None
        del self._data[:length]
        return item, length


def _cut(data: bytearray) -> tuple[Item, int]:
    first = data[0]
    if first >= 0x20:
        end = next((i for i, byte in enumerate(data) if byte < 0x20), len(data))
        return Characters(bytes(data[:end])), end
    if first in _CONTROLS:
        return Command(bytes(data[:1])), 1
    if bytes(data[:1]) not in _FIXED:
        return Unknown(bytes(data[:1])), 1
    name = _take(data, 0, 2)
    length = _FIXED[name[:1]].get(name[1:])
    if length is not None:
        return Command(name, _take(data, 2, length)), 2 + length
    variable = _VARIABLE.get(name)
    if variable is None:
        return Unknown(name[:1]), 1
    return variable(data, name)


def _take(data: bytearray, start: int, length: int) -> bytes:
    if len(data) < start + length:
        raise _MoreWantedError
    return bytes(data[start : start + length])


def _cutter(data: bytearray, name: bytes) -> tuple[Item, int]:
    length = 2 if _take(data, 2, 1)[0] in _FEEDING_CUTS else 1
    return Command(name, _take(data, 2, length)), 2 + length


def _counted(data: bytearray, name: bytes) -> tuple[Item, int]:
    """GS ( and its like: a letter, a length of two bytes, so many bytes."""
    letter = _take(data, 2, 1)
    length = int.from_bytes(_take(data, 3, 2), "little")
    return Command(name + letter, _take(data, 5, length)), 5 + length


def _long_counted(data: bytearray, name: bytes) -> tuple[Item, int]:
    """GS 8 L: as GS ( L with a length of four bytes."""
    letter = _take(data, 2, 1)
    length = int.from_bytes(_take(data, 3, 4), "little")
    if length > _MAX_RASTER:
        return Unknown(bytes(data[:2])), 2
    return Command(b"\x1d(" + letter, _take(data, 7, length)), 7 + length


def _raster(data: bytearray, name: bytes) -> tuple[Item, int]:
    """GS v 0: mode, width in bytes, height, dots."""
    head = _take(data, 2, 6)
    length = int.from_bytes(head[2:4], "little") * int.from_bytes(head[4:6], "little")
    if head[:1] not in {b"0", b"\x00"} or length > _MAX_RASTER:
        return Unknown(bytes(data[:2])), 2
    return Command(name, _take(data, 3, 5 + length)), 8 + length


def _columns(data: bytearray, name: bytes) -> tuple[Item, int]:
    """ESC *: mode, columns, one or three bytes a column."""
    head = _take(data, 2, 3)
    length = int.from_bytes(head[1:3], "little") * (3 if head[0] in {32, 33} else 1)
    return Command(name, _take(data, 2, 3 + length)), 5 + length


def _downloaded(data: bytearray, name: bytes) -> tuple[Item, int]:
    """GS *: a picture to keep, eight bytes a cell."""
    size = _take(data, 2, 2)
    length = size[0] * size[1] * 8
    return Command(name, _take(data, 2, 2 + length)), 4 + length


def _barcode(data: bytearray, name: bytes) -> tuple[Item, int]:
    """GS k: form A ends with NUL, form B begins with its length."""
    kind = _take(data, 2, 1)[0]
    if kind >= 65:
        length = _take(data, 3, 1)[0]
        return Command(name, bytes((kind,)) + _take(data, 4, length)), 4 + length
    end = data.find(0, 3)
    if end < 0 and len(data) < 3 + 256:
        raise _MoreWantedError
    if end < 0:
        return Unknown(bytes(data[:2])), 2
    return Command(name, bytes((kind,)) + bytes(data[3:end])), end + 1


def _tabs(data: bytearray, name: bytes) -> tuple[Item, int]:
    """ESC D: up to 32 columns, NUL."""
    end = data.find(0, 2, 2 + 33)
    if end < 0 and len(data) < 2 + 33:
        raise _MoreWantedError
    if end < 0:
        return Unknown(bytes(data[:2])), 2
    return Command(name, bytes(data[2:end])), end + 1


def _real_time(data: bytearray, name: bytes) -> tuple[Item, int]:
    """DLE DC4: pulse, power off, clear."""
    length = _DLE_DC4_LENGTHS.get(_take(data, 2, 1)[0], 0)
    return Command(name, _take(data, 2, 1 + length)), 3 + length


_VARIABLE: dict[bytes, Callable[[bytearray, bytes], tuple[Item, int]]] = {
    b"\x1b*": _columns,
    b"\x1bD": _tabs,
    b"\x1b(": _counted,
    b"\x1c(": _counted,
    b"\x1d(": _counted,
    b"\x1d8": _long_counted,
    b"\x1d*": _downloaded,
    b"\x1dV": _cutter,
    b"\x1dk": _barcode,
    b"\x1dv": _raster,
    b"\x10\x14": _real_time,
}
