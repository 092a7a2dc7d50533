"""The virtual printer on a serial line: a pty under a name that survives unplugging, with three wires and no more."""

from __future__ import annotations

import os
import pty
import select
import tty
from pathlib import Path

from devices.receipt_printer.simulator.wire import TICK_S


class SerialWire:
    """A pty whose far end a driver opens. Nobody sees on it whether the printer has power.

    Args:
        link: where a symbolic link to the pty is kept.
        baud: what the host is told to open it at; the pty itself knows no speed.
    """

    shows_power = False

    def __init__(self, link: Path, baud: int = 115200) -> None:
        self._link = link
        self.uri = f"serial:{link}?baud={baud}"
        self._near = self._far = -1
        self._is_joined = False
        self._plug()

    @property
    def has_host(self) -> bool:
        """Whether a host may be at the other end: on three wires that is never known."""
        return self._is_joined

    def let_in(self) -> bool:
        """Be plugged in."""
        self._plug()
        self._is_joined = True
        return True

    def read(self, size: int) -> bytes | None:
        """Wait a tick for bytes."""
        readable, _, _ = select.select([self._near], [], [], TICK_S)
        return os.read(self._near, size) if readable else None

    def say(self, data: bytes) -> None:
        """Send; what nobody reads is lost, as on a UART."""
        if self._near >= 0:
            try:
                os.write(self._near, data)
            except BlockingIOError:
                return

    def hang_up(self, *, roughly: bool = False) -> None:
        """Break the line where it is pulled; a host that merely closes its end does not end it."""
        self._is_joined = False
        if roughly:
            self.unplug()

    def unplug(self) -> None:
        """Take the port away from under the host."""
        self._is_joined = False
        self._link.unlink(missing_ok=True)
        for end in (self._near, self._far):
            if end >= 0:
                os.close(end)
        self._near = self._far = -1

    def _plug(self) -> None:
        if self._near >= 0:
            return
        self._near, self._far = pty.openpty()
        tty.setraw(self._far)
        os.set_blocking(self._near, False)
        self._link.unlink(missing_ok=True)
        self._link.symlink_to(os.ttyname(self._far))
