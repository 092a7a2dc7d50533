"""HTTP traffic for `sniff`: request lines, states and types shown, bodies masked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from devices.core.traffic import Direction, Message, Part, Traffic

_HEAD_END: Final = b"\r\n\r\n"
_MAX_HEAD: Final = 65_536
_LENGTH: Final = re.compile(rb"^content-length:\s*(\d{1,12})\s*$", re.IGNORECASE | re.MULTILINE)
_TYPE: Final = re.compile(rb"^content-type:\s*([\w.+/-]{1,100})", re.IGNORECASE | re.MULTILINE)
_REQUEST: Final = re.compile(r"(GET|POST|PUT|DELETE|HEAD|OPTIONS) (\S{1,300}) HTTP/1\.[01]")
_STATUS: Final = re.compile(r"HTTP/1\.[01] (\d{3})")


class HttpTrafficReader:
    """Cuts one connection into heads and bodies. A query may hold anything and is masked with the body."""

    def __init__(self) -> None:
        self._waiting = {direction: bytearray() for direction in Direction}
        self._body_left = dict.fromkeys(Direction, 0)
        self._body_seen = dict.fromkeys(Direction, 0)
        self._at = 0.0

    def feed(self, traffic: Traffic) -> Sequence[Message]:
        """Return the heads and bodies that these bytes complete."""
        self._at = traffic.at
        self._waiting[traffic.direction] += traffic.data
        return tuple(self._cut(traffic.direction))

    def finish(self) -> Sequence[Message]:
        """Return what the end of the connection ends."""
        messages = []
        for direction, buffer in self._waiting.items():
            size = len(buffer) + self._body_seen[direction]
            if size:
                messages.append(Message(direction, self._at, (Part("body", size),), "body, cut off"))
            buffer.clear()
            self._body_seen[direction] = self._body_left[direction] = 0
        return messages

    def _cut(self, direction: Direction) -> Iterator[Message]:
        buffer = self._waiting[direction]
        while buffer:
            if self._body_left[direction]:
                taken = min(self._body_left[direction], len(buffer))
                del buffer[:taken]
                self._body_left[direction] -= taken
                self._body_seen[direction] += taken
                if self._body_left[direction]:
                    return
                size, self._body_seen[direction] = self._body_seen[direction], 0
                yield Message(direction, self._at, (Part("body", size),), "body")
                continue
            end = buffer.find(_HEAD_END)
            if end < 0:
                if len(buffer) > _MAX_HEAD:
                    yield Message(direction, self._at, (Part("unknown", len(buffer)),), "no HTTP")
                    buffer.clear()
                return
            head = bytes(buffer[:end])
            del buffer[: end + len(_HEAD_END)]
            yield _head_message(direction, head, self._at)
            found = _LENGTH.search(head)
            self._body_left[direction] = int(found[1]) if found else 0


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
