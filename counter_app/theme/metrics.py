"""Sizes of the counter in pixels: one set for a full screen, one for a small one (look/README.md, Space)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Metrics:
    """Widths, heights and gaps of the workspace."""

    gap: int
    pad: int
    header: int
    footer: int
    left: int
    right: int
    control: int
    field: int
    field_gap: int
    row: int
    strip: int


ROOMY: Final = Metrics(
    gap=16, pad=20, header=60, footer=34, left=280, right=520, control=52, field=36, field_gap=8, row=40, strip=100
)
DENSE: Final = Metrics(
    gap=10, pad=14, header=52, footer=30, left=240, right=372, control=44, field=34, field_gap=6, row=36, strip=88
)
SMALL_WIDTH: Final = 1600
SMALL_HEIGHT: Final = 900


def metrics_for(width: int, height: int) -> Metrics:
    """Return the sizes for a window."""
    return DENSE if width < SMALL_WIDTH or height < SMALL_HEIGHT else ROOMY
