"""How much and how often: bodies are bounded before they are read, sign-in and enrolment are slowed down."""

from __future__ import annotations

import asyncio
import math
import re
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from fastapi import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from acceptance_platform.api.boundary import is_upload_path
from acceptance_platform.refusals import RefusalError
from shared.contract.base import API_PREFIX
from shared.contract.drafts import MAX_DRAFT_PART_BYTES
from shared.contract.problems import ProblemCode

MAX_MANIFEST_BYTES: Final = 2 * 1024 * 1024
MAX_BODY_BYTES: Final = 64 * 1024
ENROLMENTS_AT_ONCE, ENROLMENTS_PER_SECOND = 30, 0.5
SIGN_INS_AT_ONCE, SIGN_INS_PER_SECOND = 240, 8.0
LONGEST_TURN_S: Final = 60.0
"""Nobody is sent away for longer: one who floods from the same address would make everybody behind it wait."""
BODY_DEADLINE_S: Final = 30.0
PART_DEADLINE_S: Final = 120.0
_MANIFEST_PATH = re.compile(rf"{API_PREFIX}/(submissions/[^/]+/manifest|drafts/[^/]+)")
_DRAFT_PART_PATH = re.compile(rf"{API_PREFIX}/drafts/[^/]+/parts/[^/]+")


class BodyLimit:
    """Reads a small body whole, or refuses it; uploads have limits of their own."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or is_upload_path(scope["path"]):
            await self._app(scope, receive, send)
            return
        limit, deadline_s = _bounds_of(scope["path"])
        _check_announced(scope, limit)
        try:
            body = await asyncio.wait_for(_read(receive, limit), deadline_s)
        except TimeoutError as error:
            raise RefusalError(ProblemCode.BAD_REQUEST, "the body did not come in time", status=408) from error
        if body is not None:
            await self._app(scope, _replay(body, receive), send)


def _bounds_of(path: str) -> tuple[int, float]:
    """Return how large a body may be at a path, in bytes, and how long it may take, in seconds."""
    if _DRAFT_PART_PATH.fullmatch(path):
        return MAX_DRAFT_PART_BYTES, PART_DEADLINE_S
    return (MAX_MANIFEST_BYTES if _MANIFEST_PATH.fullmatch(path) else MAX_BODY_BYTES), BODY_DEADLINE_S


def _check_announced(scope: Scope, limit: int) -> None:
    announced = dict(scope["headers"]).get(b"content-length", b"0")
    if announced.isdigit() and int(announced) > limit:
        raise RefusalError(ProblemCode.TOO_LARGE, f"at most {limit} bytes")


async def _read(receive: Receive, limit: int) -> bytes | None:
    """Return the body, None when the client went away."""
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        body += message.get("body", b"")
        if len(body) > limit:
            raise RefusalError(ProblemCode.TOO_LARGE, f"at most {limit} bytes")
        if not message.get("more_body", False):
            return bytes(body)


def _replay(body: bytes, receive: Receive) -> Receive:
    pending: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replayed() -> Message:
        return pending.pop() if pending else await receive()

    return replayed


class RateLimit:
    """A token bucket for each client address; whoever finds it empty is told to come when it is their turn.

    Args:
        burst: requests that may come at once.
        per_second: how fast the bucket fills again.
    """

    def __init__(
        self, burst: int, per_second: float, clock: Callable[[], float] = time.monotonic, addresses: int = 10_000
    ) -> None:
        self._burst = burst
        self._per_second = per_second
        self._clock = clock
        self._addresses = addresses
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()
        self._lock = threading.Lock()

    def __call__(self, request: Request) -> None:
        """Refuse a request that comes too soon (too_busy with Retry-After)."""
        self.take(request.client.host if request.client else "")

    def take(self, address: str) -> None:
        """Take one from an address's bucket.

        Raises:
            RefusalError: too_busy, it is empty. Many terminals may stand behind one address: each gets a turn of its
                own, so that they do not all come again at once and are refused again.
        """
        now = self._clock()
        with self._lock:
            level, sent_away, at = self._buckets.pop(address, (float(self._burst), 0.0, now))
            filled = (now - at) * self._per_second
            level, sent_away = min(float(self._burst), level + filled), max(0.0, sent_away - filled)
            wait_s = (1 - level + sent_away) / self._per_second
            refused = level < 1
            if refused:
                sent_away = min(sent_away + 1, LONGEST_TURN_S * self._per_second)
            else:
                level -= 1
            self._buckets[address] = (level, sent_away, now)
            if len(self._buckets) > self._addresses:
                self._buckets.popitem(last=False)
        if refused:
            raise RefusalError(ProblemCode.TOO_BUSY, headers={"Retry-After": str(math.ceil(wait_s))})


_Bucket = tuple[float, float, float]
"""How much is in it, how many were sent away whose turn is still to come, and when that was so."""


@dataclass(frozen=True, slots=True)
class EntranceLimits:
    """How often the open routes may be asked from one address.

    A challenge that was given was paid for: sessions have a bucket of their own, which holds the answers to more
    challenges than are given at once. Who guesses gets as many tries as challenges, each for one answer.
    """

    enrolments: RateLimit
    challenges: RateLimit
    sessions: RateLimit


def entrance_limits(clock: Callable[[], float] = time.monotonic) -> EntranceLimits:
    """Return the limits of a server."""
    return EntranceLimits(
        RateLimit(ENROLMENTS_AT_ONCE, ENROLMENTS_PER_SECOND, clock),
        RateLimit(SIGN_INS_AT_ONCE, SIGN_INS_PER_SECOND, clock),
        RateLimit(2 * SIGN_INS_AT_ONCE, SIGN_INS_PER_SECOND, clock),
    )
