"""The place of the seal on a slip: a dashed circle as large as an office's seal, in printer dots."""

from __future__ import annotations

import io
from functools import cache
from typing import Final

from PIL import Image, ImageDraw

DOTS: Final = 320
"""40 mm at 203 dpi; a government's seal has 42 mm or 45 mm and may cross the line."""
_DASH: Final = 6


@cache
def seal_place() -> bytes:
    """Return the circle as PNG."""
    image = Image.new("L", (DOTS, DOTS), 255)
    draw = ImageDraw.Draw(image)
    for start in range(0, 360, 2 * _DASH):
        draw.arc((2, 2, DOTS - 3, DOTS - 3), start, start + _DASH, fill=0, width=2)
    file = io.BytesIO()
    image.convert("1").save(file, "PNG")
    return file.getvalue()
