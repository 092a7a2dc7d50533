"""The agent: one thread that decides what is delivered when, and keeps the terminal's downloads fresh.

The tries themselves run in lanes, several at a time, and downloads in another; this thread alone writes down what came
of the tries.

While the platform can't be reached one probe runs every 5 s, and its success releases the queue at once. What comes of
a try at a row is told in tries.py.
"""

from __future__ import annotations

import contextlib
import logging
from collections import deque
from collections.abc import Callable
from datetime import timedelta
from typing import Protocol
from uuid import UUID

from shared.security.traces import trace_of
from shared.store import maintenance, outbox, settings
from shared.store.errors import StoreError
from shared.store.outbox import OutboxRow
from shared.store.outbox_writer import OutboxWriter
from shared.store.profile import RetentionSection
from shared.store.reserve import keep_reserve, with_reserve
from shared.store.seal_records import ensure_record
from shared.store.store import Store
from shared.sync.case_refresh import CaseRefresher
from shared.sync.client import PlatformClient
from shared.sync.clocks import Clocks
from shared.sync.closed_refresh import ClosedRefresher
from shared.sync.downloads import Heart
from shared.sync.errors import (
    NOT_REACHED,
    SignInRefusedError,
    SyncError,
    UntrustedDownloadError,
)
from shared.sync.lanes import Lanes, LaneSettings
from shared.sync.reach import Reach
from shared.sync.tries import RowTries

POLL_S = 5.0
HEARTBEAT_S = 60.0
CHECKPOINT_S = 60.0
_QUEUE_ROWS = 64
_QUEUE_FRESH_S = 1.0
_SLEWED = timedelta(seconds=10)
"""What a clock may be behind its own last look without having been put back."""
_log = logging.getLogger(__name__)


class Waker(Protocol):
    """What the agent waits on."""

    def wait(self, timeout_s: float) -> bool:
        """Wait at most timeout_s; return whether somebody woke it."""

    def poke(self) -> None:
        """Wake it, from any thread."""


class Attendant(Protocol):
    """What else the agent looks after, each time it looks around; it keeps nobody waiting."""

    def attend(self, *, online: bool) -> None:
        """Do or begin what is due. Raises StoreError."""

    def close(self) -> None:
        """End it."""


class Agent:
    """Delivers until it is stopped. All but the tries runs in the thread that calls `run`."""

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
        lanes: LaneSettings | None = None,
        retention: RetentionSection | None = None,
        attendant: Attendant | None = None,
    ) -> None:
        self._store = store
        self._attendant = attendant
        self._retention = retention or RetentionSection()
        self._writer = writer
        self._client = client
        self._heart = heart
        self._waker = waker
        self._stopping = stopping
        self._clocks = clocks or Clocks()
        self._lanes = Lanes(store, writer, client, stopping, lanes or LaneSettings())
        self._tries = RowTries(store, writer, self._clocks, platform_is_there=self._look_after)
        self._cases = CaseRefresher(store, client)
        self._closed = ClosedRefresher(store, writer, client, self._clocks)
        self._reach = Reach(store, self._clocks.rng)
        self._queue: deque[OutboxRow] = deque()
        self._queued_at = -_QUEUE_FRESH_S
        self._sign_ins_known = 0
        self._next_beat_at = 0.0
        self._next_checkpoint_at = 0.0
        self._looked_at = self._clocks.now()

    def run(self) -> None:
        """Deliver until `stopping` says so."""
        self._writer.resume()
        while not self._stopping():
            try:
                idle_s = 0.0 if with_reserve(self._store.profile, self._step) else self._idle_s()
            except StoreError as error:
                # A full disk or a store held by another for long: the poll tries again, nothing was lost.
                _log.error("store: %s", error.code)
                idle_s = POLL_S
            except Exception as error:  # whatever it is: the rows stand as they stood, and the next look goes on
                _log.error("agent: %s", trace_of(error))
                idle_s = POLL_S
            if idle_s > 0:
                self._waker.wait(idle_s)
        self._lanes.close()
        for tried in self._lanes.ended():
            self._tries.settle(tried)
        self._heart.close()

    def close(self) -> None:
        """Close the connections to the platform."""
        if self._attendant is not None:
            self._attendant.close()
        self._client.close()

    def _step(self) -> bool:
        """Do one thing; return whether there may be more to do at once."""
        for tried in self._lanes.ended():
            self._tries.settle(tried)
        if self._writer.honour_retries(self._clocks.now(), self._lanes.under_way):
            self._reach.next_probe_at = 0.0
            self._queue.clear()
        self._writer.honour_closings()
        self._heed_clock()
        self._attend()
        if not self._reach.online:
            if self._clocks.monotonic() >= self._reach.next_probe_at:
                return self._probe()
            self._keep_house()
            return False
        if self._clocks.monotonic() >= self._next_beat_at or self._client.sign_ins != self._sign_ins_known:
            self._beat()
            return self._reach.online
        if self._start_rows() or self._lanes.busy:
            self._keep_house()
            return False
        return self._tidy()

    def _heed_clock(self) -> None:
        """A clock that was put back makes nothing wait longer that backs off."""
        now = self._clocks.now()
        if now < self._looked_at - _SLEWED:
            self._writer.release_waiting()
            self._queue.clear()
        self._looked_at = now

    def _attend(self) -> None:
        """Let the attendant do its part; a fault of its own keeps nothing sealed from going."""
        if self._attendant is None:
            return
        try:
            self._attendant.attend(online=self._reach.online)
        except StoreError:
            raise
        except Exception as error:  # whatever it is
            _log.error("attendant: %s", trace_of(error))

    def _start_rows(self) -> bool:
        """Fill the free lanes; return whether any row was started."""
        started = False
        epoch = self._known_epoch() if self._lanes.free else None
        while self._lanes.free and (row := self._next_row()) is not None:
            # With its record: else a log that is lost just now would bring back the draft of what is on its way.
            with contextlib.suppress(StoreError):
                ensure_record(self._store, row.submission_id)
            self._writer.sending(row.submission_id)
            self._lanes.start(row, epoch, self._waker.poke)
            started = True
        return started

    def _next_row(self) -> OutboxRow | None:
        """Return the most urgent row that is due and not under way; the queue is read afresh every second."""
        if not self._queue or self._clocks.monotonic() - self._queued_at > _QUEUE_FRESH_S:
            rows = outbox.due(self._store, self._clocks.now(), limit=_QUEUE_ROWS)
            self._queue = deque(row for row in rows if not self._lanes.holds(row))
            self._queued_at = self._clocks.monotonic()
        while self._queue:
            row = self._queue.popleft()
            if not self._lanes.holds(row):
                return row
        return None

    def _known_epoch(self) -> UUID | None:
        with self._store.read() as connection:
            position = settings.platform_position(connection)
        return None if position is None else position.epoch

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
        """Beat; the next one is due an interval after this one's end: rows start in between, however long it took."""
        # A token that was given anew may come of a platform that was restored: the heartbeat tells.
        self._sign_ins_known = self._client.sign_ins
        try:
            self._heart.beat(self._clocks.now())
        except NOT_REACHED as error:
            self._look_after(error)
            self._sign_ins_known = self._client.sign_ins  # it signed in itself: no word of a restored platform
        except UntrustedDownloadError as error:
            _log.error("refused a download: %s", error.what)
        except SyncError as error:
            _log.info("heartbeat: %s", error.reason)
        finally:
            self._next_beat_at = self._clocks.monotonic() + HEARTBEAT_S * self._clocks.rng.uniform(0.9, 1.1)

    def _look_after(self, error: SyncError) -> bool:
        """Find out whether the platform itself is out of reach; return whether it is there after all."""
        if not self._reach.online:
            return False
        if isinstance(error, SignInRefusedError):
            self._miss(error)
            return False
        return self._probe()

    def _tidy(self) -> bool:
        """Use a quiet moment: ask what became of closed rows and delivered cases; return whether there may be more."""
        if self._asks(self._closed.refresh) or self._asks(lambda: self._cases.refresh(self._clocks.monotonic())):
            return True
        self._keep_house()
        return False

    def _asks(self, refresh: Callable[[], bool]) -> bool:
        """Let one refresher ask; return whether it had something to ask. What it fails with stops no other."""
        try:
            return self._reach.online and refresh()
        except NOT_REACHED as error:
            self._look_after(error)
        except SyncError as error:
            _log.info("asked in vain: %s", error.reason)
        return False

    def _keep_house(self) -> None:
        """Once a minute: what a busy reader kept in the WAL, a deleted draft's key say, goes, also while uploads last;
        once a night more, while nothing is on its way.
        """
        if self._clocks.monotonic() < self._next_checkpoint_at:
            return
        self._next_checkpoint_at = self._clocks.monotonic() + CHECKPOINT_S
        self._store.checkpoint()
        keep_reserve(self._store.profile)
        now = self._clocks.now()
        if not self._lanes.busy and maintenance.is_due(self._store, now):
            done = maintenance.maintain(self._store, self._retention, now)
            if done.damage:
                _log.error("the database is damaged: %s", done.damage[0])
            else:
                _log.info("the database is sound; removed %s, freed %d bytes", dict(done.removed), done.freed_bytes)
