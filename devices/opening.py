"""From the URIs of a configuration to drivers, for whoever composes a terminal."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from devices.core.cards import IdCardReader
from devices.core.errors import DeviceError, UnsupportedError
from devices.core.printing import ReceiptPrinter
from devices.core.scanning import PageScanner
from devices.id_card.driver import SamvReader
from devices.receipt_printer.uri import UsageError, open_printer
from devices.scanner.image_source import ImageFileScanner
from devices.scanner.sane_driver import SaneScanner

DriverT = TypeVar("DriverT")
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class OpenedDevices:
    """A terminal's drivers by role; None where it has no such device, or its URI names no driver."""

    id_card: IdCardReader | None
    scanner: PageScanner | None
    receipt_printer: ReceiptPrinter | None


def open_devices(*, id_card: str | None, scanner: str | None, receipt_printer: str | None) -> OpenedDevices:
    """Return drivers for URIs, touching nothing yet; a URI that names no driver is logged and its device is missing."""
    return OpenedDevices(
        _opened("id_card", id_card, open_id_card_reader),
        _opened("scanner", scanner, open_page_scanner),
        _opened("receipt_printer", receipt_printer, open_printer),
    )


def open_id_card_reader(uri: str) -> IdCardReader:
    """Return the driver for serial:PATH. Raises UnsupportedError for another URI."""
    scheme, _, port = uri.partition(":")
    if scheme != "serial" or not port:
        raise UnsupportedError(scheme)
    return SamvReader.open_serial(port)


def open_page_scanner(uri: str) -> PageScanner:
    """Return the driver for sane:NAME or folder:DIR. Raises UnsupportedError for another URI."""
    scheme, _, place = uri.partition(":")
    if scheme == "folder" and place:
        return ImageFileScanner(Path(place))
    if scheme == "sane" and place:
        return SaneScanner(place)
    raise UnsupportedError(scheme)


def _opened(role: str, uri: str | None, opener: Callable[[str], DriverT]) -> DriverT | None:
    if uri is None:
        return None
    try:
        return opener(uri)
    except (DeviceError, UsageError) as error:
        _LOG.error("the address of %s names no driver: %s", role, error.code)
        return None
