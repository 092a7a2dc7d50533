"""Lines to receipt printers: TCP (port 9100 as a rule) and serial."""

from __future__ import annotations

import contextlib
import socket
import termios
from enum import StrEnum, unique
from pathlib import Path

import serial

from devices.core.deadline import Deadline
from devices.core.errors import DeviceDisconnectedError, DeviceNotFoundError, DeviceTimeoutError
from devices.core.host_names import addresses_of

CONNECT_S = 3.0
_GONE = (serial.SerialException, OSError, termios.error)
"""What pyserial raises for a port that vanished, by the call that meets it."""


class TcpLine:
    """A TCP connection to a network printer. Raises DeviceNotFoundError when it can't be opened."""

    def __init__(self, host: str, port: int, deadline_s: float) -> None:
        self._socket = _connect(host, port, Deadline(min(deadline_s, CONNECT_S)))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def send(self, data: bytes, deadline_s: float) -> None:
        """Hand all of data to the network, or raise DeviceTimeoutError or DeviceDisconnectedError."""
        deadline = Deadline(deadline_s)
        rest = memoryview(data)
        while rest:
            if deadline.expired:
                raise DeviceTimeoutError
            self._socket.settimeout(max(0.001, deadline.remaining))
            try:
                rest = rest[self._socket.send(rest) :]
            except TimeoutError as error:
                raise DeviceTimeoutError from error
            except OSError as error:
                raise DeviceDisconnectedError(type(error).__name__) from error

    def read(self, size: int, deadline_s: float) -> bytes:
        """Return what has come, or b"" at the deadline; raise DeviceDisconnectedError at the end of the line."""
        self._socket.settimeout(max(0.001, deadline_s))
        try:
            data = self._socket.recv(size)
        except TimeoutError:
            return b""
        except OSError as error:
            raise DeviceDisconnectedError(type(error).__name__) from error
        if not data:
            raise DeviceDisconnectedError
        return data

    def close(self) -> None:
        """Close the connection after what was sent."""
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_WR)
        self._socket.close()


def _connect(host: str, port: int, deadline: Deadline) -> socket.socket:
    reason = "no address"
    for address in addresses_of(host, deadline):
        try:
            return socket.create_connection((address, port), timeout=max(0.01, deadline.remaining))
        except OSError as error:
            reason = type(error).__name__
    raise DeviceNotFoundError(reason)


@unique
class FlowControl(StrEnum):
    """How a serial printer says that its buffer is full."""

    NONE = "none"
    RTSCTS = "rtscts"
    XONXOFF = "xonxoff"
    DSRDTR = "dsrdtr"


class SerialLine:
    """A serial port, 8N1. Raises DeviceNotFoundError when it can't be opened, or another program holds it."""

    def __init__(self, path: Path, baud: int, flow: FlowControl = FlowControl.NONE) -> None:
        try:
            self._port = serial.Serial(
                str(path),
                baud,
                timeout=0,
                write_timeout=1.0,
                exclusive=True,
                rtscts=flow is FlowControl.RTSCTS,
                xonxoff=flow is FlowControl.XONXOFF,
                dsrdtr=flow is FlowControl.DSRDTR,
            )
        except (*_GONE, ValueError) as error:
            raise DeviceNotFoundError(type(error).__name__) from error

    def send(self, data: bytes, deadline_s: float) -> None:
        """Hand all of data to the port, or raise DeviceTimeoutError or DeviceDisconnectedError."""
        try:
            self._port.write_timeout = max(0.01, deadline_s)
            self._port.write(data)
        except serial.SerialTimeoutException as error:
            raise DeviceTimeoutError from error
        except _GONE as error:
            raise DeviceDisconnectedError(type(error).__name__) from error

    def read(self, size: int, deadline_s: float) -> bytes:
        """Return what has come, or b"" at the deadline; raise DeviceDisconnectedError when the port is gone."""
        try:
            self._port.timeout = max(0.001, deadline_s)
            first: bytes = self._port.read(1)
            return first + self._port.read(min(size - 1, self._port.in_waiting)) if first else b""
        except _GONE as error:
            raise DeviceDisconnectedError(type(error).__name__) from error

    def close(self) -> None:
        """Close the port at once: what no one took by now would hold it for half a minute."""
        with contextlib.suppress(*_GONE):
            self._port.reset_output_buffer()
        self._port.close()
