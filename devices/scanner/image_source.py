"""A folder as a PageScanner, for demonstrations and for scanners that write files: an image file is a page."""

from __future__ import annotations

import contextlib
import os
import secrets
import threading
import time
from pathlib import Path
from typing import Final

from devices.core.errors import CancelledError, DeviceNotFoundError, IoError
from devices.core.scanning import Pixels, Progress, ScannedPage
from devices.core.status import DeviceState
from devices.imaging.encode import MAX_BYTES, decode_image
from devices.imaging.errors import ImageTooLargeError
from devices.scanner.errors import NoPaperError

SUFFIXES: Final = frozenset({".png", ".jpg", ".jpeg"})
_TAKEN_PREFIX: Final = ".taken-"
_FORGOTTEN_AFTER_S: Final = 60.0
_A4_SHORT_INCH: Final = 210.0 / 25.4
# A stated resolution that makes a page larger than A3 or smaller than a stamp is a camera's filler, not a scanner's.
_LONGEST_INCH: Final = 17.5
_SHORTEST_INCH: Final = 1.0


class ImageFileScanner:
    """Takes the oldest PNG or JPEG file out of a folder as the next page.

    The file is gone afterwards, also when it was no sound picture: a scanned page must not stay on disk. Whoever loads
    a page writes it under another ending (or with a leading dot) first and renames it.
    """

    def __init__(self, folder: Path) -> None:
        """Remember the folder where pages are laid down."""
        self._folder = folder

    def scan(
        self, deadline_s: float, on_progress: Progress | None = None, cancelled: threading.Event | None = None
    ) -> ScannedPage:
        """Take the oldest page.

        Raises:
            NoPaperError: the folder holds none.
            DeviceNotFoundError: there is no such folder.
            ImageError: the file is no sound picture.
            CancelledError: the caller's wish.
        """
        if cancelled is not None and cancelled.is_set():
            raise CancelledError
        data = self._take_oldest()
        if on_progress is not None:
            on_progress(0.5)
        image = decode_image(data)
        if on_progress is not None:
            on_progress(1.0)
        return ScannedPage(image.pixels, _resolution(image.pixels, image.dpi), f"folder:{self._folder}")

    def status(self) -> DeviceState:
        """Tell whether the folder is there."""
        return DeviceState.READY if self._folder.is_dir() else DeviceState.OFFLINE

    def close(self) -> None:
        """Do nothing; nothing is held."""

    def _take_oldest(self) -> bytes:
        self._sweep()
        for path in self._pages():
            taken = self._folder / f"{_TAKEN_PREFIX}{secrets.token_hex(8)}"
            try:
                path.rename(taken)
            except FileNotFoundError:
                # Another scanner on the same folder was quicker.
                continue
            except OSError as error:
                raise IoError(os.strerror(error.errno or 0)) from error
            return _read_and_remove(taken)
        raise NoPaperError

    def _pages(self) -> list[Path]:
        try:
            entries = list(os.scandir(self._folder))
        except FileNotFoundError as error:
            raise DeviceNotFoundError(str(self._folder)) from error
        except OSError as error:
            raise IoError(os.strerror(error.errno or 0)) from error
        dated = []
        for entry in entries:
            if entry.name.startswith(".") or Path(entry.name).suffix.lower() not in SUFFIXES:
                continue
            with contextlib.suppress(FileNotFoundError):
                if entry.is_file():
                    dated.append((entry.stat().st_mtime_ns, entry.name))
        return [self._folder / name for _, name in sorted(dated)]

    def _sweep(self) -> None:
        """Remove what a killed process had taken and not yet removed."""
        for path in self._folder.glob(f"{_TAKEN_PREFIX}*"):
            with contextlib.suppress(OSError):
                if time.time() - path.stat().st_ctime > _FORGOTTEN_AFTER_S:
                    path.unlink()


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


def _resolution(pixels: Pixels, stated: int | None) -> int:
    """Return the stated resolution where it gives a page of sensible size, else the one that makes it A4."""
    short_px, long_px = min(pixels.shape[:2]), max(pixels.shape[:2])
    if stated and long_px / stated <= _LONGEST_INCH and short_px / stated >= _SHORTEST_INCH:
        return stated
    return max(1, round(float(short_px) / _A4_SHORT_INCH))
