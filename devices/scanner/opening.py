"""From a scanner's address to its driver: sane:NAME, escl:URL, camera:PATH, folder:DIR, each with ?options."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final
from urllib.parse import parse_qsl

from devices.core.roles import DeviceConfigError, DeviceUri
from devices.core.scanning import PageScanner
from devices.core.traffic import Tap
from devices.scanner.sources import Source

SCHEMES: Final = ("sane", "escl", "camera", "folder")
LEAST_DPI, MOST_DPI = 50, 1200
MODES: Final = ("Color", "Gray")


@dataclass(frozen=True, slots=True)
class ScanOptions:
    """What an address may say behind a question mark: `?source=feeder&resolution=300&mode=Gray&size=3264x2448`.

    Attributes:
        source: one of Source, or a SANE backend's own word.
        size: of a camera's still, in pixels; None is the largest.
        fresh_s: for how many seconds a picture in a folder is one to be taken; no address says it.
    """

    source: str = Source.AUTO
    resolution: int = 200
    mode: str = MODES[0]
    size: tuple[int, int] | None = None
    fresh_s: float = math.inf


def open_scanner(uri: DeviceUri, options: ScanOptions | None = None, tap: Tap | None = None) -> PageScanner:
    """Return the driver for an address, touching nothing yet. Options in the address win over the given ones.

    Raises:
        DeviceConfigError: no such scheme, or a place or an option that names nothing.
    """
    place, options = split_options(uri.place, options or ScanOptions())
    if uri.scheme == "sane":
        from devices.scanner.sane_driver import SaneScanner

        return SaneScanner(place, options.source, options.resolution, options.mode, tap=tap)
    if uri.scheme == "escl":
        from devices.scanner.escl.driver import EsclScanner

        source, color = _known_source(options.source), options.mode == MODES[0]
        return EsclScanner(place, source, options.resolution, color=color, tap=tap)
    if uri.scheme == "camera":
        from devices.scanner.camera.driver import UvcCamera

        return UvcCamera(Path(place), options.size)
    if uri.scheme == "folder":
        from devices.scanner.image_source import ImageFileScanner

        return ImageFileScanner(Path(place), fresh_s=options.fresh_s)
    raise DeviceConfigError(problem=f"{uri.scheme}: is none of {', '.join(SCHEMES)}")


def split_options(place: str, defaults: ScanOptions) -> tuple[str, ScanOptions]:
    """Return a place without its options, and the options.

    Raises:
        DeviceConfigError: an option that there is not, or a value that it can't have.
    """
    bare, question, text = place.rpartition("?")
    if not question:
        return place, defaults
    try:
        pairs = parse_qsl(text, keep_blank_values=True, strict_parsing=True, max_num_fields=8)
    except ValueError as error:
        raise DeviceConfigError(problem=f"?{text} are no options such as ?source=feeder") from error
    options = defaults
    for name, value in pairs:
        options = _with_option(options, name, value)
    return bare, options


def _with_option(options: ScanOptions, name: str, value: str) -> ScanOptions:
    if name == "source" and value:
        return replace(options, source=value)
    if name == "mode" and value in MODES:
        return replace(options, mode=value)
    if name == "resolution" and _is_number(value) and LEAST_DPI <= int(value) <= MOST_DPI:
        return replace(options, resolution=int(value))
    if name == "size":
        width, _, height = value.partition("x")
        if _is_number(width) and _is_number(height):
            return replace(options, size=(int(width), int(height)))
    known = f"source, mode ({', '.join(MODES)}), resolution ({LEAST_DPI}-{MOST_DPI}), size (WIDTHxHEIGHT)"
    raise DeviceConfigError(problem=f"{name}={value} is no option; there are {known}")


def _known_source(text: str) -> Source:
    try:
        return Source(text.lower())
    except ValueError as error:
        raise DeviceConfigError(problem=f"{text} is none of {', '.join(Source)}") from error


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 5
