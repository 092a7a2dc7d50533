"""The USB line at the level of its transfers: shapes of printers, and what keeps a host from one."""

from __future__ import annotations

import pytest

from devices.core.errors import (
    AccessDeniedError,
    DeviceBusyError,
    DeviceDisconnectedError,
    DeviceNotFoundError,
    DeviceTimeoutError,
)
from devices.core.printing import PrintCause, PrintOutcome, PrintState
from devices.core.roles import Role
from devices.core.simulation import SimulationPermit
from devices.core.traffic import Direction, Traffic
from devices.receipt_printer import open_printer, sample_slip
from devices.receipt_printer.simulator import UsbWire, VirtualPrinter
from devices.receipt_printer.usb_line import UsbAddress, UsbLine, list_usb_printers

ADDRESS = UsbAddress(0x0416, 0x5011, "YM0001")


def test_a_printer_is_listed_without_being_opened() -> None:
    wire = UsbWire(is_forbidden=True)
    (found,) = list_usb_printers(wire.backend)
    assert (found.address, found.roles) == ("usb:0416:5011", (Role.RECEIPT_PRINTER,))
    wire.unplug()
    assert list_usb_printers(wire.backend) == ()


def test_a_replug_is_another_instance_or_none_at_all() -> None:
    wire = UsbWire()
    before = list_usb_printers(wire.backend)
    wire.unplug()
    assert before != list_usb_printers(wire.backend)


def test_a_makers_own_class_with_bulk_ends_prints_but_is_not_listed() -> None:
    wire = UsbWire(is_vendor_class=True)
    assert list_usb_printers(wire.backend) == ()
    with VirtualPrinter(SimulationPermit.for_development(), wire=wire) as virtual:
        printer = open_printer(virtual.uri, usb_backend=wire.backend)
        assert printer.print_slip(sample_slip(), 30).state is PrintState.PRINTED


def test_a_printer_without_a_way_back_ends_unknown() -> None:
    wire = UsbWire(talks=False)
    with VirtualPrinter(SimulationPermit.for_development(), wire=wire) as virtual:
        printer = open_printer(virtual.uri, usb_backend=wire.backend)
        assert printer.print_slip(sample_slip(), 1.5) == PrintOutcome(PrintState.UNKNOWN, partial=True)


def test_who_may_not_open_it_is_unreachable_and_nothing_is_sent() -> None:
    wire = UsbWire(is_forbidden=True)
    with pytest.raises(AccessDeniedError):
        UsbLine(ADDRESS, wire.backend)
    printer = open_printer(f"usb:{ADDRESS}", usb_backend=wire.backend)
    assert printer.print_slip(sample_slip(), 30) == PrintOutcome(PrintState.FAILED, PrintCause.UNREACHABLE)


def test_one_that_another_program_holds_is_busy() -> None:
    wire = UsbWire()
    first = UsbLine(ADDRESS, wire.backend)
    with pytest.raises(DeviceBusyError):
        UsbLine(ADDRESS, wire.backend)
    first.close()
    first.close()
    UsbLine(ADDRESS, wire.backend).close()


def test_another_serial_number_is_another_printer() -> None:
    with pytest.raises(DeviceNotFoundError):
        UsbLine(UsbAddress(0x0416, 0x5011, "YM0002"), UsbWire().backend)


def test_transfers_keep_their_deadlines_and_tell_a_pulled_cable() -> None:
    wire = UsbWire()
    line = UsbLine(ADDRESS, wire.backend)
    assert line.read(1, 0.05) == b""
    with pytest.raises(DeviceTimeoutError):
        line.send(bytes(20_000), 0.1)
    wire.unplug()
    with pytest.raises(DeviceDisconnectedError):
        line.send(b"x", 0.1)
    with pytest.raises(DeviceDisconnectedError):
        line.read(1, 0.1)
    line.close()


def test_the_system_gets_its_printer_back() -> None:
    wire = UsbWire()
    line = UsbLine(ADDRESS, wire.backend)
    assert not wire.backend.is_kernel_driver_active(wire.handle, 0)
    line.close()
    assert wire.backend.is_kernel_driver_active(wire.handle, 0)


def test_a_tap_sees_both_ways() -> None:
    wire, seen = UsbWire(), list[Traffic]()
    with VirtualPrinter(SimulationPermit.for_development(), wire=wire) as virtual:
        open_printer(virtual.uri, usb_backend=wire.backend, tap=seen.append).status(30)
    assert {each.direction for each in seen} == set(Direction)
