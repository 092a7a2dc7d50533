"""`python -m kiosk_app.session --profile DIR [--windowed WxH]`: one citizen's session, then the process ends.

Exit codes: 0 the citizen is done or was idle, or it was told to end; 70 a defect; 75 the terminal can't be opened now.
"""

from __future__ import annotations

import argparse
import logging
import os
import shutil
import signal
import socket
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QSize, QSocketNotifier, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtQuick import QQuickView

from kiosk_app.curtain_note import write_hall
from kiosk_app.face import close_face, prepare_environment
from kiosk_app.options import add_window_options, size_of
from kiosk_app.out_of_order import OutOfOrder
from kiosk_app.wiring import build_session
from shared.catalogue.errors import CataloguePackageError
from shared.command_line import Parser
from shared.qt.fonts import ensure_fonts
from shared.security.errors import SecurityError
from shared.security.forgetting import leave_no_dump
from shared.store.errors import ConfigError, StoreError
from shared.store.profile import profile_of

EXIT_DEFECT = 70
EXIT_NOT_NOW = 75
_OUT_OF_ORDER_MS = 20_000
_LOG = logging.getLogger(__name__)


def main(arguments: list[str] | None = None) -> int:
    """Run one session; return the exit code."""
    leave_no_dump()
    options = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    try:
        profile = profile_of(options.profile)
    except StoreError as error:
        _LOG.error("no profile: %s", error.code)
        return EXIT_NOT_NOW
    keyboard = profile.folder / "keyboard"
    wipe_keyboard(keyboard)
    prepare_environment(keyboard)
    application = QGuiApplication(sys.argv[:1])
    application.setApplicationName("yimen-kiosk")
    ensure_fonts()
    ends = _Ends(application, supervised=options.supervised)
    try:
        return _run(application, profile.folder, options.windowed)
    finally:
        ends.close()
        wipe_keyboard(keyboard)


def wipe_keyboard(folder: Path) -> None:
    """Erase what the on-screen keyboard learned from an earlier session."""
    shutil.rmtree(folder, ignore_errors=True)


def _run(application: QGuiApplication, profile: Path, windowed: QSize | None) -> int:
    try:
        session = build_session(profile, size=size_of(windowed))
    except (StoreError, SecurityError, CataloguePackageError) as error:
        cause = f": {error}" if isinstance(error, ConfigError) else ""
        _LOG.error("the terminal can't be opened: %s%s", error.code, cause)
        return _out_of_order(application, error.code, windowed)
    write_hall(profile, session.hall)
    session.ended.connect(application.quit)
    _show(session.window, windowed)
    session.start()
    status = application.exec()
    session.close()
    return status


def _out_of_order(application: QGuiApplication, code: str, windowed: QSize | None) -> int:
    shown = OutOfOrder(code, size_of(windowed))
    _show(shown.window, windowed)
    QTimer.singleShot(_OUT_OF_ORDER_MS, application.quit)
    application.exec()
    close_face(shown.window)
    return EXIT_NOT_NOW


def _show(view: QQuickView, windowed: QSize | None) -> None:
    begun = time.monotonic()
    view.frameSwapped.connect(
        lambda: _LOG.info("ready after %d ms", (time.monotonic() - begun) * 1000),
        Qt.ConnectionType.SingleShotConnection,
    )
    if windowed is not None:
        view.show()
        return
    view.setCursor(Qt.CursorShape.BlankCursor)
    view.showFullScreen()


class _Ends:
    """Everything that ends the process from outside: signals, the supervisor's pipe, a defect."""

    def __init__(self, application: QGuiApplication, *, supervised: bool) -> None:
        self._application = application
        self._near, self._far = socket.socketpair()
        self._near.setblocking(False)
        self._far.setblocking(False)
        signal.set_wakeup_fd(self._far.fileno(), warn_on_full_buffer=False)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: None)
        self._notifiers = [self._notifier(self._near.fileno(), self._signalled)]
        if supervised:
            self._notifiers.append(self._notifier(sys.stdin.fileno(), self._pipe))
        sys.excepthook = self._defect

    def close(self) -> None:
        """Listen no more."""
        signal.set_wakeup_fd(-1)
        for notifier in self._notifiers:
            notifier.setEnabled(False)
        self._near.close()
        self._far.close()
        sys.excepthook = sys.__excepthook__

    def _notifier(self, number: int, act: Callable[[], None]) -> QSocketNotifier:
        notifier = QSocketNotifier(number, QSocketNotifier.Type.Read)
        notifier.activated.connect(lambda *_: act())
        return notifier

    def _signalled(self) -> None:
        self._near.recv(64)
        self._application.quit()

    def _pipe(self) -> None:
        if not os.read(sys.stdin.fileno(), 64):
            self._application.quit()

    def _defect(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Log where, never what: an exception's text may hold what a citizen typed."""
        places = " < ".join(f"{frame.name}@{frame.filename}:{frame.lineno}" for frame in traceback.extract_tb(trace))
        _LOG.critical("a defect: %s at %s", kind.__name__, places)
        del error
        self._application.exit(EXIT_DEFECT)


def _parser() -> argparse.ArgumentParser:
    parser = Parser(prog="kiosk_app.session", description="One citizen's session.")
    add_window_options(parser)
    parser.add_argument("--supervised", action="store_true", help="end when standard input closes")
    return parser


if __name__ == "__main__":
    status = main()
    logging.shutdown()
    # Everything is closed and wiped; Python's own taking-down of Qt's objects may crash and says nothing to anybody.
    os._exit(status)
