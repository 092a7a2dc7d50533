"""What goes wrong with files that the command line is given, and with its own words."""

from __future__ import annotations

from devices.core.errors import DeviceError


class FileUnreadableError(DeviceError):
    """An input file can't be read."""

    code = "file_unreadable"


class OutputFailedError(DeviceError):
    """The result can't be written where it was asked for."""

    code = "output_failed"


class PrintSentError(DeviceError):
    """The printer holds the slip and never said that it came out."""

    code = "print_sent"


class PrintUnknownError(DeviceError):
    """The printer never answered: the slip may or may not have come out."""

    code = "print_unknown"


class UsageError(Exception):
    """The words on the command line make no sense; the text says which."""


class NotReadyError(DeviceError):
    """A check of the readiness report failed; the report says which and what to do."""

    code = "not_ready"
