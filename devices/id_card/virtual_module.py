"""A SAM-V module without a wire: which answer each request gets, given the card that lies on the reader."""

from __future__ import annotations

import struct
from enum import Enum, auto

from devices.id_card.card_image import CardImage
from devices.id_card.protocol import PREAMBLE, Command, Status, build_reply, xor_sum

_COMMANDS = {command.value: command for command in Command}
_SAM_NUMBER = struct.pack("<HHIII", 5, 3, 20170101, 1234567, 123456789)


class _Stage(Enum):
    IDLE = auto()
    FOUND = auto()
    SELECTED = auto()


class VirtualModule:
    """Holds a card or none, and keeps the order find, select, read that real modules insist on."""

    def __init__(self, *, finds_again: bool = True) -> None:
        """Start without a card.

        Args:
            finds_again: whether a card that was read is found again without being lifted; modules differ.
        """
        self._finds_again = finds_again
        self._card: CardImage | None = None
        self._was_read = False
        self._stage = _Stage.IDLE

    def present(self, card: CardImage) -> None:
        """Lay a card on the reader."""
        self._card = card
        self._was_read = False
        self._stage = _Stage.IDLE

    def remove(self) -> None:
        """Take the card away."""
        self._card = None
        self._stage = _Stage.IDLE

    def answer(self, body: bytes) -> bytes:
        """Return the frame that answers a request's CMD PARA data."""
        command = _COMMANDS.get(body[:2])
        if command is None:
            return build_reply(Status.BAD_COMMAND)
        simple = {
            Command.RESET: self._reset,
            Command.STATUS: lambda: build_reply(Status.OK),
            Command.SAM_NUMBER: lambda: build_reply(Status.OK, _SAM_NUMBER),
            Command.FIND: self._find,
            Command.SELECT: self._select,
        }
        return simple[command]() if command in simple else self._read(command)

    def _reset(self) -> bytes:
        # The field goes off and on, so the card that was read is a new one to the module.
        self._stage = _Stage.IDLE
        self._was_read = False
        return build_reply(Status.OK)

    def _find(self) -> bytes:
        if self._card is None or (self._was_read and not self._finds_again):
            return build_reply(Status.NO_CARD)
        self._stage = _Stage.FOUND
        return build_reply(Status.FOUND, bytes(4))

    def _select(self) -> bytes:
        if self._card is None or self._stage is _Stage.IDLE:
            return build_reply(Status.SELECT_FAILED)
        self._stage = _Stage.SELECTED
        return build_reply(Status.OK, bytes(8))

    def _read(self, command: Command) -> bytes:
        card = self._card
        if card is None or self._stage is not _Stage.SELECTED:
            return build_reply(Status.READ_FAILED)
        if command is Command.READ_NEWEST_ADDRESS:
            if card.newest_address is None:
                return build_reply(Status.ITEM_ABSENT)
            return build_reply(Status.OK, card.newest_address)
        self._was_read = True
        sizes = struct.pack(">HH", len(card.text), len(card.photo))
        fingerprint = b""
        if command is Command.READ_BASE_AND_FINGERPRINT:
            sizes += struct.pack(">H", len(card.fingerprint))
            fingerprint = card.fingerprint
        return build_reply(Status.OK, sizes + card.text + card.photo + fingerprint)


class RequestFinder:
    """Finds requests in what a host sends."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    def feed(self, data: bytes) -> list[bytes | Status]:
        """Take bytes and return each whole request's body, or the status that a damaged one deserves."""
        self._buffer += data
        requests: list[bytes | Status] = []
        while (start := self._buffer.find(PREAMBLE)) >= 0:
            del self._buffer[:start]
            head = len(PREAMBLE) + 2
            if len(self._buffer) < head:
                return requests
            (length,) = struct.unpack_from(">H", self._buffer, len(PREAMBLE))
            if not 3 <= length <= 64:
                del self._buffer[: len(PREAMBLE)]
                requests.append(Status.OUR_LENGTH)
                continue
            if len(self._buffer) < head + length:
                return requests
            counted = bytes(self._buffer[len(PREAMBLE) : head + length])
            del self._buffer[: head + length]
            requests.append(counted[2:-1] if xor_sum(counted) == 0 else Status.OUR_CHECKSUM)
        del self._buffer[: -(len(PREAMBLE) - 1)]
        return requests

    def clear(self) -> None:
        """Forget what came so far."""
        self._buffer.clear()
