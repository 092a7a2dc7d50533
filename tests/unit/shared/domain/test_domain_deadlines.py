"""Working days: the official year 2026, make-up days, unpublished years, pauses and cards."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.deadlines import (
    CalendarError,
    DueDate,
    LayeredCalendar,
    LimitSignal,
    Pause,
    PauseKind,
    StaticCalendar,
    WorkCalendar,
    WorkdayCount,
    acceptance_clock,
    add_workdays,
    due_date,
    limit_signal,
    silence_expired,
    workdays_between,
    workdays_used,
)


def _span(first: date, last: date) -> list[date]:
    return [first + timedelta(days=offset) for offset in range((last - first).days + 1)]


# New Year, Spring Festival, Labour Day and National Day of 2026 with make-up days, as published in November 2025.
CALENDAR = StaticCalendar.of(
    [2026],
    [
        *_span(date(2026, 1, 1), date(2026, 1, 3)),
        *_span(date(2026, 2, 15), date(2026, 2, 23)),
        *_span(date(2026, 5, 1), date(2026, 5, 5)),
        *_span(date(2026, 10, 1), date(2026, 10, 7)),
    ],
    [date(2026, 1, 4), date(2026, 2, 14), date(2026, 2, 28), date(2026, 5, 9), date(2026, 10, 10)],
)
days_2026 = st.dates(date(2026, 1, 1), date(2026, 12, 31))
FRIDAY = date(2026, 3, 6)


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        (FRIDAY, 0, FRIDAY),
        (FRIDAY, 1, date(2026, 3, 9)),
        (date(2026, 3, 7), 1, date(2026, 3, 9)),
        (FRIDAY, 5, date(2026, 3, 13)),
        (date(2026, 2, 13), 1, date(2026, 2, 14)),
        (date(2026, 2, 13), 5, date(2026, 2, 27)),
        (date(2026, 2, 13), 6, date(2026, 2, 28)),
        (date(2026, 9, 30), 3, date(2026, 10, 10)),
    ],
)
def test_known_due_dates(start: date, count: int, end: date) -> None:
    assert add_workdays(start, count, CALENDAR) == DueDate(end, provisional=False)


def test_a_date_in_an_unpublished_year_is_provisional() -> None:
    assert add_workdays(date(2026, 12, 30), 1, CALENDAR) == DueDate(date(2026, 12, 31), provisional=False)
    assert add_workdays(date(2026, 12, 30), 2, CALENDAR) == DueDate(date(2027, 1, 1), provisional=True)
    assert workdays_between(date(2026, 12, 30), date(2027, 1, 4), CALENDAR) == WorkdayCount(3, provisional=True)


@given(start=days_2026, count=st.integers(0, 300), more=st.integers(1, 20))
def test_more_days_never_end_earlier(start: date, count: int, more: int) -> None:
    assert add_workdays(start, count, CALENDAR).date < add_workdays(start, count + more, CALENDAR).date


@given(start=days_2026, later=st.integers(0, 30), count=st.integers(0, 60))
def test_starting_later_never_ends_earlier(start: date, later: int, count: int) -> None:
    assert (
        add_workdays(start, count, CALENDAR).date <= add_workdays(start + timedelta(days=later), count, CALENDAR).date
    )


@given(start=days_2026, count=st.integers(0, 300))
def test_counting_back_gives_the_same_number(start: date, count: int) -> None:
    due = add_workdays(start, count, CALENDAR)
    assert workdays_between(start, due.date, CALENDAR) == WorkdayCount(count, due.provisional)


@given(start=days_2026, count=st.integers(1, 120))
def test_a_due_date_is_a_working_day(start: date, count: int) -> None:
    due = add_workdays(start, count, CALENDAR).date
    assert CALENDAR.is_workday(due) in {True, None}


def test_a_negative_count_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        add_workdays(FRIDAY, -1, CALENDAR)


def test_a_calendar_without_working_days_is_refused() -> None:
    idle = StaticCalendar.of([2026], _span(date(2026, 1, 1), date(2026, 12, 31)))
    with pytest.raises(CalendarError) as caught:
        add_workdays(FRIDAY, 1, idle)
    assert caught.value.code == "calendar_without_workdays"


def test_the_second_calendar_fills_what_the_first_does_not_know() -> None:
    layered: WorkCalendar = LayeredCalendar(
        StaticCalendar.of([2026], [FRIDAY]), StaticCalendar.of([2026, 2027], [date(2027, 1, 1)])
    )
    assert layered.is_workday(FRIDAY) is False
    assert layered.is_workday(date(2027, 1, 1)) is False
    assert layered.is_workday(date(2027, 1, 4)) is True
    assert layered.is_workday(date(2028, 1, 3)) is None


def test_a_special_procedure_is_left_out_within_its_limit_and_its_overrun_counts() -> None:
    accepted = date(2026, 3, 2)
    within = Pause(PauseKind.SPECIAL_PROCEDURE, date(2026, 3, 4), date(2026, 3, 6), limit_days=5)
    overrun = Pause(PauseKind.SPECIAL_PROCEDURE, date(2026, 3, 4), date(2026, 3, 18), limit_days=5)
    assert due_date(accepted, 5, (), CALENDAR) == DueDate(date(2026, 3, 9), provisional=False)
    assert due_date(accepted, 5, [within], CALENDAR) == DueDate(date(2026, 3, 11), provisional=False)
    assert due_date(accepted, 5, [overrun], CALENDAR) == DueDate(date(2026, 3, 16), provisional=False)
    assert workdays_used(accepted, date(2026, 3, 18), [overrun], CALENDAR).days == 12 - 5


def test_an_open_special_procedure_stops_the_clock_until_its_limit() -> None:
    running = Pause(PauseKind.SPECIAL_PROCEDURE, date(2026, 3, 4), limit_days=5)
    assert due_date(date(2026, 3, 2), 5, [running], CALENDAR) == DueDate(date(2026, 3, 16), provisional=False)
    assert workdays_used(date(2026, 3, 2), date(2026, 3, 11), [running], CALENDAR).days == 2
    assert workdays_used(date(2026, 3, 2), date(2026, 3, 13), [running], CALENDAR).days == 4


def test_a_suspension_is_left_out_whole_and_has_no_due_date_while_it_lasts() -> None:
    accepted = date(2026, 3, 2)
    ended = Pause(PauseKind.SUSPENSION, date(2026, 3, 4), date(2026, 4, 1))
    still = Pause(PauseKind.SUSPENSION, date(2026, 3, 4))
    assert due_date(accepted, 5, [ended], CALENDAR) == DueDate(date(2026, 4, 6), provisional=False)
    assert due_date(accepted, 5, [still], CALENDAR) is None
    assert workdays_used(accepted, date(2026, 6, 1), [still], CALENDAR).days == 2


def test_overlapping_pauses_are_left_out_once() -> None:
    pauses = [
        Pause(PauseKind.SUSPENSION, date(2026, 3, 4), date(2026, 3, 6)),
        Pause(PauseKind.SUSPENSION, date(2026, 3, 5), date(2026, 3, 9)),
    ]
    assert due_date(date(2026, 3, 2), 5, pauses, CALENDAR) == DueDate(date(2026, 3, 12), provisional=False)


@given(
    accepted=days_2026,
    days=st.integers(0, 40),
    begins=st.integers(0, 30),
    lasts=st.integers(0, 30),
    limit=st.none() | st.integers(0, 15),
)
def test_a_pause_never_makes_a_due_date_earlier(
    accepted: date, days: int, begins: int, lasts: int, limit: int | None
) -> None:
    kind = PauseKind.SUSPENSION if limit is None else PauseKind.SPECIAL_PROCEDURE
    start = accepted + timedelta(days=begins)
    pause = Pause(kind, start, start + timedelta(days=lasts), limit)
    paused = due_date(accepted, days, [pause], CALENDAR)
    assert paused is not None
    assert paused.date >= add_workdays(accepted, days, CALENDAR).date
    assert workdays_used(accepted, paused.date, [pause], CALENDAR).days == days


@pytest.mark.parametrize(
    ("kind", "end", "limit"),
    [
        (PauseKind.SPECIAL_PROCEDURE, None, None),
        (PauseKind.SPECIAL_PROCEDURE, None, -1),
        (PauseKind.SUSPENSION, None, 5),
        (PauseKind.SUSPENSION, date(2026, 3, 1), None),
    ],
)
def test_a_pause_that_can_not_be_is_refused(kind: PauseKind, end: date | None, limit: int | None) -> None:
    with pytest.raises(ValueError, match=r"pause|limit"):
        Pause(kind, date(2026, 3, 4), end, limit)


@pytest.mark.parametrize(
    ("used", "limit", "signal"),
    [
        (0, 10, LimitSignal.GREEN),
        (7, 10, LimitSignal.GREEN),
        (8, 10, LimitSignal.YELLOW),
        (10, 10, LimitSignal.YELLOW),
        (11, 10, LimitSignal.RED),
        (0, 0, LimitSignal.GREEN),
        (1, 0, LimitSignal.RED),
    ],
)
def test_cards_by_the_share_of_the_limit(used: int, limit: int, signal: LimitSignal) -> None:
    assert limit_signal(used, limit) is signal


def test_the_yellow_share_is_data() -> None:
    assert limit_signal(5, 10, Fraction(1, 2)) is LimitSignal.YELLOW


def test_silence_expires_after_five_working_days_and_never_by_a_provisional_date() -> None:
    assert not silence_expired(FRIDAY, date(2026, 3, 13), CALENDAR)
    assert silence_expired(FRIDAY, date(2026, 3, 14), CALENDAR)
    assert not silence_expired(date(2026, 12, 30), date(2027, 6, 1), CALENDAR)


@pytest.mark.parametrize(
    ("today", "left", "expired"),
    [
        (date(2026, 3, 2), 5, False),
        (date(2026, 3, 3), 4, False),
        (date(2026, 3, 7), 1, False),
        (date(2026, 3, 9), 0, False),
        (date(2026, 3, 10), 0, True),
    ],
)
def test_the_office_is_counted_down_to_the_day_on_which_silence_accepts(today: date, left: int, expired: bool) -> None:
    clock = acceptance_clock(date(2026, 3, 2), today, StaticCalendar.of([2026]))
    assert clock.last_day == DueDate(date(2026, 3, 9), provisional=False)
    assert (clock.days_left, clock.expired) == (left, expired)


def test_silence_never_accepts_by_a_day_that_may_still_move() -> None:
    clock = acceptance_clock(date(2026, 12, 30), date(2027, 2, 1), StaticCalendar.of([2026]))
    assert clock.last_day.provisional
    assert not clock.expired
