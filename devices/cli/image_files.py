"""Files that are named on the command line: read whole, bounded, and never a pipe or a device that has no end."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from devices.cli.errors import FileUnreadableError
from devices.imaging.bounds import MAX_BYTES
from devices.imaging.decode import DecodedImage, decode_image
from devices.imaging.errors import ImageTooLargeError

# All that a camera has, and A3 at 500 dots an inch; of more, four pixels are made one, which bounds the memory taken.
_MOST_PIXELS: Final = 52_000_000


def read_picture(path: Path) -> DecodedImage:
    """Return the picture in a file, reduced where it is larger than what any camera gives.

    Raises:
        FileUnreadableError, ImageTooLargeError: as read_image_file.
        ImageError: as decode_image.
    """
    return decode_image(read_image_file(path), _MOST_PIXELS)


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
