"""How an eSCL scanner says that it is: ScannerStatus as a dataclass, and what its words mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from devices.core.errors import DeviceError, IoError
from devices.core.status import DeviceState
from devices.scanner.errors import CoverOpenError, NoPaperError, PaperJamError
from devices.scanner.escl.xml_reading import child, descendants, number_of, parse_document, text_of

_MAX_JOBS: Final = 100
_MAX_IMAGES: Final = 1_000_000

# Mopria's eSCL specification names most of these; DoorOpen is what some makers send for HatchOpen.
_ADF_ERRORS: Final[dict[str, type[DeviceError]]] = {
    "ScannerAdfEmpty": NoPaperError,
    "ScannerAdfJam": PaperJamError,
    "ScannerAdfMispick": PaperJamError,
    "ScannerAdfMultipickDetected": PaperJamError,
    "ScannerAdfHatchOpen": CoverOpenError,
    "ScannerAdfDoorOpen": CoverOpenError,
    "ScannerAdfCoverOpen": CoverOpenError,
    "ScannerAdfInputTrayFailed": IoError,
    "ScannerAdfInputTrayOverloaded": PaperJamError,
    "ScannerAdfDuplexPageTooShort": IoError,
    "ScannerAdfDuplexPageTooLong": IoError,
}
_STATES: Final = {
    "Idle": DeviceState.READY,
    "Processing": DeviceState.BUSY,
    "Testing": DeviceState.BUSY,
    "Stopped": DeviceState.FAULT,
    "Down": DeviceState.FAULT,
}


@dataclass(frozen=True, slots=True)
class JobStatus:
    """One job as the scanner lists it.

    Attributes:
        uri: as it is sent, with or without a host.
        state: Pending, Processing, Completed, Canceled, Aborted or the maker's own word.
    """

    uri: str
    state: str
    images_to_transfer: int | None

    @property
    def is_working(self) -> bool:
        """Whether further pages may come."""
        return self.state in {"Pending", "Processing"} and self.images_to_transfer != 0

    @property
    def was_called_off(self) -> bool:
        """Whether it ended before its end, by the scanner or by somebody at its panel."""
        return self.state in {"Aborted", "Canceled"}


@dataclass(frozen=True, slots=True)
class ScannerStatus:
    """State of the scanner and its feeder, in eSCL's words."""

    state: str
    adf_state: str
    jobs: tuple[JobStatus, ...] = ()

    @property
    def adf_error(self) -> DeviceError | None:
        """What ails the feeder; None for nothing, or for a word that says nothing."""
        kind = _ADF_ERRORS.get(self.adf_state)
        return None if kind is None else kind(self.adf_state)

    @property
    def device_state(self) -> DeviceState:
        """The state as every device has one. An empty feeder is ready: paper is what comes next."""
        state = _STATES.get(self.state, DeviceState.UNKNOWN)
        error = self.adf_error
        if error is None or isinstance(error, NoPaperError):
            return state
        return DeviceState.ATTENTION

    def job(self, path: str) -> JobStatus | None:
        """Return the job at a path, whatever host the scanner puts before it."""
        return next((job for job in self.jobs if job.uri.rstrip("/").endswith(path.rstrip("/"))), None)


def parse_status(data: bytes) -> ScannerStatus:
    """Read a ScannerStatus document. Raises ProtocolError where it is none."""
    root = parse_document(data, "ScannerStatus")
    jobs = list(descendants(root, "JobInfo"))[:_MAX_JOBS]
    return ScannerStatus(
        state=text_of(child(root, "State")),
        adf_state=text_of(child(root, "AdfState")),
        jobs=tuple(
            JobStatus(
                text_of(child(job, "JobUri")),
                text_of(child(job, "JobState")),
                number_of(child(job, "ImagesToTransfer"), _MAX_IMAGES),
            )
            for job in jobs
        ),
    )
