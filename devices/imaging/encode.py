"""Pages to JPEG files and image files to pages, within bounds and safe on files from anywhere."""

from __future__ import annotations

import io
import struct
import zlib
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from PIL import (
    BmpImagePlugin,
    GifImagePlugin,
    Image,
    ImageFile,
    ImageOps,
    JpegImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)

from devices.core.scanning import Pixels
from devices.imaging.errors import (
    ImageError,
    ImageSeveralFramesError,
    ImageTooLargeError,
    ImageTooSmallError,
    ImageTruncatedError,
)

MAX_PIXELS: Final = 100_000_000
MAX_BYTES: Final = 128 * 1024 * 1024
MAX_SIDE: Final = 65_500  # the longest side that JPEG can hold
MIN_SIDE: Final = 8
_STRIP: Final = 512  # rows
MOST_TIMES_LONGER: Final = 100  # a till receipt of four metres is 50 times as long as wide
QUALITY: Final = 80
MAX_DPI: Final = 4800

_FULL_COLOUR, _HALF_COLOUR, _QUARTER_COLOUR = 0, 1, 2  # Pillow's names for 4:4:4, 4:2:2 and 4:2:0
_A4_BUDGET: Final = 400_000
_A4_SQUARE_INCHES: Final = 210 * 297 / 25.4**2
_LEAST_BUDGET: Final = 60_000
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

# Opened by class: Image.open would add a warning of its own between Pillow's bound and ours.
_FORMATS: Final[tuple[tuple[bytes, type[ImageFile.ImageFile]], ...]] = (
    (b"\xff\xd8\xff", JpegImagePlugin.JpegImageFile),
    (b"\x89PNG\r\n\x1a\n", PngImagePlugin.PngImageFile),
    (b"II*\x00", TiffImagePlugin.TiffImageFile),
    (b"MM\x00*", TiffImagePlugin.TiffImageFile),
    (b"BM", BmpImagePlugin.BmpImageFile),
    (b"GIF8", GifImagePlugin.GifImageFile),
    (b"RIFF", WebPImagePlugin.WebPImageFile),
)
# Everything that Pillow's decoders were seen to raise on damaged files.
_DAMAGED: Final = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    LookupError,
    ArithmeticError,
    AttributeError,
    EOFError,
    MemoryError,
    RuntimeError,
    struct.error,
    zlib.error,
    Warning,
)
_DEEP_MODES: Final = {"I": 65535.0, "F": 255.0}


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


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class DecodedImage:
    """An image file's pixels, upright.

    Attributes:
        pixels: (height, width, 3) RGB or (height, width) gray, 8 bits.
        dpi: dots per inch as the file states, or None.
    """

    pixels: Pixels
    dpi: int | None

    def __repr__(self) -> str:
        """Show the size only."""
        height, width = self.pixels.shape[:2]
        return f"DecodedImage({width}x{height}, {self.dpi} dpi)"


def encode_page(pixels: Pixels, dpi: int, quality: int = QUALITY) -> EncodedPage:
    """Write a page as JPEG with its resolution.

    Raises:
        ImageTooLargeError, ImageTooSmallError: the array is out of bounds.
        ImageError: the array is not 8-bit gray or RGB.
    """
    if pixels.dtype != np.uint8 or pixels.ndim not in {2, 3} or (pixels.ndim == 3 and pixels.shape[2] != 3):
        detail = f"{pixels.dtype} {pixels.ndim}"
        raise ImageError(detail)
    height, width = pixels.shape[:2]
    _check_size(width, height)
    dpi = min(max(dpi, 1), MAX_DPI)
    # 4:2:0 is what "web" means; stamps and thin coloured lines need 4:4:4.
    return _encoded(pixels, dpi, quality, _FULL_COLOUR)


def encode_small(pixels: Pixels, dpi: int, budget: int | None = None) -> EncodedPage:
    """Write a page as JPEG in few bytes: as well as the budget allows, and never below what its print needs.

    Colour is thinned before shades are, shades before dots up to 300 an inch, and dots only down to 150. A page that
    needs more even then is written larger than its budget.

    Args:
        pixels: 8-bit gray or RGB.
        dpi: dots per inch of the page.
        budget: bytes; None allows 400,000 for an A4 page, and as much less or more as the page is smaller or larger.

    Raises:
        ImageTooLargeError, ImageTooSmallError, ImageError: as encode_page.
    """
    page = encode_page(pixels, dpi)
    allowed = budget or _allowed(page)
    if len(page.jpeg) <= allowed:
        return page
    best = _smaller(pixels, dpi, len(_STEPS) - 1)
    fits, too_large = len(_STEPS) - 1, -1
    while fits - too_large > 1:
        step = (fits + too_large) // 2
        tried = _smaller(pixels, dpi, step)
        if len(tried.jpeg) <= allowed:
            fits, best = step, tried
        else:
            too_large = step
    return best


def decode_page(data: bytes) -> Pixels:
    """Return the pixels of an image file; see decode_image."""
    return decode_image(data).pixels


def decode_image(data: bytes) -> DecodedImage:
    """Read a JPEG, PNG, TIFF, BMP, GIF or WebP file of one frame: upright, on white, 8 bits, gray or RGB.

    Raises:
        ImageTooLargeError, ImageTooSmallError, ImageTruncatedError, ImageSeveralFramesError: by name.
        ImageError: anything else that is no sound picture.
    """
    if len(data) > MAX_BYTES:
        detail = f"{len(data)} bytes"
        raise ImageTooLargeError(detail)
    # Some libraries, WeasyPrint among them, make Pillow take truncated pictures in the whole process.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with _open(data) as image:
            _check_size(image.width, image.height)
            if getattr(image, "n_frames", 1) != 1:
                raise ImageSeveralFramesError
            image.load()
            dpi = _dpi(image)
            ImageOps.exif_transpose(image, in_place=True)
            return DecodedImage(_to_pixels(image), dpi)
    except _DAMAGED as error:
        if "truncated" in str(error).lower():
            raise ImageTruncatedError from error
        raise ImageError(type(error).__name__) from error


def _encoded(pixels: Pixels, dpi: int, quality: int, subsampling: int) -> EncodedPage:
    target = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(pixels)).save(
        target, "JPEG", quality=quality, dpi=(dpi, dpi), subsampling=subsampling, optimize=True, progressive=True
    )
    return EncodedPage(target.getvalue(), pixels.shape[1], pixels.shape[0], dpi)


def _smaller(pixels: Pixels, dpi: int, step: int) -> EncodedPage:
    most_dpi, quality, subsampling = _STEPS[step]
    return _encoded(*_at_most(pixels, dpi, most_dpi), quality, subsampling)


def _allowed(page: EncodedPage) -> int:
    square_inches = page.width * page.height / page.dpi**2
    return max(_LEAST_BUDGET, round(_A4_BUDGET * square_inches / _A4_SQUARE_INCHES))


def _at_most(pixels: Pixels, dpi: int, most_dpi: int) -> tuple[Pixels, int]:
    if dpi <= most_dpi:
        return pixels, dpi
    size = (max(MIN_SIDE, pixels.shape[1] * most_dpi // dpi), max(MIN_SIDE, pixels.shape[0] * most_dpi // dpi))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8), most_dpi


def _open(data: bytes) -> ImageFile.ImageFile:
    for magic, kind in _FORMATS:
        if data.startswith(magic):
            return kind(io.BytesIO(data))
    detail = "no known format"
    raise ImageError(detail)


def _check_size(width: int, height: int) -> None:
    detail = f"{width}x{height}"
    if width * height > MAX_PIXELS or max(width, height) > MAX_SIDE:
        raise ImageTooLargeError(detail)
    if min(width, height) < MIN_SIDE or max(width, height) > MOST_TIMES_LONGER * min(width, height):
        raise ImageTooSmallError(detail)


def _dpi(image: Image.Image) -> int | None:
    stated = image.info.get("dpi")
    if not isinstance(stated, tuple):
        return None
    across = float(stated[0])
    return round(across) if 1 <= across <= MAX_DPI else None


def _to_pixels(image: Image.Image) -> Pixels:
    """Return a picture's pixels, strip by strip: whole, Pillow and numpy would hold them three times over and more."""
    height, width = image.height, image.width
    white = _white(image)
    pixels: Pixels | None = None
    for top in range(0, height, _STRIP):
        strip = _strip_pixels(image.crop((0, top, width, min(height, top + _STRIP))), white)
        if pixels is None:
            pixels = np.empty((height, *strip.shape[1:]), np.uint8)
        pixels[top : top + _STRIP] = strip
    if pixels is None:
        raise ImageTooSmallError
    return pixels


def _white(image: Image.Image) -> float:
    """Return what white is in a deep picture: 16-bit gray comes as 32-bit integers; floats go to 255 or to 1."""
    if image.mode != "F":
        return _DEEP_MODES.get(image.mode, 255.0)
    return 1.0 if float(np.fmax.reduce(np.asarray(image), axis=None)) <= 1.0 else _DEEP_MODES["F"]


def _strip_pixels(image: Image.Image, white: float) -> Pixels:
    if image.mode.startswith("I;16"):
        return (np.asarray(image).astype(np.uint16) >> 8).astype(np.uint8)
    if image.mode in _DEEP_MODES:
        scaled = np.nan_to_num(np.asarray(image, dtype=np.float64)) * (255.0 / white)
        return np.clip(scaled, 0, 255).astype(np.uint8)
    if image.has_transparency_data:
        layered = image.convert("RGBA")
        paper = Image.new("RGBA", layered.size, "white")
        return np.asarray(Image.alpha_composite(paper, layered).convert("RGB"))
    return np.asarray(image.convert("L" if image.mode in {"1", "L"} else "RGB"))
