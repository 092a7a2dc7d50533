"""Starts one session process after the other. Opens no device and no store, and sees nothing of a citizen."""

from __future__ import annotations

import logging
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum, unique

_LOG = logging.getLogger(__name__)
_LOOK_S = 0.1
_NOT_STARTED = 127


@unique
class Mood(StrEnum):
    """What the curtain says while no session is in front."""

    CHANGING = "changing"
    RECOVERING = "recovering"


@dataclass(frozen=True, slots=True)
class BackOff:
    """Seconds between a crash and the next start; doubled with each crash in a row.

    Attributes:
        healthy: a session that lived so long makes the next crash the first again.
        grace: from asking a session to end until it is made to.
    """

    first: float = 0.5
    most: float = 30.0
    healthy: float = 60.0
    grace: float = 1.4

    def delay(self, crashes: int) -> float:
        """Return the wait after so many crashes in a row, from 1."""
        return min(self.most, self.first * 2.0 ** (crashes - 1))


class Supervisor:
    """Keeps a session running until it is stopped.

    Args:
        session_argv: the command of one session. Its standard input is a pipe that closes with the supervisor.
        prepare: called before each start, such as to see to the agent and to wipe what a killed session left.
        tell: called with what the curtain should say.
    """

    def __init__(
        self,
        session_argv: Sequence[str],
        *,
        prepare: Callable[[], None] = lambda: None,
        tell: Callable[[Mood], None] = lambda _: None,
        back_off: BackOff | None = None,
    ) -> None:
        self._argv = tuple(session_argv)
        self._prepare = prepare
        self._tell = tell
        self._back_off = back_off or BackOff()
        self._stopped = threading.Event()
        self._crashes = 0
        self.started = 0

    def stop(self) -> None:
        """End the session and return from run within two seconds. May be called from any thread and twice."""
        self._stopped.set()

    def run(self, *, once: bool = False) -> int:
        """Run sessions until stopped; with once, run one and return its exit code."""
        status = 0
        while not self._stopped.is_set():
            self._tell(Mood.CHANGING if self._crashes == 0 else Mood.RECOVERING)
            self._prepare()
            status, lived_s = self._one_session()
            if once or self._stopped.is_set():
                break
            self._pause_after(status, lived_s)
        return status if once else 0

    def _one_session(self) -> tuple[int, float]:
        begun = time.monotonic()
        try:
            process = subprocess.Popen(self._argv, stdin=subprocess.PIPE)
        except OSError as error:
            _LOG.error("no session can be started: %s", error.strerror)
            return _NOT_STARTED, 0.0
        self.started += 1
        try:
            status = self._wait(process)
        finally:
            self._end(process)
        return status, time.monotonic() - begun

    def _wait(self, process: subprocess.Popen[bytes]) -> int:
        while not self._stopped.is_set():
            try:
                return process.wait(_LOOK_S)
            except subprocess.TimeoutExpired:
                continue
        return 0

    def _end(self, process: subprocess.Popen[bytes]) -> None:
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(self._back_off.grace)
            except subprocess.TimeoutExpired:
                _LOG.warning("a session did not end in time and is made to")
                process.kill()
                process.wait()
        if process.stdin is not None:
            process.stdin.close()

    def _pause_after(self, status: int, lived_s: float) -> None:
        if status == 0 and lived_s >= self._back_off.first:
            self._crashes = 0
            return
        self._crashes = 1 if lived_s >= self._back_off.healthy else self._crashes + 1
        delay = self._back_off.delay(self._crashes)
        _LOG.warning("a session ended with %s after %.1f s; the next starts in %.1f s", status, lived_s, delay)
        self._tell(Mood.RECOVERING)
        self._stopped.wait(delay)
