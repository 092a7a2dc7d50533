"""Devices under supervision: one thread each, opened anew after a pull or a hang, the watch ending with the last."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

from devices.core.deadline import Deadline
from devices.core.discovery import FoundDevice, Transport
from devices.core.errors import DeviceBusyError, DeviceDisconnectedError, DeviceError, DeviceTimeoutError
from devices.core.kinds import DeviceKind, Opening
from devices.core.printing import PrintCause, PrinterStatus, PrintOutcome, PrintState
from devices.core.roles import DeviceUri, Role
from devices.core.scanning import ScannedPage
from devices.core.simulation import SimulationPermit
from devices.core.slip import Slip
from devices.core.status import DeviceState
from devices.core.worker import DeviceWorker
from devices.id_card.card_image import build_image
from devices.id_card.simulator import SamvSimulator
from devices.id_card.specimens import CHEN
from devices.opening import OpenedDevices, open_devices
from devices.scanner.errors import PaperJamError
from devices.supervision.supervisor import Supervisor
from tests.patience import LATE_S, PATIENCE_S

SLIP = Slip("样例", ())
PAGE = ScannedPage(np.zeros((10, 10), np.uint8), 100, "x")


@dataclass
class Machine:
    """One device as the test has it: what it does, and how often it was opened."""

    opened: int = 0
    closed: int = 0
    gone: bool = False
    holds: threading.Event = field(default_factory=threading.Event)
    begun: threading.Event = field(default_factory=threading.Event)
    threads: set[str] = field(default_factory=set)
    pages: Sequence[ScannedPage | DeviceError] = ()

    def __post_init__(self) -> None:
        self.holds.set()

    def work(self) -> None:
        self.threads.add(threading.current_thread().name)
        if self.gone:
            raise DeviceDisconnectedError
        self.begun.set()
        self.holds.wait(PATIENCE_S)


class Driver:
    """A scanner and printer in one."""

    def __init__(self, machine: Machine) -> None:
        self._machine = machine
        machine.opened += 1

    def scan(self, deadline_s: float, on_progress: object = None, cancelled: object = None) -> ScannedPage:
        self._machine.work()
        return PAGE

    def scan_stack(
        self, page_deadline_s: float, on_progress: object = None, cancelled: object = None, *, most_pages: int = 9
    ) -> Iterator[ScannedPage]:
        for page in self._machine.pages:
            self._machine.work()
            if isinstance(page, DeviceError):
                raise page
            yield page

    def print_slip(self, slip: Slip, deadline_s: float) -> PrintOutcome:
        self._machine.work()
        return PrintOutcome(PrintState.PRINTED)

    def status(self, deadline_s: float | None = None) -> object:
        self._machine.work()
        return DeviceState.READY if deadline_s is None else PrinterStatus(DeviceState.READY)

    def close(self) -> None:
        self._machine.closed += 1


class Bus:
    """Lists the machine while it is plugged in."""

    name = "bus"
    interval_s = 0.01

    def __init__(self) -> None:
        self.found: tuple[FoundDevice, ...] = (FoundDevice(Transport.SERIAL, "/dev/x", instance="1"),)

    def discover(self, deadline: Deadline) -> Iterable[FoundDevice]:
        return self.found


class Presence:
    """Remembers who came and went."""

    def __init__(self) -> None:
        self.told: list[tuple[Role, bool]] = []
        self._changed = threading.Condition()

    def __call__(self, role: Role, is_there: bool) -> None:
        with self._changed:
            self.told.append((role, is_there))
            self._changed.notify_all()

    def wait_for(self, count: int) -> None:
        with self._changed:
            assert self._changed.wait_for(lambda: len(self.told) >= count, 10), self.told


@pytest.fixture
def machine() -> Machine:
    return Machine()


@pytest.fixture
def bus() -> Bus:
    return Bus()


@pytest.fixture
def presence() -> Presence:
    return Presence()


@pytest.fixture
def opened(machine: Machine, bus: Bus, presence: Presence) -> Iterator[OpenedDevices]:
    def open_driver(_uri: DeviceUri, _opening: Opening) -> Driver:
        return Driver(machine)

    kind = DeviceKind(
        "machine",
        {role: {"serial": open_driver} for role in (Role.SCANNER, Role.RECEIPT_PRINTER)},
        providers=lambda: (bus,),
    )
    opened = open_devices({"scanner": "serial:/dev/x", "receipt_printer": "serial:/dev/y"}, (kind,), presence)
    yield opened
    machine.holds.set()
    for device in opened.drivers.values():
        device.close()


def test_each_device_works_on_a_thread_of_its_own(opened: OpenedDevices, machine: Machine) -> None:
    assert opened.scanner is not None
    assert opened.receipt_printer is not None
    assert opened.scanner.scan(30) is PAGE
    assert opened.receipt_printer.print_slip(SLIP, 30).state is PrintState.PRINTED
    assert machine.threads == {"device-scanner", "device-receipt_printer"}


def test_a_device_that_is_pulled_and_back_is_opened_anew(
    opened: OpenedDevices, machine: Machine, bus: Bus, presence: Presence
) -> None:
    assert opened.scanner is not None
    presence.wait_for(1)
    opened.scanner.scan(30)
    before = machine.opened
    bus.found = ()
    presence.wait_for(2)
    bus.found = (FoundDevice(Transport.SERIAL, "/dev/x", instance="2"),)
    presence.wait_for(3)
    assert presence.told == [(Role.SCANNER, True), (Role.SCANNER, False), (Role.SCANNER, True)]
    opened.scanner.scan(30)
    assert machine.opened == before + 1


def test_a_call_that_finds_the_device_gone_is_followed_by_one_that_opens_it(
    opened: OpenedDevices, machine: Machine
) -> None:
    assert opened.scanner is not None
    machine.gone = True
    with pytest.raises(DeviceDisconnectedError):
        opened.scanner.scan(30)
    assert opened.scanner.status() is DeviceState.OFFLINE
    machine.gone = False
    assert opened.scanner.scan(30) is PAGE


def test_a_device_at_work_is_busy(opened: OpenedDevices, machine: Machine) -> None:
    scanner, printer = opened.scanner, opened.receipt_printer
    assert scanner is not None
    assert printer is not None
    assert scanner.status() is DeviceState.READY
    assert printer.status(30).state is DeviceState.READY
    machine.begun.clear()
    machine.holds.clear()
    threads = [
        threading.Thread(target=scanner.scan, args=(20,)),
        threading.Thread(target=printer.print_slip, args=(SLIP, 20)),
    ]
    threads[0].start()
    assert machine.begun.wait(PATIENCE_S)
    machine.begun.clear()
    threads[1].start()
    assert machine.begun.wait(PATIENCE_S)
    assert scanner.status() is DeviceState.BUSY
    assert printer.status(30).state is DeviceState.BUSY
    # Nothing was sent, so that it may be tried again.
    with pytest.raises(DeviceBusyError):
        printer.print_slip(SLIP, 0.0)
    machine.holds.set()
    for thread in threads:
        thread.join(PATIENCE_S)


def test_a_driver_that_hangs_in_a_slip_leaves_its_end_unknown_and_the_next_one_works(
    opened: OpenedDevices, machine: Machine, monkeypatch: pytest.MonkeyPatch, expected_warnings: list[str]
) -> None:
    expected_warnings.append("the driver of receipt_printer hangs")
    monkeypatch.setattr(DeviceWorker.__init__, "__defaults__", (0.05,))
    printer = opened.receipt_printer
    assert printer is not None
    machine.holds.clear()
    outcome = printer.print_slip(SLIP, 0.1)
    assert outcome == PrintOutcome(PrintState.UNKNOWN, PrintCause.BROKEN_OFF, partial=True)
    machine.holds.set()
    assert printer.print_slip(SLIP, 30).state is PrintState.PRINTED


def test_a_stack_comes_page_by_page_and_a_jam_after_them(opened: OpenedDevices, machine: Machine) -> None:
    scanner = opened.scanner
    assert scanner is not None
    machine.pages = (PAGE, PAGE, PaperJamError())
    pages = scanner.scan_stack(30)  # type: ignore[attr-defined]
    assert [next(pages), next(pages)] == [PAGE, PAGE]
    with pytest.raises(PaperJamError):
        next(pages)
    machine.pages = (PAGE, PAGE)
    assert len(list(scanner.scan_stack(30))) == 2  # type: ignore[attr-defined]


def test_leaving_a_stack_early_frees_the_scanner(opened: OpenedDevices, machine: Machine) -> None:
    scanner = opened.scanner
    assert scanner is not None
    machine.pages = (PAGE,) * 9
    pages = scanner.scan_stack(30)  # type: ignore[attr-defined]
    next(pages)
    pages.close()
    assert scanner.scan(30) is PAGE


def test_a_closed_device_can_be_used_again(opened: OpenedDevices, machine: Machine, presence: Presence) -> None:
    scanner = opened.scanner
    assert scanner is not None
    presence.wait_for(1)
    scanner.scan(30)
    closed = machine.closed
    scanner.close()
    scanner.close()
    assert machine.closed == closed + 1
    assert scanner.scan(30) is PAGE


def test_the_watch_ends_with_the_last_device(bus: Bus) -> None:
    class Nothing:
        def drop(self) -> None: ...

    supervisor = Supervisor((bus,))
    for role in (Role.SCANNER, Role.ID_CARD):
        supervisor.watch(role, DeviceUri("serial", "/dev/x"), Nothing())
    assert set(supervisor.roles) == {Role.SCANNER, Role.ID_CARD}
    looking = [thread for thread in threading.enumerate() if thread.name == "look-bus"]
    assert looking
    supervisor.release(Role.SCANNER)
    supervisor.release(Role.ID_CARD)
    supervisor.release(Role.ID_CARD)
    for thread in looking:
        thread.join(PATIENCE_S)
        assert not thread.is_alive()


def test_a_reader_is_found_by_its_lasting_name(tmp_path: Path, bus: Bus, presence: Presence) -> None:
    node, link = tmp_path / "ttyUSB7", tmp_path / "by-id"
    node.touch()
    link.symlink_to(node)
    bus.found = (FoundDevice(Transport.SERIAL, str(node), instance="1"),)

    class Nothing:
        def drop(self) -> None: ...

    supervisor = Supervisor((bus,), presence)
    supervisor.watch(Role.ID_CARD, DeviceUri("serial", str(link)), Nothing())
    presence.wait_for(1)
    supervisor.release(Role.ID_CARD)


def test_a_real_reader_reads_again_within_five_seconds_of_the_replug(tmp_path: Path) -> None:
    simulator = SamvSimulator(SimulationPermit.for_development(), link=tmp_path / "reader")
    opened = open_devices({"id_card": f"serial:{simulator.port}"})
    reader = opened.id_card
    assert reader is not None
    try:
        simulator.present(build_image(CHEN))
        assert reader.read(30).number == CHEN.number
        simulator.unplug()
        with pytest.raises(DeviceError):
            reader.read(30)
        simulator.replug()
        started = time.monotonic()
        simulator.present(build_image(CHEN))
        assert reader.read(30).number == CHEN.number
        assert time.monotonic() - started < 5 + LATE_S
    finally:
        reader.close()
        simulator.close()


def test_a_turn_that_does_not_come_is_no_hang(opened: OpenedDevices, machine: Machine) -> None:
    scanner = opened.scanner
    assert scanner is not None
    machine.holds.clear()
    thread = threading.Thread(target=scanner.scan, args=(20,))
    thread.start()
    assert machine.begun.wait(PATIENCE_S)
    with pytest.raises(DeviceTimeoutError):
        scanner.scan(0.05)
    machine.holds.set()
    thread.join(PATIENCE_S)
