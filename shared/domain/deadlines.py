"""Due dates in working days (D2, D3, D6).

Counting starts on the next working day. A date that reaches an unpublished year is provisional (暂定): Monday to Friday
is assumed there, and it is computed again when the calendar comes. What a special procedure takes within its limit is
left out, its overrun counts as the item's own; a suspension is left out whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum, unique
from fractions import Fraction

from shared.domain.calendars import LayeredCalendar, StaticCalendar, WorkCalendar, is_weekday
from shared.domain.errors import DomainError

__all__ = [
    "ACCEPTANCE_WORKDAYS",
    "AcceptanceClock",
    "CalendarError",
    "DueDate",
    "LayeredCalendar",
    "LimitSignal",
    "Pause",
    "PauseKind",
    "StaticCalendar",
    "WorkCalendar",
    "WorkdayCount",
    "acceptance_clock",
    "add_workdays",
    "due_date",
    "limit_signal",
    "silence_expired",
    "workdays_between",
    "workdays_used",
]

ACCEPTANCE_WORKDAYS = 5
"""Working days in which an office must speak, or has accepted (行政许可法 §32; only where the item type says so)."""

DEFAULT_YELLOW_SHARE = Fraction(4, 5)
_LONGEST_BREAK_DAYS = 60


class CalendarError(DomainError):
    """A calendar knows no working day for two months: it is faulty, and counting on would not end.

    Its code is calendar_without_workdays.
    """

    def __init__(self, around: date) -> None:
        super().__init__("calendar_without_workdays", around.isoformat())


@unique
class PauseKind(StrEnum):
    """Why the clock stands still."""

    SPECIAL_PROCEDURE = "special_procedure"
    SUSPENSION = "suspension"


@unique
class LimitSignal(StrEnum):
    """Within the limit, near it (黄牌), past it (红牌)."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"


@dataclass(frozen=True, slots=True)
class DueDate:
    """A last day, and whether it reaches a year whose calendar is not published (暂定)."""

    date: date
    provisional: bool


@dataclass(frozen=True, slots=True)
class WorkdayCount:
    """A number of working days, and whether it reaches into an unpublished year."""

    days: int
    provisional: bool


@dataclass(frozen=True, slots=True)
class Pause:
    """A span that is left out, from the day after `start` through `end`. Raises ValueError for a span that can't be.

    Attributes:
        end: None while it lasts.
        limit_days: a special procedure's own limit in working days; a suspension has none.
    """

    kind: PauseKind
    start: date
    end: date | None = None
    limit_days: int | None = None

    def __post_init__(self) -> None:
        limited = self.kind is PauseKind.SPECIAL_PROCEDURE
        if limited != (self.limit_days is not None) or (self.limit_days or 0) < 0:
            message = "a special procedure has a limit, a suspension none"
            raise ValueError(message)
        if self.end is not None and self.end < self.start:
            message = "a pause ends before it starts"
            raise ValueError(message)


def add_workdays(start: date, count: int, calendar: WorkCalendar) -> DueDate:
    """Return the day on which `count` working days after `start` are over; none means `start` itself.

    Raises ValueError for a negative count, CalendarError for a faulty calendar.
    """
    return _nth_counted_day(start, count, calendar, frozenset())


def workdays_between(start: date, end: date, calendar: WorkCalendar) -> WorkdayCount:
    """Count the working days after `start` through `end`; none when `end` is not after `start`."""
    return _count(_days(start, end), calendar, frozenset())


def due_date(accepted: date, days: int, pauses: Iterable[Pause], calendar: WorkCalendar) -> DueDate | None:
    """Return the last day for deciding what was accepted on a day, or None while a suspension is open.

    An extension (延期) adds to `days`. An open special procedure is taken to last; past its limit the clock runs again.
    Raises as add_workdays.
    """
    spans = tuple(pauses)
    if any(span.kind is PauseKind.SUSPENSION and span.end is None for span in spans):
        return None
    return _nth_counted_day(accepted, days, calendar, _paused_days(spans, calendar))


def workdays_used(accepted: date, today: date, pauses: Iterable[Pause], calendar: WorkCalendar) -> WorkdayCount:
    """Count the working days that an item's clock has run from its acceptance through today."""
    return _count(_days(accepted, today), calendar, _paused_days(pauses, calendar, today))


def limit_signal(used_days: int, limit_days: int, yellow_share: Fraction = DEFAULT_YELLOW_SHARE) -> LimitSignal:
    """Return red past the limit, yellow from a share (0 to 1) of it on, green before."""
    if used_days > limit_days:
        return LimitSignal.RED
    if limit_days > 0 and used_days >= yellow_share * limit_days:
        return LimitSignal.YELLOW
    return LimitSignal.GREEN


@dataclass(frozen=True, slots=True)
class AcceptanceClock:
    """The office's time to speak about an application (行政许可法 §32): its last day, and working days left to it.

    `expired` is true only past a last day that no unpublished calendar could still move; then silence has accepted.
    """

    last_day: DueDate
    days_left: int
    expired: bool


def acceptance_clock(received: date, today: date, calendar: WorkCalendar) -> AcceptanceClock:
    """Count down the office's time to speak, as can be done without a network.

    Only where the item type says that silence accepts (ItemType.silence_accepts).
    """
    last = add_workdays(received, ACCEPTANCE_WORKDAYS, calendar)
    left = workdays_between(today, last.date, calendar).days
    return AcceptanceClock(last, left, silence_expired(received, today, calendar))


def silence_expired(received: date, today: date, calendar: WorkCalendar) -> bool:
    """Tell whether the time for speaking about an application is over. Never by a provisional date."""
    last = add_workdays(received, ACCEPTANCE_WORKDAYS, calendar)
    return today > last.date and not last.provisional


def _nth_counted_day(start: date, count: int, calendar: WorkCalendar, paused: frozenset[date]) -> DueDate:
    if count < 0:
        message = "a negative number of working days"
        raise ValueError(message)
    day, left, provisional, idle = start, count, False, 0
    while left:
        day += timedelta(days=1)
        known = calendar.is_workday(day)
        provisional = provisional or known is None
        works = _works(day, known)
        idle = 0 if works else idle + 1
        if idle > _LONGEST_BREAK_DAYS:
            raise CalendarError(day)
        left -= works and day not in paused
    return DueDate(day, provisional)


def _count(days: Iterator[date], calendar: WorkCalendar, paused: frozenset[date]) -> WorkdayCount:
    total, provisional = 0, False
    for day in days:
        known = calendar.is_workday(day)
        provisional = provisional or known is None
        total += _works(day, known) and day not in paused
    return WorkdayCount(total, provisional)


def _paused_days(pauses: Iterable[Pause], calendar: WorkCalendar, today: date | None = None) -> frozenset[date]:
    """Return the days that are left out; a pause without an end lasts through its limit, else through today."""
    paused: set[date] = set()
    for pause in pauses:
        last = pause.end or today or pause.start
        if pause.limit_days is not None:
            limit = add_workdays(pause.start, pause.limit_days, calendar).date
            last = limit if pause.end is None else min(pause.end, limit)
        paused.update(_days(pause.start, last))
    return frozenset(paused)


def _days(start: date, end: date) -> Iterator[date]:
    day = start
    while day < end:
        day += timedelta(days=1)
        yield day


def _works(day: date, known: bool | None) -> bool:
    return is_weekday(day) if known is None else known
