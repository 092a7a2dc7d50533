"""The work of `page`: read, find, make, gate, write."""

from __future__ import annotations

import argparse
import io
import json
import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PIL import Image

from devices.cli.errors import OutputFailedError, UsageError
from devices.cli.image_files import read_picture
from devices.cli.output import Output
from devices.core.errors import DeviceError
from devices.imaging.cleaning import Tone
from devices.imaging.decode import DecodedImage
from devices.imaging.encode import EncodedPage, encode_small
from devices.imaging.gate import Finding, FindingCode, check_page
from devices.imaging.geometry import whole
from devices.imaging.making import Capture, Making, Page, capture_page
from devices.imaging.networks import shipped
from devices.imaging.ocr.check_digits import VALIDATORS
from devices.imaging.ocr.text_reader import TextReader
from devices.imaging.pdf import write_pdf
from devices.imaging.recognition.expected import ExpectationError, ExpectedDocument, expected_from
from devices.imaging.recognition.judging import check_document

_FILES: Final = (".jpg", ".jpeg", ".png", ".pdf")
# Cameras state 72 or 96 dots per inch of pictures that have no scale; scanners tell the truth.
_LEAST_STATED_DPI: Final = 100
_MOST_EXPECTATION_BYTES: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class _Made:
    """A page with its resolution and what is to be said of it."""

    page: Page
    dpi: int
    fields: dict[str, object]
    human: str


@dataclass(frozen=True, slots=True)
class _Expectation:
    """What pages should be, and who reads them."""

    document: ExpectedDocument
    reader: TextReader


def make_pages(arguments: argparse.Namespace, output: Output) -> None:
    """Make the page of each file and write them where asked."""
    target: Path | None = arguments.out
    _check_target(target, len(arguments.files))
    making = Making(tone=Tone(arguments.tone), even=not arguments.as_lit)
    expectation = None if arguments.expect is None else _Expectation(_expected(arguments.expect), TextReader())
    bound: list[EncodedPage] = []
    for path in arguments.files:
        try:
            made = _make(path, making, expectation)
            if target is not None and target.suffix.lower() == ".pdf":
                bound.append(encode_small(made.page.pixels, made.dpi))
            elif target is not None:
                made.fields["file"] = str(_write_one(made, path, target))
        except DeviceError as error:
            output.failure(str(path), error)
            continue
        output.success(made.fields, made.human)
    if bound and target is not None:
        try:
            _write(target, write_pdf(bound))
        except DeviceError as error:
            output.failure(str(target), error)


def _check_target(target: Path | None, count: int) -> None:
    if target is None or target.is_dir() or target.suffix.lower() not in _FILES:
        return
    if count > 1 and target.suffix.lower() != ".pdf":
        detail = f"{count} pages do not go into {target}: name a folder or a .pdf"
        raise UsageError(detail)


def _make(path: Path, making: Making, expectation: _Expectation | None) -> _Made:
    image = read_picture(path)
    networks = shipped()
    networks.warm_up(*image.pixels.shape[:2])
    started = time.perf_counter()
    capture = capture_page(image.pixels, making, networks)
    milliseconds = (time.perf_counter() - started) * 1000
    page = capture.page
    dpi = image.dpi if image.dpi is not None and image.dpi >= _LEAST_STATED_DPI else page.dpi
    findings = check_page(page.as_seen, dpi)
    if expectation is not None and not any(finding.code is FindingCode.BLANK for finding in findings):
        findings += check_document(expectation.reader, page.as_seen, expectation.document, VALIDATORS)
    height, width = page.pixels.shape[:2]
    fields: dict[str, object] = {
        "input": str(path),
        "found": capture.outline is not None,
        "corners": _corners(capture, image),
        "confidence": round(capture.outline.confidence, 3) if capture.outline else 0.0,
        "width": width,
        "height": height,
        "findings": [_listed(finding) for finding in findings],
        "milliseconds": round(milliseconds, 1),
    }
    return _Made(page, dpi, fields, _human(path, capture, findings))


def _corners(capture: Capture, image: DecodedImage) -> list[list[float]]:
    """Return the page's corners as it is read, in pixels of the file; where no page was found, those of the picture."""
    corners = whole(*image.pixels.shape[:2]) if capture.outline is None else capture.page.corners
    corners = (corners + 0.5) * image.reduced - 0.5
    return [[round(float(x), 1), round(float(y), 1)] for x, y in corners]


def _listed(finding: Finding) -> dict[str, object]:
    seems = {"seems": finding.seems} if finding.seems else {}
    return {
        "code": finding.code.value,
        "place": finding.place,
        "measured": finding.measured,
        "remedy": finding.remedy,
        **seems,
    }


def _human(path: Path, capture: Capture, findings: tuple[Finding, ...]) -> str:
    outline = capture.outline
    height, width = capture.page.pixels.shape[:2]
    if outline is None:
        where = "没有找到页面，取整幅"
    elif outline.flagged:
        where = f"四角没有把握（{outline.confidence:.0%}），请核对"
    else:
        where = f"四角把握 {outline.confidence:.0%}"
    remarks = "".join(f"\n  {finding.remedy}[{finding.code.value}]" for finding in findings)
    return f"{path}  {width}×{height}  {where}{remarks}"


def _expected(path: Path) -> ExpectedDocument:
    """Return what a file says that pages should be: the expectation alone, or the line that holds it."""
    try:
        data = path.read_bytes() if path.stat().st_size <= _MOST_EXPECTATION_BYTES else b""
        raw = json.loads(data)
    except OSError as error:
        detail = f"{path}: {error.strerror or 'unreadable'}"
        raise UsageError(detail) from error
    except ValueError as error:
        detail = f"{path} is not JSON"
        raise UsageError(detail) from error
    try:
        return expected_from(raw.get("expectation", raw) if isinstance(raw, dict) else raw)
    except ExpectationError as error:
        detail = f"{path} does not say what a page should be: {error}"
        raise UsageError(detail) from error


def _write_one(made: _Made, path: Path, target: Path) -> Path:
    suffix = target.suffix.lower()
    if target.is_dir() or suffix not in _FILES:
        try:
            target.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutputFailedError(str(target)) from error
        target, suffix = target / f"{path.stem}-page.jpg", ".jpg"
    if suffix == ".png":
        file = io.BytesIO()
        Image.fromarray(made.page.pixels).save(file, "PNG", dpi=(made.dpi, made.dpi))
        _write(target, file.getvalue())
    else:
        _write(target, encode_small(made.page.pixels, made.dpi).jpeg)
    return target


def _write(path: Path, data: bytes) -> None:
    """Write a file whole or not at all, readable by its owner only."""
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            partial.replace(path)
        finally:
            partial.unlink(missing_ok=True)
    except OSError as error:
        raise OutputFailedError(str(path)) from error
