"""The page printer on IPP: a document given once, its job followed to the end, taken back where none comes."""

from __future__ import annotations

import logging
import secrets
import threading
from dataclasses import dataclass, field, replace
from typing import Final

from pyipp.enums import IppOperation

from devices.core.deadline import Deadline
from devices.core.errors import (
    DeviceBusyError,
    DeviceDisconnectedError,
    DeviceError,
    DeviceNotFoundError,
    DeviceTimeoutError,
    ProtocolError,
)
from devices.core.page_printing import (
    MOST_COPIES,
    OnProgress,
    PageCause,
    PageOptions,
    PageOutcome,
    PagePrinterStatus,
    PageProgress,
    PageStep,
    Sides,
)
from devices.core.printing import PrintState
from devices.core.status import DeviceState
from devices.page_printer.client import PURGE_JOB, IppAddress, IppClient
from devices.page_printer.document import PDF, require_pdf
from devices.page_printer.errors import DocumentFormatError, JobGoneError, PageOptionError, PrinterRefusedError
from devices.page_printer.states import ENDED, JobFacts, JobState, PrinterFacts, job_facts, printer_facts

_LOG = logging.getLogger(__name__)
POLL_S: Final = 0.5
_ANSWER_S: Final = 5.0
_RESERVE_S: Final = 6.0
"""Kept of the deadline for taking a job back, at most a quarter of it."""
_ASK_AGAIN_S: Final = 0.5
"""A busy printer is not asked again with less time than this to answer."""
_PRINTER_ATTRIBUTES: Final = (
    "printer-state", "printer-state-reasons", "printer-make-and-model", "printer-is-accepting-jobs",
    "document-format-supported", "sides-supported", "media-supported", "device-uri",
)  # fmt: skip
_JOB_ATTRIBUTES: Final = (
    "job-id", "job-name", "job-state", "job-state-reasons", "job-impressions-completed",
    "job-media-sheets-completed",
)  # fmt: skip
_LOST_ANSWER: Final = (DeviceTimeoutError, DeviceDisconnectedError)
_MAY_BE_TAKEN: Final = (*_LOST_ANSWER, ProtocolError)
_COPIES, _SIDES, _MEDIA = "copies", "sides", "media"
_UNREACHABLE: Final = PageOutcome(PrintState.FAILED, PageCause.UNREACHABLE)


class IppPrinter:
    """A PagePrinter on IPP, the printer's own or a CUPS queue's. Any thread may call that runs no event loop."""

    def __init__(self, client: IppClient) -> None:
        self._client = client

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
        """Print a PDF; see PagePrinter."""
        require_pdf(document)
        deadline = Deadline(deadline_s)
        job = _Job(self._client, deadline, cancelled or threading.Event(), on_progress or (lambda _: None))
        try:
            facts = job.printer()
        except (DeviceNotFoundError, *_LOST_ANSWER):
            return _UNREACHABLE
        _require(facts, options)
        if facts.is_stopped and facts.cause is not None:
            return PageOutcome(PrintState.FAILED, facts.cause)
        return job.run(document, title, options, device=facts.device)

    def status(self, deadline_s: float) -> PagePrinterStatus:
        """Ask the printer how it is; see PagePrinter."""
        job = _Job(self._client, Deadline(deadline_s), threading.Event(), lambda _: None)
        try:
            return job.printer().status
        except (DeviceNotFoundError, *_LOST_ANSWER):
            return PagePrinterStatus(DeviceState.OFFLINE, PageCause.UNREACHABLE)
        except DeviceError as error:
            _LOG.info("a page printer does not tell how it is: %s", error.code)
            return PagePrinterStatus(DeviceState.UNKNOWN)

    def close(self) -> None:
        """Nothing is held between calls."""


@dataclass(slots=True)
class _Job:
    """One job from the first request to its end."""

    client: IppClient
    deadline: Deadline
    cancelled: threading.Event
    tell: OnProgress
    _told: PageProgress | None = None
    _last: PageProgress = field(default_factory=lambda: PageProgress(PageStep.SENDING))

    def printer(self) -> PrinterFacts:
        """Ask how the printer is."""
        try:
            answer = self.client.ask(
                IppOperation.GET_PRINTER_ATTRIBUTES,
                self.deadline.within(_ANSWER_S),
                about={"requested-attributes": list(_PRINTER_ATTRIBUTES)},
            )
        except JobGoneError as error:
            raise DeviceNotFoundError(error.detail) from error
        return printer_facts(next(iter(answer["printers"]), {}))

    def run(self, document: bytes, title: str, options: PageOptions, device: str) -> PageOutcome:
        """Give the document to the printer once and follow the job; device is where a queue sends it."""
        # Tells this job from every other one when the answer to the request is lost.
        name = f"{title} {secrets.token_hex(3)}"
        ends = Deadline(self.deadline.remaining - min(_RESERVE_S, self.deadline.remaining / 4))
        given = self._give(document, name, options, ends)
        if isinstance(given, PageOutcome):
            return given
        outcome = self._follow(given, ends)
        if not device:
            return outcome
        if outcome.state is not PrintState.UNKNOWN:
            self._have_forgotten(given)
        return self._as_the_printer_says(outcome, name, device) if outcome.state is PrintState.PRINTED else outcome

    def _as_the_printer_says(self, outcome: PageOutcome, name: str, device: str) -> PageOutcome:
        """Ask the printer behind a queue: CUPS calls a job completed that the printer aborted (cups 2.4.2)."""
        sent = PageOutcome(PrintState.SENT, None, partial=True, job_id=outcome.job_id, sheets=outcome.sheets)
        address = IppAddress.parse(device)
        if address is None:
            return sent
        try:
            jobs = _Job(IppClient(address), self.deadline, self.cancelled, self.tell).list_jobs("completed")
        except DeviceError as error:
            _LOG.info("the printer behind a queue does not list its jobs: %s", error.code)
            return sent
        job = next((job for job in jobs if job.name == name), None)
        return sent if job is None else replace(_ended(job, None), job_id=outcome.job_id)

    def _give(self, document: bytes, name: str, options: PageOptions, ends: Deadline) -> int | PageOutcome:
        """Return the job's number, or how it ended before it had one. A busy printer is asked again."""
        while True:
            if self.cancelled.is_set():
                return PageOutcome(PrintState.FAILED, PageCause.CANCELLED)
            self._progress(PageStep.SENDING)
            try:
                answer = self.client.ask(
                    IppOperation.PRINT_JOB,
                    ends,
                    about={"job-name": name, "ipp-attribute-fidelity": False, "document-format": PDF},
                    job={"copies": options.copies, "sides": options.sides.value, "media": options.media},
                    document=document,
                )
                return job_facts(next(iter(answer["jobs"]), {})).id
            except DeviceBusyError:
                self._progress(PageStep.WAITING, PageCause.BUSY)
                self._pause(ends)
                # A request that is cut by the deadline may have been taken: then nobody knows.
                if ends.remaining < _ASK_AGAIN_S and not self.cancelled.is_set():
                    return PageOutcome(PrintState.FAILED, PageCause.BUSY)
            except DeviceNotFoundError:
                return _UNREACHABLE
            except _MAY_BE_TAKEN as error:
                _LOG.info("a page printer does not say whether it took a job: %s", error.code)
                return self._find(name)

    def _find(self, name: str) -> int | PageOutcome:
        """Look for the job whose request got no answer, or none that can be read: the printer may have taken it."""
        while True:
            for which in ("not-completed", "completed"):
                try:
                    jobs = self.list_jobs(which)
                except DeviceError as error:
                    _LOG.info("a page printer does not list its jobs: %s", error.code)
                    continue
                found = next((job.id for job in jobs if job.name == name), None)
                if found is not None:
                    return found
            if self._pause(self.deadline):
                return PageOutcome(PrintState.UNKNOWN, PageCause.BROKEN_OFF, partial=True)

    def list_jobs(self, which: str) -> list[JobFacts]:
        """Ask for the jobs that are `completed` or `not-completed`."""
        answer = self.client.ask(
            IppOperation.GET_JOBS,
            self.deadline.within(_ANSWER_S),
            about={"which-jobs": which, "requested-attributes": list(_JOB_ATTRIBUTES)},
        )
        return [job_facts(job) for job in answer["jobs"]]

    def _follow(self, number: int, ends: Deadline) -> PageOutcome:
        """Watch the job until it ends, is cancelled, or its time is over."""
        while True:
            try:
                job = self._look(number)
                if job.state in ENDED:
                    return _ended(job, self._last.cause)
                self._tell_how_it_goes(job)
            except JobGoneError:
                return PageOutcome(PrintState.UNKNOWN, PageCause.BROKEN_OFF, partial=True, job_id=number)
            except DeviceError as error:
                _LOG.info("a page printer does not answer: %s", error.code)
                self._progress(PageStep.PRINTING, PageCause.UNREACHABLE, self._last.sheets)
            if self._pause(ends):
                return self._take_back(number)

    def _look(self, number: int) -> JobFacts:
        answer = self.client.ask(
            IppOperation.GET_JOB_ATTRIBUTES,
            self.deadline.within(_ANSWER_S),
            about={"job-id": number, "requested-attributes": list(_JOB_ATTRIBUTES)},
        )
        return job_facts(next(iter(answer["jobs"]), {}))

    def _tell_how_it_goes(self, job: JobFacts) -> None:
        cause = PageCause.HELD if job.state is JobState.HELD else self.printer().cause
        step = PageStep.WAITING if job.state in {JobState.PENDING, JobState.HELD} else PageStep.PRINTING
        self._progress(step, cause, job.sheets)

    def _take_back(self, number: int) -> PageOutcome:
        """Cancel the job; when the printer does not say that it did, nobody knows what will come out."""
        before = self._last
        cause = before.cause
        if cause is None or self.cancelled.is_set():
            cause = PageCause.CANCELLED
        self._progress(PageStep.CANCELLING, before.cause, before.sheets)
        lost = PageOutcome(PrintState.UNKNOWN, cause, partial=True, job_id=number, sheets=before.sheets)
        asked = False
        while not self.deadline.expired:
            try:
                asked = asked or self._cancel(number)
                job = self._look(number)
                if job.state in ENDED:
                    return _ended(job, cause)
            except JobGoneError:
                return lost
            except DeviceError as error:
                _LOG.info("a page job can't be taken back yet: %s", error.code)
            threading.Event().wait(min(POLL_S, self.deadline.remaining))
        return lost

    def _cancel(self, number: int) -> bool:
        """Ask for the job to be cancelled; True when there is no need to ask again."""
        try:
            self.client.ask(IppOperation.CANCEL_JOB, self.deadline.within(_ANSWER_S), about={"job-id": number})
        except PrinterRefusedError as error:
            # It may have ended in between: client-error-not-possible. Its state tells.
            _LOG.info("a page job is not cancelled: %s", error.detail)
        return True

    def _have_forgotten(self, number: int) -> None:
        """Have a queue erase an ended job's document: CUPS keeps it for a day (PreserveJobFiles, cupsd.conf(5))."""
        try:
            about = {"job-id": number, PURGE_JOB: True}
            self.client.ask(IppOperation.CANCEL_JOB, self.deadline.within(_ANSWER_S), about=about)
        except DeviceError as error:
            _LOG.warning("a queue keeps the document of an ended page job: %s", error.code)

    def _pause(self, ends: Deadline) -> bool:
        """Wait for the next look; True when there is to be none."""
        return self.cancelled.wait(min(POLL_S, ends.remaining)) or ends.expired

    def _progress(self, step: PageStep, cause: PageCause | None = None, sheets: int | None = None) -> None:
        self._last = PageProgress(step, cause, sheets)
        if self._last != self._told:
            self._told = self._last
            self.tell(self._last)


def _ended(job: JobFacts, cause: PageCause | None) -> PageOutcome:
    """Read how a job ended; what kept it waiting last is why it was given up."""
    if job.state is JobState.COMPLETED and not job.has_errors:
        return PageOutcome(PrintState.PRINTED, None, job_id=job.id, sheets=job.sheets or None)
    # A count of zero is no proof that nothing came out: many printers never count.
    why = cause or PageCause.ABORTED
    return PageOutcome(PrintState.FAILED, why, partial=True, job_id=job.id, sheets=job.sheets)


def _require(facts: PrinterFacts, options: PageOptions) -> None:
    """Refuse, before anything is sent, what the printer says that it can't do."""
    if facts.formats and PDF not in facts.formats:
        raise DocumentFormatError(facts.name)
    if not 1 <= options.copies <= MOST_COPIES:
        raise PageOptionError(_COPIES)
    if options.sides is not Sides.ONE and facts.sides and options.sides.value not in facts.sides:
        raise PageOptionError(_SIDES)
    if facts.media and options.media not in facts.media:
        raise PageOptionError(_MEDIA)
