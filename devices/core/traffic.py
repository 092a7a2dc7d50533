"""What goes over a device's wire, for `sniff`: taken by a tap, shown with personal data masked.

A tap sees raw bytes and must keep them to itself. What is shown is made by a reader of the protocol, part by part, and
a part is shown only when that reader knows it to be harmless; what nobody knows is shown by its length alone.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum, unique
from typing import Final, Protocol

from devices.core.line import Line


@unique
class Direction(StrEnum):
    """Seen from this machine."""

    TO_DEVICE = "to_device"
    FROM_DEVICE = "from_device"


@dataclass(frozen=True, slots=True)
class Traffic:
    """Bytes that went one way.

    Attributes:
        at: seconds on the monotonic clock.
    """

    direction: Direction
    data: bytes = field(repr=False)
    at: float = field(default_factory=time.monotonic)


Tap = Callable[[Traffic], None]
"""Called on the driver's thread for all that is sent and read; must be quick and must not raise."""


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a message as it may be shown.

    Attributes:
        name: what it is, in the protocol's words: `command`, `length`, `name`.
        length: bytes.
        shown: its contents as text, or None where they are masked.
    """

    name: str
    length: int
    shown: str | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a protocol, fit to be shown."""

    direction: Direction
    at: float
    parts: tuple[Part, ...]
    summary: str = ""

    def to_json(self) -> dict[str, object]:
        """Return the message as `sniff --json` prints it; a masked part has `masked: true` and no contents."""
        return {
            "direction": self.direction.value,
            "summary": self.summary,
            "parts": [
                {"name": part.name, "length": part.length}
                | ({"masked": True} if part.shown is None else {"shown": part.shown})
                for part in self.parts
            ],
        }


class TrafficReader(Protocol):
    """Puts a protocol's messages together again from what a tap saw. One for each connection."""

    def feed(self, traffic: Traffic) -> Iterable[Message]:
        """Return the messages that these bytes complete."""

    def finish(self) -> Iterable[Message]:
        """Return what is left when the connection ends."""


class OpaqueReader:
    """Reads a protocol that nobody here knows: shows lengths, masks everything."""

    def feed(self, traffic: Traffic) -> Sequence[Message]:
        """Return the bytes as one masked message."""
        return (Message(traffic.direction, traffic.at, (Part("data", len(traffic.data)),)),)

    def finish(self) -> Sequence[Message]:
        """Return nothing; nothing is held back."""
        return ()


class TappedLine:
    """A line that shows a tap all that goes over it."""

    def __init__(self, line: Line, tap: Tap) -> None:
        self._line = line
        self._tap = tap

    def send(self, data: bytes, deadline_s: float) -> None:
        """Send, then show: what could not be sent is not shown."""
        self._line.send(data, deadline_s)
        self._tap(Traffic(Direction.TO_DEVICE, bytes(data)))

    def read(self, size: int, deadline_s: float) -> bytes:
        """Read, then show what came."""
        data = self._line.read(size, deadline_s)
        if data:
            self._tap(Traffic(Direction.FROM_DEVICE, data))
        return data

    def close(self) -> None:
        """Close the line."""
        self._line.close()


HEX_SHOWN: Final = 64


def shown_bytes(name: str, data: bytes) -> Part:
    """Return a part whose bytes are harmless, as hexadecimal; a long one is cut."""
    text = data[:HEX_SHOWN].hex(" ") + (" …" if len(data) > HEX_SHOWN else "")
    return Part(name, len(data), text)
