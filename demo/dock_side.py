"""The dock of a demonstration as a process."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from demo.dock.hand import Hand
from demo.dock.status import DockStatus, read_status
from demo.processes import Launcher, Running

_READY_S: Final = 90.0


class DockSide:
    """Starts and stops the dock, and gives hands at its benches."""

    def __init__(self, launcher: Launcher, folder: Path) -> None:
        self._launcher = launcher
        self.folder = folder
        self._running: Running | None = None

    def start(self, platform_port: int, *, with_window: bool = False) -> None:
        """Start it and wait until its devices can be used. Raises DemoError."""
        arguments = ["-m", "demo.dock", "--folder", str(self.folder), "--platform-port", str(platform_port)]
        self._running = self._launcher.start("dock", [*arguments, *(["--window"] if with_window else [])])
        self._running.ready(_READY_S)

    @property
    def is_alive(self) -> bool:
        """Whether it runs."""
        return self._running is not None and self._running.is_alive

    def status(self) -> DockStatus:
        """Return what it tells of itself."""
        return read_status(self.folder)

    def hand(self, bench: str) -> Hand:
        """Return a hand at a bench."""
        return Hand(self.folder, bench)

    def stop(self) -> None:
        """Stop it. May be called twice."""
        if self._running is not None:
            self._running.stop()
            self._running = None
