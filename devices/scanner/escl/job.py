"""One scan job at an eSCL scanner: its pages, and what its answers mean."""

from __future__ import annotations

import contextlib
import threading
from typing import Final

from devices.core.deadline import Deadline
from devices.core.errors import (
    AccessDeniedError,
    CancelledError,
    DeviceBusyError,
    DeviceError,
    DeviceNotFoundError,
    IoError,
    ProtocolError,
    UnsupportedError,
)
from devices.core.scanning import Progress
from devices.imaging.bounds import MAX_BYTES
from devices.scanner.errors import NoPaperError
from devices.scanner.escl.http import Answer, EsclHttp
from devices.scanner.escl.quirks import quirks_of
from devices.scanner.escl.status import ScannerStatus, parse_status
from devices.scanner.escl.xml_reading import MAX_XML

SMALL_S: Final = 10.0
"""Seconds that a small exchange may take."""
_CANCEL_S: Final = 2.0


class ScanJob:
    """One scan job at the scanner."""

    def __init__(self, http: EsclHttp, path: str, make_and_model: str, *, from_feeder: bool) -> None:
        self.is_over = False
        self._from_feeder = from_feeder
        self._http = http
        self._path = path
        self._quirks = quirks_of(make_and_model)

    def next_document(
        self, number: int, deadline: Deadline, cancelled: threading.Event, on_progress: Progress | None
    ) -> Answer | None:
        """Return the next page, or None when there is none. Raises what the scanner says of itself otherwise."""
        if number:
            pause(min(self._quirks.pause_before_next_s, deadline.remaining), cancelled)
        disbelieved = 0
        while True:
            answer = self._http.exchange(
                "GET",
                f"{self._path}/NextDocument",
                deadline,
                most_bytes=MAX_BYTES,
                cancelled=cancelled,
                on_share=None if on_progress is None else lambda share: on_progress(share * 0.95),
            )
            if answer.status == 200:
                return answer
            if answer.status not in {404, 409, 410, 503}:
                checked(answer)
                detail = f"HTTP {answer.status} for a page"
                raise ProtocolError(detail)
            status = ask_status(self._http, deadline.within(SMALL_S))
            if self._is_over(answer, status, number, is_believed=disbelieved >= self._quirks.early_404_tries):
                return None
            disbelieved += answer.status != 503
            pause(min(answer.retry_after_s or self._quirks.retry_s, deadline.remaining), cancelled)

    def _is_over(self, answer: Answer, status: ScannerStatus, number: int, *, is_believed: bool) -> bool:
        """Judge an answer without a page by what the scanner says of itself; False is for asking again.

        An empty feeder alone says nothing: the last sheet leaves it before its picture is sent.
        """
        error = status.adf_error if self._from_feeder else None
        is_empty = isinstance(error, NoPaperError)
        if error is not None and not is_empty:
            raise error
        job = status.job(self._path)
        if job is not None and job.was_called_off:
            raise IoError(job.state)
        if answer.status == 409:
            if is_empty and number:
                return True
            raise error or IoError("HTTP 409")
        if answer.status == 503:
            return False
        return is_believed or job is None or not job.is_working

    def end(self) -> None:
        """Tell the scanner that nobody wants more of this job. Never raises."""
        if not self.is_over:
            with contextlib.suppress(DeviceError):
                end_job(self._http, self._path)


def end_job(http: EsclHttp, path: str) -> None:
    """Tell a scanner that nobody wants a job any more. Raises DeviceError."""
    http.exchange("DELETE", path, Deadline(_CANCEL_S))


def ask_status(http: EsclHttp, deadline: Deadline) -> ScannerStatus:
    """Ask a scanner how it is. Raises DeviceError."""
    return parse_status(checked(http.get("ScannerStatus", deadline, MAX_XML)).body)


def checked(answer: Answer) -> Answer:
    """Return an answer that says 200; raises what another status means outside a job."""
    if answer.status == 200:
        return answer
    detail = f"HTTP {answer.status}"
    if answer.status in {401, 403}:
        raise AccessDeniedError(detail)
    if answer.status == 404:
        raise DeviceNotFoundError(detail)
    if answer.status == 503:
        raise DeviceBusyError(detail)
    if answer.status in {400, 405, 406, 415}:
        raise UnsupportedError(detail)
    if answer.status >= 500:
        raise IoError(detail)
    raise ProtocolError(detail)


def pause(seconds: float, cancelled: threading.Event) -> None:
    """Wait. Raises CancelledError as soon as nobody wants to wait any more."""
    if cancelled.wait(seconds):
        raise CancelledError
