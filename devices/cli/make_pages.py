"""The work of `page`: read, find, make, gate, write."""

from __future__ import annotations

import argparse
import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

from devices.cli.errors import UsageError
from devices.cli.image_files import read_picture
from devices.cli.output import Output
from devices.cli.page_files import PageFiles
from devices.core.errors import DeviceError
from devices.imaging.cleaning import Tone
from devices.imaging.decode import DecodedImage
from devices.imaging.gate import Finding, FindingCode, check_page
from devices.imaging.geometry import Corners, whole
from devices.imaging.making import Making, Page, capture_page, make_page
from devices.imaging.networks import Networks, shipped
from devices.imaging.ocr.check_digits import VALIDATORS
from devices.imaging.ocr.text_reader import TextReader
from devices.imaging.outline import Outline, find_pages
from devices.imaging.recognition.expected import ExpectationError, ExpectedDocument, expected_from
from devices.imaging.recognition.judging import check_document

# Cameras state 72 or 96 dots per inch of pictures that have no scale; scanners tell the truth.
_LEAST_STATED_DPI: Final = 100
_MOST_EXPECTATION_BYTES: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class _Expectation:
    """What pages should be, and who reads them."""

    document: ExpectedDocument
    reader: TextReader


@dataclass(frozen=True, slots=True)
class _Job:
    """What is to be made of each picture.

    Attributes:
        making: how pages are made.
        expectation: what they should be, None where nobody says.
        files: where they are written.
    """

    making: Making
    expectation: _Expectation | None
    files: PageFiles


class _Told(NamedTuple):
    """What is said of a page or of a picture: to programs and to people."""

    fields: dict[str, object]
    human: str


def make_pages(arguments: argparse.Namespace, output: Output) -> None:
    """Make the page of each file, or all that are in it, and write them where asked."""
    try:
        files = PageFiles(arguments.out, arguments.files)
    except DeviceError as error:
        output.failure(str(arguments.out), error)
        return
    making = Making(tone=Tone(arguments.tone), even=not arguments.as_lit)
    expectation = None if arguments.expect is None else _Expectation(_expected(arguments.expect), TextReader())
    job = _Job(making, expectation, files)
    for path in arguments.files:
        try:
            told = (_several_of if arguments.several else _one_of)(path, job)
        except DeviceError as error:
            output.failure(str(path), error)
            continue
        output.success({"input": str(path), **told.fields}, told.human)
    try:
        files.finish()
    except DeviceError as error:
        output.failure(str(arguments.out), error)


def _one_of(path: Path, job: _Job) -> _Told:
    """Make the one page that a picture was taken of, of all of it where none is found."""
    image, networks = _ready(path)
    started = time.perf_counter()
    capture = capture_page(image.pixels, job.making, networks)
    milliseconds = _since(started)
    outline = capture.outline
    corners = whole(*image.pixels.shape[:2]) if outline is None else capture.page.corners
    fields, human = _told(capture.page, corners, outline, image, job)
    more = {**fields, "milliseconds": milliseconds} | job.files.keep(capture.page, _dpi(capture.page, image), path)
    return _Told({"found": outline is not None, **more}, f"{path}  {human}")


def _several_of(path: Path, job: _Job) -> _Told:
    """Make a page of each item in a picture, one after the other, which bounds the memory taken."""
    image, networks = _ready(path)
    started = time.perf_counter()
    outlines = find_pages(image.pixels, networks)
    total = _since(started)
    items, lines = [], []
    for number, outline in enumerate(outlines, 1):
        started = time.perf_counter()
        page = make_page(image.pixels, outline.corners, job.making, networks)
        milliseconds = _since(started)
        total += milliseconds
        fields, human = _told(page, page.corners, outline, image, job)
        kept = job.files.keep(page, _dpi(page, image), path, number)
        items.append({**fields, "flagged": outline.flagged, "milliseconds": milliseconds, **kept})
        lines.append(f"\n  {number}. {human}")
    found = f"{len(items)} 件" if items else "没有找到证件或页面"
    return _Told({"items": items, "milliseconds": round(total, 1)}, f"{path}  {found}{''.join(lines)}")


def _ready(path: Path) -> tuple[DecodedImage, Networks]:
    """Return a picture and the networks, which have seen an empty one of its size: the first takes them longer."""
    image = read_picture(path)
    networks = shipped()
    networks.warm_up(*image.pixels.shape[:2])
    return image, networks


def _since(started: float) -> float:
    return round((time.perf_counter() - started) * 1000, 1)


def _dpi(page: Page, image: DecodedImage) -> int:
    return image.dpi if image.dpi is not None and image.dpi >= _LEAST_STATED_DPI else page.dpi


def _told(page: Page, corners: Corners, outline: Outline | None, image: DecodedImage, job: _Job) -> _Told:
    """Judge a page and say where it is, how large and what is wrong with it."""
    findings = check_page(page.as_seen, _dpi(page, image))
    expected = job.expectation
    if expected is not None and not any(finding.code is FindingCode.BLANK for finding in findings):
        findings += check_document(expected.reader, page.as_seen, expected.document, VALIDATORS)
    height, width = page.pixels.shape[:2]
    fields: dict[str, object] = {
        "corners": _in_the_file(corners, image),
        "confidence": round(outline.confidence, 3) if outline else 0.0,
        "width": width,
        "height": height,
        "findings": [_listed(finding) for finding in findings],
    }
    return _Told(fields, _human(page, outline, findings))


def _in_the_file(corners: Corners, image: DecodedImage) -> list[list[float]]:
    """Return corners, as the page is read, in pixels of the file."""
    return [[round(float(x), 1), round(float(y), 1)] for x, y in (corners + 0.5) * image.reduced - 0.5]


def _listed(finding: Finding) -> dict[str, object]:
    seems = {"seems": finding.seems} if finding.seems else {}
    return {
        "code": finding.code.value,
        "place": finding.place,
        "measured": finding.measured,
        "remedy": finding.remedy,
        **seems,
    }


def _human(page: Page, outline: Outline | None, findings: tuple[Finding, ...]) -> str:
    height, width = page.pixels.shape[:2]
    if outline is None:
        where = "没有找到页面，取整幅"
    elif outline.flagged:
        where = f"四角没有把握（{outline.confidence:.0%}），请核对"
    else:
        where = f"四角把握 {outline.confidence:.0%}"
    remarks = "".join(f"\n  {finding.remedy}[{finding.code.value}]" for finding in findings)
    return f"{width}×{height}  {where}{remarks}"


def _expected(path: Path) -> ExpectedDocument:
    """Return what a file says that pages should be: the expectation alone, or the line that holds it."""
    try:
        data = path.read_bytes() if path.stat().st_size <= _MOST_EXPECTATION_BYTES else b""
        raw = json.loads(data)
    except OSError as error:
        detail = f"{path}: {error.strerror or 'unreadable'}"
        raise UsageError(detail) from error
    except (ValueError, RecursionError) as error:
        detail = f"{path} is not JSON"
        raise UsageError(detail) from error
    try:
        return expected_from(raw.get("expectation", raw) if isinstance(raw, dict) else raw)
    except ExpectationError as error:
        detail = f"{path} does not say what a page should be: {error}"
        raise UsageError(detail) from error
