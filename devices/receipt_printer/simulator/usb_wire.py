"""The virtual printer on USB: a bus beneath pyusb that answers transfer by transfer, with one printer on it."""

from __future__ import annotations

import errno
import os
import threading
from array import array
from collections import deque
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any, Final

import usb.core
from usb.backend import IBackend

from devices.receipt_printer.simulator.wire import TICK_S
from devices.receipt_printer.usb_line import UsbAddress

ADDRESS: Final = UsbAddress(0x0416, 0x5011, "YM0001")
OUT, IN = 0x01, 0x82
_PACKET = 64
_QUEUE_BYTES = 4096
_GET_DESCRIPTOR, _STRING = 0x06, 3
_SERIAL_INDEX = 3
_LANGUAGE: Final = b"\x04\x03\x09\x04"


class UsbWire:
    """A bus with one printer of the USB printer class.

    Attributes:
        backend: what open_printer and pyusb take in the place of libusb.

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
        self.backend = _Bus(self, address, talks=talks, is_vendor_class=is_vendor_class)

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
            self._must_be_there(handle)
            if self._is_claimed:
                raise _error(errno.EBUSY)
            self._is_claimed = True
            self._guard.notify_all()

    def release(self, handle: int) -> None:
        """A host lets go of the interface."""
        with self._guard:
            self._must_be_there(handle)
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
        self._must_be_there(handle)
        if not came:
            raise usb.core.USBTimeoutError(os.strerror(errno.ETIMEDOUT), -7, errno.ETIMEDOUT)

    def _must_be_there(self, handle: int) -> None:
        if not self._is_plugged or handle != self._times_plugged:
            raise _error(errno.ENODEV)


class _Bus(IBackend):  # type: ignore[misc]  # pyusb has no types
    """What pyusb asks of a host controller, for one device."""

    def __init__(self, wire: UsbWire, address: UsbAddress, *, talks: bool, is_vendor_class: bool) -> None:
        self._wire = wire
        self._address = address
        self._ends = (OUT, IN) if talks else (OUT,)
        self._class = 0xFF if is_vendor_class else 7
        self._is_with_the_system = True

    def enumerate_devices(self) -> Iterator[str]:
        if self._wire.is_plugged:
            yield "printer"

    def get_parent(self, dev: Any) -> None:
        return None

    def get_device_descriptor(self, dev: Any) -> SimpleNamespace:
        return SimpleNamespace(
            bLength=18,
            bDescriptorType=1,
            bcdUSB=0x0200,
            bDeviceClass=0,
            bDeviceSubClass=0,
            bDeviceProtocol=0,
            bMaxPacketSize0=64,
            idVendor=self._address.vendor_id,
            idProduct=self._address.product_id,
            bcdDevice=0x0100,
            iManufacturer=0,
            iProduct=0,
            iSerialNumber=_SERIAL_INDEX if self._address.serial_number else 0,
            bNumConfigurations=1,
            address=5,
            bus=1,
            port_number=1,
            port_numbers=(1,),
            speed=3,
        )

    def get_configuration_descriptor(self, dev: Any, config: int) -> SimpleNamespace:
        if config:
            raise IndexError(config)
        return SimpleNamespace(
            bLength=9,
            bDescriptorType=2,
            wTotalLength=32,
            bNumInterfaces=1,
            bConfigurationValue=1,
            iConfiguration=0,
            bmAttributes=0xC0,
            bMaxPower=1,
            extra_descriptors=[],
        )

    def get_interface_descriptor(self, dev: Any, intf: int, alt: int, config: int) -> SimpleNamespace:
        if intf or alt or config:
            raise IndexError(intf)
        return SimpleNamespace(
            bLength=9,
            bDescriptorType=4,
            bInterfaceNumber=0,
            bAlternateSetting=0,
            bNumEndpoints=len(self._ends),
            bInterfaceClass=self._class,
            bInterfaceSubClass=1,
            bInterfaceProtocol=2,
            iInterface=0,
            extra_descriptors=[],
        )

    def get_endpoint_descriptor(self, dev: Any, ep: int, intf: int, alt: int, config: int) -> SimpleNamespace:
        return SimpleNamespace(
            bLength=7,
            bDescriptorType=5,
            bEndpointAddress=self._ends[ep],
            bmAttributes=2,
            wMaxPacketSize=_PACKET,
            bInterval=0,
            bRefresh=0,
            bSynchAddress=0,
            extra_descriptors=[],
        )

    def open_device(self, dev: Any) -> int:
        if self._wire.is_forbidden:
            raise _error(errno.EACCES)
        return self._wire.handle

    def close_device(self, dev_handle: Any) -> None:
        return None

    def set_configuration(self, dev_handle: Any, config_value: int) -> None:
        return None

    def get_configuration(self, dev_handle: Any) -> int:
        return 1

    def set_interface_altsetting(self, dev_handle: Any, intf: int, altsetting: int) -> None:
        return None

    def claim_interface(self, dev_handle: Any, intf: int) -> None:
        if self._is_with_the_system:
            raise _error(errno.EBUSY)
        self._wire.claim(dev_handle)

    def release_interface(self, dev_handle: Any, intf: int) -> None:
        self._wire.release(dev_handle)

    def bulk_write(self, dev_handle: Any, ep: int, intf: int, data: array[int], timeout: int) -> int:
        return self._wire.take(dev_handle, data.tobytes(), timeout)

    def bulk_read(self, dev_handle: Any, ep: int, intf: int, buff: array[int], timeout: int) -> int:
        data = self._wire.give(dev_handle, len(buff), timeout)
        buff[: len(data)] = array("B", data)
        return len(data)

    def ctrl_transfer(self, dev_handle: Any, *request: Any) -> int:
        """Answer for string descriptors: request type, request, value, index, buffer, milliseconds."""
        _, asked, value, _, data, _ = request
        if asked != _GET_DESCRIPTOR or value >> 8 != _STRING:
            raise _error(errno.EPIPE)
        text = (self._address.serial_number or "").encode("utf-16-le")
        answer = _LANGUAGE if value & 0xFF == 0 else bytes((len(text) + 2, _STRING)) + text
        answer = answer[: len(data)]
        data[: len(answer)] = array("B", answer)
        return len(answer)

    def clear_halt(self, dev_handle: Any, ep: int) -> None:
        return None

    def is_kernel_driver_active(self, dev_handle: Any, intf: int) -> bool:
        return self._is_with_the_system

    def detach_kernel_driver(self, dev_handle: Any, intf: int) -> None:
        self._is_with_the_system = False

    def attach_kernel_driver(self, dev_handle: Any, intf: int) -> None:
        self._is_with_the_system = True


def _error(number: int) -> usb.core.USBError:
    return usb.core.USBError(os.strerror(number), -99, number)
