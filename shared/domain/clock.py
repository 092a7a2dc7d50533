"""Times that can be relied on, and the legal day. Order is (terminal, sequence), never the clock (ARCHITECTURE §2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone

CHINA_TIME = timezone(timedelta(hours=8), "UTC+8")
"""Beijing time, the time of every date on a notice; no daylight saving since 1992."""

CLOCKS_AGREE_WITHIN = timedelta(minutes=5)
"""How far the clocks of a terminal and of the platform may differ and both be right."""


@dataclass(frozen=True, slots=True)
class TimeReading:
    """An aware time and whether the clock that gave it can be believed. Raises ValueError for a naive time."""

    at: datetime
    proven: bool

    def __post_init__(self) -> None:
        _require_aware(self.at)

    @property
    def legal_date(self) -> date:
        """The date in Beijing."""
        return legal_date(self.at)


def utc_now() -> datetime:
    """Return the time that the machine's clock shows, aware; what is asked for it takes a clock as an argument."""
    return datetime.now(UTC)


def judge_clock(now: datetime, last_recorded: datetime | None, build_date: datetime) -> TimeReading:
    """Judge a clock by what can't lie in the future: the last recorded time and the build date.

    A clock before either gives an unproven time: sealing goes on, due dates are set by the platform. Raises ValueError
    for a naive time.
    """
    floors = [floor for floor in (last_recorded, build_date) if floor is not None]
    for moment in (now, *floors):
        _require_aware(moment)
    return TimeReading(now, proven=all(now >= floor for floor in floors))


def legal_date(at: datetime) -> date:
    """Return the date in Beijing of an aware time. Raises ValueError for a naive one."""
    _require_aware(at)
    return at.astimezone(CHINA_TIME).date()


def _require_aware(moment: datetime) -> None:
    if moment.utcoffset() is None:
        message = "a time without its offset"
        raise ValueError(message)
