"""Files written whole or not at all, so that what is said to be written survives a cut in power."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

_TEMPORARY_SUFFIX = ".part"


def fsync_folder(folder: Path) -> None:
    """Make the folder's entries durable."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_durably(path: Path, data: bytes) -> None:
    """Write a file of mode 0600 and fsync it; the folder's entry is the caller's to sync."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def write_atomically(path: Path, data: bytes) -> None:
    """Put data at path in one step, durably: a reader sees the old file or the new one, whole."""
    temporary = temporary_of(path)
    try:
        write_durably(temporary, data)
        temporary.replace(path)
    except OSError:
        # What a full disk cut short must not go on to fill it.
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise
    fsync_folder(path.parent)


def temporary_of(path: Path) -> Path:
    """Return the name under which a file is written before it gets its own."""
    return path.with_name(path.name + _TEMPORARY_SUFFIX)


def is_temporary(path: Path) -> bool:
    """Tell whether path is left over from a write that was cut."""
    return path.name.endswith(_TEMPORARY_SUFFIX)
