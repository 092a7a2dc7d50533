"""A bad link between two network namespaces: a small forwarder of IP packets between two TUN devices, with a delay, a
loss, a rate and moments of death. Kernels without netem need no more. Needs root.
"""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import heapq
import os
import random
import select
import struct
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

NEAR, FAR = "10.77.0.1", "10.77.0.2"
_TUNSETIFF, _IFF_TUN, _IFF_NO_PI = 0x400454CA, 0x0001, 0x1000
_CLONE_NEWNET = 0x40000000
_MTU = 2048
_QUEUE_S = 0.5


@dataclass(frozen=True, slots=True)
class Quality:
    """What the link does in each direction.

    Attributes:
        delay_s: on the way one way.
        loss: share of packets that never arrive.
        bytes_per_s: None for as many as come.
        dies_every_s, dead_for_s: the link is dead for so long at the end of each such time.
    """

    delay_s: float = 0.05
    loss: float = 0.01
    bytes_per_s: int | None = None
    dies_every_s: float | None = None
    dead_for_s: float = 3.0


@dataclass
class _Direction:
    target: int
    quality: Quality
    rng: random.Random
    free_at: float = 0.0
    flying: list[tuple[float, int, bytes]] = field(default_factory=list)
    count: int = 0

    def take(self, packet: bytes, now: float, began: float) -> None:
        quality = self.quality
        if self.rng.random() < quality.loss or _dead(quality, now - began):
            return
        leaves = now
        if quality.bytes_per_s:
            leaves = max(now, self.free_at)
            if leaves - now > _QUEUE_S:
                return  # the queue is full
            self.free_at = leaves + len(packet) / quality.bytes_per_s
        self.count += 1
        heapq.heappush(self.flying, (leaves + quality.delay_s, self.count, packet))

    def deliver(self, now: float) -> None:
        while self.flying and self.flying[0][0] <= now:
            with contextlib.suppress(OSError):
                os.write(self.target, heapq.heappop(self.flying)[2])


def _dead(quality: Quality, since: float) -> bool:
    every = quality.dies_every_s
    return every is not None and since % every > every - quality.dead_for_s


@dataclass(frozen=True, slots=True)
class Link:
    """The names of both ends' namespaces: `ip netns exec NAME command` runs at an end."""

    near: str
    far: str


@contextlib.contextmanager
def bad_link(quality: Quality, seed: int = 7) -> Iterator[Link]:
    """Make both namespaces and carry packets between them for the time of the block."""
    link = Link(f"yimen-near-{os.getpid()}", f"yimen-far-{os.getpid()}")
    with contextlib.ExitStack() as stack:
        for name in (link.near, link.far):
            _ip("netns", "add", name)
            stack.callback(_ip, "netns", "del", name)
        near = _tun(link.near, NEAR, FAR)
        stack.callback(os.close, near)
        far = _tun(link.far, FAR, NEAR)
        stack.callback(os.close, far)
        ended = threading.Event()
        carrier = threading.Thread(target=_carry, args=(near, far, quality, seed, ended), daemon=True)
        carrier.start()
        try:
            yield link
        finally:
            ended.set()
            carrier.join()


def _carry(near: int, far: int, quality: Quality, seed: int, ended: threading.Event) -> None:
    ways = {
        near: _Direction(far, quality, random.Random(seed)),  # noqa: S311 - loses packets, keeps no secret
        far: _Direction(near, quality, random.Random(seed + 1)),  # noqa: S311
    }
    began = time.monotonic()
    while not ended.is_set():
        now = time.monotonic()
        due = min((way.flying[0][0] for way in ways.values() if way.flying), default=now + 0.1)
        ready, _, _ = select.select(list(ways), [], [], max(0.0, min(due - now, 0.1)))
        for source in ready:
            with contextlib.suppress(BlockingIOError):
                for _ in range(64):
                    ways[source].take(os.read(source, _MTU), time.monotonic(), began)
        for way in ways.values():
            way.deliver(time.monotonic())


def _tun(namespace: str, own: str, other: str) -> int:
    """Return an open TUN device of a namespace, with its address."""
    found: list[int] = []

    def enter() -> None:
        libc = ctypes.CDLL(None, use_errno=True)
        descriptor = os.open(f"/run/netns/{namespace}", os.O_RDONLY)
        try:
            if libc.setns(descriptor, _CLONE_NEWNET) != 0:
                raise OSError(ctypes.get_errno(), "setns")
            device = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
            fcntl.ioctl(device, _TUNSETIFF, struct.pack("16sH", b"bad0", _IFF_TUN | _IFF_NO_PI))
            found.append(device)
        finally:
            os.close(descriptor)

    thread = threading.Thread(target=enter)  # a thread of its own: the namespace is the thread's
    thread.start()
    thread.join()
    if not found:
        message = "no TUN device could be made"
        raise OSError(message)
    _ip("-n", namespace, "addr", "add", own, "peer", other, "dev", "bad0")
    _ip("-n", namespace, "link", "set", "bad0", "up")
    _ip("-n", namespace, "link", "set", "lo", "up")
    return found[0]


def _ip(*arguments: str) -> None:
    subprocess.run(["ip", *arguments], check=True, capture_output=True)
