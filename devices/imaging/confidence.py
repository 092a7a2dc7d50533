"""How sure a found page is: one number from what the network and the picture say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

# Fitted by training/calibrate.py on scenes that the network had not seen.
_WEIGHTS: Final = np.array([3.931, 5.077, 1.451, 2.043, -1.07, 2.164, 0.01, -1.949, -1.333, 0.124, 2.618, -3.74])
_BIAS: Final = -7.831


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for a quadrilateral being a page, each from 0 to 1.

    Attributes:
        agreement: overlap of the network's page with the quadrilateral.
        sides: how much of each side the network sees as one.
        corners: the same of each corner.
        support: how well each side is seen in the picture itself; None where nobody looked.
        out: how far it reaches out of the picture.
        share: of the picture that it takes.
        slant: how far it is from a rectangle in space, the cosine of its angle.
    """

    agreement: float
    sides: tuple[float, ...]
    corners: tuple[float, ...]
    support: tuple[float, ...] | None
    out: float
    share: float
    slant: float

    def features(self) -> NDArray[np.float64]:
        """Return what is weighed."""
        sides, corners = sorted(self.sides), sorted(self.corners)
        support = sorted(self.support) if self.support else [0.5] * 4
        return np.array(
            [
                self.agreement,
                *(sides[0], sides[1], sum(sides) / 4),
                *(corners[0], corners[1], sum(corners) / 4),
                *(support[0], sum(support) / 4),
                self.out,
                self.share,
                self.slant,
            ]
        )


def confidence_of(evidence: Evidence) -> float:
    """Return the chance that the quadrilateral overlaps the page by nine tenths or more, 0 to 1."""
    return float(1 / (1 + np.exp(-float(evidence.features() @ _WEIGHTS + _BIAS))))
