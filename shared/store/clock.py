"""The terminal's clock, judged by the last time that this store recorded and by the build date."""

from __future__ import annotations

from datetime import UTC, date, datetime

from sqlalchemy.engine import Connection

from shared.domain.clock import CLOCKS_AGREE_WITHIN, TimeReading, judge_clock, legal_date
from shared.store.settings import get_value, put_value
from shared.store.store import Store

BUILD_DATE = datetime(2026, 1, 1, tzinfo=UTC)
"""No clock that shows an earlier time can be right."""

_LAST_TIME = "last_time"
_AGREED_AT = "clock_agreed_at"


def read_clock(store: Store, now: datetime | None = None) -> TimeReading:
    """Return the time and whether it can be believed."""
    with store.read() as connection:
        last = _last_time(connection)
    return judge_clock(now or datetime.now(UTC), last, BUILD_DATE)


def day_for_checks(now: datetime) -> date:
    """Return the day in Beijing that dates of birth, validity and events are checked against.

    A clock that fell back behind the build, to 1970 say, must not make everybody unborn: the build's day counts then.
    """
    return legal_date(max(now, BUILD_DATE))


def record_time(connection: Connection, at: datetime) -> None:
    """Remember a time that went by; an earlier one than the last is passed over."""
    last = _last_time(connection)
    if last is None or at > last:
        put_value(connection, _LAST_TIME, at.astimezone(UTC).isoformat().encode())


def agree_with_platform(connection: Connection, now: datetime, platform: datetime) -> bool:
    """Take the platform's word: when both clocks agree, a last time that lies in the future was an error and is mended.

    Returns whether they agree within five minutes.
    """
    agrees = abs(now - platform) <= CLOCKS_AGREE_WITHIN
    if agrees:
        for key in (_LAST_TIME, _AGREED_AT):
            put_value(connection, key, now.astimezone(UTC).isoformat().encode())
    return agrees


def agreed_with_platform_at(connection: Connection) -> datetime | None:
    """Return when this clock last agreed with the platform's, by itself; None where it never did."""
    return _time(connection, _AGREED_AT)


def _last_time(connection: Connection) -> datetime | None:
    return _time(connection, _LAST_TIME)


def _time(connection: Connection, key: str) -> datetime | None:
    value = get_value(connection, key)
    return None if value is None else datetime.fromisoformat(value.decode())
