"""The working-day calendar as the catalogue's sources write it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from shared.domain.calendars import StaticCalendar


def static_calendar(raw: Mapping[str, Any]) -> StaticCalendar:
    """Return the published years as a calendar. Raises ValueError for a date that does not exist."""
    return StaticCalendar.of(
        (year["year"] for year in raw["years"]),
        (day for year in raw["years"] for day in days_of(year["rest"])),
        (day for year in raw["years"] for day in days_of(year["work"])),
    )


def days_of(spans: list[Mapping[str, Any]]) -> Iterator[date]:
    """Yield every day of named spans. Raises ValueError for a date that does not exist."""
    for span in spans:
        yield from map(date.fromisoformat, span["days"])
