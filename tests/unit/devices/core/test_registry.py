"""The registry: what arrived and left, a provider that fails or hangs, an end that comes."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Iterable, Iterator

import pytest

from devices.core.deadline import Deadline
from devices.core.discovery import FoundDevice, Transport, difference
from devices.core.errors import DeviceError, DeviceTimeoutError, IoError
from devices.core.registry import (
    DeviceArrived,
    DeviceLeft,
    ProviderFailed,
    ProviderRecovered,
    Registry,
    RegistryEvent,
)
from devices.core.roles import Role
from tests.patience import LATE_S, PATIENCE_S

READER = FoundDevice(Transport.SERIAL, "/dev/ttyUSB0", "CP2102", instance="1", roles=(Role.ID_CARD,))
READER_AGAIN = FoundDevice(Transport.SERIAL, "/dev/ttyUSB0", "CP2102", instance="2")
SCANNER = FoundDevice(Transport.SANE, "sane:test:0")


class Bus:
    """A provider whose devices and faults a test sets."""

    interval_s = 0.01

    def __init__(self, name: str = "bus", *devices: FoundDevice) -> None:
        self.name = name
        self.devices: tuple[FoundDevice, ...] = devices
        self.error: Exception | None = None
        self.let_go = threading.Event()
        self.let_go.set()

    def discover(self, deadline: Deadline) -> Iterable[FoundDevice]:
        assert self.let_go.wait(PATIENCE_S)
        if self.error is not None:
            raise self.error
        return self.devices


class Watch:
    """A registry and what it told."""

    def __init__(self, *buses: Bus, deadline_s: float = 10.0) -> None:
        self.events: queue.Queue[RegistryEvent] = queue.Queue()
        self.registry = Registry(buses, self.events.put, deadline_s=deadline_s)
        self.registry.start()

    def next(self) -> RegistryEvent:
        return self.events.get(timeout=PATIENCE_S)


@pytest.fixture
def bus() -> Iterator[Bus]:
    bus = Bus("bus", READER)
    yield bus
    bus.let_go.set()


def test_what_is_there_arrives_and_what_is_pulled_leaves(bus: Bus) -> None:
    watch = Watch(bus)
    assert watch.next() == DeviceArrived(READER)
    assert watch.registry.devices == (READER,)
    bus.devices = (READER, SCANNER)
    assert watch.next() == DeviceArrived(SCANNER)
    bus.devices = (SCANNER,)
    assert watch.next() == DeviceLeft(READER)
    assert watch.registry.stop(PATIENCE_S)


def test_a_replug_between_two_looks_is_seen(bus: Bus) -> None:
    watch = Watch(bus)
    watch.next()
    bus.devices = (READER_AGAIN,)
    assert [watch.next(), watch.next()] == [DeviceLeft(READER), DeviceArrived(READER_AGAIN)]
    assert watch.registry.stop(PATIENCE_S)


def test_nothing_is_told_while_nothing_changes(bus: Bus) -> None:
    watch = Watch(bus)
    watch.next()
    looks = threading.Semaphore(0)
    original = bus.discover

    def counted(deadline: Deadline) -> Iterable[FoundDevice]:
        looks.release()
        return original(deadline)

    bus.discover = counted  # type: ignore[method-assign]
    for _ in range(5):
        assert looks.acquire(timeout=PATIENCE_S)
    assert watch.registry.stop(PATIENCE_S)
    assert watch.events.empty()


@pytest.mark.parametrize(("error", "code"), [(IoError("daemon"), "io_error"), (KeyError("x"), "provider_defect")])
def test_a_failing_provider_is_told_once_and_recovers(
    bus: Bus, error: Exception, code: str, expected_warnings: list[str]
) -> None:
    expected_warnings.append("the provider bus broke")
    other = Bus("other", SCANNER)
    watch = Watch(bus, other)
    assert {watch.next(), watch.next()} == {DeviceArrived(READER), DeviceArrived(SCANNER)}
    bus.error = error
    failed = watch.next()
    assert isinstance(failed, ProviderFailed)
    assert (failed.failure.provider, failed.failure.error.code) == ("bus", code)
    assert watch.next() == DeviceLeft(READER)
    assert watch.registry.devices == (SCANNER,)
    assert [failure.provider for failure in watch.registry.failures] == ["bus"]
    other.devices = ()
    assert watch.next() == DeviceLeft(SCANNER)
    bus.error = None
    assert [watch.next(), watch.next()] == [ProviderRecovered("bus"), DeviceArrived(READER)]
    assert watch.registry.failures == ()
    assert watch.registry.stop(PATIENCE_S)


def test_a_hanging_provider_is_told_and_holds_up_no_other(bus: Bus) -> None:
    hanging = Bus("hanging", SCANNER)
    hanging.let_go.clear()
    watch = Watch(hanging, bus, deadline_s=0.05)
    # On a busy machine the other one may be late, too: it is told and then heard of.
    failed: dict[str, str] = {}
    arrived = False
    while not (arrived and "hanging" in failed):
        event = watch.next()
        arrived |= event == DeviceArrived(READER)
        if isinstance(event, ProviderFailed):
            failed[event.failure.provider] = event.failure.error.code
    assert failed["hanging"] == DeviceTimeoutError.code
    started = time.monotonic()
    assert not watch.registry.stop(0.1)
    assert time.monotonic() - started < 5 + LATE_S
    hanging.let_go.set()
    assert watch.registry.stop(PATIENCE_S)


def test_a_hanging_provider_that_comes_back_recovers(bus: Bus) -> None:
    bus.let_go.clear()
    watch = Watch(bus, deadline_s=0.05)
    assert isinstance(watch.next(), ProviderFailed)
    bus.let_go.set()
    assert [watch.next(), watch.next()] == [ProviderRecovered("bus"), DeviceArrived(READER)]
    assert watch.registry.stop(PATIENCE_S)


def test_a_listener_that_breaks_does_not_end_the_watch(bus: Bus, expected_warnings: list[str]) -> None:
    expected_warnings.append("a listener broke on DeviceArrived")
    seen: queue.Queue[RegistryEvent] = queue.Queue()

    def listen(event: RegistryEvent) -> None:
        seen.put(event)
        if isinstance(event, DeviceArrived):
            raise ZeroDivisionError

    registry = Registry((bus,), listen)
    registry.start()
    assert seen.get(timeout=PATIENCE_S) == DeviceArrived(READER)
    bus.devices = ()
    assert seen.get(timeout=PATIENCE_S) == DeviceLeft(READER)
    assert registry.stop(PATIENCE_S)


def test_looking_now_does_not_wait_for_the_turn(bus: Bus) -> None:
    bus.interval_s = 60.0
    watch = Watch(bus)
    watch.next()
    bus.devices = ()
    watch.registry.look_now()
    assert watch.next() == DeviceLeft(READER)
    assert watch.registry.stop(PATIENCE_S)


def test_difference_is_by_fingerprint_not_by_words() -> None:
    renamed = FoundDevice(Transport.SERIAL, "/dev/ttyUSB0", "another name", instance="1")
    assert difference((READER,), (renamed,)).arrived == ()
    assert difference((READER,), (READER_AGAIN,)).left == (READER,)
    assert hash(READER) != hash(READER_AGAIN)


def test_errors_are_device_errors(bus: Bus) -> None:
    bus.error = IoError("x")
    watch = Watch(bus)
    failed = watch.next()
    assert isinstance(failed, ProviderFailed)
    assert isinstance(failed.failure.error, DeviceError)
    assert watch.registry.stop(PATIENCE_S)
