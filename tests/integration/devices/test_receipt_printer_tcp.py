"""The outcome of printing on real sockets: what is proven, what is not, and why not."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from devices.core.errors import DeviceBusyError
from devices.core.printing import PrintCause, PrinterStatus, PrintOutcome, PrintState
from devices.core.simulation import SimulationPermit
from devices.core.slip import Slip, Text
from devices.core.status import DeviceState
from devices.receipt_printer import open_printer, sample_slip
from devices.receipt_printer.commands import CUT, RESET
from devices.receipt_printer.simulator import VirtualPrinter
from devices.receipt_printer.simulator.buffer import RealTimeEar
from tests.patience import LATE_S, PATIENCE_S

ASK_IN_ORDER = b"\x1dr\x01"
SHORT_S = 1.2
LONG_S = 30.0


@pytest.fixture
def virtual() -> Iterator[VirtualPrinter]:
    with VirtualPrinter(SimulationPermit.for_development()) as printer:
        yield printer


def print_sample(uri: str, deadline_s: float = LONG_S) -> PrintOutcome:
    started = time.monotonic()
    outcome = open_printer(uri).print_slip(sample_slip(), deadline_s)
    assert time.monotonic() - started <= deadline_s + 0.5 + LATE_S
    return outcome


def until(condition: Callable[[], bool], deadline_s: float = PATIENCE_S) -> None:
    ends = time.monotonic() + deadline_s
    waiting = threading.Event()
    while not condition():
        assert time.monotonic() < ends
        waiting.wait(0.01)


def test_printed_when_the_slip_is_cut_and_the_printer_is_well(virtual: VirtualPrinter) -> None:
    assert print_sample(virtual.uri) == PrintOutcome(PrintState.PRINTED)
    (slip,) = virtual.slips
    assert slip.is_whole
    assert slip.unknown == ()


def test_several_hosts_one_after_the_other(virtual: VirtualPrinter) -> None:
    for count in (1, 2, 3):
        assert print_sample(virtual.uri).state is PrintState.PRINTED
        assert len(virtual.slips) == count


def test_a_roll_near_its_end_prints_and_says_so(virtual: VirtualPrinter) -> None:
    virtual.set_conditions(paper_low=True)
    assert print_sample(virtual.uri) == PrintOutcome(PrintState.PRINTED, paper_low=True)
    assert open_printer(virtual.uri).status(30) == PrinterStatus(DeviceState.ATTENTION, None, paper_low=True)


@pytest.mark.parametrize(
    ("condition", "cause"),
    [
        ("paper_out", PrintCause.PAPER_END),
        ("cover_open", PrintCause.COVER_OPEN),
        ("offline", PrintCause.OFFLINE),
        ("cutter_jammed", PrintCause.CUTTER),
        ("mechanical_error", PrintCause.MECHANICAL),
        ("unrecoverable", PrintCause.UNRECOVERABLE),
        ("overheated", PrintCause.OVERHEAT),
    ],
)
def test_a_printer_at_fault_gets_nothing(virtual: VirtualPrinter, condition: str, cause: PrintCause) -> None:
    virtual.set_conditions(**{condition: True})
    outcome = print_sample(virtual.uri)
    assert (outcome.state, outcome.cause, outcome.partial) == (PrintState.FAILED, cause, False)
    assert open_printer(virtual.uri).status(30).cause is cause
    virtual.set_conditions(**{condition: False})
    assert print_sample(virtual.uri).state is PrintState.PRINTED
    assert len(virtual.slips) == 1


def test_paper_that_ends_in_mid_slip_fails_and_the_rest_waits_for_the_new_roll(virtual: VirtualPrinter) -> None:
    virtual.paper_out_after_rows(5)
    outcome = print_sample(virtual.uri)
    assert outcome == PrintOutcome(PrintState.FAILED, PrintCause.PAPER_END, paper_low=True, partial=True)
    assert len(virtual.uncut_lines) == 5
    virtual.set_conditions(paper_out=False)
    torn, rest = virtual.wait_for_slip(1, 30), virtual.wait_for_slip(2, 30)
    assert (torn.is_whole, rest.is_whole) == (False, True)
    assert "收件凭证" in torn.lines
    assert "咨询、投诉请拨 12345" in rest.lines


def test_a_cover_opened_and_closed_in_time_is_forgiven(virtual: VirtualPrinter) -> None:
    virtual.paper_out_after_rows(5)
    outcomes: list[PrintOutcome] = []
    job = threading.Thread(target=lambda: outcomes.append(print_sample(virtual.uri, 20.0)))
    job.start()
    until(lambda: virtual.conditions.paper_out)
    virtual.set_conditions(paper_out=False)
    job.join(PATIENCE_S)
    assert [outcome.state for outcome in outcomes] == [PrintState.PRINTED]


def test_sent_when_only_real_time_status_answers(virtual: VirtualPrinter) -> None:
    virtual.set_conditions(eot_only=True)
    assert print_sample(virtual.uri, SHORT_S) == PrintOutcome(PrintState.SENT, partial=True)
    assert virtual.wait_for_slip(1, 30).is_whole


def test_unknown_when_nothing_answers(virtual: VirtualPrinter) -> None:
    virtual.set_conditions(silent=True)
    assert print_sample(virtual.uri, SHORT_S) == PrintOutcome(PrintState.UNKNOWN, partial=True)
    assert open_printer(virtual.uri).status(SHORT_S) == PrinterStatus(DeviceState.UNKNOWN)


@pytest.mark.parametrize("after", [40, 300, 1000])
def test_a_line_that_breaks_in_mid_slip_is_unknown(virtual: VirtualPrinter, after: int) -> None:
    virtual.drop_connection_after(after)
    outcome = print_sample(virtual.uri)
    assert outcome == PrintOutcome(PrintState.UNKNOWN, PrintCause.BROKEN_OFF, partial=True)
    assert virtual.slips == ()
    assert print_sample(virtual.uri).state is PrintState.PRINTED


def test_a_line_that_breaks_before_the_slip_is_unreachable(virtual: VirtualPrinter) -> None:
    virtual.drop_connection_after(3)
    assert print_sample(virtual.uri) == PrintOutcome(PrintState.FAILED, PrintCause.UNREACHABLE)


def test_no_time_left_means_nothing_is_sent(virtual: VirtualPrinter) -> None:
    assert print_sample(virtual.uri, 0.0) == PrintOutcome(PrintState.FAILED, PrintCause.UNREACHABLE)
    assert print_sample(virtual.uri).state is PrintState.PRINTED
    assert len(virtual.slips) == 1


def test_unplugged_is_unreachable_and_plugged_in_prints_again(virtual: VirtualPrinter) -> None:
    virtual.set_conditions(unplugged=True)
    until(lambda: open_printer(virtual.uri).status(SHORT_S).state is DeviceState.OFFLINE)
    assert print_sample(virtual.uri) == PrintOutcome(PrintState.FAILED, PrintCause.UNREACHABLE)
    virtual.set_conditions(unplugged=False)
    until(lambda: open_printer(virtual.uri).status(SHORT_S).state is DeviceState.READY)
    assert print_sample(virtual.uri).state is PrintState.PRINTED


def test_automatic_status_disturbs_nothing(virtual: VirtualPrinter) -> None:
    virtual.set_conditions(auto_status=True)
    assert print_sample(virtual.uri).state is PrintState.PRINTED


def test_automatic_status_is_no_evidence(virtual: VirtualPrinter) -> None:
    virtual.set_conditions(auto_status=True, eot_only=True)
    outcomes: list[PrintOutcome] = []
    job = threading.Thread(target=lambda: outcomes.append(print_sample(virtual.uri, SHORT_S)))
    job.start()
    virtual.wait_for_slip(1, 30)
    virtual.set_conditions(paper_low=True)
    job.join(PATIENCE_S)
    assert [outcome.state for outcome in outcomes] == [PrintState.SENT]


def test_a_slow_line_takes_its_time() -> None:
    with VirtualPrinter(SimulationPermit.for_development(), bytes_per_s=960) as slow:
        started = time.monotonic()
        assert print_sample(slow.uri) == PrintOutcome(PrintState.PRINTED)
        assert time.monotonic() - started > 0.8


def test_questions_that_wait_behind_a_long_slip_confuse_nothing() -> None:
    slip = Slip("long", tuple(Text("䶮样例样例样例样例") for _ in range(6)))
    with VirtualPrinter(SimulationPermit.for_development(), bytes_per_s=2000) as slow:
        started = time.monotonic()
        assert open_printer(slow.uri).print_slip(slip, LONG_S) == PrintOutcome(PrintState.PRINTED)
        assert time.monotonic() - started > 2.0


def test_one_printer_object_is_used_by_one_thread_at_a_time(virtual: VirtualPrinter) -> None:
    virtual.set_conditions(silent=True)
    printer = open_printer(virtual.uri)
    job = threading.Thread(target=lambda: printer.print_slip(sample_slip(), SHORT_S))
    job.start()
    virtual.wait_for_slip(1, 30)
    with pytest.raises(DeviceBusyError):
        printer.print_slip(sample_slip(), 0.05)
    job.join(PATIENCE_S)
    assert len(virtual.slips) == 1


class Stranger:
    """A TCP server that is no printer of ours: what it answers, and what it does not, is the test's."""

    def __init__(self, answer: Callable[[bytes], bytes | None], greeting: bytes = b"") -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.settimeout(0.05)
        self._answer = answer
        self._greeting = greeting
        self._closed = threading.Event()
        self.received = b""
        self.uri = f"tcp://127.0.0.1:{self._listener.getsockname()[1]}"
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        while not self._closed.is_set():
            try:
                host, _ = self._listener.accept()
            except TimeoutError:
                continue
            with host:
                host.settimeout(0.05)
                host.sendall(self._greeting)
                self._talk(host)

    def _talk(self, host: socket.socket) -> None:
        while not self._closed.is_set():
            try:
                data = host.recv(4096)
            except TimeoutError:
                continue
            except OSError:
                return
            self.received += data
            answer = self._answer(data) if data else None
            if answer is None:
                return
            try:
                host.sendall(answer)
            except OSError:
                return

    def close(self) -> None:
        self._closed.set()
        self._thread.join(PATIENCE_S)
        self._listener.close()


@pytest.fixture
def stranger() -> Iterator[Callable[..., Stranger]]:
    met: list[Stranger] = []

    def meet(answer: Callable[[bytes], bytes | None], greeting: bytes = b"") -> Stranger:
        met.append(Stranger(answer, greeting))
        return met[-1]

    yield meet
    for each in met:
        each.close()


def speaker(real_time: dict[int, bytes], in_order: bytes) -> Callable[[bytes], bytes]:
    """Another maker's printer: these answers to DLE EOT n, that one to GS r."""
    ear = RealTimeEar()

    def answer(data: bytes) -> bytes:
        spoken = b"".join(real_time.get(question, b"") for question in ear.listen(data))
        return spoken + (in_order if ASK_IN_ORDER in data else b"")

    return answer


WELL = dict.fromkeys((1, 2, 3, 4), b"\x12")


@pytest.mark.parametrize(
    ("real_time", "in_order", "outcome"),
    [
        (WELL, b"\x00", PrintOutcome(PrintState.PRINTED)),
        (WELL, b"\x03", PrintOutcome(PrintState.PRINTED, paper_low=True)),
        (WELL, b"\x14\x00\x00\x00\x00", PrintOutcome(PrintState.PRINTED)),
        (WELL, b"\x0f", PrintOutcome(PrintState.FAILED, PrintCause.PAPER_END, paper_low=True, partial=True)),
        ({1: b"\x12", 4: b"\x12"}, b"\x00", PrintOutcome(PrintState.PRINTED)),
        ({1: b"\x12"}, b"\x00", PrintOutcome(PrintState.PRINTED)),
        (WELL, b"", PrintOutcome(PrintState.SENT, partial=True)),
        (WELL, b"\xff", PrintOutcome(PrintState.SENT, partial=True)),
        ({}, b"\x00", PrintOutcome(PrintState.SENT, partial=True)),
        ({}, b"", PrintOutcome(PrintState.UNKNOWN, partial=True)),
        (dict.fromkeys((1, 2, 3, 4), b"\x00"), b"", PrintOutcome(PrintState.UNKNOWN, partial=True)),
        (dict.fromkeys((1, 2, 3, 4), b"\xff"), b"", PrintOutcome(PrintState.UNKNOWN, partial=True)),
        ({**WELL, 4: b"\x72"}, b"\x00", PrintOutcome(PrintState.FAILED, PrintCause.PAPER_END)),
        ({**WELL, 1: b"\x1a"}, b"\x00", PrintOutcome(PrintState.FAILED, PrintCause.OFFLINE)),
    ],
)
def test_other_makers_printers(
    stranger: Callable[..., Stranger], real_time: dict[int, bytes], in_order: bytes, outcome: PrintOutcome
) -> None:
    other = stranger(speaker(real_time, in_order))
    deadline_s = SHORT_S if outcome.state in {PrintState.SENT, PrintState.UNKNOWN} else LONG_S
    assert print_sample(other.uri, deadline_s) == outcome
    assert other.received.count(b"\x1b@") == (0 if outcome.state is PrintState.FAILED and not outcome.partial else 1)


def test_a_fault_that_shows_after_the_slip_fails_it(stranger: Callable[..., Stranger]) -> None:
    ear = RealTimeEar()
    seen = b""

    def answer(data: bytes) -> bytes:
        nonlocal seen
        seen += data
        cover = b"\x16" if b"\x1dV" in seen else b"\x12"
        spoken = b"".join(cover if question == 2 else b"\x12" for question in ear.listen(data))
        return (b"\x00" if ASK_IN_ORDER in data else b"") + spoken

    outcome = print_sample(stranger(answer).uri)
    assert outcome == PrintOutcome(PrintState.FAILED, PrintCause.COVER_OPEN, partial=True)


def test_a_slip_that_a_printer_fell_silent_on_does_not_hang_on_the_next_one(stranger: Callable[..., Stranger]) -> None:
    speaks = speaker(WELL, b"\x00")
    loses_power, is_dark = True, False

    def answer(data: bytes) -> bytes:
        nonlocal is_dark
        is_dark = is_dark or (loses_power and RESET in data)
        return b"" if is_dark else speaks(data)

    other = stranger(answer)
    printer = open_printer(other.uri)
    outcome = printer.print_slip(sample_slip(), SHORT_S)
    assert outcome == PrintOutcome(PrintState.UNKNOWN, PrintCause.BROKEN_OFF, partial=True)
    speaks, loses_power, is_dark = speaker(WELL, b"\x00"), False, False
    assert printer.print_slip(sample_slip(), LONG_S).state is PrintState.PRINTED
    assert RESET + CUT in other.received


def test_a_printer_that_hangs_up_after_its_answer_is_sent(stranger: Callable[..., Stranger]) -> None:
    answers = iter([b"\x12"] * 4)
    asked = b""

    def answer(data: bytes) -> bytes | None:
        nonlocal asked
        asked += data
        if ASK_IN_ORDER in asked:
            return b"\x00" if ASK_IN_ORDER in data else None
        return next(answers, b"") if data.startswith(b"\x10\x04") else b""

    assert print_sample(stranger(answer).uri, 5.0) == PrintOutcome(PrintState.SENT, partial=True)


@pytest.mark.parametrize(
    "greeting", [b"SSH-2.0-OpenSSH_9.2p1 Debian\r\n", b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"]
)
def test_another_service_gets_no_slip(stranger: Callable[..., Stranger], greeting: bytes) -> None:
    other = stranger(lambda _: b"", greeting)
    assert print_sample(other.uri) == PrintOutcome(PrintState.FAILED, PrintCause.UNREACHABLE)
    assert b"\x1b@" not in other.received


def test_an_echo_is_no_printer(stranger: Callable[..., Stranger]) -> None:
    assert print_sample(stranger(lambda data: data).uri).state in {PrintState.FAILED, PrintState.UNKNOWN}


def test_a_sink_that_takes_everything_and_hangs_up_is_unknown(stranger: Callable[..., Stranger]) -> None:
    taken = 0

    def answer(data: bytes) -> bytes | None:
        nonlocal taken
        taken += len(data)
        return b"" if taken < 1000 else None

    assert print_sample(stranger(answer).uri).state is PrintState.UNKNOWN


def test_a_host_that_takes_nothing_does_not_hold_us_up() -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=1) as full:
        full.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
        # Drawing so much takes part of it.
        slow_s = 4.0
        slip = Slip("large", tuple(Text("䶮" * 24, size=2) for _ in range(150)))
        started = time.monotonic()
        outcome = open_printer(f"tcp://127.0.0.1:{full.getsockname()[1]}").print_slip(slip, slow_s)
        assert time.monotonic() - started < slow_s + 5.0 + LATE_S
        assert outcome.state is PrintState.UNKNOWN
