"""What the virtual printer hangs on: the seam of its wires, and the network one. One host at a time is served."""

from __future__ import annotations

import contextlib
import socket
import struct
from typing import Protocol

TICK_S = 0.05
_LINGER_NOT = struct.pack("ii", 1, 0)


class Wire(Protocol):
    """The printer's end of a cable. Calls come from the printer's thread; none waits longer than a tick.

    Attributes:
        uri: what open_printer takes to reach the other end, the same after unplugging and plugging in.
        shows_power: whether the host sees the line go when the printer loses its power.
    """

    uri: str
    shows_power: bool

    @property
    def has_host(self) -> bool:
        """Whether a host may be at the other end."""

    def let_in(self) -> bool:
        """Be plugged in, and wait a tick for a host; True when one came."""

    def read(self, size: int) -> bytes | None:
        """Wait a tick for bytes; None when none came, b"" when the host is gone."""

    def say(self, data: bytes) -> None:
        """Send to the host, if there is one that listens."""

    def hang_up(self, *, roughly: bool = False) -> None:
        """Break with the host; roughly as a pulled cable would."""

    def unplug(self) -> None:
        """Be gone: no connection, and none to be had."""


class TcpWire:
    """A listening socket on 127.0.0.1 and the host that is connected, if any.

    Attributes:
        port: where it listens, also again after unplug() and plug().
    """

    shows_power = True

    def __init__(self, port: int) -> None:
        self._listener: socket.socket | None = _listen(port)
        self.port: int = self._listener.getsockname()[1]
        self.uri = f"tcp://127.0.0.1:{self.port}"
        self._host: socket.socket | None = None

    @property
    def has_host(self) -> bool:
        """Whether a host is connected."""
        return self._host is not None

    def let_in(self) -> bool:
        """Wait a tick for a host; True when one came."""
        try:
            if self._listener is None:
                self._listener = _listen(self.port)
            self._host, _ = self._listener.accept()
        except OSError:
            return False
        self._host.settimeout(TICK_S)
        return True

    def read(self, size: int) -> bytes | None:
        """Wait a tick for bytes; None when none came, b"" when the host is gone."""
        if self._host is None:
            return b""
        try:
            return self._host.recv(size)
        except TimeoutError:
            return None
        except OSError:
            return b""

    def say(self, data: bytes) -> None:
        """Send to the host, if there is one that listens."""
        if self._host is not None:
            with contextlib.suppress(OSError):
                self._host.sendall(data)

    def hang_up(self, *, roughly: bool = False) -> None:
        """Close the connection; roughly as a pulled cable would (the host sees a reset)."""
        host, self._host = self._host, None
        if host is not None:
            if roughly:
                with contextlib.suppress(OSError):
                    host.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER_NOT)
            host.close()

    def unplug(self) -> None:
        """Leave the network: no connection, and none to be had."""
        self.hang_up(roughly=True)
        if self._listener is not None:
            self._listener.close()
            self._listener = None


def _listen(port: int) -> socket.socket:
    listener = socket.create_server(("127.0.0.1", port), backlog=8)
    listener.settimeout(TICK_S)
    return listener
