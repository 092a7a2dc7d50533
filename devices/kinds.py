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

KINDS: Final[tuple[DeviceKind, ...]] = (BARCODE, CA_CARD, ID_CARD, PAGE_PRINTER, RECEIPT_PRINTER, SCANNER, SOCIAL_CARD)
