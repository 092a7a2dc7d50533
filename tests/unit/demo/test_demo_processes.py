"""Child processes: ready lines, deadlines, ends, and what outlives a demonstration that was killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from demo.errors import DemoError
from demo.processes import ROOT, Launcher, marked
from demo.work_folder import sweep_abandoned, work_folder
from tests.patience import PATIENCE_S
from tests.unit.demo.demo_waiting import wait_until

FOREVER = "import threading; print('{\"ok\": true}', flush=True); threading.Event().wait(60)"
DEAF = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {FOREVER}"


@pytest.fixture
def launcher(tmp_path: Path) -> Launcher:
    return Launcher(tmp_path, tmp_path / "logs")


def test_a_ready_line_is_returned(launcher: Launcher) -> None:
    running = launcher.start("child", ["-c", FOREVER])
    assert running.ready(60) == {"ok": True}
    assert list(marked(launcher.folder)) == [running.process.pid]
    running.stop()
    assert not running.is_alive
    assert not list(marked(launcher.folder))


def test_a_child_that_does_not_listen_is_killed(launcher: Launcher) -> None:
    running = launcher.start("child", ["-c", DEAF])
    running.ready(60)
    running.stop(deadline_s=0.2)
    running.stop()
    assert running.process.returncode == -signal.SIGKILL


def test_the_whole_group_ends(launcher: Launcher) -> None:
    running = launcher.start(
        "child", ["-c", f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {DEAF!r}]).wait()"]
    )
    running.ready(60)
    running.stop(deadline_s=1.0)
    wait_until(lambda: not list(marked(launcher.folder)))


def test_what_went_its_own_way_is_found(launcher: Launcher) -> None:
    detached = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {FOREVER!r}], start_new_session=True)"
    running = launcher.start("child", ["-c", detached])
    assert running.wait(PATIENCE_S) == 0
    assert len(list(marked(launcher.folder))) == 1
    launcher.end_leftovers()
    assert not list(marked(launcher.folder))


def test_two_of_one_name_have_logs_of_their_own(launcher: Launcher) -> None:
    lines = [launcher.start("child", ["-c", f"print({number})"]) for number in (1, 2)]
    assert [running.ready(60) for running in lines] == [1, 2]
    assert [running.wait(PATIENCE_S) for running in lines] == [0, 0]
    assert {path.name for path in launcher.logs.iterdir()} == {"child.log", "child.out", "child-2.log", "child-2.out"}


@pytest.mark.parametrize(
    ("code", "program"),
    [
        ("ended_early", "raise SystemExit('no such table')"),
        ("no_answer", "print('hello')"),
        ("too_slow", "import threading; threading.Event().wait(60)"),
    ],
)
def test_a_child_that_is_never_ready_says_why(launcher: Launcher, code: str, program: str) -> None:
    running = launcher.start("child", ["-c", program])
    with pytest.raises(DemoError) as caught:
        running.ready(2.0 if code == "too_slow" else 60.0)
    running.stop()
    assert caught.value.code == code
    if code == "ended_early":
        assert "no such table" in caught.value.detail


def test_answers_are_lines_and_leave_no_file(launcher: Launcher) -> None:
    program = "import json, sys; print(json.dumps({'told': sys.stdin.readline().strip()}))"
    assert launcher.ask("child", ["-c", program], 10, stdin="secret\n") == [{"told": "secret"}]
    assert [path.name for path in launcher.logs.iterdir()] == ["child.log"]


def test_a_failed_child_is_named(launcher: Launcher) -> None:
    with pytest.raises(DemoError) as caught:
        launcher.start("child", ["-c", "raise SystemExit(3)"]).succeed(10)
    assert "child ended with 3" in caught.value.detail


def test_a_child_dies_with_its_parent(tmp_path: Path) -> None:
    program = (
        "import sys, os; from pathlib import Path; from demo.processes import Launcher\n"
        f"launcher = Launcher(Path({str(tmp_path)!r}), Path({str(tmp_path / 'logs')!r}))\n"
        f"running = launcher.start('child', ['-c', {FOREVER!r}])\n"
        "running.ready(60); os.kill(os.getpid(), 9)"
    )
    killed = subprocess.run([sys.executable, "-c", program], cwd=ROOT, timeout=PATIENCE_S, check=False)
    assert killed.returncode == -signal.SIGKILL
    wait_until(lambda: not list(marked(tmp_path)))


def test_a_work_folder_is_for_its_owner_and_goes_away() -> None:
    with work_folder() as folder:
        assert folder.stat().st_mode & 0o777 == 0o700
        sweep_abandoned()
        assert folder.exists()
    assert not folder.exists()


def test_a_kept_folder_stays(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with work_folder(keep=True) as folder:
        pass
    sweep_abandoned()
    assert folder.exists()


def test_a_folder_whose_removal_was_cut_is_swept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    half = tmp_path / "yimen-demo-half"
    (half / "counter").mkdir(parents=True)
    sweep_abandoned()
    assert not half.exists()


def test_what_a_killed_demonstration_left_is_swept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    program = (
        "import os, tempfile; from demo.work_folder import work_folder\n"
        f"tempfile.tempdir = {str(tmp_path)!r}\n"
        "with work_folder() as folder: print(folder, flush=True); os.kill(os.getpid(), 9)"
    )
    killed = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE_S, check=False
    )
    folder = Path(killed.stdout.strip())
    assert folder.parent == tmp_path
    orphan = Launcher(folder, tmp_path / "logs").start("orphan", ["-c", FOREVER])
    orphan.ready(60)
    sweep_abandoned()
    assert not folder.exists()
    assert orphan.wait(PATIENCE_S) == -signal.SIGTERM
    assert os.getpid() not in list(marked(folder))
