"""The IPP side of the simulated page printer: operations of RFC 8011 over HTTP."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler
from types import MappingProxyType
from typing import Final

from pyipp.enums import IppOperation, IppStatus, IppTag

from devices.core.errors import ProtocolError
from devices.core.page_printing import A4, MOST_COPIES, Sides
from devices.core.simulated_network import OLD_CLOCK
from devices.page_printer.document import MOST_BYTES, PDF, is_pdf
from devices.page_printer.framing import MOST_BYTES as MOST_HEAD
from devices.page_printer.ipp_message import Attribute, IppRequest, read_request, write_answer
from devices.page_printer.simulated_printer import PrintJob, SimulatedPagePrinter

PATH: Final = "/ipp/print"
_IPP: Final = "application/ipp"
_NAME: Final = "样例 A4 打印机"
_PATIENCE_S: Final = 60.0
_FAREWELL_S: Final = 0.5
_ALL: Final = frozenset({"all", "printer-description", "job-template", "job-description"})
_Answer = tuple[IppStatus, list[tuple[IppTag, list[Attribute]]]]


def make_handler(printer: SimulatedPagePrinter) -> type[BaseHTTPRequestHandler]:
    """Return a handler class that serves this printer."""

    class Handler(_Handler):
        _printer = printer

    return Handler


class _Handler(BaseHTTPRequestHandler):
    _printer: SimulatedPagePrinter
    protocol_version = "HTTP/1.1"

    def log_message(self, *args: object) -> None:
        """Say nothing."""

    def date_time_string(self, timestamp: float | None = None) -> str:
        """Return the Date header: of the year 2000 from a printer whose battery is empty."""
        return super().date_time_string(OLD_CLOCK if self._printer.conditions.wrong_clock else timestamp)

    def do_POST(self) -> None:
        """Answer one IPP request; a job that was taken begins once its giver can know."""
        body = self._body()
        self._printer.wait_while_frozen(_PATIENCE_S)
        if body is None or self.path != PATH or self.headers.get_content_type() != _IPP:
            self._send(413 if body is None else 404 if self.path != PATH else 400)
            return
        try:
            request = read_request(body)
        except ProtocolError:
            self._send(200, write_answer(IppStatus.ERROR_BAD_REQUEST, 1))
            return
        job, (status, groups) = self._answer(request)
        self._send(200, write_answer(status, request.number, groups), is_last=job is not None)
        if job is not None:
            self._wait_until_read()
            self._printer.release(job.number)

    def _answer(self, request: IppRequest) -> tuple[PrintJob | None, _Answer]:
        """Return the job that a request brought, and what is answered."""
        if request.operation is IppOperation.PRINT_JOB:
            return self._print_job(request)
        known: Mapping[IppOperation | None, Callable[[IppRequest], _Answer]] = {
            IppOperation.VALIDATE_JOB: lambda asked: (_refusal(asked) or IppStatus.OK, []),
            IppOperation.GET_PRINTER_ATTRIBUTES: self._about_printer,
            IppOperation.GET_JOB_ATTRIBUTES: self._about_job,
            IppOperation.GET_JOBS: self._jobs,
            IppOperation.CANCEL_JOB: self._cancel,
        }
        answer = known.get(request.operation)
        return None, (IppStatus.ERROR_OPERATION_NOT_SUPPORTED, []) if answer is None else answer(request)

    def _print_job(self, request: IppRequest) -> tuple[PrintJob | None, _Answer]:
        refusal = _refusal(request)
        if refusal is None and not is_pdf(request.document):
            refusal = IppStatus.ERROR_DOCUMENT_FORMAT_ERROR
        if refusal is not None:
            return None, (refusal, [])
        job = self._printer.take(
            request.text("job-name", "job"),
            request.text("requesting-user-name"),
            request.document,
            request.whole("copies", 1),
            str(request.job.get("sides", Sides.ONE)),
        )
        if job is None:
            return None, (IppStatus.ERROR_BUSY, [])
        return job, (IppStatus.OK, [(IppTag.JOB, list(_job_attributes(job)))])

    def _about_printer(self, request: IppRequest) -> _Answer:
        return IppStatus.OK, [(IppTag.PRINTER, _wanted(request, self._printer_attributes()))]

    def _about_job(self, request: IppRequest) -> _Answer:
        job = self._printer.job(request.whole("job-id"))
        if job is None:
            return IppStatus.ERROR_NOT_FOUND, []
        return IppStatus.OK, [(IppTag.JOB, _wanted(request, _job_attributes(job)))]

    def _jobs(self, request: IppRequest) -> _Answer:
        jobs = self._printer.jobs(ended=request.text("which-jobs") == "completed")
        return IppStatus.OK, [(IppTag.JOB, _wanted(request, _job_attributes(job))) for job in jobs]

    def _cancel(self, request: IppRequest) -> _Answer:
        number = request.whole("job-id")
        if self._printer.job(number) is None:
            return IppStatus.ERROR_NOT_FOUND, []
        return (IppStatus.OK if self._printer.cancel(number) else IppStatus.ERROR_NOT_POSSIBLE), []

    def _printer_attributes(self) -> Iterator[Attribute]:
        conditions = self._printer.conditions
        now = datetime.fromtimestamp(OLD_CLOCK, UTC) if conditions.wrong_clock else datetime.now(UTC)
        yield "printer-state", IppTag.ENUM, int(self._printer.state)
        yield "printer-state-reasons", IppTag.KEYWORD, conditions.reasons or ("none",)
        yield "printer-is-accepting-jobs", IppTag.BOOLEAN, True
        yield "printer-make-and-model", IppTag.TEXT, _NAME
        yield "printer-name", IppTag.NAME, "yimen-specimen"
        yield "printer-current-time", IppTag.DATE, now
        yield "document-format-supported", IppTag.MIME_TYPE, (PDF,)
        yield "document-format-default", IppTag.MIME_TYPE, PDF
        yield "media-supported", IppTag.KEYWORD, (A4,)
        yield "media-default", IppTag.KEYWORD, A4
        yield "sides-supported", IppTag.KEYWORD, tuple(side.value for side in Sides)
        yield "charset-configured", IppTag.CHARSET, "utf-8"
        yield "ipp-versions-supported", IppTag.KEYWORD, ("1.1", "2.0")
        yield "operations-supported", IppTag.ENUM, tuple(int(each) for each in _OPERATIONS)
        yield "queued-job-count", IppTag.INTEGER, len(self._printer.jobs(ended=False))

    def _body(self) -> bytes | None:
        """Return the request's body, whole or in chunks (RFC 9112 §7.1); None for more than a printer takes."""
        most = MOST_BYTES + MOST_HEAD
        if self.headers.get("Transfer-Encoding", "").lower() != "chunked":
            length = int(self.headers.get("Content-Length", "0"))
            return self.rfile.read(length) if 0 <= length <= most else None
        body = bytearray()
        while size := int(self.rfile.readline(64).split(b";")[0], 16):
            if len(body) + size > most:
                return None
            body += self.rfile.read(size)
            self.rfile.readline(64)
        while self.rfile.readline(1024).strip():
            pass
        return bytes(body)

    def _wait_until_read(self) -> None:
        """Return once the other side has closed: what breaks when the job begins must not take its answer along."""
        self.wfile.flush()
        with contextlib.suppress(OSError):
            self.connection.shutdown(socket.SHUT_WR)
            self.connection.settimeout(_FAREWELL_S)
            self.connection.recv(1)

    def _send(self, status: int, body: bytes = b"", *, is_last: bool = False) -> None:
        self.send_response(status)
        self.send_header("Content-Type", _IPP)
        self.send_header("Content-Length", str(len(body)))
        if is_last or status != 200:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)


_OPERATIONS: Final = (
    IppOperation.PRINT_JOB,
    IppOperation.VALIDATE_JOB,
    IppOperation.CANCEL_JOB,
    IppOperation.GET_JOB_ATTRIBUTES,
    IppOperation.GET_JOBS,
    IppOperation.GET_PRINTER_ATTRIBUTES,
)
_CHOICES: Final[Mapping[str, frozenset[object]]] = MappingProxyType(
    {
        "copies": frozenset(range(1, MOST_COPIES + 1)),
        "sides": frozenset(side.value for side in Sides),
        "media": frozenset({A4}),
    }
)


def _refusal(request: IppRequest) -> IppStatus | None:
    """Say why a job can't be printed, None where it can."""
    if request.text("document-format", PDF) not in {PDF, "application/octet-stream"}:
        return IppStatus.ERROR_DOCUMENT_FORMAT_NOT_SUPPORTED
    if any(name in request.job and request.job[name] not in choices for name, choices in _CHOICES.items()):
        return IppStatus.ERROR_ATTRIBUTES_OR_VALUES
    return None


def _job_attributes(job: PrintJob) -> Iterator[Attribute]:
    yield "job-id", IppTag.INTEGER, job.number
    yield "job-uri", IppTag.URI, f"ipp://localhost{PATH}/{job.number}"
    yield "job-name", IppTag.NAME, job.name
    yield "job-originating-user-name", IppTag.NAME, job.user
    yield "job-state", IppTag.ENUM, int(job.state)
    yield "job-state-reasons", IppTag.KEYWORD, (job.reason,)


def _wanted(request: IppRequest, attributes: Iterable[Attribute]) -> list[Attribute]:
    asked = request.about.get("requested-attributes", "all")
    names = frozenset(asked if isinstance(asked, list) else (asked,))
    return [each for each in attributes if names & _ALL or each[0] in names]
