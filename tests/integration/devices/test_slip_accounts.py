"""A fault at every point of a slip, on every wire: what is said of it, and what lies on the paper."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from devices.core.deadline import Deadline
from devices.core.printing import PrintCause, PrintOutcome, PrintState, ReceiptPrinter
from devices.core.simulation import SimulationPermit
from devices.core.slip import Align, Qr, Rule, Slip, Text
from devices.receipt_printer import open_printer
from devices.receipt_printer.simulator import SerialWire, UsbWire, VirtualPrinter

DEADLINE_S = 1.5
REPLUGGED_S = 60.0
HEAD, TAIL = "收件凭证", "咨询请拨 12345"
SLIP = Slip("accounts", (
    Text(HEAD, Align.CENTER, 2, bold=True),
    *(Text(f"第 {number} 份：户口簿、身份证、近期照片") for number in range(1, 9)),
    Text("欧阳䶮"),
    Rule(),
    Qr("YM1:样例"),
    Text(TAIL, Align.CENTER),
))  # fmt: skip
POINTS = (1, 120, 300, 620)
"""Bytes from the first one of the slip on; the questions asked before it are not counted."""


@dataclass
class Bench:
    """A virtual printer on one wire and the driver at its other end."""

    printer: VirtualPrinter
    driver: ReceiptPrinter

    @property
    def has_whole_slip(self) -> bool:
        """Whether one piece of paper carries the slip from head to tail."""
        return any(slip.is_whole and _is_whole(slip.lines) for slip in self.printer.slips)

    @property
    def has_ink(self) -> bool:
        """Whether anything of it was printed."""
        return bool(self.printer.slips or any(self.printer.uncut_lines))


def _is_whole(lines: tuple[str, ...]) -> bool:
    rows = [number for number, line in enumerate(lines) if line.startswith("第 ")]
    return lines[0] == HEAD and TAIL in lines and len(rows) == 8


@pytest.fixture(params=["tcp", "serial", "usb"])
def bench(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Bench]:
    permit = SimulationPermit.for_development()
    usb = UsbWire()
    wire = {"tcp": lambda: None, "serial": lambda: SerialWire(tmp_path / "tty", 9600), "usb": lambda: usb}
    with VirtualPrinter(permit, wire=wire[request.param]()) as printer:
        yield Bench(printer, open_printer(printer.uri, usb_backend=usb.backend))


def check(bench: Bench, outcome: PrintOutcome) -> None:
    """Hold what was said against the paper."""
    if outcome.state is PrintState.PRINTED:
        assert bench.has_whole_slip
    if outcome.state is PrintState.FAILED:
        assert not bench.has_whole_slip
        assert outcome.partial or not bench.has_ink
    assert outcome.state is not PrintState.SENT


def test_without_a_fault_it_is_printed(bench: Bench) -> None:
    assert bench.driver.print_slip(SLIP, 30) == PrintOutcome(PrintState.PRINTED)
    assert bench.has_whole_slip


@pytest.mark.parametrize("point", POINTS)
def test_a_pulled_cable(bench: Bench, point: int) -> None:
    bench.printer.drop_connection_after(8 + point)
    outcome = bench.driver.print_slip(SLIP, DEADLINE_S)
    check(bench, outcome)
    assert outcome.state is not PrintState.PRINTED


@pytest.mark.parametrize("point", POINTS)
def test_a_loss_of_power(bench: Bench, point: int) -> None:
    bench.printer.power_cycle(0.3, after_bytes=12 + point)
    outcome = bench.driver.print_slip(SLIP, DEADLINE_S)
    check(bench, outcome)
    assert outcome.state is not PrintState.PRINTED
    assert outcome.partial or not bench.has_ink


@pytest.mark.parametrize("rows", [1, 6, 13])
def test_paper_that_ends(bench: Bench, rows: int) -> None:
    bench.printer.paper_out_after_rows(rows)
    outcome = bench.driver.print_slip(SLIP, 30)
    assert (outcome.state, outcome.cause, outcome.partial) == (PrintState.FAILED, PrintCause.PAPER_END, True)
    bench.printer.set_conditions(paper_out=False)
    assert bench.driver.print_slip(SLIP, 30).state is PrintState.PRINTED


@pytest.mark.parametrize("fault", ["silent", "cover_open", "unplugged", "offline"])
def test_a_fault_that_is_there_from_the_beginning(bench: Bench, fault: str) -> None:
    bench.printer.set_conditions(**{fault: True})
    # Silence takes the whole deadline.
    outcome = bench.driver.print_slip(SLIP, DEADLINE_S if fault == "silent" else 30)
    check(bench, outcome)
    assert (outcome.state is PrintState.UNKNOWN) == (fault == "silent")


@pytest.mark.parametrize("bytes_in", [9, 200])
def test_what_broke_off_does_not_hang_on_the_next_slip(bench: Bench, bytes_in: int) -> None:
    bench.printer.drop_connection_after(8 + bytes_in)
    bench.driver.print_slip(SLIP, DEADLINE_S)
    outcome = wait_until_printed(bench)
    assert outcome.state is PrintState.PRINTED
    assert _is_whole(bench.printer.slips[-1].lines)


def wait_until_printed(bench: Bench) -> PrintOutcome:
    """Print again as a person would, until the printer is plugged in."""
    plugged_in_by = Deadline(REPLUGGED_S)
    while True:
        outcome = bench.driver.print_slip(SLIP, 30)
        if outcome.cause is not PrintCause.UNREACHABLE or plugged_in_by.expired:
            return outcome
