"""One worker a device: order, deadlines, cancel, a device that is gone, a driver that hangs, an end that comes."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest

from devices.core.errors import (
    CancelledError,
    DeviceBusyError,
    DeviceDisconnectedError,
    DeviceNotFoundError,
    DeviceTimeoutError,
)
from devices.core.worker import INBOX_SIZE, MOST_LEFT_BEHIND, DeviceWorker, Pending, Turn
from tests.patience import LATE_S, PATIENCE_S


class Lamp:
    """A device that remembers who asked it."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.closed = threading.Event()

    def close(self) -> None:
        self.closed.set()


class Shelf:
    """Opens lamps; each opening gives the next one."""

    def __init__(self) -> None:
        self.opened: list[Lamp] = []
        self.missing = False

    def open(self) -> Lamp:
        if self.missing:
            raise DeviceNotFoundError
        self.opened.append(Lamp(len(self.opened)))
        return self.opened[-1]


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def worker(shelf: Shelf) -> Iterator[DeviceWorker[Lamp]]:
    worker = DeviceWorker("lamp", shelf.open)
    yield worker
    assert worker.stop(PATIENCE_S)


def number(lamp: Lamp, _turn: Turn) -> int:
    return lamp.number


def gone(_lamp: Lamp, _turn: Turn) -> int:
    raise DeviceDisconnectedError


def test_it_opens_once_and_works_on_its_own_thread(worker: DeviceWorker[Lamp], shelf: Shelf) -> None:
    assert [worker.call(number, 10) for _ in range(3)] == [0, 0, 0]
    assert len(shelf.opened) == 1
    assert worker.call(lambda _lamp, _turn: threading.current_thread().name, 10) == "device-lamp"


def test_tasks_keep_their_order(worker: DeviceWorker[Lamp]) -> None:
    done: list[int] = []
    pending = [worker.submit(lambda _lamp, _turn, n=n: done.append(n), 10) for n in range(20)]
    for one in pending:
        one.result()
    assert done == list(range(20))


def test_a_device_that_is_gone_is_opened_anew(worker: DeviceWorker[Lamp], shelf: Shelf) -> None:
    with pytest.raises(DeviceDisconnectedError):
        worker.call(gone, 10)
    assert shelf.opened[0].closed.is_set()
    shelf.missing = True
    with pytest.raises(DeviceNotFoundError):
        worker.call(number, 10)
    shelf.missing = False
    assert worker.call(number, 10) == 1


def test_a_dropped_device_is_closed_and_opened_anew(worker: DeviceWorker[Lamp], shelf: Shelf) -> None:
    assert worker.call(number, 10) == 0
    worker.drop()
    assert shelf.opened[0].closed.wait(PATIENCE_S)
    assert worker.call(number, 10) == 1


def test_an_error_belongs_to_who_asked(worker: DeviceWorker[Lamp]) -> None:
    with pytest.raises(ZeroDivisionError):
        worker.call(lambda _lamp, _turn: 1 // 0, 10)
    assert worker.call(number, 10) == 0


def test_a_task_whose_turn_does_not_come_is_not_begun(worker: DeviceWorker[Lamp]) -> None:
    let_go, begun = threading.Event(), threading.Event()

    def hold(_lamp: Lamp, _turn: Turn) -> None:
        begun.set()
        let_go.wait(PATIENCE_S)

    first = worker.submit(hold, 10)
    assert begun.wait(PATIENCE_S)
    ran: list[int] = []
    late = worker.submit(lambda _lamp, _turn: ran.append(1), 0.0)
    unwanted = worker.submit(lambda _lamp, _turn: ran.append(2), 10)
    unwanted.cancel()
    let_go.set()
    first.result()
    with pytest.raises(DeviceTimeoutError):
        late.result()
    with pytest.raises(CancelledError):
        unwanted.result()
    assert ran == []


def test_a_running_task_learns_that_it_is_cancelled(worker: DeviceWorker[Lamp]) -> None:
    begun = threading.Event()

    def long_work(_lamp: Lamp, turn: Turn) -> str:
        begun.set()
        return "called off" if turn.cancelled.wait(PATIENCE_S) else "never"

    pending = worker.submit(long_work, 10)
    assert begun.wait(PATIENCE_S)
    pending.cancel()
    assert pending.result() == "called off"
    assert pending.done


def test_a_full_inbox_says_so(worker: DeviceWorker[Lamp]) -> None:
    let_go, begun = threading.Event(), threading.Event()

    def hold(_lamp: Lamp, _turn: Turn) -> None:
        begun.set()
        let_go.wait(PATIENCE_S)

    worker.submit(hold, 10)
    assert begun.wait(PATIENCE_S)
    for _ in range(INBOX_SIZE):
        worker.submit(number, 10)
    with pytest.raises(DeviceBusyError):
        worker.submit(number, 10)
    let_go.set()


def begin_to_hang(worker: DeviceWorker[Lamp], let_go: threading.Event) -> Pending[None]:
    """Have the driver hang; what a busy machine does not begin before its short deadline is asked for with a longer."""
    begun, seconds = threading.Event(), 0.05

    def hang(_lamp: Lamp, _turn: Turn) -> None:
        begun.set()
        let_go.wait(PATIENCE_S)

    while True:
        pending = worker.submit(hang, seconds)
        if begun.wait(2 * seconds):
            return pending
        seconds *= 2


def test_a_driver_that_hangs_is_left_behind(shelf: Shelf, expected_warnings: list[str]) -> None:
    expected_warnings.append("the driver of lamp hangs")
    worker = DeviceWorker("lamp", shelf.open, grace_s=0.05)
    let_go = threading.Event()
    pending = begin_to_hang(worker, let_go)
    behind = worker.submit(number, 60)
    started = time.monotonic()
    with pytest.raises(DeviceTimeoutError):
        pending.result()
    assert time.monotonic() - started < 5 + LATE_S
    assert behind.result() == 1
    assert not shelf.opened[0].closed.is_set()
    assert not worker.stop(0.05)
    let_go.set()
    assert worker.stop(PATIENCE_S)
    assert all(lamp.closed.is_set() for lamp in shelf.opened)


def test_hung_threads_do_not_pile_up(shelf: Shelf, expected_warnings: list[str]) -> None:
    expected_warnings.append("the driver of lamp hangs")
    worker = DeviceWorker("lamp", shelf.open, grace_s=0.05)
    let_go = threading.Event()
    for _ in range(MOST_LEFT_BEHIND):
        pending = begin_to_hang(worker, let_go)
        with pytest.raises(DeviceTimeoutError):
            pending.result()
    with pytest.raises(DeviceTimeoutError, match="hang"):
        worker.call(number, 10)
    let_go.set()
    assert worker.stop(PATIENCE_S)


def test_stop_cancels_what_waits_and_closes(shelf: Shelf) -> None:
    worker = DeviceWorker("lamp", shelf.open)
    begun = threading.Event()

    def wait_for_cancel(_lamp: Lamp, turn: Turn) -> None:
        begun.set()
        turn.cancelled.wait(PATIENCE_S)

    worker.submit(wait_for_cancel, 10)
    assert begun.wait(PATIENCE_S)
    waiting = worker.submit(number, 10)
    assert worker.stop(PATIENCE_S)
    with pytest.raises(CancelledError):
        waiting.result()
    with pytest.raises(DeviceDisconnectedError):
        worker.call(number, 10)
    assert shelf.opened[0].closed.is_set()
    assert worker.stop(PATIENCE_S)


def test_who_waits_is_told_of_the_end(worker: DeviceWorker[Lamp]) -> None:
    told = threading.Event()
    worker.submit(number, 10).on_done(told.set)
    assert told.wait(PATIENCE_S)
