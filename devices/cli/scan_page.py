"""The work of `scan`: source, scan, gate, file."""

from __future__ import annotations

import argparse
import contextlib
import os
import time
from collections.abc import Generator
from pathlib import Path

from devices.cli.errors import OutputFailedError, UsageError
from devices.cli.output import Output
from devices.core.errors import DeviceError
from devices.core.roles import DeviceConfigError, DeviceUri
from devices.core.scanning import PageScanner, ScannedPage
from devices.imaging.encode import EncodedPage, encode_page
from devices.imaging.gate import Finding, FindingCode, check_page
from devices.scanner.opening import ScanOptions, open_scanner, split_options
from devices.scanner.sources import is_feeder

_FINDINGS = {
    FindingCode.BLANK: "空白页",
    FindingCode.BLURRED: "模糊",
    FindingCode.GLARE: "反光",
    FindingCode.CUT_CORNER: "缺角",
    FindingCode.LOW_RESOLUTION: "清晰度不够",
    FindingCode.TOO_DARK: "太暗",
    FindingCode.DUPLICATE: "重复",
    FindingCode.WRONG_SIDE: "另一面",
    FindingCode.WRONG_DOCUMENT: "别的材料",
}
_ALL = 500


def scan_pages(arguments: argparse.Namespace, output: Output) -> None:
    """Scan pages, check and write each as it comes; what came before a fault is kept."""
    scanner, most = _scanner(arguments)
    started = time.monotonic()
    try:
        _make_folder(arguments.out)
        with contextlib.closing(_pages(scanner, arguments.timeout, most)) as pages:
            for number, page in enumerate(pages, start=1):
                _keep(page, number, arguments, started, output)
                started = time.monotonic()
    except DeviceError as error:
        output.failure(arguments.device, error)
    finally:
        scanner.close()


def _scanner(arguments: argparse.Namespace) -> tuple[PageScanner, int]:
    wanted = ScanOptions(arguments.source, arguments.resolution, arguments.mode)
    try:
        uri = DeviceUri.parse(arguments.device)
        _, options = split_options(uri.place, wanted)
        scanner = open_scanner(uri, wanted)
    except DeviceConfigError as error:
        detail = f"{arguments.device!r}: {error.problem}"
        raise UsageError(detail) from error
    most = arguments.pages or (_ALL if is_feeder(options.source) else 1)
    return scanner, most


def _pages(scanner: PageScanner, timeout_s: float, most: int) -> Generator[ScannedPage]:
    stack = getattr(scanner, "scan_stack", None)
    if most > 1 and stack is not None:
        yield from stack(timeout_s, most_pages=most)
    else:
        yield scanner.scan(timeout_s)


def _keep(page: ScannedPage, number: int, arguments: argparse.Namespace, started: float, output: Output) -> None:
    encoded = encode_page(page.pixels, page.dpi)
    path = _write(encoded, arguments.out)
    findings = check_page(page.pixels, page.dpi)
    fields = {
        "input": arguments.device,
        "page": number,
        "file": str(path),
        "width": encoded.width,
        "height": encoded.height,
        "dpi": encoded.dpi,
        "findings": [_finding(finding) for finding in findings],
        "milliseconds": round((time.monotonic() - started) * 1000),
    }
    remarks = "、".join(_FINDINGS.get(finding.code, finding.code.value) for finding in findings) or "合格"
    output.success(fields, f"{path}  {encoded.width}×{encoded.height}  {encoded.dpi} dpi  {remarks}")


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
