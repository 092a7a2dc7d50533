"""`python -m kiosk_app --profile DIR [--windowed WxH] [--once]`: the kiosk, one process per citizen's session."""

from __future__ import annotations

import argparse
import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication

from kiosk_app.curtain import Curtain, has_display
from kiosk_app.curtain_note import read_hall
from kiosk_app.options import add_window_options
from kiosk_app.supervisor import Supervisor
from shared.command_line import Parser
from shared.security.forgetting import leave_no_dump
from shared.store.errors import StoreError
from shared.store.profile import profile_of
from shared.sync.errors import SyncError
from shared.sync.launch import ensure_agent

_LOG = logging.getLogger(__name__)
_SIGNAL_LOOK_MS = 150
_JOIN_S = 2.0


def main(arguments: list[str] | None = None) -> int:
    """Run sessions until told to stop; return the exit code."""
    leave_no_dump()
    options = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    try:
        profile = profile_of(options.profile).folder
    except StoreError as error:
        sys.stderr.write(f"{error}\n")
        return os.EX_USAGE
    covered = has_display() and options.windowed is None
    return supervise(session_argv(options, profile), profile, once=options.once, covered=covered)


def session_argv(options: argparse.Namespace, profile: Path) -> list[str]:
    """Return the command of one session."""
    argv = [sys.executable, "-m", "kiosk_app.session", "--profile", str(profile), "--supervised"]
    if options.windowed is not None:
        argv += ["--windowed", f"{options.windowed.width()}x{options.windowed.height()}"]
    return argv


def supervise(argv: list[str], profile: Path, *, once: bool = False, covered: bool = False) -> int:
    """Run sessions of any command, with the agent seen to before each."""
    prepare = partial(see_to_agent, profile)
    if covered:
        return _run_covered(argv, profile, prepare, once=once)
    supervisor = Supervisor(argv, prepare=prepare)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: supervisor.stop())
    return supervisor.run(once=once)


def see_to_agent(profile: Path) -> None:
    """Start the terminal's agent when none runs, on a thread of its own: no citizen waits for it."""
    threading.Thread(target=_start_agent, args=(profile,), name="agent-start", daemon=True).start()


def _start_agent(profile: Path) -> None:
    """Without an agent, intakes wait safely in the outbox."""
    try:
        ensure_agent(profile)
    except (SyncError, StoreError) as error:
        _LOG.error("no agent: %s: %s", error.code, error)
    except (OSError, subprocess.SubprocessError) as error:
        _LOG.error("no agent: %s", type(error).__name__)


class _Bridge(QObject):
    """Carries the supervisor's words to the curtain's thread."""

    mood = Signal(str)
    over = Signal()


def _run_covered(argv: list[str], profile: Path, prepare: Callable[[], None], *, once: bool) -> int:
    application = QGuiApplication(sys.argv[:1])
    curtain = Curtain(read_hall(profile))
    bridge = _Bridge()
    bridge.mood.connect(curtain.show_mood)
    bridge.over.connect(application.quit)
    supervisor = Supervisor(argv, prepare=prepare, tell=lambda mood: bridge.mood.emit(mood.value))
    status = [0]

    def work() -> None:
        try:
            status[0] = supervisor.run(once=once)
        finally:
            bridge.over.emit()

    thread = threading.Thread(target=work, name="supervisor", daemon=True)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: supervisor.stop())
    beat = QTimer()
    beat.timeout.connect(lambda: None)
    beat.start(_SIGNAL_LOOK_MS)
    curtain.showFullScreen()
    thread.start()
    application.exec()
    thread.join(_JOIN_S)
    return status[0]


def _parser() -> argparse.ArgumentParser:
    parser = Parser(prog="kiosk_app", description="The citizen's kiosk.")
    add_window_options(parser)
    parser.add_argument("--once", action="store_true", help="run one session and end with its exit code")
    return parser


if __name__ == "__main__":
    sys.exit(main())
