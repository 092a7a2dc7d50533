"""Which days are working days: the seam that deadlines count over, and two calendars made of data (D2)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

_SATURDAY = 5


class WorkCalendar(Protocol):
    """Knows the working days of the years that are published."""

    def is_workday(self, day: date) -> bool | None:
        """Return whether a day is a working day, None where its year is not published."""


@dataclass(frozen=True, slots=True)
class StaticCalendar:
    """A calendar given as data: off days and make-up days of the published years, Monday to Friday else."""

    published_years: frozenset[int]
    off_days: frozenset[date]
    make_up_days: frozenset[date]

    @classmethod
    def of(
        cls, published_years: Iterable[int], off_days: Iterable[date] = (), make_up_days: Iterable[date] = ()
    ) -> StaticCalendar:
        """Build a calendar from any collections."""
        return cls(frozenset(published_years), frozenset(off_days), frozenset(make_up_days))

    def is_workday(self, day: date) -> bool | None:
        """Return whether a day is a working day, None where its year is not published."""
        if day.year not in self.published_years:
            return None
        if day in self.make_up_days:
            return True
        return day not in self.off_days and is_weekday(day)


@dataclass(frozen=True, slots=True)
class LayeredCalendar:
    """Asks the first calendar, and the second for what the first does not know."""

    first: WorkCalendar
    fallback: WorkCalendar

    def is_workday(self, day: date) -> bool | None:
        """Return whether a day is a working day, None where neither calendar has its year."""
        known = self.first.is_workday(day)
        return self.fallback.is_workday(day) if known is None else known


def is_weekday(day: date) -> bool:
    """Tell whether a day is Monday to Friday: what is assumed where no calendar is published."""
    return day.weekday() < _SATURDAY
