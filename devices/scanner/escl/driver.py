"""An eSCL scanner as a StackScanner."""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Generator, Iterator
from typing import Final

from devices.core.deadline import Deadline
from devices.core.errors import (
    CancelledError,
    DeviceBusyError,
    DeviceError,
    DeviceNotFoundError,
    IoError,
    ProtocolError,
    UnsupportedError,
)
from devices.core.scanning import MOST_PAGES, Progress, ScannedPage
from devices.core.status import DeviceState
from devices.core.traffic import Tap
from devices.imaging.decode import decode_image
from devices.imaging.errors import ImageTruncatedError
from devices.scanner.errors import NoPaperError, ShortImageError
from devices.scanner.escl.capabilities import Capabilities, parse_capabilities
from devices.scanner.escl.http import Answer, EsclAddress, EsclHttp, job_path
from devices.scanner.escl.job import SMALL_S, ScanJob, ask_status, checked, end_job, pause
from devices.scanner.escl.settings import ScanSettings, settings_for
from devices.scanner.escl.status import ScannerStatus
from devices.scanner.escl.xml_reading import MAX_XML
from devices.scanner.scan_turn import ScanTurn
from devices.scanner.sources import Source

_LOG = logging.getLogger(__name__)
A4_MM: Final = (210.0, 297.0)
_STATUS_S: Final = 4.0
# A scanner that another machine uses is waited for so long before it is called busy.
_BUSY_PATIENCE_S: Final = 8.0
_BUSY_RETRY_S: Final = 1.0
# Scanners round the height; what is less was broken off.
_WHOLE: Final = 0.98


class EsclScanner:
    """Scans on a network scanner. Nothing is held open between scans, so one that was switched off and on works."""

    def __init__(
        self,
        url: str,
        source: Source = Source.AUTO,
        resolution: int = 200,
        *,
        color: bool = True,
        area_mm: tuple[float, float] = A4_MM,
        tap: Tap | None = None,
    ) -> None:
        """Remember what to scan and how; nothing is asked yet.

        Args:
            url: http(s)://HOST[:PORT]/eSCL; see EsclAddress.
            resolution: dots per inch; the scanner's next finer one is taken.
            area_mm: width and height from the top left corner, cut to what the scanner has.

        Raises:
            DeviceConfigError: the URL is none.
        """
        self._address = EsclAddress.parse(url)
        self._http = EsclHttp(self._address, tap)
        self._source = source
        self._resolution = resolution
        self._color = color
        self._area_mm = area_mm
        self._turn = ScanTurn()

    def capabilities(self, deadline_s: float) -> Capabilities:
        """Ask what the scanner can. Raises DeviceError."""
        answer = checked(self._http.get("ScannerCapabilities", Deadline(deadline_s), MAX_XML))
        return parse_capabilities(answer.body)

    def scan(
        self, deadline_s: float, on_progress: Progress | None = None, cancelled: threading.Event | None = None
    ) -> ScannedPage:
        """Scan one page; of a feeder the first, and the scanner is told to stop.

        Raises:
            NoPaperError, CoverOpenError, PaperJamError, IoError, ShortImageError: the scanner.
            DeviceNotFoundError, DeviceBusyError, AccessDeniedError, UnsupportedError: reaching it.
            DeviceTimeoutError, CancelledError: the caller's wish.
            ImageError, ProtocolError: what it sent is no page.
        """
        with contextlib.closing(self.scan_stack(deadline_s, on_progress, cancelled, most_pages=1)) as pages:
            return next(pages)

    def scan_stack(
        self,
        page_deadline_s: float,
        on_progress: Progress | None = None,
        cancelled: threading.Event | None = None,
        *,
        most_pages: int = MOST_PAGES,
    ) -> Generator[ScannedPage]:
        """Yield the pages of the feeder, or the one on the glass; see StackScanner."""
        with self._turn.scanning():
            yield from self._scan(page_deadline_s, on_progress, cancelled or threading.Event(), most_pages)

    def status(self) -> DeviceState:
        """Ask the scanner how it is. Never raises."""
        try:
            return self._ask_status(Deadline(_STATUS_S)).device_state
        except DeviceNotFoundError:
            return DeviceState.OFFLINE
        except DeviceError:
            return DeviceState.UNKNOWN

    def close(self) -> None:
        """Refuse further scans. May be called twice."""
        self._turn.close()

    def _scan(
        self, page_deadline_s: float, on_progress: Progress | None, cancelled: threading.Event, most_pages: int
    ) -> Iterator[ScannedPage]:
        deadline = Deadline(page_deadline_s)
        if cancelled.is_set():
            raise CancelledError
        capabilities = self.capabilities(min(SMALL_S, deadline.remaining))
        settings = settings_for(capabilities, self._source, self._resolution, self._area_mm, color=self._color)
        from_feeder = settings.source is not Source.FLATBED
        path = self._create(settings, deadline, cancelled)
        job = ScanJob(self._http, path, capabilities.make_and_model, from_feeder=from_feeder)
        most = most_pages if from_feeder else 1
        try:
            for number in range(most):
                answer = job.next_document(number, deadline, cancelled, on_progress)
                if answer is None:
                    if number == 0:
                        raise NoPaperError if from_feeder else IoError("no picture from the glass")
                    job.is_over = True
                    return
                page = self._page(answer, settings)
                if on_progress is not None:
                    on_progress(1.0)
                yield page
                deadline = Deadline(page_deadline_s)
        finally:
            job.end()

    def _create(self, settings: ScanSettings, deadline: Deadline, cancelled: threading.Event) -> str:
        """Create the job and return its path; a busy scanner is asked again for some seconds."""
        patience = deadline.within(_BUSY_PATIENCE_S)
        while True:
            answer = self._http.exchange(
                "POST",
                f"{self._address.root}/ScanJobs",
                deadline.within(SMALL_S),
                body=settings.to_xml(),
                cancelled=cancelled,
                if_late=self._call_off,
            )
            if answer.status == 201:
                return self._path_of(answer)
            if answer.status != 503:
                break
            self._raise_adf_error(settings, deadline)
            if patience.expired:
                raise DeviceBusyError
            pause(min(answer.retry_after_s or _BUSY_RETRY_S, patience.remaining), cancelled)
        if answer.status == 409:
            self._raise_adf_error(settings, deadline)
        checked(answer)
        detail = f"HTTP {answer.status} for a job"
        raise ProtocolError(detail)

    def _call_off(self, answer: Answer) -> None:
        """End a job that came into being when nobody waited for it any more: else the scanner stays busy with it."""
        if answer.status == 201:
            with contextlib.suppress(DeviceError):
                end_job(self._http, self._path_of(answer))

    def _path_of(self, answer: Answer) -> str:
        return job_path(answer.headers.get("location", ""), self._address.root)

    def _raise_adf_error(self, settings: ScanSettings, deadline: Deadline) -> None:
        if settings.source is not Source.FLATBED:
            error = self._ask_status(deadline.within(SMALL_S)).adf_error
            if error is not None:
                raise error

    def _ask_status(self, deadline: Deadline) -> ScannerStatus:
        return ask_status(self._http, deadline)

    def _page(self, answer: Answer, settings: ScanSettings) -> ScannedPage:
        kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind == "application/pdf":
            detail = "the scanner sends PDF where a picture was asked for"
            raise UnsupportedError(detail)
        is_of_area = settings.source is Source.FLATBED
        expected = settings.expected_rows if is_of_area else 0
        try:
            pixels = decode_image(answer.body).pixels
        except ImageTruncatedError as error:
            raise ShortImageError(0, expected) from error
        rows, columns = pixels.shape[:2]
        resolution = settings.resolution_of(rows, columns) if is_of_area else settings.resolution
        if resolution == settings.resolution and rows < expected * _WHOLE:
            raise ShortImageError(rows, expected)
        return ScannedPage(pixels, resolution, f"escl:{self._address.origin}{self._address.root}")
