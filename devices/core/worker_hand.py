"""The thread behind a device worker: its inbox and the device that it holds open."""

from __future__ import annotations

import contextlib
import queue
import threading
from collections.abc import Callable
from typing import Final, Generic

from devices.core.errors import (
    CancelledError,
    DeviceBusyError,
    DeviceDisconnectedError,
    DeviceError,
    DeviceNotFoundError,
)
from devices.core.worker_tasks import DeviceT, Task, turn_missed

INBOX_SIZE: Final = 64
_GONE: Final = (DeviceDisconnectedError, DeviceNotFoundError)


class Hand(Generic[DeviceT]):
    """A thread with its inbox and its open device."""

    def __init__(self, name: str, open_device: Callable[[], DeviceT]) -> None:
        self._open_device = open_device
        self._inbox: queue.Queue[Task | None] = queue.Queue(INBOX_SIZE)
        self._device: DeviceT | None = None
        self._drop = threading.Event()
        self._ended = threading.Event()
        self._current: Task | None = None
        self._thread = threading.Thread(target=self._work, name=f"device-{name}", daemon=True)
        self._thread.start()

    def take(self, task: Task) -> None:
        """Put a task into the inbox. Raises DeviceBusyError when it is full."""
        try:
            self._inbox.put_nowait(task)
        except queue.Full:
            detail = f"{INBOX_SIZE} tasks wait"
            raise DeviceBusyError(detail) from None

    def drop_soon(self) -> None:
        """Close the device after the task under way."""
        self._drop.set()
        with contextlib.suppress(queue.Full):
            self._inbox.put_nowait(None)

    @property
    def is_busy(self) -> bool:
        """Whether a task is under way or waits."""
        return self._current is not None or not self._inbox.empty()

    def hangs_in(self, task: Task) -> bool:
        """Whether that task is the one under way."""
        return self._current is task

    def leave(self) -> list[Task]:
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
            task.fail(CancelledError())
        self._wake()

    def join(self, seconds: float) -> bool:
        """Wait so long for the thread to end; False when it lives on."""
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def _wake(self) -> None:
        with contextlib.suppress(queue.Full):
            self._inbox.put_nowait(None)

    def _empty_inbox(self) -> list[Task]:
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
            task.fail(CancelledError())
        self._close()

    def _do(self, task: Task) -> None:
        if self._ended.is_set() or task.turn.cancelled.is_set():
            task.fail(CancelledError())
        elif task.turn.deadline.expired:
            task.fail(turn_missed())
        elif task.future.set_running_or_notify_cancel():
            try:
                if self._device is None:
                    self._device = self._open_device()
                result = task.act(self._device, task.turn)
            except _GONE as error:
                self._close()
                task.fail(error)
            except BaseException as error:  # whatever it is belongs to who asked, not to this thread
                task.fail(error)
            else:
                if not task.future.done():
                    task.future.set_result(result)

    def _close(self) -> None:
        device, self._device = self._device, None
        if device is not None:
            with contextlib.suppress(DeviceError):
                device.close()
