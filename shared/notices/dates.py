"""Dates and times as official papers write them, in Beijing time."""

from __future__ import annotations

from datetime import date, datetime

from shared.domain.clock import CHINA_TIME

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def official_date(day: date) -> str:
    """Return 2026年11月23日: Arabic figures, year in full, no leading zeros (GB/T 9704-2012, 7.3.5.4)."""
    return f"{day.year}年{day.month}月{day.day}日"


def official_time(at: datetime, *, proven: bool = True) -> str:
    """Return 2026年11月23日 09:41, with a word when the clock can't be relied on."""
    local = at.astimezone(CHINA_TIME)
    text = f"{official_date(local.date())} {local:%H:%M}"
    return text if proven else f"{text}（时间待平台核定）"


def spoken_time(at: datetime) -> str:
    """Return 2026年11月23日9时41分, as running text writes a time."""
    local = at.astimezone(CHINA_TIME)
    return f"{official_date(local.date())}{local.hour}时{local.minute:02d}分"


def english_date(day: date) -> str:
    """Return 26 November 2026, whatever the machine's locale."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
