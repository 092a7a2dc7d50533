"""A server on a socket that answers each connection with bytes as they are scripted."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.patience import LATE_S, PATIENCE_S

Script = Callable[[socket.socket, bytes], None]


@dataclass
class ScriptedServer:
    """What the server was asked, and where it is."""

    url: str
    requests: list[bytes] = field(default_factory=list)


def reply(status: str, *headers: str, body: bytes = b"", platform: bool = True, length: int | None = None) -> bytes:
    """Return the bytes of an answer; with the platform's header unless told otherwise."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body) if length is None else length}", *headers]
    if platform:
        lines.append("Yimen-Platform: test")
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def says(data: bytes) -> Script:
    """Answer with data and close."""
    return lambda connection, _request: connection.sendall(data)


def drips(head: bytes) -> Script:
    """Begin an answer and go on byte by byte, until the other side closes or is much too late."""

    def drip(connection: socket.socket, _request: bytes) -> None:
        connection.sendall(head)
        connection.settimeout(0.02)
        give_up_at = time.monotonic() + 2 * LATE_S
        while time.monotonic() < give_up_at:
            connection.sendall(b"1")
            with contextlib.suppress(TimeoutError):
                connection.recv(1)
                return

    return drip


def read_request(connection: socket.socket) -> bytes:
    """Read one request: head, and body by its Content-Length."""
    data = b""
    while b"\r\n\r\n" not in data:
        more = connection.recv(65_536)
        if not more:
            return data
        data += more
    head, _, body = data.partition(b"\r\n\r\n")
    lengths = [line.split(b":")[1] for line in head.split(b"\r\n") if line.lower().startswith(b"content-length")]
    length = int(lengths[0]) if lengths else 0
    while len(body) < length:
        more = connection.recv(65_536)
        if not more:
            break
        body += more
    return head + b"\r\n\r\n" + body


@contextmanager
def scripted(*scripts: Script) -> Iterator[ScriptedServer]:
    """Answer the n-th connection by the n-th script, the last one for all that come after."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = ScriptedServer(f"http://127.0.0.1:{listener.getsockname()[1]}")

    def serve() -> None:
        running = 0
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            script = scripts[min(running, len(scripts) - 1)]
            running += 1
            with connection, contextlib.suppress(OSError):
                connection.settimeout(PATIENCE_S)
                server.requests.append(read_request(connection))
                script(connection, server.requests[-1])

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(PATIENCE_S)
