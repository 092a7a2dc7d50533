"""A gun that types, beneath the evdev driver: what a kernel hands out for its node, through a pipe.

There is no uinput on most build machines; the records are those of struct input_event (linux/input.h), 24 bytes each.
"""

from __future__ import annotations

import errno
import os
import struct
from collections.abc import Iterable, Iterator
from types import SimpleNamespace
from typing import Any

from devices.barcode.keys import KeyTranslator
from devices.core.simulation import SimulationPermit

_RECORD = struct.Struct("llHHi")
_EV_SYN, _EV_MSC, _EV_KEY = 0, 4, 1
_SHIFT, _ENTER, _ALT = 42, 28, 56
_KEYPAD_DIGITS = (82, 79, 80, 81, 75, 76, 77, 71, 72, 73)


def key_events(text: str, *, ends: bool = True) -> bytes:
    """Return the records of a gun that types a text: Shift where it is needed, hanzi as Alt and a number."""
    records = []
    for char in text:
        known = _keys_of(char)
        if known is None:
            digits = str(int.from_bytes(char.encode("gb18030"), "big"))
            records += [(_ALT, 1), *((key, value) for digit in digits for key, value in _tap(digit)), (_ALT, 0)]
            continue
        key, is_shifted = known
        tap = [(key, 1), (key, 0)]
        records += [(_SHIFT, 1), *tap, (_SHIFT, 0)] if is_shifted else tap
    if ends:
        records += [(_ENTER, 1), (_ENTER, 0)]
    return b"".join(_record(key, value) for key, value in records)


def lost_events() -> bytes:
    """Return the record that stands for those that a kernel threw away (SYN_DROPPED)."""
    return _RECORD.pack(0, 0, _EV_SYN, 3, 0)


class KeyboardGun:
    """Nodes as evdev.InputDevice gives them, at the other end of pipes.

    Attributes:
        grabs: how often a node was grabbed.
    """

    def __init__(self, permit: SimulationPermit, *, nodes: int = 1) -> None:
        if not isinstance(permit, SimulationPermit):
            detail = "a SimulationPermit is needed"
            raise TypeError(detail)
        self.grabs = 0
        self._names = [f"node{number}" for number in range(nodes)]
        self._ends: dict[str, int] = {}
        self._is_plugged = True
        self.refuses: int | None = None

    def find_nodes(self) -> list[str]:
        """Return the names of the nodes while the gun is plugged in."""
        return list(self._names) if self._is_plugged else []

    def open_node(self, name: str) -> _Node:
        """Open a node as evdev.InputDevice does."""
        if self.refuses is not None:
            raise OSError(self.refuses, os.strerror(self.refuses))
        near, far = os.pipe()
        os.set_blocking(near, False)
        self._ends[name] = far
        return _Node(self, near)

    def play(self, records: bytes, node: int = 0) -> None:
        """Hand records out at a node."""
        os.write(self._ends[self._names[node]], records)

    def unplug(self) -> None:
        """Be gone: reading fails, and no node is left."""
        self._is_plugged = False
        for end in self._ends.values():
            os.close(end)
        self._ends.clear()

    def replug(self) -> None:
        """Be back."""
        self._is_plugged = True

    def close(self) -> None:
        """Unplug for good."""
        self.unplug()


class _Node:
    def __init__(self, gun: KeyboardGun, fd: int) -> None:
        self.fd = fd
        self._gun = gun

    def grab(self) -> None:
        self._gun.grabs += 1

    def read(self) -> Iterator[Any]:
        data = os.read(self.fd, 64 * _RECORD.size)
        if not data:
            raise OSError(errno.ENODEV, os.strerror(errno.ENODEV))
        for _, _, kind, code, value in _RECORD.iter_unpack(data):
            yield SimpleNamespace(type=kind, code=code, value=value)

    def close(self) -> None:
        os.close(self.fd)


def _record(key: int, value: int) -> bytes:
    scan = _RECORD.pack(0, 0, _EV_MSC, 4, key)
    return scan + _RECORD.pack(0, 0, _EV_KEY, key, value) + _RECORD.pack(0, 0, _EV_SYN, 0, 0)


def _tap(digit: str) -> Iterable[tuple[int, int]]:
    key = _KEYPAD_DIGITS[int(digit)]
    return ((key, 1), (key, 0))


def _keys_of(char: str) -> tuple[int, bool] | None:
    for is_shifted in (False, True):
        for key in range(2, 58):
            translator = KeyTranslator()
            if is_shifted:
                translator.press(_SHIFT)
            if translator.press(key) == char.encode("utf-8"):
                return key, is_shifted
    return None
