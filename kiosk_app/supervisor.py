"""Keeps one session process running, one after another: what a citizen leaves in memory ends with their process.

The supervisor opens no device and no store. A session that ends well is followed at once; one that crashed, after a
pause that grows, so that a broken machine does not spin.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence

from PySide6.QtCore import QObject, QProcess, QTimer, Signal, Slot

FIRST_PAUSE_MS = 500
LONGEST_PAUSE_MS = 30_000
STEADY_AFTER_MS = 60_000
STOP_DEADLINE_MS = 1_500
_LOG = logging.getLogger(__name__)


class Supervisor(QObject):
    """Starts sessions until it is told to stop.

    Signals:
        session_started: a session's process runs.
        recovering: a session crashed; the next one starts after the pause in milliseconds.
        stopped: no session runs any more and none will be started.

    Args:
        session_command: program and arguments of one session.
        once: stop after the first session, whatever its end; `exit_code` is then the session's.
    """

    session_started = Signal()
    recovering = Signal(int)
    stopped = Signal()

    def __init__(self, session_command: Sequence[str], *, once: bool = False, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.exit_code = 0
        self.sessions = 0
        self._once = once
        self._stopping = False
        self._pause_ms = FIRST_PAUSE_MS
        self._process = QProcess(self)
        self._process.setProgram(session_command[0])
        self._process.setArguments(list(session_command[1:]))
        self._process.setProcessChannelMode(QProcess.ProcessChannelMode.ForwardedChannels)
        self._process.started.connect(self._on_started)
        self._process.finished.connect(self._on_finished)
        self._process.errorOccurred.connect(self._on_error)
        self._steady = self._timer(STEADY_AFTER_MS, self._forget_crashes)
        self._next = self._timer(0, self.start)
        self._last_resort = self._timer(STOP_DEADLINE_MS, self._process.kill)

    @Slot()
    def start(self) -> None:
        """Start a session."""
        if not self._stopping:
            self._process.start()

    @Slot()
    def stop(self) -> None:
        """End the running session, by force after 1.5 s, and start no other."""
        self._stopping = True
        self._next.stop()
        if self._process.state() is QProcess.ProcessState.NotRunning:
            self.stopped.emit()
            return
        self._process.terminate()
        self._last_resort.start()

    def _timer(self, interval_ms: int, act: object) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(interval_ms)
        timer.timeout.connect(act)
        return timer

    @Slot()
    def _on_started(self) -> None:
        self.sessions += 1
        self._steady.start()
        self.session_started.emit()

    @Slot(int, QProcess.ExitStatus)
    def _on_finished(self, code: int, status: QProcess.ExitStatus) -> None:
        self._steady.stop()
        self._last_resort.stop()
        crashed = status is not QProcess.ExitStatus.NormalExit
        self._after(code, crashed=crashed)

    @Slot(QProcess.ProcessError)
    def _on_error(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            self._after(127, crashed=True)

    def _after(self, code: int, *, crashed: bool) -> None:
        if self._stopping or self._once:
            self.exit_code = code if self._once and not self._stopping else 0
            self._stopping = True
            self.stopped.emit()
        elif code == 0 and not crashed:
            self._pause_ms = FIRST_PAUSE_MS
            self._next.start(0)
        else:
            _LOG.error("the session ended with %s; the next one starts in %d ms", code, self._pause_ms)
            self.recovering.emit(self._pause_ms)
            self._next.start(self._pause_ms)
            self._pause_ms = min(self._pause_ms * 2, LONGEST_PAUSE_MS)

    @Slot()
    def _forget_crashes(self) -> None:
        self._pause_ms = FIRST_PAUSE_MS
