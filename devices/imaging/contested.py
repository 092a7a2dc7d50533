"""What speaks against a page that is sure by itself: other quadrilaterals that were offered, or what most looks see."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from devices.imaging.bands import with_band
from devices.imaging.confidence import FLAGGED_BELOW
from devices.imaging.geometry import Corners, area, lies_in, overlap
from devices.imaging.networks import Maps
from devices.imaging.pyramid import Level
from devices.imaging.settle import SAME_PAGE, Settled
from devices.imaging.two_papers import has_sides_across
from devices.imaging.weighing import Weighed, chance_by_all

# Two that overlap by more than this and are not the same page are papers that lie on each other; two views of a page
# that are the same overlap by more than the second.
_TOUCHING: Final = 0.02
_ONE_VIEW: Final = 0.85
_MOST_LOOKS: Final = 3  # of four that see two papers; of 392 right pages so many do in one of which the first does not
# What overlaps two papers together so much is neither of them: of A4 beside A5 the larger has 0.67.
_MOST_OF_BOTH: Final = 0.75
_SEEN_AT_ALL: Final = 0.1
# Where a corner is looked into, as shares of the way to the middle, and how much of a page is there at least: around
# two papers that lie on each other 0.04 at most were seen; in the emptiest of 186 doubtful ones that were right 0.14.
_INTO_CORNER: Final = (0.1, 0.15, 0.2)
_SOME_PAGE: Final = 0.1


def is_contested(
    level: Level, looks: Sequence[Maps], weighed: Sequence[Weighed], unions: Sequence[Settled], best: Weighed
) -> bool:
    """Tell whether other quadrilaterals or most looks speak against the best one, however sure it is by itself.

    Args:
        level: the picture.
        looks: all of them.
        weighed: what may be the page, the best one too.
        unions: what was offered and is two papers.
        best: the page that was meant.
    """
    one = best.settled
    return (
        any(_disputes(level, other, best) for other in weighed)
        or any(_is_rather(best, union, weighed, looks) for union in unions)
        or sum(has_sides_across(level, look, one.corners) for look in looks) >= _MOST_LOOKS
        or _is_empty_in_a_corner(level, looks, one)
    )


def _disputes(level: Level, other: Weighed, best: Weighed) -> bool:
    """Tell whether another quadrilateral makes it doubtful which page is meant, or where it ends.

    That is a page which lies on the best one, or a view of it that is as good as sure and quite different, also with
    the band along its edge.
    """
    page, view = best.settled.corners, other.settled.corners
    shared = overlap(page, view)
    if shared < SAME_PAGE:
        return shared > _TOUCHING and other.opinions.chance > FLAGGED_BELOW
    if shared > _ONE_VIEW or other.opinions.confidence < FLAGGED_BELOW:
        return False
    return overlap(with_band(level, page), with_band(level, view)) < _ONE_VIEW


def _is_rather(best: Weighed, union: Settled, weighed: Sequence[Weighed], looks: Sequence[Maps]) -> bool:
    """Tell whether a page is rather what seemed two papers, which all looks take for a page as likely as that one.

    It is mostly both, or one of both and nobody saw the other alone.
    """
    is_mostly = overlap(best.settled.corners, union.corners) > _MOST_OF_BOTH
    return (is_mostly or _is_half(best, union, weighed)) and chance_by_all(union, looks) > best.opinions.chance


def _is_half(best: Weighed, union: Settled, weighed: Sequence[Weighed]) -> bool:
    """Tell whether a page is one of what seemed two papers, and nobody saw the other."""
    page = best.settled.corners
    if area(page) > _MOST_OF_BOTH * area(union.corners) or not lies_in(page, union.corners):
        return False
    others = (one for one in weighed if overlap(one.settled.corners, page) < SAME_PAGE)
    return not any(lies_in(one.settled.corners, union.corners) and one.opinions.chance > _SEEN_AT_ALL for one in others)


def _is_empty_in_a_corner(level: Level, looks: Sequence[Maps], one: Settled) -> bool:
    """Tell whether no look sees a page in a corner of it, as in what is laid around papers that lie on each other."""
    seen = [_page_in_corners(look, look.here(level.here(one.corners))) for look in looks]
    return float(np.max(seen, axis=0).min()) < _SOME_PAGE


def _page_in_corners(maps: Maps, quad: Corners) -> NDArray[np.float32]:
    """Return (4,) how much of a page is seen in each corner; what is out of the picture counts as page."""
    points = np.asarray([quad + (quad.mean(axis=0) - quad) * share for share in _INTO_CORNER], np.float32)
    around = cv2.blur(maps.page, (3, 3))
    x, y = points[..., 0], points[..., 1]
    found = cv2.remap(around, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=1.0)
    return np.asarray(found.mean(axis=0), np.float32)
