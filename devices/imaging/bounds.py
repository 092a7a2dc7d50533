"""How large a picture may be that is read or written here."""

from __future__ import annotations

from typing import Final

from devices.imaging.errors import ImageTooLargeError, ImageTooSmallError

MAX_PIXELS: Final = 100_000_000
MAX_WEB_PIXELS: Final = 40_000_000  # of GIF and WebP; of the latter Pillow holds sixteen bytes for each
MAX_BYTES: Final = 128 * 1024 * 1024
MAX_SIDE: Final = 65_500  # the longest side that JPEG can hold
MIN_SIDE: Final = 8
MOST_TIMES_LONGER: Final = 100  # a till receipt of four metres is 50 times as long as wide
MAX_DPI: Final = 4800


def check_size(width: int, height: int, most_pixels: int = MAX_PIXELS) -> None:
    """Refuse a picture that is out of bounds.

    Raises:
        ImageTooLargeError, ImageTooSmallError: by name.
    """
    detail = f"{width}x{height}"
    if width * height > most_pixels or max(width, height) > MAX_SIDE:
        raise ImageTooLargeError(detail)
    if min(width, height) < MIN_SIDE or max(width, height) > MOST_TIMES_LONGER * min(width, height):
        raise ImageTooSmallError(detail)
