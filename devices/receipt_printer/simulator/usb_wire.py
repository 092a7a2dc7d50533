"""The virtual printer on USB: its end of the cable, transfer by transfer."""

from __future__ import annotations

import errno
import os
import threading
from collections import deque
from collections.abc import Callable
from typing import Final

import usb.core

from devices.receipt_printer.simulator.usb_bus import UsbBus, usb_error
from devices.receipt_printer.simulator.wire import TICK_S
from devices.receipt_printer.usb_line import UsbAddress

ADDRESS: Final = UsbAddress(0x0416, 0x5011, "YM0001")
_QUEUE_BYTES = 4096


class UsbWire:
    """A bus with one printer of the USB printer class.

    Attributes:
        backend: what open_printer and pyusb take in the place of libusb.
        port_status: the printer's answer to GET_PORT_STATUS; None stalls it.

    Args:
        talks: with a bulk IN endpoint; without, the printer can't say a word.
        is_vendor_class: with a maker's own class number in the place of the printer's.
    """

    shows_power = True

    def __init__(
        self,
        address: UsbAddress = ADDRESS,
        *,
        talks: bool = True,
        is_vendor_class: bool = False,
        is_forbidden: bool = False,
    ) -> None:
        self.uri = f"usb:{address}"
        self._guard = threading.Condition()
        self._outward = bytearray()
        self._inward: deque[int] = deque()
        self._is_plugged = True
        self._is_claimed = False
        self._is_known = False
        self._times_plugged = 1
        self.is_forbidden = is_forbidden
        self.port_status: Callable[[], int] | None = None
        self.backend = UsbBus(self, address, talks=talks, is_vendor_class=is_vendor_class)

    @property
    def is_plugged(self) -> bool:
        """Whether the device is on the bus."""
        return self._is_plugged

    @property
    def is_claimed(self) -> bool:
        """Whether a host holds the interface."""
        return self._is_claimed

    @property
    def has_host(self) -> bool:
        """Whether a host holds the interface and was let in."""
        return self._is_known

    def let_in(self) -> bool:
        """Be on the bus, and wait a tick for a host that claims the interface."""
        with self._guard:
            self._times_plugged += not self._is_plugged
            self._is_plugged = True
            self._is_known = self._guard.wait_for(lambda: self._is_claimed, TICK_S)
            return self._is_known

    def read(self, size: int) -> bytes | None:
        """Wait a tick for bytes of bulk OUT transfers; b"" when the host let go and all it sent is read."""
        with self._guard:
            self._guard.wait_for(lambda: self._outward or not self._is_claimed, TICK_S)
            data = bytes(self._outward[:size])
            del self._outward[:size]
            self._guard.notify_all()
            return data or (None if self._is_claimed else b"")

    def say(self, data: bytes) -> None:
        """Lay bytes out for bulk IN transfers."""
        with self._guard:
            self._inward.extend(data)
            self._guard.notify_all()

    def hang_up(self, *, roughly: bool = False) -> None:
        """Forget the host; roughly, leave the bus."""
        with self._guard:
            self._is_known = False
            if roughly:
                self._leave()

    def unplug(self) -> None:
        """Leave the bus: every transfer under way and to come fails."""
        with self._guard:
            self._is_known = False
            self._leave()

    def _leave(self) -> None:
        self._is_plugged = self._is_claimed = False
        self._outward.clear()
        self._inward.clear()
        self._guard.notify_all()

    @property
    def handle(self) -> int:
        """What a host holds that opened the device; good until the device leaves the bus."""
        return self._times_plugged

    def claim(self, handle: int) -> None:
        """A host takes the interface; what an earlier one left unread is still there to be read."""
        with self._guard:
            self.must_be_there(handle)
            if self._is_claimed:
                raise usb_error(errno.EBUSY)
            self._is_claimed = True
            self._guard.notify_all()

    def release(self, handle: int) -> None:
        """A host lets go of the interface."""
        with self._guard:
            self.must_be_there(handle)
            self._is_claimed = False
            self._guard.notify_all()

    def take(self, handle: int, data: bytes, timeout_ms: int) -> int:
        """A bulk OUT transfer: as much as there is room for, or a timeout when the printer takes nothing."""
        with self._guard:
            self._wait(handle, lambda: len(self._outward) < _QUEUE_BYTES, timeout_ms)
            taken = data[: _QUEUE_BYTES - len(self._outward)]
            self._outward += taken
            self._guard.notify_all()
            return len(taken)

    def give(self, handle: int, size: int, timeout_ms: int) -> bytes:
        """A bulk IN transfer: what there is to say, or a timeout."""
        with self._guard:
            self._wait(handle, lambda: bool(self._inward), timeout_ms)
            return bytes(self._inward.popleft() for _ in range(min(size, len(self._inward))))

    def _wait(self, handle: int, condition: Callable[[], bool], timeout_ms: int) -> None:
        came = self._guard.wait_for(lambda: not self._is_plugged or condition(), timeout_ms / 1000)
        self.must_be_there(handle)
        if not came:
            raise usb.core.USBTimeoutError(os.strerror(errno.ETIMEDOUT), -7, errno.ETIMEDOUT)

    def must_be_there(self, handle: int) -> None:
        """Raise USBError for a host whose printer has left the bus since."""
        if not self._is_plugged or handle != self._times_plugged:
            raise usb_error(errno.ENODEV)
