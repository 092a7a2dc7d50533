"""From the addresses of a configuration to drivers, for whoever composes a terminal."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import cast

from devices.core.barcodes import BarcodeGun
from devices.core.cards import IdCardReader
from devices.core.errors import DeviceError
from devices.core.kinds import DeviceKind, Opener, Opening
from devices.core.page_printing import PagePrinter
from devices.core.printing import ReceiptPrinter
from devices.core.roles import DeviceConfigError, DeviceRoles, DeviceUri, Role
from devices.core.scanning import PageScanner
from devices.core.worker import Closable
from devices.kinds import KINDS

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class OpenedDevices:
    """A terminal's drivers by role; none where it has no such device, or its address names no driver.

    The openers of a role give drivers of that role's protocol: contract tests hold them to it, hence the casts.
    """

    drivers: Mapping[Role, Closable] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def id_card(self) -> IdCardReader | None:
        """The reader of chip ID cards."""
        return cast("IdCardReader | None", self.drivers.get(Role.ID_CARD))

    @property
    def scanner(self) -> PageScanner | None:
        """The page scanner."""
        return cast("PageScanner | None", self.drivers.get(Role.SCANNER))

    @property
    def barcode(self) -> BarcodeGun | None:
        """The barcode gun."""
        return cast("BarcodeGun | None", self.drivers.get(Role.BARCODE))

    @property
    def page_printer(self) -> PagePrinter | None:
        """The printer of A4 pages."""
        return cast("PagePrinter | None", self.drivers.get(Role.PAGE_PRINTER))

    @property
    def receipt_printer(self) -> ReceiptPrinter | None:
        """The printer of slips."""
        return cast("ReceiptPrinter | None", self.drivers.get(Role.RECEIPT_PRINTER))


def open_devices(table: Mapping[str, object]) -> OpenedDevices:
    """Return drivers for addresses by role, touching nothing yet; a wrong one is logged and its device is missing."""
    drivers: dict[Role, Closable] = {}
    for key, value in table.items():
        try:
            for role, uri in DeviceRoles.parse({key: value}):
                drivers[role] = open_device(role, uri)
        except DeviceError as error:
            _LOG.error("the address of %s names no driver: %s", key, error.code)
    return OpenedDevices(MappingProxyType(drivers))


def open_device(
    role: Role, uri: DeviceUri, opening: Opening | None = None, kinds: Sequence[DeviceKind] = KINDS
) -> Closable:
    """Return the driver for a role's address, touching nothing yet.

    Raises:
        DeviceConfigError: no driver has that scheme, or the place names nothing.
        UnsupportedError: this build can't drive it.
    """
    return opener_of(role, uri.scheme, kinds)(uri, opening or Opening())


def opener_of(role: Role, scheme: str, kinds: Sequence[DeviceKind] = KINDS) -> Opener:
    """Return who opens a scheme for a role. Raises DeviceConfigError where nobody does."""
    known: dict[str, Opener] = {}
    for kind in kinds:
        known.update(kind.openers.get(role, {}))
    if scheme not in known:
        problem = f"{scheme}: is none of {', '.join(sorted(known))}" if known else "this build drives none"
        raise DeviceConfigError(place=f"devices.{role}", problem=problem)
    return known[scheme]
