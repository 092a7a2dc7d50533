"""When to take a photograph by itself: the page is found, lies still, and is not the one that was taken just now."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum, unique
from typing import Final

import numpy as np

from devices.core.scanning import Pixels
from devices.imaging.geometry import Corners, area
from devices.imaging.outline import FLAGGED_BELOW, Outline

HOLD_S: Final = 1.0
"""How long a page must lie still."""
_STILL: Final = 0.006
"""Of the frame's width, by which corners may tremble."""
_FORGIVEN_S: Final = 0.35
"""How long a page may be lost from sight without starting over."""
_GONE_S: Final = 0.6
"""How long the page that was taken must be out of sight, or elsewhere, before another is taken by itself."""
_MOVED: Final = 0.08
_DARK: Final = 55.0
_COVERED: Final = 18.0
_LEAST_SHADES: Final = 4.0


@unique
class Sight(StrEnum):
    """What a camera sees, for the person before it."""

    WAITING = "waiting"
    """Nothing found yet."""
    UNSURE = "unsure"
    """Something like a page; a hand may take it."""
    MOVING = "moving"
    HOLDING = "holding"
    TAKEN = "taken"
    """The page that was taken still lies there."""
    DARK = "dark"
    COVERED = "covered"


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """One frame's verdict.

    Attributes:
        corners: of the page as shares of the frame, top left first and clockwise; None where none is seen.
        held: 0.0 to 1.0, how much of the time of lying still is over.
        is_ready: take the photograph now.
    """

    sight: Sight
    corners: tuple[tuple[float, float], ...] | None = None
    held: float = 0.0
    is_ready: bool = False


def light_of(frame: Pixels) -> Sight | None:
    """Return DARK or COVERED where a frame shows nothing that could be read, else None.

    A covered lens sees one dark colour; a dark desk has shades.
    """
    sample = frame[::16, ::16].astype(np.float32)
    brightest = float(np.percentile(sample, 98))
    if brightest < _COVERED or (brightest < _DARK and float(sample.std()) < _LEAST_SHADES):
        return Sight.COVERED
    return Sight.DARK if brightest < _DARK else None


class SteadyHand:
    """Follows the outline from frame to frame. One thread."""

    def __init__(self, hold_s: float = HOLD_S) -> None:
        self._hold_s = hold_s
        self._anchor: Corners | None = None
        self._since = 0.0
        self._seen_at = 0.0
        self._taken: Corners | None = None
        self._away_since: float | None = None

    def taken(self) -> None:
        """The page in sight was taken: it is not taken by itself again before it was away."""
        self._taken, self._away_since = self._anchor, None
        self._anchor = None

    def look(self, outline: Outline | None, size: tuple[int, int], at: float, light: Sight | None = None) -> Look:
        """Judge one frame.

        Args:
            outline: the page as found in it.
            size: its width and height.
            at: seconds on the monotonic clock.
            light: what `light_of` says of it.
        """
        if light is not None or outline is None:
            self._lost(at)
            return Look(light or Sight.WAITING)
        corners = np.asarray(outline.corners, np.float64)
        shares = tuple((float(x) / size[0], float(y) / size[1]) for x, y in corners)
        if self._is_taken(corners, size[0], at):
            return Look(Sight.TAKEN, shares)
        if outline.confidence < FLAGGED_BELOW or _reaches_out(corners, size):
            self._lost(at)
            return Look(Sight.UNSURE, shares)
        return self._held(corners, size[0], at, shares)

    def _held(self, corners: Corners, width: int, at: float, shares: tuple[tuple[float, float], ...]) -> Look:
        self._seen_at = at
        anchor = self._anchor
        if anchor is None or _distance(anchor, corners) > _STILL * width:
            self._anchor, self._since = corners, at
            return Look(Sight.MOVING, shares)
        # Follows slow drift of the outline itself, never a moving page.
        self._anchor = anchor + 0.05 * (corners - anchor)
        held = min(1.0, (at - self._since) / self._hold_s)
        return Look(Sight.HOLDING, shares, held, is_ready=held >= 1.0)

    def _lost(self, at: float) -> None:
        if self._anchor is not None and at - self._seen_at > _FORGIVEN_S:
            self._anchor = None
        self._note_away(at)

    def _note_away(self, at: float) -> None:
        if self._taken is None:
            return
        if self._away_since is None:
            self._away_since = at
        elif at - self._away_since > _GONE_S:
            self._taken, self._away_since = None, None

    def _is_taken(self, corners: Corners, width: int, at: float) -> bool:
        if self._taken is None:
            return False
        if _distance(self._taken, corners) > _MOVED * width or not _alike(self._taken, corners):
            self._note_away(at)
        else:
            self._away_since = None
        return self._taken is not None


def _distance(one: Corners, other: Corners) -> float:
    return float(np.abs(one - other).max())


def _alike(one: Corners, other: Corners) -> bool:
    return 0.8 < area(one) / max(1.0, area(other)) < 1.25


def _reaches_out(corners: Corners, size: tuple[int, int]) -> bool:
    """Whether a page is cut off by the edge of the frame."""
    margin = 0.004 * size[0]
    limits = np.array(size, np.float64) - 1 + margin
    return bool((corners < -margin).any() or (corners > limits).any())
