"""One worker thread and inbox for one device: whatever is asked of the device happens there, one thing after another.

The device is opened by the first task and dropped when a task finds it gone, so that the next one opens it anew: a
replugged device or a restarted daemon works again at the next task. A driver that does not come back long after its
deadline is left behind with its thread, and a new thread opens the device again.
"""

from __future__ import annotations

import contextlib
import logging
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from dataclasses import dataclass, field
from typing import Any, Final, Generic, Protocol, TypeVar, cast

from devices.core.deadline import Deadline
from devices.core.errors import (
    CancelledError,
    DeviceBusyError,
    DeviceDisconnectedError,
    DeviceError,
    DeviceNotFoundError,
    DeviceTimeoutError,
)

_LOG = logging.getLogger(__name__)
INBOX_SIZE: Final = 64
# Drivers keep their own deadlines; one that does not is given this long before its thread is given up.
GRACE_S: Final = 3.0
MOST_LEFT_BEHIND: Final = 3
_GONE: Final = (DeviceDisconnectedError, DeviceNotFoundError)


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
class _Task:
    act: Callable[[Any, Turn], Any]
    turn: Turn
    future: Future[Any] = field(default_factory=Future)


class Pending(Generic[ResultT]):
    """A task in the inbox or under way."""

    def __init__(self, task: _Task, give_up: Callable[[_Task], None], grace_s: float) -> None:
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
            raise _turn_missed()
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


class DeviceWorker(Generic[DeviceT]):
    """Owns a device. Methods may be called from any thread but the worker's own."""

    def __init__(self, name: str, open_device: Callable[[], DeviceT], grace_s: float = GRACE_S) -> None:
        """Remember how to open the device; nothing is opened yet.

        Args:
            name: for logs and the thread.
            open_device: called on the worker's thread; raises DeviceError.
            grace_s: how long after its deadline a task is waited for; short for a driver that can't keep one itself.
        """
        self._name = name
        self._grace_s = grace_s
        self._open_device = open_device
        self._guard = threading.Lock()
        self._stopped = False
        self._left_behind: list[_Hand[DeviceT]] = []
        self._hand: _Hand[DeviceT] | None = None

    def call(
        self, act: Callable[[DeviceT, Turn], ResultT], deadline_s: float, cancelled: threading.Event | None = None
    ) -> ResultT:
        """Do something with the device and wait for its result; see `submit` and `Pending.result`."""
        return self.submit(act, deadline_s, cancelled).result()

    def submit(
        self, act: Callable[[DeviceT, Turn], ResultT], deadline_s: float, cancelled: threading.Event | None = None
    ) -> Pending[ResultT]:
        """Put something to do into the inbox.

        Raises:
            DeviceBusyError: the inbox is full.
            DeviceDisconnectedError: the worker was stopped.
            DeviceTimeoutError: too many hung threads were left behind already.
        """
        task = _Task(act, Turn(Deadline(deadline_s), cancelled or threading.Event()))
        with self._guard:
            if self._stopped:
                detail = "stopped"
                raise DeviceDisconnectedError(detail)
            self._present_hand().take(task)
        return Pending(task, self._give_up, self._grace_s)

    @property
    def is_busy(self) -> bool:
        """Whether a task is under way or waits."""
        with self._guard:
            return self._hand is not None and self._hand.is_busy

    def drop(self) -> None:
        """Close the device after the task under way; the next task opens it anew."""
        with self._guard:
            if self._hand is not None and not self._stopped:
                self._hand.drop_soon()

    def stop(self, deadline_s: float) -> bool:
        """Cancel everything, close the device and end. False when the driver outlasted the deadline."""
        with self._guard:
            self._stopped = True
            hands = [*self._left_behind, *([self._hand] if self._hand else [])]
        deadline = Deadline(deadline_s)
        for hand in hands:
            hand.end()
        ended = [hand.join(deadline.remaining) for hand in hands]
        return all(ended)

    def _present_hand(self) -> _Hand[DeviceT]:
        if self._hand is None:
            self._left_behind = [hand for hand in self._left_behind if not hand.join(0)]
            if len(self._left_behind) >= MOST_LEFT_BEHIND:
                detail = f"{len(self._left_behind)} calls of the driver hang"
                raise DeviceTimeoutError(detail)
            self._hand = _Hand(self._name, self._open_device)
        return self._hand

    def _give_up(self, task: _Task) -> None:
        """Leave the thread that hangs in a task behind; what waits behind it goes to a new one."""
        with self._guard:
            hand = self._hand
            if hand is None or not hand.hangs_in(task):
                return
            _LOG.warning("the driver of %s hangs and is left behind", self._name)
            self._hand = None
            self._left_behind.append(hand)
            waiting = hand.leave()
            for task_left in waiting:
                try:
                    self._present_hand().take(task_left)
                except DeviceError as error:
                    _fail(task_left, error)


class _Hand(Generic[DeviceT]):
    """A thread with its inbox and its open device."""

    def __init__(self, name: str, open_device: Callable[[], DeviceT]) -> None:
        self._open_device = open_device
        self._inbox: queue.Queue[_Task | None] = queue.Queue(INBOX_SIZE)
        self._device: DeviceT | None = None
        self._drop = threading.Event()
        self._ended = threading.Event()
        self._current: _Task | None = None
        self._thread = threading.Thread(target=self._work, name=f"device-{name}", daemon=True)
        self._thread.start()

    def take(self, task: _Task) -> None:
        try:
            self._inbox.put_nowait(task)
        except queue.Full:
            detail = f"{INBOX_SIZE} tasks wait"
            raise DeviceBusyError(detail) from None

    def drop_soon(self) -> None:
        self._drop.set()
        with contextlib.suppress(queue.Full):
            self._inbox.put_nowait(None)

    @property
    def is_busy(self) -> bool:
        return self._current is not None or not self._inbox.empty()

    def hangs_in(self, task: _Task) -> bool:
        return self._current is task

    def leave(self) -> list[_Task]:
        """End after the hanging task; return what waits."""
        self._ended.set()
        waiting = self._empty_inbox()
        self._wake()
        return waiting

    def end(self) -> None:
        """Cancel what is under way and what waits, then end."""
        self._ended.set()
        if (current := self._current) is not None:
            current.turn.cancelled.set()
        for task in self._empty_inbox():
            _fail(task, CancelledError())
        self._wake()

    def join(self, seconds: float) -> bool:
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def _wake(self) -> None:
        with contextlib.suppress(queue.Full):
            self._inbox.put_nowait(None)

    def _empty_inbox(self) -> list[_Task]:
        tasks = []
        with contextlib.suppress(queue.Empty):
            while True:
                task = self._inbox.get_nowait()
                if task is not None:
                    tasks.append(task)
        return tasks

    def _work(self) -> None:
        while not self._ended.is_set():
            task = self._inbox.get()
            if self._drop.is_set():
                self._drop.clear()
                self._close()
            if task is not None:
                self._current = task
                self._do(task)
                self._current = None
        for task in self._empty_inbox():
            _fail(task, CancelledError())
        self._close()

    def _do(self, task: _Task) -> None:
        if self._ended.is_set() or task.turn.cancelled.is_set():
            _fail(task, CancelledError())
        elif task.turn.deadline.expired:
            _fail(task, _turn_missed())
        elif task.future.set_running_or_notify_cancel():
            try:
                if self._device is None:
                    self._device = self._open_device()
                result = task.act(self._device, task.turn)
            except _GONE as error:
                self._close()
                _fail(task, error)
            except BaseException as error:  # whatever it is belongs to who asked, not to this thread
                _fail(task, error)
            else:
                if not task.future.done():
                    task.future.set_result(result)

    def _close(self) -> None:
        device, self._device = self._device, None
        if device is not None:
            with contextlib.suppress(DeviceError):
                device.close()


def _fail(task: _Task, error: BaseException) -> None:
    if not task.future.done():
        task.future.set_exception(error)


def _turn_missed() -> DeviceTimeoutError:
    detail = "its turn did not come"
    return DeviceTimeoutError(detail)
