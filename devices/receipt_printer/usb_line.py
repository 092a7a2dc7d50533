"""A line to a receipt printer on USB: the bulk endpoints of its printer interface (USB printer class 1.1).

Shapes in the field: class 7 with a bulk OUT and mostly a bulk IN endpoint, or a maker's class with the same two. A
printer without a bulk IN says nothing, ever; its slips end as unknown.
"""

from __future__ import annotations

import contextlib
import errno
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import usb.core
import usb.util
from usb.backend import IBackend

from devices.core.deadline import Deadline
from devices.core.discovery import FoundDevice, Transport
from devices.core.errors import (
    AccessDeniedError,
    DeviceBusyError,
    DeviceDisconnectedError,
    DeviceError,
    DeviceNotFoundError,
    DeviceTimeoutError,
    UnsupportedError,
)
from devices.core.roles import Role
from devices.core.traffic import Tap, TappedLine

PRINTER_CLASS: Final = 7
_CHUNK_BYTES = 4096
"""So many bytes a transfer: a printer that stopped taking them is noticed within one."""
_EMPTY_PAUSE_MS = 10
_CLASS_REQUEST_IN: Final = 0xA1
_GET_PORT_STATUS: Final = 1
_ADDRESS = re.compile(r"([0-9A-Fa-f]{4}):([0-9A-Fa-f]{4})(?::(.+))?")
_ERRORS: Final[dict[int, type[DeviceError]]] = {
    errno.EACCES: AccessDeniedError,
    errno.EPERM: AccessDeniedError,
    errno.EBUSY: DeviceBusyError,
}


@dataclass(frozen=True, slots=True)
class UsbAddress:
    """Which printer on the bus: vendor and product, and its serial number where there are several alike."""

    vendor_id: int
    product_id: int
    serial_number: str | None = None

    @classmethod
    def parse(cls, text: str) -> UsbAddress | None:
        """Read VID:PID[:SERIAL], the first two as four hexadecimal digits each; None for anything else."""
        found = _ADDRESS.fullmatch(text)
        return None if found is None else cls(int(found[1], 16), int(found[2], 16), found[3])

    def __str__(self) -> str:
        """Return what parse reads."""
        tail = f":{self.serial_number}" if self.serial_number else ""
        return f"{self.vendor_id:04x}:{self.product_id:04x}{tail}"


class UsbLine:
    """A Line on the printer interface of one USB device, claimed from the system's own driver until it is closed.

    Raises DeviceNotFoundError (none, or several alike and no serial number given), AccessDeniedError, DeviceBusyError.
    """

    def __init__(self, address: UsbAddress, backend: IBackend | None = None) -> None:
        self._device = _find(address, backend)
        self._left_over = b""
        self._has_taken_over = False
        self._interface = -1
        try:
            self._claim()
        except usb.core.USBError as error:
            self.close()
            raise _ERRORS.get(error.errno or 0, DeviceNotFoundError)(str(error)) from error
        except DeviceError:
            self.close()
            raise

    def send(self, data: bytes, deadline_s: float) -> None:
        """Hand all of data to the printer, or raise DeviceTimeoutError or DeviceDisconnectedError."""
        deadline = Deadline(deadline_s)
        rest = memoryview(data)
        while rest:
            if deadline.expired:
                raise DeviceTimeoutError
            try:
                taken = self._device.write(self._out, bytes(rest[:_CHUNK_BYTES]), _milliseconds(deadline))
            except usb.core.USBTimeoutError as error:
                raise DeviceTimeoutError from error
            except usb.core.USBError as error:
                raise DeviceDisconnectedError(str(error)) from error
            rest = rest[taken:]

    def read(self, size: int, deadline_s: float) -> bytes:
        """Return what has come, or b"" at the deadline; raise DeviceDisconnectedError when the printer is gone."""
        deadline = Deadline(deadline_s)
        while not self._left_over and not deadline.expired:
            self._left_over = self._receive(deadline)
        data, self._left_over = self._left_over[:size], self._left_over[size:]
        return data

    def port_status(self, deadline_s: float) -> int | None:
        """Ask GET_PORT_STATUS (USB printer class 1.1, 4.2.2); None from a printer that does not know it.

        Raises DeviceDisconnectedError when the printer is gone.
        """
        timeout = _milliseconds(Deadline(deadline_s))
        try:
            answer = self._device.ctrl_transfer(_CLASS_REQUEST_IN, _GET_PORT_STATUS, 0, self._interface, 1, timeout)
        except usb.core.USBTimeoutError:
            return None
        except usb.core.USBError as error:
            if error.errno in {errno.EPIPE, errno.ENOTSUP}:
                return None
            raise DeviceDisconnectedError(str(error)) from error
        return int(answer[0]) if len(answer) else None

    def close(self) -> None:
        """Give the printer back to the system's own driver. May be called twice."""
        with contextlib.suppress(usb.core.USBError, NotImplementedError):
            if self._interface >= 0:
                usb.util.release_interface(self._device, self._interface)
            if self._has_taken_over:
                self._has_taken_over = False
                self._device.attach_kernel_driver(self._interface)
        usb.util.dispose_resources(self._device)

    def _claim(self) -> None:
        interface = _printer_interface(self._device)
        self._interface = interface.bInterfaceNumber
        with contextlib.suppress(NotImplementedError):
            if self._device.is_kernel_driver_active(self._interface):
                self._device.detach_kernel_driver(self._interface)
                self._has_taken_over = True
        if _is_not_configured(self._device):
            self._device.set_configuration()
        usb.util.claim_interface(self._device, self._interface)
        if interface.bAlternateSetting:
            self._device.set_interface_altsetting(self._interface, interface.bAlternateSetting)
        ends = {usb.util.endpoint_direction(end.bEndpointAddress): end for end in _bulk_ends(interface)}
        self._out: int = ends[usb.util.ENDPOINT_OUT].bEndpointAddress
        inward = ends.get(usb.util.ENDPOINT_IN)
        self._in: int | None = inward.bEndpointAddress if inward else None
        self._packet: int = inward.wMaxPacketSize if inward else 0

    def _receive(self, deadline: Deadline) -> bytes:
        if self._in is None:
            # Nothing can come: wait as one would for an answer that does not.
            _wait(deadline)
            return b""
        try:
            data = bytes(self._device.read(self._in, max(64, self._packet), _milliseconds(deadline)))
        except usb.core.USBTimeoutError:
            return b""
        except usb.core.USBError as error:
            raise DeviceDisconnectedError(str(error)) from error
        if not data:
            # Some makes answer each poll with an empty packet while they have nothing to say.
            _wait(deadline.within(_EMPTY_PAUSE_MS / 1000))
        return data


class TappedUsbLine(TappedLine):
    """A UsbLine that shows a tap what goes over its bulk ends; its control requests carry no data of anybody."""

    def __init__(self, line: UsbLine, tap: Tap) -> None:
        super().__init__(line, tap)
        self._usb = line

    def port_status(self, deadline_s: float) -> int | None:
        """Ask the line beneath."""
        return self._usb.port_status(deadline_s)


def list_usb_printers(backend: IBackend | None = None) -> tuple[FoundDevice, ...]:
    """Return the devices of the USB printer class, opening none. Raises UnsupportedError where libusb is missing."""
    try:
        devices = list(usb.core.find(find_all=True, backend=backend, custom_match=_is_a_printer))
    except usb.core.NoBackendError as error:
        detail = "libusb is missing"
        raise UnsupportedError(detail) from error
    except usb.core.USBError as error:
        raise DeviceNotFoundError(str(error)) from error
    return tuple(
        FoundDevice(
            Transport.USB,
            f"usb:{UsbAddress(device.idVendor, device.idProduct)}",
            "USB printer",
            vendor_id=f"{device.idVendor:04x}",
            product_id=f"{device.idProduct:04x}",
            instance=f"{device.bus}-{device.address}",
            roles=(Role.RECEIPT_PRINTER,),
        )
        for device in devices
    )


def _is_a_printer(device: Any) -> bool:
    return any(interface.bInterfaceClass == PRINTER_CLASS for interface in printer_interfaces(device))


def printer_interfaces(device: Any) -> Iterator[Any]:
    """Yield what of a pyusb device could take a slip: printer interfaces first, then a maker's own with bulk ends."""
    interfaces = [interface for configuration in device for interface in configuration]
    usable = [interface for interface in interfaces if _takes_bytes(interface)]
    yield from (interface for interface in usable if interface.bInterfaceClass == PRINTER_CLASS)
    yield from (interface for interface in usable if interface.bInterfaceClass == usb.CLASS_VENDOR_SPEC)


def _find(address: UsbAddress, backend: IBackend | None) -> Any:
    try:
        alike = list(
            usb.core.find(find_all=True, backend=backend, idVendor=address.vendor_id, idProduct=address.product_id)
        )
        if address.serial_number is not None:
            numbers = [(device, _serial_number(device)) for device in alike]
            exact = [device for device, number in numbers if number == address.serial_number]
            # One whose number can't be read may be it: opening it tells why, such as a missing right.
            alike = exact or [device for device, number in numbers if number is None and device.iSerialNumber]
    except (usb.core.USBError, usb.core.NoBackendError) as error:
        raise DeviceNotFoundError(str(error)) from error
    if len(alike) != 1:
        raise DeviceNotFoundError("none" if not alike else "several alike: name the serial number")
    return alike[0]


def _serial_number(device: Any) -> str | None:
    try:
        return str(device.serial_number) if device.iSerialNumber else None
    except (usb.core.USBError, ValueError):
        return None


def _printer_interface(device: Any) -> Any:
    interface = next(printer_interfaces(device), None)
    if interface is None:
        detail = "no interface that takes bytes"
        raise DeviceNotFoundError(detail)
    return interface


def _takes_bytes(interface: Any) -> bool:
    return any(
        usb.util.endpoint_direction(end.bEndpointAddress) == usb.util.ENDPOINT_OUT for end in _bulk_ends(interface)
    )


def _bulk_ends(interface: Any) -> list[Any]:
    return [end for end in interface if usb.util.endpoint_type(end.bmAttributes) == usb.util.ENDPOINT_TYPE_BULK]


def _is_not_configured(device: Any) -> bool:
    try:
        device.get_active_configuration()
    except usb.core.USBError:
        return True
    return False


def _milliseconds(deadline: Deadline) -> int:
    # Zero would be for ever.
    return max(1, round(deadline.remaining * 1000))


def _wait(deadline: Deadline) -> None:
    threading.Event().wait(deadline.remaining)
