"""How large a chunk is: what the line was measured to carry in a few seconds, less where one did not get through."""

from __future__ import annotations

import threading

FIRST_BYTES = 512 * 1024
LEAST_BYTES = 64 * 1024
MOST_BYTES = 8 * 1024 * 1024
TARGET_S = 4.0
_NEWEST_WEIGHT = 0.4


class ChunkSize:
    """One size for all uploads of an agent: they share the line."""

    def __init__(self) -> None:
        self._bytes = FIRST_BYTES
        self._goodput: float | None = None
        self._guard = threading.Lock()

    @property
    def bytes(self) -> int:
        """The size of the next chunk."""
        return self._bytes

    def arrived(self, count: int, seconds: float) -> None:
        """A chunk arrived in so long: aim at TARGET_S, growing to the double at most."""
        rate = count / max(seconds, 0.001)
        with self._guard:
            before = self._goodput
            self._goodput = rate if before is None else before + _NEWEST_WEIGHT * (rate - before)
            aim = int(self._goodput * TARGET_S)
            self._bytes = max(LEAST_BYTES, min(aim, self._bytes * 2, MOST_BYTES))

    def failed(self) -> None:
        """A chunk did not get through: half of it the next time."""
        with self._guard:
            self._bytes = max(LEAST_BYTES, self._bytes // 2)
