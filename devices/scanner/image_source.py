"""A watched folder as a PageScanner, for scanners that only drop files and for demonstrations: a file is a page."""

from __future__ import annotations

import math
import os
import secrets
import threading
from collections.abc import Generator
from pathlib import Path
from typing import Final

from devices.core.deadline import Deadline
from devices.core.errors import CancelledError, DeviceBusyError, DeviceNotFoundError, IoError
from devices.core.scanning import MOST_PAGES, Progress, ScannedPage
from devices.core.status import DeviceState
from devices.imaging.bounds import MAX_BYTES
from devices.imaging.decode import decode_image
from devices.imaging.errors import ImageTooLargeError
from devices.scanner.errors import ForeignFileError, NoPaperError
from devices.scanner.folder_files import TAKEN_PREFIX, Completeness, Dropped, look_into, sweep
from devices.scanner.resolution import sensible_resolution

_LOOK_S: Final = 0.1
STALE_S: Final = 10.0
"""Seconds after which a file that grows no more and still has no end is taken for what it is: damaged."""


class ImageFileScanner:
    """Takes the oldest picture out of a folder as the next page.

    The file is gone afterwards, also when it was no sound picture: a scanned page must not stay on disk. A file that is
    still being written, or that its writer has locked, is waited for. What is no picture, holds several pages, or
    lies there from before stays where it is and is told.
    """

    def __init__(self, folder: Path, *, stale_s: float = STALE_S, fresh_s: float = math.inf) -> None:
        """Remember the folder where pages are laid down."""
        self._folder = folder
        self._stale_s = stale_s
        self._fresh_s = fresh_s

    def scan(
        self, deadline_s: float, on_progress: Progress | None = None, cancelled: threading.Event | None = None
    ) -> ScannedPage:
        """Take the oldest page.

        Raises:
            NoPaperError: the folder holds none.
            ForeignFileError: it holds only files that are no pictures of one page, or old ones.
            DeviceBusyError: the page was still being written at the deadline.
            DeviceNotFoundError: there is no such folder.
            ImageError: the file is no sound picture.
            CancelledError: the caller's wish.
        """
        data = self._take_oldest(Deadline(deadline_s), cancelled or threading.Event())
        if on_progress is not None:
            on_progress(0.5)
        image = decode_image(data)
        if on_progress is not None:
            on_progress(1.0)
        return ScannedPage(image.pixels, sensible_resolution(image.pixels, image.dpi), f"folder:{self._folder}")

    def scan_stack(
        self,
        page_deadline_s: float,
        on_progress: Progress | None = None,
        cancelled: threading.Event | None = None,
        *,
        most_pages: int = MOST_PAGES,
    ) -> Generator[ScannedPage]:
        """Yield the pages that lie in the folder, the oldest first; see StackScanner."""
        for number in range(most_pages):
            try:
                page = self.scan(page_deadline_s, on_progress, cancelled)
            except (NoPaperError, ForeignFileError):
                if number == 0:
                    raise
                return
            yield page

    def status(self) -> DeviceState:
        """Tell whether the folder is there, and whether something lies in it that is no page."""
        try:
            foreign = look_into(self._folder, self._fresh_s).foreign
        except (DeviceNotFoundError, IoError):
            return DeviceState.OFFLINE
        return DeviceState.ATTENTION if foreign else DeviceState.READY

    def close(self) -> None:
        """Do nothing; nothing is held."""

    def _take_oldest(self, deadline: Deadline, cancelled: threading.Event) -> bytes:
        sweep(self._folder)
        while True:
            if cancelled.is_set():
                raise CancelledError
            found = look_into(self._folder, self._fresh_s)
            if not found.pictures:
                if found.foreign:
                    raise ForeignFileError(len(found.foreign))
                raise NoPaperError
            for picture in found.pictures:
                if self._is_ready(picture) and (data := self._take(picture)) is not None:
                    return data
            if deadline.expired:
                detail = "the page is still being written"
                raise DeviceBusyError(detail)
            cancelled.wait(min(_LOOK_S, deadline.remaining))

    def _is_ready(self, picture: Dropped) -> bool:
        state = picture.completeness()
        return state is Completeness.WHOLE or (state is Completeness.PARTIAL and picture.age_s() > self._stale_s)

    def _take(self, picture: Dropped) -> bytes | None:
        """Return the picture's bytes and remove it; None where another scanner on the same folder was quicker."""
        taken = self._folder / f"{TAKEN_PREFIX}{secrets.token_hex(8)}"
        try:
            picture.path.rename(taken)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise IoError(os.strerror(error.errno or 0)) from error
        return _read_and_remove(taken)


def _read_and_remove(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            detail = f"{size} bytes"
            raise ImageTooLargeError(detail)
        return path.read_bytes()
    except OSError as error:
        raise IoError(os.strerror(error.errno or 0)) from error
    finally:
        path.unlink(missing_ok=True)
