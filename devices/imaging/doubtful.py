"""Reasons to ask about a page that the network is sure of: what the picture shows around it speaks against it."""

from __future__ import annotations

from typing import Final

from devices.imaging.confidence import FLAGGED_BELOW, USUAL_SHAPE, lies_free
from devices.imaging.frames import is_printed
from devices.imaging.junctions import Ends, ends_of, goes_on, parts_beyond
from devices.imaging.pyramid import Level
from devices.imaging.settle import Settled

# Of the picture's long side: a page that fills a scan reaches out by less, more is missing of one that was cut off.
_MOST_OUT: Final = 0.05
# Shades by which a side of what has no paper's proportions parts what is beyond it: the page is half hidden. Of 36
# hidden pages that pass otherwise 4 are told by that, and one of 924 right ones is flagged.
_PARTED: Final = 12.0


def is_doubtful(level: Level, found: Settled) -> bool:
    """Tell whether a page is to be asked about, however sure the network is.

    It reaches well out of the picture, where its corner was guessed and often is another paper's; it is a frame that
    is printed on a paper which is hardly seen; or something covers a part of it.

    Args:
        level: the picture.
        found: the page.
    """
    if found.evidence.out > _MOST_OUT:
        return True
    corners = level.here(found.corners)
    return is_printed(level.pixels, corners) or _is_covered(found, ends_of(level.pixels, corners))


def _is_covered(found: Settled, ends: Ends) -> bool:
    unlike = found.evidence.unlike
    if lies_free(found.confidence, unlike, goes_on(ends)) < FLAGGED_BELOW:
        return True
    return unlike > USUAL_SHAPE and parts_beyond(ends) > _PARTED
