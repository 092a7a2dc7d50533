"""What lies in a watched folder: pictures, whole or still being written, and what is none."""

from __future__ import annotations

import contextlib
import fcntl
import math
import os
import struct
import time
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from typing import BinaryIO, Final

from devices.core.errors import DeviceNotFoundError, IoError

_TIFF_SUFFIXES: Final = frozenset({".tif", ".tiff"})
SUFFIXES: Final = frozenset({".png", ".jpg", ".jpeg", ".bmp"}) | _TIFF_SUFFIXES
TAKEN_PREFIX: Final = ".taken-"
_FORGOTTEN_AFTER_S: Final = 60.0
# What systems and writers leave of their own; a file with such a name is not there yet, or is not for us.
_NOT_THERE_YET: Final = frozenset({".part", ".tmp", ".temp", ".crdownload", ".filepart", ".lock"})
_OF_SYSTEMS: Final = frozenset({"thumbs.db", "desktop.ini"})
_TAIL: Final = 1024
# JPEG, ITU-T T.81 B.1: EOI. PNG 11.2.5: the IEND chunk with its check value. Some writers pad what follows.
_ENDS: Final[tuple[tuple[bytes, bytes], ...]] = (
    (b"\xff\xd8\xff", b"\xff\xd9"),
    (b"\x89PNG", b"IEND\xaeB`\x82"),
)
# TIFF 6.0, section 2: how the header and the number of a directory's entries are packed, and an entry's length.
_TIFF_HEADS: Final = {b"II*\x00": "<", b"MM\x00*": ">"}
_TIFF_ENTRY: Final = 12
# A preview picture inside a half-written one has an end mark too: the file must have come to rest as well.
_SETTLED_S: Final = 0.2
# Formats without an end mark are whole once they were left alone for so long.
_QUIET_S: Final = 1.0


class Completeness(Enum):
    """Whether a writer is done with a file. HELD: its writer has locked it."""

    WHOLE = auto()
    PARTIAL = auto()
    HELD = auto()


@dataclass(frozen=True, slots=True)
class Dropped:
    """A file that looks like a picture.

    Attributes:
        modified_ns: by its writer's clock.
        laid_ns: by the clock of the folder's own machine.
    """

    path: Path
    modified_ns: int
    laid_ns: int

    def is_fresh(self, fresh_s: float) -> bool:
        """Tell whether it was laid there only now; a time that is still to come says nothing against it."""
        return time.time() - self.laid_ns / 1e9 < fresh_s

    def age_s(self) -> float:
        """Seconds since it was written to; a time that is still to come says nothing and counts as long ago."""
        age_s = time.time() - self.modified_ns / 1e9
        return age_s if age_s >= 0 else math.inf

    def completeness(self) -> Completeness:
        """Look whether its end is there and nobody holds it. A file that is gone is partial."""
        try:
            with self.path.open("rb") as stream:
                if _is_locked(stream):
                    return Completeness.HELD
                return Completeness.WHOLE if self._has_end(stream) else Completeness.PARTIAL
        except PermissionError:
            return Completeness.HELD
        except OSError:
            return Completeness.PARTIAL

    def _has_end(self, stream: BinaryIO) -> bool:
        start = stream.read(8)
        for magic, end in _ENDS:
            if start.startswith(magic):
                size = stream.seek(0, os.SEEK_END)
                stream.seek(max(0, size - _TAIL))
                has_end = stream.read(_TAIL).rstrip(b"\x00\r\n ").endswith(end)
                return has_end and self.age_s() > _SETTLED_S
        return bool(start) and self.age_s() > _QUIET_S


@dataclass(frozen=True, slots=True)
class FolderContents:
    """Pictures of one page, the oldest first, and the names of what is none or lies there from long ago."""

    pictures: tuple[Dropped, ...]
    foreign: tuple[str, ...]


def look_into(folder: Path, fresh_s: float = math.inf) -> FolderContents:
    """List a folder. Hidden files, folders, links and what is not there yet count as nothing.

    Args:
        folder: where pictures are dropped.
        fresh_s: for how many seconds a picture is one to be taken.

    Raises:
        DeviceNotFoundError, IoError: it is not there, or can't be read.
    """
    pictures, foreign = [], []
    for entry in _files(folder):
        with contextlib.suppress(FileNotFoundError):
            found = entry.stat(follow_symlinks=False)
            picture = Dropped(folder / entry.name, found.st_mtime_ns, found.st_ctime_ns)
            suffix = picture.path.suffix.lower()
            is_page = suffix in SUFFIXES and not (suffix in _TIFF_SUFFIXES and _holds_several_pages(picture.path))
            if is_page and picture.is_fresh(fresh_s):
                pictures.append(picture)
            else:
                foreign.append(entry.name)
    pictures.sort(key=lambda picture: (picture.modified_ns, picture.path.name))
    return FolderContents(tuple(pictures), tuple(sorted(foreign)))


def sweep(folder: Path) -> None:
    """Remove what a killed process had taken and not yet removed."""
    for path in folder.glob(f"{TAKEN_PREFIX}*"):
        with contextlib.suppress(OSError):
            if time.time() - path.stat().st_ctime > _FORGOTTEN_AFTER_S:
                path.unlink()


def _files(folder: Path) -> Iterator[os.DirEntry[str]]:
    try:
        entries = list(os.scandir(folder))
    except FileNotFoundError as error:
        raise DeviceNotFoundError(str(folder)) from error
    except OSError as error:
        raise IoError(os.strerror(error.errno or 0)) from error
    for entry in entries:
        name = entry.name.lower()
        is_passing = name.startswith((".", "~")) or name in _OF_SYSTEMS or Path(name).suffix in _NOT_THERE_YET
        if not is_passing and entry.is_file(follow_symlinks=False):
            yield entry


def _holds_several_pages(path: Path) -> bool:
    """Tell whether a TIFF file's first directory names a second; what can't be read yet names none."""
    try:
        with path.open("rb") as stream:
            order = _TIFF_HEADS[stream.read(4)]
            stream.seek(_number(stream, order + "I"))
            stream.seek(_TIFF_ENTRY * _number(stream, order + "H"), os.SEEK_CUR)
            return _number(stream, order + "I") != 0
    except (OSError, KeyError, struct.error):
        return False


def _number(stream: BinaryIO, packed: str) -> int:
    number: int = struct.unpack(packed, stream.read(struct.calcsize(packed)))[0]
    return number


def _is_locked(stream: BinaryIO) -> bool:
    try:
        fcntl.flock(stream, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        # A file system without locks tells nothing.
        return False
    fcntl.flock(stream, fcntl.LOCK_UN)
    return False
