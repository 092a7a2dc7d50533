"""What receipt printers bring to the library."""

from __future__ import annotations

from typing import Final

from devices.core.kinds import DeviceKind, Opening
from devices.core.printing import ReceiptPrinter
from devices.core.roles import DeviceConfigError, DeviceUri, Role
from devices.receipt_printer.traffic import EscPosTrafficReader
from devices.receipt_printer.uri import UsageError, open_printer


def _open(uri: DeviceUri, _opening: Opening) -> ReceiptPrinter:
    try:
        return open_printer(str(uri))
    except UsageError as error:
        raise DeviceConfigError(place="devices.receipt_printer", problem=f"{uri} names no printer") from error


RECEIPT_PRINTER: Final = DeviceKind(
    name="receipt_printer",
    openers={Role.RECEIPT_PRINTER: dict.fromkeys(("tcp", "serial", "usb", "file"), _open)},
    traffic=dict.fromkeys(("tcp", "serial"), EscPosTrafficReader),
)
