"""How fast bytes may leave: a limit for some hours of the day, kept by everything that uploads together."""

from __future__ import annotations

import io
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from shared.domain.clock import CHINA_TIME, utc_now

_RULE = re.compile(r"(\d{2})-(\d{2}) (\d{1,7})")
_BURST_S = 0.25


@dataclass(frozen=True, slots=True)
class HourlyLimit:
    """At most so many bytes a second from one full hour in Beijing to just before another; past midnight where that
    is the earlier one."""

    begins: int
    ends: int
    bytes_per_s: int

    @classmethod
    def parse(cls, text: str) -> HourlyLimit:
        """Read `08-18 256`: from 8 to 18 o'clock 256 KiB/s. Raises ValueError."""
        match = _RULE.fullmatch(text.strip())
        if match is None or int(match[1]) > 23 or int(match[2]) > 24 or int(match[3]) == 0:
            message = f"not of the form '08-18 256' (hours, KiB/s): {text}"
            raise ValueError(message)
        return cls(int(match[1]), int(match[2]), int(match[3]) * 1024)

    def holds_at(self, hour: int) -> bool:
        """Tell whether the limit holds in an hour of the day."""
        if self.begins < self.ends:
            return self.begins <= hour < self.ends
        return hour >= self.begins or hour < self.ends


@dataclass
class Pace:
    """A bucket that every upload takes its bytes from. Of several limits that hold at once the lowest counts."""

    limits: tuple[HourlyLimit, ...] = ()
    now: Callable[[], datetime] = utc_now
    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    _free_at: float = 0.0
    _guard: threading.Lock = field(default_factory=threading.Lock)

    def bytes_per_s(self) -> int | None:
        """Return the limit of this hour, None where there is none."""
        hour = self.now().astimezone(CHINA_TIME).hour
        return min((limit.bytes_per_s for limit in self.limits if limit.holds_at(hour)), default=None)

    def take(self, count: int) -> None:
        """Wait until so many bytes may go."""
        rate = self.bytes_per_s() if self.limits else None
        if rate is None:
            return
        with self._guard:
            now = self.monotonic()
            self._free_at = max(self._free_at, now - _BURST_S) + count / rate
            wait = self._free_at - now
        if wait > 0:
            self.sleep(wait)


class PacedBody(io.BytesIO):
    """A request's body that is read no faster than the pace allows."""

    def __init__(self, data: bytes, pace: Pace) -> None:
        super().__init__(data)
        self._pace = pace

    def read(self, size: int | None = -1, /) -> bytes:
        """Read as a file does, once the bytes may go."""
        data = super().read(size)
        self._pace.take(len(data))
        return data
