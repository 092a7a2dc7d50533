"""Printers by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from devices.core.printing import PrintCause, PrintOutcome, PrintState
from devices.core.simulation import SimulationPermit
from devices.core.status import DeviceState
from devices.receipt_printer import EscPosPrinter, FilePrinter, UsageError, open_printer, sample_slip
from devices.receipt_printer.simulator import VirtualPrinter
from devices.receipt_printer.text import columns_of


@pytest.mark.parametrize(
    "uri",
    [
        "tcp://192.0.2.7:9100",
        "tcp://printer.example",
        "tcp://[::1]:9100",
        "serial:/dev/ttyS9",
        "serial:x?baud=19200",
        "serial:x?flow=rtscts&watch=off",
        "usb:0416:5011",
        "usb:0416:5011?qr=raster",
        "usb:0416:5011?status=port&done=process-id",
        "serial:x?status=none&done=process-id",
        "tcp://printer?columns=32&qr=raster",
        "serial:x?columns=32",
        "usb:04b8:0E15:J7K8 012",
    ],
)
def test_lines_are_named_and_not_opened(uri: str) -> None:
    assert isinstance(open_printer(uri), EscPosPrinter)


def test_a_file_is_named() -> None:
    assert isinstance(open_printer("file:out.bin"), FilePrinter)


@pytest.mark.parametrize(
    "uri",
    [
        "",
        "printer",
        "tcp:",
        "tcp://",
        "tcp://:9100",
        "tcp://host:port",
        "tcp://host:0",
        "tcp://host:65536",
        "tcp://user@host:9100",
        "tcp://host:9100/queue",
        "tcp://host:9100?x=1",
        "tcp://[::1",
        "serial:",
        "serial:?baud=9600",
        "serial:/dev/ttyS0?baud=9601",
        "serial:/dev/ttyS0?baud=",
        "serial:/dev/ttyS0?speed=9600",
        "serial:/dev/ttyS0?flow=some",
        "serial:/dev/ttyS0?watch=1",
        "usb:",
        "usb:0416",
        "usb:416:5011",
        "usb:0416:50g1",
        "usb:0416:5011:",
        "file:",
        "tcp://host?columns=40",
        "tcp://host?baud=9600",
        "usb:0416:5011?qr=some",
        "tcp://host?status=port",
        "usb:0416:5011?done=soon",
        "lpt:1",
    ],
)
def test_anything_else_is_wrong_usage(uri: str) -> None:
    with pytest.raises(UsageError):
        open_printer(uri)


@pytest.mark.parametrize(
    "uri", ["serial:/dev/no-such-port", "file:/no/such/folder/slip.bin", "tcp://no-such-host.invalid:9100"]
)
def test_what_is_not_there_is_unreachable(uri: str) -> None:
    printer = open_printer(uri)
    assert printer.print_slip(sample_slip(), 2.0) == PrintOutcome(PrintState.FAILED, PrintCause.UNREACHABLE)
    assert printer.status(30).state is DeviceState.OFFLINE


def test_a_file_that_is_a_folder_is_unreachable(tmp_path: Path) -> None:
    printer = open_printer(f"file:{tmp_path}")
    assert printer.print_slip(sample_slip(), 30).cause is PrintCause.UNREACHABLE


def test_a_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "slip.bin"
    assert open_printer(f"file:{path}").print_slip(sample_slip(), 30).state is PrintState.PRINTED
    assert path.stat().st_mode & 0o077 == 0


def test_paper_and_codes_are_named_in_the_address(tmp_path: Path) -> None:
    with VirtualPrinter(SimulationPermit.for_development(), columns=32) as virtual:
        printer = open_printer(f"{virtual.uri}?columns=32&qr=raster")
        assert printer.print_slip(sample_slip(), 30).state is PrintState.PRINTED
        assert virtual.slips[0].codes == ()
        assert all(columns_of(line) <= 32 for line in virtual.slips[0].lines)


def test_a_file_may_have_a_question_mark_in_its_name(tmp_path: Path) -> None:
    path = tmp_path / "slip?columns=32"
    assert open_printer(f"file:{path}").print_slip(sample_slip(), 30).state is PrintState.PRINTED
    assert path.exists()
