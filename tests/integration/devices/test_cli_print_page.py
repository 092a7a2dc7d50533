"""`print-page` as a process, on a real ippeveprinter."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fixtures.ports import free_port
from tests.integration.devices.ipp_bed import EvePrinter, until
from tests.patience import PATIENCE_S

pytestmark = [pytest.mark.daemon]
PDF = b"%PDF-1.4\n%%EOF\n"


def command(*words: str) -> list[str]:
    return [sys.executable, "-m", "devices", "print-page", *words]


def run(*words: str) -> tuple[int, list[dict[str, object]], str]:
    done = subprocess.run(command(*words), capture_output=True, text=True, timeout=PATIENCE_S, check=False)
    lines = [json.loads(line) for line in done.stdout.splitlines()] if "--json" in words else []
    return done.returncode, lines, done.stderr


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "notice.pdf"
    path.write_bytes(PDF)
    return path


def test_one_line_for_each_file_also_for_one_that_fails(eve: EvePrinter, page: Path, tmp_path: Path) -> None:
    eve.on_job("exit 0")
    wrong = tmp_path / "wrong.pdf"
    wrong.write_text("no pdf")
    code, lines, _ = run(str(page), str(wrong), "--printer", eve.uri, "--duplex", "long", "--copies", "2", "--json")
    assert code == 2
    assert [(line["ok"], line["input"]) for line in lines] == [(True, str(page)), (False, str(wrong))]
    assert (lines[0]["state"], lines[0]["cause"], lines[1]["error"]) == ("printed", None, "document_unreadable")


def test_an_aborted_job_is_a_failure_with_its_cause(eve: EvePrinter, page: Path) -> None:
    eve.on_job("exit 1")
    code, (line,), _ = run(str(page), "--printer", eve.uri, "--json")
    assert (code, line["ok"], line["state"], line["error"]) == (2, False, "failed", "job_aborted")


def test_nobody_there(page: Path) -> None:
    code, (line,), _ = run(str(page), "--printer", f"ipp://127.0.0.1:{free_port()}/ipp/print", "--json")
    assert (code, line["state"], line["error"]) == (2, "failed", "unreachable")


def test_wrong_words_are_wrong_usage(page: Path) -> None:
    for words in (("--printer", "lpt:1"), ("--printer", "ipp://x/", "--copies", "0"), ()):
        code, _, errors = run(str(page), *words)
        assert (code, bool(errors)) == (64, True)


def test_people_are_told_how_it_goes_and_ctrl_c_takes_the_job_back(eve: EvePrinter, page: Path, tmp_path: Path) -> None:
    eve.on_job(*eve.wait_for("media-empty-error"), "exit 0")
    told = tmp_path / "told"
    with told.open("wb") as errors:
        process = subprocess.Popen(command(str(page), "--printer", eve.uri), stdout=subprocess.PIPE, stderr=errors)
        until(lambda: "打印机缺纸" in told.read_text(), "the fault is not told")
        os.kill(process.pid, signal.SIGINT)
        until(lambda: "正在取消" in told.read_text(), "it is not taken back")
        eve.go()
        output, _ = process.communicate(timeout=PATIENCE_S)
    assert (process.returncode, output) == (2, b"")
    assert "任务已取消" in told.read_text()


def test_a_page_printer_tells_its_status(eve: EvePrinter) -> None:
    words = [sys.executable, "-m", "devices", "printer-status", "--printer", eve.uri, "--json"]
    done = subprocess.run(words, capture_output=True, text=True, timeout=PATIENCE_S, check=True)
    assert json.loads(done.stdout) == {"ok": True, "state": "ready", "cause": None, "paper_low": False}
