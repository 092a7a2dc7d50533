"""The demonstration with windows: it says what to do, and however it ends, nothing of it stays."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from PySide6.QtCore import QSize

from demo.live import fitted
from demo.processes import ROOT, marked
from demo.work_folder import sweep_abandoned
from tests.unit.demo.demo_waiting import wait_until

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(180)]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_it_opens_and_ends_without_a_trace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: signal.Signals
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    told = tmp_path / "told"
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "QT_QUICK_BACKEND": "software",
        "TMPDIR": str(tmp_path),
    }
    with told.open("w") as output:
        demo = subprocess.Popen([sys.executable, "-m", "demo"], cwd=ROOT, env=environment, stdout=output)
    with demo:
        wait_until(lambda: demo.poll() is not None or "Ctrl-C" in told.read_text(encoding="utf-8"), 90)
        text = told.read_text(encoding="utf-8")
        assert re.search(r"password yangli-\d{4}", text), text
        (folder,) = tmp_path.glob("yimen-demo-*")
        assert f"--data {folder}/platform" in text
        wait_until(lambda: len(list(marked(folder))) >= 7, 30)
        demo.send_signal(number)
        assert demo.wait(30) == (130 if number is signal.SIGINT else -number)
    wait_until(lambda: not list(marked(folder)), 20)
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
