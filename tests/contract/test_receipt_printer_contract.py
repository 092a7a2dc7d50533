"""What every receipt printer promises, whatever line it hangs on: TCP, serial, file."""

from __future__ import annotations

import os
import pty
import select
import socket
import threading
import tty
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from devices.core.printing import PrintCause, PrinterStatus, PrintOutcome, PrintState, ReceiptPrinter
from devices.core.simulation import SimulationPermit
from devices.core.slip import Align, Pair, Slip, Text
from devices.core.status import DeviceState
from devices.receipt_printer import SlipContentError, open_printer, sample_slip
from devices.receipt_printer.simulator import VirtualPrinter

DEADLINE_S = 10.0
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


class SerialCable:
    """A pty joined to a TCP port, byte for byte."""

    def __init__(self, port: int) -> None:
        self._master, self._slave = pty.openpty()
        tty.setraw(self._slave)
        self.path = os.ttyname(self._slave)
        self._far = socket.create_connection(("127.0.0.1", port))
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._carry, daemon=True)
        self._thread.start()

    def _carry(self) -> None:
        while not self._closed.is_set():
            readable, _, _ = select.select([self._master, self._far], [], [], 0.05)
            if self._master in readable:
                self._far.sendall(os.read(self._master, 4096))
            if self._far in readable:
                os.write(self._master, self._far.recv(4096))

    def close(self) -> None:
        self._closed.set()
        self._thread.join(5.0)
        self._far.close()
        os.close(self._master)
        os.close(self._slave)


class TestSerial(ReceiptPrinterContract):
    @pytest.fixture
    def printer(self, virtual: VirtualPrinter) -> Iterator[ReceiptPrinter]:
        cable = SerialCable(virtual.port)
        yield open_printer(f"serial:{cable.path}?baud=115200")
        cable.close()

    @pytest.fixture
    def last(self, virtual: VirtualPrinter) -> Bytes:
        return lambda: virtual.slips[-1].raw

    @pytest.fixture
    def missing(self, tmp_path: Path) -> ReceiptPrinter:
        return open_printer(f"serial:{tmp_path / 'ttyS9'}")


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
