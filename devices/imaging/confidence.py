"""How sure a found page is: one number from what the network and the picture say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

FLAGGED_BELOW: Final = 0.5

# Fitted by training/calibrate.py on scenes that the network had not seen.
_WEIGHTS: Final = np.array(
    [
        *(2.031, 3.971, 1.527, 1.786, 0.212, 1.033, 0.166),
        *(-0.594, -0.375, -0.632, 0.129, 0.308, -1.193),
        *(-0.509, 1.304, -3.476, -3.674),
        *(-1.16, -0.522, -1.989, -0.684),
        *(-2.943, -1.69, -0.654),
    ]
)
_BIAS: Final = -3.703
# Of support, where nobody looked: what right pages have in the middle.
_USUAL: Final = np.full((4, 8), 0.65)
_WEAK: Final = 0.25
_FARTHEST_SHAPE: Final = 0.3


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """What speaks for a quadrilateral being a page, and against it, each from 0 to 1.

    Attributes:
        agreement: overlap of the network's page with the quadrilateral.
        sides: how much of each side the network sees as one.
        corners: the same of each corner.
        support: (4, 8) how well each stretch of each side is seen in the picture itself; None where nobody looked.
        out: how far it reaches out of the picture.
        share: of the picture that it takes.
        slant: how far it is from a rectangle in space, the cosine of its angle.
        unlike: how far its proportions are from those of usual papers and cards, as a logarithm of their ratio.
        within: sides that the network sees in the middle of it, to its own length.
        hole: the place in it that is least of a page.
        page_elsewhere: page that the network sees well outside, to its own area.
        side_elsewhere: sides that the network sees well outside, to its own length.
        beyond: how much each side goes on as one beyond each of its two ends.
    """

    agreement: float
    sides: tuple[float, ...]
    corners: tuple[float, ...]
    support: NDArray[np.float64] | None
    out: float
    share: float
    slant: float
    unlike: float
    within: float
    hole: float
    page_elsewhere: float
    side_elsewhere: float
    beyond: tuple[float, ...]

    def features(self) -> NDArray[np.float64]:
        """Return what is weighed."""
        sides, corners, beyond = sorted(self.sides), sorted(self.corners), sorted(self.beyond)
        support = _USUAL if self.support is None else self.support
        stretches = np.sort(support.ravel())
        return np.array(
            [
                self.agreement,
                *(sides[0], sides[1], sum(sides) / 4),
                *(corners[0], corners[1], sum(corners) / 4),
                *(support.mean(axis=1).min(), stretches.mean()),
                *(stretches[0], stretches[3], stretches[:8].mean(), (stretches < _WEAK).mean()),
                *(self.out, self.share, self.slant, min(self.unlike, _FARTHEST_SHAPE)),
                *(_bounded(self.within), self.hole),
                *(_bounded(self.page_elsewhere), _bounded(self.side_elsewhere)),
                *(beyond[-1], beyond[-2], sum(beyond) / 8),
            ]
        )


def confidence_of(*looks: Evidence) -> float:
    """Return the chance that a quadrilateral overlaps the page by nine tenths or more, 0 to 1.

    Args:
        looks: the evidence of one look or of several, which are heard alike: the mean of their log odds.
    """
    odds = [float(evidence.features() @ _WEIGHTS) + _BIAS for evidence in looks]
    return float(1 / (1 + np.exp(-np.mean(odds))))


def _bounded(value: float) -> float:
    return value / (1 + value)
