"""Makes the page that a picture was taken of: flat, upright, evenly lit, at the resolution that the picture has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from devices.core.scanning import Pixels
from devices.imaging.cleaning import Tone, even_light, in_tone
from devices.imaging.errors import CornersError
from devices.imaging.flattening import flattened, flattened_gray
from devices.imaging.geometry import Corners, is_convex, whole
from devices.imaging.networks import Networks, shipped
from devices.imaging.outline import Outline, find_page_in
from devices.imaging.pyramid import Pyramid
from devices.imaging.sizing import MM_PER_INCH, likely_dpi, page_size
from devices.imaging.skew import skew_degrees
from devices.imaging.upright import PER_MM, quarter_turns

_SHARP_ENOUGH: Final = 0.85  # of the resolution at which print is read tells which way up it is as well
_FURTHEST_OUT: Final = 4.0  # picture sizes; corners farther away are a slip of the hand


@dataclass(frozen=True, slots=True, eq=False)
class Page:
    """A page made from a picture.

    Attributes:
        pixels: (height, width, 3) RGB, or (height, width) in gray or black and white.
        corners: where it was in the picture: top left, top right, bottom right, bottom left of the page as it is read.
        dpi: dots per inch, where the paper is what its shape says: an ID card or A4.
        as_seen: the flat page in RGB before its light was evened, which is what the gate must judge.
    """

    pixels: Pixels
    corners: Corners
    dpi: int
    as_seen: Pixels

    def __repr__(self) -> str:
        """Show the size only."""
        height, width = self.pixels.shape[:2]
        return f"Page({width}x{height}, about {self.dpi} dpi)"


@dataclass(frozen=True, slots=True)
class Making:
    """How a page is to be made.

    Attributes:
        tone: colour, gray, or black and white.
        upright: whether to turn it so that its print stands up; else it stays as its corners say.
        even: whether to take shading out.
    """

    tone: Tone = Tone.COLOUR
    upright: bool = True
    even: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class Capture:
    """What came of a picture: where the page was found, None if nowhere, and the page; the whole picture if nowhere."""

    outline: Outline | None
    page: Page


def capture_page(picture: Pixels, making: Making | None = None, networks: Networks | None = None) -> Capture:
    """Find the page in a picture and make it.

    Args:
        picture: (height, width, 3) RGB or (height, width) gray, 8 bits.
        making: how; upright and evenly lit colour if None.
        networks: those that ship if None.
    """
    known = networks or shipped()
    pyramid = Pyramid(picture)
    outline = find_page_in(pyramid, known)
    return Capture(outline, _make(pyramid, outline.corners if outline else None, making or Making(), known))


def make_page(
    picture: Pixels, corners: Corners | None, making: Making | None = None, networks: Networks | None = None
) -> Page:
    """Make the page between four corners, as found or as put there by hand.

    Args:
        picture: (height, width, 3) RGB or (height, width) gray, 8 bits.
        corners: (4, 2) in pixels, top left, top right, bottom right, bottom left; None takes the whole picture and
            straightens its lines of print.
        making: how; upright and evenly lit colour if None.
        networks: those that ship if None.

    Raises:
        CornersError: no page can lie between these corners.
    """
    if corners is not None:
        _check(corners, picture.shape[:2])
    return _make(Pyramid(picture), corners, making or Making(), networks or shipped())


def _check(corners: Corners, shape: tuple[int, ...]) -> None:
    far = max(shape) * _FURTHEST_OUT
    if corners.shape != (4, 2) or not np.isfinite(corners).all() or np.abs(corners).max() > far:
        raise CornersError
    if not is_convex(corners):
        raise CornersError


def _make(pyramid: Pyramid, given: Corners | None, making: Making, networks: Networks) -> Page:
    height, width = pyramid.whole.shape[:2]
    corners = given if given is not None else _straightened(pyramid)
    size = page_size(corners, (height, width)) if given is not None else (width, height)
    turns = quarter_turns(_for_reading(pyramid, corners, size), networks.upright) if making.upright else 0
    # Print turned counter-clockwise has its top left at what lies as bottom left.
    corners = np.roll(corners, turns, axis=0)
    flat = flattened(pyramid.whole, corners, size[::-1] if turns % 2 else size)
    page = in_tone(even_light(flat) if making.even else flat, making.tone)
    return Page(page, corners, likely_dpi(*size), flat)


def _straightened(pyramid: Pyramid) -> Corners:
    """Return the corners of the whole picture, turned by the skew of its print; what turns out of it is left out."""
    height, width = pyramid.whole.shape[:2]
    corners = whole(height, width)
    level = pyramid.at_least(600)
    angle = np.deg2rad(skew_degrees(np.asarray(cv2.cvtColor(level.pixels, cv2.COLOR_RGB2GRAY), np.uint8)))
    if not angle:
        return corners
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    middle = corners.mean(axis=0)
    return np.asarray((corners - middle) @ turn.T + middle, np.float64)


def _for_reading(pyramid: Pyramid, corners: Corners, size: tuple[int, int]) -> Pixels:
    """Return a page in gray at the size at which its direction can be told."""
    scale = min(1.0, PER_MM * MM_PER_INCH / likely_dpi(*size))
    level = pyramid.at_least(max(pyramid.whole.shape[:2]) * scale * _SHARP_ENOUGH)
    gray = np.asarray(cv2.cvtColor(level.pixels, cv2.COLOR_RGB2GRAY), np.uint8)
    width, height = (max(1, round(side * scale)) for side in size)
    return flattened_gray(gray, level.here(corners), (width, height))
