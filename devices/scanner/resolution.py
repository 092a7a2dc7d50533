"""The resolution of a picture that no scanner vouches for."""

from __future__ import annotations

from typing import Final

from devices.core.scanning import Pixels

_A4_SHORT_INCH: Final = 210.0 / 25.4
# A stated resolution that makes a page larger than A3 or smaller than a stamp is a camera's filler, not a scanner's.
_LONGEST_INCH: Final = 17.5
_SHORTEST_INCH: Final = 1.0


def sensible_resolution(pixels: Pixels, stated: int | None) -> int:
    """Return the stated resolution where it gives a page of sensible size, else the one that makes it A4."""
    short_px, long_px = min(pixels.shape[:2]), max(pixels.shape[:2])
    if stated and long_px / stated <= _LONGEST_INCH and short_px / stated >= _SHORTEST_INCH:
        return stated
    return max(1, round(float(short_px) / _A4_SHORT_INCH))
