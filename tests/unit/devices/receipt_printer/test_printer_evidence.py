"""Printers without status: what a process ID and the USB port's status prove, and what they don't."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.core.errors import DeviceDisconnectedError
from devices.core.printing import PrintCause, PrinterStatus, PrintOutcome, PrintState
from devices.core.simulation import SimulationPermit
from devices.core.status import DeviceState
from devices.receipt_printer import open_printer, sample_slip
from devices.receipt_printer.evidence import interpret_port, new_process_id
from devices.receipt_printer.simulator import UsbWire, VirtualPrinter
from devices.receipt_printer.status import Inbox
from devices.receipt_printer.usb_line import UsbAddress, UsbLine

ADDRESS = UsbAddress(0x0416, 0x5011, "YM0001")
BY_PORT = f"usb:{ADDRESS}?status=port&done=process-id"
SILENT = f"usb:{ADDRESS}?status=none&done=process-id"


@pytest.fixture
def wire() -> UsbWire:
    return UsbWire()


@pytest.fixture
def virtual(wire: UsbWire) -> Iterator[VirtualPrinter]:
    with VirtualPrinter(SimulationPermit.for_development(), wire=wire) as printer:
        printer.set_conditions(process_id_only=True)
        yield printer


def test_a_process_id_alone_proves_a_slip(virtual: VirtualPrinter, wire: UsbWire) -> None:
    printer = open_printer(SILENT, usb_backend=wire.backend)
    assert printer.status(30) == PrinterStatus(DeviceState.UNKNOWN)
    for _ in range(2):
        assert printer.print_slip(sample_slip(), 30) == PrintOutcome(PrintState.PRINTED)
    assert len(virtual.slips) == 2


def test_a_make_that_does_not_send_it_back_ends_unknown(virtual: VirtualPrinter, wire: UsbWire) -> None:
    virtual.set_conditions(no_process_id=True)
    printer = open_printer(SILENT, usb_backend=wire.backend)
    assert printer.print_slip(sample_slip(), 1.0) == PrintOutcome(PrintState.UNKNOWN, partial=True)


def test_a_healthy_port_without_a_process_id_proves_no_more_than_that_it_was_sent(
    virtual: VirtualPrinter, wire: UsbWire
) -> None:
    virtual.set_conditions(no_process_id=True)
    printer = open_printer(BY_PORT, usb_backend=wire.backend)
    assert printer.print_slip(sample_slip(), 1.0) == PrintOutcome(PrintState.SENT, partial=True)


def test_paper_that_ends_in_mid_slip_is_told_by_the_port(virtual: VirtualPrinter, wire: UsbWire) -> None:
    printer = open_printer(BY_PORT, usb_backend=wire.backend)
    virtual.paper_out_after_rows(5)
    outcome = printer.print_slip(sample_slip(), 30)
    assert (outcome.state, outcome.cause, outcome.partial) == (PrintState.FAILED, PrintCause.PAPER_END, True)
    again = printer.print_slip(sample_slip(), 30)
    assert (again.state, again.cause, again.partial) == (PrintState.FAILED, PrintCause.PAPER_END, False)


def test_the_id_of_an_earlier_slip_proves_nothing() -> None:
    inbox = Inbox()
    inbox.expect_done(b"AAAA")
    inbox.feed(b"\x37\x22BBBB\x00")
    assert inbox.next_done() is None
    inbox.feed(b"\x37\x22AA")
    inbox.feed(b"AA\x00")
    assert inbox.next_done() == 0
    assert not inbox.is_a_stranger


def test_what_only_begins_like_a_response_is_sorted_after_all() -> None:
    inbox = Inbox()
    inbox.expect_done(b"AAAA")
    inbox.expect_status()
    inbox.feed(b"\x37\x12\x37\x37\x22AAAA\x00")
    assert (inbox.next_status(), inbox.next_done()) == (0x12, 0)


@given(st.binary(max_size=80))
def test_noise_is_no_proof(noise: bytes) -> None:
    process_id = new_process_id()
    inbox = Inbox()
    inbox.expect_done(process_id)
    inbox.feed(noise)
    assert (inbox.next_done() == 0) is (b"\x37\x22" + process_id + b"\x00" in noise)


@pytest.mark.parametrize(
    ("byte", "cause"),
    [
        (0x18, None),
        (0x38, PrintCause.PAPER_END),
        (0x30, PrintCause.PAPER_END),
        (0x10, PrintCause.MECHANICAL),
        (0x08, PrintCause.OFFLINE),
    ],
)
def test_the_port_names_what_a_hand_can_mend(byte: int, cause: PrintCause | None) -> None:
    assert interpret_port(byte).cause is cause


@given(st.one_of(st.none(), st.integers(0, 255)))
def test_any_answer_of_a_port_is_a_status(byte: int | None) -> None:
    assert (interpret_port(byte).state is DeviceState.UNKNOWN) is (byte is None)


def test_a_port_that_knows_no_status_stalls_and_one_that_is_gone_says_so(wire: UsbWire) -> None:
    line = UsbLine(ADDRESS, wire.backend)
    assert line.port_status(1.0) is None
    wire.port_status = lambda: 0x18
    assert line.port_status(1.0) == 0x18
    wire.unplug()
    with pytest.raises(DeviceDisconnectedError):
        line.port_status(1.0)
    line.close()
