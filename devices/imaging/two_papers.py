"""Whether a quadrilateral is two papers side by side: a side or a gap parts it, or the corners of two meet in it."""

from __future__ import annotations

from devices.imaging.evidence import SOME_WITHIN, sides_within
from devices.imaging.geometry import Corners
from devices.imaging.meeting import meet_within
from devices.imaging.networks import Maps
from devices.imaging.parting import is_parted
from devices.imaging.pyramid import Level


def is_two(level: Level, maps: Maps, corners: Corners) -> bool:
    """Tell whether a look sees that a quadrilateral is two papers: a side or a gap between them, or where they meet.

    Args:
        level: the picture.
        maps: what the look sees in it.
        corners: the quadrilateral, in the whole picture's pixels.
    """
    return has_sides_across(level, maps, corners) or meet_within(level.pixels, maps, maps.here(level.here(corners)))


def has_sides_across(level: Level, maps: Maps, corners: Corners) -> bool:
    """Tell whether a look sees that a quadrilateral is parted; most lose no time, as it sees no sides within."""
    quad = maps.here(level.here(corners))
    return sides_within(maps, quad) > SOME_WITHIN and is_parted(maps, quad)
