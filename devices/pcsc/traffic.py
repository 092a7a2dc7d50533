"""Smart-card traffic for `sniff`: headers and status words shown, data and PINs masked (ISO/IEC 7816-4)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from devices.core.traffic import Direction, Message, Part, Traffic, shown_bytes

_SELECT: Final = 0xA4
_NAMES: Final = {
    0xA4: "select",
    0x20: "verify",
    0xC0: "get response",
    0xCB: "get data",
    0xB0: "read binary",
    0xB2: "read record",
    0x87: "general authenticate",
    0x84: "get challenge",
}
_HEADER: Final = 4


class ApduTrafficReader:
    """Each traffic is one whole APDU, as PC/SC carries it."""

    def feed(self, traffic: Traffic) -> Sequence[Message]:
        """Return the APDU as it may be shown."""
        data = traffic.data
        parts: tuple[Part, ...]
        if traffic.direction is Direction.FROM_DEVICE:
            if len(data) < 2:
                return (Message(traffic.direction, traffic.at, (Part("incomplete", len(data)),), "incomplete"),)
            masked = (Part("data", len(data) - 2),) if len(data) > 2 else ()
            status = data[-2:]
            parts = (*masked, shown_bytes("status", status))
            return (Message(traffic.direction, traffic.at, parts, status.hex().upper()),)
        if len(data) < _HEADER:
            return (Message(traffic.direction, traffic.at, (Part("incomplete", len(data)),), "incomplete"),)
        header, body = data[:_HEADER], data[_HEADER:]
        parts = (shown_bytes("header", header),)
        if body:
            # A file's name says nothing of its holder; everything else may.
            parts += (shown_bytes("body", body) if header[1] == _SELECT else Part("body", len(body)),)
        return (Message(traffic.direction, traffic.at, parts, _NAMES.get(header[1], f"INS {header[1]:02X}")),)

    def finish(self) -> Sequence[Message]:
        """Return nothing; nothing is held back."""
        return ()
