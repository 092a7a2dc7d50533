"""Printing whole A4 pages: what a job can ask for, how it goes, how it ends, and the protocol of a page printer."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum, unique
from typing import Final, Protocol

from devices.core.printing import PrintState
from devices.core.status import DeviceState

A4: Final = "iso_a4_210x297mm"
"""The PWG 5101.1 name of A4."""
MOST_COPIES: Final = 99


@unique
class PageCause(StrEnum):
    """Why pages do not come out. Each is something that a hand, a cable or a technician can mend."""

    MEDIA_EMPTY = "media_empty"
    PAPER_JAM = "paper_jam"
    COVER_OPEN = "cover_open"
    TRAY_MISSING = "tray_missing"
    TONER_EMPTY = "toner_empty"
    OUTPUT_FULL = "output_full"
    OVERHEAT = "overheat"
    MECHANICAL = "mechanical_error"
    PAUSED = "printer_paused"
    OFFLINE = "offline"
    UNREACHABLE = "unreachable"
    BUSY = "printer_busy"
    HELD = "job_held"
    ABORTED = "job_aborted"
    CANCELLED = "job_cancelled"
    BROKEN_OFF = "broken_off"


@unique
class Sides(StrEnum):
    """One or both sides of a sheet (RFC 8011, `sides`)."""

    ONE = "one-sided"
    LONG_EDGE = "two-sided-long-edge"
    SHORT_EDGE = "two-sided-short-edge"


@dataclass(frozen=True, slots=True)
class PageOptions:
    """How pages are to come out.

    Attributes:
        copies: 1 to 99.
        media: a PWG 5101.1 name.
    """

    copies: int = 1
    sides: Sides = Sides.ONE
    media: str = A4


@unique
class PageStep(StrEnum):
    """Where a job is: waiting for another one, on its way to the printer, being printed, being taken back."""

    WAITING = "waiting"
    SENDING = "sending"
    PRINTING = "printing"
    CANCELLING = "cancelling"


@dataclass(frozen=True, slots=True)
class PageProgress:
    """How a job goes now.

    Attributes:
        cause: what keeps it waiting; it goes on by itself once that is mended.
        sheets: so many have come out; None where the printer does not count.
    """

    step: PageStep
    cause: PageCause | None = None
    sheets: int | None = None


@dataclass(frozen=True, slots=True)
class PageOutcome:
    """What became of a job.

    Attributes:
        state: PRINTED when the printer says that it completed the job; SENT when only a queue says so that can't see
            the paper; UNKNOWN when nobody answers any more; FAILED when it did not come out whole.
        partial: some of it may lie in the tray, or may still come out. False for FAILED means that no sheet came out.
        job_id: the printer's number of the job, None when it never took one.
    """

    state: PrintState
    cause: PageCause | None = None
    partial: bool = False
    job_id: int | None = None
    sheets: int | None = None


@dataclass(frozen=True, slots=True)
class PagePrinterStatus:
    """What a page printer tells of itself.

    Attributes:
        supplies_low: paper or toner is near its end.
        name: as its maker or the queue calls it.
    """

    state: DeviceState
    cause: PageCause | None = None
    supplies_low: bool = False
    name: str = ""


OnProgress = Callable[[PageProgress], None]


class PagePrinter(Protocol):
    """A printer of A4 pages. One call of print_document gives the document to the printer at most once."""

    def print_document(
        self,
        document: bytes,
        title: str,
        options: PageOptions,
        *,
        deadline_s: float,
        on_progress: OnProgress | None = None,
        cancelled: threading.Event | None = None,
    ) -> PageOutcome:
        """Print a PDF and follow the job to its end.

        A job that has not ended at the deadline is taken back, so that it does not come out for a stranger.

        Args:
            title: for the printer's list of jobs; never personal data.
            on_progress: called from the calling thread whenever something changed.
            cancelled: set it from any thread to take the job back.

        Raises:
            DeviceError: nothing was printed, because the document, an option or the user's rights stand against it.
        """

    def status(self, deadline_s: float) -> PagePrinterStatus:
        """Ask the printer how it is, within deadline_s seconds; never raises."""

    def close(self) -> None:
        """Nothing is held between calls. May be called twice."""
