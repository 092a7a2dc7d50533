"""What printing a slip can end in: states on evidence, causes with a remedy, and the protocol of a receipt printer."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum, unique
from typing import Protocol

from devices.core.slip import Slip
from devices.core.status import DeviceState


@unique
class PrintState(StrEnum):
    """How far a slip is known to have come.

    PRINTED: the printer worked through the cut in order and then reported no fault.
    SENT: the printer answers, but never in order, so that it holds the slip and no more is proven.
    UNKNOWN: nothing came back, or the line broke: paper may or may not have come out.
    FAILED: the printer, or the want of one, says that the slip did not come out whole.
    """

    PRINTED = "printed"
    SENT = "sent"
    UNKNOWN = "unknown"
    FAILED = "failed"


@unique
class PrintCause(StrEnum):
    """Why a slip did not come out. Each is something that a hand, a cable or a technician can mend."""

    PAPER_END = "paper_end"
    COVER_OPEN = "cover_open"
    OFFLINE = "offline"
    CUTTER = "cutter_error"
    MECHANICAL = "mechanical_error"
    UNRECOVERABLE = "unrecoverable_error"
    OVERHEAT = "overheat"
    UNREACHABLE = "unreachable"
    BROKEN_OFF = "broken_off"


@dataclass(frozen=True, slots=True)
class PrintOutcome:
    """What became of one slip.

    Attributes:
        cause: set for FAILED, and for UNKNOWN when the line broke.
        paper_low: the roll is near its end.
        partial: part of the slip may lie on the paper, or may still come out of the printer's buffer once the cause is
            mended. False for FAILED means that not one byte of the slip was sent.
    """

    state: PrintState
    cause: PrintCause | None = None
    paper_low: bool = False
    partial: bool = False


@dataclass(frozen=True, slots=True)
class PrinterStatus:
    """What the printer tells of itself. A printer that does not answer is UNKNOWN."""

    state: DeviceState
    cause: PrintCause | None = None
    paper_low: bool = False


class ReceiptPrinter(Protocol):
    """A printer of slips. Calls are safe to repeat; one call of print_slip sends the slip at most once."""

    def print_slip(self, slip: Slip, deadline_s: float) -> PrintOutcome:
        """Print one slip and cut it, within deadline_s seconds.

        Never raises for what a hand or a cable can cause. Raises a DeviceError before anything is sent when the slip
        itself can't be printed, or when another thread holds the printer.
        """

    def status(self, deadline_s: float) -> PrinterStatus:
        """Ask the printer how it is, within deadline_s seconds; prints nothing."""

    def close(self) -> None:
        """Release the line. May be called twice; a later call opens it again."""
