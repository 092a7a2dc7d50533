"""Dates and times as official papers write them, in Beijing time."""

from __future__ import annotations

from datetime import date, datetime

from shared.domain.clock import CHINA_TIME


def official_date(day: date) -> str:
    """Return 2026年11月23日."""
    return f"{day.year}年{day.month}月{day.day}日"


def official_day(at: datetime) -> str:
    """Return the day in Beijing of an aware time, as 2026年11月23日."""
    return official_date(at.astimezone(CHINA_TIME).date())


def official_time(at: datetime, *, proven: bool = True) -> str:
    """Return 2026年11月23日 09:41, with a word when the clock can't be relied on."""
    local = at.astimezone(CHINA_TIME)
    text = f"{official_date(local.date())} {local:%H:%M}"
    return text if proven else f"{text}（时间待平台核定）"


def due_text(due: date | None, *, provisional: bool, immediate: bool) -> str:
    """Return what a notice says of an item's due date."""
    if immediate:
        return "即办"
    if due is None:
        return "以平台告知为准"
    return official_date(due) + ("（暂定）" if provisional else "")
