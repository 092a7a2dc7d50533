"""Runs a dock with its window until it is closed or told to stop."""

from __future__ import annotations

import sys
import threading

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from demo.dock.dock import Dock
from demo.dock.window.dock_window import DockWindow

_SIZE = (1360, 740)


def run_with_window(dock: Dock, stop: threading.Event, tick_s: float) -> None:
    """Show the window and tick the dock until the window is closed or stop is set."""
    application = QApplication.instance() or QApplication(sys.argv[:1])
    status = dock.status
    window = DockWindow(status.benches, status.state_file)
    window.changed.connect(dock.edit)
    window.resize(*_SIZE)

    def turn() -> None:
        window.show_status(dock.tick())
        if stop.is_set():
            application.quit()

    timer = QTimer()
    timer.setInterval(int(tick_s * 1000))
    timer.timeout.connect(turn)
    timer.start()
    turn()
    window.show()
    application.exec()
