"""The demonstration with a display: kiosk, counter and dock open their windows, and a person plays."""

from __future__ import annotations

import time
from typing import Final

from demo.processes import Running
from demo.report import Report
from demo.stage import Stage
from demo.telling import Teller
from demo.work_folder import work_folder

_KIOSK_WINDOW: Final = "540x960"
_LOOK_S: Final = 0.2


def open_windows(teller: Teller, *, keep: bool = False) -> int:
    """Open everything and wait until the person has closed the windows, or presses Ctrl-C. Raises DemoError."""
    report = Report()
    with work_folder(keep=keep) as folder, Stage(folder) as stage:
        stage.set_up(lambda name: teller.told(report, name), with_dock_window=True)
        windows = _start_apps(stage)
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


def _start_apps(stage: Stage) -> tuple[Running, ...]:
    kiosk, counter = (str(stage.terminals[name].profile.folder) for name in ("kiosk", "counter"))
    return (
        stage.launcher.start("kiosk", ["-m", "kiosk_app", "--profile", kiosk, "--windowed", _KIOSK_WINDOW]),
        stage.launcher.start("counter", ["-m", "counter_app", "--profile", counter]),
    )
