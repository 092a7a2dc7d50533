"""A kiosk's session with its window, in its own process, for whoever plays citizens in it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtGui import QGuiApplication

from demo.playing.pilot import Pilot
from devices.core.status import DeviceState
from kiosk_app.citizen_session import Session
from kiosk_app.face import prepare_environment
from kiosk_app.session import wipe_keyboard
from kiosk_app.wiring import build_session
from shared.qt.fonts import ensure_fonts

_SIZE: Final = QSize(1080, 1920)


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
