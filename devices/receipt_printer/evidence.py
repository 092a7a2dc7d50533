"""What a make's word is worth: how its printers tell how they are, and by what they prove that a slip was printed."""

from __future__ import annotations

import secrets
import string
from dataclasses import dataclass
from enum import StrEnum, unique
from typing import Final, Protocol

from devices.core.line import Line
from devices.core.printing import PrintCause, PrinterStatus
from devices.core.status import DeviceState

_PORT_PAPER_EMPTY, _PORT_SELECTED, _PORT_NO_ERROR = 0x20, 0x10, 0x08
_ID_CHARACTERS: Final = string.ascii_letters + string.digits
ID_LENGTH: Final = 4


@unique
class StatusBy(StrEnum):
    """How a printer tells how it is."""

    REAL_TIME = "eot"
    """DLE EOT, which nearly every make answers."""
    PORT = "port"
    """The USB printer class's GET_PORT_STATUS, for a printer without words of its own."""
    NOTHING = "none"


@unique
class DoneBy(StrEnum):
    """By what a printer proves that it worked through a slip."""

    IN_ORDER = "gs-r"
    """GS r 1, answered in its turn: the slip was worked through; whether paper came out, only the status tells."""
    PROCESS_ID = "process-id"
    """GS ( H: a word of ours, sent back when what stood before it is printed (Epson's ESC/POS reference)."""


@dataclass(frozen=True, slots=True)
class EvidenceProfile:
    """What a configuration says of a make."""

    status: StatusBy = StatusBy.REAL_TIME
    done: DoneBy = DoneBy.IN_ORDER


PLAIN: Final = EvidenceProfile()
"""What holds of a make of which the configuration says nothing."""


class PortLine(Line, Protocol):
    """A line of the USB printer class."""

    def port_status(self, deadline_s: float) -> int | None:
        """Return the byte of GET_PORT_STATUS, None from a printer that does not know it.

        Raises DeviceDisconnectedError when the printer is gone.
        """


def interpret_port(byte: int | None) -> PrinterStatus:
    """Return what GET_PORT_STATUS says (USB printer class 1.1, 4.2.2): paper empty, selected, not error.

    A printer that can't tell says that it is well, so that a fault counts for more than its absence.
    """
    if byte is None:
        return PrinterStatus(DeviceState.UNKNOWN)
    if byte & _PORT_PAPER_EMPTY:
        return PrinterStatus(DeviceState.FAULT, PrintCause.PAPER_END, paper_low=True)
    if not byte & _PORT_NO_ERROR:
        return PrinterStatus(DeviceState.FAULT, PrintCause.MECHANICAL)
    if not byte & _PORT_SELECTED:
        return PrinterStatus(DeviceState.OFFLINE, PrintCause.OFFLINE)
    return PrinterStatus(DeviceState.READY)


def new_process_id() -> bytes:
    """Return four characters that tell this slip from any other on the same line."""
    return "".join(secrets.choice(_ID_CHARACTERS) for _ in range(ID_LENGTH)).encode("ascii")
