"""The dock's page printer at its wire: what any IPP client may send it, and what it is asked to misbehave in."""

from __future__ import annotations

import contextlib
import http.client
import struct
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyipp.enums import IppOperation, IppStatus, IppTag
from pyipp.parser import parse
from pyipp.serializer import encode_dict

from devices.core.deadline import Deadline
from devices.core.errors import ProtocolError, SimulationForbiddenError
from devices.core.page_printing import PageCause, PageOptions, PageProgress, PageStep
from devices.core.printing import PrintState
from devices.core.simulation import SimulationPermit
from devices.core.traffic import Direction, Traffic
from devices.page_printer import IppAddress, IppClient, open_page_printer
from devices.page_printer.ipp_message import read_request, write_answer
from devices.page_printer.ipp_simulator import IppSimulator
from tests.patience import PATIENCE_S

PDF = b"%PDF-1.4\n%%EOF\n"


@pytest.fixture
def simulator(tmp_path: Path) -> Iterator[IppSimulator]:
    with IppSimulator(SimulationPermit.for_development(), tmp_path) as simulator:
        yield simulator


def request(operation: IppOperation, document: bytes = b"", **about: object) -> bytes:
    attributes = {name.replace("_", "-"): value for name, value in about.items()}
    message = {"version": (2, 0), "operation": operation, "operation-attributes-tag": attributes}
    return bytes(encode_dict({**message, "data": document}))


def post(
    simulator: IppSimulator, body: bytes, *, kind: str = "application/ipp", chunked: bool = False
) -> tuple[int, int]:
    """Return the HTTP status and the IPP status."""
    address = IppAddress.parse(simulator.uri)
    assert address is not None
    connection = http.client.HTTPConnection(address.host, address.port, timeout=PATIENCE_S)
    try:
        content: object = iter((body[:9], body[9:])) if chunked else body
        connection.request("POST", "/ipp/print", content, {"Content-Type": kind}, encode_chunked=chunked)  # type: ignore[arg-type]
        answer = connection.getresponse()
        data = answer.read()
    finally:
        connection.close()
    return answer.status, struct.unpack_from(">H", data, 2)[0] if len(data) >= 8 else 0


def test_a_simulator_wants_a_permit() -> None:
    with pytest.raises(SimulationForbiddenError):
        IppSimulator(None)  # type: ignore[arg-type]


def test_a_body_in_chunks_is_printed(simulator: IppSimulator) -> None:
    job = request(IppOperation.PRINT_JOB, PDF, job_name="a")
    assert post(simulator, job, chunked=True) == (200, IppStatus.OK)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", IppStatus.ERROR_BAD_REQUEST),
        (b"\x02\x00\x00\x0b\x00\x00\x00\x01\x01\x47\x7f\xff", IppStatus.ERROR_BAD_REQUEST),
        (request(IppOperation.PRINT_JOB, b"plain text", job_name="a"), IppStatus.ERROR_DOCUMENT_FORMAT_ERROR),
        (
            request(IppOperation.PRINT_JOB, PDF, document_format="image/jpeg"),
            IppStatus.ERROR_DOCUMENT_FORMAT_NOT_SUPPORTED,
        ),
        (request(IppOperation.GET_JOB_ATTRIBUTES, job_id=77), IppStatus.ERROR_NOT_FOUND),
        (request(IppOperation.CANCEL_JOB, job_id=77), IppStatus.ERROR_NOT_FOUND),
        (request(IppOperation.PURGE_JOBS, job_name="a"), IppStatus.ERROR_OPERATION_NOT_SUPPORTED),
    ],
    # A request has a random number, which must not be part of a name that two workers agree on.
    ids=lambda value: value.name if isinstance(value, IppStatus) else "body",
)
def test_what_it_can_not_do_is_refused_by_its_status(simulator: IppSimulator, body: bytes, status: IppStatus) -> None:
    assert post(simulator, body) == (200, status)
    assert simulator.printed == ()


def test_what_is_no_ipp_is_refused_by_http(simulator: IppSimulator) -> None:
    assert post(simulator, b"{}", kind="application/json")[0] == 400


def test_a_job_that_ends_while_it_is_called_off_is_told_as_it_ended(simulator: IppSimulator) -> None:
    simulator.moments.subscribe(lambda name: simulator.set_conditions(jammed=True) if name == "job_begun" else None)
    ended = threading.Event()
    simulator.moments.subscribe(lambda name: ended.set() if name == "job_ended" else None)
    cancelled = threading.Event()

    def watch(progress: PageProgress) -> None:
        if progress.cause is PageCause.PAPER_JAM:
            cancelled.set()
        if progress.step is PageStep.CANCELLING:
            simulator.restore()
            assert ended.wait(PATIENCE_S)

    outcome = open_page_printer(simulator.uri).print_document(
        PDF, "样例", PageOptions(), deadline_s=30, on_progress=watch, cancelled=cancelled
    )
    assert outcome.state is PrintState.PRINTED


def test_a_printer_without_a_clock_battery_says_so_and_nobody_believes_it(simulator: IppSimulator) -> None:
    simulator.set_conditions(wrong_clock=True)
    address = IppAddress.parse(simulator.uri)
    assert address is not None
    answer = IppClient(address).ask(IppOperation.GET_PRINTER_ATTRIBUTES, Deadline(60))
    assert answer["printers"][0]["printer-current-time"] == datetime(2000, 1, 1, tzinfo=UTC)
    outcome = open_page_printer(simulator.uri).print_document(PDF, "样例", PageOptions(), deadline_s=30)
    assert outcome.state is PrintState.PRINTED


def test_one_that_lost_its_power_knows_no_job_and_is_back_on_its_port(simulator: IppSimulator) -> None:
    printer = open_page_printer(simulator.uri)
    simulator.unplug()
    assert printer.status(30).cause is PageCause.UNREACHABLE
    simulator.restore()
    assert printer.print_document(PDF, "样例", PageOptions(), deadline_s=30).state is PrintState.PRINTED


def test_a_tap_sees_each_message_whole(simulator: IppSimulator) -> None:
    seen: list[Traffic] = []
    open_page_printer(simulator.uri, seen.append).status(30)
    assert [traffic.direction for traffic in seen] == [Direction.TO_DEVICE, Direction.FROM_DEVICE]
    assert read_request(seen[0].data).operation is IppOperation.GET_PRINTER_ATTRIBUTES


@given(st.binary(max_size=200))
def test_any_request_is_read_or_refused(noise: bytes) -> None:
    for body in (noise, b"\x02\x00\x00\x02\x00\x00\x00\x01" + noise):
        with contextlib.suppress(ProtocolError):
            read_request(body)


@given(st.text(max_size=80), st.integers(-(2**31), 2**31 - 1), st.booleans(), st.binary(max_size=40))
def test_what_is_written_is_read_again(name: str, number: int, flag: bool, document: bytes) -> None:
    job = [("job-name", IppTag.NAME, name), ("job-id", IppTag.INTEGER, number), ("x", IppTag.BOOLEAN, flag)]
    answer = parse(write_answer(IppStatus.OK, 5, [(IppTag.JOB, job)]))
    assert answer["jobs"] == [{"job-name": name, "job-id": number, "x": flag}]
    asked = read_request(request(IppOperation.PRINT_JOB, document, job_name=name))
    assert (asked.text("job-name"), asked.document) == (name, document)
