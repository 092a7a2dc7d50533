"""The gate every page passes before it is taken: is anything on it, and can it be read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum, unique
from typing import Final

from devices.core.scanning import Pixels
from devices.imaging.duplicates import Fingerprint, fingerprint, is_same_page
from devices.imaging.focus import blur_of, is_blurred
from devices.imaging.ink import ink_of
from devices.imaging.light import glare_on, is_too_dark, paper_level
from devices.imaging.page_corners import cut_corners
from devices.imaging.remedies import remedy_for
from devices.imaging.stripes import is_striped
from devices.imaging.veil import veil_on
from devices.imaging.work_page import MM_PER_INCH, WorkPage, work_page

# The smallest thing that is laid on a scanner: an ID card, short and long side.
ID_CARD_MM: Final = (54.0, 85.6)
A4_MM: Final = (210.0, 297.0)
# Less ink than two characters in 9 point.
_LEAST_INK_MM2: Final = 2.0
# This much ink without a single edge is print that has run together.
_EDGELESS_INK_MM2: Final = 150.0

Place = tuple[int, int, int, int]


@unique
class FindingCode(StrEnum):
    """What can be wrong with a page."""

    BLANK = "blank"
    BLURRED = "blurred"
    GLARE = "glare"
    CUT_CORNER = "cut_corner"
    LOW_RESOLUTION = "low_resolution"
    TOO_DARK = "too_dark"
    DUPLICATE = "duplicate"
    WRONG_SIDE = "wrong_side"
    WRONG_DOCUMENT = "wrong_document"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong with a page.

    Attributes:
        place: x, y, width, height in pixels, or None for the whole page.
        measured: for blank the ink in square millimetres, for blurred the width of edges in millimetres (0 where
            there are none left), for glare its
            area in square millimetres, for cut_corner the longer leg in pixels, for low_resolution the dots per inch
            that the page has, for too_dark the brightness of the paper from 0 to 255, for the rest 0.
        seems: for wrong_side and wrong_document what the page is, in words, where that is known.
    """

    code: FindingCode
    place: Place | None
    measured: float
    seems: str = ""

    @property
    def remedy(self) -> str:
        """What is wrong and what to do, in plain words."""
        return remedy_for(self.code.value, self.seems)


def check_page(
    pixels: Pixels,
    dpi: int,
    min_dpi: int = 150,
    expected_mm: tuple[float, float] = ID_CARD_MM,
    taken: Mapping[str, Fingerprint] | None = None,
) -> tuple[Finding, ...]:
    """Return what is wrong with a page; nothing means that it passes.

    Judged is the page as it was seen: after it was cut out and straightened, before its shading is removed, which would
    hide glare and darkness.

    Args:
        pixels: 8-bit gray or RGB.
        dpi: what the source states.
        min_dpi: what reading it later needs.
        expected_mm: short and long side of the least that must be on the picture.
        taken: fingerprints of the pages that were taken already, by any name, all as they were seen.
    """
    page = work_page(pixels, dpi)
    return (
        *_resolution(pixels, dpi, min_dpi, expected_mm),
        *_legibility(page),
        *(repeated(fingerprint(page), taken) if taken else ()),
    )


def repeated(own: Fingerprint, taken: Mapping[str, Fingerprint]) -> tuple[Finding, ...]:
    """Return that a page was taken already, if it was."""
    is_taken = any(is_same_page(own, other) for other in taken.values())
    return (Finding(FindingCode.DUPLICATE, None, 0.0),) if is_taken else ()


def fingerprint_of(pixels: Pixels, dpi: int) -> Fingerprint:
    """Return what check_page wants to know of a page once it is taken."""
    return fingerprint(work_page(pixels, dpi))


def _resolution(pixels: Pixels, dpi: int, min_dpi: int, expected_mm: tuple[float, float]) -> Iterator[Finding]:
    resolution = effective_dpi(pixels, dpi, expected_mm)
    if resolution < min_dpi:
        yield Finding(FindingCode.LOW_RESOLUTION, None, round(resolution, 1))


def _legibility(page: WorkPage) -> Iterator[Finding]:
    ink = ink_of(page, enough_mm2=_EDGELESS_INK_MM2 + 1)
    if ink < _LEAST_INK_MM2:
        yield Finding(FindingCode.BLANK, None, round(ink, 2))
        return
    level = paper_level(page)
    if is_too_dark(level):
        yield Finding(FindingCode.TOO_DARK, None, round(level, 1))
    width, part = blur_of(page)
    edgeless = width is None and ink > _EDGELESS_INK_MM2 and not is_striped(page.gray)
    if is_blurred(width, page.per_mm) or part is not None or edgeless:
        yield Finding(FindingCode.BLURRED, part, round(width or 0.0, 2))
    glare = glare_on(page) or veil_on(page)
    if glare is not None:
        yield Finding(FindingCode.GLARE, glare[1], round(glare[0], 1))
    for place in cut_corners(page):
        yield Finding(FindingCode.CUT_CORNER, place, float(max(place[2:])))


def effective_dpi(pixels: Pixels, dpi: int, expected_mm: tuple[float, float] = ID_CARD_MM) -> float:
    """Return the stated resolution, or less where the picture is too small to show what is expected at that resolution.

    A tenth is allowed for: pages are laid down askew and cropped.
    """
    short_px, long_px = min(pixels.shape[:2]), max(pixels.shape[:2])
    short_mm, long_mm = expected_mm
    held = min(short_px / short_mm, long_px / long_mm) * MM_PER_INCH * 1.1
    return min(float(dpi), float(held))
