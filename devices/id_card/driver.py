"""A SAM-V reader as an IdCardReader: opens its line when needed, finds its speed, comes back after a replug."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import TYPE_CHECKING

from devices.core.cards import IdCard
from devices.core.deadline import Deadline
from devices.core.errors import (
    AccessDeniedError,
    DeviceBusyError,
    DeviceDisconnectedError,
    DeviceError,
    DeviceNotFoundError,
    DeviceTimeoutError,
    ProtocolError,
)
from devices.core.status import DeviceState
from devices.core.traffic import Tap
from devices.id_card.errors import ReaderFaultError
from devices.id_card.link import SamvLink
from devices.id_card.probe import find_speed
from devices.id_card.protocol import SPEEDS
from devices.id_card.session import SamvSession
from devices.id_card.transport import SerialLine, SpeedLine, TappedSpeedLine
from devices.id_card.usb_address import UsbAddress

if TYPE_CHECKING:
    from usb.backend import IBackend

_LOG = logging.getLogger(__name__)
_STATUS_DEADLINE_S = 5.0


class SamvReader:
    """Reads chip ID cards over SAM-V. Every method may be called from any thread; calls take turns."""

    def __init__(self, open_line: Callable[[], SpeedLine], tap: Tap | None = None) -> None:
        """Remember how to open the line; nothing is opened yet.

        Args:
            open_line: opens the line anew, also after the reader was unplugged.
            tap: is shown all that goes over the line.
        """
        self._tap = tap
        self._open_line = open_line
        self._line: SpeedLine | None = None
        self._session: SamvSession | None = None
        self._speed: int | None = None
        self._closed = False
        self._turn = threading.Lock()

    @classmethod
    def open_serial(cls, port: str, tap: Tap | None = None) -> SamvReader:
        """Return a reader on a serial port (a device path, or COM3); it is opened by the first call."""
        return cls(partial(SerialLine, port, SPEEDS[0]), tap)

    @classmethod
    def open_usb(cls, address: str, backend: IBackend | None = None, tap: Tap | None = None) -> SamvReader:
        """Return a reader on USB (usb:any, usb:VVVV:PPPP or usb:VVVV:PPPP@BUS-PORT); it is opened by the first call.

        Raises:
            DeviceNotFoundError: the address has another form.
        """
        # Loads pyusb, which terminals without such a reader need not have.
        from devices.id_card.usb_line import UsbLine

        return cls(partial(UsbLine, UsbAddress.parse(address), backend), tap)

    @property
    def speed(self) -> int | None:
        """Bits per second of the line, or None while no reader is connected."""
        return self._speed if self._session else None

    def read(self, deadline_s: float, wait_s: float = 0.0) -> IdCard:
        """Find, select and read the card, with the newest address where it has one.

        Args:
            deadline_s: the end of everything, connecting included.
            wait_s: how long a card is waited for.

        Raises:
            NoCardError, CardReadFailedError, CardAuthFailedError, UnknownCardTypeError, CardDataInvalidError: the card.
            ChecksumError, TruncatedFrameError, ProtocolError, ReaderFaultError: the reader.
            DeviceNotFoundError, DeviceBusyError, AccessDeniedError, DeviceDisconnectedError, DeviceTimeoutError: the
                line.
        """
        deadline = Deadline(deadline_s)
        with self._connected(deadline) as session:
            return session.read(deadline, wait_s)

    def present(self, deadline_s: float) -> bool:
        """Tell whether the reader finds a card. Many modules no longer find one that they have read.

        Raises:
            DeviceError: see read.
        """
        deadline = Deadline(deadline_s)
        with self._connected(deadline) as session:
            return session.find(deadline)

    def still_there(self, deadline_s: float) -> bool:
        """Tell whether a card lies there, also one that was read: a module that no longer finds it is reset first.

        Takes up to a second longer than `present` where no card lies there.

        Raises:
            DeviceError: see read.
        """
        deadline = Deadline(deadline_s)
        with self._connected(deadline) as session:
            return session.still_there(deadline)

    def sam_number(self, deadline_s: float) -> str:
        """Return the printed form of the security module's number.

        Raises:
            DeviceError: see read.
        """
        deadline = Deadline(deadline_s)
        with self._connected(deadline) as session:
            return session.sam_number(deadline)

    def status(self) -> DeviceState:
        """Ask the module to test itself. Never raises."""
        deadline = Deadline(_STATUS_DEADLINE_S)
        try:
            with self._connected(deadline) as session:
                session.check(deadline)
        except DeviceError as error:
            return _state(error)
        return DeviceState.READY

    def close(self) -> None:
        """Release the port, when a running call has ended. May be called twice; later calls fail."""
        self._closed = True
        with self._turn:
            self._drop_line()

    @contextmanager
    def _connected(self, deadline: Deadline) -> Iterator[SamvSession]:
        if not self._turn.acquire(timeout=deadline.remaining):
            detail = "another call is running"
            raise DeviceBusyError(detail)
        try:
            yield self._connect(deadline)
        except (DeviceDisconnectedError, DeviceTimeoutError, ProtocolError) as error:
            # The next call opens the line anew and looks for the speed again.
            _LOG.info("line to the ID-card reader dropped: %s", error.code)
            self._drop_line()
            raise
        finally:
            self._turn.release()

    def _connect(self, deadline: Deadline) -> SamvSession:
        if self._closed:
            detail = "closed"
            raise DeviceDisconnectedError(detail)
        if self._session is not None and self._line is not None:
            try:
                # A line that broke while nobody used it shows it here.
                self._line.discard_input()
            except DeviceDisconnectedError:
                self._drop_line()
            else:
                return self._session
        with ExitStack() as undo:
            line = self._open_line()
            undo.callback(line.close)
            if self._tap is not None:
                line = TappedSpeedLine(line, self._tap)
            self._speed = find_speed(line, deadline, first=self._speed)
            undo.pop_all()
        self._line, self._session = line, SamvSession(SamvLink(line))
        return self._session

    def _drop_line(self) -> None:
        line, self._line, self._session = self._line, None, None
        if line is not None:
            line.close()


def _state(error: DeviceError) -> DeviceState:
    if isinstance(error, (DeviceNotFoundError, DeviceDisconnectedError)):
        return DeviceState.OFFLINE
    if isinstance(error, DeviceBusyError):
        return DeviceState.BUSY
    if isinstance(error, (ReaderFaultError, AccessDeniedError)):
        return DeviceState.FAULT
    return DeviceState.UNKNOWN
