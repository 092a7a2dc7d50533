"""SAM-V traffic for `sniff`: commands and states shown, what a card says masked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from devices.core.traffic import Direction, Message, Part, Traffic, shown_bytes
from devices.id_card.protocol import LENGTH_SIZE, MAX_LENGTH, SHORT_PREAMBLE, Command, Status, xor_sum

_COMMANDS: Final = {command.value: command.name.lower() for command in Command}
_STATES: Final = {state.value: state.name.lower() for state in Status}
_HEAD: Final = len(SHORT_PREAMBLE) + LENGTH_SIZE
_LEAST: Final = 3


class SamvTrafficReader:
    """Puts frames together again, each direction by itself."""

    def __init__(self) -> None:
        self._waiting = {direction: bytearray() for direction in Direction}

    def feed(self, traffic: Traffic) -> Sequence[Message]:
        """Return the frames that these bytes complete, and the noise before them."""
        buffer = self._waiting[traffic.direction]
        buffer += traffic.data
        return tuple(Message(traffic.direction, traffic.at, *rest) for rest in _cut(buffer, traffic.direction))

    def finish(self) -> Sequence[Message]:
        """Return what never became a frame, masked."""
        left = []
        for direction, buffer in self._waiting.items():
            if buffer:
                left.append(Message(direction, 0.0, (Part("incomplete", len(buffer)),), "incomplete frame"))
                buffer.clear()
        return left


def _cut(buffer: bytearray, direction: Direction) -> Iterator[tuple[tuple[Part, ...], str]]:
    while True:
        start = buffer.find(SHORT_PREAMBLE)
        if start < 0:
            keep = len(SHORT_PREAMBLE)
            if len(buffer) > MAX_LENGTH:
                del buffer[:-keep]
                yield (Part("noise", MAX_LENGTH),), "noise"
            return
        noise = buffer[:start].strip(b"\xaa")
        del buffer[:start]
        if noise:
            yield (Part("noise", len(noise)),), "noise"
        if len(buffer) < _HEAD:
            return
        length = int.from_bytes(buffer[len(SHORT_PREAMBLE) : _HEAD], "big")
        if not _LEAST <= length <= MAX_LENGTH:
            del buffer[: len(SHORT_PREAMBLE)]
            continue
        if len(buffer) < _HEAD + length:
            return
        frame = bytes(buffer[: _HEAD + length])
        del buffer[: _HEAD + length]
        yield _frame(frame, direction)


def _frame(frame: bytes, direction: Direction) -> tuple[tuple[Part, ...], str]:
    body = frame[_HEAD:-1]
    is_sound = xor_sum(frame[len(SHORT_PREAMBLE) :]) == 0
    head = (
        shown_bytes("preamble", frame[: len(SHORT_PREAMBLE)]),
        shown_bytes("length", frame[len(SHORT_PREAMBLE) : _HEAD]),
    )
    size = 2 if direction is Direction.TO_DEVICE else 3
    name = "command" if direction is Direction.TO_DEVICE else "status"
    if direction is Direction.TO_DEVICE:
        words = _COMMANDS.get(body[:2], "unknown command")
    else:
        words = _STATES.get(body[2], f"status {body[2]:02X}") if len(body) >= size else "short"
    parts = [*head, shown_bytes(name, body[:size])]
    if len(body) > size:
        parts.append(Part("data", len(body) - size))
    parts.append(Part("checksum", 1, "right" if is_sound else "wrong"))
    return tuple(parts), words if is_sound else f"{words}, wrong checksum"
