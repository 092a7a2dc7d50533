"""The printer behind the simulated IPP port: a tray, a spool, one job at a time, and what ails it."""

from __future__ import annotations

import threading
import time
from collections import deque
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from devices.core.faults import Moments
from devices.page_printer.states import ENDED, JobState, PrinterState

MOMENTS: Final = ("job_taken", "job_begun", "job_ended")
_KEPT: Final = 50
"""Ended jobs that it still tells of."""


@dataclass(frozen=True, slots=True)
class PrinterConditions:
    """What ails the printer.

    Attributes:
        paused: somebody pressed pause on its panel.
        occupied: it prints a file of somebody else, and takes no other.
        frozen: takes connections and never answers.
        seconds_per_job: how long paper takes.
        aborting: gives every job up instead of printing it.
        wrong_clock: its clock is at the beginning of the year 2000.
    """

    paper_out: bool = False
    paper_low: bool = False
    jammed: bool = False
    cover_open: bool = False
    toner_out: bool = False
    paused: bool = False
    occupied: bool = False
    frozen: bool = False
    seconds_per_job: float = 0.0
    aborting: bool = False
    wrong_clock: bool = False

    @property
    def blocking(self) -> tuple[str, ...]:
        """What keeps paper from moving, as printer-state-reasons (RFC 8011 §5.4.12)."""
        told = (
            (self.cover_open, "cover-open-error"),
            (self.jammed, "media-jam-error"),
            (self.paper_out, "media-empty-error"),
            (self.toner_out, "toner-empty-error"),
            (self.paused, "paused"),
        )
        return tuple(reason for holds, reason in told if holds)

    @property
    def reasons(self) -> tuple[str, ...]:
        """All that it tells of itself."""
        return (*self.blocking, *(("media-low-warning",) if self.paper_low else ()))


@dataclass(slots=True)
class PrintJob:
    """A job that the printer took.

    Attributes:
        about: its attributes as the request gave them, job-name among them.
        file: where its document lies once it is out.
    """

    number: int
    name: str
    user: str
    document: bytes = field(repr=False)
    copies: int = 1
    sides: str = "one-sided"
    state: JobState = JobState.PENDING
    reason: str = "none"
    file: Path | None = None


class SimulatedPagePrinter:
    """Knows nothing of IPP. Any thread may call."""

    def __init__(self, tray: Path | None, moments: Moments) -> None:
        """Begin to print what is given to it.

        Args:
            tray: an existing folder for the documents that came out, as page-1.pdf; None keeps none.
        """
        self.moments = moments
        self._tray = tray
        self._conditions = PrinterConditions()
        self._guard = threading.RLock()
        self._changed = threading.Condition(self._guard)
        self._spool: deque[PrintJob] = deque()
        self._jobs: dict[int, PrintJob] = {}
        self._printed: list[Path] = []
        self._last_number = 0
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="page-printer-mechanism", daemon=True)
        self._thread.start()

    @property
    def conditions(self) -> PrinterConditions:
        """What ails it now."""
        with self._guard:
            return self._conditions

    @property
    def state(self) -> PrinterState:
        """How it is: stopped while anything keeps paper from moving."""
        with self._guard:
            if self._conditions.blocking:
                return PrinterState.STOPPED
            works = self._conditions.occupied or any(job.state is JobState.PROCESSING for job in self._jobs.values())
            return PrinterState.PROCESSING if works else PrinterState.IDLE

    @property
    def printed(self) -> tuple[Path, ...]:
        """The documents that came out, the oldest first."""
        with self._guard:
            return tuple(self._printed)

    def jobs(self, *, ended: bool) -> tuple[PrintJob, ...]:
        """Return the jobs that have ended, the newest first, or those that have not, in their order."""
        with self._guard:
            found = tuple(replace(job) for job in self._jobs.values() if (job.state in ENDED) is ended)
        return found[::-1] if ended else found

    def job(self, number: int) -> PrintJob | None:
        """Return one job as it is now."""
        with self._guard:
            job = self._jobs.get(number)
            return None if job is None else replace(job)

    def take(self, name: str, user: str, document: bytes, copies: int, sides: str) -> PrintJob | None:
        """Take a job, None while somebody else's is printed. It begins once it is `released`."""
        with self._guard:
            if self._conditions.occupied:
                return None
            self._last_number += 1
            job = PrintJob(self._last_number, name, user, document, copies, sides)
            self._jobs[job.number] = job
            for number in [each.number for each in self.jobs(ended=True)][_KEPT:]:
                del self._jobs[number]
        self.moments.reached("job_taken")
        return replace(job)

    def release(self, number: int) -> None:
        """Let a job that was taken, and whose giver knows so, be printed."""
        with self._guard:
            job = self._jobs.get(number)
            if job is not None:
                self._spool.append(job)
                self._changed.notify_all()

    def cancel(self, number: int) -> bool:
        """Take a job out of the spool or off the drum. False where it has ended already."""
        with self._guard:
            job = self._jobs.get(number)
            if job is None or job.state in ENDED:
                return False
            _end(job, JobState.CANCELED, "job-canceled-by-user")
            self._changed.notify_all()
            return True

    def change(self, **changes: object) -> None:
        """Change conditions by name."""
        with self._guard:
            self._conditions = replace(self._conditions, **changes)  # type: ignore[arg-type]
            self._changed.notify_all()

    def mend(self) -> None:
        """Be as new again; a job that waited is printed."""
        with self._guard:
            self._conditions = PrinterConditions()
            self._changed.notify_all()

    def forget_jobs(self) -> None:
        """Lose every job, as a machine whose memory lost its power."""
        with self._guard:
            for job in self._jobs.values():
                if job.state not in ENDED:
                    _end(job, JobState.ABORTED, "aborted-by-system")
            self._jobs.clear()
            self._spool.clear()
            self._changed.notify_all()

    def wait_while_frozen(self, patience_s: float) -> None:
        """Return once it answers again."""
        with self._guard:
            self._changed.wait_for(lambda: self._closed or not self._conditions.frozen, patience_s)

    def close(self) -> None:
        """Switch off. May be called twice."""
        with self._guard:
            self._closed = True
            self._changed.notify_all()
        self._thread.join()

    def _run(self) -> None:
        while True:
            with self._guard:
                self._changed.wait_for(lambda: self._closed or self._spool)
                if self._closed:
                    return
                job = self._spool.popleft()
                if job.state in ENDED:
                    continue
                job.state = JobState.PROCESSING
            self.moments.reached("job_begun")
            self._print(job)
            self.moments.reached("job_ended")

    def _print(self, job: PrintJob) -> None:
        """Bring the paper out as soon as nothing keeps it back; a job that was cancelled or lost ends here too."""
        with self._guard:
            begun = time.monotonic()
            while not self._closed and job.state not in ENDED:
                conditions = self._conditions
                blocked = bool(conditions.blocking)
                job.state = JobState.STOPPED if blocked else JobState.PROCESSING
                job.reason = "printer-stopped" if blocked else "job-printing"
                rest = begun + conditions.seconds_per_job - time.monotonic()
                if not blocked and not conditions.frozen and rest <= 0:
                    self._bring_out(job)
                    return
                self._changed.wait(None if blocked or conditions.frozen else max(rest, 0.001))

    def _bring_out(self, job: PrintJob) -> None:
        if self._conditions.aborting:
            _end(job, JobState.ABORTED, "aborted-by-system")
            return
        if self._tray is not None:
            job.file = self._tray / f"page-{len(self._printed) + 1}.pdf"
            hidden = job.file.with_suffix(".part")
            hidden.write_bytes(job.document)
            hidden.replace(job.file)
            self._printed.append(job.file)
        _end(job, JobState.COMPLETED, "job-completed-successfully")


def _end(job: PrintJob, state: JobState, reason: str) -> None:
    job.state, job.reason, job.document = state, reason, b""
