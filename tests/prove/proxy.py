"""The proxy of the crash proof: does to requests on their way what networks and careless proxies do.

Which request meets a fault is drawn from the round's seed and the request's place in the order of arrival; the faults
come in turn, each round beginning with another one, so that as many rounds as there are faults meet every one.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import threading
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field

_MAX_HEAD = 64 * 1024
_UPSTREAM_DEADLINE_S = 30.0
_STRANGERS = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 25\r\n\r\n<html>please log in</html>"[:-1] + b"\n",
    b"HTTP/1.1 302 Found\r\nLocation: http://portal.invalid/\r\nContent-Length: 0\r\n\r\n",
    b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n",
    b"HTTP/1.1 413 Content Too Large\r\nContent-Length: 0\r\n\r\n",
    b"HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n",
    b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n",
)


@dataclass(frozen=True)
class Exchange:
    """One request, read whole, and the client that waits for its answer."""

    request: bytes
    client: asyncio.StreamWriter
    rng: random.Random


@dataclass
class FaultPlan:
    """How bad the network is: the share of requests that meet a fault, drawn from a seed.

    Attributes:
        only: what the request line must hold of a request that can meet one.
    """

    seed: int
    share: float
    only: bytes = b""
    count: int = 0
    happened: Counter[str] = field(default_factory=Counter)

    def draw(self) -> tuple[str, random.Random]:
        """Return the fault of the next request, `pass` for none, and the dice that its details are rolled with."""
        self.count += 1
        rng = random.Random(f"{self.seed}/{self.count}")
        spoilt = rng.random() < self.share
        name = _turn(self.seed + self.happened.total() - self.happened["pass"]) if spoilt else "pass"
        self.happened[name] += 1
        return name, rng

    def concerns(self, request: bytes) -> bool:
        """Tell whether a request can meet a fault."""
        return self.only in request.partition(b"\r\n")[0]


def _turn(number: int) -> str:
    """Return whose turn it is among the faults."""
    return sorted(FAULTS)[number % len(FAULTS)]


class ChaosProxy:
    """Stands between one terminal and its platform, on a port of its own, in a thread of its own."""

    def __init__(self) -> None:
        self.plan: FaultPlan | None = None
        self.upstream = 0
        self.port = 0
        self.pause: Callable[[float], Awaitable[None]] = asyncio.sleep
        self._loop = asyncio.new_event_loop()
        self._late: set[asyncio.Task[None]] = set()

    async def forward(self, request: bytes) -> bytes:
        """Send a request to the platform and return its answer; nothing when the platform is not there."""
        try:
            async with asyncio.timeout(_UPSTREAM_DEADLINE_S):
                reader, writer = await asyncio.open_connection("127.0.0.1", self.upstream)
                with contextlib.closing(writer):
                    writer.write(_closing(request))
                    await writer.drain()
                    return await reader.read()
        except (OSError, TimeoutError):
            return b""

    def later(self, act: Awaitable[object]) -> None:
        """Let something happen after its request was given up."""

        async def run() -> None:
            await act

        task = self._loop.create_task(run())
        self._late.add(task)
        task.add_done_callback(self._late.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            request = await _read_request(reader)
            if request:
                plan = self.plan if self.plan and self.plan.concerns(request) else None
                name, rng = plan.draw() if plan else ("pass", random.Random(0))
                fault = FAULTS.get(name, _pass)
                answer = await fault(self, Exchange(request, writer, rng))
                if answer:
                    writer.write(answer)
                    await writer.drain()
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass
        finally:
            writer.close()

    def _run(self, ready: threading.Event) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(asyncio.start_server(self._serve, "127.0.0.1", 0, limit=_MAX_HEAD))
        self.port = server.sockets[0].getsockname()[1]
        ready.set()
        self._loop.run_forever()
        server.close()
        pending = asyncio.all_tasks(self._loop)
        for task in pending:
            task.cancel()
        self._loop.run_until_complete(asyncio.gather(*pending, return_exceptions=True))
        self._loop.close()

    @contextlib.contextmanager
    def running(self) -> Iterator[ChaosProxy]:
        """Serve for the time of the block."""
        ready = threading.Event()
        thread = threading.Thread(target=self._run, args=(ready,), name="chaos-proxy")
        thread.start()
        ready.wait()
        try:
            yield self
        finally:
            self._loop.call_soon_threadsafe(self._loop.stop)
            thread.join()


async def _read_request(reader: asyncio.StreamReader) -> bytes:
    head = await reader.readuntil(b"\r\n\r\n")
    length = 0
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length":
            length = int(value)
    return head + (await reader.readexactly(length) if length else b"")


def _closing(request: bytes) -> bytes:
    """Ask the platform to close the connection after its answer, so that the answer ends where it ends."""
    head, _, body = request.partition(b"\r\n\r\n")
    lines = [line for line in head.split(b"\r\n") if not line.lower().startswith(b"connection:")]
    return b"\r\n".join([*lines, b"Connection: close"]) + b"\r\n\r\n" + body


def _flipped(data: bytes, rng: random.Random, start: int) -> bytes:
    """Return data with one bit of it turned, at or after a place."""
    damaged = bytearray(data)
    if len(damaged) > start:
        damaged[rng.randrange(start, len(damaged))] ^= 1 << rng.randrange(8)
    return bytes(damaged)


async def _pass(proxy: ChaosProxy, exchange: Exchange) -> bytes:
    return await proxy.forward(exchange.request)


async def _delay(proxy: ChaosProxy, exchange: Exchange) -> bytes:
    await asyncio.sleep(exchange.rng.uniform(0.05, 0.5))
    return await proxy.forward(exchange.request)


async def _cut(proxy: ChaosProxy, exchange: Exchange) -> bytes:
    del proxy, exchange
    return b""


async def _cut_within(proxy: ChaosProxy, exchange: Exchange) -> bytes:
    """Let a part of the request through and then break both connections."""
    with contextlib.suppress(OSError):
        _, writer = await asyncio.open_connection("127.0.0.1", proxy.upstream)
        writer.write(exchange.request[: exchange.rng.randrange(len(exchange.request))])
        await writer.drain()
        writer.close()
    return b""


async def _lose_answer(proxy: ChaosProxy, exchange: Exchange) -> bytes:
    await proxy.forward(exchange.request)
    return b""


async def _cut_answer(proxy: ChaosProxy, exchange: Exchange) -> bytes:
    answer = await proxy.forward(exchange.request)
    return answer[: exchange.rng.randrange(len(answer))] if answer else b""


async def _double(proxy: ChaosProxy, exchange: Exchange) -> bytes:
    """Let the request through twice, at once or one after the other, and give either answer."""
    if exchange.rng.random() < 0.5:
        answers = await asyncio.gather(proxy.forward(exchange.request), proxy.forward(exchange.request))
    else:
        answers = [await proxy.forward(exchange.request), await proxy.forward(exchange.request)]
    return exchange.rng.choice(answers)


async def _reorder(proxy: ChaosProxy, exchange: Exchange) -> bytes:
    """Give the client up and let its request through after those that come next."""

    async def late() -> None:
        await proxy.pause(exchange.rng.uniform(0.1, 1.2))
        await proxy.forward(exchange.request)

    proxy.later(late())
    return b""


async def _half_close(proxy: ChaosProxy, exchange: Exchange) -> bytes:
    """Let the request through, end our side of the conversation without a word, and go on listening for a while."""
    exchange.client.write_eof()
    await proxy.forward(exchange.request)
    await asyncio.sleep(0.2)
    return b""


async def _corrupt_request(proxy: ChaosProxy, exchange: Exchange) -> bytes:
    body = exchange.request.index(b"\r\n\r\n") + 4
    whole = len(exchange.request)
    start = body if body < whole and exchange.rng.random() < 0.7 else 0
    return await proxy.forward(_flipped(exchange.request, exchange.rng, start))


async def _corrupt_answer(proxy: ChaosProxy, exchange: Exchange) -> bytes:
    return _flipped(await proxy.forward(exchange.request), exchange.rng, 0)


async def _stranger(proxy: ChaosProxy, exchange: Exchange) -> bytes:
    del proxy
    return exchange.rng.choice(_STRANGERS)


Fault = Callable[[ChaosProxy, Exchange], Awaitable[bytes]]
FAULTS: dict[str, Fault] = {
    "delay": _delay,
    "cut": _cut,
    "cut_within": _cut_within,
    "lose_answer": _lose_answer,
    "cut_answer": _cut_answer,
    "double": _double,
    "reorder": _reorder,
    "half_close": _half_close,
    "corrupt_request": _corrupt_request,
    "corrupt_answer": _corrupt_answer,
    "stranger": _stranger,
}
