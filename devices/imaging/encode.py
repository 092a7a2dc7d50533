"""Pages to JPEG files, with their resolution and in few bytes."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from PIL import Image

from devices.core.scanning import Pixels
from devices.imaging.bounds import MAX_DPI, MIN_SIDE, check_size
from devices.imaging.errors import ImageError

QUALITY: Final = 80

_FULL_COLOUR, _HALF_COLOUR, _QUARTER_COLOUR = 0, 1, 2  # Pillow's names for 4:4:4, 4:2:2 and 4:2:0
_A4_BUDGET: Final = 397_000  # 400,000 with what a PDF/A file of one page takes besides
_A4_SQUARE_INCHES: Final = 210 * 297 / 25.4**2
_LEAST_BUDGET: Final = 60_000
_MOST_WHOLE: Final = 36_000_000
# Most dots per inch, quality, colour, from the best to the smallest. Dots carry print farther than shades do: a page of
# small print at 260 dots and quality 22 reads better than at 200 and 51, which takes as many bytes.
_STEPS: Final = (
    (MAX_DPI, 75, _HALF_COLOUR),
    *((300, quality, _QUARTER_COLOUR) for quality in (78, 74, 70, 66, 62, 58, 54, 50, 46, 42, 38, 35, 32, 29, 26, 23)),
    (250, 25, _QUARTER_COLOUR),
    (200, 33, _QUARTER_COLOUR),
    (175, 36, _QUARTER_COLOUR),
    (150, 40, _QUARTER_COLOUR),
)


@dataclass(frozen=True, slots=True, repr=False)
class EncodedPage:
    """A page as a JPEG file."""

    jpeg: bytes
    width: int
    height: int
    dpi: int

    def __repr__(self) -> str:
        """Show sizes only."""
        return f"EncodedPage({self.width}x{self.height}, {self.dpi} dpi, {len(self.jpeg)} bytes)"


def encode_page(pixels: Pixels, dpi: int, quality: int = QUALITY) -> EncodedPage:
    """Write a page as JPEG with its resolution.

    Raises:
        ImageTooLargeError, ImageTooSmallError: the array is out of bounds.
        ImageError: the array is not 8-bit gray or RGB.
    """
    _check(pixels)
    dpi = min(max(dpi, 1), MAX_DPI)
    # 4:2:0 is what "web" means; stamps and thin coloured lines need 4:4:4.
    return _encoded(pixels, dpi, quality, _FULL_COLOUR)


def encode_small(pixels: Pixels, dpi: int, budget: int | None = None) -> EncodedPage:
    """Write a page as JPEG in few bytes: as well as the budget allows, and never below what its print needs.

    Colour is thinned before shades are, shades before dots up to 300 an inch, and dots only down to 150. A page that
    needs more even then is written larger than its budget. More than 300 dots an inch are not tried on a page of more
    than 36 megapixels (A4 has 35 at 600), which takes ten bytes of memory for each.

    Args:
        pixels: 8-bit gray or RGB.
        dpi: dots per inch of the page.
        budget: bytes; None allows 397,000 for an A4 page, and as much less or more as the page is smaller or larger.

    Raises:
        ImageTooLargeError, ImageTooSmallError, ImageError: as encode_page.
    """
    height, width = _check(pixels)
    allowed = budget or _allowed(width, height, dpi)
    fits, too_large = len(_STEPS) - 1, -1
    if width * height > _MOST_WHOLE:
        too_large = 0
    else:
        page = encode_page(pixels, dpi)
        if len(page.jpeg) <= allowed:
            return page
    best = _smaller(pixels, dpi, fits)
    while fits - too_large > 1:
        step = (fits + too_large) // 2
        tried = _smaller(pixels, dpi, step)
        if len(tried.jpeg) <= allowed:
            fits, best = step, tried
        else:
            too_large = step
    return best


def _check(pixels: Pixels) -> tuple[int, int]:
    """Return the height and width of an array that can be a page; refuse others."""
    if pixels.dtype != np.uint8 or pixels.ndim not in {2, 3} or (pixels.ndim == 3 and pixels.shape[2] != 3):
        detail = f"{pixels.dtype} {pixels.ndim}"
        raise ImageError(detail)
    height, width = pixels.shape[:2]
    check_size(width, height)
    return height, width


def _encoded(pixels: Pixels, dpi: int, quality: int, subsampling: int) -> EncodedPage:
    image = Image.fromarray(np.ascontiguousarray(pixels))
    try:
        jpeg = _saved(image, dpi, quality, subsampling, is_small=True)
    except OSError:
        # Pillow gives a byte a pixel to what is made small; a picture of nothing but noise takes more.
        jpeg = _saved(image, dpi, quality, subsampling, is_small=False)
    return EncodedPage(jpeg, pixels.shape[1], pixels.shape[0], dpi)


def _saved(image: Image.Image, dpi: int, quality: int, subsampling: int, *, is_small: bool) -> bytes:
    target = io.BytesIO()
    image.save(
        target,
        "JPEG",
        quality=quality,
        dpi=(dpi, dpi),
        subsampling=subsampling,
        optimize=is_small,
        progressive=is_small,
    )
    return target.getvalue()


def _smaller(pixels: Pixels, dpi: int, step: int) -> EncodedPage:
    most_dpi, quality, subsampling = _STEPS[step]
    return _encoded(*_at_most(pixels, dpi, most_dpi), quality, subsampling)


def _allowed(width: int, height: int, dpi: int) -> int:
    square_inches = width * height / min(max(dpi, 1), MAX_DPI) ** 2
    return max(_LEAST_BUDGET, round(_A4_BUDGET * square_inches / _A4_SQUARE_INCHES))


def _at_most(pixels: Pixels, dpi: int, most_dpi: int) -> tuple[Pixels, int]:
    if dpi <= most_dpi:
        return pixels, dpi
    size = (max(MIN_SIDE, pixels.shape[1] * most_dpi // dpi), max(MIN_SIDE, pixels.shape[0] * most_dpi // dpi))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8), most_dpi
