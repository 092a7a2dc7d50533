"""Every kind of device that this build can drive."""

from __future__ import annotations

from typing import Final

from devices.barcode.kind import BARCODE
from devices.ca_card.kind import CA_CARD
from devices.core.kinds import DeviceKind
from devices.id_card.kind import ID_CARD
from devices.page_printer.kind import PAGE_PRINTER
from devices.receipt_printer.kind import RECEIPT_PRINTER
from devices.scanner.kind import SCANNER
from devices.social_card.kind import SOCIAL_CARD

# The order decides what an address without a role is taken for: a serial port for an ID-card reader, not a barcode gun.
KINDS: Final[tuple[DeviceKind, ...]] = (ID_CARD, CA_CARD, SOCIAL_CARD, RECEIPT_PRINTER, PAGE_PRINTER, SCANNER, BARCODE)
