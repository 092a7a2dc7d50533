"""A picture becomes a page: cut out, straightened, judged, encoded; and once more when a hand moves its corners.

Calls take a tenth of a second and more and belong on a worker.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

import cv2
import numpy as np

from devices.core.errors import UnsupportedError
from devices.core.scanning import Pixels, ScannedPage
from devices.imaging.cleaning import Tone
from devices.imaging.decode import decode_page
from devices.imaging.duplicates import Fingerprint
from devices.imaging.encode import EncodedPage, encode_small
from devices.imaging.gate import Finding, FindingCode, check_page, fingerprint_of, repeated
from devices.imaging.geometry import Corners, clockwise_from_top_left, whole
from devices.imaging.making import Making, Page, capture_page, make_page
from devices.imaging.ocr.check_digits import VALIDATORS
from devices.imaging.ocr.text_reader import shipped_reader
from devices.imaging.outline import find_page, find_pages
from devices.imaging.recognition.expected import ExpectedDocument
from devices.imaging.recognition.judging import Judgement, judge_document
from devices.imaging.sizing import page_size
from shared.capture.paper import CARD, dpi_of, is_card

OUTLINE_UNSURE: Final = "outline_unsure"
"""Finding of a page whose edges nobody is sure of; a hand that sets the corners settles it."""
DUPLICATE: Final = FindingCode.DUPLICATE.value
# Such a page is taken again whatever it is, and can't be told by what is printed on it.
_ILLEGIBLE: Final = frozenset(
    {FindingCode.BLANK, FindingCode.TOO_DARK, FindingCode.LOW_RESOLUTION, FindingCode.BLURRED}
)
_NEGATIVE_QUALITY: Final = 95

Place = tuple[float, float, float, float]
Taken = Mapping[str, Fingerprint]


@dataclass(frozen=True, slots=True)
class PageFinding:
    """What is wrong with a page.

    Attributes:
        code: one of devices.imaging.gate.FindingCode, or OUTLINE_UNSURE.
        place: left, top, width, height as shares of the page; None for all of it.
        seems: for a wrong side or document the name of what it is, where that is known.
        missing: for a wrong side the one that is still to come, front or back, where the other was taken before.
    """

    code: str
    place: Place | None = None
    seems: str = ""
    missing: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What page is expected.

    Attributes:
        paper: its paper as the catalogue names it; empty where nobody knows.
        document: what is printed on it; None where the catalogue does not say.
        missing: front or back, where the other side of a card was taken before.
    """

    paper: str = ""
    document: ExpectedDocument | None = None
    missing: str = ""


_ANY: Final = Wanted()


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Negative:
    """The picture that a page was cut from, packed, so that the page can be cut anew. Keep it in memory only.

    Attributes:
        jpeg: the whole picture.
        size: its width and height.
        dpi: as its source states.
        corners: of the page as it was cut, in pixels of the picture: top left, top right, bottom right, bottom left.
        found: the same as they were found, before any hand.
        is_photo: taken by a camera: light and perspective are in it; else it lay on a glass.
        is_gray: it has no colour.
        wanted: what page was expected.
    """

    jpeg: bytes
    size: tuple[int, int]
    dpi: int
    corners: Corners
    found: Corners
    is_photo: bool
    is_gray: bool
    wanted: Wanted

    def __repr__(self) -> str:
        """Show the size only."""
        return f"Negative({self.size[0]}x{self.size[1]}, {len(self.jpeg)} bytes)"


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class CapturedPage:
    """A page that was made and judged, and not kept yet.

    Attributes:
        page: what would be kept.
        pixels: the page as an array.
        fingerprint: what tells it from the pages that were taken already.
        side: the name of the side that it is, where that is known.
        is_doubtful: nothing is wrong with it, but it bears no mark of what was expected: a person should look.
        apart: corners of each paper, in pixels of the negative, where several lie apart on the glass. The page is all
            of it, and `pages_apart` cuts them.
    """

    page: EncodedPage
    pixels: Pixels
    findings: tuple[PageFinding, ...]
    negative: Negative
    fingerprint: Fingerprint | None
    side: str = ""
    is_doubtful: bool = False
    apart: tuple[Corners, ...] = ()

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of what is wrong with it, each once."""
        return tuple(dict.fromkeys(finding.code for finding in self.findings))

    def with_finding(self, finding: PageFinding) -> CapturedPage:
        """Return the page with one more finding."""
        return replace(self, findings=(*self.findings, finding))

    def __repr__(self) -> str:
        """Show sizes and codes only."""
        return f"CapturedPage({self.page!r}, {self.codes})"


def from_glass(
    scanned: ScannedPage, wanted: Wanted = _ANY, taken: Taken | None = None, *, seek_several: bool = False
) -> CapturedPage:
    """Make a page of what a flatbed or feeder saw: all of it, straight and upright; of a card only the card.

    Args:
        scanned: what it saw.
        wanted: what page is expected.
        taken: fingerprints of the pages that are there already.
        seek_several: whether to tell where several papers lie, as much as half a second longer; then it is all of it.

    Raises:
        ImageError: the array is no picture of a page.
    """
    height, width = scanned.pixels.shape[:2]
    is_gray = scanned.pixels.ndim == 2
    apart = _papers_apart(scanned.pixels) if seek_several else ()
    card = _card_on_glass(scanned.pixels) if wanted.paper == CARD and not apart else None
    page = make_page(scanned.pixels, card, Making(tone=Tone.GREY if is_gray else Tone.COLOUR))
    edges = whole(height, width) if card is None else card
    negative = _negative(scanned, edges, wanted, is_photo=False)
    return replace(_judged(page, negative, taken, ()), apart=apart)


def pages_apart(captured: CapturedPage) -> tuple[CapturedPage, ...]:
    """Make a page of each paper that lies apart on the glass, each judged by itself.

    Raises:
        CornersError: no page can lie between one's corners.
    """
    negative = captured.negative
    return tuple(remake(replace(negative, found=corners), corners) for corners in captured.apart)


def from_camera(scanned: ScannedPage, wanted: Wanted = _ANY, taken: Taken | None = None) -> CapturedPage:
    """Find the page in a camera's picture and make it. Where it is not found for sure, OUTLINE_UNSURE is among the
    findings and the page is the best guess, at worst the whole picture.

    Raises:
        ImageError: the array is no picture of a page.
    """
    capture = capture_page(scanned.pixels)
    unsure = capture.outline is None or capture.outline.flagged
    corners = clockwise_from_top_left(capture.page.corners)
    negative = _negative(scanned, corners, wanted, is_photo=True)
    doubts = (PageFinding(OUTLINE_UNSURE),) if unsure else ()
    return _judged(capture.page, negative, taken, doubts)


def print_of_kept(jpeg: bytes, dpi: int) -> Fingerprint:
    """Return the fingerprint of a page that was kept earlier, as it had one when it was taken.

    Raises:
        ImageError: it is no picture of a page any more.
    """
    return fingerprint_of(decode_page(jpeg), dpi)


def remake(negative: Negative, corners: Corners, taken: Taken | None = None) -> CapturedPage:
    """Cut the page anew between corners that a person set.

    Raises:
        CornersError: no page can lie between these corners.
    """
    picture = decode_page(negative.jpeg)
    tone = Tone.GREY if negative.is_gray else Tone.COLOUR
    page = make_page(picture, np.asarray(corners, np.float64), Making(tone=tone))
    cut = replace(negative, corners=np.asarray(corners, np.float64))
    return _judged(page, cut, taken, ())


def _papers_apart(pixels: Pixels) -> tuple[Corners, ...]:
    """Return the corners of each paper on a glass that surely bears several, else nothing."""
    sure = [clockwise_from_top_left(one.corners) for one in find_pages(pixels) if not one.flagged]
    return tuple(sure) if len(sure) > 1 else ()


def _card_on_glass(pixels: Pixels) -> Corners | None:
    """Return the corners of an ID-1 card on a larger glass, None where nothing of its shape is surely found."""
    found = find_page(pixels)
    if found is None or found.flagged:
        return None
    width, height = page_size(found.corners, pixels.shape[:2])
    return clockwise_from_top_left(found.corners) if is_card(width, height) else None


def _judged(page: Page, negative: Negative, taken: Taken | None, doubts: tuple[PageFinding, ...]) -> CapturedPage:
    """Judge a page as it was seen, before its light was evened; told from others it is as it is kept."""
    height, width = page.pixels.shape[:2]
    dpi = dpi_of(width, height, negative.wanted.paper, page.dpi) if negative.is_photo else negative.dpi
    own = fingerprint_of(page.pixels, dpi)
    found = (*check_page(page.as_seen, dpi), *repeated(own, taken or {}))
    judgement = Judgement()
    if negative.wanted.document is not None and not {finding.code for finding in found} & _ILLEGIBLE:
        judgement = _of_document(page.as_seen, negative.wanted.document)
    told = (_as_told(finding, page.as_seen, negative.wanted) for finding in (*found, *judgement.findings))
    return CapturedPage(
        page=encode_small(page.pixels, dpi),
        pixels=page.pixels,
        findings=(*doubts, *told),
        negative=negative,
        fingerprint=own,
        side=judgement.side,
        is_doubtful=judgement.is_doubtful,
    )


def _of_document(pixels: Pixels, document: ExpectedDocument) -> Judgement:
    """Tell a wrong side or document, which takes a few lines of reading; nothing where nothing can be read here."""
    try:
        return judge_document(shipped_reader(), pixels, document, VALIDATORS)
    except UnsupportedError:
        return Judgement()


def _as_told(finding: Finding, pixels: Pixels, wanted: Wanted) -> PageFinding:
    place = None
    if finding.place is not None:
        height, width = pixels.shape[:2]
        x, y, w, h = finding.place
        place = x / width, y / height, w / width, h / height
    missing = wanted.missing if finding.code is FindingCode.WRONG_SIDE else ""
    return PageFinding(finding.code.value, place, finding.seems, missing)


def _negative(scanned: ScannedPage, corners: Corners, wanted: Wanted, *, is_photo: bool) -> Negative:
    pixels = scanned.pixels
    is_gray = pixels.ndim == 2
    packed = cv2.imencode(
        ".jpg",
        pixels if is_gray else cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR),
        [cv2.IMWRITE_JPEG_QUALITY, _NEGATIVE_QUALITY],
    )[1]
    size = pixels.shape[1], pixels.shape[0]
    return Negative(packed.tobytes(), size, scanned.dpi, corners, corners, is_photo, is_gray, wanted)
