"""Page printers: A4 documents over IPP, straight to the printer or through CUPS, followed to their end."""

from __future__ import annotations

from devices.core.errors import UnsupportedError
from devices.core.traffic import Tap
from devices.page_printer.client import IppAddress, IppClient
from devices.page_printer.driver import IppPrinter

__all__ = ["IppAddress", "IppClient", "IppPrinter", "open_page_printer"]


def open_page_printer(uri: str, tap: Tap | None = None) -> IppPrinter:
    """Return the driver for ipp://… or ipps://…; nothing is asked yet. Raises UnsupportedError for another address.

    Args:
        tap: is shown each IPP message.
    """
    address = IppAddress.parse(uri)
    if address is None:
        raise UnsupportedError(uri.partition(":")[0])
    return IppPrinter(IppClient(address, tap))
