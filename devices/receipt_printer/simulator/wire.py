"""The virtual printer's network side: one host at a time, at the speed of the line, and the ways a line breaks."""

from __future__ import annotations

import contextlib
import socket
import struct

TICK_S = 0.05
_LINGER_NOT = struct.pack("ii", 1, 0)


class Wire:
    """A listening socket on 127.0.0.1 and the host that is connected, if any.

    Attributes:
        port: where it listens, also again after unplug() and plug().
    """

    def __init__(self, port: int) -> None:
        self._listener: socket.socket | None = _listen(port)
        self.port: int = self._listener.getsockname()[1]
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
