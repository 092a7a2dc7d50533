"""`print-receipt` and `printer-status` against the virtual printer on a real socket."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from devices.cli.main import main
from devices.core.simulation import SimulationPermit
from devices.receipt_printer import dump_slip, sample_slip
from devices.receipt_printer.simulator import VirtualPrinter
from tests.patience import PATIENCE_S

ROOT = Path(__file__).parents[3]


@pytest.fixture
def printer(tmp_path: Path) -> Iterator[VirtualPrinter]:
    with VirtualPrinter(SimulationPermit.for_development(tmp_path / "installed")) as printer:
        yield printer


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, dict[str, Any]]:
    code = main([*words, "--json"])
    written = capsys.readouterr()
    assert written.err == ""
    (line,) = written.out.splitlines()
    return code, json.loads(line)


def _unused_uri() -> str:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return f"tcp://127.0.0.1:{held.getsockname()[1]}"


def test_printed_as_a_process(printer: VirtualPrinter) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "devices", "print-receipt", "--sample", "--printer", printer.uri, "--json"],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE_S,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout) == {"ok": True, "state": "printed", "cause": None}
    assert len(printer.slips) == 1


@pytest.mark.parametrize(
    ("condition", "state", "error"),
    [
        ("paper_out", "failed", "paper_end"),
        ("cover_open", "failed", "cover_open"),
        ("offline", "failed", "offline"),
        ("eot_only", "sent", "print_sent"),
        ("silent", "unknown", "print_unknown"),
    ],
)
def test_each_outcome_but_printed_is_a_failure(
    printer: VirtualPrinter, capsys: pytest.CaptureFixture[str], condition: str, state: str, error: str
) -> None:
    printer.set_conditions(**{condition: True})
    # What the printer tells is told at once; who waits for what it never tells waits for the whole of it.
    seconds = "2.5" if error in {"print_sent", "print_unknown"} else "60"
    code, line = run(capsys, "print-receipt", "--sample", "--printer", printer.uri, "--timeout", seconds)
    assert code == 2
    assert (line["ok"], line["state"], line["error"], line["input"]) == (False, state, error, printer.uri)
    assert line["message"]


def test_nobody_at_the_address(capsys: pytest.CaptureFixture[str]) -> None:
    code, line = run(capsys, "print-receipt", "--sample", "--printer", _unused_uri(), "--timeout", "3")
    assert (code, line["state"], line["cause"], line["error"]) == (2, "failed", "unreachable", "unreachable")


def test_a_slip_from_a_file(printer: VirtualPrinter, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "slip.json"
    path.write_text(dump_slip(sample_slip()), encoding="utf-8")
    assert run(capsys, "print-receipt", str(path), "--printer", printer.uri)[0] == 0
    path.write_text("{}", encoding="utf-8")
    code, line = run(capsys, "print-receipt", str(path), "--printer", printer.uri)
    assert (code, line["error"], line["input"]) == (2, "slip_file_invalid", str(path))
    assert len(printer.slips) == 1


def test_a_file_as_printer_holds_the_bytes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "slip.bin"
    code, line = run(capsys, "print-receipt", "--sample", "--printer", f"file:{path}")
    assert (code, line["state"]) == (0, "printed")
    assert path.read_bytes().startswith(b"\x1b@")


@pytest.mark.parametrize(
    ("condition", "state", "cause"),
    [(None, "ready", None), ("paper_out", "fault", "paper_end"), ("cover_open", "fault", "cover_open")],
)
def test_status_of_a_printer_that_answers(
    printer: VirtualPrinter, capsys: pytest.CaptureFixture[str], condition: str | None, state: str, cause: str | None
) -> None:
    if condition:
        printer.set_conditions(**{condition: True})
    code, line = run(capsys, "printer-status", "--printer", printer.uri)
    assert (code, line["ok"], line["state"], line["cause"]) == (0, True, state, cause)


def test_status_of_a_silent_printer_is_unknown_and_a_failure(
    printer: VirtualPrinter, capsys: pytest.CaptureFixture[str]
) -> None:
    printer.set_conditions(silent=True)
    code, line = run(capsys, "printer-status", "--printer", printer.uri, "--timeout", "1")
    assert (code, line["state"], line["error"]) == (2, "unknown", "device_timeout")


def test_status_of_nobody(capsys: pytest.CaptureFixture[str]) -> None:
    code, line = run(capsys, "printer-status", "--printer", _unused_uri(), "--timeout", "2")
    assert (code, line["error"]) == (2, "unreachable")
