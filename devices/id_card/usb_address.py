"""Which reader on USB is meant: `usb:any`, `usb:0400:c35a` or, where several are alike, `usb:0400:c35a@1-2.3`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from devices.core.errors import DeviceNotFoundError

SCHEME: Final = "usb:"
# Vendor and product of readers that were seen. 0400 is other makers' vendor number too, so the product always counts.
KNOWN_READERS: Final = ((0x0400, 0xC35A), (0x2B8B, 0x2721), (0x0316, 0x5020))

_FORM: Final = re.compile(
    r"usb:(?:any|(?P<vendor>[0-9a-f]{4}):(?P<product>[0-9a-f]{4}))?(?:@(?P<bus>\d{1,3})-(?P<ports>\d{1,3}(?:\.\d{1,3}){0,6}))?",
    re.IGNORECASE | re.ASCII,
)


@dataclass(frozen=True, slots=True)
class UsbAddress:
    """A reader on USB. What is None may be anything; without numbers it is one of KNOWN_READERS.

    Attributes:
        ports: the port of each hub from the root on, which stays the same as long as the cable does.
    """

    vendor_id: int | None = None
    product_id: int | None = None
    bus: int | None = None
    ports: tuple[int, ...] = ()

    @classmethod
    def parse(cls, text: str) -> UsbAddress:
        """Read an address as a configuration or `list` writes it.

        Raises:
            DeviceNotFoundError: this is no such address.
        """
        match = _FORM.fullmatch(text)
        if match is None:
            detail = f"{text!r} is none of usb:any, usb:VVVV:PPPP, usb:VVVV:PPPP@BUS-PORT"
            raise DeviceNotFoundError(detail)
        vendor, product, bus, ports = match.group("vendor", "product", "bus", "ports")
        return cls(
            vendor_id=int(vendor, 16) if vendor else None,
            product_id=int(product, 16) if product else None,
            bus=int(bus) if bus else None,
            ports=tuple(int(port) for port in ports.split(".")) if ports else (),
        )

    def __str__(self) -> str:
        """Return the form that parse reads."""
        numbers = (
            "" if self.vendor_id is None or self.product_id is None else f"{self.vendor_id:04x}:{self.product_id:04x}"
        )
        place = f"@{self.bus}-{'.'.join(str(port) for port in self.ports)}" if self.bus is not None else ""
        return f"{SCHEME}{numbers}{place}" if numbers or place else f"{SCHEME}any"

    def fits(self, vendor_id: int, product_id: int, bus: int | None, ports: tuple[int, ...]) -> bool:
        """Tell whether a device on the bus is the one that is meant."""
        if self.vendor_id is None:
            if (vendor_id, product_id) not in KNOWN_READERS:
                return False
        elif (vendor_id, product_id) != (self.vendor_id, self.product_id):
            return False
        return self.bus is None or (bus, ports) == (self.bus, self.ports)
