"""The agent: one thread that delivers the outbox, a row at a time, and keeps the terminal's downloads fresh.

What a try ends with decides what comes next:

- nothing answers, a stranger answers, or a proxy answers for the platform: one probe; if that fails too, the terminal
  is offline: nothing is counted against the row, one probe runs every 5 s, and its success releases the queue at once;
- the platform, or a proxy before a living platform, answers with something that may pass: this row backs off;
- the platform refuses or returns it: the row is returned, named, and asked about again every few minutes;
- a part is damaged here: the row is returned to the staff of this terminal.

Other cases go on in every one of these.
"""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Protocol

from shared.contract.problems import ProblemCode
from shared.contract.submissions import SubmissionState, SubmissionStatus
from shared.store import outbox
from shared.store.errors import StoreError
from shared.store.outbox import OutboxRow, WhoActs
from shared.store.outbox_writer import OutboxWriter
from shared.store.store import Store
from shared.sync.backoff import ask_again_s, backoff_s
from shared.sync.case_refresh import CaseRefresher
from shared.sync.client import PlatformClient
from shared.sync.delivery import Delivery
from shared.sync.downloads import Heart
from shared.sync.errors import (
    BusyError,
    GatewayError,
    LocalPartError,
    NotOurPlatformError,
    OfflineError,
    RefusedError,
    SignInRefusedError,
    StoppedError,
    SyncError,
    UntrustedDownloadError,
)
from shared.sync.logs import trace_of
from shared.sync.reach import Reach

POLL_S = 5.0
HEARTBEAT_S = 60.0
CHECKPOINT_S = 60.0
_log = logging.getLogger(__name__)


class Waker(Protocol):
    """What the agent waits on."""

    def wait(self, timeout_s: float) -> bool:
        """Wait at most timeout_s; return whether somebody woke it."""


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Clocks:
    """Time and chance, given from outside so that tests can hold them."""

    now: Callable[[], datetime] = _utc_now
    monotonic: Callable[[], float] = time.monotonic
    rng: random.Random = field(default_factory=random.SystemRandom)


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
        self._delivery = Delivery(store, writer, client, stopping)
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
            if self._clocks.monotonic() < self._reach.next_probe_at:
                return False
            return self._probe()
        if self._clocks.monotonic() >= self._next_beat_at:
            self._beat()
            return self._reach.online
        rows = outbox.due(self._store, self._clocks.now(), limit=1)
        if rows:
            self._try(rows[0])
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

    def _try(self, row: OutboxRow) -> None:
        """Try one row; whatever comes of it, other rows are next."""
        self._writer.sending(row.submission_id)
        try:
            status = self._delivery.deliver(row)
        except StoppedError:
            self._writer.wait(row.submission_id, None, next_try_at=None, attempts=row.attempts)
        except LocalPartError as error:
            self._return(row, error.reason, f"part {error.position}", WhoActs.TERMINAL_STAFF)
        except RefusedError as error:
            self._refused(row, error)
        except (OfflineError, NotOurPlatformError, GatewayError, SignInRefusedError) as error:
            if self._look_after(error):
                self._back_off(row, error)
            else:
                self._wait(row, error, next_try_at=None, counted=False)
        except SyncError as error:
            self._back_off(row, error)
        except StoreError:
            raise
        except Exception as error:  # one row must never keep the others from going
            _log.error("%s: %s", row.submission_id, trace_of(error))
            self._writer.wait(
                row.submission_id,
                "agent_fault",
                next_try_at=self._clocks.now() + timedelta(seconds=backoff_s(8, self._clocks.rng)),
                attempts=row.attempts + 1,
            )
        else:
            self._ended(row, status)

    def _ended(self, row: OutboxRow, status: SubmissionStatus) -> None:
        if status.state is SubmissionState.DELIVERED:
            self._writer.delivered(row.submission_id, self._clocks.now())
            _log.info("%s delivered", row.submission_id)
            return
        reason = status.reason.value if status.reason else status.state.value
        self._return(row, reason, status.reason_detail, WhoActs.PLATFORM_STAFF)

    def _refused(self, row: OutboxRow, error: RefusedError) -> None:
        if error.problem in {ProblemCode.EARLIER_MISSING, ProblemCode.PARTS_MISSING, ProblemCode.OFFSET_MISMATCH}:
            self._back_off(row, error)
        else:
            self._return(row, error.reason, error.detail, WhoActs.PLATFORM_STAFF)

    def _return(self, row: OutboxRow, reason: str, detail: str, who: WhoActs) -> None:
        ask_at = None
        if who is WhoActs.PLATFORM_STAFF:
            ask_at = self._clocks.now() + timedelta(seconds=ask_again_s(self._clocks.rng))
        self._writer.returned(row.submission_id, reason, detail, who, ask_at)
        _log.info("%s returned: %s", row.submission_id, reason)

    def _back_off(self, row: OutboxRow, error: SyncError) -> None:
        attempts = outbox.get(self._store, row.submission_id).attempts + 1
        retry_after_s = error.retry_after_s if isinstance(error, BusyError | GatewayError) else None
        wait_s = backoff_s(attempts, self._clocks.rng, retry_after_s)
        self._wait(row, error, next_try_at=self._clocks.now() + timedelta(seconds=wait_s), counted=True)

    def _wait(self, row: OutboxRow, error: SyncError, *, next_try_at: datetime | None, counted: bool) -> None:
        attempts = outbox.get(self._store, row.submission_id).attempts + counted
        self._writer.wait(row.submission_id, error.reason, next_try_at=next_try_at, attempts=attempts)
        _log.info("%s waits: %s", row.submission_id, error.reason)

    def _tidy(self) -> bool:
        """Use a quiet moment: ask how a delivered case stands, or empty the WAL; return whether there may be more."""
        try:
            if self._cases.refresh(self._clocks.monotonic()):
                return True
        except (OfflineError, NotOurPlatformError, GatewayError, SignInRefusedError) as error:
            self._look_after(error)
        except SyncError as error:
            _log.info("case: %s", error.reason)
        if self._clocks.monotonic() >= self._next_checkpoint_at:
            self._next_checkpoint_at = self._clocks.monotonic() + CHECKPOINT_S
            self._store.checkpoint()
        return False
