"""Which device serves which role of a terminal: the `[devices]` table of its configuration.

[devices]
id_card = "serial:/dev/serial/by-id/usb-Silicon_Labs_CP2102-port0"
scanner = "sane:epson2:libusb:001:004"
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum, unique
from pathlib import Path
from types import MappingProxyType
from typing import Final, Self

from devices.core.errors import DeviceError

MAX_URI: Final = 1024
_MAX_FILE: Final = 1 << 20


@unique
class Role(StrEnum):
    """What a device does at a kiosk or counter; the keys of `[devices]`."""

    ID_CARD = "id_card"
    CA_CARD = "ca_card"
    SOCIAL_CARD = "social_card"
    RECEIPT_PRINTER = "receipt_printer"
    PAGE_PRINTER = "page_printer"
    SCANNER = "scanner"
    DOCUMENT_CAMERA = "document_camera"
    BARCODE = "barcode"


_ROLE_NAMES: Final = frozenset(role.value for role in Role)


class DeviceConfigError(DeviceError):
    """The configuration of the devices is wrong at one place.

    Attributes:
        place: where, as `devices.scanner`; empty for the whole.
        problem: what is wrong there, for a technician.
    """

    code = "device_config_invalid"

    def __init__(self, *, problem: str, place: str = "") -> None:
        super().__init__(f"{place}: {problem}" if place else problem)
        self.place = place
        self.problem = problem


@dataclass(frozen=True, slots=True)
class DeviceUri:
    """Where a device is, as one word: the driver's scheme and the place that it is told, `serial:/dev/ttyUSB0`."""

    scheme: str
    place: str

    @classmethod
    def parse(cls, text: str, where: str = "") -> Self:
        """Split a word at its first colon.

        Raises:
            DeviceConfigError: it has no scheme or no place, or holds what no address can hold.
        """
        scheme, colon, place = text.partition(":")
        if not (colon and place and scheme.isascii() and scheme.isalnum() and scheme == scheme.lower()):
            raise DeviceConfigError(place=where, problem="is no address such as serial:/dev/ttyUSB0")
        if len(text) > MAX_URI or not text.isprintable():
            problem = f"is longer than {MAX_URI} characters or holds control characters"
            raise DeviceConfigError(place=where, problem=problem)
        return cls(scheme, place)

    def __str__(self) -> str:
        """Return the word again."""
        return f"{self.scheme}:{self.place}"


@dataclass(frozen=True, slots=True)
class DeviceRoles:
    """The addresses by role; a role without an address has no device."""

    addresses: Mapping[Role, DeviceUri] = field(default_factory=lambda: MappingProxyType({}))

    @classmethod
    def parse(cls, table: Mapping[str, object], where: str = "devices") -> Self:
        """Check a table of addresses by role; None stands for a role without a device.

        Raises:
            DeviceConfigError: naming the place and the mend.
        """
        addresses: dict[Role, DeviceUri] = {}
        for key, value in table.items():
            place = f"{where}.{key}"
            if key not in _ROLE_NAMES:
                raise DeviceConfigError(place=place, problem=f"is no role; there are {', '.join(Role)}")
            if value is None:
                continue
            if not isinstance(value, str):
                raise DeviceConfigError(place=place, problem="must be text such as serial:/dev/ttyUSB0")
            addresses[Role(key)] = DeviceUri.parse(value, place)
        return cls(MappingProxyType(addresses))

    @classmethod
    def load(cls, file: Path) -> Self:
        """Read the `[devices]` table of a TOML file such as terminal.toml; other tables are left alone.

        Raises:
            DeviceConfigError: the file can't be read or is wrong at one place.
        """
        table = _toml(file).get("devices", {})
        if not isinstance(table, dict):
            raise DeviceConfigError(place="devices", problem="must be a table")
        return cls.parse(table)

    def __iter__(self) -> Iterator[tuple[Role, DeviceUri]]:
        """Yield each role that has a device, in the order of Role."""
        return iter([(role, self.addresses[role]) for role in Role if role in self.addresses])

    def get(self, role: Role) -> DeviceUri | None:
        """Return the address for a role."""
        return self.addresses.get(role)


def _toml(file: Path) -> dict[str, object]:
    try:
        with file.open("rb") as stream:
            data = stream.read(_MAX_FILE + 1)
    except OSError as error:
        raise DeviceConfigError(problem=f"{file.name}: {error.strerror or 'unreadable'}") from error
    if len(data) > _MAX_FILE:
        raise DeviceConfigError(problem=f"{file.name} is larger than a configuration can be")
    try:
        return tomllib.loads(data.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise DeviceConfigError(problem=f"{file.name} is no TOML: {error}") from error
