"""The demonstration with windows: it says what to do, and however it ends, nothing of it stays."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSize

from demo.live import fitted
from demo.processes import ROOT, marked
from demo.work_folder import sweep_abandoned
from tests.patience import PATIENCE_S
from tests.unit.demo.demo_waiting import wait_until

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]

PROCESSES = 7
"""Platform, dock, two agents, the kiosk's supervisor and session, the counter."""


@pytest.fixture
def temporary(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A place for temporary files of one test, its name short enough for the sockets inside."""
    with tempfile.TemporaryDirectory(prefix="ym-") as folder:
        monkeypatch.setattr(tempfile, "tempdir", folder)
        yield Path(folder)


@pytest.fixture
def demo(temporary: Path) -> Iterator[subprocess.Popen[bytes]]:
    own = {"QT_QPA_PLATFORM": "offscreen", "QT_QUICK_BACKEND": "software", "TMPDIR": str(temporary)}
    with (temporary / "told").open("w") as output:
        process = subprocess.Popen([sys.executable, "-m", "demo"], cwd=ROOT, env={**os.environ, **own}, stdout=output)
    yield process
    process.kill()
    process.wait()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_it_opens_and_ends_without_a_trace(
    temporary: Path, demo: subprocess.Popen[bytes], number: signal.Signals
) -> None:
    told = temporary / "told"
    wait_until(lambda: demo.poll() is not None or "Ctrl-C" in told.read_text(encoding="utf-8"), 240)
    text = told.read_text(encoding="utf-8")
    assert re.search(r"password yangli-\d{4}", text), text
    (folder,) = temporary.glob("yimen-demo-*")
    assert f"--data {folder}/platform" in text
    wait_until(lambda: len(list(marked(folder))) >= PROCESSES, PATIENCE_S)
    demo.send_signal(number)
    assert demo.wait(PATIENCE_S) == (-number if number is signal.SIGKILL else 130)
    wait_until(lambda: not list(marked(folder)), PATIENCE_S)
    sweep_abandoned()
    assert not folder.exists()


@pytest.mark.parametrize(
    ("face", "screen", "size"),
    [
        (QSize(1080, 1920), QSize(1920, 1080), "546x972"),
        (QSize(1920, 1080), QSize(1920, 1080), "1728x972"),
        (QSize(1920, 1080), QSize(1366, 768), "1228x691"),
        (QSize(1920, 1080), QSize(3840, 2160), "1920x1080"),
    ],
)
def test_windows_fit_on_the_screen(face: QSize, screen: QSize, size: str) -> None:
    assert fitted(face, screen) == size
