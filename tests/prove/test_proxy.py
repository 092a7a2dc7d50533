"""The proxy of the proof does to a request what the name of the fault says."""

from __future__ import annotations

import asyncio
import contextlib
import http.server
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from tests.patience import PATIENCE_S
from tests.prove.proxy import FAULTS, ChaosProxy, FaultPlan

BODY = b"0123456789" * 20
ANSWER = b"answer" * 20


@dataclass
class Upstream:
    """A server that keeps what arrives whole, when, and answers the same to all."""

    port: int = 0
    bodies: list[bytes] = field(default_factory=list)
    times: list[float] = field(default_factory=list)

    def wait_for(self, count: int) -> None:
        ends = time.monotonic() + PATIENCE_S
        while len(self.bodies) < count:
            assert time.monotonic() < ends
            threading.Event().wait(0.01)


@pytest.fixture(scope="module")
def upstream() -> Iterator[Upstream]:
    kept = Upstream()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_PUT(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if len(body) == len(BODY):
                kept.bodies.append(body)
                kept.times.append(time.monotonic())
            self.send_response(200)
            self.send_header("Content-Length", str(len(ANSWER)))
            self.end_headers()
            with contextlib.suppress(ConnectionError):  # a fault may have cut the line by now
                self.wfile.write(ANSWER)

        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        kept.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield kept
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def proxy(upstream: Upstream) -> Iterator[ChaosProxy]:
    with ChaosProxy().running() as running:
        running.upstream = upstream.port
        yield running


@pytest.fixture(autouse=True)
def _afresh(upstream: Upstream) -> None:
    upstream.bodies.clear()
    upstream.times.clear()


def send(proxy: ChaosProxy, fault: str | None) -> bytes:
    """Send a request that meets a fault, or none, and return what comes back until the end."""
    proxy.plan = None if fault is None else FaultPlan(sorted(FAULTS).index(fault), share=1.0)
    with socket.create_connection(("127.0.0.1", proxy.port), timeout=PATIENCE_S) as line:
        line.sendall(b"PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n%b" % (len(BODY), BODY))
        return b"".join(iter(lambda: line.recv(65536), b""))


def test_every_fault_is_looked_at_here() -> None:
    looked_at = {"delay", "cut", "cut_within", "lose_answer", "cut_answer", "double", "reorder", "half_close"}
    assert set(FAULTS) == looked_at | {"corrupt_request", "corrupt_answer", "stranger"}


@pytest.mark.parametrize("fault", ["cut", "cut_within"])
def test_a_cut_request_never_arrives(proxy: ChaosProxy, upstream: Upstream, fault: str) -> None:
    assert send(proxy, fault) == b""
    send(proxy, None)
    assert upstream.bodies == [BODY]


@pytest.mark.parametrize("fault", ["lose_answer", "half_close"])
def test_a_lost_answer_is_of_a_request_that_arrived(proxy: ChaosProxy, upstream: Upstream, fault: str) -> None:
    assert send(proxy, fault) == b""
    upstream.wait_for(1)
    assert upstream.bodies == [BODY]


def test_a_cut_answer_is_a_beginning_of_it(proxy: ChaosProxy, upstream: Upstream) -> None:
    part, whole = send(proxy, "cut_answer"), send(proxy, None)
    assert len(part) < len(whole)
    assert whole.startswith(part[:15])
    assert len(upstream.bodies) == 2


def test_a_doubled_request_arrives_twice(proxy: ChaosProxy, upstream: Upstream) -> None:
    assert send(proxy, "double").endswith(ANSWER)
    assert upstream.bodies == [BODY, BODY]


def test_a_delayed_request_arrives_later(proxy: ChaosProxy, upstream: Upstream) -> None:
    began = time.monotonic()
    assert send(proxy, "delay").endswith(ANSWER)
    assert upstream.times[0] - began >= 0.05


def test_a_reordered_request_arrives_after_the_one_behind_it(
    proxy: ChaosProxy, upstream: Upstream, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment_is_over = threading.Event()

    async def until_told(_seconds: float) -> None:
        while not moment_is_over.is_set():
            await asyncio.sleep(0.01)

    monkeypatch.setattr(proxy, "pause", until_told)
    assert send(proxy, "reorder") == b""
    assert upstream.bodies == []
    assert send(proxy, None).endswith(ANSWER)
    assert upstream.bodies == [BODY]
    moment_is_over.set()
    upstream.wait_for(2)


@pytest.mark.parametrize(("fault", "arrives"), [("corrupt_request", False), ("corrupt_answer", True)])
def test_one_bit_is_turned_on_the_way(proxy: ChaosProxy, upstream: Upstream, fault: str, arrives: bool) -> None:
    whole = send(proxy, None)
    answer = send(proxy, fault)
    assert (upstream.bodies == [BODY, BODY]) is arrives
    assert (len(answer) == len(whole) and answer != whole) or not arrives


def test_a_stranger_answers_in_the_platforms_place(proxy: ChaosProxy, upstream: Upstream) -> None:
    answer = send(proxy, "stranger")
    assert answer.startswith(b"HTTP/1.1 ")
    assert ANSWER not in answer
    assert upstream.bodies == []
