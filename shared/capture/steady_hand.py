"""When to take a photograph by itself: the page is found, lies still, and is not the one that was taken just now."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum, unique
from typing import Final

import cv2
import numpy as np

from devices.core.scanning import Pixels
from devices.imaging.geometry import Corners, area
from devices.imaging.outline import Outline

HOLD_S: Final = 1.0
"""How long a page must lie still."""
_STILL: Final = 0.006
"""Of the frame's width, by which corners may tremble."""
_FORGIVEN_S: Final = 0.35
"""How long a page may be lost from sight without starting over."""
_GONE_S: Final = 0.6
"""How long the page that was taken must be out of sight, or elsewhere, before another is taken by itself."""
_MOVED: Final = 0.08
_THUMB: Final = (48, 64)
_SAME_PRINT: Final = 0.85
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


@dataclass(frozen=True, slots=True, eq=False)
class _Page:
    corners: Corners
    thumb: Pixels | None

    def is_same(self, other: _Page, width: int) -> bool:
        """Whether another look shows the same page where it was."""
        if _distance(self.corners, other.corners) > _MOVED * width or not _alike(self.corners, other.corners):
            return False
        if self.thumb is None or other.thumb is None:
            return True
        first, second = (thumb.astype(np.float32).ravel() for thumb in (self.thumb, other.thumb))
        if min(float(first.std()), float(second.std())) < _LEAST_SHADES:
            return abs(float(first.std()) - float(second.std())) < _LEAST_SHADES
        return float(np.corrcoef(first, second)[0, 1]) > _SAME_PRINT


def light_of(frame: Pixels) -> Sight | None:
    """Return DARK or COVERED where a frame shows nothing that could be read, else None.

    A covered lens sees one dark colour; a dark desk has shades.
    """
    sample = frame[::16, ::16].astype(np.float32)
    brightest = float(np.percentile(sample, 98))
    if brightest < _COVERED or (brightest < _DARK and float(sample.std()) < _LEAST_SHADES):
        return Sight.COVERED
    return Sight.DARK if brightest < _DARK else None


def thumb_of(frame: Pixels, outline: Outline | None) -> Pixels | None:
    """Return a small flat gray picture of the page in a frame, by which it is known again."""
    if outline is None:
        return None
    width, height = _THUMB
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = cv2.getPerspectiveTransform(np.asarray(outline.corners, np.float32), target)
    small = cv2.warpPerspective(frame, matrix, _THUMB, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(cv2.cvtColor(cv2.blur(small, (3, 3)), cv2.COLOR_RGB2GRAY), np.uint8)


class SteadyHand:
    """Follows the outline from frame to frame. One thread."""

    def __init__(self, hold_s: float = HOLD_S) -> None:
        self._hold_s = hold_s
        self._anchor: Corners | None = None
        self._since = 0.0
        self._seen_at = 0.0
        self._last: _Page | None = None
        self._taken: _Page | None = None
        self._away_since: float | None = None

    def taken(self) -> None:
        """The page seen last was taken: it is not taken by itself again before it was away."""
        self._taken, self._away_since = self._last, None
        self._anchor = None

    def forget(self) -> None:
        """Look at every page afresh, also at the one that was taken."""
        self._taken, self._away_since, self._anchor = None, None, None

    def look(
        self,
        outline: Outline | None,
        size: tuple[int, int],
        at: float,
        light: Sight | None = None,
        thumb: Pixels | None = None,
    ) -> Look:
        """Judge one frame.

        Args:
            outline: the page as found in it.
            size: its width and height.
            at: seconds on the monotonic clock.
            light: what `light_of` says of it.
            thumb: what `thumb_of` gives of it.
        """
        if light is not None or outline is None:
            self._lost(at)
            return Look(light or Sight.WAITING)
        corners = np.asarray(outline.corners, np.float64)
        shares = tuple((float(x) / size[0], float(y) / size[1]) for x, y in corners)
        self._last = _Page(corners, thumb)
        if self._is_taken(self._last, size[0], at):
            return Look(Sight.TAKEN, shares)
        if outline.flagged or _reaches_out(corners, size):
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

    def _is_taken(self, page: _Page, width: int, at: float) -> bool:
        if self._taken is None:
            return False
        if self._taken.is_same(page, width):
            self._away_since = None
        else:
            self._note_away(at)
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
