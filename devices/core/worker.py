"""One worker thread and inbox for one device: whatever is asked of the device happens there, one thing after another.

The device is opened by the first task and dropped when a task finds it gone, so that the next one opens it anew: a
replugged device or a restarted daemon works again at the next task. A driver that does not come back long after its
deadline is left behind with its thread, and a new thread opens the device again.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Final, Generic

from devices.core.deadline import Deadline
from devices.core.errors import DeviceDisconnectedError, DeviceError, DeviceTimeoutError
from devices.core.worker_hand import INBOX_SIZE, Hand
from devices.core.worker_tasks import Closable, DeviceT, HungError, Pending, ResultT, Task, Turn

_LOG = logging.getLogger(__name__)
# Drivers keep their own deadlines; one that does not is given this long before its thread is given up.
GRACE_S: Final = 3.0
MOST_LEFT_BEHIND: Final = 3


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
        self._left_behind: list[Hand[DeviceT]] = []
        self._hand: Hand[DeviceT] | None = None

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
        task = Task(act, Turn(Deadline(deadline_s), cancelled or threading.Event()))
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

    def _present_hand(self) -> Hand[DeviceT]:
        if self._hand is None:
            self._left_behind = [hand for hand in self._left_behind if not hand.join(0)]
            if len(self._left_behind) >= MOST_LEFT_BEHIND:
                detail = f"{len(self._left_behind)} calls of the driver hang"
                raise DeviceTimeoutError(detail)
            self._hand = Hand(self._name, self._open_device)
        return self._hand

    def _give_up(self, task: Task) -> None:
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
                    task_left.fail(error)


__all__ = ["GRACE_S", "INBOX_SIZE", "MOST_LEFT_BEHIND", "Closable", "DeviceWorker", "HungError", "Pending", "Turn"]
