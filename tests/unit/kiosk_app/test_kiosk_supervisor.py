"""The supervisor: one session after another, a pause after a crash, an end within two seconds."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from kiosk_app.__main__ import see_to_agent
from kiosk_app.curtain import Curtain
from kiosk_app.supervisor import BackOff, Mood, Supervisor
from shared.sync.errors import AgentStartError
from tests.patience import LATE_S, PATIENCE_S

QUICK = BackOff(first=0.02, most=0.08, healthy=60.0, grace=0.4)


def session(code: str) -> tuple[str, ...]:
    return (sys.executable, "-c", code)


def wait_until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_S
    look = threading.Event()
    while not condition():
        assert time.monotonic() < end, "it did not come"
        look.wait(0.01)


class Running:
    """A supervisor on a thread of its own."""

    def __init__(self, supervisor: Supervisor) -> None:
        self.supervisor = supervisor
        self.thread = threading.Thread(target=supervisor.run)
        self.thread.start()

    def stop(self) -> float:
        begun = time.monotonic()
        self.supervisor.stop()
        self.thread.join(PATIENCE_S)
        assert not self.thread.is_alive()
        return time.monotonic() - begun


@pytest.fixture
def run() -> Iterator[Callable[[Supervisor], Running]]:
    running: list[Running] = []

    def start(supervisor: Supervisor) -> Running:
        running.append(Running(supervisor))
        return running[-1]

    yield start
    for one in running:
        one.stop()


def test_a_session_that_ends_well_is_followed_by_the_next(run: Callable[[Supervisor], Running]) -> None:
    prepared: list[bool] = []
    supervisor = Supervisor(session("pass"), prepare=lambda: prepared.append(True), back_off=QUICK)
    run(supervisor)
    wait_until(lambda: supervisor.started >= 3)
    assert len(prepared) >= 3


@pytest.mark.parametrize("code", ["import sys; sys.exit(3)", "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"])
def test_a_crash_is_followed_by_a_pause_and_the_next_session(
    code: str, run: Callable[[Supervisor], Running], expected_warnings: list[str]
) -> None:
    expected_warnings.append("a session ended with")
    moods: list[Mood] = []
    supervisor = Supervisor(session(code), tell=moods.append, back_off=QUICK)
    run(supervisor)
    wait_until(lambda: supervisor.started >= 3)
    assert moods[0] is Mood.CHANGING
    assert Mood.RECOVERING in moods


def test_the_pause_grows_to_its_bound() -> None:
    back_off = BackOff(first=0.5, most=30.0)
    assert [back_off.delay(crashes) for crashes in (1, 2, 3, 7, 40)] == [0.5, 1.0, 2.0, 30.0, 30.0]


def test_a_listening_session_is_told_to_end(run: Callable[[Supervisor], Running], tmp_path: Path) -> None:
    ready = tmp_path / "ready"
    supervisor = Supervisor(session(f"open({str(ready)!r}, 'w').close(); import time; time.sleep(60)"), back_off=QUICK)
    running = run(supervisor)
    wait_until(ready.exists)
    assert running.stop() < 2.0 + LATE_S


def test_a_session_that_does_not_listen_is_ended_by_force(
    run: Callable[[Supervisor], Running], tmp_path: Path, expected_warnings: list[str]
) -> None:
    expected_warnings.append("a session did not end in time")
    ready = tmp_path / "deaf"
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN)"
    supervisor = Supervisor(session(f"{deaf}; open({str(ready)!r}, 'w').close(); time.sleep(60)"), back_off=QUICK)
    running = run(supervisor)
    wait_until(ready.exists)
    assert running.stop() < 2.0 + LATE_S
    assert supervisor.started == 1


def test_once_gives_the_sessions_own_exit_code() -> None:
    supervisor = Supervisor(session("import sys; sys.exit(7)"))
    assert supervisor.run(once=True) == 7
    assert supervisor.started == 1


def test_a_program_that_is_not_there_is_a_crash(tmp_path: Path, expected_warnings: list[str]) -> None:
    expected_warnings.append("no session can be started")
    assert Supervisor([str(tmp_path / "nowhere")]).run(once=True) == 127


def test_the_curtain_shows_the_hall_and_stays_in_the_way_of_closing(qtbot: QtBot) -> None:
    curtain = Curtain("东莞市政务服务中心")
    curtain.resize(540, 960)
    with qtbot.waitExposed(curtain):
        curtain.show()
    curtain.show_mood(Mood.RECOVERING.value)
    qtbot.wait(20)
    assert not curtain.close()
    assert curtain.isVisible()
    curtain.hide()


def test_why_no_agent_was_started_is_logged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, expected_warnings: list[str]
) -> None:
    def fail(_profile: Path) -> bool:
        raise AgentStartError("store_damaged")  # noqa: EM101 - a code

    monkeypatch.setattr("kiosk_app.__main__.ensure_agent", fail)
    expected_warnings.append("no agent: agent_not_started: store_damaged")
    see_to_agent(tmp_path)
    wait_until(lambda: expected_warnings[0] in caplog.text)
