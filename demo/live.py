"""The demonstration with a display: kiosk, counter and dock open their windows, and a person plays."""

from __future__ import annotations

import sys
import time
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication

from demo.processes import Running
from demo.report import Report
from demo.stage import Stage
from demo.telling import Teller
from demo.work_folder import work_folder

_KIOSK: Final = QSize(1080, 1920)
_COUNTER: Final = QSize(1920, 1080)
_LARGEST_PART: Final = 0.9
_LOOK_S: Final = 0.2


def open_windows(teller: Teller, *, keep: bool = False) -> int:
    """Open everything and wait until the person has closed the windows, or presses Ctrl-C. Raises DemoError."""
    report = Report()
    screen = _screen()
    with work_folder(keep=keep) as folder, Stage(folder) as stage:
        stage.set_up(lambda name: teller.told(report, name), with_dock_window=True)
        windows = _start_apps(stage, screen)
        try:
            teller.invite(stage.clerk, folder)
            while stage.dock.is_alive or any(window.is_alive for window in windows):
                time.sleep(_LOOK_S)
        finally:
            for window in windows:
                window.stop()
    if keep:
        teller.say(f"留在 kept in: {folder}")
    return 0


def fitted(size: QSize, screen: QSize) -> str:
    """Return a window's size as WxH: the face's own, made smaller in its proportions until it fits on the screen."""
    room = QSize(round(screen.width() * _LARGEST_PART), round(screen.height() * _LARGEST_PART))
    fitting = size.scaled(room.boundedTo(size), Qt.AspectRatioMode.KeepAspectRatio)
    return f"{fitting.width()}x{fitting.height()}"


def _screen() -> QSize:
    """Ask for the room on the first screen, once, before anything is started."""
    application = QGuiApplication.instance() or QGuiApplication(sys.argv[:1])
    return application.primaryScreen().availableSize() if isinstance(application, QGuiApplication) else _COUNTER


def _start_apps(stage: Stage, screen: QSize) -> tuple[Running, ...]:
    kiosk, counter = (str(stage.terminals[name].profile.folder) for name in ("kiosk", "counter"))
    return (
        stage.launcher.start("kiosk", ["-m", "kiosk_app", "--profile", kiosk, "--windowed", fitted(_KIOSK, screen)]),
        stage.launcher.start(
            "counter", ["-m", "counter_app", "--profile", counter, "--windowed", fitted(_COUNTER, screen)]
        ),
    )
