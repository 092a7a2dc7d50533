"""The talk between the driver and the child process that holds the SANE library: JSON lines, then raw pixels.

Request (one line): {"operation": "scan"|"open"|"list", ...}. Answers (one a line): {"progress": 0.0-1.0},
{"error": TEXT, "phase": PHASE}, {"devices": [...]}, {"opened": true}, {"image": {...}} followed by the pixels, once a
page, and {"end": PAGES} after the last. Where the request says {"traced": true}, each SANE call is told as
{"call": NAME, ...}.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum, unique
from typing import Final, TypeGuard

from devices.core.errors import (
    AccessDeniedError,
    CancelledError,
    DeviceBusyError,
    DeviceError,
    DeviceNotFoundError,
    IoError,
    ProtocolError,
    UnsupportedError,
)
from devices.scanner.errors import CoverOpenError, NoPaperError, PaperJamError

CANCEL: Final = b"cancel\n"
MAX_LINE: Final = 65536
MAX_IMAGE_BYTES: Final = 400 * 1024 * 1024

NO_DOCUMENTS: Final = "Document feeder out of documents"

OptionValue = bool | int | float | str


@unique
class Phase(StrEnum):
    """Where in a scan an error came up."""

    LIBRARY = "library"
    OPEN = "open"
    OPTIONS = "options"
    SCAN = "scan"


@dataclass(frozen=True, slots=True)
class ScanRequest:
    """What to scan.

    Attributes:
        device: SANE name.
        source: one of Source, or the name of the source option's value in the device's own words.
        resolution: dots per inch that are asked for.
        mode: Color or Gray.
        width_mm, height_mm: area from the top left corner, cut to what the device has.
        options: further SANE options by name.
        pages: how many at most; a feeder may hold fewer.
        traced: whether each SANE call is told.
    """

    device: str
    source: str | None
    resolution: int
    mode: str
    width_mm: float
    height_mm: float
    options: Mapping[str, OptionValue] = field(default_factory=dict)
    pages: int = 1
    traced: bool = False

    def to_line(self) -> bytes:
        """Return the request as the child reads it."""
        fields = {**asdict(self), "options": dict(self.options)}
        return json.dumps({"operation": "scan", **fields}).encode() + b"\n"


@dataclass(frozen=True, slots=True)
class ImageHeader:
    """What stands before the pixels.

    Attributes:
        rows, columns, samples: shape of the image; samples is 1 or 3, 8 bits each.
        expected_rows: lines that the device announced, or -1 where it could not know.
        dpi: the resolution that the device took.
    """

    rows: int
    columns: int
    samples: int
    expected_rows: int
    dpi: int

    @property
    def size(self) -> int:
        """Bytes of pixels that follow."""
        return self.rows * self.columns * self.samples


def parse_header(fields: object) -> ImageHeader:
    """Check an image header.

    Raises:
        ProtocolError: it is none, or its image is out of bounds.
    """
    names = ("rows", "columns", "samples", "expected_rows", "dpi")
    if not (isinstance(fields, dict) and all(_is_int(fields.get(name)) for name in names)):
        detail = "image header"
        raise ProtocolError(detail)
    header = ImageHeader(**{name: fields[name] for name in names})
    if header.samples not in {1, 3} or header.rows < 1 or header.columns < 1 or header.dpi < 1:
        detail = f"image of {header.rows}x{header.columns}x{header.samples} at {header.dpi} dpi"
        raise ProtocolError(detail)
    if header.size > MAX_IMAGE_BYTES:
        detail = f"{header.size} bytes of image"
        raise ProtocolError(detail)
    return header


def _is_int(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)


# The texts of sane_strstatus(), sane-backends; python-sane passes on nothing else.
_STATUS_ERRORS: Final[dict[str, type[DeviceError]]] = {
    "Operation not supported": UnsupportedError,
    "Operation was canceled": CancelledError,
    "Operation was cancelled": CancelledError,
    "Device busy": DeviceBusyError,
    "Document feeder jammed": PaperJamError,
    NO_DOCUMENTS: NoPaperError,
    "Scanner cover is open": CoverOpenError,
    "Error during device I/O": IoError,
    "Out of memory": IoError,
    "Access to resource has been denied": AccessDeniedError,
}


def scan_error(text: str, phase: str) -> DeviceError:
    """Return the error that a SANE status text means in that phase of a scan."""
    detail = f"{phase}: {text}"
    if text in _STATUS_ERRORS:
        return _STATUS_ERRORS[text](detail)
    if phase == Phase.OPEN:
        # "Invalid argument" is how SANE says that there is no such device.
        return DeviceNotFoundError(detail)
    if phase in {Phase.LIBRARY, Phase.OPTIONS}:
        return UnsupportedError(detail)
    return IoError(detail)
