"""A gun on a serial line, real or USB-CDC: the setting to recommend, since only it carries hanzi for sure."""

from __future__ import annotations

import contextlib
import termios
import time
from collections import deque
from pathlib import Path
from typing import Final

import serial

from devices.barcode.framing import CodeFramer, decode_text
from devices.core.barcodes import BarcodeScan
from devices.core.deadline import Deadline
from devices.core.errors import DeviceDisconnectedError, DeviceNotFoundError
from devices.core.status import DeviceState

BAUDS: Final = (1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200)
DEFAULT_BAUD: Final = 9600
_GONE: Final = (serial.SerialException, OSError, termios.error)


class SerialGun:
    """A BarcodeGun on a serial port, which stays open between calls so that no code is lost.

    Args:
        ends_at_cr: off for a gun that is set to no suffix and reads codes with carriage returns in them.
    """

    def __init__(self, port: Path, baud: int = DEFAULT_BAUD, *, ends_at_cr: bool = True) -> None:
        self._path = port
        self._baud = baud
        self._framer = CodeFramer(ends_at_cr=ends_at_cr)
        self._codes: deque[bytes] = deque()
        self._port: serial.Serial | None = None

    def read(self, deadline_s: float) -> BarcodeScan | None:
        """Wait for a code; see BarcodeGun."""
        deadline = Deadline(deadline_s)
        while not self._codes:
            wait_s = min(self._framer.gap_s, deadline.remaining) if self._framer.is_waiting else deadline.remaining
            began = time.monotonic()
            data = self._receive(wait_s)
            self._codes += self._framer.feed(data, time.monotonic()) if data else self._framer.silence(began + wait_s)
            if deadline.expired and not self._codes:
                return None
        code = self._codes.popleft()
        return BarcodeScan(decode_text(code), code)

    def status(self) -> DeviceState:
        """Tell whether the port is there; see BarcodeGun."""
        return DeviceState.READY if self._path.exists() else DeviceState.OFFLINE

    def close(self) -> None:
        """Close the port; half a code is not kept."""
        self._framer.forget()
        port, self._port = self._port, None
        if port is not None:
            with contextlib.suppress(*_GONE):
                port.close()

    def _receive(self, wait_s: float) -> bytes:
        port = self._port or self._open()
        try:
            port.timeout = max(0.001, wait_s)
            first: bytes = port.read(1)
            return first + port.read(port.in_waiting) if first else b""
        except _GONE as error:
            self.close()
            raise DeviceDisconnectedError(type(error).__name__) from error

    def _open(self) -> serial.Serial:
        try:
            self._port = serial.Serial(str(self._path), self._baud, timeout=0, exclusive=True)
        except (*_GONE, ValueError) as error:
            raise DeviceNotFoundError(type(error).__name__) from error
        return self._port
