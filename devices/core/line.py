"""The narrow seam between a driver and its wire."""

from __future__ import annotations

from typing import Protocol


class Line(Protocol):
    """A byte line with deadlines: a serial port, a TCP connection, a file.

    Methods raise DeviceDisconnectedError when the line is gone.
    """

    def send(self, data: bytes, deadline_s: float) -> None:
        """Write all of data or raise DeviceTimeoutError."""

    def read(self, size: int, deadline_s: float) -> bytes:
        """Return at least one and at most size bytes, or b"" when none came before the deadline."""

    def close(self) -> None:
        """Release the line. May be called twice."""
