"""The virtual printer's receive buffer: real-time questions are heard at the door, all else waits its turn."""

from __future__ import annotations

from collections import deque

from devices.receipt_printer.simulator.parser import Item, StreamParser

_DLE, _EOT = 0x10, 0x04


class RealTimeEar:
    """Hear DLE EOT 1 to 4 in the stream as it arrives, also inside other data, as printers do."""

    def __init__(self) -> None:
        self._heard = b""

    def listen(self, data: bytes) -> list[int]:
        """Return the numbers asked in data, in order."""
        asked = []
        for byte in data:
            if self._heard == b"\x10\x04" and 1 <= byte <= 4:
                asked.append(byte)
                self._heard = b""
            elif byte == _EOT and self._heard == b"\x10":
                self._heard = b"\x10\x04"
            else:
                self._heard = b"\x10" if byte == _DLE else b""
        return asked


class ReceiveBuffer:
    """Bytes in the order of their coming, connection by connection.

    A command that a closed connection left unfinished is dropped, so that it does not swallow the next job.
    """

    def __init__(self) -> None:
        self._parsers: deque[StreamParser] = deque()
        self._is_open = False
        self._raw = bytearray()

    def begin(self) -> None:
        """A connection opened."""
        self._parsers.append(StreamParser())
        self._is_open = True

    def end(self) -> None:
        """It closed."""
        self._is_open = False

    def put(self, data: bytes) -> None:
        """Bytes came."""
        self._parsers[-1].feed(data)
        self._raw += data

    @property
    def waiting(self) -> int:
        """How many bytes wait."""
        return sum(parser.waiting for parser in self._parsers)

    def next(self) -> tuple[Item, bytes] | None:
        """Return the next item and its bytes, or None until more come."""
        while self._parsers:
            cut = self._parsers[0].next()
            if cut is not None:
                item, length = cut
                return item, self._pop_raw(length)
            if len(self._parsers) == 1 and self._is_open:
                return None
            self._pop_raw(self._parsers.popleft().waiting)
        return None

    def _pop_raw(self, length: int) -> bytes:
        raw = bytes(self._raw[:length])
        del self._raw[:length]
        return raw
