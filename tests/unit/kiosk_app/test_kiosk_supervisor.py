"""The supervisor: one session after another, a pause after a crash, an end within two seconds."""

from __future__ import annotations

import logging
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from kiosk_app.curtain import Curtain
from kiosk_app.supervisor import FIRST_PAUSE_MS, Supervisor


def session(code: str) -> tuple[str, ...]:
    return (sys.executable, "-c", code)


def test_a_session_that_ends_well_is_followed_by_the_next(qtbot: QtBot) -> None:
    supervisor = Supervisor(session("pass"))
    supervisor.start()
    qtbot.waitUntil(lambda: supervisor.sessions >= 3, timeout=20_000)
    with qtbot.waitSignal(supervisor.stopped, timeout=5_000):
        supervisor.stop()


@pytest.mark.parametrize("code", ["import sys; sys.exit(3)", "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"])
def test_a_crash_is_followed_by_a_pause_that_grows(qtbot: QtBot, code: str, expected_warnings: list[str]) -> None:
    expected_warnings.append("the session ended with")
    supervisor = Supervisor(session(code))
    pauses: list[int] = []
    supervisor.recovering.connect(pauses.append)
    supervisor.start()
    qtbot.waitUntil(lambda: len(pauses) >= 2, timeout=20_000)
    assert pauses[:2] == [FIRST_PAUSE_MS, 2 * FIRST_PAUSE_MS]
    with qtbot.waitSignal(supervisor.stopped, timeout=5_000):
        supervisor.stop()


def test_a_session_that_does_not_listen_is_ended_by_force(qtbot: QtBot, tmp_path: Path) -> None:
    ready = tmp_path / "deaf"
    ignore = "import signal, sys; signal.signal(signal.SIGTERM, signal.SIG_IGN)"
    supervisor = Supervisor(session(f"{ignore}; open({str(ready)!r}, 'w').close(); sys.stdin.read()"))
    supervisor.start()
    qtbot.waitUntil(ready.exists, timeout=10_000)
    with qtbot.waitSignal(supervisor.stopped, timeout=5_000):
        supervisor.stop()
    assert supervisor.sessions == 1


def test_once_gives_the_sessions_own_exit_code(qtbot: QtBot) -> None:
    supervisor = Supervisor(session("import sys; sys.exit(7)"), once=True)
    with qtbot.waitSignal(supervisor.stopped, timeout=10_000):
        supervisor.start()
    assert (supervisor.exit_code, supervisor.sessions) == (7, 1)


def test_a_program_that_is_not_there_is_a_crash(
    qtbot: QtBot, expected_warnings: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    expected_warnings.append("the session ended with")
    caplog.set_level(logging.ERROR)
    supervisor = Supervisor(("/nowhere/session",))
    with qtbot.waitSignal(supervisor.recovering, timeout=10_000):
        supervisor.start()
    with qtbot.waitSignal(supervisor.stopped, timeout=5_000):
        supervisor.stop()


def test_the_curtain_is_never_bare(qtbot: QtBot) -> None:
    curtain = Curtain()
    curtain.resize(540, 960)
    curtain.show()
    assert "请稍候" in curtain.sentence
    curtain.say_recovering()
    assert "12345" in curtain.sentence
    curtain.close()
