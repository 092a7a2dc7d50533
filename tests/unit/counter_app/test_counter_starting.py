"""How the counter begins: what stands in its way is said where an administrator looks."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from counter_app.wiring import build_counter
from shared.sync.errors import AgentStartError
from tests.patience import PATIENCE_S
from tests.unit.shared.intake.desks import open_specimen

ROOT = Path(__file__).parents[3]


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    (tmp_path / "terminal.toml").write_text("[pritner]\n", encoding="utf-8")
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    words = ["-m", "counter_app", "--profile", str(tmp_path), "--windowed", "1280x800"]
    with subprocess.Popen(
        [sys.executable, *words], cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True
    ) as process:
        yield process
        process.kill()


def test_what_is_wrong_with_the_settings_is_logged(tmp_path: Path, counter: subprocess.Popen[str]) -> None:
    assert counter.stderr is not None
    told = next(line for line in counter.stderr if "the terminal can't be opened" in line)
    assert f": config_invalid: {tmp_path / 'terminal.toml'}: " in told


def test_why_no_agent_was_started_is_logged(
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    expected_warnings: list[str],
) -> None:
    def fail(_profile: Path) -> bool:
        raise AgentStartError("store_damaged")  # noqa: EM101 - a code

    monkeypatch.setattr("counter_app.counter.ensure_agent", fail)
    expected_warnings.append("no agent: agent_not_started: store_damaged")
    open_specimen(tmp_path)[0].close()
    counter = build_counter(tmp_path)
    qtbot.addWidget(counter.window)
    counter.start()
    qtbot.waitUntil(lambda: expected_warnings[0] in caplog.text)
    counter.close()


def test_without_a_profile_it_says_so_and_opens_no_window() -> None:
    environment = {name: value for name, value in os.environ.items() if name != "YIMEN_PROFILE"}
    done = subprocess.run(
        [sys.executable, "-m", "counter_app"],
        cwd=ROOT,
        env=environment | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )
    assert done.returncode == 64
    assert "no profile: give --profile" in done.stderr
