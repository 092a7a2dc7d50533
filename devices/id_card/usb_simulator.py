"""A SAM-V reader on a USB bus of its own: pyusb's backend, so that the real driver runs down to each transfer."""

from __future__ import annotations

import errno
import os
import threading
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any, Final

import usb.backend
import usb.core

from devices.core.faults import FaultAction, Moments
from devices.core.roles import Role
from devices.core.simulation import SimulationPermit
from devices.id_card.card_image import CardImage
from devices.id_card.faults import MOMENTS, READS, Fault, reader_actions, spoil
from devices.id_card.protocol import PREAMBLE, SHORT_PREAMBLE, Status, build_reply
from devices.id_card.usb_shape import BULK, HEADER_SIZE, INTERRUPT, UsbForm
from devices.id_card.virtual_module import RequestFinder, VirtualModule

PACKET: Final = 64
_FULL_SPEED: Final = 2
_HID_CLASS: Final = 3
_VENDOR_CLASS: Final = 0xFF
_SLOW_S: Final = 0.02

# Endpoints of each form, in the order of their descriptors.
_ENDPOINTS: Final[dict[UsbForm, tuple[tuple[int, int], ...]]] = {
    UsbForm.SPLIT: ((0x81, BULK), (0x02, BULK), (0x85, BULK), (0x06, BULK)),
    UsbForm.WHOLE: ((0x81, BULK), (0x02, BULK)),
    UsbForm.REPORTS: ((0x81, INTERRUPT), (0x01, INTERRUPT)),
}
_NUMBERS: Final = {
    UsbForm.SPLIT: (0x0400, 0xC35A),
    UsbForm.WHOLE: (0x0400, 0xC35A),
    UsbForm.REPORTS: (0x2B8B, 0x2721),
}


def usb_error(number: int) -> usb.core.USBError:
    """Return what a backend raises for an error number of the system."""
    return usb.core.USBError(os.strerror(number), None, number)


class UsbReaderSimulator(usb.backend.IBackend):  # type: ignore[misc] # pyusb is untyped
    """One reader on an otherwise empty bus. Methods may be called from any thread."""

    role: Final = Role.ID_CARD

    def __init__(self, permit: SimulationPermit, form: UsbForm, *, finds_again: bool = True) -> None:
        """Plug a reader in.

        Args:
            permit: proof that simulators are allowed here.
            form: which endpoints it has.
            finds_again: whether a card that was read is found again without being lifted.
        """
        if not isinstance(permit, SimulationPermit):
            detail = "a SimulationPermit is needed"
            raise TypeError(detail)
        self.moments = Moments(MOMENTS.values())
        self.fault_actions: Mapping[str, FaultAction] = reader_actions(self)
        self._form = form
        self._module = VirtualModule(finds_again=finds_again)
        self._fault: Fault | None = None
        self._changed = threading.Condition()
        self._plugged = True
        self._claimed = False
        self._address = 1
        self._requests = RequestFinder()
        self._outgoing: dict[int, list[bytes]] = {}
        self.kernel_driver_active = form is UsbForm.REPORTS

    @property
    def backend(self) -> UsbReaderSimulator:
        """What the driver is given as pyusb's backend."""
        return self

    def present(self, card: CardImage) -> None:
        """Lay a card on the reader."""
        with self._changed:
            self._module.present(card)

    def remove(self) -> None:
        """Take the card away."""
        with self._changed:
            self._module.remove()

    def set_fault(self, fault: Fault | None) -> None:
        """Make something go wrong from the next request on, or nothing any more."""
        with self._changed:
            self._fault = fault

    def unplug(self) -> None:
        """Cut the cable: transfers under way fail."""
        with self._changed:
            self._plugged = self._claimed = False
            self._outgoing.clear()
            self._changed.notify_all()

    def replug(self) -> None:
        """Put the cable in; the bus gives the reader a new address."""
        with self._changed:
            if not self._plugged:
                self._plugged = True
                self._address += 1
                self._requests.clear()

    def close(self) -> None:
        """Unplug for good. May be called twice."""
        self.unplug()

    # What pyusb asks of a backend.

    def enumerate_devices(self) -> list[int]:
        return [self._address] if self._plugged else []

    def get_device_descriptor(self, dev: int) -> SimpleNamespace:
        vendor, product = _NUMBERS[self._form]
        return SimpleNamespace(
            bLength=18,
            bDescriptorType=1,
            bcdUSB=0x0110,
            bDeviceClass=0,
            bDeviceSubClass=0,
            bDeviceProtocol=0,
            bMaxPacketSize0=PACKET,
            idVendor=vendor,
            idProduct=product,
            bcdDevice=0x0100,
            iManufacturer=0,
            iProduct=0,
            iSerialNumber=0,
            bNumConfigurations=1,
            address=dev,
            bus=1,
            port_number=2,
            port_numbers=(2,),
            speed=_FULL_SPEED,
        )

    def get_configuration_descriptor(self, dev: int, config: int) -> SimpleNamespace:
        if config:
            raise IndexError
        return SimpleNamespace(
            bLength=9,
            bDescriptorType=2,
            wTotalLength=9,
            bNumInterfaces=1,
            bConfigurationValue=1,
            iConfiguration=0,
            bmAttributes=0x80,
            bMaxPower=50,
            extra_descriptors=[],
        )

    def get_interface_descriptor(self, dev: int, intf: int, alt: int, config: int) -> SimpleNamespace:
        if intf or alt:
            raise IndexError
        return SimpleNamespace(
            bLength=9,
            bDescriptorType=4,
            bInterfaceNumber=0,
            bAlternateSetting=0,
            bNumEndpoints=len(_ENDPOINTS[self._form]),
            bInterfaceClass=_HID_CLASS if self._form is UsbForm.REPORTS else _VENDOR_CLASS,
            bInterfaceSubClass=0,
            bInterfaceProtocol=0,
            iInterface=0,
            extra_descriptors=[],
        )

    def get_endpoint_descriptor(self, dev: int, ep: int, intf: int, alt: int, config: int) -> SimpleNamespace:
        address, transfer = _ENDPOINTS[self._form][ep]
        return SimpleNamespace(
            bLength=7,
            bDescriptorType=5,
            bEndpointAddress=address,
            bmAttributes=transfer,
            wMaxPacketSize=PACKET,
            bInterval=1,
            bRefresh=0,
            bSynchAddress=0,
            extra_descriptors=[],
        )

    def open_device(self, dev: int) -> int:
        self._require(dev)
        return dev

    def close_device(self, dev_handle: int) -> None:
        """Nothing is held open."""

    def get_configuration(self, dev_handle: int) -> int:
        self._require(dev_handle)
        return 1

    def set_configuration(self, dev_handle: int, config_value: int) -> None:
        self._require(dev_handle)

    def is_kernel_driver_active(self, dev_handle: int, intf: int) -> bool:
        return self.kernel_driver_active

    def detach_kernel_driver(self, dev_handle: int, intf: int) -> None:
        self.kernel_driver_active = False

    def claim_interface(self, dev_handle: int, intf: int) -> None:
        self._require(dev_handle)
        if self._claimed or self.kernel_driver_active:
            raise usb_error(errno.EBUSY)
        self._claimed = True

    def release_interface(self, dev_handle: int, intf: int) -> None:
        self._require(dev_handle)
        self._claimed = False

    def clear_halt(self, dev_handle: int, ep: int) -> None:
        self._require(dev_handle)

    def bulk_write(self, dev_handle: int, ep: int, intf: int, data: Any, timeout: int) -> int:
        self._require(dev_handle)
        with self._changed:
            for request in self._requests.feed(bytes(data)):
                self._queue(self._answer(request))
            self._changed.notify_all()
        return len(data)

    def bulk_read(self, dev_handle: int, ep: int, intf: int, buff: Any, timeout: int) -> int:
        with self._changed:
            if self._fault is Fault.SLOW:
                self._changed.wait(_SLOW_S)
            self._changed.wait_for(lambda: not self._plugged or self._outgoing.get(ep), timeout / 1000)
            self._require(dev_handle)
            if not self._outgoing.get(ep):
                raise usb.core.USBTimeoutError(os.strerror(errno.ETIMEDOUT), None, errno.ETIMEDOUT)
            return self._deliver(self._outgoing[ep], buff)

    intr_write = bulk_write
    intr_read = bulk_read

    def _require(self, dev: int) -> None:
        if not self._plugged or dev != self._address:
            raise usb_error(errno.ENODEV)

    def _answer(self, request: bytes | Status) -> bytes:
        if isinstance(request, Status):
            return build_reply(request)
        if (moment := MOMENTS.get(request)) is not None:
            self.moments.reached(moment)
        if request in READS and self._fault is Fault.REMOVE_MID_READ:
            self._module.remove()
        if request in READS and self._fault is Fault.UNPLUG_MID_READ:
            self._plugged = self._claimed = False
        return spoil(self._module.answer(request), request, self._fault)

    def _queue(self, answer: bytes) -> None:
        """Put an answer on the pipes, in the packets that a reader would send."""
        endpoints = [address for address, _ in _ENDPOINTS[self._form] if address & 0x80]
        if self._form is UsbForm.SPLIT:
            start = max(0, answer.find(PREAMBLE))
            body = start + HEADER_SIZE - answer.startswith(SHORT_PREAMBLE, start)
            parts = [(endpoints[0], answer[:start]), (endpoints[0], answer[start:body]), (endpoints[-1], answer[body:])]
        else:
            parts = [(endpoints[0], answer)]
        for endpoint, part in parts:
            packets = [part[start : start + PACKET] for start in range(0, len(part), PACKET)]
            if self._form is UsbForm.REPORTS:
                packets = [packet.ljust(PACKET, b"\0") for packet in packets]
            self._outgoing.setdefault(endpoint, []).extend(packets)

    @staticmethod
    def _deliver(packets: list[bytes], buff: Any) -> int:
        """Fill a transfer: it ends with a short packet, a full buffer, or where nothing more is ready."""
        filled = 0
        while packets and filled + len(packets[0]) <= len(buff):
            packet = packets.pop(0)
            buff[filled : filled + len(packet)] = type(buff)("B", packet)
            filled += len(packet)
            if len(packet) < PACKET:
                break
        if not filled:
            raise usb_error(errno.EOVERFLOW)
        return filled
