"""A gun at the far end of a serial line, on a pty under a name that survives unplugging."""

from __future__ import annotations

import os
import pty
import threading
import tty
from collections.abc import Mapping
from pathlib import Path

from devices.core.faults import FaultAction, Moments
from devices.core.roles import Role
from devices.core.simulation import SimulationPermit

_BITS_PER_BYTE = 10
_PIECE = 32


class VirtualSerialGun:
    """Sends what it is told to have read, at the pace of its line. Any thread may call.

    Args:
        link: where a symbolic link to the pty is kept.
        baud: bits per second; the pty itself knows no speed.
        suffix: what follows each code.
    """

    def __init__(
        self, permit: SimulationPermit, link: Path, *, baud: int = 9600, suffix: bytes = b"\r", encoding: str = "utf-8"
    ) -> None:
        if not isinstance(permit, SimulationPermit):
            detail = "a SimulationPermit is needed"
            raise TypeError(detail)
        self._link = link
        self._baud = baud
        self._suffix = suffix
        self._encoding = encoding
        self._near = self._far = -1
        self._spoils = False
        self._pace = 1.0
        self._guard = threading.RLock()
        self.moments = Moments(("code",))
        self.replug()

    @property
    def role(self) -> Role:
        """What it stands for."""
        return Role.BARCODE

    @property
    def uri(self) -> str:
        """What a configuration says."""
        return f"serial:{self._link}?baud={self._baud}"

    @property
    def fault_actions(self) -> Mapping[str, FaultAction]:
        """What a fault script can do to it."""
        return {
            "unplug": FaultAction("拔掉扫码枪", self.unplug),
            "replug": FaultAction("插上扫码枪", self.replug),
            "garbage": FaultAction("发来乱码", self._spoil),
            "slow": FaultAction("发得很慢", self._slow_down),
            "restore": FaultAction("恢复正常", self.restore),
        }

    def scan(self, text: str) -> None:
        """Read a code and send it."""
        self.send(text.encode(self._encoding) + self._suffix)

    def send(self, data: bytes) -> None:
        """Send bytes as they are; lost when it is unplugged."""
        self.moments.reached("code")
        if self._spoils:
            data = b"\xff" * len(data) + self._suffix
        for at in range(0, len(data), _PIECE):
            piece = data[at : at + _PIECE]
            with self._guard:
                if self._near < 0:
                    return
                os.write(self._near, piece)
            threading.Event().wait(len(piece) * _BITS_PER_BYTE / self._baud * self._pace)

    def unplug(self) -> None:
        """Take the port away from under the host."""
        with self._guard:
            self._link.unlink(missing_ok=True)
            for end in (self._near, self._far):
                if end >= 0:
                    os.close(end)
            self._near = self._far = -1

    def replug(self) -> None:
        """Put the port back. Does nothing when it is there."""
        with self._guard:
            if self._near >= 0:
                return
            self._near, self._far = pty.openpty()
            tty.setraw(self._far)
            self._link.unlink(missing_ok=True)
            self._link.symlink_to(os.ttyname(self._far))

    def restore(self) -> None:
        """Put everything right."""
        self._spoils, self._pace = False, 1.0
        self.replug()

    def close(self) -> None:
        """Unplug for good. May be called twice."""
        self.unplug()

    def _spoil(self) -> None:
        self._spoils = True

    def _slow_down(self) -> None:
        self._pace = 5.0
