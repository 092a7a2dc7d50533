"""A kiosk's own processes, for whoever plays citizens in them: a supervisor, and sessions with their window."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtGui import QGuiApplication

from demo.playing.pilot import Pilot
from devices.core.status import DeviceState
from kiosk_app.__main__ import supervise
from kiosk_app.citizen_session import Session
from kiosk_app.face import prepare_environment
from kiosk_app.session import wipe_keyboard
from kiosk_app.wiring import build_session
from shared.qt.fonts import ensure_fonts
from shared.security.forgetting import leave_no_dump

SUPERVISE: Final = "--supervise"
_SIZE: Final = QSize(1080, 1920)


def run_supervised(module: str, told: Sequence[str], profile: Path) -> int:
    """Run a module session after session, as a kiosk does, with what it was told but for SUPERVISE."""
    once = [argument for argument in told if argument != SUPERVISE]
    return supervise([sys.executable, "-m", module, *once], profile)


def log_as_the_kiosk_does() -> None:
    """Log to standard error and leave no image of memory behind."""
    leave_no_dump()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")


@contextmanager
def kiosk_application(profile: Path) -> Iterator[QGuiApplication]:
    """Give the application of a session's process; what its keyboard learned is erased after it and before."""
    keyboard = profile / "keyboard"
    wipe_keyboard(keyboard)
    prepare_environment(keyboard)
    application = QGuiApplication(sys.argv[:1])
    application.setApplicationName("yimen-kiosk")
    ensure_fonts()
    try:
        yield application
    finally:
        wipe_keyboard(keyboard)


@contextmanager
def kiosk_session(application: QGuiApplication, profile: Path) -> Iterator[Session]:
    """Give a session that is under way, in its window; its end is the application's."""
    session = build_session(profile, size=_SIZE)
    session.ended.connect(application.quit)
    try:
        session.window.show()
        session.start()
        yield session
    finally:
        session.close()


def wait_for_reader(pilot: Pilot, session: Session) -> None:
    """Wait until the reader was looked at: a card found at the first look is an earlier person's. Raises PlayError."""
    pilot.wait("the reader is ready", lambda: session.box.now.around.reader is DeviceState.READY)
