"""A copy of a card: front and back on one A4 sheet at true size, each marked with what the copy is for (用途水印)."""

from __future__ import annotations

from collections.abc import Sequence
from math import log
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from devices.core.errors import DeviceError
from devices.core.scanning import Pixels
from devices.imaging.encode import encode_page
from devices.imaging.pdf import write_pdf
from devices.imaging.synthetic.fonts import Typefaces, load
from devices.imaging.work_page import MM_PER_INCH

# ISO/IEC 7810 ID-1.
CARD_MM: Final = (85.6, 54.0)
_A4_MM: Final = (210.0, 297.0)
# The tops of front and back: both in the upper half, where a clerk's stamp leaves room below.
_TOPS_MM: Final = (45.0, 125.0)
_ANGLE_DEG: Final = 20.0
_SIZES_MM: Final = (4.6, 3.8, 3.2, 2.7)
_SPACING: Final = 2.3
# Dark enough to be read in a black-and-white copy of the copy, light enough for print to be read through it.
_STRENGTH: Final = 0.34
_COLOUR: Final = (196, 34, 34)
_MOST_CHARACTERS: Final = 60
_NEARLY_A_CARD: Final = 0.1  # as a logarithm; what is cut a little askew is brought to a card's shape


class WatermarkFontError(DeviceError):
    """There is no font with Chinese characters to write a watermark in."""

    code = "watermark_font_missing"


class WatermarkTextError(DeviceError):
    """The watermark is empty, or has a line that does not fit across a card."""

    code = "watermark_text_invalid"


def copy_card(front: Pixels, back: Pixels, watermark: Sequence[str], dpi: int = 300) -> Pixels:
    """Return an A4 page (RGB) with both sides of a card at true size, the purpose written across each.

    Args:
        front: the side with the photo, gray or RGB, upright and cut at the card's edges.
        back: the other side.
        watermark: lines that say what the copy is for, such as the item and the date.
        dpi: of the page.

    Raises:
        WatermarkTextError, WatermarkFontError: the purpose can't be written.
    """
    lines = [line.strip() for line in watermark if line.strip()]
    if not lines or any(len(line) > _MOST_CHARACTERS for line in lines):
        raise WatermarkTextError
    per_mm = dpi / MM_PER_INCH
    page = np.full((round(_A4_MM[1] * per_mm), round(_A4_MM[0] * per_mm), 3), 255, np.uint8)
    for side, top in zip((front, back), _TOPS_MM, strict=True):
        card = mark_purpose(_at_true_size(side, per_mm), lines, per_mm)
        x, y = round((_A4_MM[0] - CARD_MM[0]) / 2 * per_mm), round(top * per_mm)
        page[y : y + card.shape[0], x : x + card.shape[1]] = card
    return page


def card_copy_pdf(front: Pixels, back: Pixels, watermark: Sequence[str], dpi: int = 300) -> bytes:
    """Return copy_card's page as PDF/A of A4 size; raises as copy_card does."""
    return write_pdf([encode_page(copy_card(front, back, watermark, dpi), dpi)])


def mark_purpose(picture: Pixels, lines: Sequence[str], per_mm: float) -> Pixels:
    """Return a picture with lines written across it, over and over, at a slant; what is printed stays legible.

    Args:
        picture: RGB.
        lines: what to write, as one text.
        per_mm: dots per millimetre of the picture.

    Raises:
        WatermarkFontError: there is no Chinese font.
    """
    path = Typefaces().pick(np.random.default_rng(0), chinese=True)
    if path is None:
        raise WatermarkFontError
    height, width = picture.shape[:2]
    cover = _cover(_font(path, lines, width, per_mm), lines, (width, height))[..., None] * _STRENGTH
    marked = picture * (1 - cover) + np.array(_COLOUR, np.float32) * cover
    return np.asarray(np.clip(marked, 0, 255), np.uint8)


def _at_true_size(side: Pixels, per_mm: float) -> Pixels:
    """Return a side as large as a card and lying; one of another shape keeps it, with white beside it."""
    colour = np.asarray(cv2.cvtColor(side, cv2.COLOR_GRAY2RGB), np.uint8) if side.ndim == 2 else side
    if colour.shape[0] > colour.shape[1]:
        colour = np.asarray(cv2.rotate(colour, cv2.ROTATE_90_COUNTERCLOCKWISE), np.uint8)
    width, height = round(CARD_MM[0] * per_mm), round(CARD_MM[1] * per_mm)
    across, down = width / colour.shape[1], height / colour.shape[0]
    if abs(log(across / down)) > _NEARLY_A_CARD:
        across = down = min(across, down)
    size = max(1, round(colour.shape[1] * across)), max(1, round(colour.shape[0] * down))
    method = cv2.INTER_AREA if across <= 1 else cv2.INTER_CUBIC
    fitted = np.asarray(cv2.resize(colour, size, interpolation=method), np.uint8)
    left, top = (width - size[0]) // 2, (height - size[1]) // 2
    right, below = width - size[0] - left, height - size[1] - top
    white = (255, 255, 255)
    return np.asarray(cv2.copyMakeBorder(fitted, top, below, left, right, cv2.BORDER_CONSTANT, value=white), np.uint8)


def _font(path: Path, lines: Sequence[str], width: int, per_mm: float) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """Return the largest font in which the longest line fits across, slanted."""
    room = 0.96 * width / np.cos(np.radians(_ANGLE_DEG))
    for size_mm in _SIZES_MM:
        font = load(path, round(size_mm * per_mm))
        if max(font.getlength(line) for line in lines) <= room:
            return font
    raise WatermarkTextError


def _cover(
    font: ImageFont.FreeTypeFont | ImageFont.ImageFont, lines: Sequence[str], size: tuple[int, int]
) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    """Return how much of each pixel is writing, 0 to 1."""
    width, height = size
    diagonal = round(float(np.hypot(width, height)))
    sheet = Image.new("L", (diagonal, diagonal), 0)
    pen = ImageDraw.Draw(sheet)
    step = round(_SPACING * (font.getbbox("样")[3] - font.getbbox("样")[1]))
    for row, y in enumerate(range(step, diagonal, step)):
        pen.text((diagonal / 2, y), lines[row % len(lines)], 255, font, anchor="mm")
    slanted = np.asarray(sheet.rotate(_ANGLE_DEG, Image.Resampling.BICUBIC), np.float32) / 255
    top, left = (diagonal - height) // 2, (diagonal - width) // 2
    return np.asarray(slanted[top : top + height, left : left + width], np.float32)
