"""The only door to background work: callables run in order on one lane, results arrive on the GUI thread.

A lane is one worker thread with a queue, so what it runs needs no lock. The GUI thread waits for a lane at exit alone.
"""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

from shared.security.traces import trace_of

T = TypeVar("T")
_LOG = logging.getLogger(__name__)
_OURS = frozenset({"devices", "shared", "kiosk_app", "counter_app"})


def _typed_code(error: Exception) -> str | None:
    """Return the code of an error of ours; what a library calls a code is none, and means nothing to a face."""
    is_ours = type(error).__module__.partition(".")[0] in _OURS
    code = getattr(error, "code", None)
    return str(code) if is_ours and isinstance(code, str) else None


@dataclass(frozen=True, slots=True)
class Ok(Generic[T]):
    """A job's value."""

    value: T


@dataclass(frozen=True, slots=True)
class Err:
    """What a job raised. Faces map `code` of a typed error to a sentence; an untyped one is a defect and is logged."""

    error: Exception

    @property
    def code(self) -> str:
        return _typed_code(self.error) or "internal"


Result = Ok[Any] | Err
Deliver = Callable[[Result], None]


class Lane(Protocol):
    """Runs jobs one after another."""

    def run(self, job: Callable[[], Any], deliver: Deliver) -> None:
        """Queue a job; deliver is called on the GUI thread with Ok or Err."""

    def close(self, deadline_s: float) -> bool:
        """Finish what is queued and stop. False when the deadline passed first."""


def outcome_of(job: Callable[[], Any]) -> Result:
    """Run a job here and now, and wrap what comes of it."""
    try:
        return Ok(job())
    except Exception as error:
        if _typed_code(error) is None:
            _LOG.error("a job failed without a code: %s", trace_of(error))
        return Err(error)


class JobLane(QObject):
    """A lane on a thread of its own.

    Signals:
        _finished: carries (deliver, result) from the worker to the GUI thread.
    """

    _finished = Signal(object, object)

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs: queue.SimpleQueue[tuple[Callable[[], Any], Deliver] | None] = queue.SimpleQueue()
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._thread = threading.Thread(target=self._work, name=f"lane-{name}", daemon=True)
        self._thread.start()

    def run(self, job: Callable[[], Any], deliver: Deliver) -> None:
        self._jobs.put((job, deliver))

    def close(self, deadline_s: float) -> bool:
        self._jobs.put(None)
        self._thread.join(deadline_s)
        return not self._thread.is_alive()

    def _work(self) -> None:
        while (entry := self._jobs.get()) is not None:
            job, deliver = entry
            self._finished.emit(deliver, outcome_of(job))

    @Slot(object, object)
    def _deliver(self, deliver: Deliver, result: Result) -> None:
        deliver(result)


class ManualLane:
    """A lane that runs its jobs when told to: for tests and for the gallery."""

    def __init__(self) -> None:
        self._waiting: list[tuple[Callable[[], Any], Deliver]] = []

    def run(self, job: Callable[[], Any], deliver: Deliver) -> None:
        self._waiting.append((job, deliver))

    def drain(self) -> None:
        """Run everything queued, and what that queues."""
        while self._waiting:
            job, deliver = self._waiting.pop(0)
            deliver(outcome_of(job))

    def close(self, deadline_s: float) -> bool:
        del deadline_s
        self.drain()
        return True
