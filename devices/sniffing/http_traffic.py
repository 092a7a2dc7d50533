"""HTTP traffic for `sniff`: request lines, states and types shown, bodies masked or left to who knows them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Final

from devices.core.traffic import Direction, Message, Part, Traffic

_HEAD_END: Final = b"\r\n\r\n"
_LINE_END: Final = b"\r\n"
_MAX_HEAD: Final = 65_536
_MAX_CHUNK_LINE: Final = 256
_KEPT: Final = 1 << 18
"""So much of the beginning of a body is kept for its reader."""
_LENGTH: Final = re.compile(rb"^content-length:\s*(\d{1,12})\s*$", re.IGNORECASE | re.MULTILINE)
_CHUNKED: Final = re.compile(rb"^transfer-encoding:\s*chunked\s*$", re.IGNORECASE | re.MULTILINE)
_CHUNK_SIZE: Final = re.compile(rb"([0-9a-fA-F]{1,8})(?:;.*)?")
_TYPE: Final = re.compile(rb"^content-type:\s*([\w.+/-]{1,100})", re.IGNORECASE | re.MULTILINE)
_REQUEST: Final = re.compile(r"(GET|POST|PUT|DELETE|HEAD|OPTIONS) (\S{1,300}) HTTP/1\.[01]")
_STATUS: Final = re.compile(r"HTTP/1\.[01] (\d{3})")


@dataclass(frozen=True, slots=True)
class Body:
    """A body that went by.

    Attributes:
        data: its beginning.
        size: bytes of the whole.
        is_whole: False where the connection ended in it.
    """

    direction: Direction
    at: float
    data: bytes = field(repr=False)
    size: int
    is_whole: bool = True


BodyReader = Callable[[Body], Message]
"""Makes a message of a body; shows only what it knows to be harmless."""


def masked_body(body: Body) -> Message:
    """Return a body by its length alone."""
    return Message(body.direction, body.at, (Part("body", body.size),), "body" if body.is_whole else "body, cut off")


class HttpTrafficReader:
    """Cuts one connection into heads and bodies. A query may hold anything and is masked with the body."""

    def __init__(self, read_body: BodyReader = masked_body) -> None:
        self._read_body = read_body
        self._streams = {direction: _Stream(direction) for direction in Direction}
        self._at = 0.0

    def feed(self, traffic: Traffic) -> Sequence[Message]:
        """Return the heads and bodies that these bytes complete."""
        self._at = traffic.at
        found = self._streams[traffic.direction].feed(traffic.data, traffic.at)
        return tuple(self._read_body(each) if isinstance(each, Body) else each for each in found)

    def finish(self) -> Sequence[Message]:
        """Return what the end of the connection ends."""
        found = [body for stream in self._streams.values() if (body := stream.end(self._at)) is not None]
        return tuple(self._read_body(body) for body in found)


class _State(Enum):
    HEAD = auto()
    BODY = auto()
    CHUNK_LINE = auto()
    CHUNK = auto()
    CHUNK_END = auto()
    TRAILER = auto()


class _Stream:
    """One direction of a connection, cut as far as its bytes have come."""

    def __init__(self, direction: Direction) -> None:
        self._direction = direction
        self._buffer = bytearray()
        self._state = _State.HEAD
        self._left = 0
        self._kept = bytearray()
        self._size = 0

    def feed(self, data: bytes, at: float) -> Iterator[Message | Body]:
        """Yield what these bytes complete."""
        self._buffer += data
        while self._buffer:
            before = (self._state, len(self._buffer))
            if self._state is _State.HEAD:
                yield from self._head(at)
            elif self._state in {_State.BODY, _State.CHUNK}:
                yield from self._content(at)
            else:
                yield from self._framing(at)
            if before == (self._state, len(self._buffer)):
                return

    def end(self, at: float) -> Body | None:
        """Return what the end of the connection leaves unfinished."""
        rest, self._buffer = bytes(self._buffer), bytearray()
        self._keep(rest)
        return self._body(at, is_whole=False) if self._size else None

    def _head(self, at: float) -> Iterator[Message]:
        end = self._buffer.find(_HEAD_END)
        if end < 0:
            if len(self._buffer) > _MAX_HEAD:
                yield self._stranger(at)
            return
        head = bytes(self._buffer[:end])
        del self._buffer[: end + len(_HEAD_END)]
        yield _head_message(self._direction, head, at)
        found = _LENGTH.search(head)
        self._left = int(found[1]) if found else 0
        self._state = _State.CHUNK_LINE if _CHUNKED.search(head) else _State.BODY if self._left else _State.HEAD

    def _content(self, at: float) -> Iterator[Body]:
        taken = min(self._left, len(self._buffer))
        self._keep(bytes(self._buffer[:taken]))
        del self._buffer[:taken]
        self._left -= taken
        if self._left:
            return
        if self._state is _State.CHUNK:
            self._state = _State.CHUNK_END
            return
        self._state = _State.HEAD
        yield self._body(at)

    def _framing(self, at: float) -> Iterator[Message | Body]:
        """A line between chunks (RFC 9112 section 7.1)."""
        end = self._buffer.find(_LINE_END)
        if end < 0:
            if len(self._buffer) > _MAX_CHUNK_LINE:
                yield self._stranger(at)
            return
        line = bytes(self._buffer[:end])
        del self._buffer[: end + len(_LINE_END)]
        if self._state is _State.CHUNK_END:
            self._state = _State.CHUNK_LINE
        elif self._state is _State.TRAILER:
            if not line:
                self._state = _State.HEAD
                yield self._body(at)
        elif (size := _CHUNK_SIZE.fullmatch(line)) is None:
            yield self._stranger(at)
        else:
            self._left = int(size[1], 16)
            self._state = _State.CHUNK if self._left else _State.TRAILER

    def _keep(self, data: bytes) -> None:
        self._size += len(data)
        self._kept += data[: max(0, _KEPT - len(self._kept))]

    def _body(self, at: float, *, is_whole: bool = True) -> Body:
        body = Body(self._direction, at, bytes(self._kept), self._size, is_whole)
        self._kept, self._size = bytearray(), 0
        return body

    def _stranger(self, at: float) -> Message:
        size, self._buffer, self._state = len(self._buffer), bytearray(), _State.HEAD
        return Message(self._direction, at, (Part("unknown", size),), "no HTTP")


def _head_message(direction: Direction, head: bytes, at: float) -> Message:
    line = head.partition(b"\r\n")[0].decode("latin-1")
    request, status = _REQUEST.fullmatch(line), _STATUS.match(line)
    if request is not None:
        path, query, _ = request[2].partition("?")
        shown = f"{request[1]} {path}" + ("?…" if query else "")
    elif status is not None:
        shown = f"HTTP {status[1]}"
    else:
        return Message(direction, at, (Part("head", len(head)),), "no HTTP")
    kind = _TYPE.search(head)
    if kind:
        shown += f" {kind[1].decode('ascii')}"
    return Message(direction, at, (Part("head", len(head), shown),), shown)
