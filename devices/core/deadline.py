"""A point in time that a wait must not pass."""

from __future__ import annotations

import time
from collections.abc import Callable


class Deadline:
    """Counts down from a number of seconds on the monotonic clock."""

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._end = clock() + seconds

    @property
    def remaining(self) -> float:
        """Seconds left, never below zero."""
        return max(0.0, self._end - self._clock())

    @property
    def expired(self) -> bool:
        """Whether the point in time has passed."""
        return self._clock() >= self._end

    def within(self, seconds: float) -> Deadline:
        """Return a deadline that many seconds from now, but not after this one."""
        return Deadline(min(seconds, self.remaining), self._clock)
