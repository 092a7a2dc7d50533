"""What is plugged in, found without opening anything."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum, unique
from typing import Protocol

from devices.core.deadline import Deadline
from devices.core.errors import DeviceError
from devices.core.roles import Role

_LOG = logging.getLogger(__name__)
DEFAULT_INTERVAL_S = 1.0


@unique
class Transport(StrEnum):
    """How a found device hangs on the machine."""

    SERIAL = "serial"
    USB = "usb"
    HID = "hid"
    PCSC = "pcsc"
    PKCS11 = "pkcs11"
    SKF = "skf"
    TCP = "tcp"
    IPP = "ipp"
    SANE = "sane"
    ESCL = "escl"
    CAMERA = "camera"
    FOLDER = "folder"
    EVDEV = "evdev"


@dataclass(frozen=True, slots=True)
class FoundDevice:
    """A device that something lists: cheap, hashable, no proof that it can be opened.

    Attributes:
        address: what the driver or the command line takes to open it.
        vendor_id, product_id: USB numbers as four hexadecimal digits, where there are any.
        instance: whatever changes when the same device is pulled and plugged in again, such as the number that the bus
            gave it or the inode of its device node; empty where nothing tells.
        roles: what it can serve as, where its listing tells. A serial port tells nothing.
    """

    transport: Transport
    address: str
    description: str = ""
    vendor_id: str | None = None
    product_id: str | None = None
    serial_number: str | None = None
    instance: str = field(default="", repr=False)
    roles: tuple[Role, ...] = ()

    @property
    def fingerprint(self) -> tuple[str, ...]:
        """What tells this plugged-in device from another one and from itself after a replug."""
        parts = (self.transport, self.address, self.vendor_id, self.product_id, self.serial_number, self.instance)
        return tuple(part or "" for part in parts)

    def to_json(self) -> dict[str, object]:
        """Return the known fields."""
        fields: dict[str, object] = {
            "transport": self.transport.value,
            "address": self.address,
            "description": self.description,
            "vendor_id": self.vendor_id,
            "product_id": self.product_id,
            "serial_number": self.serial_number,
            "roles": [role.value for role in self.roles],
        }
        return {name: value for name, value in fields.items() if value}


class Provider(Protocol):
    """Lists the devices of one kind of bus or daemon.

    Attributes:
        name: stable word, such as `pcsc`.
        interval_s: how often to ask while somebody watches; seconds for what asks the network.
    """

    @property
    def name(self) -> str: ...

    @property
    def interval_s(self) -> float: ...

    def discover(self, deadline: Deadline) -> Iterable[FoundDevice]:
        """List what is there now, opening nothing.

        Raises:
            DeviceError: it can't be told, with its cause: the daemon is dead, the library is missing.
        """


@dataclass(frozen=True, slots=True)
class FunctionProvider:
    """A provider made of a function."""

    name: str
    listing: Callable[[Deadline], Iterable[FoundDevice]]
    interval_s: float = DEFAULT_INTERVAL_S

    def discover(self, deadline: Deadline) -> Iterable[FoundDevice]:
        """Call the function."""
        return self.listing(deadline)


@dataclass(frozen=True, slots=True)
class ProviderFailure:
    """A provider that could not list its devices; the others still could."""

    provider: str
    error: DeviceError


def find_devices(
    providers: Sequence[Provider], deadline_s: float
) -> tuple[tuple[FoundDevice, ...], tuple[ProviderFailure, ...]]:
    """Ask every provider once; one that fails is reported beside what the others found."""
    found: list[FoundDevice] = []
    failures: list[ProviderFailure] = []
    for provider in providers:
        try:
            found.extend(provider.discover(Deadline(deadline_s)))
        except DeviceError as error:
            _LOG.info("devices of %s can't be listed: %s", provider.name, error.code)
            failures.append(ProviderFailure(provider.name, error))
    return tuple(found), tuple(failures)


@dataclass(frozen=True, slots=True)
class Difference:
    """What changed between two looks."""

    arrived: tuple[FoundDevice, ...]
    left: tuple[FoundDevice, ...]


def difference(before: Iterable[FoundDevice], after: Iterable[FoundDevice]) -> Difference:
    """Compare two looks by fingerprint. A replugged device has left and arrived."""
    old = _by_fingerprint(before)
    new = _by_fingerprint(after)
    return Difference(
        arrived=tuple(device for key, device in new.items() if key not in old),
        left=tuple(device for key, device in old.items() if key not in new),
    )


def _by_fingerprint(devices: Iterable[FoundDevice]) -> Mapping[tuple[str, ...], FoundDevice]:
    return {device.fingerprint: device for device in devices}
