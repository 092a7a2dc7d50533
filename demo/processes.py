"""Child processes of a demonstration: started apart, logged, waited for with deadlines, ended with all they started."""

from __future__ import annotations

import itertools
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from demo.errors import DemoError

ROOT: Final = Path(__file__).parent.parent
MARKER: Final = "YIMEN_DEMO"
_LOOK_S = 0.02
_END_S = 3.0
_TAIL = 1500


@dataclass(frozen=True, slots=True)
class Launcher:
    """Starts processes of one demonstration.

    They are told from all others by MARKER in their environment, which whatever they start inherits, and they end when
    this process is killed.

    Attributes:
        folder: the demonstration's folder.
        logs: where their output goes.
    """

    folder: Path
    logs: Path

    def start(
        self, name: str, arguments: Sequence[str], *, stdin: str = "", environment: Mapping[str, str] | None = None
    ) -> Running:
        """Start `python ARGUMENTS` in a process group of its own.

        Raises:
            DemoError: not_started.
        """
        errors = self._new_log(name)
        output = errors.with_suffix(".out")
        try:
            with output.open("wb") as out, errors.open("wb") as err:
                process = subprocess.Popen(
                    [*_dies_with_us(), sys.executable, *arguments],
                    cwd=ROOT,
                    env=self._environment(environment or {}),
                    stdin=subprocess.PIPE,
                    stdout=out,
                    stderr=err,
                    start_new_session=True,
                )
        except OSError as error:
            code = "not_started"
            raise DemoError(code, f"{name}: {error.strerror}") from error
        _tell(process, stdin)
        return Running(errors.stem, process, output, errors)

    def ask(self, name: str, arguments: Sequence[str], deadline_s: float, *, stdin: str = "") -> list[dict[str, Any]]:
        """Run a command that prints JSON lines and return them, whatever it exits with.

        Raises:
            DemoError: not_started, too_slow, no_answer.
        """
        running = self.start(name, arguments, stdin=stdin)
        running.wait(deadline_s)
        lines = running.lines()
        # Answers may hold a secret, as a token; logs don't.
        running.output.unlink()
        return lines

    def end_leftovers(self) -> None:
        """End every process of this demonstration that still lives, also those that went their own way."""
        end_marked(self.folder)

    def _new_log(self, name: str) -> Path:
        """Make a log file that no other process has: NAME.log, NAME-2.log …"""
        self.logs.mkdir(parents=True, exist_ok=True)
        for count in itertools.count(1):
            log = self.logs / (f"{name}.log" if count == 1 else f"{name}-{count}.log")
            try:
                log.touch(exist_ok=False)
            except FileExistsError:
                continue
            return log
        raise AssertionError

    def _environment(self, more: Mapping[str, str]) -> dict[str, str]:
        paths = [str(ROOT), os.environ.get("PYTHONPATH", "")]
        own = {MARKER: str(self.folder), "PYTHONPATH": os.pathsep.join(filter(None, paths)), "PYTHONUNBUFFERED": "1"}
        return {**os.environ, "PYTHONUTF8": "1", **own, **more}


@dataclass(frozen=True, slots=True)
class Running:
    """A process that was started.

    Attributes:
        output: its standard output.
        errors: its standard error.
    """

    name: str
    process: subprocess.Popen[bytes]
    output: Path
    errors: Path

    @property
    def is_alive(self) -> bool:
        """Whether it has not ended yet."""
        return self.process.poll() is None

    def lines(self) -> list[dict[str, Any]]:
        """Return the JSON lines that it printed so far. Raises DemoError no_answer for other output."""
        whole, _, _ = self.output.read_bytes().rpartition(b"\n")
        try:
            return [json.loads(line) for line in whole.splitlines()]
        except ValueError as error:
            code = "no_answer"
            raise DemoError(code, f"{self.name}: {whole[-_TAIL:].decode(errors='replace')}") from error

    def ready(self, deadline_s: float) -> dict[str, Any]:
        """Return its first line.

        Raises:
            DemoError: ended_early, too_slow, no_answer.
        """
        end = time.monotonic() + deadline_s
        while True:
            alive = self.is_alive
            if lines := self.lines():
                return lines[0]
            if not alive:
                code = "ended_early"
                raise DemoError(code, f"{self.name}: {self._last_words()}")
            self._check_time(end)
            time.sleep(_LOOK_S)

    def wait(self, deadline_s: float) -> int:
        """Wait until it has ended and return its exit status. Raises DemoError too_slow, after ending it."""
        try:
            return self.process.wait(deadline_s)
        except subprocess.TimeoutExpired as error:
            self.stop()
            code = "too_slow"
            raise DemoError(code, f"{self.name}: {self._last_words()}") from error

    def succeed(self, deadline_s: float) -> None:
        """Wait until it has ended well. Raises DemoError too_slow, failed."""
        if status := self.wait(deadline_s):
            code = "failed"
            raise DemoError(code, f"{self.name} ended with {status}: {self._last_words()}")

    def stop(self, deadline_s: float = _END_S) -> None:
        """Ask it to end, and end its whole group if it does not in time. May be called twice."""
        if self.is_alive:
            self.process.terminate()
            try:
                self.process.wait(deadline_s)
            except subprocess.TimeoutExpired:
                self.kill()
        _signal_group(self.process.pid, signal.SIGKILL)

    def kill(self) -> None:
        """End it and its group without asking."""
        _signal_group(self.process.pid, signal.SIGKILL)
        self.process.kill()
        self.process.wait()

    def _last_words(self) -> str:
        text = self.errors.read_text(encoding="utf-8", errors="replace").strip()
        return text[-_TAIL:] or self.output.read_text(encoding="utf-8", errors="replace")[-_TAIL:]

    def _check_time(self, end: float) -> None:
        if time.monotonic() > end:
            code = "too_slow"
            raise DemoError(code, f"{self.name}: {self._last_words()}")


def end_marked(folder: Path) -> None:
    """End every process of this user whose environment says that it belongs to the demonstration in a folder."""
    for pid in marked(folder):
        try:
            os.kill(pid, signal.SIGTERM)
        except ProcessLookupError:
            continue
    end = time.monotonic() + _END_S
    while (living := list(marked(folder))) and time.monotonic() < end:
        time.sleep(_LOOK_S)
    for pid in living:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue


def marked(folder: Path) -> Iterator[int]:
    """Give the ids of the living processes that belong to the demonstration in a folder, but for this one."""
    wanted = f"{MARKER}={folder}".encode()
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit() or int(entry.name) == os.getpid():
            continue
        try:
            environment = (entry / "environ").read_bytes()
        except OSError:
            continue
        if wanted in environment.split(b"\0"):
            yield int(entry.name)


def _dies_with_us() -> list[str]:
    """Let the kernel end the child when this process is killed (prctl PR_SET_PDEATHSIG, by util-linux's setpriv)."""
    found = shutil.which("setpriv")
    return [] if found is None else [found, "--pdeathsig", "TERM", "--"]


def _signal_group(group: int, number: signal.Signals) -> None:
    try:
        os.killpg(group, number)
    except (ProcessLookupError, PermissionError):
        return


def _tell(process: subprocess.Popen[bytes], text: str) -> None:
    if process.stdin is None:
        return
    try:
        process.stdin.write(text.encode())
        process.stdin.close()
    except BrokenPipeError:
        return
