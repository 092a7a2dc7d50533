"""`sniff` before real drivers on simulators: every message is shown, no name, number, address or photo ever is."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from devices.barcode.simulator import VirtualSerialGun
from devices.core.page_printing import PageOptions
from devices.core.simulation import SimulationPermit
from devices.core.slip import Pair, Qr, Slip, Text
from devices.id_card.card_image import build_image
from devices.id_card.driver import SamvReader
from devices.id_card.simulator import SamvSimulator
from devices.id_card.specimens import SPECIMENS
from devices.page_printer import open_page_printer
from devices.page_printer.ipp_simulator import IppSimulator
from devices.receipt_printer import open_printer
from devices.receipt_printer.simulator import VirtualPrinter
from devices.scanner.escl.driver import EsclScanner
from devices.scanner.escl.simulator import EsclSimulator
from tests.integration.devices.conftest import SaneSetup
from tests.integration.devices.page_jobs import PDF
from tests.patience import PATIENCE_S

ROOT = Path(__file__).parents[3]
PERMIT = SimulationPermit.for_development()
CARD = SPECIMENS["chen"]
INSTALLED = ("-c", "import sys; from devices.__main__ import main; sys.exit(main())")
"""What the command `yimen-devices` of an installation does."""


class Sniffer:
    """The command as a process of its own, with SIGINT ignored at its start as in a shell's background job."""

    def __init__(self, *words: str, entry: Sequence[str] = ("-m", "devices")) -> None:
        self.process = subprocess.Popen(
            ["sh", "-c", 'trap "" INT; exec "$@"', "sh", sys.executable, *entry, "sniff", *words],
            cwd=ROOT,
            env=os.environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )

    def first_line(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        answer: dict[str, Any] = json.loads(self.process.stdout.readline())
        return answer

    def rest(self) -> str:
        try:
            out, errors = self.process.communicate(timeout=PATIENCE_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.communicate()
            raise
        assert errors == ""
        return out

    def stop(self, number: signal.Signals = signal.SIGINT) -> list[dict[str, Any]]:
        """Interrupt it, as Ctrl-C does, and return what it had shown since."""
        self.process.send_signal(number)
        return self.lines()

    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.rest().splitlines()]


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[SamvSimulator]:
    reader = SamvSimulator(PERMIT, link=tmp_path / "reader")
    reader.present(build_image(CARD))
    yield reader
    reader.close()


def assert_hides_the_person(text: str) -> None:
    for secret in (CARD.name, CARD.number, CARD.address or "", CARD.birth.replace("-", "")):
        assert secret
        assert secret not in text
        for encoding in ("utf-8", "utf-16-le", "gb18030"):
            assert secret.encode(encoding).hex(" ") not in text


@pytest.mark.parametrize("form", ["json", "text"])
def test_a_card_that_is_read_is_shown_masked(reader: SamvSimulator, form: str) -> None:
    words = ("--device", f"serial:{reader.port}", "--ask", "read", *(("--json",) if form == "json" else ()))
    text = Sniffer(*words).rest()
    assert_hides_the_person(text)
    assert "read_base" in text
    if form == "text":
        assert "■■■" in text
        return
    lines = [json.loads(line) for line in text.splitlines()]
    assert all(line["ok"] for line in lines)
    assert lines[-1] == {"ok": True, "answer": "read"}
    (answer,) = [
        line
        for line in lines[:-1]
        if line["direction"] == "from_device" and any(part["length"] > 1200 for part in line["parts"])
    ]
    assert [part for part in answer["parts"] if part["name"] == "data"] == [
        {"name": "data", "length": 1284, "masked": True}
    ]
    assert [line["at"] for line in lines[:-1]] == sorted(line["at"] for line in lines[:-1])


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_app_is_pointed_to_the_relay(reader: SamvSimulator, number: signal.Signals) -> None:
    sniffer = Sniffer("--device", f"serial:{reader.port}", "--json")
    attach = sniffer.first_line()["attach"]
    driver = SamvReader.open_serial(attach.removeprefix("serial:"))
    assert driver.read(30).number == CARD.number
    driver.close()
    lines = sniffer.stop(number)
    assert sniffer.process.returncode == 130
    assert {"find", "select", "read_base"} <= {line["summary"] for line in lines}
    assert_hides_the_person(json.dumps(lines, ensure_ascii=False))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_installed_command_ends_as_well_when_it_is_told(reader: SamvSimulator, number: signal.Signals) -> None:
    sniffer = Sniffer("--device", f"serial:{reader.port}", "--json", entry=INSTALLED)
    assert sniffer.first_line()["ok"]
    assert sniffer.stop(number) == []
    assert sniffer.process.returncode == 130


def test_a_slip_passes_whole_and_masked(tmp_path: Path) -> None:
    slip = Slip("样例", (Text("收件凭证"), Pair("申请人", "陈样例"), Qr("YM1:SECRET"), Text("110105199001011234")))
    with VirtualPrinter(PERMIT, folder=tmp_path) as printer:
        sniffer = Sniffer("--device", printer.uri, "--json")
        attach = sniffer.first_line()["attach"]
        driver = open_printer(attach)
        assert driver.print_slip(slip, 60).state.value == "printed"
        driver.close()
        lines = sniffer.stop()
    text = json.dumps(lines, ensure_ascii=False)
    assert {"init", "text", "cut", "answer"} <= {line["summary"] for line in lines}
    for secret in ("陈样例", "YM1:SECRET", "110105199001011234"):
        assert secret not in text
        assert secret.encode("gb18030").hex(" ") not in text


def test_a_scan_is_shown_without_its_picture() -> None:
    with EsclSimulator(PERMIT) as simulator:
        sniffer = Sniffer("--device", simulator.uri, "--json")
        attach = sniffer.first_line()["attach"]
        assert EsclScanner(attach.removeprefix("escl:"), resolution=75).scan(60).dpi == 75
        lines = sniffer.stop()
    shown = [part["shown"] for line in lines for part in line["parts"] if "shown" in part]
    assert "GET /eSCL/ScannerCapabilities" in shown
    assert "HTTP 200 image/jpeg" in shown
    assert all(part.get("masked") for line in lines for part in line["parts"] if part["name"] == "body")


def test_asking_a_scanner_how_it_is() -> None:
    with EsclSimulator(PERMIT) as simulator:
        lines = Sniffer("--device", simulator.uri, "--ask", "status", "--json").lines()
    assert lines[-1] == {"ok": True, "answer": "ready"}
    assert any("ScannerStatus" in line["summary"] for line in lines[:-1])


def test_a_page_job_is_shown_without_its_name_its_user_and_its_pages() -> None:
    with IppSimulator(PERMIT) as simulator:
        sniffer = Sniffer("--device", simulator.uri, "--json")
        attach = sniffer.first_line()["attach"]
        outcome = open_page_printer(attach).print_document(PDF, "陈样例的通知书", PageOptions(), deadline_s=60)
        assert outcome.state.value == "printed"
        lines = sniffer.stop()
    (job,) = [line for line in lines if line["summary"] == "Print-Job"]
    parts = {part["name"]: part for part in job["parts"]}
    assert parts["sides"]["shown"] == "one-sided"
    assert parts["document"] == {"name": "document", "length": len(PDF), "masked": True}
    assert parts["job-name"]["masked"]
    assert parts["requesting-user-name"]["masked"]
    assert {"Get-Printer-Attributes", "Get-Job-Attributes", "ok"} <= {line["summary"] for line in lines}
    assert "陈样例" not in json.dumps(lines, ensure_ascii=False)


def test_a_sane_scan_is_shown_call_by_call(sane: SaneSetup, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in sane().items():
        monkeypatch.setenv(name, value)
    lines = Sniffer("--device", "sane:test:0?resolution=75", "--ask", "read", "--json").lines()
    assert lines[-1] == {"ok": True, "answer": "read"}
    told = {line["summary"]: {part["name"]: part.get("shown") for part in line["parts"]} for line in lines[:-1]}
    assert [name for name in told if name in {"sane_open", "sane_start", "sane_read"}] == [
        "sane_open",
        "sane_start",
        "sane_read",
    ]
    assert int(told["sane_read"]["bytes"]) == 3 * int(told["sane_get_parameters"]["pixels"]) * int(
        told["sane_read"]["lines"]
    )
    options = [part["name"] for line in lines[:-1] if line["summary"] == "sane_set_option" for part in line["parts"]]
    assert {"mode", "resolution", "br_x", "br_y"} <= set(options)


def test_a_device_that_is_not_there_and_wrong_words_are_named(tmp_path: Path) -> None:
    (line,) = Sniffer("--device", f"serial:{tmp_path / 'none'}", "--ask", "status", "--json").lines()
    assert (line["ok"], line["error"]) == (False, "device_not_found")
    for words in (("--device", "laser:x"), ("--device", "serial"), ("--device", "sane:x", "--role", "id_card")):
        process = Sniffer(*words, "--json").process
        out, errors = process.communicate(timeout=PATIENCE_S)
        assert (process.returncode, out) == (64, "")
        assert errors
    (line,) = Sniffer("--device", "sane:test:9", "--for", "1", "--json").lines()
    assert line["error"] == "unsupported"
    words = ("--device", "usb:0416:5011", "--role", "receipt_printer", "--ask", "status", "--json")
    (line,) = Sniffer(*words).lines()
    assert line["error"] == "device_not_found"


def test_the_options_of_a_serial_address_stay_with_the_app(tmp_path: Path) -> None:
    gun = VirtualSerialGun(PERMIT, tmp_path / "gun", baud=115_200)
    try:
        sniffer = Sniffer("--device", gun.uri, "--role", "barcode", "--for", "1", "--json")
        attach = sniffer.first_line()["attach"]
        assert attach.endswith("?baud=115200")
        sniffer.stop()
    finally:
        gun.close()


def test_a_relay_ends_when_its_time_is_over(reader: SamvSimulator) -> None:
    sniffer = Sniffer("--device", f"serial:{reader.port}", "--for", "0.2", "--json")
    sniffer.first_line()
    assert sniffer.lines() == []
    assert sniffer.process.returncode == 0
