"""What IPP answers say (RFC 8011 §5.3.7, §5.4; PWG 5100.9 for alerts): states, and reasons by their beginning.

Reasons come as one word or a list, with -error, -warning or -report behind them or without, and a printer may say
media-empty-warning where it means that it stands still: only the beginning counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum, unique
from typing import Final, TypeVar

from devices.core.errors import ProtocolError
from devices.core.page_printing import PageCause, PagePrinterStatus
from devices.core.status import DeviceState

Attributes = Mapping[str, object]

_CAUSES: Final[tuple[tuple[str, PageCause], ...]] = (
    ("media-jam", PageCause.PAPER_JAM),
    ("cover-open", PageCause.COVER_OPEN),
    ("door-open", PageCause.COVER_OPEN),
    ("interlock-open", PageCause.COVER_OPEN),
    ("input-tray-missing", PageCause.TRAY_MISSING),
    ("media-empty", PageCause.MEDIA_EMPTY),
    ("media-needed", PageCause.MEDIA_EMPTY),
    ("toner-empty", PageCause.TONER_EMPTY),
    ("marker-supply-empty", PageCause.TONER_EMPTY),
    ("marker-supply-missing", PageCause.TONER_EMPTY),
    ("opc-life-over", PageCause.MECHANICAL),
    ("developer-empty", PageCause.TONER_EMPTY),
    ("output-area-full", PageCause.OUTPUT_FULL),
    ("output-tray-missing", PageCause.TRAY_MISSING),
    ("marker-waste-full", PageCause.MECHANICAL),
    ("fuser-over-temp", PageCause.OVERHEAT),
    ("offline", PageCause.OFFLINE),
    ("shutdown", PageCause.OFFLINE),
    ("timed-out", PageCause.OFFLINE),
    ("connecting-to-device", PageCause.OFFLINE),
    ("paused", PageCause.PAUSED),
    ("moving-to-paused", PageCause.PAUSED),
)
"""Beginnings of reasons; the first that applies is what a person should mend first."""
_LOW: Final = ("media-low", "toner-low", "marker-supply-low", "developer-low", "opc-near-eol")
_HARMLESS: Final = (*_LOW, "none", "other", "identify-printer", "spool-area-full", "cups-", "wifi-")


@unique
class PrinterState(IntEnum):
    """`printer-state`."""

    IDLE = 3
    PROCESSING = 4
    STOPPED = 5


@unique
class JobState(IntEnum):
    """`job-state`."""

    PENDING = 3
    HELD = 4
    PROCESSING = 5
    STOPPED = 6
    CANCELED = 7
    ABORTED = 8
    COMPLETED = 9


StateT = TypeVar("StateT", PrinterState, JobState)
ENDED: Final = frozenset({JobState.CANCELED, JobState.ABORTED, JobState.COMPLETED})


@dataclass(frozen=True, slots=True)
class PrinterFacts:
    """What a printer says of itself; what it leaves out is empty, and then nothing is known to stand against a job.

    Attributes:
        device: where a CUPS queue sends its jobs, empty for a printer itself.
    """

    state: PrinterState
    reasons: tuple[str, ...]
    name: str = ""
    formats: tuple[str, ...] = ()
    sides: tuple[str, ...] = ()
    media: tuple[str, ...] = ()
    accepts_jobs: bool = True
    device: str = ""

    @property
    def cause(self) -> PageCause | None:
        """What stands in the way; in a printer that stopped without a word, the machine itself."""
        found = cause_of(self.reasons)
        stopped = self.state is PrinterState.STOPPED
        return found or (PageCause.MECHANICAL if stopped else None if self.accepts_jobs else PageCause.PAUSED)

    @property
    def is_stopped(self) -> bool:
        """Whether a job would not begin."""
        return self.state is PrinterState.STOPPED or not self.accepts_jobs

    @property
    def status(self) -> PagePrinterStatus:
        """The same for whoever only wants to know how it is."""
        low = any(reason.startswith(_LOW) for reason in self.reasons)
        return PagePrinterStatus(self._device_state(low), self.cause, low, self.name)

    def _device_state(self, low: bool) -> DeviceState:
        if self.cause is PageCause.OFFLINE:
            return DeviceState.OFFLINE
        if self.cause is not None:
            return DeviceState.FAULT
        if self.state is PrinterState.PROCESSING:
            return DeviceState.BUSY
        return DeviceState.ATTENTION if low else DeviceState.READY


@dataclass(frozen=True, slots=True)
class JobFacts:
    """How a job is."""

    id: int
    state: JobState
    reasons: tuple[str, ...]
    name: str = ""
    sheets: int | None = None

    @property
    def has_errors(self) -> bool:
        """Whether a completed job did not come out as it should."""
        return any(reason.startswith(("job-completed-with-errors", "aborted-by-system")) for reason in self.reasons)


def cause_of(reasons: Iterable[str]) -> PageCause | None:
    """Return what stands in the way, None for nothing; an error that nobody here knows is the machine's."""
    told = tuple(reasons)
    for beginning, cause in _CAUSES:
        if any(reason.startswith(beginning) for reason in told):
            return cause
    unknown = (reason for reason in told if not reason.startswith(_HARMLESS))
    return PageCause.MECHANICAL if any(reason.endswith("-error") for reason in unknown) else None


def printer_facts(attributes: Attributes) -> PrinterFacts:
    """Read the answer to Get-Printer-Attributes. Raises ProtocolError."""
    return PrinterFacts(
        state=_state(PrinterState, attributes, "printer-state"),
        reasons=words(attributes.get("printer-state-reasons")),
        name=next(iter(words(attributes.get("printer-make-and-model"))), ""),
        formats=words(attributes.get("document-format-supported")),
        sides=words(attributes.get("sides-supported")),
        media=words(attributes.get("media-supported")),
        accepts_jobs=attributes.get("printer-is-accepting-jobs") is not False,
        device=next(iter(words(attributes.get("device-uri"))), ""),
    )


def job_facts(attributes: Attributes) -> JobFacts:
    """Read one job of an answer. Raises ProtocolError."""
    number = attributes.get("job-id")
    counts = [attributes.get(f"job-{what}-completed") for what in ("media-sheets", "impressions")]
    return JobFacts(
        id=number if isinstance(number, int) and not isinstance(number, bool) else 0,
        state=_state(JobState, attributes, "job-state"),
        reasons=words(attributes.get("job-state-reasons")),
        name=next(iter(words(attributes.get("job-name"))), ""),
        sheets=next((count for count in counts if isinstance(count, int) and count >= 0), None),
    )


def words(value: object) -> tuple[str, ...]:
    """Return a value that may be one word, several, or none at all, as words; what is no text is left out."""
    values = value if isinstance(value, (list, tuple)) else () if value is None else (value,)
    return tuple(str(each) for each in values if isinstance(each, str) and each)


def _state(kind: type[StateT], attributes: Attributes, name: str) -> StateT:
    value = attributes.get(name)
    try:
        return kind(value if isinstance(value, int) else 0)
    except ValueError:
        raise ProtocolError(name) from None
