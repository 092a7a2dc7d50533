"""How sure a found page is: one number from what the network and the picture say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
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
# The same of several looks that are heard together; fitted on what they chose among.
_TOGETHER: Final = np.array([0.477, 0.427, 0.485, 2.088, -0.268])
# Lower than fitted by 0.8: a wrong page that passes is worse than a right one that a person looks at.
_BIAS_TOGETHER: Final = -1.35
# How sure a page still is where something may cover it; fitted by training/calibrate.py --covered.
_FREE: Final = np.array([1.482, -5.419, -1.451])
# Such that one in a hundred of the right pages that lie free is flagged; of 404 fresh ones 7 are.
_BIAS_FREE: Final = -1.4
_MOST_ODDS_FREE: Final = 4.0
USUAL_SHAPE: Final = 0.06  # less unlike than this, a page has a usual paper's proportions
_MOST_ODDS: Final = 6.0
_MOST_ABOVE_MEAN: Final = 1.0
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
        support = (_USUAL if self.support is None else self.support).tolist()
        stretches = sorted(chain(*support))
        return np.array(
            [
                self.agreement,
                *(sides[0], sides[1], sum(sides) / 4),
                *(corners[0], corners[1], sum(corners) / 4),
                *(min(sum(side) for side in support) / 8, sum(stretches) / 32),
                *(stretches[0], stretches[3], sum(stretches[:8]) / 8, sum(one < _WEAK for one in stretches) / 32),
                *(self.out, self.share, self.slant, min(self.unlike, _FARTHEST_SHAPE)),
                *(_bounded(self.within), self.hole),
                *(_bounded(self.page_elsewhere), _bounded(self.side_elsewhere)),
                *(beyond[-1], beyond[-2], sum(beyond) / 8),
            ]
        )


@dataclass(frozen=True, slots=True)
class Opinions:
    """What several looks make of one quadrilateral.

    Attributes:
        odds: of each look, as `log_odds`.
        rival: the mean of theirs for the best quadrilateral that is another, None where there is none.
    """

    odds: tuple[float, ...]
    rival: float | None

    @property
    def chance(self) -> float:
        """What they make of it on average, 0 to 1."""
        return _chance(float(np.mean(self._bounded())))

    @property
    def confidence(self) -> float:
        """How sure they are together, 0 to 1: more than on average where some are very sure, less where one is not.

        Never much more: a page that one look alone sees is none.
        """
        fitted = float(self.features() @ _TOGETHER) + _BIAS_TOGETHER
        return _chance(min(fitted, float(np.mean(self._bounded())) + _MOST_ABOVE_MEAN))

    def features(self) -> NDArray[np.float64]:
        """Return what is weighed."""
        odds = self._bounded()
        rival = -_MOST_ODDS if self.rival is None else max(self.rival, -_MOST_ODDS)
        return np.array([odds.mean(), odds.min(), odds.max(), odds.std(), rival])

    def _bounded(self) -> NDArray[np.float64]:
        return np.clip(self.odds, -_MOST_ODDS, _MOST_ODDS)


def chance_of_all(evidence: Sequence[Evidence]) -> float:
    """Return what several looks make of a quadrilateral on average, 0 to 1, by what each has as evidence of it."""
    return Opinions(tuple(log_odds(each) for each in evidence), None).chance


def log_odds(evidence: Evidence) -> float:
    """Return the logarithm of the odds that a quadrilateral overlaps the page by nine tenths or more."""
    return float(evidence.features() @ _WEIGHTS) + _BIAS


def confidence_of(evidence: Evidence) -> float:
    """Return the chance of the same, 0 to 1."""
    return _chance(log_odds(evidence))


def free_features(confidence: float, unlike: float, goes_on: float) -> NDArray[np.float64]:
    """Return what is weighed of a page that something may cover: how sure it is otherwise, and two signs of a cover.

    Args:
        confidence: how sure it is otherwise.
        unlike: how far its proportions are from those of usual papers; what is left of one seldom has them.
        goes_on: how clearly a side goes on beyond a corner, as `junctions.goes_on`.
    """
    odds = float(np.log(confidence / max(1 - confidence, 1e-9)))
    return np.array([min(odds, _MOST_ODDS_FREE), max(min(unlike, _FARTHEST_SHAPE) - USUAL_SHAPE, 0.0), goes_on])


def lies_free(confidence: float, unlike: float, goes_on: float) -> float:
    """Return the chance that nothing covers a page, 1 where it shows no sign of it; arguments as of `free_features`."""
    features = free_features(confidence, unlike, goes_on)
    return _chance(float(features @ _FREE) + _BIAS_FREE) if features[1:].any() else 1.0


def _chance(odds: float) -> float:
    return float(1 / (1 + np.exp(-odds)))


def _bounded(value: float) -> float:
    return value / (1 + value)
