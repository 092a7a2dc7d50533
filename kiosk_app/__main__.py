"""The kiosk: `python -m kiosk_app --profile DIR` supervises one session process after another."""

from __future__ import annotations

import argparse
import logging
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSocketNotifier, QTimer
from PySide6.QtGui import QGuiApplication

from kiosk_app.curtain import Curtain
from kiosk_app.supervisor import Supervisor
from shared.store.errors import StoreError
from shared.store.profile import Profile, load_config, profile_of
from shared.sync.errors import SyncError
from shared.sync.launch import ensure_agent

AGENT_CHECK_MS = 30_000
_LOG = logging.getLogger(__name__)


def _size(text: str) -> str:
    if not re.fullmatch(r"[1-9][0-9]{2,4}x[1-9][0-9]{2,4}", text):
        message = "a size is WIDTHxHEIGHT, such as 540x960"
        raise argparse.ArgumentTypeError(message)
    return text


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="yimen-kiosk", description=__doc__)
    parser.add_argument("--profile", help="the terminal's profile folder (YIMEN_PROFILE)")
    parser.add_argument("--windowed", type=_size, help="a window of WIDTHxHEIGHT instead of the whole screen")
    parser.add_argument("--once", action="store_true", help="end after the first session, with its exit code")
    return parser.parse_args(argv)


def session_command(profile: Path, windowed: str | None) -> tuple[str, ...]:
    """Return the command of one session."""
    size = () if windowed is None else ("--windowed", windowed)
    return (sys.executable, "-m", "kiosk_app.session", "--profile", str(profile), *size)


def run_kiosk(profile: Profile, command: Sequence[str], *, windowed: str | None = None, once: bool = False) -> int:
    """Supervise sessions until SIGTERM or SIGINT; return the exit code."""
    app = QGuiApplication.instance() or QGuiApplication(sys.argv[:1])
    curtain = Curtain()
    if windowed is None:
        curtain.showFullScreen()
    else:
        width, height = (int(part) for part in windowed.split("x"))
        curtain.resize(width, height)
        curtain.show()
    supervisor = Supervisor(command, once=once)
    supervisor.session_started.connect(curtain.say_preparing)
    supervisor.recovering.connect(curtain.say_recovering)
    supervisor.stopped.connect(app.quit)
    with StopOnSignals(supervisor):
        agent_watch = QTimer()
        agent_watch.setInterval(AGENT_CHECK_MS)
        agent_watch.timeout.connect(lambda: _keep_agent(profile))
        agent_watch.start()
        _keep_agent(profile)
        QTimer.singleShot(0, supervisor.start)
        app.exec()
    return supervisor.exit_code


def _keep_agent(profile: Profile) -> None:
    """Start the agent if none runs, on a thread of its own: the first session does not wait for it."""
    threading.Thread(target=_start_agent, args=(profile,), name="agent-start", daemon=True).start()


def _start_agent(profile: Profile) -> None:
    try:
        ensure_agent(profile.folder)
    except (SyncError, StoreError, OSError, subprocess.SubprocessError):
        _LOG.exception("the agent could not be started; sealing goes on, delivery waits")


class StopOnSignals:
    """Turns SIGTERM and SIGINT into the supervisor's stop, by a socket that wakes Qt's loop."""

    def __init__(self, supervisor: Supervisor) -> None:
        self._supervisor = supervisor
        self._reader, self._writer = socket.socketpair()

    def __enter__(self) -> None:
        self._writer.setblocking(False)
        self._wakeup = signal.set_wakeup_fd(self._writer.fileno(), warn_on_full_buffer=False)
        self._before = {number: signal.signal(number, _ignore) for number in (signal.SIGTERM, signal.SIGINT)}
        self._notifier = QSocketNotifier(self._reader.fileno(), QSocketNotifier.Type.Read)
        self._notifier.activated.connect(self._on_signal)

    def __exit__(self, *_: object) -> None:
        self._notifier.setEnabled(False)
        for number, handler in self._before.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(self._wakeup)
        self._reader.close()
        self._writer.close()

    def _on_signal(self) -> None:
        self._reader.recv(64)
        self._supervisor.stop()


def _ignore(_number: int, _frame: object) -> None:
    """The wake-up socket does the work; a handler must exist for it to be written to."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the kiosk."""
    options = _arguments(argv)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(levelname)s %(message)s")
    try:
        profile = profile_of(options.profile)
        load_config(profile)
    except StoreError as error:
        print(f"一门：{error}", file=sys.stderr)
        return 78
    command = session_command(profile.folder, options.windowed)
    return run_kiosk(profile, command, windowed=options.windowed, once=options.once)


if __name__ == "__main__":
    sys.exit(main())
