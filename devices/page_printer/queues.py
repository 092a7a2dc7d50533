"""The queues that a CUPS server offers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pyipp.enums import IppOperation

from devices.core.deadline import Deadline
from devices.core.errors import DeviceNotFoundError
from devices.page_printer.client import IppAddress, IppClient
from devices.page_printer.errors import JobGoneError
from devices.page_printer.states import words

_ATTRIBUTES: Final = ("printer-name", "printer-info", "printer-make-and-model", "printer-uri-supported")


@dataclass(frozen=True, slots=True)
class Queue:
    """A queue by its address, and what its administrator calls it."""

    uri: str
    description: str


def list_queues(server: str, deadline: Deadline) -> tuple[Queue, ...]:
    """Ask a CUPS server. Raises DeviceNotFoundError where none answers, or DeviceError."""
    address = IppAddress.parse(server)
    if address is None:
        raise DeviceNotFoundError(server)
    try:
        answer = IppClient(address).ask(
            IppOperation.CUPS_GET_PRINTERS, deadline, about={"requested-attributes": list(_ATTRIBUTES)}
        )
    except JobGoneError:
        # CUPS' way to say that it has no queue at all.
        return ()
    queues = []
    for attributes in answer["printers"]:
        name = next(iter(words(attributes.get("printer-name"))), "")
        told = (*words(attributes.get("printer-info")), *words(attributes.get("printer-make-and-model")))
        if name:
            uri = f"ipp://{address.host}:{address.port}/printers/{name}"
            queues.append(Queue(uri, next(iter(told), "")))
    return tuple(queues)
