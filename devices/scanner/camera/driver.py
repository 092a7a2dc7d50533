"""A UVC document camera as a DocumentCamera."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, Self

from devices.core.deadline import Deadline
from devices.core.errors import (
    CancelledError,
    DeviceBusyError,
    DeviceDisconnectedError,
    DeviceNotFoundError,
)
from devices.core.scanning import Frame, Progress, ScannedPage
from devices.core.status import DeviceState
from devices.scanner.camera.capture import Capture, CaptureOpener
from devices.scanner.camera.feed import Feed
from devices.scanner.camera.stream_node import modes_of_node, open_node
from devices.scanner.camera.v4l2 import MJPG, Mode
from devices.scanner.resolution import sensible_resolution

# A camera that gives nothing for so long will not give anything.
_FRAME_S: Final = 5.0
_PREVIEW_WIDTH: Final = 1920
_FALLBACK_PREVIEW: Final = Mode(1280, 720)

ModesOf = Callable[[Path], tuple[Mode, ...]]


class UvcCamera:
    """A camera over a desk. It is opened by each scan and each preview, so a replugged one works at once."""

    def __init__(
        self,
        path: Path,
        still_size: tuple[int, int] | None = None,
        *,
        opener: CaptureOpener = open_node,
        modes_of: ModesOf = modes_of_node,
    ) -> None:
        """Remember the camera; nothing is opened yet.

        Args:
            path: its node, best by its lasting name below /dev/v4l/by-id.
            still_size: width and height of stills; the largest that there is where it is None.
        """
        self._path = path
        self._still_size = still_size
        self._opener = opener
        self._modes_of = modes_of
        self._turn = threading.Lock()
        self._guard = threading.Lock()
        self._feed: Feed | None = None
        self._closed = False

    def scan(
        self, deadline_s: float, on_progress: Progress | None = None, cancelled: threading.Event | None = None
    ) -> ScannedPage:
        """Take a still at full size, also while a preview runs; the preview then goes on.

        Raises:
            DeviceNotFoundError, DeviceBusyError, AccessDeniedError, UnsupportedError: opening it.
            DeviceDisconnectedError, ShortImageError: it was unplugged, or gives other sizes than it says.
            DeviceTimeoutError, CancelledError: the caller's wish.
        """
        cancelled = cancelled or threading.Event()
        if cancelled.is_set():
            raise CancelledError
        if not self._turn.acquire(blocking=False):
            detail = "another still is being taken"
            raise DeviceBusyError(detail)
        try:
            feed, is_own = self._feed_for_still()
            try:
                pixels = feed.take_still(Deadline(deadline_s), on_progress, cancelled)
            finally:
                if is_own:
                    feed.close()
        finally:
            self._turn.release()
        if on_progress is not None:
            on_progress(1.0)
        return ScannedPage(pixels, sensible_resolution(pixels, None), f"camera:{self._path}")

    def preview(self) -> LivePreview:
        """Start watching. One preview at a time.

        Raises:
            DeviceNotFoundError, DeviceBusyError, AccessDeniedError, UnsupportedError: opening it.
        """
        with self._guard:
            self._check_open()
            if self._feed is not None and not self._feed.is_over:
                detail = "another preview runs"
                raise DeviceBusyError(detail)
            self._feed = self._new_feed(with_preview=True)
            return LivePreview(self._feed)

    def status(self) -> DeviceState:
        """Tell whether the camera is there, opening nothing. Never raises."""
        return DeviceState.READY if self._path.exists() else DeviceState.OFFLINE

    def close(self) -> None:
        """Stop everything. May be called twice."""
        with self._guard:
            self._closed = True
            feed, self._feed = self._feed, None
        if feed is not None:
            feed.close()

    def _feed_for_still(self) -> tuple[Feed, bool]:
        with self._guard:
            self._check_open()
            if self._feed is not None and not self._feed.is_over:
                return self._feed, False
            return self._new_feed(with_preview=False), True

    def _check_open(self) -> None:
        if self._closed:
            detail = "closed"
            raise DeviceDisconnectedError(detail)

    def _new_feed(self, *, with_preview: bool) -> Feed:
        if not self._path.exists():
            raise DeviceNotFoundError(str(self._path))
        modes = self._modes_of(self._path)
        preview = preview_mode(modes) if with_preview else None
        return Feed(self._path, self._open_mode, still_mode(modes, self._still_size), preview)

    def _open_mode(self, mode: Mode | None) -> Capture:
        return Capture(self._path, mode, self._opener)


class LivePreview:
    """Frames of a running camera; see devices.core.scanning.Preview."""

    def __init__(self, feed: Feed) -> None:
        self._feed = feed
        self._number = 0

    def __enter__(self) -> Self:
        """Return the running preview."""
        return self

    def __exit__(self, *exception: object) -> None:
        """Close it."""
        self.close()

    def __iter__(self) -> Iterator[Frame]:
        """Yield the newest frames until the preview is closed."""
        while (frame := self._next(_FRAME_S)) is not None:
            yield frame

    def next_frame(self, deadline_s: float) -> Frame:
        """Return the newest frame that was not returned yet.

        Raises:
            DeviceTimeoutError: none came in time.
            DeviceDisconnectedError: the camera was unplugged, or the preview closed.
        """
        frame = self._next(deadline_s)
        if frame is None:
            detail = "closed"
            raise DeviceDisconnectedError(detail)
        return frame

    def close(self) -> None:
        """Stop the camera. May be called twice."""
        self._feed.close()

    def _next(self, deadline_s: float) -> Frame | None:
        frame = self._feed.frame_after(self._number, Deadline(deadline_s))
        if frame is not None:
            self._number = frame.number
        return frame


def still_mode(modes: tuple[Mode, ...], wanted: tuple[int, int] | None) -> Mode | None:
    """Return the mode of a still: the wanted size or the nearest larger one, else the largest, MJPG before others."""
    if not modes:
        return None if wanted is None else Mode(*wanted)
    able = modes
    if wanted is not None:
        able = tuple(mode for mode in modes if mode.width >= wanted[0] and mode.height >= wanted[1]) or modes
        if able is not modes:
            return min(able, key=lambda mode: (mode.pixels, mode.fourcc != MJPG))
    return max(able, key=lambda mode: (mode.pixels, mode.fourcc == MJPG))


def preview_mode(modes: tuple[Mode, ...]) -> Mode:
    """Return the mode of a preview: MJPG, at most full-HD wide; other formats are too slow at such sizes."""
    able = [mode for mode in modes if mode.width <= _PREVIEW_WIDTH and mode.fourcc == MJPG]
    if able:
        return max(able, key=lambda mode: mode.pixels)
    return min(modes, key=lambda mode: abs(mode.width - 640)) if modes else _FALLBACK_PREVIEW
