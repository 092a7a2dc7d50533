"""What every receipt printer promises, whatever line it hangs on: TCP, serial, USB, file."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from devices.core.printing import PrintCause, PrinterStatus, PrintOutcome, PrintState, ReceiptPrinter
from devices.core.simulation import SimulationPermit
from devices.core.slip import Align, Pair, Slip, Text
from devices.core.status import DeviceState
from devices.receipt_printer import SlipContentError, open_printer, sample_slip
from devices.receipt_printer.simulator import SerialWire, UsbWire, VirtualPrinter

DEADLINE_S = 30.0
Bytes = Callable[[], bytes]


class ReceiptPrinterContract:
    """Subclasses give a printer, the bytes it got for its last slip, and one that is not there."""

    def test_prints_on_evidence(self, printer: ReceiptPrinter, last: Bytes) -> None:
        assert printer.print_slip(sample_slip(), DEADLINE_S) == PrintOutcome(PrintState.PRINTED)
        assert "收件凭证".encode("gbk") in last()

    def test_the_same_slip_gives_the_same_bytes_again(self, printer: ReceiptPrinter, last: Bytes) -> None:
        printer.print_slip(sample_slip(), DEADLINE_S)
        first = last()
        assert printer.print_slip(sample_slip(), DEADLINE_S).state is PrintState.PRINTED
        assert last().endswith(first[first.index(b"\x1b@") :])

    def test_prints_rare_characters(self, printer: ReceiptPrinter, last: Bytes) -> None:
        slip = Slip("rare", (Text("欧阳䶮样例", Align.CENTER, 2), Pair("面积", "20m²")))
        assert printer.print_slip(slip, DEADLINE_S).state is PrintState.PRINTED
        assert last().count(b"\x1dv0") == 2

    def test_is_ready(self, printer: ReceiptPrinter) -> None:
        assert printer.status(DEADLINE_S) == PrinterStatus(DeviceState.READY)

    def test_refuses_what_can_not_be_printed_and_goes_on(self, printer: ReceiptPrinter) -> None:
        with pytest.raises(SlipContentError):
            printer.print_slip(Slip("bad", (Text("一", size=9),)), DEADLINE_S)
        assert printer.print_slip(sample_slip(), DEADLINE_S).state is PrintState.PRINTED

    def test_closes_twice_and_opens_again(self, printer: ReceiptPrinter) -> None:
        printer.close()
        printer.close()
        assert printer.status(DEADLINE_S).state is DeviceState.READY

    def test_one_that_is_not_there_fails_and_has_no_half_slip(self, missing: ReceiptPrinter) -> None:
        assert missing.print_slip(sample_slip(), DEADLINE_S) == PrintOutcome(PrintState.FAILED, PrintCause.UNREACHABLE)
        assert missing.status(DEADLINE_S) == PrinterStatus(DeviceState.OFFLINE, PrintCause.UNREACHABLE)


@pytest.fixture
def virtual() -> Iterator[VirtualPrinter]:
    with VirtualPrinter(SimulationPermit.for_development()) as printer:
        yield printer


class TestTcp(ReceiptPrinterContract):
    @pytest.fixture
    def printer(self, virtual: VirtualPrinter) -> ReceiptPrinter:
        return open_printer(virtual.uri)

    @pytest.fixture
    def last(self, virtual: VirtualPrinter) -> Bytes:
        return lambda: virtual.slips[-1].raw

    @pytest.fixture
    def missing(self) -> Iterator[ReceiptPrinter]:
        with socket.socket() as closed:
            closed.bind(("127.0.0.1", 0))
            yield open_printer(f"tcp://127.0.0.1:{closed.getsockname()[1]}")


class TestSerial(ReceiptPrinterContract):
    @pytest.fixture
    def virtual(self, tmp_path: Path) -> Iterator[VirtualPrinter]:
        wire = SerialWire(tmp_path / "ttyPrinter")
        with VirtualPrinter(SimulationPermit.for_development(), wire=wire) as printer:
            yield printer

    @pytest.fixture
    def printer(self, virtual: VirtualPrinter) -> ReceiptPrinter:
        return open_printer(virtual.uri)

    @pytest.fixture
    def last(self, virtual: VirtualPrinter) -> Bytes:
        return lambda: virtual.slips[-1].raw

    @pytest.fixture
    def missing(self, tmp_path: Path) -> ReceiptPrinter:
        return open_printer(f"serial:{tmp_path / 'ttyS9'}")


class TestUsb(ReceiptPrinterContract):
    @pytest.fixture
    def wire(self) -> UsbWire:
        return UsbWire()

    @pytest.fixture
    def virtual(self, wire: UsbWire) -> Iterator[VirtualPrinter]:
        with VirtualPrinter(SimulationPermit.for_development(), wire=wire) as printer:
            yield printer

    @pytest.fixture
    def printer(self, virtual: VirtualPrinter, wire: UsbWire) -> ReceiptPrinter:
        return open_printer(virtual.uri, usb_backend=wire.backend)

    @pytest.fixture
    def last(self, virtual: VirtualPrinter) -> Bytes:
        return lambda: virtual.slips[-1].raw

    @pytest.fixture
    def missing(self, wire: UsbWire) -> ReceiptPrinter:
        return open_printer("usb:0416:5011:ANOTHER", usb_backend=wire.backend)


class TestUsbByProcessId(TestUsb):
    """A make that tells nothing of itself but that a slip is printed."""

    @pytest.fixture
    def virtual(self, wire: UsbWire) -> Iterator[VirtualPrinter]:
        with VirtualPrinter(SimulationPermit.for_development(), wire=wire) as printer:
            printer.set_conditions(process_id_only=True)
            yield printer

    @pytest.fixture
    def printer(self, virtual: VirtualPrinter, wire: UsbWire) -> ReceiptPrinter:
        return open_printer(f"{virtual.uri}?status=port&done=process-id", usb_backend=wire.backend)


class TestSerialByProcessId(TestSerial):
    @pytest.fixture
    def printer(self, virtual: VirtualPrinter) -> ReceiptPrinter:
        return open_printer(f"{virtual.uri}&done=process-id")


class TestFile(ReceiptPrinterContract):
    @pytest.fixture
    def printer(self, tmp_path: Path) -> ReceiptPrinter:
        return open_printer(f"file:{tmp_path / 'slip.bin'}")

    @pytest.fixture
    def last(self, tmp_path: Path) -> Bytes:
        return (tmp_path / "slip.bin").read_bytes

    @pytest.fixture
    def missing(self, tmp_path: Path) -> ReceiptPrinter:
        return open_printer(f"file:{tmp_path / 'no' / 'slip.bin'}")
