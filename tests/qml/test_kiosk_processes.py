"""Supervisor and session as the processes that they are: started, told to end, left alone, and unable to begin."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk_app.curtain_note import read_hall
from kiosk_app.session import EXIT_NOT_NOW
from shared.security.trust_folder import ROOT_FILE
from tests.patience import LATE_S, PATIENCE_S
from tests.unit.shared.intake.desks import open_specimen

ROOT = Path(__file__).parents[2]


class Process:
    """A Python module at work, with what it logs."""

    def __init__(self, log: Path, *arguments: str, stdin: int = subprocess.DEVNULL) -> None:
        environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "QT_QUICK_BACKEND": "software"}
        self.log = log
        with log.open("wb") as target:
            self.process = subprocess.Popen(
                [sys.executable, "-m", *arguments], cwd=ROOT, env=environment, stdin=stdin, stderr=target
            )

    def wait_for(self, word: str, times: int = 1) -> None:
        end, look = time.monotonic() + PATIENCE_S, threading.Event()
        while self.text.count(word) < times:
            assert time.monotonic() < end, self.text
            assert self.process.poll() is None, self.text
            look.wait(0.02)

    @property
    def text(self) -> str:
        return self.log.read_text(encoding="utf-8")

    def end_by(self, number: int) -> tuple[int, float]:
        begun = time.monotonic()
        self.process.send_signal(number)
        return self.process.wait(PATIENCE_S), time.monotonic() - begun

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    terminal, _ = open_specimen(tmp_path / "profile")
    terminal.close()
    return tmp_path / "profile"


@pytest.fixture
def processes(tmp_path: Path) -> Iterator[list[Process]]:
    started: list[Process] = []
    yield started
    for one in started:
        one.close()
    # The supervisor starts the profile's agent apart from itself; nobody else knows this folder.
    for agent in commands_with("shared.sync", str(tmp_path)):
        os.kill(agent, signal.SIGTERM)


def session(tmp_path: Path, profile: Path, *more: str, stdin: int = subprocess.DEVNULL) -> Process:
    arguments = ("kiosk_app.session", "--profile", str(profile), "--windowed", "540x960", *more)
    return Process(tmp_path / "session.log", *arguments, stdin=stdin)


def test_a_session_begins_and_ends_within_two_seconds_of_being_told(
    tmp_path: Path, profile: Path, processes: list[Process]
) -> None:
    one = session(tmp_path, profile)
    processes.append(one)
    one.wait_for("ready after")
    status, seconds = one.end_by(signal.SIGTERM)
    assert (status, seconds < 2.0 + LATE_S) == (0, True), one.text
    assert read_hall(profile) == "东莞市政务服务中心"
    assert not (profile / "keyboard").exists()


def test_a_session_ends_when_its_supervisor_is_gone(tmp_path: Path, profile: Path, processes: list[Process]) -> None:
    one = session(tmp_path, profile, "--supervised", stdin=subprocess.PIPE)
    processes.append(one)
    one.wait_for("ready after")
    assert one.process.stdin is not None
    one.process.stdin.close()
    assert one.process.wait(PATIENCE_S) == 0


def test_a_terminal_that_can_not_be_opened_says_so_and_will_be_tried_again(
    tmp_path: Path, processes: list[Process]
) -> None:
    one = session(tmp_path, tmp_path / "nothing")
    processes.append(one)
    one.wait_for("ready after")
    assert "the terminal can't be opened: config_invalid" in one.text
    assert one.end_by(signal.SIGTERM)[0] == EXIT_NOT_NOW


def test_what_is_wrong_with_the_settings_is_logged(tmp_path: Path, profile: Path, processes: list[Process]) -> None:
    settings = profile / "terminal.toml"
    settings.write_text(f"{settings.read_text(encoding='utf-8')}\n[pritner]\n", encoding="utf-8")
    one = session(tmp_path, profile)
    processes.append(one)
    one.wait_for("ready after")
    assert f"the terminal can't be opened: config_invalid: {settings}: pritner: " in one.text


@pytest.mark.parametrize("root", [None, b"torn"])
def test_a_terminal_whose_root_is_gone_or_damaged_says_so_and_will_be_tried_again(
    tmp_path: Path, profile: Path, processes: list[Process], root: bytes | None
) -> None:
    file = profile / "trust" / ROOT_FILE
    file.unlink()
    if root is not None:
        file.write_bytes(root)
    one = session(tmp_path, profile)
    processes.append(one)
    one.wait_for("ready after")
    assert "the terminal can't be opened: key_format" in one.text
    assert one.end_by(signal.SIGTERM)[0] == EXIT_NOT_NOW


def test_a_hall_that_can_not_be_noted_keeps_nobody_from_being_served(
    tmp_path: Path, profile: Path, processes: list[Process]
) -> None:
    (profile / "curtain.txt").mkdir()
    one = session(tmp_path, profile)
    processes.append(one)
    one.wait_for("ready after")
    assert "the hall's name is not left for the curtain" in one.text
    assert one.end_by(signal.SIGTERM)[0] == 0


def test_the_supervisor_brings_the_next_session_after_a_crash_and_ends_both(
    tmp_path: Path, profile: Path, processes: list[Process]
) -> None:
    arguments = ("kiosk_app", "--profile", str(profile), "--windowed", "540x960")
    kiosk = Process(tmp_path / "kiosk.log", *arguments)
    processes.append(kiosk)
    kiosk.wait_for("ready after")
    (child,) = children_of(kiosk.process.pid, "kiosk_app.session")
    os.kill(child, signal.SIGKILL)
    kiosk.wait_for("ready after", times=2)
    assert "a session ended with -9" in kiosk.text
    status, seconds = kiosk.end_by(signal.SIGTERM)
    assert (status, seconds < 2.0 + LATE_S) == (0, True), kiosk.text
    assert children_of(kiosk.process.pid, "kiosk_app.session") == []


def commands() -> Iterator[tuple[int, int, str]]:
    """Yield process, parent and command line of everything that runs."""
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            command = (entry / "cmdline").read_bytes().decode(errors="replace")
        except OSError:
            continue
        yield int(entry.name), parent, command


def commands_with(*words: str) -> list[int]:
    """Return the processes whose command line holds all of the words."""
    return [number for number, _, command in commands() if all(word in command for word in words)]


def children_of(parent: int, word: str) -> list[int]:
    """Return the processes below a process whose command line holds a word."""
    return [number for number, above, command in commands() if above == parent and word in command]
