"""QR codes and barcodes on a page, read by zbar and zxing-cpp together."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

import cv2
import numpy as np

from devices.core.scanning import Pixels
from devices.imaging.code_bars import bar_places
from devices.imaging.code_chances import has_dark_ground, is_cut
from devices.imaging.code_places import Box, Points, is_same_place
from devices.imaging.code_readers import read_with_both
from devices.imaging.code_squares import square_places
from devices.imaging.code_texture import FINE_SIDE, Place, Texture, texture
from devices.imaging.code_versions import FRAMED, NEGATIVE, Version, framed, inverted, plain, turned, versions
from devices.imaging.code_votes import Ballot

Point = tuple[int, int]

# A3 at 400 dots per inch, or A4 at 560: more would take both libraries tens of seconds and show no smaller code.
_MOST_PIXELS: Final = 30_000_000
_SMALL_SIDE: Final = 1200
# A picture this small may be nothing but a code, so that all of it is looked at again.
_SNIPPET_PIXELS: Final = 400_000
# What may be spent on versions beyond the page itself; both libraries take about 30 ms for a million pixels.
_WORK_PIXELS: Final = 8_000_000
# The same where neither library read anything: most pages bear no code.
_SNIPPET_WORK_PIXELS: Final = 3_000_000
_LEAST_WORK_PIXELS: Final = 1_000_000
# Versions of a patch that may be a small matrix code; most are print.
_SQUARE_LOOKS: Final = 4
_UPRIGHT_DEGREES: Final = 3.0
_ASKEW_DEGREES: Final = 45.0
_LEAST_SIDE: Final = 8


@dataclass(frozen=True, slots=True, repr=False)
class Code:
    """One code on a page.

    Attributes:
        format: qr, microqr, rmqr, datamatrix, aztec, pdf417, micropdf417, maxicode, code128, code39, code93, ean13,
            ean8, upca, upce, itf, codabar, databar, telepen or dxfilmedge.
        text: the payload, never opened or looked up; of EAN-13, UPC-A and UPC-E the thirteen digits of the GTIN.
        data: the payload's bytes, which are not always text.
        corners: top left, top right, bottom right, bottom left in pixels.
    """

    format: str
    text: str
    data: bytes
    corners: tuple[Point, Point, Point, Point]

    def __repr__(self) -> str:
        """Leave the payload out; it may name a person."""
        return f"Code({self.format}, {len(self.text)} characters)"


def read_codes(pixels: Pixels, work_pixels: int = _WORK_PIXELS) -> tuple[Code, ...]:
    """Return the codes on a page from top to bottom, each once.

    What either library reads differently is settled by how often it is read; a linear code that is read only once is
    not believed.

    Args:
        pixels: 8-bit gray or RGB.
        work_pixels: how many pixels of doctored versions may be read, at most, where the page itself does not do.

    Raises:
        UnsupportedError: the zbar library is not installed.
    """
    gray = pixels if pixels.ndim == 2 else np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), np.uint8)
    if gray.size > _MOST_PIXELS:
        return _read_smaller(gray, (_MOST_PIXELS / gray.size) ** 0.5, work_pixels)
    ballot = Ballot()
    _read(plain(gray), ballot)
    if max(gray.shape) > _SMALL_SIDE:
        _read(framed(gray, 0.5, "half"), ballot)
    if not ballot.settled():
        _read_otherwise(gray, ballot)
    _look_again(gray, ballot, work_pixels)
    codes = [Code(one.format, one.text, one.data, _corners(one.points, gray.shape)) for one in ballot.settled()]
    return tuple(sorted(codes, key=lambda code: (code.corners[0][1], code.corners[0][0])))


def _read_smaller(gray: Pixels, scale: float, work_pixels: int) -> tuple[Code, ...]:
    """Read a smaller picture, so that time is bounded, and return places on the whole one."""
    height, width = gray.shape
    # Rounded down: a side more, and it would be too large for ever.
    size = (max(1, int(width * scale)), max(1, int(height * scale)))
    small = cv2.resize(gray, size, interpolation=cv2.INTER_AREA)
    codes = []
    for code in read_codes(np.asarray(small, np.uint8), work_pixels):
        places = [(min(width - 1, round(x / scale)), min(height - 1, round(y / scale))) for x, y in code.corners]
        codes.append(replace(code, corners=(places[0], places[1], places[2], places[3])))
    return tuple(codes)


def _read(version: Version, ballot: Ballot) -> None:
    for reading in read_with_both(version.gray):
        ballot.add(reading, version.on_page(reading.points), version.name)


def _read_otherwise(gray: Pixels, ballot: Ballot) -> None:
    """Read a picture that gave nothing with a quiet zone and as a negative, where that may help."""
    is_snippet = gray.size <= _SNIPPET_PIXELS
    if is_snippet or is_cut(gray):
        _read(framed(gray, 1.0, FRAMED), ballot)
    if not (is_snippet or has_dark_ground(gray)):
        return
    if max(gray.shape) > _SMALL_SIDE:
        _read(framed(inverted(gray), 0.5, "half, negative"), ballot)
    else:
        _read(framed(inverted(gray), 1.0, NEGATIVE), ballot)


def _look_again(gray: Pixels, ballot: Ballot, work_pixels: int) -> None:
    """Read doctored versions of the places that are open, in turns, until they are settled or the work is done."""
    todo = deque(_todo(gray, ballot))
    least = _SNIPPET_WORK_PIXELS if gray.size <= _SNIPPET_PIXELS else max(_LEAST_WORK_PIXELS, gray.size // 3)
    least, done = min(work_pixels, least), 0
    while todo and done < (work_pixels if ballot.has_readings() else least):
        place, stream = todo.popleft()
        version = next(stream, None)
        if version is None:
            continue
        done += version.gray.size
        _read(version, ballot)
        if not ballot.is_settled(place.box):
            todo.append((place, stream))


def _todo(gray: Pixels, ballot: Ballot) -> list[tuple[Place, Iterator[Version]]]:
    """Return the places to look at again, with the versions of each; the latter are made when they are asked for."""
    fine = texture(gray, FINE_SIDE)
    places = _places(gray, fine, ballot)
    todo = [(place, _versions_of(gray, place, str(index))) for index, place in enumerate(places)]
    if not ballot.settled() and gray.size > _SNIPPET_PIXELS:
        squares = enumerate(square_places(gray, fine), len(places))
        todo += [(place, islice(_versions_of(gray, place, str(index)), _SQUARE_LOOKS)) for index, place in squares]
    return todo


def _places(gray: Pixels, fine: Texture, ballot: Ballot) -> list[Place]:
    """Return where to look again: bars unread, readings open, all of a snippet that gave nothing."""
    height, width = gray.shape
    bars = [place for place in bar_places(gray, fine) if not ballot.is_settled(place.box)]
    opened = [Place(_with_margin(box, gray), 0.0) for box in ballot.open_places()]
    places = bars + [place for place in opened if not any(is_same_place(place.box, bar.box) for bar in bars)]
    if gray.size <= _SNIPPET_PIXELS and not ballot.settled():
        angle = bars[0].angle if bars else 0.0
        places.append(Place((0.0, 0.0, float(width), float(height)), 0.0 if abs(angle) > _ASKEW_DEGREES else angle))
    return places


def _versions_of(gray: Pixels, place: Place, name: str) -> Iterator[Version]:
    left, top, right, bottom = (round(edge) for edge in place.box)
    part = np.ascontiguousarray(gray[top:bottom, left:right])
    if min(part.shape, default=0) < _LEAST_SIDE:
        return iter(())
    straight, to_page = turned(part, (left, top), place.angle if abs(place.angle) > _UPRIGHT_DEGREES else 0.0)
    return versions(straight, to_page, name)


def _with_margin(box: Box, gray: Pixels) -> Box:
    """Grow a place that a reader gave: of a linear code it may be a line."""
    left, top, right, bottom = box
    margin = 0.2 * max(right - left, bottom - top) + 8
    height, width = gray.shape
    return max(0.0, left - margin), max(0.0, top - margin), min(width, right + margin), min(height, bottom + margin)


def _corners(points: Points, shape: tuple[int, ...]) -> tuple[Point, Point, Point, Point]:
    height, width = shape[:2]
    quad = points if len(points) == 4 else cv2.boxPoints(cv2.minAreaRect(points.astype(np.float32)))
    centre = quad.mean(axis=0)
    # Clockwise on a picture whose y grows downwards, starting at the corner nearest to the top left.
    clockwise = quad[np.argsort(np.arctan2(quad[:, 1] - centre[1], quad[:, 0] - centre[0]))]
    start = int(np.argmin(clockwise.sum(axis=1)))
    ordered = np.roll(clockwise, -start, axis=0)
    top_left, top_right, bottom_right, bottom_left = (
        (int(np.clip(round(float(x)), 0, width - 1)), int(np.clip(round(float(y)), 0, height - 1))) for x, y in ordered
    )
    return top_left, top_right, bottom_right, bottom_left
