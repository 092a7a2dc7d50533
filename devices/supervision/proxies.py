"""Drivers as apps hold them: the same protocols, but every call happens on the device's own thread.

A call waits for its turn until its deadline. A driver that hangs is left behind; the next call opens the device anew.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Generator
from typing import Final, Generic, TypeVar, cast

from devices.core.cards import IdCard, IdCardReader
from devices.core.errors import DeviceBusyError, DeviceError, DeviceTimeoutError
from devices.core.printing import PrintCause, PrinterStatus, PrintOutcome, PrintState, ReceiptPrinter
from devices.core.scanning import MOST_PAGES, DocumentCamera, PageScanner, Preview, Progress, ScannedPage, StackScanner
from devices.core.slip import Slip
from devices.core.status import DeviceState
from devices.core.worker import Closable, DeviceWorker, HungError, Turn

_STATUS_S: Final = 5.0
_PREVIEW_S: Final = 10.0
# Who closes is a face that ends: what does not end by then is a daemon thread that ends by itself.
_STOP_S: Final = 0.3
_LOOK_S: Final = 0.1
_END: Final = object()

DeviceT = TypeVar("DeviceT", bound=Closable)
ResultT = TypeVar("ResultT")


class _Supervised(Generic[DeviceT]):
    """What all proxies share."""

    def __init__(self, name: str, open_device: Callable[[], DeviceT], on_close: Callable[[], None]) -> None:
        self._name = name
        self._open_device = open_device
        self._on_close = on_close
        self._guard = threading.Lock()
        self._worker: DeviceWorker[DeviceT] | None = None

    def drop(self) -> None:
        """Close the device; the next call opens it anew. For a device that was pulled or came back."""
        with self._guard:
            worker = self._worker
        if worker is not None:
            worker.drop()

    def close(self) -> None:
        """Release the device and end its thread. May be called twice; a later call opens it again."""
        with self._guard:
            worker, self._worker = self._worker, None
        if worker is not None:
            worker.stop(_STOP_S)
        self._on_close()

    def _present_worker(self) -> DeviceWorker[DeviceT]:
        with self._guard:
            if self._worker is None:
                self._worker = DeviceWorker(self._name, self._open_device)
            return self._worker

    def _state(self, ask: Callable[[DeviceT], DeviceState]) -> DeviceState:
        worker = self._present_worker()
        if worker.is_busy:
            return DeviceState.BUSY
        try:
            return worker.call(lambda device, _turn: ask(device), _STATUS_S)
        except DeviceTimeoutError:
            return DeviceState.UNKNOWN
        except DeviceError:
            return DeviceState.OFFLINE


class SupervisedReader(_Supervised[IdCardReader]):
    """An IdCardReader."""

    def read(self, deadline_s: float) -> IdCard:
        """Read the card on the reader."""
        return self._ask(lambda reader, left_s: reader.read(left_s), deadline_s)

    def present(self, deadline_s: float) -> bool:
        """Tell whether the reader finds a card that it has not read yet."""
        return self._ask(lambda reader, left_s: reader.present(left_s), deadline_s)

    def still_there(self, deadline_s: float) -> bool:
        """Tell whether any card lies on the reader."""
        return self._ask(lambda reader, left_s: reader.still_there(left_s), deadline_s)

    def sam_number(self, deadline_s: float) -> str:
        """Return the printed form of the security module's number."""
        return self._ask(lambda reader, left_s: reader.sam_number(left_s), deadline_s)

    def status(self) -> DeviceState:
        """Ask the reader how it is."""
        return self._state(lambda reader: reader.status())

    def _ask(self, act: Callable[[IdCardReader, float], ResultT], deadline_s: float) -> ResultT:
        return self._present_worker().call(lambda reader, turn: act(reader, turn.deadline.remaining), deadline_s)


class SupervisedScanner(_Supervised[PageScanner]):
    """A PageScanner, and a StackScanner where the driver is one."""

    def scan(
        self, deadline_s: float, on_progress: Progress | None = None, cancelled: threading.Event | None = None
    ) -> ScannedPage:
        """Scan one page."""
        return self._present_worker().call(
            lambda scanner, turn: scanner.scan(turn.deadline.remaining, on_progress, turn.cancelled),
            deadline_s,
            cancelled,
        )

    def scan_stack(
        self,
        page_deadline_s: float,
        on_progress: Progress | None = None,
        cancelled: threading.Event | None = None,
        *,
        most_pages: int = MOST_PAGES,
    ) -> Generator[ScannedPage]:
        """Yield the pages of a stack; one page where the driver knows no stacks."""
        # One page waits at most: the scanner is not to run ahead of who takes the pages.
        pages: queue.Queue[object] = queue.Queue(1)
        called_off = cancelled or threading.Event()
        left = threading.Event()

        def feed(scanner: PageScanner, _turn: Turn) -> None:
            try:
                for page in _stack(scanner, page_deadline_s, on_progress, called_off, most_pages):
                    if not _put(pages, page, left):
                        return
                _put(pages, _END, left)
            except DeviceError as error:
                _put(pages, error, left)
                raise

        pending = self._present_worker().submit(feed, page_deadline_s * most_pages)
        try:
            while True:
                item = _taken(pages, pending.finish_early)
                if item is _END:
                    return
                if isinstance(item, DeviceError):
                    raise item
                yield cast("ScannedPage", item)
        finally:
            left.set()

    def status(self) -> DeviceState:
        """Tell how the scanner is."""
        return self._state(lambda scanner: scanner.status())


class SupervisedCamera(SupervisedScanner):
    """A DocumentCamera."""

    def preview(self) -> Preview:
        """Start watching. Raises as DocumentCamera.preview does."""
        return self._present_worker().call(lambda camera, _turn: cast("DocumentCamera", camera).preview(), _PREVIEW_S)


class SupervisedPrinter(_Supervised[ReceiptPrinter]):
    """A ReceiptPrinter. A driver that hangs in mid-slip leaves its end unknown, and never sends it again."""

    def print_slip(self, slip: Slip, deadline_s: float) -> PrintOutcome:
        """Print one slip and cut it."""
        worker = self._present_worker()
        was_busy = worker.is_busy
        try:
            return worker.call(lambda printer, turn: printer.print_slip(slip, turn.deadline.remaining), deadline_s)
        except HungError:
            return PrintOutcome(PrintState.UNKNOWN, PrintCause.BROKEN_OFF, partial=True)
        except DeviceTimeoutError as error:
            if not was_busy:
                # No time was left to begin; nothing was sent.
                return PrintOutcome(PrintState.FAILED)
            detail = "another slip is being printed"
            raise DeviceBusyError(detail) from error

    def status(self, deadline_s: float) -> PrinterStatus:
        """Ask the printer how it is."""
        worker = self._present_worker()
        if worker.is_busy:
            return PrinterStatus(DeviceState.BUSY)
        try:
            return worker.call(lambda printer, turn: printer.status(turn.deadline.remaining), deadline_s)
        except DeviceError:
            return PrinterStatus(DeviceState.UNKNOWN)


def _stack(
    scanner: PageScanner,
    page_deadline_s: float,
    on_progress: Progress | None,
    cancelled: threading.Event,
    most_pages: int,
) -> Generator[ScannedPage]:
    if hasattr(scanner, "scan_stack"):
        stack = cast("StackScanner", scanner)
        yield from stack.scan_stack(page_deadline_s, on_progress, cancelled, most_pages=most_pages)
    else:
        yield scanner.scan(page_deadline_s, on_progress, cancelled)


def _put(pages: queue.Queue[object], item: object, left: threading.Event) -> bool:
    """Hand an item over; False once nobody takes any more."""
    while not left.is_set():
        try:
            pages.put(item, timeout=_LOOK_S)
        except queue.Full:
            continue
        return True
    return False


def _taken(pages: queue.Queue[object], raise_if_over: Callable[[], None]) -> object:
    """Return the next item; raises what ended the task when it ended without one."""
    while True:
        try:
            return pages.get(timeout=_LOOK_S)
        except queue.Empty:
            raise_if_over()
