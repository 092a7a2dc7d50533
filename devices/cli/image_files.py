"""Files that are named on the command line: read whole, bounded, and never a pipe or a device that has no end."""

from __future__ import annotations

from pathlib import Path

from devices.cli.errors import FileUnreadableError
from devices.imaging.bounds import MAX_BYTES
from devices.imaging.errors import ImageTooLargeError


def read_image_file(path: Path) -> bytes:
    """Return a file's bytes.

    Raises:
        FileUnreadableError: it is missing, no plain file, or may not be read.
        ImageTooLargeError: it is larger than any page, also where it grows while it is read.
    """
    try:
        if not path.is_file():
            raise FileUnreadableError(str(path))
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise FileUnreadableError(str(path)) from error
    if len(data) > MAX_BYTES:
        raise ImageTooLargeError(path.name)
    return data
