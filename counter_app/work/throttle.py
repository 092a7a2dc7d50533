"""Slows down guessing a password: after five wrong tries a wait of 15 s, doubled by each further wrong one."""

from __future__ import annotations

from collections.abc import Callable

FREE_TRIES = 5
FIRST_WAIT_S = 15.0
LONGEST_WAIT_S = 15.0 * 60


class SignInThrottle:
    """Counts wrong tries at this terminal, whoever's id was typed.

    Args:
        clock: monotonic seconds.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._wrong = 0
        self._free_at = 0.0

    def wait_s(self) -> float:
        """Return how many seconds no try is taken; 0 when one is."""
        return max(0.0, self._free_at - self._clock())

    def failed(self) -> None:
        """Count a wrong try."""
        self._wrong += 1
        over = self._wrong - FREE_TRIES
        if over >= 0:
            self._free_at = self._clock() + min(LONGEST_WAIT_S, FIRST_WAIT_S * 2**over)

    def succeeded(self) -> None:
        """Forget the wrong tries."""
        self._wrong = 0
        self._free_at = 0.0
