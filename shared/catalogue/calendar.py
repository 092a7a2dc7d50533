"""Working days: the maintained library where it covers the year, the package's own years where not (D2)."""

from __future__ import annotations

from datetime import date

import chinese_calendar
from chinese_calendar import constants

from shared.domain.calendars import LayeredCalendar, StaticCalendar, WorkCalendar

_COVERED_YEARS = frozenset(day.year for day in constants.holidays)


class LibraryCalendar:
    """chinesecalendar behind the domain's seam; it is updated each November with the State Council's notice."""

    def is_workday(self, day: date) -> bool | None:
        """Return whether a day is a working day, None where the library does not know the year."""
        if day.year not in _COVERED_YEARS:
            return None
        return bool(chinese_calendar.is_workday(day))


def work_calendar(own: StaticCalendar) -> WorkCalendar:
    """Return the library's calendar with the package's behind it."""
    return LayeredCalendar(LibraryCalendar(), own)
