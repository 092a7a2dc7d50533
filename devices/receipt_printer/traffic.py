"""ESC/POS traffic for `sniff`: commands shown by their bytes, what is printed masked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from devices.core.traffic import Direction, Message, Part, Traffic, shown_bytes
from devices.receipt_printer.simulator.parser import Characters, Command, StreamParser

# Their parameters are what is printed: QR data, raster dots, user-defined characters.
_CARRIES_CONTENT: Final = (b"\x1d(k", b"\x1dv0", b"\x1b*", b"\x1d(L", b"\x1d8L", b"\x1c2")
_NAMES: Final = {
    b"\x1b@": "init",
    b"\x1dV": "cut",
    b"\x1bp": "drawer",
    b"\x10\x04": "status question",
    b"\x1dr": "status question in order",
    b"\x1da": "automatic status",
    b"\x1c&": "Chinese on",
    b"\x1c.": "Chinese off",
    b"\x1d!": "size",
    b"\x1b!": "size",
    b"\x1ba": "align",
    b"\x1bE": "bold",
    b"\n": "line feed",
}
_SHORT: Final = 8


class EscPosTrafficReader:
    """Cuts the stream to the printer into commands and text; its answers are single status bytes."""

    def __init__(self) -> None:
        self._parser = StreamParser()
        self._at = 0.0

    def feed(self, traffic: Traffic) -> Sequence[Message]:
        """Return what these bytes complete."""
        if traffic.direction is Direction.FROM_DEVICE:
            return (Message(traffic.direction, traffic.at, (shown_bytes("status", traffic.data),), "answer"),)
        self._at = traffic.at
        self._parser.feed(traffic.data)
        messages = []
        while (following := self._parser.next()) is not None:
            item, length = following
            messages.append(_message(item, length, traffic.at))
        return messages

    def finish(self) -> Sequence[Message]:
        """Return what never became a command, masked."""
        waiting = self._parser.waiting
        self._parser.clear()
        left = Message(Direction.TO_DEVICE, self._at, (Part("incomplete", waiting),), "incomplete command")
        return (left,) if waiting else ()


def _message(item: object, length: int, at: float) -> Message:
    if isinstance(item, Characters):
        return Message(Direction.TO_DEVICE, at, (Part("text", length),), "text")
    if not isinstance(item, Command):
        return Message(Direction.TO_DEVICE, at, (Part("unknown", length),), "unknown")
    name = shown_bytes("command", item.name)
    words = _NAMES.get(item.name, "command")
    if not item.arguments:
        return Message(Direction.TO_DEVICE, at, (name,), words)
    is_masked = item.name.startswith(_CARRIES_CONTENT) or len(item.arguments) > _SHORT
    content = Part("content", len(item.arguments)) if is_masked else shown_bytes("parameters", item.arguments)
    return Message(Direction.TO_DEVICE, at, (name, content), words)
