"""The driver against children that lie, hang or die in the worker's place."""

from __future__ import annotations

import json
import sys
import threading
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.core.errors import DeviceBusyError, DeviceError, ProtocolError
from devices.core.status import DeviceState
from devices.scanner.errors import PaperJamError
from devices.scanner.protocol import MAX_IMAGE_BYTES, ScanRequest, parse_header, scan_error
from devices.scanner.sane_driver import SaneScanner, list_sane_devices, parse_devices
from devices.scanner.sources import Source
from tests.patience import LATE_S, PATIENCE_S


def _child(code: str) -> tuple[str, ...]:
    """Return the command of a child that reads its request and then does as it is told."""
    start = "import json, sys, time, os\nrequest = sys.stdin.readline()\nout = sys.stdout.buffer\n"
    return (sys.executable, "-c", start + code)


def _answering(*answers: object, then: str = "") -> tuple[str, ...]:
    lines = "".join(json.dumps(answer) + "\n" for answer in answers)
    return _child(f"out.write({lines.encode()!r}); out.flush()\n{then}")


def _header(**changes: object) -> dict[str, object]:
    return {"image": {"rows": 4, "columns": 3, "samples": 1, "expected_rows": 4, "dpi": 200, **changes}}


def _code_of(worker: tuple[str, ...], deadline_s: float = PATIENCE_S) -> str:
    with pytest.raises(DeviceError) as failed:
        SaneScanner("any", worker=worker).scan(deadline_s)
    return failed.value.code


def test_a_whole_image_is_a_page() -> None:
    page = SaneScanner("any", worker=_answering(_header(), then="out.write(bytes(range(12)))")).scan(30)
    assert page.pixels.tolist() == [[0, 1, 2], [3, 4, 5], [6, 7, 8], [9, 10, 11]]


@pytest.mark.parametrize(("rows", "code"), [(50, "short_image"), (99, "short_image")])
def test_fewer_lines_than_announced_are_a_short_image(rows: int, code: str) -> None:
    header = _header(rows=rows, expected_rows=100)
    assert _code_of(_answering(header, then=f"out.write(bytes({rows * 3}))")) == code


def test_a_height_that_nobody_knew_before_is_no_short_image() -> None:
    worker = _answering(_header(expected_rows=-1), then="out.write(bytes(12))")
    assert SaneScanner("any", worker=worker).scan(30).pixels.shape == (4, 3)


@pytest.mark.parametrize(
    "header",
    [
        {"image": None},
        {"image": {"rows": 1}},
        _header(rows=0),
        _header(samples=2),
        _header(rows=True),
        _header(dpi=0),
        _header(rows=MAX_IMAGE_BYTES),
    ],
    ids=str,
)
def test_an_impossible_header_is_a_protocol_error(header: dict[str, object]) -> None:
    assert _code_of(_answering(header)) == "protocol_error"


@pytest.mark.parametrize("text", ["nonsense", "[1]", "{", "x" * 70000], ids=["word", "list", "brace", "endless"])
def test_nonsense_is_a_protocol_error(text: str) -> None:
    assert _code_of(_child(f"out.write({text.encode()!r} + b'\\n'); out.flush(); sys.stdin.read()")) == "protocol_error"


@pytest.mark.parametrize(
    "code", ["sys.exit(3)", "os.abort()", "os.kill(os.getpid(), 11)"], ids=["exit", "abort", "fault"]
)
def test_a_child_that_dies_is_an_io_error(code: str) -> None:
    assert _code_of(_child("import resource; resource.setrlimit(resource.RLIMIT_CORE, (0, 0))\n" + code)) == "io_error"


def test_a_child_that_dies_in_mid_image_is_an_io_error() -> None:
    assert _code_of(_answering(_header(), then="out.write(b'12')")) == "io_error"


def test_a_program_that_can_not_start_is_an_io_error(tmp_path: Path) -> None:
    assert _code_of((str(tmp_path / "none"),)) == "io_error"


_IGNORING = "import signal\nfor s in (1, 2, 15): signal.signal(s, signal.SIG_IGN)\n"


@pytest.mark.parametrize("stubborn", ["time.sleep(60)", _IGNORING + "time.sleep(60)"], ids=["asleep", "deaf"])
def test_a_child_that_hangs_is_killed_soon_after_the_deadline(stubborn: str) -> None:
    started = time.monotonic()
    assert _code_of(_child(stubborn), deadline_s=0.3) == "device_timeout"
    assert time.monotonic() - started < 4 + LATE_S


def test_only_one_scan_at_a_time() -> None:
    scanner = SaneScanner("any", worker=_child("sys.stdin.readline()"))
    cancelled, begun = threading.Event(), threading.Event()
    outcome: list[str] = []

    def first() -> None:
        begun.set()
        try:
            scanner.scan(30, None, cancelled)
        except DeviceError as error:
            outcome.append(error.code)

    thread = threading.Thread(target=first)
    thread.start()
    assert begun.wait(PATIENCE_S)
    end = time.monotonic() + PATIENCE_S
    while scanner.status() is not DeviceState.BUSY and time.monotonic() < end:
        pass
    with pytest.raises(DeviceBusyError):
        scanner.scan(1)
    cancelled.set()
    thread.join(PATIENCE_S)
    assert outcome == ["cancelled"]


def test_devices_are_listed_as_the_command_line_takes_them() -> None:
    worker = _answering({"devices": [["test:0", "Noname", "frontend-tester", "virtual device"]]})
    (found,) = list_sane_devices(10, worker=worker)
    assert found.address == "sane:test:0"
    assert found.description == "Noname frontend-tester virtual device"


def test_requests_are_one_line_of_json() -> None:
    line = ScanRequest("test:0", "Flatbed", 200, "Color", 210.0, 297.0, {"depth": 8}).to_line()
    assert line.endswith(b"\n")
    assert line.count(b"\n") == 1
    assert json.loads(line)["options"] == {"depth": 8}


@pytest.mark.parametrize(
    ("text", "phase", "code"),
    [
        ("Document feeder jammed", "scan", "paper_jam"),
        ("Document feeder out of documents", "scan", "no_paper"),
        ("Scanner cover is open", "scan", "cover_open"),
        ("Device busy", "open", "device_busy"),
        ("Access to resource has been denied", "open", "access_denied"),
        ("Error during device I/O", "scan", "io_error"),
        ("Invalid argument", "open", "device_not_found"),
        ("Invalid argument", "options", "unsupported"),
        ("Invalid argument", "scan", "io_error"),
        ("No module named 'sane'", "library", "unsupported"),
        ("something new", "scan", "io_error"),
    ],
)
def test_status_texts_have_their_codes(text: str, phase: str, code: str) -> None:
    assert scan_error(text, phase).code == code


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda below: st.lists(below, max_size=4) | st.dictionaries(st.text(max_size=12), below, max_size=4),
    max_leaves=10,
)
_FIELDS = st.fixed_dictionaries(
    {name: st.integers(-5, 10**7) | _JSON for name in ("rows", "columns", "samples", "expected_rows", "dpi")}
)


@given(_JSON | _FIELDS)
def test_any_header_is_read_or_refused(fields: object) -> None:
    try:
        header = parse_header(fields)
    except ProtocolError:
        return
    assert 0 < header.size <= MAX_IMAGE_BYTES


@given(_JSON | st.lists(st.lists(st.text(max_size=9), min_size=3, max_size=5), max_size=3))
def test_any_device_list_is_read_or_refused(devices: object) -> None:
    try:
        found = parse_devices(devices)
    except ProtocolError:
        return
    assert all(device.address.startswith("sane:") for device in found)


@given(st.text(max_size=80), st.text(max_size=12))
def test_any_status_text_is_a_typed_error(text: str, phase: str) -> None:
    assert scan_error(text, phase).code


def test_pages_before_a_jam_are_given() -> None:
    jam = {"error": "Document feeder jammed", "phase": "scan"}
    head, tail = json.dumps(_header()) + "\n", json.dumps(jam) + "\n"
    code = (
        f"for _ in range(2): out.write({head.encode()!r} + bytes(range(12)))\nout.write({tail.encode()!r}); out.flush()"
    )
    pages = SaneScanner("any", Source.FEEDER, worker=_child(code)).scan_stack(30)
    assert [next(pages).dpi, next(pages).dpi] == [200, 200]
    with pytest.raises(PaperJamError):
        next(pages)


def test_an_end_without_a_page_is_a_protocol_error() -> None:
    assert _code_of(_answering({"end": 0})) == "protocol_error"
