"""The serial line to a reader: the only file here that knows pyserial."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path
from typing import Final, Protocol

import serial
from serial.tools import list_ports

from devices.core.discovery import FoundDevice, Transport
from devices.core.errors import (
    AccessDeniedError,
    DeviceBusyError,
    DeviceDisconnectedError,
    DeviceError,
    DeviceNotFoundError,
    DeviceTimeoutError,
)
from devices.core.line import Line
from devices.core.traffic import Tap, TappedLine
from devices.id_card.protocol import SPEEDS

# A port that is closed under a running call shows as TypeError.
_GONE: tuple[type[Exception], ...] = (serial.SerialException, OSError, TypeError)
if sys.platform != "win32":
    import termios

    # pyserial lets it through, and it is no OSError.
    _GONE = (*_GONE, termios.error)
_BUSY = {errno.EAGAIN, errno.EWOULDBLOCK, errno.EBUSY}
_DENIED = {errno.EACCES, errno.EPERM}


class SpeedLine(Line, Protocol):
    """A line whose speed can be changed and whose unread input can be thrown away."""

    @property
    def speeds(self) -> tuple[int, ...]:
        """Bits per second to look for a reader at, the likeliest first; one alone where the line has its own."""

    def set_speed(self, baud: int) -> None:
        """Change the speed of both directions."""

    def discard_input(self) -> None:
        """Throw away what came and was not read."""


class TappedSpeedLine(TappedLine):
    """A line that shows a tap all that goes over it."""

    def __init__(self, line: SpeedLine, tap: Tap) -> None:
        super().__init__(line, tap)
        self._speed_line = line

    @property
    def speeds(self) -> tuple[int, ...]:
        """The line's own."""
        return self._speed_line.speeds

    def set_speed(self, baud: int) -> None:
        """Change the speed of both directions."""
        self._speed_line.set_speed(baud)

    def discard_input(self) -> None:
        """Throw away what came and was not read."""
        self._speed_line.discard_input()


class SerialLine:
    """A serial port, 8N1 without flow control, held by this process alone."""

    speeds: Final = SPEEDS

    def __init__(self, port: str, baud: int) -> None:
        """Open the port.

        Raises:
            DeviceNotFoundError: there is no such port, or it is no serial port.
            DeviceBusyError: another program holds it.
            AccessDeniedError: this user may not open it.
        """
        try:
            self._serial = serial.Serial(port, baudrate=baud, timeout=0, write_timeout=0, exclusive=True)
        except _GONE as error:
            raise _open_error(port, error) from error
        except ValueError as error:
            raise DeviceNotFoundError(port) from error

    def set_speed(self, baud: int) -> None:
        """Change the speed of both directions."""
        try:
            self._serial.baudrate = baud
        except _GONE as error:
            raise _gone(error) from error

    def discard_input(self) -> None:
        """Throw away what came and was not read."""
        try:
            self._serial.reset_input_buffer()
        except _GONE as error:
            raise _gone(error) from error

    def send(self, data: bytes, deadline_s: float) -> None:
        """Write all of data.

        Raises:
            DeviceTimeoutError: the line did not take it all in time.
            DeviceDisconnectedError: the line is gone.
        """
        try:
            self._serial.write_timeout = max(deadline_s, 0.001)
            self._serial.write(data)
        except serial.SerialTimeoutException as error:
            raise DeviceTimeoutError(str(error)) from error
        except _GONE as error:
            raise _gone(error) from error

    def read(self, size: int, deadline_s: float) -> bytes:
        """Return at least one and at most size bytes, or b"" when none came before the deadline.

        Raises:
            DeviceDisconnectedError: the line is gone.
        """
        try:
            self._serial.timeout = max(deadline_s, 0.0)
            first: bytes = self._serial.read(1)
            if not first or size == 1:
                return first
            waiting = min(self._serial.in_waiting, size - 1)
            return first + self._serial.read(waiting) if waiting else first
        except _GONE as error:
            raise _gone(error) from error

    def close(self) -> None:
        """Release the port. May be called twice."""
        try:
            self._serial.close()
        except _GONE:
            # The port vanished before; nothing is left to release.
            return


def list_serial_ports() -> tuple[FoundDevice, ...]:
    """Return the serial ports that the system names, without opening one."""
    return tuple(
        FoundDevice(
            transport=Transport.SERIAL,
            address=port.device,
            description=port.description if port.description != "n/a" else "",
            vendor_id=_hexadecimal(port.vid),
            product_id=_hexadecimal(port.pid),
            serial_number=port.serial_number,
            instance=_instance(port.device),
        )
        for port in sorted(list_ports.comports())
    )


def _instance(node: str) -> str:
    """A port that is plugged in again gets a new node."""
    try:
        return str(Path(node).stat().st_ino)
    except OSError:
        return ""


def _hexadecimal(number: int | None) -> str | None:
    return None if number is None else f"{number:04x}"


def _gone(error: Exception) -> DeviceDisconnectedError:
    return DeviceDisconnectedError(type(error).__name__)


def _open_error(port: str, error: Exception) -> DeviceError:
    number = getattr(error, "errno", None)
    detail = f"{port}: {os.strerror(number) if number else type(error).__name__}"
    if number in _BUSY:
        return DeviceBusyError(detail)
    if number in _DENIED or (Path(port).exists() and not os.access(port, os.R_OK | os.W_OK)):
        return AccessDeniedError(detail)
    return DeviceNotFoundError(detail)
