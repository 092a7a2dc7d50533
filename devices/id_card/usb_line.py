"""A reader on USB as a line of bytes: the only file of the ID-card readers that knows pyusb."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, Final

import usb.core
import usb.util

from devices.core.deadline import Deadline
from devices.core.discovery import FoundDevice, Transport
from devices.core.errors import (
    AccessDeniedError,
    DeviceBusyError,
    DeviceDisconnectedError,
    DeviceError,
    DeviceNotFoundError,
    DeviceTimeoutError,
    ProtocolError,
    UnsupportedError,
)
from devices.core.roles import Role
from devices.id_card.usb_address import UsbAddress
from devices.id_card.usb_shape import HEADER_SIZE, Endpoint, UsbForm, missing_bytes, require_shape

if TYPE_CHECKING:
    from usb.backend import IBackend

# Full speed; a reader on USB has no speed to look for.
USB_SPEED: Final = 12_000_000
_DRAIN_MS: Final = 1
# A reader that pours out bytes is not drained for ever.
_MOST_DRAINED: Final = 64
_TYPE_MASK: Final = 0x03


class UsbLine:
    """One claimed interface. Bytes of any shape of endpoints come out as one stream of frames."""

    speeds: Final = (USB_SPEED,)

    def __init__(self, address: UsbAddress, backend: IBackend | None = None) -> None:
        """Find the reader and claim its interface.

        Args:
            address: which one; of several that fit the first on the bus.
            backend: what pyusb talks to instead of libusb.

        Raises:
            DeviceNotFoundError: no such reader is plugged in.
            DeviceBusyError: another program holds it.
            AccessDeniedError: this user may not open it.
            UnsupportedError: its endpoints have no known shape, or libusb is missing.
        """
        device = next((found for found in _devices(backend) if address.fits(*_identity(found))), None)
        if device is None:
            raise DeviceNotFoundError(str(address))
        self._device = device
        with _typed_errors():
            interfaces = _interfaces(device)
            place, self._shape = require_shape([_endpoints(interface) for interface in interfaces])
            self._interface = int(interfaces[place].bInterfaceNumber)
            self._take_from_kernel()
            usb.util.claim_interface(device, self._interface)
        self._missing = 0
        self._waiting = bytearray()

    def set_speed(self, baud: int) -> None:
        """Do nothing: the bus has its own speed."""

    def discard_input(self) -> None:
        """Throw away what came and was not read."""
        self._waiting.clear()
        self._missing = 0
        with _typed_errors():
            for pipe in dict.fromkeys((self._shape.header_in, self._shape.body_in)):
                self._drain(pipe)

    def send(self, data: bytes, deadline_s: float) -> None:
        """Write one frame.

        Raises:
            DeviceTimeoutError: the reader did not take it in time.
            DeviceDisconnectedError: the reader is gone.
        """
        deadline = Deadline(deadline_s)
        for pipe, part in self._parts(data):
            with _typed_errors():
                written = self._device.write(pipe, part, _milliseconds(deadline.remaining))
            if written != len(part):
                detail = f"{written} of {len(part)} bytes"
                raise DeviceTimeoutError(detail)

    def read(self, size: int, deadline_s: float) -> bytes:
        """Return at least one and at most size bytes, or b"" when none came before the deadline.

        Raises:
            DeviceDisconnectedError: the reader is gone.
            ProtocolError: an endpoint is stalled.
        """
        deadline = Deadline(deadline_s)
        while not self._waiting:
            self._waiting += self._transfer(deadline)
            if deadline.expired:
                break
        data = bytes(self._waiting[:size])
        del self._waiting[:size]
        return data

    def close(self) -> None:
        """Release the interface. May be called twice."""
        with suppress(usb.core.USBError):
            usb.util.release_interface(self._device, self._interface)
        usb.util.dispose_resources(self._device)

    def _parts(self, data: bytes) -> Iterator[tuple[int, bytes]]:
        shape = self._shape
        if shape.form is UsbForm.SPLIT:
            yield shape.header_out, data[:HEADER_SIZE]
            yield shape.body_out, data[HEADER_SIZE:]
        elif shape.form is UsbForm.REPORTS:
            for start in range(0, len(data), shape.packet_size):
                yield shape.header_out, data[start : start + shape.packet_size].ljust(shape.packet_size, b"\0")
        else:
            yield shape.header_out, data

    def _transfer(self, deadline: Deadline) -> bytes:
        """Read once: one packet until a frame has begun, then what is missing of it, in whole packets."""
        packet = self._shape.packet_size
        pipe, size = self._shape.header_in, packet
        if self._missing:
            pipe = self._shape.body_in
            size = packet if self._shape.form is UsbForm.REPORTS else -(-self._missing // packet) * packet
        try:
            with _typed_errors():
                data = bytes(self._device.read(pipe, size, _milliseconds(deadline.remaining)))
        except DeviceTimeoutError:
            return b""
        except ProtocolError:
            with _typed_errors():
                self._device.clear_halt(pipe)
            raise
        self._missing = max(0, self._missing - len(data)) if self._missing else missing_bytes(data)
        return data

    def _drain(self, pipe: int) -> None:
        with suppress(usb.core.USBTimeoutError):
            for _ in range(_MOST_DRAINED):
                self._device.read(pipe, self._shape.packet_size, _DRAIN_MS)

    def _take_from_kernel(self) -> None:
        # A reader that looks like a keyboard is held by the kernel's HID driver. Not every system has such a thing.
        with suppress(NotImplementedError):
            if self._device.is_kernel_driver_active(self._interface):
                self._device.detach_kernel_driver(self._interface)


def list_usb_readers(backend: IBackend | None = None) -> tuple[FoundDevice, ...]:
    """Return the known ID-card readers on USB, without opening one.

    Raises:
        UnsupportedError: libusb is missing.
    """
    found = []
    for device in _devices(backend):
        vendor, product, bus, ports = _identity(device)
        if UsbAddress().fits(vendor, product, bus, ports):
            address = UsbAddress(vendor, product, bus if ports else None, ports)
            found.append(
                FoundDevice(
                    Transport.USB,
                    str(address),
                    "ID-card reader",
                    vendor_id=f"{vendor:04x}",
                    product_id=f"{product:04x}",
                    instance=f"{device.bus or 0}:{device.address or 0}",
                    roles=(Role.ID_CARD,),
                )
            )
    return tuple(found)


def _devices(backend: IBackend | None) -> list[Any]:
    try:
        with _typed_errors():
            devices = list(usb.core.find(find_all=True, backend=backend))
    except usb.core.NoBackendError as error:
        detail = "libusb is missing"
        raise UnsupportedError(detail) from error
    return sorted(devices, key=lambda device: (device.bus or 0, device.port_numbers or ()))


def _identity(device: Any) -> tuple[int, int, int | None, tuple[int, ...]]:
    return device.idVendor, device.idProduct, device.bus, tuple(device.port_numbers or ())


def _interfaces(device: Any) -> list[Any]:
    try:
        configuration = device.get_active_configuration()
    except usb.core.USBError as error:
        if error.errno in _GONE or error.errno in _DENIED:
            raise
        # Not configured yet.
        device.set_configuration()
        configuration = device.get_active_configuration()
    return list(configuration)


def _endpoints(interface: Any) -> list[Endpoint]:
    return [
        Endpoint(endpoint.bEndpointAddress, endpoint.bmAttributes & _TYPE_MASK, endpoint.wMaxPacketSize)
        for endpoint in interface
    ]


def _milliseconds(seconds: float) -> int:
    # For libusb 0 means for ever.
    return max(1, round(seconds * 1000))


_GONE: Final = {errno.ENODEV, errno.ENOENT, errno.ENXIO, errno.EIO, errno.ESHUTDOWN}
_DENIED: Final = {errno.EACCES, errno.EPERM}
_CONFUSED: Final = {errno.EPIPE, errno.EOVERFLOW, errno.EPROTO, errno.EILSEQ}


@contextmanager
def _typed_errors() -> Iterator[None]:
    try:
        yield
    except usb.core.USBTimeoutError as error:
        raise DeviceTimeoutError(str(error)) from error
    except usb.core.USBError as error:
        raise _device_error(error) from error


def _device_error(error: usb.core.USBError) -> DeviceError:
    detail = errno.errorcode.get(error.errno or 0, str(error))
    if error.errno in _DENIED:
        return AccessDeniedError(detail)
    if error.errno == errno.EBUSY:
        return DeviceBusyError(detail)
    if error.errno in _CONFUSED:
        return ProtocolError(detail)
    return DeviceDisconnectedError(detail)
