"""The SANE driver and `scan` on the real library with its backend for tests."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import psutil
import pytest
from PIL import Image

from devices.core.errors import CancelledError, DeviceBusyError, DeviceError, UnsupportedError
from devices.core.status import DeviceState
from devices.scanner.errors import NoPaperError
from devices.scanner.sane_driver import SaneScanner, list_sane_devices
from devices.scanner.sources import Source
from tests.integration.devices.conftest import SaneSetup
from tests.patience import LATE_S, PATIENCE_S

ROOT = Path(__file__).parents[3]


def run_devices(environment: dict[str, str], *words: str) -> tuple[int, dict[str, Any]]:
    done = subprocess.run(
        [sys.executable, "-m", "devices", *words, "--json"],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE_S,
        check=False,
    )
    assert done.stderr == ""
    (line,) = done.stdout.splitlines()
    return done.returncode, json.loads(line)


def test_a_page_is_a4_in_colour_with_rising_progress(sane: SaneSetup) -> None:
    seen: list[float] = []
    page = SaneScanner("test:0", environment=sane()).scan(30, seen.append)
    assert page.dpi == 200
    assert page.pixels.shape == (2338, 1653, 3)
    assert seen == sorted(seen)
    assert seen[-1] == 1.0


@pytest.mark.parametrize("mode", ["Gray", "gray"])
def test_gray_is_two_dimensional(sane: SaneSetup, mode: str) -> None:
    assert SaneScanner("test:0", mode=mode, resolution=50, environment=sane()).scan(30).pixels.ndim == 2


def test_sixteen_bits_are_brought_to_eight(sane: SaneSetup) -> None:
    scanner = SaneScanner("test:0", resolution=50, options={"depth": 16}, environment=sane())
    assert scanner.scan(30).pixels.dtype.itemsize == 1


@pytest.mark.parametrize(
    ("status", "code"),
    [
        ("JAMMED", "paper_jam"),
        ("NO_DOCS", "no_paper"),
        ("COVER_OPEN", "cover_open"),
        ("IO_ERROR", "io_error"),
        ("DEVICE_BUSY", "device_busy"),
        ("ACCESS_DENIED", "access_denied"),
        ("NO_MEM", "io_error"),
        ("UNSUPPORTED", "unsupported"),
    ],
)
def test_each_fault_has_its_code(sane: SaneSetup, status: str, code: str) -> None:
    scanner = SaneScanner("test:0", resolution=50, environment=sane(status=f"SANE_STATUS_{status}"))
    with pytest.raises(DeviceError) as failed:
        scanner.scan(30)
    assert failed.value.code == code


def test_a_slow_scan_ends_at_its_deadline_and_the_next_one_works(sane: SaneSetup) -> None:
    scanner = SaneScanner("test:0", environment=sane(slow=True))
    started = time.monotonic()
    with pytest.raises(DeviceError) as failed:
        scanner.scan(1.0)
    assert failed.value.code == "device_timeout"
    assert time.monotonic() - started < 4 + LATE_S
    sane()
    assert scanner.scan(30).pixels.shape[0] == 2338


def test_a_running_scan_is_called_off(sane: SaneSetup) -> None:
    cancelled = threading.Event()

    def cancel_when_it_runs(_share: float) -> None:
        cancelled.set()

    started = time.monotonic()
    with pytest.raises(DeviceError) as failed:
        SaneScanner("test:0", environment=sane(slow=True)).scan(60, cancel_when_it_runs, cancelled)
    assert failed.value.code == "cancelled"
    assert time.monotonic() - started < 10 + LATE_S


def test_devices_are_listed(sane: SaneSetup) -> None:
    assert [device.address for device in list_sane_devices(30, sane())] == ["sane:test:0", "sane:test:1"]


def test_scan_writes_a_private_page_and_says_what_the_gate_says(sane: SaneSetup, tmp_path: Path) -> None:
    out = tmp_path / "pages"
    words = ("scan", "--device", "sane:test:0", "--out", str(out))
    code, answer = run_devices(sane(picture="Grid"), *words)
    assert (code, answer["ok"], answer["input"], answer["findings"]) == (0, True, "sane:test:0", [])
    with Image.open(answer["file"]) as picture:
        assert (picture.width, picture.height) == (answer["width"], answer["height"]) == (1653, 2338)
        assert picture.info["dpi"] == (200, 200)
    assert stat.S_IMODE(Path(answer["file"]).stat().st_mode) == 0o600
    code, second = run_devices(sane(picture="Solid white"), *words, "--resolution", "100")
    assert code == 0
    assert second["file"] != answer["file"]
    assert [finding["code"] for finding in second["findings"]] == ["low_resolution", "blank"]


def test_scan_fails_in_the_failed_shape(sane: SaneSetup, tmp_path: Path) -> None:
    environment = sane(status="SANE_STATUS_JAMMED")
    code, answer = run_devices(environment, "scan", "--device", "sane:test:0", "--out", str(tmp_path / "pages"))
    assert code == 2
    assert (answer["ok"], answer["input"], answer["error"]) == (False, "sane:test:0", "paper_jam")
    assert answer["message"]
    assert list((tmp_path / "pages").iterdir()) == []


def test_list_names_scanners_when_asked(sane: SaneSetup) -> None:
    code, answer = run_devices(sane(), "list", "--probe")
    assert code == 0
    assert {"sane:test:0", "sane:test:1"} <= {device["address"] for device in answer["devices"]}


ADF = "Automatic Document Feeder"


@pytest.mark.parametrize("source", [ADF, Source.FEEDER])
def test_a_feeder_gives_its_whole_stack_and_ends(sane: SaneSetup, source: str) -> None:
    scanner = SaneScanner("test:0", source, 50, environment=sane())
    pages = list(scanner.scan_stack(30))
    assert len(pages) == 10
    assert {page.pixels.shape for page in pages} == {(584, 413, 3)}
    # The stack is new with each opening of the backend for tests.
    assert len(list(scanner.scan_stack(30, most_pages=3))) == 3


def test_a_flatbed_is_a_stack_of_one(sane: SaneSetup) -> None:
    assert len(list(SaneScanner("test:0", Source.FLATBED, 50, environment=sane()).scan_stack(30))) == 1


def test_a_source_that_the_scanner_lacks_is_named(sane: SaneSetup) -> None:
    with pytest.raises(UnsupportedError):
        SaneScanner("test:0", Source.DUPLEX, 50, environment=sane()).scan(30)


def test_an_empty_feeder_is_no_paper_and_no_empty_stack(sane: SaneSetup) -> None:
    scanner = SaneScanner("test:0", ADF, 50, environment=sane(status="SANE_STATUS_NO_DOCS"))
    with pytest.raises(NoPaperError):
        list(scanner.scan_stack(30))


def test_a_stack_that_nobody_wants_any_more_is_called_off(sane: SaneSetup) -> None:
    cancelled = threading.Event()
    scanner = SaneScanner("test:0", ADF, 50, environment=sane())
    pages = scanner.scan_stack(30, None, cancelled)
    assert [next(pages).dpi, next(pages).dpi] == [50, 50]
    cancelled.set()
    with pytest.raises(CancelledError):
        next(pages)
    assert scanner.status() is DeviceState.READY


def test_a_stack_that_is_left_early_frees_the_scanner(sane: SaneSetup) -> None:
    scanner = SaneScanner("test:0", ADF, 50, environment=sane())
    pages = scanner.scan_stack(30)
    next(pages)
    with pytest.raises(DeviceBusyError):
        scanner.scan(30)
    pages.close()
    assert scanner.scan(30).dpi == 50


def test_scan_writes_a_whole_stack(sane: SaneSetup, tmp_path: Path) -> None:
    words = ("scan", "--device", "sane:test:0", "--out", str(tmp_path), "--source", "feeder", "--resolution", "50")
    done = subprocess.run(
        [sys.executable, "-m", "devices", *words, "--json"],
        cwd=ROOT,
        env={**os.environ, **sane()},
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE_S,
        check=False,
    )
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert (done.returncode, done.stderr) == (0, "")
    assert [line["page"] for line in lines] == list(range(1, 11))
    assert all(Path(line["file"]).exists() for line in lines)
    assert len({line["file"] for line in lines}) == 10


def test_a_library_that_is_killed_in_mid_scan_is_named_and_the_next_scan_works(sane: SaneSetup) -> None:
    killed = threading.Event()

    def kill(_share: float) -> None:
        if not killed.is_set():
            killed.set()
            for child in psutil.Process().children():
                if "devices.scanner.sane_worker" in child.cmdline():
                    child.kill()

    scanner = SaneScanner("test:0", environment=sane(slow=True))
    with pytest.raises(DeviceError) as failed:
        scanner.scan(30, kill)
    assert failed.value.code == "io_error"
    sane()
    started = time.monotonic()
    assert scanner.scan(30).dpi == 200
    assert time.monotonic() - started < 5 + LATE_S
