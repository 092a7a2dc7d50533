"""What can go wrong on a scanner."""

from __future__ import annotations

from devices.core.errors import DeviceError


class NoPaperError(DeviceError):
    """The feeder is empty, or no page was laid down where that can be told."""

    code = "no_paper"


class CoverOpenError(DeviceError):
    """The scanner's cover is open."""

    code = "cover_open"


class PaperJamError(DeviceError):
    """A sheet is stuck in the feeder."""

    code = "paper_jam"


class ShortImageError(DeviceError):
    """The scanner gave fewer lines than it announced, without an error: the scan was broken off.

    Attributes:
        rows, expected: lines of the image.
    """

    code = "short_image"

    def __init__(self, rows: int, expected: int) -> None:
        super().__init__(f"{rows} of {expected} lines")
        self.rows = rows
        self.expected = expected


class ForeignFileError(DeviceError):
    """The watched folder holds files that are no pictures of one page, or old ones, and no picture of now.

    Attributes:
        count: how many.
    """

    code = "foreign_file"

    def __init__(self, count: int) -> None:
        super().__init__(f"{count} files that are no pictures of now")
        self.count = count
