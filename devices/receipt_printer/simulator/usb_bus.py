"""A bus beneath pyusb that answers transfer by transfer, with one printer on it."""

from __future__ import annotations

import errno
import os
from array import array
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any, Final, Protocol

import usb.core
from usb.backend import IBackend

from devices.receipt_printer.usb_line import UsbAddress

OUT, IN = 0x01, 0x82
_PACKET = 64
_GET_DESCRIPTOR, _STRING = 0x06, 3
_CLASS_REQUEST_IN, _GET_PORT_STATUS = 0xA1, 1
_SERIAL_INDEX = 3
_LANGUAGE: Final = b"\x04\x03\x09\x04"


class FarEnd(Protocol):
    """The printer at the other end of the cable; see UsbWire."""

    is_forbidden: bool
    port_status: Callable[[], int] | None

    @property
    def is_plugged(self) -> bool: ...

    @property
    def handle(self) -> int: ...

    def must_be_there(self, handle: int) -> None: ...
    def claim(self, handle: int) -> None: ...
    def release(self, handle: int) -> None: ...
    def take(self, handle: int, data: bytes, timeout_ms: int) -> int: ...
    def give(self, handle: int, size: int, timeout_ms: int) -> bytes: ...


class UsbBus(IBackend):  # type: ignore[misc]  # pyusb has no types
    """What pyusb asks of a host controller, for one device."""

    def __init__(self, wire: FarEnd, address: UsbAddress, *, talks: bool, is_vendor_class: bool) -> None:
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
            raise usb_error(errno.EACCES)
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
            raise usb_error(errno.EBUSY)
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
        """Answer for string descriptors and the port: request type, request, value, index, buffer, milliseconds."""
        kind, asked, value, _, data, _ = request
        if (kind, asked) == (_CLASS_REQUEST_IN, _GET_PORT_STATUS):
            return self._tell_port_status(dev_handle, data)
        if asked != _GET_DESCRIPTOR or value >> 8 != _STRING:
            raise usb_error(errno.EPIPE)
        text = (self._address.serial_number or "").encode("utf-16-le")
        answer = _LANGUAGE if value & 0xFF == 0 else bytes((len(text) + 2, _STRING)) + text
        answer = answer[: len(data)]
        data[: len(answer)] = array("B", answer)
        return len(answer)

    def _tell_port_status(self, dev_handle: Any, data: array[int]) -> int:
        self._wire.must_be_there(dev_handle)
        if self._wire.port_status is None:
            raise usb_error(errno.EPIPE)
        data[0] = self._wire.port_status()
        return 1

    def clear_halt(self, dev_handle: Any, ep: int) -> None:
        return None

    def is_kernel_driver_active(self, dev_handle: Any, intf: int) -> bool:
        return self._is_with_the_system

    def detach_kernel_driver(self, dev_handle: Any, intf: int) -> None:
        self._is_with_the_system = False

    def attach_kernel_driver(self, dev_handle: Any, intf: int) -> None:
        self._is_with_the_system = True


def usb_error(number: int) -> usb.core.USBError:
    return usb.core.USBError(os.strerror(number), -99, number)
