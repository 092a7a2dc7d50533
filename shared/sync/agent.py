"""The agent: one thread that delivers the outbox, a row at a time, and keeps the terminal's downloads fresh.

While the platform can't be reached one probe runs every 5 s, and its success releases the queue at once. What comes of
a try at a row is told in tries.py.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Protocol

from shared.store import outbox
from shared.store.errors import StoreError
from shared.store.outbox_writer import OutboxWriter
from shared.store.store import Store
from shared.sync.case_refresh import CaseRefresher
from shared.sync.client import PlatformClient
from shared.sync.clocks import Clocks
from shared.sync.delivery import Delivery
from shared.sync.downloads import Heart
from shared.sync.errors import (
    GatewayError,
    NotOurPlatformError,
    OfflineError,
    SignInRefusedError,
    SyncError,
    UntrustedDownloadError,
)
from shared.sync.reach import Reach
from shared.sync.tries import RowTries

POLL_S = 5.0
HEARTBEAT_S = 60.0
CHECKPOINT_S = 60.0
_log = logging.getLogger(__name__)


class Waker(Protocol):
    """What the agent waits on."""

    def wait(self, timeout_s: float) -> bool:
        """Wait at most timeout_s; return whether somebody woke it."""


class Agent:
    """Delivers until it is stopped. All of it runs in the thread that calls `run`."""

    def __init__(
        self,
        store: Store,
        writer: OutboxWriter,
        client: PlatformClient,
        heart: Heart,
        waker: Waker,
        *,
        stopping: Callable[[], bool],
        clocks: Clocks | None = None,
    ) -> None:
        self._store = store
        self._writer = writer
        self._client = client
        self._heart = heart
        self._waker = waker
        self._stopping = stopping
        self._clocks = clocks or Clocks()
        delivery = Delivery(store, writer, client, stopping)
        self._tries = RowTries(store, writer, delivery, self._clocks, platform_is_there=self._look_after)
        self._cases = CaseRefresher(store, client)
        self._reach = Reach(store, self._clocks.rng)
        self._next_beat_at = 0.0
        self._next_checkpoint_at = 0.0

    def run(self) -> None:
        """Deliver until `stopping` says so."""
        self._writer.resume()
        while not self._stopping():
            try:
                idle_s = 0.0 if self._step() else self._idle_s()
            except StoreError as error:
                # A full disk or a store held by another for long: the poll tries again, nothing was lost.
                _log.error("store: %s", error.code)
                idle_s = POLL_S
            if idle_s > 0:
                self._waker.wait(idle_s)

    def close(self) -> None:
        """Close the connections to the platform."""
        self._client.close()

    def _step(self) -> bool:
        """Do one thing; return whether there may be more to do at once."""
        if self._writer.honour_retries(self._clocks.now()):
            self._reach.next_probe_at = 0.0
        if not self._reach.online:
            if self._clocks.monotonic() >= self._reach.next_probe_at:
                return self._probe()
            self._empty_wal()
            return False
        if self._clocks.monotonic() >= self._next_beat_at:
            self._beat()
            return self._reach.online
        rows = outbox.due(self._store, self._clocks.now(), limit=1)
        if rows:
            self._tries.attempt(rows[0])
            return True
        return self._tidy()

    def _idle_s(self) -> float:
        """Return how long nothing is due: at most a poll."""
        waits = [POLL_S]
        if not self._reach.online:
            waits.append(self._reach.next_probe_at - self._clocks.monotonic())
        else:
            waits.append(self._next_beat_at - self._clocks.monotonic())
            due_at = outbox.next_due_at(self._store, self._clocks.now())
            if due_at is not None:
                waits.append((due_at - self._clocks.now()).total_seconds())
        return max(0.0, min(waits))

    def _probe(self) -> bool:
        """Look whether the platform is there and lets us in; return whether it does."""
        try:
            self._client.health()
            self._client.sign_in()
        except SyncError as error:
            self._miss(error)
            return False
        if self._reach.reached(self._clocks.now()):
            _log.info("the platform can be reached")
            self._writer.release_waiting()
            self._next_beat_at = self._clocks.monotonic()
        return True

    def _miss(self, error: SyncError) -> None:
        if self._reach.missed(error, self._clocks.now(), self._clocks.monotonic()):
            _log.info("the platform can't be reached: %s", error.reason)

    def _beat(self) -> None:
        self._next_beat_at = self._clocks.monotonic() + HEARTBEAT_S * self._clocks.rng.uniform(0.9, 1.1)
        try:
            self._heart.beat(self._clocks.now())
        except (OfflineError, NotOurPlatformError, GatewayError, SignInRefusedError) as error:
            self._look_after(error)
        except UntrustedDownloadError as error:
            _log.error("refused a download: %s", error.what)
        except SyncError as error:
            _log.info("heartbeat: %s", error.reason)

    def _look_after(self, error: SyncError) -> bool:
        """Find out whether the platform itself is out of reach; return whether it is there after all."""
        if isinstance(error, SignInRefusedError):
            self._miss(error)
            return False
        return self._probe()

    def _tidy(self) -> bool:
        """Use a quiet moment: ask how a delivered case stands; return whether there may be more."""
        try:
            if self._cases.refresh(self._clocks.monotonic()):
                return True
        except (OfflineError, NotOurPlatformError, GatewayError, SignInRefusedError) as error:
            self._look_after(error)
        except SyncError as error:
            _log.info("case: %s", error.reason)
        self._empty_wal()
        return False

    def _empty_wal(self) -> None:
        """Once a minute: whatever a busy reader kept in it, such as a deleted draft's key, goes."""
        if self._clocks.monotonic() >= self._next_checkpoint_at:
            self._next_checkpoint_at = self._clocks.monotonic() + CHECKPOINT_S
            self._store.checkpoint()
