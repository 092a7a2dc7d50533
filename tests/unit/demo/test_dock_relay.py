"""The network that can be pulled: it carries, breaks, comes back and can be slow."""

from __future__ import annotations

import socket
import socketserver
import threading
import time
from collections.abc import Iterator

import pytest

from demo.dock.relay import NetworkRelay
from tests.patience import PATIENCE_S


class _Echo(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        while data := self.request.recv(65536):
            self.request.sendall(data)


@pytest.fixture
def echo_port() -> Iterator[int]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Echo) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield int(server.server_address[1])
        server.shutdown()


@pytest.fixture
def relay(echo_port: int) -> Iterator[NetworkRelay]:
    relay = NetworkRelay(echo_port)
    yield relay
    relay.close()


def _connect(relay: NetworkRelay) -> socket.socket:
    return socket.create_connection(("127.0.0.1", relay.port), PATIENCE_S)


def _ask(connection: socket.socket, data: bytes) -> bytes:
    connection.sendall(data)
    answer = b""
    while len(answer) < len(data) and (more := connection.recv(65536)):
        answer += more
    return answer


def test_it_carries_both_ways(relay: NetworkRelay) -> None:
    with _connect(relay) as connection:
        assert _ask(connection, b"x" * 300_000) == b"x" * 300_000


def test_closing_one_side_closes_the_other(relay: NetworkRelay) -> None:
    with _connect(relay) as connection:
        connection.shutdown(socket.SHUT_WR)
        assert connection.recv(1) == b""


def test_pulling_breaks_what_lives_and_what_comes(relay: NetworkRelay) -> None:
    with _connect(relay) as connection:
        assert _ask(connection, b"hello") == b"hello"
        relay.set_up(False)
        with pytest.raises(ConnectionError):
            _ask(connection, b"again") or _raise()
    with pytest.raises(ConnectionError), _connect(relay) as late:
        _ask(late, b"anyone") or _raise()


def test_it_comes_back_on_the_same_port(relay: NetworkRelay) -> None:
    port = relay.port
    relay.set_up(False)
    relay.set_up(False)
    relay.set_up(True)
    assert relay.port == port
    assert relay.is_up
    with _connect(relay) as connection:
        assert _ask(connection, b"back") == b"back"


def test_a_slow_line_is_slow_towards_the_platform(relay: NetworkRelay) -> None:
    relay.set_speed(20_000)
    with _connect(relay) as connection:
        started = time.monotonic()
        assert _ask(connection, b"x" * 6_000) == b"x" * 6_000
        assert time.monotonic() - started > 0.2


def test_a_platform_that_is_gone_is_a_broken_connection() -> None:
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        relay = NetworkRelay(nobody.getsockname()[1])
    with pytest.raises(ConnectionError), _connect(relay) as connection:
        _ask(connection, b"anyone") or _raise()
    relay.close()
    relay.close()


def _raise() -> None:
    raise ConnectionResetError
