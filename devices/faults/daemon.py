"""A daemon as something that fault scripts can kill, freeze and start: pcscd, saned, a printer's spooler."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import threading
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from devices.core.errors import SimulationForbiddenError
from devices.core.faults import FaultAction, Moments
from devices.core.roles import Role
from devices.core.simulation import SimulationPermit

_END_S: Final = 5.0


class DaemonTarget:
    """Owns one daemon that it started itself, and no other.

    A daemon that leads a process group (`start_new_session`) is meant with all that it runs.
    """

    def __init__(self, permit: SimulationPermit, role: Role, start: Callable[[], subprocess.Popen[bytes]]) -> None:
        """Start the daemon.

        Args:
            start: starts it and returns once it serves.

        Raises:
            SimulationForbiddenError: no permit.
        """
        if not isinstance(permit, SimulationPermit):
            raise SimulationForbiddenError
        self.role = role
        self.moments = Moments(("started", "killed"))
        self._start = start
        self._guard = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self.start()

    @property
    def fault_actions(self) -> Mapping[str, FaultAction]:
        """What a script can do to it."""
        return MappingProxyType(
            {
                "kill_daemon": FaultAction("后台服务崩溃", self.kill),
                "freeze_daemon": FaultAction("后台服务卡住", lambda: self._signal(signal.SIGSTOP)),
                "thaw_daemon": FaultAction("后台服务恢复", lambda: self._signal(signal.SIGCONT)),
                "start_daemon": FaultAction("重新启动后台服务", self.start),
                "restore": FaultAction("恢复正常", self.restore),
            }
        )

    def start(self) -> None:
        """Start it. Does nothing while it runs."""
        with self._guard:
            if self._process is not None and self._process.poll() is None:
                return
            self._process = self._start()
        self.moments.reached("started")

    def kill(self) -> None:
        """Kill it, as a crash does."""
        with self._guard:
            process = self._process
            if process is not None and process.poll() is None:
                _end(process)
        self.moments.reached("killed")

    def restore(self) -> None:
        """Let it run, whatever it was."""
        self._signal(signal.SIGCONT)
        self.start()

    def close(self) -> None:
        """End it for good. May be called twice."""
        with self._guard:
            process, self._process = self._process, None
        if process is None:
            return
        if process.poll() is not None:
            return
        _send(process, signal.SIGCONT)
        _send(process, signal.SIGTERM)
        try:
            process.wait(_END_S)
        except subprocess.TimeoutExpired:
            _end(process)

    def _signal(self, number: signal.Signals) -> None:
        with self._guard:
            if self._process is not None and self._process.poll() is None:
                _send(self._process, number)


def _end(process: subprocess.Popen[bytes]) -> None:
    _send(process, signal.SIGKILL)
    process.wait(_END_S)


def _send(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    """Signal a living daemon, with all that it runs where it leads a process group."""
    with contextlib.suppress(ProcessLookupError):
        if os.getpgid(process.pid) == process.pid:
            os.killpg(process.pid, number)
        else:
            process.send_signal(number)
