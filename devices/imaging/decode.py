"""Image files to pixels, within bounds and safe on files from anywhere."""

from __future__ import annotations

import io
import math
import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final

import cv2
import numpy as np
from PIL import (
    BmpImagePlugin,
    GifImagePlugin,
    Image,
    ImageFile,
    JpegImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)

from devices.core.scanning import Pixels
from devices.imaging.bounds import MAX_BYTES, MAX_DPI, MAX_PIXELS, MAX_WEB_PIXELS, check_size
from devices.imaging.deep import Depth, depth_of, is_deep
from devices.imaging.errors import (
    ImageError,
    ImageSeveralFramesError,
    ImageTooLargeError,
    ImageTooSmallError,
    ImageTruncatedError,
)
from devices.imaging.reducing import coarse

_STRIP: Final = 512  # rows
_ORIENTATION: Final = 0x0112
_TILE_WIDTH, _TILE_LENGTH = 322, 323  # TIFF 6.0, section 15
# A tile at a picture's edge is as large as the others.
_LEAST_TILE: Final = 2**22
# Progressive JPEG has a dozen, and its thumbnail a few; each is unpacked over all of the picture.
_MOST_SCANS: Final = 100
_SCAN: Final = b"\xff\xda"


class _LyingTiff(TiffImagePlugin.TiffImageFile):
    """A TIFF file as it lies: Pillow would turn it while it holds it twice, and warn of sizes that are allowed here.

    Attributes:
        orientation: by its tags, once it is loaded.
    """

    orientation = 1

    def load_prepare(self) -> None:
        """Make room for the picture as it lies."""
        self.orientation = self.getexif().pop(_ORIENTATION, 1)
        self._size = self._tile_size
        ImageFile.ImageFile.load_prepare(self)


# Opened by class: Image.open would add a warning of its own between Pillow's bound and ours.
_FORMATS: Final[tuple[tuple[bytes, type[ImageFile.ImageFile]], ...]] = (
    (b"\xff\xd8\xff", JpegImagePlugin.JpegImageFile),
    (b"\x89PNG\r\n\x1a\n", PngImagePlugin.PngImageFile),
    (b"II*\x00", _LyingTiff),
    (b"MM\x00*", _LyingTiff),
    (b"BM", BmpImagePlugin.BmpImageFile),
    (b"GIF8", GifImagePlugin.GifImageFile),
    (b"RIFF", WebPImagePlugin.WebPImageFile),
)
_OF_THE_WEB: Final = (GifImagePlugin.GifImageFile, WebPImagePlugin.WebPImageFile)
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

# How a picture is turned for each orientation that EXIF knows besides 1, as it is.
_UPRIGHT: Final[dict[int, Callable[[Pixels], Pixels]]] = {
    2: lambda pixels: pixels[:, ::-1],
    3: lambda pixels: pixels[::-1, ::-1],
    4: lambda pixels: pixels[::-1],
    5: lambda pixels: pixels.swapaxes(0, 1),
    6: lambda pixels: pixels.swapaxes(0, 1)[:, ::-1],
    7: lambda pixels: pixels.swapaxes(0, 1)[::-1, ::-1],
    8: lambda pixels: pixels.swapaxes(0, 1)[::-1],
}


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class DecodedImage:
    """An image file's pixels, upright.

    Attributes:
        pixels: (height, width, 3) RGB or (height, width) gray, 8 bits.
        dpi: dots per inch of these pixels, by what the file states, or None.
        reduced: how many of the file's pixels each of these is wide and high: 1, or more where it was to be smaller.
    """

    pixels: Pixels
    dpi: int | None
    reduced: int = 1

    def __repr__(self) -> str:
        """Show the size only."""
        height, width = self.pixels.shape[:2]
        return f"DecodedImage({width}x{height}, {self.dpi} dpi)"


def decode_page(data: bytes) -> Pixels:
    """Return the pixels of an image file; see decode_image."""
    return decode_image(data).pixels


def decode_image(data: bytes, most_pixels: int = MAX_PIXELS, *, gray: bool = False) -> DecodedImage:
    """Read a JPEG, PNG, TIFF, BMP, GIF or WebP file of one frame: upright, on white, 8 bits, gray or RGB.

    Args:
        data: the file.
        most_pixels: a larger picture is halved until it has no more; what is refused as too large stays the same.
        gray: leave the colours out, which saves two thirds of the memory.

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
            check_size(image.width, image.height, MAX_WEB_PIXELS if isinstance(image, _OF_THE_WEB) else MAX_PIXELS)
            if getattr(image, "is_animated", False):
                raise ImageSeveralFramesError
            _check_work(image, data)
            lying, orientation = _unpacked(image, 2 ** _halvings(image.width * image.height, most_pixels), gray=gray)
    except (
        Image.DecompressionBombError
    ) as error:  # more than twice Pillow's own bound: WebP is asked for its size there
        raise ImageTooLargeError from error
    except _DAMAGED as error:
        if "truncated" in str(error).lower():
            raise ImageTruncatedError from error
        raise ImageError(type(error).__name__) from error
    del image  # its pixels would be held besides those that are turned
    turn = _UPRIGHT.get(orientation)
    return lying if turn is None else replace(lying, pixels=np.ascontiguousarray(turn(lying.pixels)))


def _open(data: bytes) -> ImageFile.ImageFile:
    for magic, kind in _FORMATS:
        if data.startswith(magic):
            # WebP says how many bytes follow; what is missing is told by its decoder as any other damage.
            if kind is WebPImagePlugin.WebPImageFile and len(data) < 8 + int.from_bytes(data[4:8], "little"):
                raise ImageTruncatedError
            return kind(io.BytesIO(data))
    detail = "no known format"
    raise ImageError(detail)


def _check_work(image: ImageFile.ImageFile, data: bytes) -> None:
    """Refuse a file that makes far more work than its picture: tiles larger than it, or one scan over another."""
    if isinstance(image, JpegImagePlugin.JpegImageFile) and data.count(_SCAN) > _MOST_SCANS:
        detail = "scans"
        raise ImageTooLargeError(detail)
    if isinstance(image, _LyingTiff):
        tile = int(image.tag_v2.get(_TILE_WIDTH, 0)) * int(image.tag_v2.get(_TILE_LENGTH, 0))
        if tile > 4 * image.width * image.height + _LEAST_TILE:
            detail = "tiles"
            raise ImageTooLargeError(detail)


def _dpi(image: Image.Image) -> int | None:
    stated = image.info.get("dpi")
    if not isinstance(stated, tuple):
        return None
    across = float(stated[0])
    return round(across) if 1 <= across <= MAX_DPI else None


def _halvings(pixels: int, most_pixels: int) -> int:
    """Return how often a picture must be halved, each way, to have no more than so many pixels."""
    return max(0, math.ceil(math.log(pixels / most_pixels, 4)))


def _unpacked(image: ImageFile.ImageFile, reduced: int, *, gray: bool) -> tuple[DecodedImage, int]:
    """Return a picture as it lies in its file, and its orientation."""
    width, dpi = image.width, _dpi(image)
    # JPEG is unpacked without colours, at half, a quarter or an eighth of its size, with less memory; others are not.
    image.draft("L" if gray else None, (width // reduced, image.height // reduced))
    left = reduced // max(1, round(width / image.width))
    image.load()
    orientation = image.orientation if isinstance(image, _LyingTiff) else image.getexif().get(_ORIENTATION, 1)
    return DecodedImage(_to_pixels(image, left, gray=gray), dpi and round(dpi / reduced), reduced), orientation


def _to_pixels(image: Image.Image, reduced: int, *, gray: bool) -> Pixels:
    """Return a picture's pixels, strip by strip: whole, Pillow and numpy would hold them three times over and more."""
    depth = depth_of(image, _strips(image, 1)) if is_deep(image) else None
    pixels: Pixels | None = None
    top = 0
    for strip in _strips(image, reduced):
        rows = coarse(_strip_pixels(strip, depth), reduced)
        if gray and rows.ndim == 3:
            rows = np.asarray(cv2.cvtColor(rows, cv2.COLOR_RGB2GRAY), np.uint8)
        if pixels is None:
            pixels = np.empty((image.height // reduced, *rows.shape[1:]), np.uint8)
        pixels[top : top + len(rows)] = rows
        top += len(rows)
    if pixels is None:
        raise ImageTooSmallError
    return pixels


def _strips(image: Image.Image, reduced: int) -> Iterator[Image.Image]:
    """Yield a picture from top to bottom; what is left over when it is reduced is left out."""
    width, height = (side // reduced * reduced for side in image.size)
    for top in range(0, height, _STRIP * reduced):
        yield image.crop((0, top, width, min(height, top + _STRIP * reduced)))


def _strip_pixels(image: Image.Image, depth: Depth | None) -> Pixels:
    if depth is not None:
        return depth.to_eight_bits(image)
    if image.has_transparency_data:
        layered = image.convert("RGBA")
        paper = Image.new("RGBA", layered.size, "white")
        return np.asarray(Image.alpha_composite(paper, layered).convert("RGB"))
    return np.asarray(image.convert("L" if image.mode in {"1", "L"} else "RGB"))
