"""What the end of a try at a row means for the row.

- nothing answers, a stranger answers, or a proxy answers for the platform: one probe; if that fails too, the terminal
  is offline: nothing is counted against the row, one probe runs every 5 s, and its success releases the queue at once;
- the platform, or a proxy before a living platform, answers with something that may pass: this row backs off;
- the platform refuses the request: a request may have been damaged on its way, so a refusal is believed when it comes
  for the third time; until then the row backs off. One that can't come of damage is believed at once;
- the platform returns the submission, or its refusal is believed: the row is returned, named, and asked about again
  every few minutes;
- a part is damaged here: the row is returned to the staff of this terminal.

Other cases go on in every one of these.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from shared.contract.problems import ProblemCode
from shared.contract.submissions import SubmissionState, SubmissionStatus
from shared.security.traces import trace_of
from shared.store import outbox, settings
from shared.store.errors import StoreError
from shared.store.numbering import spend_enrolments
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
_BELIEVED_AT = 3
_FOR_ITS_STAFF = frozenset({ProblemCode.VERSION_MISSING, ProblemCode.ENROLMENT_MISSING})
"""What the platform lacks to judge a submission, after a restore say: it goes once its staff has seen to that."""
_NO_REFUSAL = _FOR_ITS_STAFF | {ProblemCode.EARLIER_MISSING, ProblemCode.PARTS_MISSING, ProblemCode.OFFSET_MISMATCH}
_BELIEVED_AT_ONCE = frozenset({ProblemCode.DIFFERENT_BODY, ProblemCode.TOO_LARGE})
"""The signature was checked before, or our own announcement says so."""
_NOT_THE_AGENT = {code.value: WhoActs.PLATFORM_STAFF for code in (ProblemCode.NO_ROOM, *_FOR_ITS_STAFF)}
"""Who has to do something so that a row that is tried again goes."""
_OF_THE_NUMBER = "sequence:"
"""The place in the manifest with which such a refusal's detail begins."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Tried:
    """How a try ended: with the platform's answer, or with what went wrong.

    Attributes:
        epoch: of the platform, as it was known when the try began.
    """

    row: OutboxRow
    epoch: UUID | None
    end: SubmissionStatus | Exception


def try_row(delivery: Delivery, row: OutboxRow, epoch: UUID | None) -> Tried:
    """Try one row; never raises, so that one row never keeps the others from going."""
    try:
        return Tried(row, epoch, delivery.deliver(row))
    except Exception as error:  # whatever it is, `settle` names it
        return Tried(row, epoch, error)


class RowTries:
    """Records what came of tries, in the agent's thread."""

    def __init__(
        self,
        store: Store,
        writer: OutboxWriter,
        clocks: Clocks,
        *,
        platform_is_there: Callable[[SyncError], bool],
    ) -> None:
        self._store = store
        self._writer = writer
        self._clocks = clocks
        self._platform_is_there = platform_is_there
        self._refusals: dict[UUID, tuple[ProblemCode, int]] = {}

    def settle(self, tried: Tried) -> None:
        """Record the end of a try. Raises StoreError, also when that is what the try ended with.

        What can't be recorded for another reason, an answer that nobody foresaw say, has the row back off.
        """
        try:
            self._settle(tried)
        except StoreError:
            raise
        except Exception as error:  # whatever it is, it is this row's alone
            self._own_fault(tried.row, error)

    def _settle(self, tried: Tried) -> None:
        row, end = tried.row, tried.end
        if not isinstance(end, RefusedError):
            self._refusals.pop(row.submission_id, None)
        match end:
            case SubmissionStatus():
                self._ended(tried, end)
            case StoppedError():
                self._writer.wait(row.submission_id, None, next_try_at=None, attempts=row.attempts)
            case LocalPartError():
                self._return(row, end.reason, end.detail, WhoActs.TERMINAL_STAFF)
            case RefusedError():
                self._refused(row, end)
            case OfflineError() | NotOurPlatformError() | GatewayError() | SignInRefusedError():
                if self._platform_is_there(end):
                    self._back_off(row, end)
                else:
                    self._wait(row, end, next_try_at=None, counted=False)
            case SyncError():
                self._back_off(row, end)
            case StoreError():
                self._writer.wait(row.submission_id, None, next_try_at=None, attempts=row.attempts)
                raise end
            case _:
                self._own_fault(row, end)

    def _own_fault(self, row: OutboxRow, error: Exception) -> None:
        _log.error("%s: %s", row.submission_id, trace_of(error))
        self._writer.wait(
            row.submission_id,
            LocalReason.AGENT_FAULT.value,
            detail=type(error).__name__,
            next_try_at=self._clocks.now() + timedelta(seconds=backoff_s(_AGENT_FAULT_ATTEMPTS, self._clocks.rng)),
            attempts=row.attempts + 1,
        )

    def _ended(self, tried: Tried, status: SubmissionStatus) -> None:
        row = tried.row
        if status.state is SubmissionState.DELIVERED:
            now, place = self._clocks.now(), status.platform_sequence
            if self._writer.delivered(row.submission_id, now, platform_sequence=place, epoch=tried.epoch):
                _log.info("%s delivered", row.submission_id)
            else:
                _log.warning("%s is offered again: the platform was restored meanwhile", row.submission_id)
            return
        reason = status.reason.value if status.reason else status.state.value
        self._return(row, reason, status.reason_detail, WhoActs.PLATFORM_STAFF)

    def _refused(self, row: OutboxRow, error: RefusedError) -> None:
        if error.problem is ProblemCode.EARLIER_MISSING and outbox.follows_closed(self._store, row.submission_id):
            # What it is based on was closed here and will never be taken on by itself.
            self._return(row, error.reason, error.detail, WhoActs.PLATFORM_STAFF)
            return
        if error.problem in _NO_REFUSAL:
            self._back_off(row, error)
            return
        before, count = self._refusals.get(row.submission_id, (error.problem, 0))
        count = count + 1 if before is error.problem else 1
        if count < _BELIEVED_AT and error.problem not in _BELIEVED_AT_ONCE:
            self._refusals[row.submission_id] = (error.problem, count)
            self._back_off(row, error)
            return
        self._refusals.pop(row.submission_id, None)
        if error.problem is ProblemCode.MANIFEST_INVALID and error.detail.startswith(_OF_THE_NUMBER):
            self._stop_numbering(row)
        self._return(row, error.reason, error.detail, WhoActs.PLATFORM_STAFF)

    def _stop_numbering(self, row: OutboxRow) -> None:
        """A number of this enrolment was given twice, as by a store that was put back: give none before a new one."""
        if row.sequence < settings.enrolment(self._store).first_sequence:
            return  # of an enrolment before: this one's numbers lie above it
        _log.warning("%s: its number was given before: the terminal has to be enrolled again", row.submission_id)
        with self._store.write() as connection:
            spend_enrolments(connection, self._store.profile)

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
            row.submission_id,
            error.reason,
            detail=error.detail,
            next_try_at=next_try_at,
            attempts=attempts,
            who=_NOT_THE_AGENT.get(error.reason, WhoActs.AGENT),
        )
        _log.info("%s waits: %s %s", row.submission_id, error.reason, error.detail)
