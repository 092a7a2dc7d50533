"""A SANE device as a PageScanner; the library itself runs in a child process per scan (see sane_worker)."""

from __future__ import annotations

import json
import logging
import os
import sys
import threading
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np

from devices.core.deadline import Deadline
from devices.core.discovery import FoundDevice, Transport
from devices.core.errors import (
    CancelledError,
    DeviceBusyError,
    DeviceDisconnectedError,
    DeviceError,
    DeviceNotFoundError,
    ProtocolError,
)
from devices.core.roles import Role
from devices.core.scanning import MOST_PAGES, Progress, ScannedPage
from devices.core.status import DeviceState
from devices.core.traffic import Tap, Traffic
from devices.scanner.child import Child
from devices.scanner.errors import CoverOpenError, NoPaperError, PaperJamError, ShortImageError
from devices.scanner.protocol import ImageHeader, OptionValue, ScanRequest, parse_header, scan_error
from devices.scanner.sane_traffic import direction_of
from devices.scanner.scan_turn import ScanTurn
from devices.scanner.sources import Source, is_feeder

_LOG = logging.getLogger(__name__)
A4_MM: Final = (210.0, 297.0)
# Backends round the height they announce by a line or two.
_WHOLE: Final = 0.995
_STATUS_DEADLINE_S: Final = 5.0
_PACKAGE_ROOT: Final = Path(__file__).resolve().parents[2]
WORKER: Final = (sys.executable, "-m", "devices.scanner.sane_worker")


class SaneScanner:
    """Scans pages on a SANE device. Every scan opens the device anew, so a replugged one works at once."""

    def __init__(
        self,
        device_name: str,
        source: str | None = Source.AUTO,
        resolution: int = 200,
        mode: str = "Color",
        *,
        area_mm: tuple[float, float] = A4_MM,
        options: Mapping[str, OptionValue] | None = None,
        environment: Mapping[str, str] | None = None,
        worker: Sequence[str] = WORKER,
        tap: Tap | None = None,
    ) -> None:
        """Remember what to scan and how; nothing is opened yet.

        Args:
            device_name: as `scanimage -L` shows it.
            source: one of Source, or the device's own word; ignored by devices without such an option.
            resolution: dots per inch; the device's next finer one is taken.
            mode: Color or Gray.
            area_mm: width and height from the top left corner, cut to what the device has.
            options: further SANE options by name.
            environment: variables for the library beside this process's own, such as SANE_CONFIG_DIR.
            worker: the command of the child process.
            tap: is shown each SANE call as a line of JSON; see devices.scanner.sane_traffic.
        """
        self._request = ScanRequest(
            device_name, source, resolution, mode, *area_mm, options=dict(options or {}), traced=tap is not None
        )
        self._tap = tap
        self._environment = _environment(environment)
        self._worker = tuple(worker)
        self._turn = ScanTurn()
        self._last_error: DeviceError | None = None

    def scan(
        self, deadline_s: float, on_progress: Progress | None = None, cancelled: threading.Event | None = None
    ) -> ScannedPage:
        """Scan one page. A scan that is called off or overdue ends two seconds later at the latest.

        Raises:
            NoPaperError, CoverOpenError, PaperJamError, IoError, ShortImageError: the scanner.
            DeviceNotFoundError, DeviceBusyError, AccessDeniedError, UnsupportedError: opening it.
            DeviceTimeoutError, CancelledError: the caller's wish.
        """
        # Listed to the end, not closed: the device may take its time to send the head home.
        (page,) = self.scan_stack(deadline_s, on_progress, cancelled, most_pages=1)
        return page

    def scan_stack(
        self,
        page_deadline_s: float,
        on_progress: Progress | None = None,
        cancelled: threading.Event | None = None,
        *,
        most_pages: int = MOST_PAGES,
    ) -> Generator[ScannedPage]:
        """Yield the pages of the feeder; see StackScanner. The device stays open from the first to the last."""
        request = replace(self._request, pages=most_pages if is_feeder(self._request.source or "") else 1)
        with self._turn.scanning():
            try:
                yield from self._scan(request, page_deadline_s, on_progress, cancelled)
                self._last_error = None
            except DeviceError as error:
                self._last_error = None if isinstance(error, CancelledError) else error
                raise

    def status(self) -> DeviceState:
        """Open the device to see whether it is there. Never raises."""
        try:
            with self._turn.held(), Child(self._worker, self._environment) as child:
                child.send(_line("open", self._request.device, traced=self._request.traced))
                self._next(child, Deadline(_STATUS_DEADLINE_S), None)
        except DeviceError as error:
            return _state(error)
        return _state(self._last_error)

    def close(self) -> None:
        """Refuse further scans; between scans nothing is held open."""
        self._turn.close()

    def _scan(
        self,
        request: ScanRequest,
        page_deadline_s: float,
        on_progress: Progress | None,
        cancelled: threading.Event | None,
    ) -> Iterator[ScannedPage]:
        with Child(self._worker, self._environment) as child:
            child.send(request.to_line())
            deadline = Deadline(page_deadline_s)
            for number in range(request.pages):
                answer = self._until_image(child, deadline, on_progress, cancelled)
                if answer is None:
                    if number == 0:
                        detail = "an end without a page"
                        raise ProtocolError(detail)
                    return
                header = parse_header(answer)
                data = child.read_exactly(header.size, deadline, cancelled)
                yield self._page(header, data)
                deadline = Deadline(page_deadline_s)

    def _until_image(
        self, child: Child, deadline: Deadline, on_progress: Progress | None, cancelled: threading.Event | None
    ) -> object:
        """Return the next image's header, or None when there is no further page."""
        while True:
            answer = self._next(child, deadline, cancelled)
            if "image" in answer:
                return answer["image"] or {}
            if "end" in answer:
                return None
            progress = answer.get("progress")
            if on_progress is not None and isinstance(progress, (int, float)):
                on_progress(float(progress))

    def _next(self, child: Child, deadline: Deadline, cancelled: threading.Event | None) -> dict[str, object]:
        """Return the next answer that is no call told for the tap. Raises what an answer means."""
        while "call" in (answer := child.next_answer(deadline, cancelled)):
            if self._tap is not None:
                self._tap(Traffic(direction_of(answer), json.dumps(answer).encode() + b"\n"))
        return _checked(answer)

    def _page(self, header: ImageHeader, data: bytes) -> ScannedPage:
        # A scan that was broken off elsewhere gives a short image and no error.
        if header.rows < header.expected_rows * _WHOLE:
            raise ShortImageError(header.rows, header.expected_rows)
        shape = (header.rows, header.columns, 3) if header.samples == 3 else (header.rows, header.columns)
        return ScannedPage(np.frombuffer(data, np.uint8).reshape(shape), header.dpi, f"sane:{self._request.device}")


def list_sane_devices(
    deadline_s: float, environment: Mapping[str, str] | None = None, worker: Sequence[str] = WORKER
) -> tuple[FoundDevice, ...]:
    """Return the devices that SANE finds, without opening one. It asks buses and the network, so it takes seconds.

    Raises:
        DeviceTimeoutError: a backend hangs.
        UnsupportedError: the SANE library is not installed.
        IoError, ProtocolError: a backend crashed or lied.
    """
    with Child(worker, _environment(environment)) as child:
        child.send(_line("list"))
        answer = _checked(child.next_answer(Deadline(deadline_s), None))
    return parse_devices(answer.get("devices"))


def parse_devices(devices: object) -> tuple[FoundDevice, ...]:
    """Read a list of name, vendor, model and type. Raises ProtocolError where it is none."""
    detail = "device list"
    if not isinstance(devices, list):
        raise ProtocolError(detail)
    found = []
    for device in devices:
        if not (isinstance(device, list) and len(device) == 4 and all(isinstance(text, str) for text in device)):
            raise ProtocolError(detail)
        name, *words = device
        found.append(FoundDevice(Transport.SANE, f"sane:{name}", " ".join(words), roles=(Role.SCANNER,)))
    return tuple(found)


def _environment(more: Mapping[str, str] | None) -> dict[str, str]:
    own = dict(os.environ)
    paths = [str(_PACKAGE_ROOT), *filter(None, [own.get("PYTHONPATH")])]
    return {**own, "PYTHONPATH": os.pathsep.join(paths), **(more or {})}


def _line(operation: str, device: str | None = None, *, traced: bool = False) -> bytes:
    return json.dumps({"operation": operation, "device": device, "traced": traced}).encode() + b"\n"


def _checked(answer: dict[str, object]) -> dict[str, object]:
    if "error" in answer:
        raise scan_error(str(answer["error"]), str(answer.get("phase")))
    return answer


def _state(error: DeviceError | None) -> DeviceState:
    if error is None:
        return DeviceState.READY
    if isinstance(error, (NoPaperError, CoverOpenError, PaperJamError)):
        return DeviceState.ATTENTION
    if isinstance(error, (DeviceNotFoundError, DeviceDisconnectedError)):
        return DeviceState.OFFLINE
    return DeviceState.BUSY if isinstance(error, DeviceBusyError) else DeviceState.UNKNOWN
