"""The work of `scan`: source, scan, gate, file."""

from __future__ import annotations

import argparse
import os
import time
from pathlib import Path

from devices.cli.errors import OutputFailedError, UsageError
from devices.cli.output import Output
from devices.core.errors import DeviceError, UnsupportedError
from devices.core.scanning import PageScanner
from devices.imaging.encode import EncodedPage, encode_page
from devices.imaging.gate import Finding, FindingCode, check_page
from devices.scanner.image_source import ImageFileScanner
from devices.scanner.sane_driver import SaneScanner

_PLANNED = ("escl", "camera")
_FINDINGS = {FindingCode.BLANK: "空白页", FindingCode.LOW_RESOLUTION: "清晰度不够"}


def scan_page(arguments: argparse.Namespace, output: Output) -> None:
    """Scan one page, check it and write it."""
    started = time.monotonic()
    try:
        scanner = _scanner(arguments)
        _make_folder(arguments.out)
        page = scanner.scan(arguments.timeout)
        encoded = encode_page(page.pixels, page.dpi)
        path = _write(encoded, arguments.out)
    except DeviceError as error:
        output.failure(arguments.device, error)
        return
    findings = check_page(page.pixels, page.dpi)
    fields = {
        "input": arguments.device,
        "file": str(path),
        "width": encoded.width,
        "height": encoded.height,
        "dpi": encoded.dpi,
        "findings": [_finding(finding) for finding in findings],
        "milliseconds": round((time.monotonic() - started) * 1000),
    }
    remarks = "、".join(_FINDINGS[finding.code] for finding in findings) or "合格"
    output.success(fields, f"{path}  {encoded.width}×{encoded.height}  {encoded.dpi} dpi  {remarks}")


def _scanner(arguments: argparse.Namespace) -> PageScanner:
    kind, _, name = arguments.device.partition(":")
    if kind == "sane" and name:
        return SaneScanner(name, arguments.source, arguments.resolution, arguments.mode)
    if kind == "folder" and name:
        return ImageFileScanner(Path(name))
    if kind in _PLANNED and name:
        raise UnsupportedError(kind)
    detail = f"{arguments.device!r} is neither sane:NAME nor folder:DIR"
    raise UsageError(detail)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputFailedError(str(folder)) from error


def _write(page: EncodedPage, folder: Path) -> Path:
    """Write the page under the next free name, readable by its owner only."""
    try:
        for number in range(1, 100_000):
            path = folder / f"page-{number:04d}.jpg"
            try:
                handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            except FileExistsError:
                continue
            with os.fdopen(handle, "wb") as file:
                file.write(page.jpeg)
                file.flush()
                os.fsync(file.fileno())
            return path
    except OSError as error:
        raise OutputFailedError(str(folder)) from error
    detail = f"{folder} is full of pages"
    raise OutputFailedError(detail)


def _finding(finding: Finding) -> dict[str, object]:
    return {"code": finding.code.value, "place": finding.place, "measured": finding.measured}
