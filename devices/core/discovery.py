"""What is plugged in, found without opening anything."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum, unique

from devices.core.errors import DeviceError

_LOG = logging.getLogger(__name__)


@unique
class Transport(StrEnum):
    """How a found device hangs on the machine."""

    SERIAL = "serial"
    SANE = "sane"


@dataclass(frozen=True, slots=True)
class FoundDevice:
    """A device that something lists.

    Attributes:
        address: what the driver or the command line takes to open it.
        vendor_id, product_id: USB numbers as four hexadecimal digits, where there are any.
    """

    transport: Transport
    address: str
    description: str = ""
    vendor_id: str | None = None
    product_id: str | None = None
    serial_number: str | None = None

    def to_json(self) -> dict[str, str]:
        """Return the known fields."""
        return {key: str(value) for key, value in asdict(self).items() if value}


Provider = Callable[[], Iterable[FoundDevice]]


@dataclass(frozen=True, slots=True)
class ProviderFailure:
    """A provider that could not list its devices; the others still could."""

    provider: str
    error: DeviceError


def find_devices(providers: dict[str, Provider]) -> tuple[Sequence[FoundDevice], Sequence[ProviderFailure]]:
    """Ask every provider; one that fails is reported beside what the others found."""
    found: list[FoundDevice] = []
    failures: list[ProviderFailure] = []
    for name, provider in providers.items():
        try:
            found.extend(provider())
        except DeviceError as error:
            _LOG.warning("devices of %s can't be listed: %s", name, error.code)
            failures.append(ProviderFailure(name, error))
    return tuple(found), tuple(failures)
