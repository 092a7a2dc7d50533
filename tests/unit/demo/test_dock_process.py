"""The dock as a process: one ready line, changes within a moment, and a quick end."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from demo.dock.state import STATE_FILE
from demo.dock.status import DockStatus, read_status
from tests.patience import LATE_S, PATIENCE_S
from tests.unit.demo.demo_waiting import wait_until

Running = tuple[subprocess.Popen[str], DockStatus]


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    command = [sys.executable, "-m", "demo.dock", "--folder", str(tmp_path), "--bench", "kiosk"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield process, DockStatus.model_validate_json(process.stdout.readline())
        process.kill()


def test_it_says_once_that_it_is_ready(running: Running, tmp_path: Path) -> None:
    process, status = running
    assert status.pid == process.pid
    assert list(status.benches) == ["kiosk"]
    assert Path(status.benches["kiosk"].devices["id_card"].removeprefix("serial:")).is_char_device()
    assert read_status(tmp_path) == status


def test_a_change_of_the_file_is_applied_in_a_moment(running: Running, tmp_path: Path) -> None:
    hidden = tmp_path / "new"
    hidden.write_text(json.dumps({"benches": {"kiosk": {"card": "chen"}}}))
    started = time.monotonic()
    hidden.replace(tmp_path / STATE_FILE)
    wait_until(lambda: read_status(tmp_path).state.bench("kiosk").card == "chen")
    assert time.monotonic() - started < 1.0 + LATE_S


def test_with_a_window_it_ends_as_quickly(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "demo.dock", "--folder", str(tmp_path), "--window"]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment) as process:
        assert process.stdout is not None
        status = DockStatus.model_validate_json(process.stdout.readline())
        assert list(status.benches) == ["kiosk", "counter"]
        process.terminate()
        assert process.wait(PATIENCE_S) == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_quickly_and_leaves_no_port(running: Running, number: signal.Signals) -> None:
    process, status = running
    process.send_signal(number)
    assert process.wait(PATIENCE_S) == 0
    assert not Path(status.benches["kiosk"].devices["id_card"].removeprefix("serial:")).is_symlink()
