"""From the addresses of a configuration to drivers, for whoever composes a terminal."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final, cast

from devices.core.barcodes import BarcodeGun
from devices.core.cards import IdCardReader
from devices.core.errors import DeviceError
from devices.core.kinds import DeviceKind, Opener, Opening
from devices.core.page_printing import PagePrinter
from devices.core.printing import ReceiptPrinter
from devices.core.roles import DeviceConfigError, DeviceRoles, DeviceUri, Role
from devices.core.scanning import DocumentCamera, PageScanner
from devices.core.signing import SigningToken
from devices.core.social_cards import SocialCardReader
from devices.core.worker import Closable
from devices.kinds import KINDS
from devices.supervision.proxies import SupervisedCamera, SupervisedPrinter, SupervisedReader, SupervisedScanner
from devices.supervision.supervisor import PresenceListener, Supervisor

_LOG = logging.getLogger(__name__)
# The others keep a thread of their own, or open nothing between calls.
_PROXIES: Final[Mapping[Role, Callable[..., Any]]] = MappingProxyType(
    {
        Role.ID_CARD: SupervisedReader,
        Role.SCANNER: SupervisedScanner,
        Role.DOCUMENT_CAMERA: SupervisedCamera,
        Role.RECEIPT_PRINTER: SupervisedPrinter,
    }
)


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
    def ca_card(self) -> SigningToken | None:
        """The CA card or UKey."""
        return cast("SigningToken | None", self.drivers.get(Role.CA_CARD))

    @property
    def social_card(self) -> SocialCardReader | None:
        """The reader of social security cards."""
        return cast("SocialCardReader | None", self.drivers.get(Role.SOCIAL_CARD))

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
    def document_camera(self) -> DocumentCamera | None:
        """The camera over the desk."""
        return cast("DocumentCamera | None", self.drivers.get(Role.DOCUMENT_CAMERA))

    @property
    def receipt_printer(self) -> ReceiptPrinter | None:
        """The printer of slips."""
        return cast("ReceiptPrinter | None", self.drivers.get(Role.RECEIPT_PRINTER))


def open_devices(
    table: Mapping[str, object],
    kinds: Sequence[DeviceKind] = KINDS,
    on_presence: PresenceListener | None = None,
) -> OpenedDevices:
    """Return a terminal's devices by role, under supervision; nothing is touched yet.

    Each works on a thread of its own and is opened anew when it was pulled or its driver hung. The watch ends when the
    last of them is closed. A wrong address is logged and its device is missing.

    Args:
        table: addresses by role, as `[devices]` of terminal.toml.
        on_presence: told from a thread that a role's device came or went.
    """
    # What the terminal has no use for is not asked after.
    used = [kind for kind in kinds if any(table.get(role.value) for role in kind.openers)]
    supervisor = Supervisor([provider for kind in used for provider in kind.providers()], on_presence)
    devices: dict[Role, Closable] = {}
    for key, value in table.items():
        try:
            for role, uri in DeviceRoles.parse({key: value}):
                devices[role] = _supervised(role, uri, supervisor, kinds)
        except DeviceError as error:
            _LOG.error("the address of %s names no driver: %s", key, error.code)
    return OpenedDevices(MappingProxyType(devices))


def _supervised(role: Role, uri: DeviceUri, supervisor: Supervisor, kinds: Sequence[DeviceKind]) -> Closable:
    # Opened once here so that a wrong address shows at once; openers touch nothing.
    driver = open_device(role, uri, None, kinds)
    proxy = _PROXIES.get(role)
    if proxy is None:
        return driver
    driver.close()
    device = proxy(role.value, lambda: open_device(role, uri, None, kinds), lambda: supervisor.release(role))
    supervisor.watch(role, uri, device)
    return cast("Closable", device)


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


def roles_of(scheme: str, kinds: Sequence[DeviceKind] = KINDS) -> tuple[Role, ...]:
    """Return the roles that devices with that scheme can serve, the likeliest first: in the order of Role.

    Raises:
        DeviceConfigError: nobody drives it.
    """
    roles = tuple(role for role in Role if any(scheme in kind.openers.get(role, {}) for kind in kinds))
    if not roles:
        raise DeviceConfigError(problem=f"nobody drives {scheme}:")
    return roles
