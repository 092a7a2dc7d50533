"""One try at one row, and what its end means for the row.

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
from collections.abc import Callable
from datetime import datetime, timedelta

from shared.contract.problems import ProblemCode
from shared.contract.submissions import SubmissionState, SubmissionStatus
from shared.security.traces import trace_of
from shared.store import outbox
from shared.store.errors import StoreError
from shared.store.outbox import OutboxRow, WhoActs
from shared.store.outbox_writer import OutboxWriter
from shared.store.store import Store
from shared.sync.backoff import ask_again_s, backoff_s
from shared.sync.clocks import Clocks
from shared.sync.delivery import Delivery
from shared.sync.errors import (
    BusyError,
    GatewayError,
    LocalPartError,
    LocalReason,
    NotOurPlatformError,
    OfflineError,
    RefusedError,
    SignInRefusedError,
    StoppedError,
    SyncError,
)

_AGENT_FAULT_ATTEMPTS = 8
"""A fault of our own won't mend itself soon: it backs off as an eighth answer would."""
_log = logging.getLogger(__name__)


class RowTries:
    """Tries rows and records what came of it."""

    def __init__(
        self,
        store: Store,
        writer: OutboxWriter,
        delivery: Delivery,
        clocks: Clocks,
        *,
        platform_is_there: Callable[[SyncError], bool],
    ) -> None:
        self._store = store
        self._writer = writer
        self._delivery = delivery
        self._clocks = clocks
        self._platform_is_there = platform_is_there

    def attempt(self, row: OutboxRow) -> None:
        """Try one row; whatever comes of it, other rows are next."""
        self._writer.sending(row.submission_id)
        try:
            status = self._delivery.deliver(row)
        except StoppedError:
            self._writer.wait(row.submission_id, None, next_try_at=None, attempts=row.attempts)
        except LocalPartError as error:
            self._return(row, error.reason, error.detail, WhoActs.TERMINAL_STAFF)
        except RefusedError as error:
            self._refused(row, error)
        except (OfflineError, NotOurPlatformError, GatewayError, SignInRefusedError) as error:
            if self._platform_is_there(error):
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
                LocalReason.AGENT_FAULT.value,
                detail=type(error).__name__,
                next_try_at=self._clocks.now() + timedelta(seconds=backoff_s(_AGENT_FAULT_ATTEMPTS, self._clocks.rng)),
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
        self._writer.wait(
            row.submission_id, error.reason, detail=error.detail, next_try_at=next_try_at, attempts=attempts
        )
        _log.info("%s waits: %s %s", row.submission_id, error.reason, error.detail)
