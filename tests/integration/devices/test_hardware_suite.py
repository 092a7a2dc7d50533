"""`pytest tests/hardware --device …` as a technician runs it, with a simulator in the device's place."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from devices.core.simulation import SimulationPermit
from devices.receipt_printer.simulator import VirtualPrinter
from devices.scanner.escl.simulator import EsclSimulator

ROOT = Path(__file__).parents[3]


def run_suite(*devices: str) -> tuple[int, str]:
    words = [word for device in devices for word in ("--device", device)]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "tests/hardware", *words],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        timeout=100,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def test_named_devices_are_tested_and_no_others() -> None:
    permit = SimulationPermit.for_development()
    with EsclSimulator(permit) as scanner, VirtualPrinter(permit) as printer:
        code, text = run_suite(f"scanner={scanner.uri}?resolution=75", printer.uri)
    assert code == 0, text
    passed = re.search(r"(\d+) passed, (\d+) deselected", text)
    assert passed is not None, text
    assert int(passed[1]) == 9
    assert "skipped" not in text
