"""A relay between terminal and platform that does to chosen requests what networks do."""

from __future__ import annotations

import http.client
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from tests.patience import PATIENCE_S

_HOP_BY_HOP = frozenset({"connection", "keep-alive", "transfer-encoding", "server", "date"})


@dataclass(frozen=True)
class Request:
    """What came from the terminal."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Reply:
    """What goes back; None in its place means that the connection is cut."""

    status: int
    headers: Mapping[str, str]
    body: bytes


HALF_CLOSED = Reply(0, {}, b"")
Forward = Callable[[Request], Reply]
Fault = Callable[[Request, Forward], Reply | None]


def answer(status: int, body: bytes = b"<html>proxy</html>", **headers: str) -> Fault:
    """Answer in the platform's place; underscores in header names stand for hyphens."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda _request, _forward: Reply(status, {"Content-Type": "text/html", **named}, body)


def cut(_request: Request, _forward: Forward) -> None:
    """Cut the connection before anything reaches the platform."""
    return


def lose_answer(request: Request, forward: Forward) -> None:
    """Let the request through and lose what the platform says."""
    forward(request)


def corrupt(request: Request, forward: Forward) -> Reply:
    """Flip a bit of the body on its way."""
    body = bytearray(request.body)
    body[len(body) // 2] ^= 1
    return forward(Request(request.method, request.path, request.headers, bytes(body)))


def half_close(request: Request, forward: Forward) -> Reply:
    """Let the request through, and end our side of the conversation without an answer while still listening."""
    forward(request)
    return HALF_CLOSED


def send_twice(request: Request, forward: Forward) -> Reply:
    """Let the request through twice, as a careless proxy does, and give the second answer."""
    forward(request)
    return forward(request)


@dataclass
class _Rule:
    method: str
    path_part: str
    fault: Fault
    left: int


@dataclass
class Relay:
    """Passes requests on to the platform, but for those that a rule is waiting for."""

    platform: str
    url: str = ""
    rules: list[_Rule] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)
    _guard: threading.Lock = field(default_factory=threading.Lock)

    def when(self, method: str, path_part: str, fault: Fault, times: int = 1) -> None:
        """Do something to the next requests of a method (* for any) whose path has a part."""
        with self._guard:
            self.rules.append(_Rule(method, path_part, fault, times))

    def lift(self) -> None:
        """Forget all rules: the network is well again."""
        with self._guard:
            self.rules.clear()

    def handle(self, request: Request) -> Reply | None:
        with self._guard:
            self.seen.append(f"{request.method} {request.path}")
            rule = next((rule for rule in self.rules if _matches(rule, request)), None)
            if rule is not None:
                rule.left -= 1
        return self._forward(request) if rule is None else rule.fault(request, self._forward)

    def _forward(self, request: Request) -> Reply:
        connection = http.client.HTTPConnection(urlsplit(self.platform).netloc, timeout=PATIENCE_S)
        try:
            connection.request(request.method, request.path, request.body or None, dict(request.headers))
            got = connection.getresponse()
            headers = {name: value for name, value in got.getheaders() if name.lower() not in _HOP_BY_HOP}
            return Reply(got.status, headers, got.read())
        except OSError:
            return Reply(502, {"Content-Type": "text/html"}, b"<html>bad gateway</html>")
        finally:
            connection.close()


def _matches(rule: _Rule, request: Request) -> bool:
    return rule.left > 0 and rule.method in {"*", request.method} and rule.path_part in request.path


@contextmanager
def relaying(platform_url: str) -> Iterator[Relay]:
    """Relay to a platform for the time of the block."""
    relay = Relay(platform_url)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_one_request(self) -> None:
            """Read a request of any method and do what the relay says."""
            self.close_connection = True
            self.raw_requestline = self.rfile.readline(65_537)
            if not self.raw_requestline or not self.parse_request():
                return
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            headers = {name: value for name, value in self.headers.items() if name.lower() not in _HOP_BY_HOP}
            reply = relay.handle(Request(self.command, self.path, headers, body))
            self.close_connection = reply is None
            if reply is None:
                return
            if reply is HALF_CLOSED:
                self.close_connection = True
                self.connection.shutdown(socket.SHUT_WR)
                self.connection.settimeout(5)
                self.connection.recv(1)
                return
            self.send_response_only(reply.status)
            for name, value in reply.headers.items():
                if not (name.lower() == "content-length" and self.command != "HEAD"):
                    self.send_header(name, value)
            if self.command != "HEAD" and reply.status != 204:
                self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(reply.body)
            self.wfile.flush()

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    relay.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield relay
    finally:
        server.shutdown()
        server.server_close()
        thread.join(PATIENCE_S)
