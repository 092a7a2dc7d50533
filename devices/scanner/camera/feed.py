"""The thread that alone touches an open camera: keeps the newest preview frame, takes stills between."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from devices.core.deadline import Deadline
from devices.core.errors import (
    CancelledError,
    DeviceDisconnectedError,
    DeviceError,
    DeviceTimeoutError,
)
from devices.core.scanning import Frame, Pixels, Progress
from devices.scanner.camera.capture import Capture
from devices.scanner.camera.v4l2 import Mode
from devices.scanner.errors import ShortImageError

# Exposure and focus settle over the first pictures (device-protocols §6).
WARM_UP_FRAMES: Final = 8
# Some cameras give pictures of the former size for a while after a change.
_SETTLING_FRAMES: Final = 30
_BAD_IN_A_ROW: Final = 5
_LOOK_S: Final = 0.05

OpenMode = Callable[[Mode | None], Capture]


@dataclass(slots=True)
class _Still:
    deadline: Deadline
    on_progress: Progress | None
    cancelled: threading.Event
    done: threading.Event = field(default_factory=threading.Event)
    pixels: Pixels | None = None
    error: DeviceError | None = None


class Feed:
    """Runs a camera until `close`, or until it is gone."""

    def __init__(self, path: Path, open_mode: OpenMode, still_mode: Mode | None, preview_mode: Mode | None) -> None:
        """Start the thread.

        Args:
            preview_mode: None for a feed that only takes stills.
        """
        self._path = path
        self._open_mode = open_mode
        self._still_mode = still_mode
        self._preview_mode = preview_mode
        self._changed = threading.Condition()
        self._newest: Frame | None = None
        self._error: DeviceError | None = None
        self._still: _Still | None = None
        self._closed = False
        self._frames = 0
        self._thread = threading.Thread(target=self._run, name="camera", daemon=True)
        self._thread.start()

    @property
    def is_over(self) -> bool:
        """Whether the thread has ended, or is about to."""
        with self._changed:
            return self._closed or self._error is not None

    def frame_after(self, number: int, deadline: Deadline) -> Frame | None:
        """Wait for a frame with a higher number and return the newest; None once the feed is closed.

        Raises:
            DeviceTimeoutError: none came in time.
            DeviceError: the camera is gone or could not be opened.
        """
        with self._changed:
            self._changed.wait_for(
                lambda: self._closed or self._error or (self._newest and self._newest.number > number),
                deadline.remaining,
            )
            if self._error is not None:
                raise self._error
            if self._closed:
                return None
            if self._newest is None or self._newest.number <= number:
                raise DeviceTimeoutError
            return self._newest

    def take_still(self, deadline: Deadline, on_progress: Progress | None, cancelled: threading.Event) -> Pixels:
        """Take one picture at full size.

        Raises:
            DeviceTimeoutError, CancelledError: the caller's wish.
            DeviceError: the camera is gone, or gives pictures of another size than it says.
        """
        still = _Still(deadline, on_progress, cancelled)
        with self._changed:
            if self._error is not None:
                raise self._error
            self._still = still
            self._changed.notify_all()
        while not still.done.wait(min(_LOOK_S, deadline.remaining)):
            if cancelled.is_set():
                raise CancelledError
            if deadline.expired:
                raise DeviceTimeoutError
        if still.pixels is None:
            raise still.error or DeviceDisconnectedError()
        return still.pixels

    def close(self, deadline_s: float = 0.5) -> None:
        """End the thread; one that hangs in a read is left behind. May be called twice."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        if threading.current_thread() is not self._thread:
            self._thread.join(deadline_s)

    def _run(self) -> None:
        try:
            while not self._closed:
                if (still := self._wanted_still()) is not None:
                    self._serve(still)
                elif self._preview_mode is not None:
                    self._show_until_asked()
            self._end(None)
        except DeviceError as error:
            self._end(error)

    def _wanted_still(self) -> _Still | None:
        with self._changed:
            if self._preview_mode is None:
                self._changed.wait_for(lambda: self._closed or self._still)
            still, self._still = self._still, None
            return still

    def _show_until_asked(self) -> None:
        capture = self._open_mode(self._preview_mode)
        try:
            while not self._closed and self._still is None:
                pixels = _read_or_fail(capture, self._path)
                self._frames += 1
                frame = Frame(pixels, self._frames)
                with self._changed:
                    self._newest = frame
                    self._changed.notify_all()
        finally:
            capture.close()

    def _serve(self, still: _Still) -> None:
        try:
            capture = self._open_mode(self._still_mode)
            try:
                still.pixels = _settled_picture(capture, self._path, still)
            finally:
                capture.close()
        except DeviceError as error:
            still.error = error
            if isinstance(error, DeviceDisconnectedError):
                raise
        finally:
            still.done.set()

    def _end(self, error: DeviceError | None) -> None:
        with self._changed:
            self._error = error
            still, self._still = self._still, None
            self._changed.notify_all()
        if still is not None:
            still.error = error
            still.done.set()


def _settled_picture(capture: Capture, path: Path, still: _Still) -> Pixels:
    """Return the first picture after the warm-up that has the announced size."""
    for number in range(_SETTLING_FRAMES):
        if still.cancelled.is_set():
            raise CancelledError
        if still.deadline.expired:
            raise DeviceTimeoutError
        pixels = _read_or_fail(capture, path)
        if still.on_progress is not None:
            still.on_progress(min(0.95, (number + 1) / (WARM_UP_FRAMES + 1)))
        if number >= WARM_UP_FRAMES and pixels.shape[:2] == (capture.height, capture.width):
            return pixels
    raise ShortImageError(pixels.shape[0], capture.height)


def _read_or_fail(capture: Capture, path: Path) -> Pixels:
    """Return the next good picture; now and then a camera gives a damaged one.

    Raises:
        DeviceDisconnectedError: the camera was unplugged, or gives nothing any more.
    """
    for _ in range(_BAD_IN_A_ROW):
        pixels = capture.read()
        if pixels is not None:
            return pixels
        if not path.exists():
            break
        time.sleep(_LOOK_S)
    raise DeviceDisconnectedError(str(path))
