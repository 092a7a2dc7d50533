"""Finds SAM-V frames in a stream that may begin with anything, lose its first byte or carry a damaged frame."""

from __future__ import annotations

import struct

from devices.id_card.protocol import (
    LENGTH_SIZE,
    MAX_LENGTH,
    MIN_LENGTH,
    SHORT_PREAMBLE,
    Reply,
    xor_sum,
)

_HEADER_SIZE = len(SHORT_PREAMBLE) + LENGTH_SIZE


class FrameFinder:
    """Takes bytes in any chunks and gives the frames in them.

    A frame that proves damaged is stepped over by its preamble only, so that a good frame inside or after it is found.
    """

    def __init__(self) -> None:
        self._buffer = bytearray()
        self.bytes_seen = 0
        self.damaged_frames = 0

    def feed(self, data: bytes) -> list[Reply]:
        """Take bytes and return the frames that are now whole, in order."""
        self._buffer += data
        self.bytes_seen += len(data)
        replies = []
        while (reply := self._next()) is not None:
            replies.append(reply)
        return replies

    @property
    def inside_frame(self) -> bool:
        """Whether the bytes so far end in an unfinished frame or in the beginning of a preamble."""
        return bool(self._buffer)

    @property
    def header_seen(self) -> bool:
        """Whether a whole preamble waits for the rest of its frame."""
        return len(self._buffer) >= len(SHORT_PREAMBLE)

    def take_later_frame(self) -> Reply | None:
        """Give up the unfinished frame for a whole one behind its preamble, where the stream ends with such a one.

        For a stale half frame that runs into the answer. To be asked when the line is quiet.
        """
        start = self._buffer.find(SHORT_PREAMBLE, 1)
        while start >= 0:
            size = _frame_size(self._buffer, start)
            if size is not None and start + size == len(self._buffer) and _is_sound(self._buffer, start, size):
                reply = _reply(self._buffer, start, size)
                self._buffer.clear()
                return reply
            start = self._buffer.find(SHORT_PREAMBLE, start + 1)
        return None

    def _next(self) -> Reply | None:
        while True:
            self._drop_until_preamble()
            if len(self._buffer) < _HEADER_SIZE:
                return None
            size = _frame_size(self._buffer, 0)
            if size is None:
                self._step_over()
                continue
            if len(self._buffer) < size:
                return None
            if not _is_sound(self._buffer, 0, size):
                self._step_over()
                continue
            reply = _reply(self._buffer, 0, size)
            del self._buffer[:size]
            return reply

    def _drop_until_preamble(self) -> None:
        start = self._buffer.find(SHORT_PREAMBLE)
        if start >= 0:
            del self._buffer[:start]
            return
        for kept in range(min(len(SHORT_PREAMBLE) - 1, len(self._buffer)), 0, -1):
            if self._buffer.endswith(SHORT_PREAMBLE[:kept]):
                del self._buffer[:-kept]
                return
        self._buffer.clear()

    def _step_over(self) -> None:
        self.damaged_frames += 1
        del self._buffer[: len(SHORT_PREAMBLE)]


def _frame_size(buffer: bytearray, start: int) -> int | None:
    """Return the size from the preamble to the checksum, or None for a length that no frame has (or not yet)."""
    if len(buffer) < start + _HEADER_SIZE:
        return None
    (length,) = struct.unpack_from(">H", buffer, start + len(SHORT_PREAMBLE))
    if not MIN_LENGTH <= length <= MAX_LENGTH:
        return None
    return _HEADER_SIZE + int(length)


def _is_sound(buffer: bytearray, start: int, size: int) -> bool:
    return xor_sum(bytes(buffer[start + len(SHORT_PREAMBLE) : start + size])) == 0


def _reply(buffer: bytearray, start: int, size: int) -> Reply:
    body = bytes(buffer[start + _HEADER_SIZE : start + size - 1])
    return Reply(sw1=body[0], sw2=body[1], status=body[2], data=body[3:])
