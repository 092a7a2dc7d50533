"""Logos as dots: decoded with limits, scaled to the paper, in black and white by error diffusion."""

from __future__ import annotations

import io
import warnings

from PIL import Image, UnidentifiedImageError

from devices.core.slip import Align
from devices.receipt_printer.glyphs import blank
from devices.receipt_printer.layout import PictureRow, SlipContentError

MOST_PIXELS = 4_000_000
MOST_ROWS = 1200
_PICTURE = "picture"


def draw_picture(row: PictureRow, paper_dots: int) -> Image.Image:
    """Return the picture as dots, as wide as the paper. Raises SlipContentError for what is no small image."""
    image = _decoded(row.data)
    width = min(paper_dots, row.width or image.width)
    height = max(1, round(image.height * width / image.width))
    if width < 1 or height > MOST_ROWS:
        raise SlipContentError(_PICTURE)
    dots = image.resize((width, height), Image.Resampling.LANCZOS).convert("1").convert("L")
    free = paper_dots - width
    left = {Align.LEFT: 0, Align.CENTER: free // 2, Align.RIGHT: free}[row.align]
    paper = blank(paper_dots, height)
    paper.paste(dots.point(lambda value: 255 - value), (left, 0))
    return paper


def _decoded(data: bytes) -> Image.Image:
    """Return the image on white, in gray."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(data), formats=("PNG", "JPEG"))
            if image.width * image.height > MOST_PIXELS:
                raise SlipContentError(_PICTURE)
            seen = image.convert("RGBA")
    except (OSError, UnidentifiedImageError, Image.DecompressionBombWarning, ValueError, SyntaxError) as error:
        raise SlipContentError(_PICTURE) from error
    ground = Image.new("RGBA", seen.size, "white")
    ground.alpha_composite(seen)
    return ground.convert("L")
