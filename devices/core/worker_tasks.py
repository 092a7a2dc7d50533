"""What a device worker is asked to do: a task with its turn, and what who asked holds of it meanwhile."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar, cast

from devices.core.deadline import Deadline
from devices.core.errors import DeviceTimeoutError


class HungError(DeviceTimeoutError):
    """The driver did not come back from a task that it had begun: what became of the task is not known."""


class Closable(Protocol):
    """All that a worker must know of a device."""

    def close(self) -> None:
        """Release it. May be called twice."""


DeviceT = TypeVar("DeviceT", bound=Closable)
ResultT = TypeVar("ResultT")


@dataclass(frozen=True, slots=True)
class Turn:
    """What a task gets beside the device.

    Attributes:
        deadline: of the whole task, counted from when it was put into the inbox.
        cancelled: set when nobody wants the result any more.
    """

    deadline: Deadline
    cancelled: threading.Event


@dataclass(slots=True)
class Task:
    """Something to do with the device.

    Attributes:
        act: does it; gets the open device and its turn.
        future: how it ends.
    """

    act: Callable[[Any, Turn], Any]
    turn: Turn
    future: Future[Any] = field(default_factory=Future)

    def fail(self, error: BaseException) -> None:
        """End it with an error, unless it has ended."""
        if not self.future.done():
            self.future.set_exception(error)


class Pending(Generic[ResultT]):
    """A task in the inbox or under way."""

    def __init__(self, task: Task, give_up: Callable[[Task], None], grace_s: float) -> None:
        self._task = task
        self._give_up = give_up
        self._grace_s = grace_s

    @property
    def done(self) -> bool:
        """Whether `result` returns or raises at once."""
        return self._task.future.done()

    def cancel(self) -> None:
        """Ask the task to stop; one that waits is not begun."""
        self._task.turn.cancelled.set()

    def on_done(self, act: Callable[[], None]) -> None:
        """Call act from the worker's thread when the task has ended; at once when it already has."""
        self._task.future.add_done_callback(lambda _: act())

    def result(self) -> ResultT:
        """Wait for the end, until a little after the deadline at most.

        Raises:
            DeviceError: what the task raised.
            DeviceTimeoutError: its turn did not come, so that nothing was done.
            HungError: the driver did not come back; its thread is given up.
        """
        future, deadline = self._task.future, self._task.turn.deadline
        with contextlib.suppress(FutureTimeoutError):
            return cast("ResultT", future.result(deadline.remaining))
        if future.cancel():
            raise turn_missed()
        try:
            return cast("ResultT", future.result(self._grace_s))
        except FutureTimeoutError:
            if future.done():
                # The task's own: some libraries let the built-in one through.
                raise
            self._give_up(self._task)
            detail = "the driver hangs"
            raise HungError(detail) from None

    def finish_early(self) -> None:
        """Raise what ended the task, if it has ended with an error; do nothing while it is under way."""
        if self._task.future.done():
            self._task.future.result()


def turn_missed() -> DeviceTimeoutError:
    """Return what ends a task whose deadline came before its turn."""
    detail = "its turn did not come"
    return DeviceTimeoutError(detail)
