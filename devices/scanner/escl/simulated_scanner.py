"""The scanner behind the simulated network port: glass, feeder, jobs, and what ails it."""

from __future__ import annotations

import threading
import uuid
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import cv2
import numpy as np

from devices.core.faults import Moments
from devices.core.scanning import Pixels
from devices.imaging.encode import encode_page

MOMENTS: Final = ("job_created", "page_requested", "page_half_sent", "page_sent", "job_deleted")
MAX_WIDTH: Final = 2550
MAX_HEIGHT: Final = 3508
RESOLUTIONS: Final = (75, 100, 150, 200, 300, 600)
_PATIENCE_S: Final = 60.0


@dataclass(frozen=True, slots=True)
class ScannerConditions:
    """What ails the scanner, and how its make differs.

    Attributes:
        silent: takes connections and never answers.
        bytes_per_s: of pictures; None is as fast as the network.
        jam_after: sheets until the feeder jams; None for never.
        location_host: host that Location names, which nobody can reach.
        early_404: how often NextDocument answers 404 before each page but the first.
        not_ready: how often NextDocument answers 503 before each page.
        only_pwg_source: refuses scan:InputSource with 400, as some HP do.
        keeps_processing: AdfState stays ScannerAdfProcessing at the end, as with Kyocera and Epson.
        wrong_clock: its clock is at the beginning of the year 2000, and says so in every answer.
        ends_with_409: answers 409 after the last page, where the specification has 404.
    """

    jammed: bool = False
    cover_open: bool = False
    busy: bool = False
    garbage: bool = False
    silent: bool = False
    short: bool = False
    truncated: bool = False
    corrupt: bool = False
    bytes_per_s: int | None = None
    jam_after: int | None = None
    location_host: str | None = None
    early_404: int = 0
    not_ready: int = 0
    only_pwg_source: bool = True
    keeps_processing: bool = False
    ends_with_409: bool = False
    wrong_clock: bool = False
    has_platen: bool = True
    make_and_model: str = "样例 eSCL 1000"


@dataclass(slots=True)
class ScanJob:
    """A job that was posted."""

    path: str
    from_feeder: bool
    duplex: bool
    width: int
    height: int
    resolution: int
    color: bool
    sent: int = 0
    refusals: int = 0
    state: str = "Processing"


class SimulatedScanner:
    """Knows nothing of HTTP. Any thread may call."""

    def __init__(self, conditions: ScannerConditions, moments: Moments) -> None:
        self.moments = moments
        self._as_new = conditions
        self._conditions = conditions
        self._guard = threading.RLock()
        self._changed = threading.Condition(self._guard)
        self._given_up = False
        self._glass: Pixels = specimen(1)
        self._feeder: deque[Pixels] = deque()
        self._jobs: dict[str, ScanJob] = {}
        self._fed = 0

    @property
    def conditions(self) -> ScannerConditions:
        """What ails it now."""
        with self._guard:
            return self._conditions

    @property
    def jobs(self) -> tuple[ScanJob, ...]:
        """All jobs, the oldest first."""
        with self._guard:
            return tuple(self._jobs.values())

    @property
    def sheets_left(self) -> int:
        """Pages in the feeder."""
        with self._guard:
            return len(self._feeder)

    def change(self, **changes: object) -> None:
        """Change conditions by name."""
        with self._guard:
            self._conditions = replace(self._conditions, **changes)  # type: ignore[arg-type]
            self._changed.notify_all()

    def mend(self) -> None:
        """Be as new again; paper stays where it is."""
        with self._guard:
            self._conditions = self._as_new
            self._changed.notify_all()

    def forget_jobs(self) -> None:
        """Know of no job any more."""
        with self._guard:
            self._jobs.clear()

    def give_up(self) -> None:
        """Let whoever waits go."""
        with self._guard:
            self._given_up = True
            self._changed.notify_all()

    def wait_while_silent(self) -> None:
        """Return once it speaks again."""
        with self._guard:
            self._changed.wait_for(lambda: self._given_up or not self._conditions.silent, _PATIENCE_S)

    def lay(self, pixels: Pixels) -> None:
        """Put a page on the glass."""
        with self._guard:
            self._glass = pixels

    def load(self, pages: Sequence[Pixels]) -> None:
        """Add pages to the feeder."""
        with self._guard:
            self._feeder.extend(pages)

    def load_specimens(self, count: int) -> None:
        """Add so many numbered pages to the feeder."""
        self.load([specimen(number + 1) for number in range(max(0, min(count, 200)))])

    def take_paper_away(self) -> None:
        """Empty the feeder."""
        with self._guard:
            self._feeder.clear()

    @property
    def adf_state(self) -> str:
        """The feeder's state in eSCL's words."""
        with self._guard:
            if self._conditions.jammed:
                return "ScannerAdfJam"
            if self._conditions.cover_open:
                return "ScannerAdfHatchOpen"
            if self._conditions.keeps_processing and any(job.from_feeder for job in self._jobs.values()):
                return "ScannerAdfProcessing"
            return "ScannerAdfLoaded" if self._feeder else "ScannerAdfEmpty"

    @property
    def state(self) -> str:
        """The scanner's state in eSCL's words."""
        working = any(job.state == "Processing" for job in self.jobs)
        return "Processing" if working or self.conditions.busy else "Idle"

    def begin(self, job: ScanJob) -> int:
        """Take a job and return the HTTP status: 201, 409 for an unfit feeder, 503 for busy."""
        with self._guard:
            if self._conditions.busy or any(other.state == "Processing" for other in self._jobs.values()):
                return 503
            if job.from_feeder and self.adf_state not in {"ScannerAdfLoaded", "ScannerAdfProcessing"}:
                return 409
            if job.from_feeder and not self._feeder:
                return 409
            self._jobs[job.path] = job
            self._fed = 0
        self.moments.reached("job_created")
        return 201

    def next_page(self, path: str) -> tuple[int, bytes]:
        """Return an HTTP status, and the next page of a job as JPEG where it is 200."""
        self.moments.reached("page_requested")
        with self._guard:
            job = self._jobs.get(path)
            if job is None or job.state != "Processing":
                return 404, b""
            if refusal := self._refusal(job):
                return refusal, b""
            pixels = self._take(job)
            if pixels is None:
                job.state = "Completed"
                return (409 if self._conditions.ends_with_409 else 404), b""
            job.refusals = 0
            if not job.from_feeder:
                job.state = "Completed"
            conditions = self._conditions
        data = _picture(pixels, job, short=conditions.short)
        if conditions.corrupt:
            data = bytes(byte ^ 0x5A for byte in data)
        return 200, data[: len(data) // 2] if conditions.truncated else data

    def note_sent(self, path: str) -> None:
        """Note that a page went out whole."""
        with self._guard:
            if path in self._jobs:
                self._jobs[path].sent += 1
        self.moments.reached("page_sent")

    def delete(self, path: str) -> bool:
        """Call a job off. False where there is none."""
        with self._guard:
            job = self._jobs.get(path)
            if job is not None and job.state == "Processing":
                job.state = "Canceled"
        self.moments.reached("job_deleted")
        return job is not None

    def _refusal(self, job: ScanJob) -> int:
        conditions = self._conditions
        job.refusals += 1
        if job.from_feeder and (conditions.jammed or conditions.cover_open):
            return 409
        if job.refusals <= conditions.not_ready:
            return 503
        return 404 if job.sent and job.refusals <= conditions.early_404 and self._feeder else 0

    def _take(self, job: ScanJob) -> Pixels | None:
        if not job.from_feeder:
            return self._glass
        if not self._feeder:
            return None
        self._fed += 1
        if self._conditions.jam_after is not None and self._fed >= self._conditions.jam_after:
            self._conditions = replace(self._conditions, jammed=True, jam_after=None)
        return self._feeder.popleft()


def new_path() -> str:
    """Return the path of a new job."""
    return f"/eSCL/ScanJobs/{uuid.uuid4()}"


def specimen(number: int) -> Pixels:
    """Return an A4 page at 100 dpi with its number on it, marked as a specimen."""
    page = np.full((1169, 827, 3), 250, np.uint8)
    cv2.putText(page, f"SPECIMEN {number}", (90, 220), cv2.FONT_HERSHEY_SIMPLEX, 3.0, (30, 30, 30), 6)
    for line in range(30):
        width = 640 - (line * 37 + number * 53) % 240
        cv2.rectangle(page, (90, 320 + line * 25), (90 + width, 328 + line * 25), (70, 70, 70), -1)
    return page


def _picture(pixels: Pixels, job: ScanJob, *, short: bool) -> bytes:
    width = max(8, round(job.width * job.resolution / 300))
    height = max(8, round(job.height * job.resolution / 300))
    image = cv2.resize(pixels, (width, height), interpolation=cv2.INTER_AREA)
    if not job.color and image.ndim == 3:
        image = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    if short:
        image = image[: max(8, height // 2)]
    return encode_page(np.asarray(image, np.uint8), job.resolution).jpeg
