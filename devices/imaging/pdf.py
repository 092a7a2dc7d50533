"""Pages into one PDF/A-1b, each at its true size, without decoding its JPEG again."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import img2pdf
from PIL import ImageCms

from devices.imaging.encode import EncodedPage
from devices.imaging.errors import PdfEmptyError

MM_PER_INCH: Final = 25.4
_POINTS: Final = 72.0
_LEAST, _MOST = 3.0, 14400.0  # points, as ISO 32000-1, annex C, has it


def write_pdf(pages: Sequence[EncodedPage]) -> bytes:
    """Return a PDF/A-1b (ISO 19005-1) of one page or more, in order. It names no author, title or time.

    Raises:
        PdfEmptyError: there are no pages.
    """
    if not pages:
        raise PdfEmptyError
    sizes = iter(pages)

    def layout(_width: int, _height: int, _dpi: tuple[float, float]) -> tuple[float, float, float, float]:
        across, down = _points(next(sizes))
        return across, down, across, down

    with tempfile.TemporaryDirectory() as folder:
        profile = Path(folder, "srgb.icc")
        profile.write_bytes(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
        data = img2pdf.convert(
            [page.jpeg for page in pages], layout_fun=layout, pdfa=str(profile), nodate=True, producer="Yimen"
        )
    return bytes(data)


def _points(page: EncodedPage) -> tuple[float, float]:
    """Return how wide and high a page is in points; one that is smaller or larger than PDF has pages is zoomed."""
    across, down = page.width / page.dpi * _POINTS, page.height / page.dpi * _POINTS
    zoom = max(1.0, _LEAST / min(across, down)) * min(1.0, _MOST / max(across, down))
    return across * zoom, down * zoom
