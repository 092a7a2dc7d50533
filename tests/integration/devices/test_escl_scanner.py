"""The eSCL driver against a real HTTP server with a scanner's habits, and the same server read through SANE."""

from __future__ import annotations

import json
import os
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from devices.core.errors import CancelledError, DeviceError, IoError
from devices.core.simulation import SimulationPermit
from devices.core.status import DeviceState
from devices.scanner.escl.driver import EsclScanner
from devices.scanner.escl.simulator import EsclSimulator
from devices.scanner.sane_driver import SaneScanner, list_sane_devices
from devices.scanner.sources import Source
from tests.patience import LATE_S, PATIENCE_S

ROOT = Path(__file__).parents[3]


@pytest.fixture
def simulator() -> Iterator[EsclSimulator]:
    with EsclSimulator(SimulationPermit.for_development()) as simulator:
        yield simulator


def flatbed(simulator: EsclSimulator) -> EsclScanner:
    return EsclScanner(simulator.url, Source.FLATBED, 75)


def feeder(simulator: EsclSimulator) -> EsclScanner:
    return EsclScanner(simulator.url, Source.FEEDER, 75)


def code_of(scanner: EsclScanner, deadline_s: float = PATIENCE_S) -> str:
    with pytest.raises(DeviceError) as failed:
        list(scanner.scan_stack(deadline_s))
    return failed.value.code


def test_a_scanner_that_lives_in_the_year_2000_scans_all_the_same(simulator: EsclSimulator) -> None:
    simulator.set_conditions(wrong_clock=True, not_ready=1)
    simulator.scanner.load_specimens(2)
    answer = requests.get(f"{simulator.url}/ScannerStatus", timeout=PATIENCE_S)
    assert answer.headers["Date"] == "Sat, 01 Jan 2000 00:00:00 GMT"
    assert [page.dpi for page in feeder(simulator).scan_stack(60)] == [75, 75]


def test_a_page_of_the_glass_is_a4_in_colour(simulator: EsclSimulator) -> None:
    seen: list[float] = []
    page = EsclScanner(simulator.url, resolution=150).scan(20, seen.append)
    assert page.dpi == 150
    assert page.pixels.shape == (1754, 1240, 3)
    assert page.pixels.std() > 10
    assert seen == sorted(seen)
    assert seen[-1] == 1.0
    assert EsclScanner(simulator.url, resolution=75, color=False).scan(60).pixels.ndim == 2


@pytest.mark.parametrize("taken", [50, 150])
def test_the_resolution_that_a_scanner_took_by_itself_is_told(simulator: EsclSimulator, taken: int) -> None:
    def watch(name: str) -> None:
        if name == "page_requested":
            simulator.scanner.jobs[0].resolution = taken

    simulator.moments.subscribe(watch)
    assert flatbed(simulator).scan(PATIENCE_S).dpi == taken


def test_a_stack_comes_whole_and_each_page_once(simulator: EsclSimulator) -> None:
    simulator.scanner.load_specimens(5)
    pages = list(feeder(simulator).scan_stack(60))
    assert len(pages) == 5
    assert len({page.pixels.tobytes() for page in pages}) == 5
    assert code_of(feeder(simulator)) == "no_paper"


def test_duplex_is_asked_for(simulator: EsclSimulator) -> None:
    simulator.scanner.load_specimens(1)
    list(EsclScanner(simulator.url, Source.DUPLEX, 75).scan_stack(60))
    (job,) = simulator.scanner.jobs
    assert (job.from_feeder, job.duplex) == (True, True)


@pytest.mark.parametrize(
    "conditions",
    [
        {"location_host": "scanner.invalid:1"},
        {"early_404": 2},
        {"not_ready": 2},
        {"keeps_processing": True},
        {"ends_with_409": True},
        {"early_404": 1, "make_and_model": "Brother 样例"},
    ],
    ids=str,
)
def test_habits_of_makes_lose_no_page(simulator: EsclSimulator, conditions: dict[str, object]) -> None:
    simulator.set_conditions(**conditions)
    simulator.scanner.load_specimens(2)
    assert len(list(feeder(simulator).scan_stack(30))) == 2


def test_pages_before_a_jam_are_given(simulator: EsclSimulator) -> None:
    simulator.scanner.load_specimens(5)
    simulator.set_conditions(jam_after=2)
    pages = feeder(simulator).scan_stack(60)
    assert next(pages).dpi == 75
    assert next(pages).dpi == 75
    with pytest.raises(DeviceError) as failed:
        next(pages)
    assert failed.value.code == "paper_jam"
    assert simulator.scanner.sheets_left == 3


@pytest.mark.parametrize(
    ("conditions", "code"),
    [
        ({"jammed": True}, "paper_jam"),
        ({"cover_open": True}, "cover_open"),
        ({"garbage": True}, "protocol_error"),
        ({"truncated": True}, "short_image"),
    ],
    ids=str,
)
def test_each_fault_of_the_feeder_has_its_code(
    simulator: EsclSimulator, conditions: dict[str, object], code: str
) -> None:
    simulator.scanner.load_specimens(2)
    simulator.set_conditions(**conditions)
    assert code_of(feeder(simulator)) == code


def test_half_a_picture_of_the_glass_is_a_short_image(simulator: EsclSimulator) -> None:
    simulator.set_conditions(short=True)
    assert code_of(flatbed(simulator)) == "short_image"


def test_a_scanner_that_another_machine_uses_is_waited_for(simulator: EsclSimulator) -> None:
    simulator.set_conditions(busy=True)
    timer = threading.Timer(0.5, lambda: simulator.set_conditions(busy=False))
    timer.start()
    assert flatbed(simulator).scan(60).dpi == 75
    timer.join()


def test_a_scanner_that_stays_busy_is_busy(simulator: EsclSimulator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("devices.scanner.escl.driver._BUSY_PATIENCE_S", 0.2)
    simulator.set_conditions(busy=True)
    assert code_of(flatbed(simulator)) == "device_busy"
    assert flatbed(simulator).status() is DeviceState.BUSY


def test_silence_ends_at_the_deadline(simulator: EsclSimulator) -> None:
    simulator.set_conditions(silent=True)
    started = time.monotonic()
    assert code_of(flatbed(simulator), 0.5) == "device_timeout"
    assert time.monotonic() - started < 3 + LATE_S


def test_a_slow_picture_ends_at_the_deadline(simulator: EsclSimulator) -> None:
    simulator.set_conditions(bytes_per_s=2000)
    started = time.monotonic()
    assert code_of(flatbed(simulator), 1.5) == "device_timeout"
    assert time.monotonic() - started < 6 + LATE_S
    simulator.restore()
    assert flatbed(simulator).scan(60).dpi == 75


def test_a_scan_that_is_called_off_is_deleted_at_the_scanner(simulator: EsclSimulator) -> None:
    simulator.set_conditions(bytes_per_s=2000)
    cancelled, deleted = threading.Event(), threading.Event()
    names = {"page_requested": cancelled, "job_deleted": deleted}
    unsubscribe = simulator.moments.subscribe(lambda name: names.get(name, threading.Event()).set())
    started = time.monotonic()
    with pytest.raises(DeviceError) as failed:
        flatbed(simulator).scan(30, None, cancelled)
    assert failed.value.code == "cancelled"
    assert time.monotonic() - started < 5 + LATE_S
    assert deleted.wait(PATIENCE_S)
    unsubscribe()


def test_a_job_that_is_made_while_its_scan_is_called_off_is_deleted(simulator: EsclSimulator) -> None:
    cancelled, nobody_waits, deleted = threading.Event(), threading.Event(), threading.Event()

    def watch(name: str) -> None:
        if name == "job_created":
            cancelled.set()
            nobody_waits.wait(PATIENCE_S)
        if name == "job_deleted":
            deleted.set()

    simulator.moments.subscribe(watch)
    with pytest.raises(CancelledError):
        flatbed(simulator).scan(PATIENCE_S, None, cancelled)
    nobody_waits.set()
    assert deleted.wait(PATIENCE_S)
    assert [job.state for job in simulator.scanner.jobs] == ["Canceled"]


def test_leaving_a_stack_early_calls_the_job_off(simulator: EsclSimulator) -> None:
    simulator.scanner.load_specimens(4)
    assert feeder(simulator).scan(60).dpi == 75
    assert simulator.scanner.jobs[0].state == "Canceled"
    assert simulator.scanner.sheets_left == 3
    assert len(list(feeder(simulator).scan_stack(60))) == 3


def call_off_at_the_panel(simulator: EsclSimulator, page: int) -> None:
    reached: list[str] = []

    def watch(name: str) -> None:
        reached.append(name)
        if name == "page_requested" and reached.count(name) == page:
            simulator.scanner.delete(simulator.scanner.jobs[-1].path)

    simulator.moments.subscribe(watch)


def test_a_stack_that_is_called_off_at_the_panel_is_not_whole(simulator: EsclSimulator) -> None:
    simulator.scanner.load_specimens(5)
    call_off_at_the_panel(simulator, page=3)
    pages = feeder(simulator).scan_stack(60)
    assert [next(pages).dpi, next(pages).dpi] == [75, 75]
    with pytest.raises(IoError):
        next(pages)


def test_a_page_of_the_glass_that_is_called_off_at_the_panel_lacks_no_paper(simulator: EsclSimulator) -> None:
    call_off_at_the_panel(simulator, page=1)
    assert code_of(flatbed(simulator)) == IoError.code


def test_pulling_the_plug_in_mid_picture_is_named_and_recovered(simulator: EsclSimulator) -> None:
    cut = threading.Event()

    def pull(name: str) -> None:
        if name == "page_half_sent" and not cut.is_set():
            cut.set()
            threading.Thread(target=simulator.unplug).start()

    simulator.set_conditions(bytes_per_s=20_000)
    unsubscribe = simulator.moments.subscribe(pull)
    assert code_of(flatbed(simulator)) == "device_disconnected"
    unsubscribe()
    assert code_of(flatbed(simulator)) == "device_not_found"
    assert flatbed(simulator).status() is DeviceState.OFFLINE
    simulator.restore()
    assert flatbed(simulator).scan(60).dpi == 75


def test_a_server_that_is_no_scanner_is_named(simulator: EsclSimulator) -> None:
    assert code_of(EsclScanner(simulator.url + "/elsewhere")) == "device_not_found"


def test_two_scans_at_once_are_refused(simulator: EsclSimulator) -> None:
    simulator.scanner.load_specimens(2)
    scanner = feeder(simulator)
    pages = scanner.scan_stack(60)
    next(pages)
    assert code_of(scanner) == "device_busy"
    pages.close()


def test_the_tap_sees_both_ways(simulator: EsclSimulator) -> None:
    seen: list[str] = []
    EsclScanner(simulator.url, resolution=75, tap=lambda traffic: seen.append(traffic.direction.value)).scan(60)
    assert {"to_device", "from_device"} <= set(seen)


@pytest.fixture
def airscan(simulator: EsclSimulator, tmp_path: Path) -> dict[str, str]:
    (tmp_path / "dll.conf").write_text("airscan\n")
    (tmp_path / "airscan.conf").write_text(
        f'[devices]\n"Hall" = {simulator.url}, eSCL\n[options]\ndiscovery = disable\n'
    )
    return {"SANE_CONFIG_DIR": str(tmp_path)}


@pytest.mark.daemon
def test_sane_airscan_reads_the_same_server(simulator: EsclSimulator, airscan: dict[str, str]) -> None:
    (found,) = list_sane_devices(30, airscan)
    name = found.address.removeprefix("sane:")
    through_sane = SaneScanner(name, Source.FLATBED, 75, environment=airscan).scan(30)
    directly = flatbed(simulator).scan(60)
    assert abs(through_sane.pixels.shape[0] - directly.pixels.shape[0]) <= 2
    height = min(through_sane.pixels.shape[0], directly.pixels.shape[0])
    width = min(through_sane.pixels.shape[1], directly.pixels.shape[1])
    difference = np.abs(through_sane.pixels[:height, :width].astype(int) - directly.pixels[:height, :width].astype(int))
    assert difference.mean() < 10
    simulator.scanner.load_specimens(3)
    assert len(list(SaneScanner(name, Source.FEEDER, 75, environment=airscan).scan_stack(30))) == 3
    simulator.set_conditions(jammed=True)
    simulator.scanner.load_specimens(1)
    with pytest.raises(DeviceError) as failed:
        SaneScanner(name, Source.FEEDER, 75, environment=airscan).scan(30)
    assert failed.value.code == "paper_jam"


def test_scan_by_the_command_line(simulator: EsclSimulator, tmp_path: Path) -> None:
    simulator.scanner.load_specimens(2)
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "devices",
            "scan",
            "--device",
            simulator.uri,
            "--out",
            str(tmp_path),
            "--json",
            "--source",
            "feeder",
            "--resolution",
            "100",
        ],
        cwd=ROOT,
        env=os.environ,
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE_S,
        check=False,
    )
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert (done.returncode, done.stderr) == (0, "")
    assert [(line["ok"], line["page"], line["dpi"]) for line in lines] == [(True, 1, 100), (True, 2, 100)]


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, str]:
    """A certificate that a scanner signed itself, and its SHA-256."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "scanner.invalid")])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    file = tmp_path / "scanner.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(secret + signed.public_bytes(serialization.Encoding.PEM))
    return file, signed.fingerprint(hashes.SHA256()).hex()


def test_only_the_pinned_certificate_of_a_scanner_is_trusted(certificate: tuple[Path, str]) -> None:
    file, fingerprint = certificate
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    with EsclSimulator(SimulationPermit.for_development(), tls=context) as simulator:
        assert simulator.url.startswith("https://")
        pinned = EsclScanner(f"{simulator.url}#sha256={fingerprint}", Source.FLATBED, 75)
        assert pinned.scan(60).dpi == 75
        assert code_of(flatbed(simulator)) == "unsupported"
        assert code_of(EsclScanner(f"{simulator.url}#sha256={'ab' * 32}")) == "unsupported"
